//! A delivery that was not verified cannot be parsed.

use helpdesk_core::webhook::{Event, Inbound, Receiver};

fn forgetful(receiver: &dyn Receiver, inbound: Inbound) -> helpdesk_core::Result<Vec<Event>> {
    receiver.parse(&inbound)
}

fn main() {}
