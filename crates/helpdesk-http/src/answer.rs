//! The answer to a call.

use std::fmt;

use bytes::Bytes;
use helpdesk_core::{Delivery, Result};
use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::{classify, decode};

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
        decode::answer(&self.body).map_err(|error| {
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
        })
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
