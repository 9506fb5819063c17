//! Failures: one line for people, one object for programs, one exit code for scripts.

use std::error::Error as _;
use std::iter::successors;
use std::process::ExitCode;
use std::time::Duration;

use helpdesk::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::output::say;

/// Why the command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The library refused or failed.
    Desk(Error),
    /// The command line asks for something that makes no sense.
    Usage(String),
    /// The answer could not be written.
    Output(std::io::Error),
}

/// Exit codes that scripts rely on.
pub mod exit {
    /// Anything that has no code of its own.
    pub const OTHER: u8 = 1;
    /// The command line is wrong.
    pub const USAGE: u8 = 2;
    /// The configuration is wrong.
    pub const CONFIG: u8 = 3;
    /// Not authorised.
    pub const UNAUTHORIZED: u8 = 4;
    /// There is no such record.
    pub const NOT_FOUND: u8 = 5;
    /// The vendor cannot do it, or cannot hold it.
    pub const UNSUPPORTED: u8 = 6;
    /// Too many requests, or the plan is used up.
    pub const LIMITED: u8 = 7;
    /// The input or the state of the record was refused.
    pub const REFUSED: u8 = 8;
    /// The vendor could not be reached or understood.
    pub const UNREACHABLE: u8 = 9;
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Desk(error) => code_of(error.kind()),
            Self::Usage(_) => exit::USAGE,
            Self::Output(_) => exit::OTHER,
        }
    }

    /// Tells on standard error, and gives the exit code.
    pub fn report(&self, json: bool) -> ExitCode {
        match self {
            // A reader that has seen enough closed the pipe.
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => say(format_args!(
                "helpdesk: the answer could not be written: {}",
                error.kind()
            )),
            Self::Usage(message) => say(format_args!("helpdesk: {message}")),
            Self::Desk(error) => say(format_args!("helpdesk: {}", line_of(error))),
        }
        if json {
            say(format_args!("{}", self.to_json()));
        }
        ExitCode::from(self.code())
    }

    fn to_json(&self) -> Value {
        let error = match self {
            Self::Desk(error) => object_of(error),
            Self::Usage(message) => object_without_desk("usage", message),
            Self::Output(error) => object_without_desk("output", &error.kind().to_string()),
        };
        json!({"error": error})
    }
}

/// A failure before any desk was asked; with the same keys as every other.
fn object_without_desk(kind: &str, message: &str) -> Value {
    let mut object = object_of(&Error::new(ErrorKind::Internal, ""));
    object["kind"] = json!(kind);
    object["message"] = json!(message);
    object
}

fn object_of(error: &Error) -> Value {
    json!({
        "kind": error.kind().as_str(),
        "vendor": error.vendor().map(helpdesk::Vendor::as_str),
        "operation": error.operation(),
        "status": error.status(),
        "vendor_code": error.vendor_code(),
        "message": with_cause(error, error.message()),
        "field_errors": error.field_errors(),
        "existing_id": error.existing_id(),
        "retry_after": error.retry_after().map(whole_seconds),
        "delivery": error.delivery().as_str(),
        "attempts": error.attempts(),
    })
}

/// The failure in one line.
pub fn line_of(error: &Error) -> String {
    with_cause(error, &error.to_string())
}

/// The text, and what stood in the way of a connection, such as a certificate that nobody vouches for.
fn with_cause(error: &Error, text: &str) -> String {
    let is_connection = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout);
    let first = is_connection.then(|| error.source()).flatten();
    match successors(first, |&cause| cause.source()).last() {
        Some(cause) => format!("{text}: {cause}"),
        None => text.to_owned(),
    }
}

/// Coming back a part of a second too early would not help.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn code_of(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Config => exit::CONFIG,
        ErrorKind::Unauthorized | ErrorKind::Forbidden => exit::UNAUTHORIZED,
        ErrorKind::NotFound => exit::NOT_FOUND,
        ErrorKind::Unsupported => exit::UNSUPPORTED,
        ErrorKind::RateLimited | ErrorKind::QuotaExhausted => exit::LIMITED,
        ErrorKind::Invalid | ErrorKind::Conflict => exit::REFUSED,
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Unavailable | ErrorKind::Decode => {
            exit::UNREACHABLE
        }
        _ => exit::OTHER,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Desk(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
