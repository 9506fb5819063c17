//! What can go wrong, and what a caller can do about it.

mod cause;
mod kind;

pub use cause::JsonCause;
pub use kind::{Delivery, ErrorKind};

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::{Field, Operation, Vendor};

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct FieldError {
    /// The field: a neutral name such as `phones`, or the vendor's own.
    pub field: String,
    /// What is wrong, and the remedy. Never the value itself.
    pub message: String,
}

impl FieldError {
    /// A field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// A failure.
///
/// One opaque type for everything. Ask it three questions: what kind ([`Error::kind`]), may the
/// vendor have acted ([`Error::delivery`]), and is trying again of any use ([`Error::is_retryable`]).
/// `Display` is one line a person can act on; it holds no bodies, tokens, names or phone numbers.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    vendor: Option<Vendor>,
    operation: Option<Cow<'static, str>>,
    status: Option<u16>,
    vendor_code: Option<String>,
    field_errors: Vec<FieldError>,
    existing_id: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    delivery: Delivery,
    attempts: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// A failure of this kind. Until told otherwise nothing was sent.
    ///
    /// The message is one line for a person. It must not hold anything a caller or a vendor sent.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(kind, message.into())
    }

    /// In one place, and cold: failures are made at hundreds of places and met at few.
    #[cold]
    #[inline(never)]
    fn of(kind: ErrorKind, message: Cow<'static, str>) -> Self {
        Self(Box::new(Inner {
            kind,
            message,
            vendor: None,
            operation: None,
            status: None,
            vendor_code: None,
            field_errors: Vec::new(),
            existing_id: None,
            request_id: None,
            retry_after: None,
            delivery: Delivery::NotSent,
            attempts: 0,
            source: None,
        }))
    }

    /// The vendor cannot do this operation. Nothing was sent.
    #[cold]
    pub fn unsupported(
        vendor: &Vendor,
        operation: Operation,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(ErrorKind::Unsupported, why)
            .with_vendor(vendor.clone())
            .with_operation(operation.as_str())
    }

    /// The input is wrong in one field. Nothing was sent.
    #[cold]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(
            ErrorKind::Invalid,
            "the input was refused before anything was sent",
        )
        .with_field_error(field, message)
    }

    /// The vendor cannot hold a field, or can only approximate its value. Nothing was sent.
    #[cold]
    pub fn loss(field: &Field, reason: impl Into<String>) -> Self {
        Self::new(
            ErrorKind::Unsupported,
            "the vendor cannot hold this; leave it out, or allow loss",
        )
        .with_field_error(field.as_str(), reason)
    }

    /// The configuration is wrong at this key. Nothing was sent.
    #[cold]
    pub fn config(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, "the configuration is wrong").with_field_error(key, message)
    }

    /// A record that does not exist.
    #[cold]
    pub fn not_found(what: &'static str) -> Self {
        Self::new(ErrorKind::NotFound, format!("no such {what}"))
    }

    /// Names the vendor.
    #[must_use]
    #[cold]
    pub fn with_vendor(mut self, vendor: Vendor) -> Self {
        self.0.vendor = Some(vendor);
        self
    }

    /// Names the operation, neutral or the vendor's own.
    #[must_use]
    #[cold]
    pub fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    /// Adds the HTTP status that was answered.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Adds the vendor's own error code.
    #[must_use]
    pub fn with_vendor_code(mut self, code: impl Into<String>) -> Self {
        self.0.vendor_code = Some(code.into());
        self
    }

    /// Adds what is wrong with one field.
    #[must_use]
    pub fn with_field_error(
        mut self,
        field: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        self.0.field_errors.push(FieldError::new(field, message));
        self
    }

    /// Adds the identifier of the record that is already there.
    #[must_use]
    pub fn with_existing_id(mut self, id: impl Into<String>) -> Self {
        self.0.existing_id = Some(id.into());
        self
    }

    /// Adds the vendor's identifier of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Adds when to come back.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Says whether the vendor may have acted.
    #[must_use]
    #[cold]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.0.delivery = delivery;
        self
    }

    /// Says how many times the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds the cause. Its text must not hold tokens or personal data, for reporters print it.
    #[must_use]
    #[cold]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Changes the texts that may repeat what a vendor said: the message, unless it is a fixed one,
    /// the vendor's code, and the messages of the fields. Adapters take out what must not be shown.
    #[must_use]
    pub fn map_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        if let Cow::Owned(message) = &mut self.0.message {
            *message = change(message);
        }
        if let Some(code) = &mut self.0.vendor_code {
            *code = change(code);
        }
        for error in &mut self.0.field_errors {
            error.message = change(&error.message);
        }
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// One line about it, without vendor, operation and fields.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The vendor it happened at.
    pub fn vendor(&self) -> Option<&Vendor> {
        self.0.vendor.as_ref()
    }

    /// The operation, neutral (`contacts.get`) or the vendor's own.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The HTTP status that was answered.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's own error code.
    pub fn vendor_code(&self) -> Option<&str> {
        self.0.vendor_code.as_deref()
    }

    /// What is wrong, field by field.
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.field_errors
    }

    /// With [`ErrorKind::Conflict`]: the record that is already there, where the vendor names it.
    pub fn existing_id(&self) -> Option<&str> {
        self.0.existing_id.as_deref()
    }

    /// The vendor's identifier of the request, for its support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// When to come back, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// May the vendor have acted?
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the same call may succeed later without any change. It does not say that repeating
    /// is harmless: for a write, look at [`Error::delivery`] as well.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::RateLimited
                | ErrorKind::Unavailable
                | ErrorKind::Transport
                | ErrorKind::Timeout
        )
    }

    /// Whether the record does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Whether the vendor cannot do this.
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match (&inner.vendor, &inner.operation) {
            (Some(vendor), Some(operation)) => write!(f, "{vendor} {operation}: ")?,
            (Some(vendor), None) => write!(f, "{vendor}: ")?,
            (None, Some(operation)) => write!(f, "{operation}: ")?,
            (None, None) => {}
        }
        f.write_str(&inner.message)?;
        for (at, field) in inner.field_errors.iter().enumerate() {
            let lead = if at == 0 { "; " } else { ", " };
            write!(f, "{lead}{}: {}", field.field, field.message)?;
        }
        if let Some(status) = inner.status {
            write!(f, " (HTTP {status}")?;
            if let Some(code) = &inner.vendor_code {
                write!(f, ", code {code}")?;
            }
            f.write_str(")")?;
        }
        if let Some(wait) = inner.retry_after {
            write!(f, "; try again in {} s", wait.as_secs().max(1))?;
        }
        if inner.delivery == Delivery::Unknown {
            f.write_str("; the vendor may have acted")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &inner.message)
            .field("vendor", &inner.vendor.as_ref().map(Vendor::as_str))
            .field("operation", &inner.operation)
            .field("status", &inner.status)
            .field("vendor_code", &inner.vendor_code)
            .field("field_errors", &inner.field_errors)
            .field("existing_id", &inner.existing_id)
            .field("request_id", &inner.request_id)
            .field("retry_after", &inner.retry_after)
            .field("delivery", &inner.delivery)
            .field("attempts", &inner.attempts)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
