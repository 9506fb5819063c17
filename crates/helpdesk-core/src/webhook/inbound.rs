//! Deliveries before and after they are verified.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::AsHeaderName;
use jiff::Timestamp;
use serde::Serialize;

use super::{Rejection, check};
use crate::{Error, Vendor, VendorData};

/// A delivery as it came in: headers, URL and the body byte for byte.
///
/// `Debug` shows no query and no body: the one may hold a shared secret, the other holds people's
/// messages.
#[derive(Clone)]
#[non_exhaustive]
pub struct Inbound {
    /// All headers.
    pub headers: HeaderMap,
    /// The path of the URL that was called.
    pub path: String,
    /// The query of the URL that was called.
    pub query: Option<String>,
    /// The body, untouched.
    pub body: Bytes,
}

impl Inbound {
    /// A delivery with this body.
    pub fn new(headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            headers,
            path: String::new(),
            query: None,
            body: body.into(),
        }
    }

    /// Adds the URL that was called, `/hooks/desk?key=…`.
    #[must_use]
    #[inline]
    pub fn with_uri(mut self, uri: &http::Uri) -> Self {
        uri.path().clone_into(&mut self.path);
        self.query = uri.query().map(str::to_owned);
        self
    }

    /// A delivery that was recorded: its headers as text, `Name: value` a line, and its body byte
    /// for byte. The first line may be the request line, `POST /hooks/desk?key=…`; it is needed where
    /// a shared secret stands in the URL.
    ///
    /// It is how a program's own tests hand recorded deliveries to an [`Intake`](super::Intake):
    ///
    /// ```
    /// # use helpdesk_core::{memory::MemoryDesk, webhook::{Inbound, Intake}};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> helpdesk_core::Result<()> {
    /// # let desk = MemoryDesk::builder().accept_unsigned().build().client();
    /// let headers = "POST /hooks/desk HTTP/1.1\nContent-Type: application/json\n";
    /// let body = r#"{"id":"event-1","kind":"tag.created","at":"2031-05-06T07:08:09Z","changes":[]}"#;
    ///
    /// let intake = Intake::new(desk);
    /// let events = intake.accept(Inbound::recorded(headers, body)?).await?;
    /// assert_eq!(events[0].kind.as_str(), "tag.created");
    /// // The same delivery again is a repetition.
    /// assert!(intake.accept(Inbound::recorded(headers, body)?).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), naming the line.
    pub fn recorded(headers: &str, body: impl Into<Bytes>) -> Result<Self, Error> {
        let mut inbound = Self::new(HeaderMap::new(), body);
        for (number, line) in headers.lines().map(str::trim).enumerate() {
            if line.is_empty() {
                continue;
            }
            let wrong = || {
                Error::invalid(
                    "headers",
                    format!("line {} is not `Name: value`", number + 1),
                )
            };
            if number == 0
                && let Some(rest) = line.strip_prefix("POST ")
            {
                let target = rest.split_whitespace().next().unwrap_or_default();
                inbound = inbound.with_uri(&target.parse().map_err(|_| wrong())?);
                continue;
            }
            let (name, value) = line.split_once(':').ok_or_else(wrong)?;
            let name = http::HeaderName::try_from(name.trim()).map_err(|_| wrong())?;
            let value = http::HeaderValue::try_from(value.trim()).map_err(|_| wrong())?;
            inbound.headers.append(name, value);
        }
        Ok(inbound)
    }

    /// A header as text, if it is there once and is text.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        if values.next().is_some() {
            return None;
        }
        value.to_str().ok()
    }
}

impl fmt::Debug for Inbound {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbound")
            .field(
                "headers",
                &self
                    .headers
                    .keys()
                    .map(http::HeaderName::as_str)
                    .collect::<Vec<_>>(),
            )
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// How a delivery was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verification {
    /// By the vendor's signature over the body.
    Signature,
    /// By a secret in the URL that only the vendor was told.
    SharedSecret,
    /// Not at all; the configuration accepts that.
    None,
}

/// A delivery that was verified.
///
/// It comes out of [`Receiver::verify`](super::Receiver::verify) and is the only thing that
/// [`Receiver::parse`](super::Receiver::parse) takes.
#[derive(Debug, Clone)]
pub struct Verified {
    inbound: Inbound,
    by: Verification,
    vendor: Vendor,
    at: Timestamp,
    data: VendorData,
}

impl Verified {
    /// Vouches for a delivery. For authors of receivers, at the end of their `verify`; calling it
    /// anywhere else is what this type is there to make visible.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook) when the content type is not JSON or
    /// is there twice, and when the body is not UTF-8. A content type that is missing is as good as JSON:
    /// most vendors do not document which one they send, if any.
    #[inline]
    pub fn vouch(
        inbound: Inbound,
        vendor: Vendor,
        by: Verification,
        at: Timestamp,
    ) -> Result<Self, Error> {
        let text = check::content_type(&inbound.headers)
            .and_then(|()| std::str::from_utf8(&inbound.body).map_err(|_| Rejection::NotUtf8));
        match text.map(VendorData::from_json) {
            Ok(data) => Ok(Self {
                inbound,
                by,
                vendor,
                at,
                data,
            }),
            Err(rejection) => Err(rejection.into_error(&vendor)),
        }
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        self.data.as_json().unwrap_or_default()
    }

    /// The body as the vendor's own JSON, for events to keep. Clones share the text.
    pub fn data(&self) -> &VendorData {
        &self.data
    }

    /// The body, untouched.
    pub fn body(&self) -> &Bytes {
        &self.inbound.body
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.inbound.headers
    }

    /// How it was verified.
    pub fn by(&self) -> Verification {
        self.by
    }

    /// The vendor whose receiver verified it.
    pub fn vendor(&self) -> &Vendor {
        &self.vendor
    }

    /// When it was verified.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Refuses a delivery that another vendor's receiver verified. Receivers begin `parse` with it.
    pub fn require(&self, vendor: &Vendor) -> Result<(), Error> {
        if &self.vendor == vendor {
            Ok(())
        } else {
            Err(Rejection::OtherVendor.into_error(vendor))
        }
    }
}
