//! How many deliveries a second `helpdesk webhooks listen` takes over loopback, and whether each is
//! printed once: `cargo bench -p helpdesk-cli --bench listen`.
//!
//! The program runs as a process of its own, with its output in a file, as a user would have it. Client
//! and program share the machine, so the figures say what both of them together can do. Chat2Desk's
//! deliveries are the most expensive: they are signed, and hold whole records.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use helpdesk_sim::{Lab, VendorSim, chat2desk};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 16;
const RATE: usize = 5000;
const SECONDS: usize = 20;
const DELIVERIES: usize = RATE * SECONDS;

/// Each of so many deliveries is sent once more.
const REPEATED: usize = 10;

const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";
const SIGNED: &str = include_str!("../../../fixtures/chat2desk/webhooks/inbox_signed.json");
const UNSIGNED: &str = include_str!("../../../fixtures/cxpress/webhooks/consumer_tag_create.json");

/// What is sent to the program: whole requests.
struct Load {
    name: &'static str,
    desk: &'static str,
    requests: Vec<Vec<u8>>,
}

fn body_of(fixture: &str) -> String {
    let fixture: serde_json::Value = serde_json::from_str(fixture).unwrap();
    match fixture["body_text"].as_str() {
        Some(text) => text.to_owned(),
        None => fixture["body"].to_string(),
    }
}

fn request(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n"
    );
    (head + body).into_bytes()
}

/// Messages, told apart by their number.
fn signed() -> Load {
    let sim = chat2desk::Sim::new(Lab::new("chat2desk"));
    let pattern = body_of(SIGNED);
    assert!(pattern.contains("5100000051"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    let one = |number: usize| {
        let body = pattern.replace("5100000051", &(5_200_000_000 + number).to_string());
        let signature = sim.signature(body.as_bytes(), now);
        let headers = format!("x-signature: {signature}\r\nx-timestamp: {now}\r\n");
        request("/hooks/desk", &headers, &body)
    };
    Load {
        name: "chat2desk, signed, whole records",
        desk: "chat2desk",
        requests: (0..DELIVERIES).map(one).collect(),
    }
}

/// New tags, told apart by their identifier.
fn unsigned() -> Load {
    let pattern: serde_json::Value = serde_json::from_str(&body_of(UNSIGNED)).unwrap();
    let one = |number: usize| {
        let mut body = pattern.clone();
        body["data"]["id"] = format!("{number:08x}-1bb9-4f57-87dd-bdbc5f2ce4e6").into();
        request(&format!("/hooks/desk?key={SECRET}"), "", &body.to_string())
    };
    Load {
        name: "cxpress, secret in the URL",
        desk: "cxpress",
        requests: (0..DELIVERIES).map(one).collect(),
    }
}

fn config() -> String {
    let sim = chat2desk::Sim::new(Lab::new("chat2desk"));
    let token = sim.token();
    format!(
        "[desks.chat2desk]\nvendor = \"chat2desk\"\ntoken = \"{token}\"\n\
         [desks.cxpress]\nvendor = \"cxpress\"\ndomain = \"1\"\n\
         api_token = \"1\"\nrefresh_token = \"1\"\nwebhook_secret = \"{SECRET}\"\n"
    )
}

/// The program, and where it listens.
struct Listening {
    process: Child,
    stderr: BufReader<std::process::ChildStderr>,
    address: String,
}

impl Listening {
    fn start(folder: &Path, desk: &str, output: &str, more: &[&str]) -> Self {
        let verb = [
            "--desk",
            desk,
            "webhooks",
            "listen",
            "--addr",
            "127.0.0.1:0",
        ];
        let mut process = Command::new(env!("CARGO_BIN_EXE_helpdesk"))
            .args(verb)
            .args(more)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(File::create(folder.join(output)).unwrap())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.strip_prefix("helpdesk: listening at http://");
        let address = address.and_then(|rest| rest.split(' ').next());
        Self {
            address: address
                .unwrap_or_else(|| panic!("it says {line:?}"))
                .to_owned(),
            process,
            stderr,
        }
    }

    /// Presses Ctrl-C. Gives the last line, and the time of the processor it took.
    fn end(mut self) -> (String, Duration) {
        let id = self.process.id().to_string();
        let used = processor_time(&id);
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        assert!(self.process.wait().unwrap().success(), "{rest}");
        (rest.lines().last().unwrap_or_default().to_owned(), used)
    }
}

/// As Linux counts it, in hundredths of a second; nothing elsewhere.
fn processor_time(id: &str) -> Duration {
    let line = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let fields: Vec<&str> = line.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    Duration::from_millis(10 * (ticks(13).unwrap_or(0) + ticks(14).unwrap_or(0)))
}

/// One connection that is kept open.
struct Connection(TcpStream);

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    /// Sends a request and gives the status of the answer, whose body is empty.
    async fn post(&mut self, request: &[u8]) -> u16 {
        self.0.write_all(request).await.unwrap();
        let (mut answer, mut length) = ([0_u8; 1024], 0);
        while !answer[..length].ends_with(b"\r\n\r\n") {
            let read = self.0.read(&mut answer[length..]).await.unwrap();
            assert!(read > 0, "the connection was cut");
            length += read;
        }
        let status = std::str::from_utf8(&answer[9..12]).unwrap();
        status.parse().unwrap()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    put_off: usize,
    sent: usize,
    latencies: Vec<Duration>,
}

/// Sends everything: as fast as it goes, or at [`RATE`]. What is put off comes again until it is taken.
async fn send(load: &Arc<Load>, address: &str, paced: bool) -> (Duration, Seen) {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|first| {
            let (load, address) = (Arc::clone(load), address.to_owned());
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await;
                let mut seen = Seen::default();
                for number in (first..DELIVERIES).step_by(CONNECTIONS) {
                    let due = begin + Duration::from_secs(1) * count(number) / count(RATE);
                    if paced {
                        tokio::time::sleep_until(due.into()).await;
                    }
                    let from = if paced { due } else { Instant::now() };
                    let times = if number % REPEATED == 0 { 2 } else { 1 };
                    for _ in 0..times {
                        while connection.post(&load.requests[number]).await != 200 {
                            seen.put_off += 1;
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        }
                        seen.sent += 1;
                    }
                    seen.latencies.push(from.elapsed());
                }
                seen
            })
        })
        .collect();
    let mut all = Seen::default();
    for task in tasks {
        let seen = task.await.unwrap();
        all.put_off += seen.put_off;
        all.sent += seen.sent;
        all.latencies.extend(seen.latencies);
    }
    all.latencies.sort_unstable();
    (begin.elapsed(), all)
}

/// How many events are missing in the output, and how many are there more than once.
fn judge(output: &Path) -> (usize, usize) {
    let mut keys: HashMap<String, usize> = HashMap::new();
    for line in BufReader::new(File::open(output).unwrap()).lines() {
        let event: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let key = event["dedupe_key"].as_str().unwrap().to_owned();
        *keys.entry(key).or_default() += 1;
    }
    let doubled = keys.values().filter(|times| **times > 1).count();
    (DELIVERIES - keys.len(), doubled)
}

async fn run(load: &Arc<Load>, paced: bool, more: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("helpdesk.toml"), config()).unwrap();
    let listening = Listening::start(folder.path(), load.desk, "events.jsonl", more);
    let (took, seen) = send(load, &listening.address, paced).await;
    let (sum, used) = listening.end();
    let (lost, doubled) = judge(&folder.path().join("events.jsonl"));
    let rate = f64::from(count(seen.sent)) / took.as_secs_f64();
    let at = |share: usize| seen.latencies[(seen.latencies.len() - 1) * share / 1000];
    let mode = if paced { "paced" } else { "flat out" };
    println!(
        "{:<34} {:<16} {mode:<9} {rate:>7.0}/s  p50 {:>9.1?}  p99 {:>9.1?}  p99.9 {:>9.1?}  put off {}  lost {lost}  doubled {doubled}  processor {:.1?} each",
        load.name,
        more.first().copied().unwrap_or("in memory"),
        at(500),
        at(990),
        at(999),
        seen.put_off,
        used / count(seen.sent),
    );
    println!("    {sum}");
    assert_eq!((lost, doubled), (0, 0));
}

#[tokio::main]
async fn main() {
    println!(
        "{DELIVERIES} deliveries over {CONNECTIONS} connections, one in {REPEATED} sent twice; paced: {RATE} a second"
    );
    for load in [signed(), unsigned()].map(Arc::new) {
        for more in [&[][..], &["--seen", "seen-events"]] {
            for paced in [true, false] {
                run(&load, paced, more).await;
            }
        }
    }
}
