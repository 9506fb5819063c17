//! The answer to a call.

use std::fmt;

use bytes::Bytes;
use helpdesk_core::{Delivery, Error, Result, json};
use http::HeaderMap;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{Kept, classify, decode};

/// A good answer, with its whole body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How many times the call was sent.
    pub attempts: u32,
    pub(crate) origin: Origin,
}

/// Whom and what to name when the answer cannot be understood.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) vendor: helpdesk_core::Vendor,
    pub(crate) operation: std::borrow::Cow<'static, str>,
    /// Whether the call may have changed something.
    pub(crate) acted: bool,
}

impl Answer {
    /// Decodes the body.
    ///
    /// Fails with [`ErrorKind::Decode`](helpdesk_core::ErrorKind::Decode). The message names the
    /// JSON path and never a value. After a write it is unknown what the vendor did
    /// ([`Delivery::Unknown`]): it accepted the call, and said what came of it in a way nobody can
    /// read.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        decode::answer(&self.body).map_err(|error| self.unfit(error))
    }

    /// Says of a failure to decode the answer whose answer it was.
    #[cold]
    #[inline(never)]
    pub(crate) fn unfit(&self, error: Error) -> Error {
        let error = error
            .with_vendor(self.origin.vendor.clone())
            .with_operation(self.origin.operation.clone())
            .with_status(self.status)
            .with_attempts(self.attempts)
            .with_delivery(self.unreadable());
        match classify::request_id(&self.headers) {
            Some(id) => error.with_request_id(id),
            None => error,
        }
    }

    /// Decodes an answer that is one row and nothing else: what [`Answer::json`] does, in less time,
    /// for the row need not be looked over for its end.
    pub fn kept<T: DeserializeOwned>(&self) -> Result<Kept<T>> {
        // Whatever is not as expected is left to the plain way, which knows where to say it went wrong.
        let read = std::str::from_utf8(&self.body).ok().and_then(row);
        read.map_or_else(|| self.json(), Ok)
    }

    /// The row in a member of the answer, decoded in the same way; `None` when the answer is not an
    /// object with one row in one such member, which is for [`Answer::json`] to look into.
    pub fn kept_in<T: DeserializeOwned>(&self, member: &str) -> Option<Kept<T>> {
        row_in(std::str::from_utf8(&self.body).ok()?, member)
    }

    /// What errors about the answer name: the neutral operation, or the endpoint.
    pub fn operation(&self) -> &str {
        &self.origin.operation
    }

    /// What is known of a call whose answer cannot be read.
    fn unreadable(&self) -> Delivery {
        if self.origin.acted && (200..300).contains(&self.status) {
            Delivery::Unknown
        } else {
            Delivery::Answered
        }
    }

    /// Whether there is no body, or nothing but white space.
    pub fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }
}

/// A text that is an object and nothing else.
fn row<T: DeserializeOwned>(text: &str) -> Option<Kept<T>> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    Kept::first_in(text, None).filter(|row| row.length() == text.len())
}

/// The object in a member of an object.
fn row_in<T: DeserializeOwned>(text: &str, member: &str) -> Option<Kept<T>> {
    let (before, rest) = text.split_at(json::member(text, member)?);
    let row = Kept::first_in(rest, None)?;
    // What is around it has to be JSON as well, and may not have another one.
    let envelope = [before, "0", &rest[row.length()..]].concat();
    serde_json::from_str::<IgnoredAny>(&envelope).ok()?;
    let of_this_name = json::members(&envelope).filter(|name| *name == member);
    if of_this_name.count() != 1 {
        return None;
    }
    Some(row)
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Answer(HTTP {}, {} bytes, attempts: {})",
            self.status,
            self.body.len(),
            self.attempts
        )
    }
}
