//! Simulators in this process, and the command in another.

use std::path::Path;
use std::process::Stdio;

use assert_cmd::cargo::cargo_bin;
use helpdesk_sim::{Running, VendorSim, chat2desk, cxpress, digisac, wisecx};
use serde_json::Value;
use tempfile::TempDir;

/// Nothing is tried twice, and nothing waits long.
const HTTP: &str = "http = { timeout_seconds = 20, max_attempts = 1 }\n";

/// All simulators, and a folder with a configuration that reaches them.
pub struct Desks {
    pub cxpress: Running<cxpress::Sim>,
    pub digisac: Running<digisac::Sim>,
    pub wisecx: Running<wisecx::Sim>,
    pub chat2desk: Running<chat2desk::Sim>,
    pub folder: TempDir,
}

impl Desks {
    pub async fn start() -> Self {
        let desks = Self {
            cxpress: Running::start().await.unwrap(),
            digisac: Running::start().await.unwrap(),
            wisecx: Running::start().await.unwrap(),
            chat2desk: Running::start().await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        let toml = [
            "default = \"memory\"\n[desks.memory]\nvendor = \"memory\"\n".to_owned(),
            section(&desks.cxpress),
            section(&desks.digisac),
            section(&desks.wisecx),
            section(&desks.chat2desk),
        ];
        std::fs::write(desks.folder.path().join("helpdesk.toml"), toml.join("\n")).unwrap();
        desks
    }

    /// Runs the command on a desk, with JSON answers.
    pub fn on(&self, desk: &str, arguments: &[&str]) -> Ran {
        let mut all = vec!["--desk", desk, "--output", "json"];
        all.extend(arguments);
        self.run(&all)
    }

    /// Runs the command as it stands.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.folder.path(), &[], arguments)
    }

    /// The answer of a command that must succeed.
    pub fn answer(&self, desk: &str, arguments: &[&str]) -> Value {
        self.on(desk, arguments).succeeded().json()
    }

    /// A new contact's identifier.
    pub fn contact(&self, desk: &str) -> String {
        let create = ["contacts", "create", "--name", "Rosa Exemplo"];
        let line = ["--phone", "+55 11 98765-0001", "--channel", "whatsapp"];
        let contact = self.answer(desk, &[&["--allow-loss"], &create[..], &line].concat());
        id_of(&contact)
    }
}

/// A section of the configuration file.
pub fn section<S: VendorSim>(running: &Running<S>) -> String {
    running.toml(S::VENDOR) + HTTP
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub fn lines(&self) -> Vec<Value> {
        let line = |line: &str| serde_json::from_str(line).unwrap();
        self.stdout.lines().map(line).collect()
    }

    /// The error object, which is the last line of standard error.
    pub fn error(&self) -> Value {
        let last = self.stderr.lines().last().unwrap_or_default();
        let whole: Value =
            serde_json::from_str(last).unwrap_or_else(|_| panic!("no error object: {self:?}"));
        whole["error"].clone()
    }

    #[track_caller]
    pub fn succeeded(self) -> Self {
        self.exited(0)
    }

    #[track_caller]
    pub fn exited(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// Runs the command in a folder, with nothing in the environment but this.
pub fn run_in(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let output = command(folder, environment, arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    ran
}

/// The command, not started yet.
pub fn command(
    folder: &Path,
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> std::process::Command {
    let mut command = std::process::Command::new(cargo_bin!("helpdesk"));
    command
        .env_clear()
        .env("HOME", folder)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .args(arguments);
    command
}

pub fn id_of(answer: &Value) -> String {
    answer["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id: {answer}"))
        .to_owned()
}

/// The keys of an object, sorted.
pub fn keys(object: &Value) -> Vec<&str> {
    let object = object.as_object();
    object.unwrap().keys().map(String::as_str).collect()
}

/// The answer without what differs from run to run.
pub fn steady(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), steady_at(key, value)))
            .collect(),
        Value::Array(items) => items.iter().map(steady).collect(),
        other => other.clone(),
    }
}

fn steady_at(key: &str, value: &Value) -> Value {
    let of_record = ["contact", "ticket", "number", "message", "dedupe_key"].contains(&key);
    match value {
        Value::String(text) if key == "number" && text.starts_with('+') => value.clone(),
        Value::String(_) if key == "id" || of_record => "[id]".into(),
        Value::String(_) if key.ends_with("_at") => "[time]".into(),
        Value::Array(items) if key == "conversations" && !items.is_empty() => "[ids]".into(),
        Value::Object(_) if key == "vendor_data" => "[the vendor's own]".into(),
        other => steady(other),
    }
}
