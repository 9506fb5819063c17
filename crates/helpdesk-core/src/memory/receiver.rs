//! Reception of the desk's own deliveries.

use http::header::CONTENT_TYPE;

use super::{MemoryDesk, wire};
use crate::webhook::{
    Change, Completeness, Event, Inbound, Receiver, Rejection, Verification, Verified,
};
use crate::{ConversationId, Error, EventId, Operation, Result, Vendor, VendorData, json};

/// The largest body that is read.
const LARGEST: usize = 1 << 20;

impl Receiver for MemoryDesk {
    fn vendor(&self) -> &Vendor {
        &self.settings().vendor
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        self.table().require(Operation::WebhooksVerify)?;
        let vendor = &self.settings().vendor;
        match self.inspect(&inbound) {
            Ok(by) => Verified::vouch(inbound, vendor.clone(), by, self.now()),
            Err(rejection) => Err(rejection.into_error(vendor)),
        }
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        self.table().require(Operation::WebhooksParse)?;
        let vendor = &self.settings().vendor;
        verified.require(vendor)?;
        let own: wire::Event =
            json::from_str(verified.text()).map_err(|misfit| malformed(vendor, &misfit.path))?;
        event(vendor, own, verified).map(|event| vec![event])
    }
}

impl MemoryDesk {
    fn inspect(&self, inbound: &Inbound) -> Result<Verification, Rejection> {
        let by = self.settings().unsigned.check(inbound)?;
        if inbound.body.len() > LARGEST {
            return Err(Rejection::TooLarge);
        }
        // Its own deliveries have one.
        if !inbound.headers.contains_key(CONTENT_TYPE) {
            return Err(Rejection::ContentType);
        }
        Ok(by)
    }
}

fn event(vendor: &Vendor, own: wire::Event, verified: &Verified) -> Result<Event> {
    let record = match own.record {
        Some(json) => wire::record(&json)
            .map_err(|misfit| malformed(vendor, &format!("record.{}", misfit.path)))?,
        None => None,
    };
    let dedupe_key = format!("{vendor}:{}", own.id);
    let mut event = Event::new(vendor.clone(), own.kind, dedupe_key, verified.by());
    event.id = EventId::new(own.id);
    event.occurred_at = Some(own.at);
    event.conversation = own
        .ticket
        .as_ref()
        .map(|ticket| ConversationId::new(ticket.as_str()));
    event.contact = own.contact;
    event.ticket = own.ticket;
    event.message = own.message;
    event.agent = own.agent;
    event.department = own.department;
    event.tag = own.tag;
    event.completeness = if record.is_some() {
        Completeness::Full
    } else {
        Completeness::Thin
    };
    event.record = record;
    event.changes = own
        .changes
        .into_iter()
        .map(|change| Change::new(change.field, change.from, change.to))
        .collect();
    event.vendor_data =
        VendorData::from_json(String::from_utf8_lossy(verified.body()).into_owned());
    Ok(event)
}

fn malformed(vendor: &Vendor, path: &str) -> Error {
    Rejection::Malformed
        .into_error(vendor)
        .with_operation(Operation::WebhooksParse.as_str())
        .with_field_error(path, "is not what this desk sends")
}
