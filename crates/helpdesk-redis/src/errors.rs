//! What goes wrong with Redis, without addresses, keys or values.

use helpdesk_core::{Error, ErrorKind};
use redis::{RedisError, ServerErrorKind};

/// What went wrong, as far as it may be told. Redis's own texts may name hosts, users and arguments.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{category}{}", code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default())]
pub(crate) struct Trouble {
    kind: Kind,
    category: &'static str,
    code: Option<String>,
    /// Whether the connection is of no more use.
    pub(crate) fatal: bool,
    /// Whether asking again at once, over a new connection, is worth it.
    pub(crate) dropped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Away,
    Refused,
    Misconfigured,
    Broken,
}

impl Trouble {
    pub(crate) fn of(error: &RedisError) -> Self {
        use redis::ErrorKind as Of;
        use redis::ServerErrorKind as Server;

        let code = error.code();
        let refused = matches!(code, Some("NOAUTH" | "WRONGPASS" | "NOPERM"));
        let full = matches!(code, Some("OOM" | "MISCONF" | "BUSY" | "NOREPLICAS"));
        let kind = match error.kind() {
            _ if refused => Kind::Refused,
            _ if full => Kind::Away,
            Of::AuthenticationFailed | Of::Server(Server::NoPerm) => Kind::Refused,
            Of::InvalidClientConfig => Kind::Misconfigured,
            Of::Io
            | Of::Parse
            | Of::Server(
                Server::BusyLoading
                | Server::Moved
                | Server::Ask
                | Server::TryAgain
                | Server::ClusterDown
                | Server::MasterDown
                | Server::ReadOnly,
            ) => Kind::Away,
            _ => Kind::Broken,
        };
        let elsewhere = matches!(
            error.kind(),
            Of::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown)
        );
        let dropped = error.is_unrecoverable_error() && kind == Kind::Away;
        Self {
            kind,
            category: category(error),
            code: code.filter(|code| is_word(code)).map(str::to_owned),
            fatal: dropped || elsewhere || error.is_io_error() || kind == Kind::Refused,
            dropped: dropped && !error.is_timeout(),
        }
    }

    /// No tokio runtime, or something else that is the program's own doing.
    pub(crate) fn of_program(category: &'static str) -> Self {
        Self {
            kind: Kind::Broken,
            category,
            code: None,
            fatal: false,
            dropped: false,
        }
    }

    pub(crate) fn into_error(self) -> Error {
        match self.kind {
            Kind::Away => Error::new(
                ErrorKind::Unavailable,
                "the state shared in Redis cannot be reached, and nothing is sent without it",
            ),
            Kind::Refused => Error::config(
                KEY,
                "Redis refuses the credentials, or does not let them do what is needed; check user, \
                 password and rights",
            ),
            Kind::Misconfigured => Error::config(KEY, URL_REMEDY),
            Kind::Broken => Error::new(
                ErrorKind::Internal,
                "the state shared in Redis is not as it should be",
            ),
        }
        .with_source(self)
    }
}

/// Where in a configuration the connection stands.
pub(crate) const KEY: &str = "shared_state.redis";

const URL_REMEDY: &str = "must be redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// with \
     one of the cargo features `rustls`, `rustls-no-provider` and `native-tls`";

/// The URL is none of Redis. What it is instead is not told, for it holds a password.
pub(crate) fn no_url() -> Error {
    Error::config(KEY, URL_REMEDY)
}

fn category(error: &RedisError) -> &'static str {
    if error.is_connection_refusal() {
        "the connection was refused"
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_connection_dropped() {
        "the connection broke"
    } else {
        match error.kind() {
            redis::ErrorKind::Io => "input or output failed",
            redis::ErrorKind::AuthenticationFailed => "authentication failed",
            redis::ErrorKind::Parse => "an answer that is not Redis's",
            redis::ErrorKind::UnexpectedReturnType => "an answer of another type",
            redis::ErrorKind::InvalidClientConfig => "an address that cannot be used",
            redis::ErrorKind::Server(_) | redis::ErrorKind::Extension => "Redis answered an error",
            _ => "the client failed",
        }
    }
}

/// Codes are words in capitals; anything else may be part of a sentence.
fn is_word(code: &str) -> bool {
    code.len() <= 20 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}
