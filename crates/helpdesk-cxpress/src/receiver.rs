//! Notifications that come in.

use std::sync::Arc;

use helpdesk_core::webhook::{
    Event, Inbound, Receiver, Record, Rejection, UnsignedPolicy, Verification, Verified,
};
use helpdesk_core::{Clock, Error, Operation, Result, Vendor, VendorData, json};

use crate::VENDOR;
use crate::convert::events;
use crate::references::References;
use crate::wire::Delivery;

/// The largest body that is read.
const LARGEST: usize = 1 << 20;

/// Verifies notifications and reads them. The vendor does not sign them.
#[derive(Debug, Clone)]
pub(crate) struct CxpressReceiver {
    pub(crate) policy: UnsignedPolicy,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) references: References,
}

impl Receiver for CxpressReceiver {
    fn vendor(&self) -> &Vendor {
        &VENDOR
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        match self.inspect(&inbound) {
            Ok(by) => Ok(Verified::vouch(
                inbound,
                VENDOR.clone(),
                by,
                self.clock.now(),
            )),
            Err(rejection) => Err(rejection.into_error(&VENDOR)),
        }
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let text = std::str::from_utf8(verified.body())
            .map_err(|_| Rejection::NotUtf8.into_error(&VENDOR))?;
        let event = events::event(decode(text)?, verified, VendorData::from_json(text))
            .map_err(|path| malformed(&path))?;
        if let Some(Record::Ticket(ticket)) = &event.record {
            self.references.learn(ticket);
        }
        Ok(vec![event])
    }
}

impl CxpressReceiver {
    fn inspect(&self, inbound: &Inbound) -> Result<Verification, Rejection> {
        let by = self.policy.check(inbound)?;
        if inbound.body.len() > LARGEST {
            return Err(Rejection::TooLarge);
        }
        // The documentation tells no headers, so a missing content type is none the worse.
        let is_json = !inbound.headers.contains_key("content-type")
            || inbound
                .header("content-type")
                .and_then(|value| value.split(';').next())
                .map(|mime| mime.trim().to_ascii_lowercase())
                .is_some_and(|mime| mime == "application/json" || mime.ends_with("+json"));
        if !is_json {
            return Err(Rejection::ContentType);
        }
        if std::str::from_utf8(&inbound.body).is_err() {
            return Err(Rejection::NotUtf8);
        }
        Ok(by)
    }
}

/// Decodes a body; a failure names its path, and no value.
fn decode(text: &str) -> Result<Delivery> {
    // serde_json refuses what is nested deeper than 128 levels.
    json::from_str(text).map_err(|misfit| malformed(&misfit.path))
}

/// A body that is not what the vendor sends, at this path.
fn malformed(path: &str) -> Error {
    Error::new(
        helpdesk_core::ErrorKind::Webhook,
        format!("the body is not what the vendor sends, at `{path}`"),
    )
    .with_vendor(VENDOR.clone())
    .with_operation(Operation::WebhooksParse.as_str())
    .with_source(Rejection::Malformed)
}
