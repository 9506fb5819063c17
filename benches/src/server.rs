//! A vendor over HTTP on this machine: in a process of its own, so that its work is not counted, or on
//! a thread of this one.

use std::io::{BufRead, BufReader, Write};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::sample::{Desk, Rows, Sample};
use crate::vendor::Vendor;

const SERVE: &str = "HELPDESK_BENCH_SERVE";

/// A server. Ends when dropped.
#[derive(Debug)]
pub struct Server {
    runs: Runs,
    /// Where it is, without a path.
    pub origin: String,
}

#[derive(Debug)]
enum Runs {
    Apart(Child),
    /// Ends when this is dropped.
    Within(#[allow(dead_code, reason = "held for its Drop")] oneshot::Sender<()>),
}

impl Server {
    /// Starts a vendor that answers with one contact, on a thread of this process.
    pub fn within(desk: Desk) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let runtime = runtime();
            runtime.spawn(serve(vendor(desk), move |port| {
                let _ = tell.send(port);
            }));
            let _ = runtime.block_on(stopped);
        });
        let port: u16 = told.recv().expect("a port");
        Self {
            runs: Runs::Within(stop),
            origin: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Starts this program once more, as a vendor that answers with one contact.
    pub fn start(desk: Desk) -> Self {
        let exe = std::env::current_exe().expect("a path");
        let mut child = Command::new(exe)
            .env(SERVE, desk.name())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("a line with its port");
        Self {
            runs: Runs::Apart(child),
            origin: format!("http://127.0.0.1:{}", line.trim()),
        }
    }

    /// What a user would configure as `base_url`.
    pub fn base(&self, desk: Desk) -> String {
        match desk {
            Desk::Digisac => format!("{}/api/v1", self.origin),
            Desk::WiseCx => format!("{}/core/v1", self.origin),
            Desk::Cxpress | Desk::Chat2Desk => self.origin.clone(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Runs::Apart(child) = &mut self.runs {
            // Without its input the server ends by itself.
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }
}

/// Whether this process was started by [`Server::start`]. If so, it has served, and should end.
pub fn serving() -> bool {
    let Ok(name) = std::env::var(SERVE) else {
        return false;
    };
    let desk = Desk::ALL.into_iter().find(|desk| desk.name() == name);
    let runtime = runtime();
    runtime.spawn(serve(vendor(desk.expect("a vendor")), |port| {
        println!("{port}");
        std::io::stdout().flush().expect("an output");
    }));
    runtime.block_on(async {
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new()));
        let _ = ended.await;
    });
    true
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn vendor(desk: Desk) -> Arc<Vendor> {
    let sample = Sample::new(desk, Rows::Contacts);
    let one = sample.one(0);
    Arc::new(Vendor::canned(sample, one))
}

async fn serve(vendor: Arc<Vendor>, tell: impl FnOnce(u16)) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    tell(listener.local_addr().expect("a port").port());
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(answer_all(stream, Arc::clone(&vendor)));
    }
}

/// As much of HTTP/1.1 as it takes to answer requests without a body.
async fn answer_all(mut stream: TcpStream, vendor: Arc<Vendor>) -> std::io::Result<()> {
    let mut read = Vec::new();
    loop {
        while let Some(end) = read.windows(4).position(|end| end == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]);
            let target = head.split(' ').nth(1).unwrap_or("/");
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            let body = vendor.answer(path, query);
            let mut answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                body.len()
            )
            .into_bytes();
            answer.extend_from_slice(&body);
            stream.write_all(&answer).await?;
            read.drain(..end + 4);
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
}
