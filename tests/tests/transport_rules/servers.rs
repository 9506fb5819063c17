//! Servers on this machine that keep what they are sent, byte for byte.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is written in answer to a request.
pub enum Answer {
    /// These bytes, and then the connection is closed.
    Bytes(Vec<u8>),
    /// A body without end, in pieces; until nobody reads it any more.
    Endless,
}

/// A server that keeps what it is sent.
pub struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
    hung_up: Arc<tokio::sync::Notify>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers every request by this.
    pub async fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let hung_up = Arc::new(tokio::sync::Notify::new());
        let (keeps, tells, answer) = (Arc::clone(&seen), Arc::clone(&hung_up), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (keeps, tells, answer) =
                    (Arc::clone(&keeps), Arc::clone(&tells), Arc::clone(&answer));
                tokio::spawn(async move { one(stream, &keeps, &tells, &*answer).await });
            }
        });
        Self {
            port,
            seen,
            hung_up,
            task,
        }
    }

    /// A server that logs anybody in, and answers all else with this status, headers and body.
    pub async fn answering(status: u16, headers: &str, body: &str) -> Self {
        let answer = http(status, headers, body);
        Self::start(move |request| Answer::Bytes(login(request).unwrap_or_else(|| answer.clone())))
            .await
    }

    /// The URL of its root, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it was sent, a text for each connection; what is no text is replaced.
    pub fn seen(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect()
    }

    /// The first bytes of every connection.
    pub fn bytes(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until somebody hangs up on an answer without end.
    pub async fn hung_up(&self) {
        self.hung_up.notified().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer of a vendor's to a login, if that is what is asked for.
pub fn login(request: &str) -> Option<Vec<u8>> {
    let path = request.split_whitespace().nth(1)?;
    let path = path.split('?').next()?;
    let body = if path.ends_with("/authenticate") {
        r#"{"token":"canary-access"}"#
    } else if path.ends_with("/oauth/token") {
        r#"{"access_token":"canary-access","refresh_token":"canary-more","token_type":"Bearer","expires_in":3600}"#
    } else {
        return None;
    };
    Some(http(200, "", body))
}

/// An answer with its length.
pub fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Told\r\nconnection: close\r\ncontent-type: application/json\r\n\
         {headers}content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The same in chunks.
pub fn chunked(status: u16, body: &str) -> Vec<u8> {
    let mut text = format!(
        "HTTP/1.1 {status} Told\r\nconnection: close\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n"
    );
    for piece in body.as_bytes().chunks(1000) {
        let piece = std::str::from_utf8(piece).unwrap();
        write!(text, "{:x}\r\n{piece}\r\n", piece.len()).unwrap();
    }
    text.push_str("0\r\n\r\n");
    text.into_bytes()
}

async fn one(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Vec<u8>>>,
    hung_up: &tokio::sync::Notify,
    answer: &(dyn Fn(&str) -> Answer + Send + Sync),
) {
    let mut got = Vec::new();
    while !is_whole(&got) {
        if stream.read_buf(&mut got).await.unwrap_or(0) == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&got).into_owned();
    seen.lock().unwrap().push(got);
    match answer(&text) {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Answer::Endless => {
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\n\r\n1\r\n[\r\n";
            let mut open = stream.write_all(head).await.is_ok();
            while open {
                open = stream.write_all(b"4\r\n1,2,\r\n").await.is_ok();
            }
            hung_up.notify_one();
        }
    }
}

/// Whether a request is there with its body, or something that is no HTTP.
fn is_whole(got: &[u8]) -> bool {
    if got.first().is_some_and(|byte| !byte.is_ascii_uppercase()) {
        return true;
    }
    let Some(end) = got.windows(4).position(|end| end == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&got[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse::<usize>().ok());
    got.len() >= end + 4 + length.unwrap_or(0)
}
