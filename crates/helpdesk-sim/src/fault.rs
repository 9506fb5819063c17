//! Faults that a simulator can be told to show.

use std::time::Duration;

/// One way in which a vendor or the network between fails.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers as usual, but only after this long.
    Latency(Duration),
    /// Answers this without looking at the request.
    Status {
        /// The HTTP status.
        status: u16,
        /// Headers of the answer, for example `("retry-after", "2")`.
        headers: Vec<(String, String)>,
        /// The body of the answer.
        body: String,
    },
    /// Acts as usual, then answers this in place of the real answer.
    Replace {
        /// The HTTP status.
        status: u16,
        /// Headers of the answer.
        headers: Vec<(String, String)>,
        /// The body of the answer.
        body: String,
    },
    /// Resets the connection before the vendor has acted.
    ResetBefore,
    /// Lets the vendor act, then resets the connection in place of an answer.
    ResetAfter,
    /// Lets the vendor act, announces the whole body, sends this many bytes of it and closes.
    CloseMidBody {
        /// Bytes sent before the connection is closed.
        keep: usize,
    },
    /// Lets the vendor act, and sends a complete answer whose body is cut after this many bytes.
    TruncateBody {
        /// Bytes kept.
        keep: usize,
    },
    /// Lets every access token issued so far expire, then goes on as usual.
    ExpireToken,
    /// Never answers. The caller's time-out decides.
    Hang,
    /// Lets the vendor act, then never answers.
    HangAfter,
}

/// A [`Fault`], and the requests it is for.
#[derive(Debug, Clone)]
pub struct FaultRule {
    pub(crate) fault: Fault,
    pub(crate) method: Option<String>,
    pub(crate) path_contains: Option<String>,
    pub(crate) times: Option<u32>,
    pub(crate) skip: u32,
}

impl FaultRule {
    /// The fault, once, for whatever request comes next.
    pub fn once(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            path_contains: None,
            times: Some(1),
            skip: 0,
        }
    }

    /// The fault, for every request until [`Lab::clear_faults`](crate::Lab::clear_faults).
    pub fn always(fault: Fault) -> Self {
        Self {
            times: None,
            ..Self::once(fault)
        }
    }

    /// The fault, for this many requests.
    pub fn times(fault: Fault, times: u32) -> Self {
        Self {
            times: Some(times),
            ..Self::once(fault)
        }
    }

    /// Only for requests of this HTTP method.
    #[must_use]
    pub fn on_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_ascii_uppercase());
        self
    }

    /// Only for requests whose path contains this text.
    #[must_use]
    pub fn on_path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.to_owned());
        self
    }

    /// Lets this many matching requests through first.
    #[must_use]
    pub fn after(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|m| m == method)
            && self
                .path_contains
                .as_deref()
                .is_none_or(|p| path.contains(p))
    }
}
