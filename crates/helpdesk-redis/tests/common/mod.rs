//! A Redis of one's own.
#![allow(dead_code, reason = "every test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

pub mod vendor;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use helpdesk_redis::RedisStores;
use redis::FromRedisValue;
use tempfile::TempDir;

/// Debian's server on a free port of this machine, with nothing on disk. It ends with this value.
pub struct Server {
    port: u16,
    child: Child,
    directory: TempDir,
    arguments: Vec<String>,
}

impl Server {
    /// A server, or nothing and a loud line when none is installed.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    pub fn start_with(arguments: &[&str]) -> Option<Self> {
        let installed = Command::new("redis-server")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        if installed.is_err() {
            println!("\nSKIPPED: redis-server is not installed; apt-get install redis-server\n");
            return None;
        }
        let directory = TempDir::new().unwrap();
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        // The port is free now; should another take it before the server does, there is the next.
        for _ in 0..20 {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            if let Some(child) = launch(port, &directory, &arguments) {
                return Some(Self {
                    port,
                    child,
                    directory,
                    arguments,
                });
            }
        }
        panic!("redis-server does not start");
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn stores(&self) -> RedisStores {
        RedisStores::open(self.url(), "test").unwrap()
    }

    /// Ends it at once, as a power failure would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it anew, empty, at the same place.
    pub fn start_again(&mut self) {
        self.child = launch(self.port, &self.directory, &self.arguments).expect("starts again");
    }

    /// Lets it hang, or go on.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let done = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(done.success());
    }

    /// What is in it.
    pub async fn ask<T: FromRedisValue>(&self, words: &[&str]) -> T {
        let client = redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command.query_async(&mut connection).await.unwrap()
    }

    /// Its time, in microseconds.
    pub async fn time(&self) -> u64 {
        let (seconds, microseconds): (u64, u64) = self.ask(&["TIME"]).await;
        seconds * 1_000_000 + microseconds
    }

    /// How many scripts it has run.
    pub async fn scripts(&self) -> u64 {
        let stats: String = self.ask(&["INFO", "commandstats"]).await;
        let line = stats.lines().find_map(|line| {
            line.strip_prefix("cmdstat_evalsha:calls=")?
                .split(',')
                .next()
        });
        line.map_or(0, |count| count.parse().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn launch(port: u16, directory: &TempDir, arguments: &[String]) -> Option<Child> {
    let mut child = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
        .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
        .arg("--dir")
        .arg(directory.path())
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut lines = BufReader::new(child.stdout.take()?).lines();
    let ready = lines.any(|line| line.is_ok_and(|line| line.contains("Ready to accept")));
    if ready {
        // The server may go on writing there.
        std::thread::spawn(move || lines.for_each(drop));
        return Some(child);
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// Ends the test when no server is installed.
#[macro_export]
macro_rules! server {
    () => {
        match common::Server::start() {
            Some(server) => server,
            None => return,
        }
    };
}

/// Everything an error shows, its causes included.
pub fn shown(error: &dyn std::error::Error) -> String {
    let mut parts = vec![format!("{error} {error:?} {error:#?}")];
    let mut cause = error.source();
    while let Some(error) = cause {
        parts.push(format!("{error} {error:?}"));
        cause = error.source();
    }
    parts.join(" ")
}
