//! Why a delivery is refused.

use crate::{Error, ErrorKind, Operation, Vendor};

/// Why a delivery is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The signature header is missing.
    #[error("the signature is missing")]
    MissingSignature,
    /// The signature header, or the timestamp that belongs to it, cannot be read.
    #[error("the signature or its timestamp cannot be read")]
    MalformedSignature,
    /// The signature is not that of any configured token.
    #[error("the signature does not fit")]
    BadSignature,
    /// The delivery is older than the tolerance.
    #[error("the delivery is too old")]
    Stale,
    /// The delivery is from further in the future than clocks can differ.
    #[error("the delivery is from the future")]
    Future,
    /// The URL does not hold the shared secret.
    #[error("the shared secret is missing or wrong")]
    BadSecret,
    /// The vendor does not sign, no shared secret is configured, and unsigned deliveries are not
    /// accepted.
    #[error(
        "the vendor does not sign; configure a shared secret for the URL, or set `accept_unsigned`"
    )]
    Unsigned,
    /// The body is larger than the cap.
    #[error("the body is too large")]
    TooLarge,
    /// The content type is not JSON.
    #[error("the content type is not JSON")]
    ContentType,
    /// The body is not UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// The body has more brackets inside each other than the limit.
    #[error("the body is nested too deeply")]
    TooDeep,
    /// The body is not what the vendor sends.
    #[error("the body is not what the vendor sends")]
    Malformed,
    /// The delivery was verified by another vendor's receiver.
    #[error("the delivery was verified for another vendor")]
    OtherVendor,
}

impl Rejection {
    /// The HTTP status to answer the vendor with.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::MissingSignature | Self::BadSignature | Self::BadSecret | Self::Unsigned => 401,
            Self::MalformedSignature
            | Self::Stale
            | Self::Future
            | Self::NotUtf8
            | Self::TooDeep
            | Self::Malformed => 400,
            Self::TooLarge => 413,
            Self::ContentType => 415,
            Self::OtherVendor => 500,
        }
    }

    /// The reason as an error.
    pub fn into_error(self, vendor: &Vendor) -> Error {
        Error::new(ErrorKind::Webhook, self.to_string())
            .with_vendor(vendor.clone())
            .with_operation(Operation::WebhooksVerify.as_str())
            .with_source(self)
    }

    /// [`Self::Malformed`] as an error of `parse` that names the path of what does not fit, and no value.
    /// For authors of receivers.
    pub fn malformed_at(vendor: &Vendor, path: &str) -> Error {
        Error::new(
            ErrorKind::Webhook,
            format!("{}, at `{path}`", Self::Malformed),
        )
        .with_vendor(vendor.clone())
        .with_operation(Operation::WebhooksParse.as_str())
        .with_source(Self::Malformed)
    }

    /// The reason behind an error, if it is one of these.
    pub fn of(error: &Error) -> Option<Self> {
        std::error::Error::source(error)?
            .downcast_ref::<Self>()
            .copied()
    }
}
