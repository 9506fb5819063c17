//! `helpdesk webhooks listen` as a process: started, read from, ended with Ctrl-C.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::support::command;

/// `helpdesk webhooks listen` on a free port.
pub struct Listening {
    process: Child,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<std::process::ChildStderr>,
    pub url: String,
}

/// What it said until it ended.
pub struct Ended {
    pub code: Option<i32>,
    pub lines: Vec<Value>,
    pub stderr: String,
}

impl Listening {
    pub fn start(folder: &Path, desk: &str, more: &[&str]) -> Self {
        let verb = [
            "--desk",
            desk,
            "webhooks",
            "listen",
            "--addr",
            "127.0.0.1:0",
        ];
        let mut process = command(folder, &[], &[&verb[..], more].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let url = line
            .strip_prefix("helpdesk: listening at ")
            .and_then(|rest| rest.strip_suffix(" until Ctrl-C\n"))
            .unwrap_or_else(|| panic!("it says {line:?}"));
        Self {
            url: format!("{url}/hooks/desk"),
            process,
            stdout,
            stderr,
        }
    }

    /// The next lines, each an event.
    pub fn lines(&mut self, count: usize) -> Vec<Value> {
        let line = |_| {
            let mut line = String::new();
            self.stdout.read_line(&mut line).unwrap();
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("no event: {line:?}"))
        };
        (0..count).map(line).collect()
    }

    fn press_ctrl_c(&self) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Presses Ctrl-C, and only then reads what is left.
    pub fn end(mut self) -> Ended {
        self.press_ctrl_c();
        let (mut left, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut left).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        Ended {
            code: self.process.wait().unwrap().code(),
            lines: left
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            stderr,
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
