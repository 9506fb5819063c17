//! A vendor over HTTP on this machine, in a process of its own, so that its work is not counted.

use std::io::{BufRead, BufReader, Write};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::sample::{Desk, Rows, Sample};
use crate::vendor::Vendor;

const SERVE: &str = "HELPDESK_BENCH_SERVE";

/// A server. Ends when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it is, without a path.
    pub origin: String,
}

impl Server {
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
            child,
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
        // Without its input the server ends by itself.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Whether this process was started by [`Server::start`]. If so, it has served, and should end.
pub fn serving() -> bool {
    let Ok(name) = std::env::var(SERVE) else {
        return false;
    };
    let desk = Desk::ALL.into_iter().find(|desk| desk.name() == name);
    let sample = Sample::new(desk.expect("a vendor"), Rows::Contacts);
    let one = sample.one(0);
    let vendor = Arc::new(Vendor::canned(sample, one));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.spawn(serve(vendor));
    runtime.block_on(async {
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new()));
        let _ = ended.await;
    });
    true
}

async fn serve(vendor: Arc<Vendor>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    println!("{}", listener.local_addr().expect("a port").port());
    std::io::stdout().flush().expect("an output");
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
