//! The kinds of failures, and whether the vendor may have acted.

use std::fmt;

use serde::Serialize;

/// What kind of failure it is: the first question, and the one that decides what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The vendor cannot do this, or cannot hold a field or value. Nothing was sent.
    Unsupported,
    /// The configuration is wrong. Nothing was sent. The message names the key and the remedy.
    Config,
    /// The credentials were refused, or have run out.
    Unauthorized,
    /// The credentials are good but do not allow this.
    Forbidden,
    /// The record does not exist.
    NotFound,
    /// The record is already there, is in use, or is no longer in the state the call needs.
    Conflict,
    /// The input is wrong. [`Error::field_errors`](super::Error::field_errors) names the fields.
    Invalid,
    /// Too many requests just now. [`Error::retry_after`](super::Error::retry_after) tells when to
    /// come back, if known.
    RateLimited,
    /// The plan's allowance is used up; waiting a little does not help.
    QuotaExhausted,
    /// The vendor failed or is down.
    Unavailable,
    /// The vendor could not be reached, or the connection broke.
    Transport,
    /// No answer in time.
    Timeout,
    /// The answer could not be understood. The message names the JSON path.
    Decode,
    /// A webhook delivery was refused.
    Webhook,
    /// Something that should not happen: a broken store, a bug.
    Internal,
}

impl ErrorKind {
    /// The name as it stands in JSON output: `not_found`, `rate_limited`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Config => "config",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::RateLimited => "rate_limited",
            Self::QuotaExhausted => "quota_exhausted",
            Self::Unavailable => "unavailable",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Decode => "decode",
            Self::Webhook => "webhook",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// May the vendor have acted?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Delivery {
    /// The request never left, or surely never reached the vendor.
    NotSent,
    /// The vendor answered: what the answer says is what happened.
    Answered,
    /// The request may have reached the vendor and may have been carried out. Look before trying
    /// again.
    Unknown,
}

impl Delivery {
    /// The name as it stands in JSON output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Answered => "answered",
            Self::Unknown => "unknown",
        }
    }
}
