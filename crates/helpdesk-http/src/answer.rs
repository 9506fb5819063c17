//! The answer to a call.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use helpdesk_core::json::{self, Misfit};
use helpdesk_core::{Delivery, Error, ErrorKind, Result};
use http::HeaderMap;
use serde::de::{Deserialize, DeserializeOwned, IgnoredAny};

use crate::{Kept, RowText, classify};

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
    pub(crate) operation: Cow<'static, str>,
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
        self.read()
    }

    /// Decodes the body into something that may borrow from it, as [`Answer::json`] does.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        json::from_str(self.text()?).map_err(|misfit| self.misfit(misfit))
    }

    /// Decodes a row that was found in this answer by [`Answer::read`]. What stands around it is then
    /// compiled once, and not for every type of row.
    ///
    /// Fails as [`Answer::json`] does, with the whole path.
    pub fn row<T: DeserializeOwned>(&self, row: &RowText<'_>) -> Result<Kept<T>> {
        row.kept(self.text()?).map_err(|misfit| self.misfit(misfit))
    }

    /// The body. Looked at once here, texts in it need not be looked at one by one.
    pub(crate) fn text(&self) -> Result<&str> {
        if self.body.is_empty() {
            return Err(self.unfit("the answer is empty".into()));
        }
        std::str::from_utf8(&self.body).map_err(|_| self.unfit("the answer is not UTF-8".into()))
    }

    /// Says where the answer does not fit.
    #[cold]
    #[inline(never)]
    pub(crate) fn misfit(&self, misfit: Misfit) -> Error {
        let place = match &*misfit.path {
            "." => String::new(),
            path => format!(" at `{path}`"),
        };
        self.unfit(format!("the answer does not have the expected form{place}").into())
            .with_source(misfit.cause)
    }

    /// Says what is wrong with the answer, and whose it is.
    #[cold]
    fn unfit(&self, message: Cow<'static, str>) -> Error {
        let error = Error::new(ErrorKind::Decode, message)
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
        Kept::from_json(trimmed(self.text()?)).map_err(|misfit| self.misfit(misfit))
    }

    /// The row in a member of the answer, decoded in the same way; `None` when the answer is not an
    /// object with one row in one such member, which is for [`Answer::json`] to look into.
    pub fn kept_in<T: DeserializeOwned>(&self, member: &str) -> Option<Kept<T>> {
        let text = std::str::from_utf8(&self.body).ok()?;
        let at = json::member(text, member)?;
        let row = Kept::first_in(&text[at..], None)?;
        is_sole(text, member, at..at + row.length()).then_some(row)
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

/// A text without the white space around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// Whether a text is an object with one member of this name, which is here.
fn is_sole(text: &str, member: &str, here: Range<usize>) -> bool {
    let envelope = [&text[..here.start], "0", &text[here.end..]].concat();
    serde_json::from_str::<IgnoredAny>(&envelope).is_ok()
        && json::members(&envelope)
            .filter(|name| *name == member)
            .count()
            == 1
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
