//! Notifications that come in.

use std::sync::Arc;

use helpdesk_core::webhook::{
    Event, Inbound, Receiver, Record, Rejection, UnsignedPolicy, Verification, Verified,
};
use helpdesk_core::{Clock, Result, Vendor};

use crate::VENDOR;
use crate::convert::events;
use crate::references::References;

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
        let by = self
            .inspect(&inbound)
            .map_err(|rejection| rejection.into_error(&VENDOR))?;
        Verified::vouch(inbound, VENDOR.clone(), by, self.clock.now())
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let event = events::event(verified)?;
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
        Ok(by)
    }
}
