//! What is known of tickets for good.
//!
//! A ticket cannot be got by its identifier, only searched by its number. So the numbers of tickets
//! that came by are remembered, and with them what rows of lists leave out although it never
//! changes.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use helpdesk_core::{Ticket, TicketId};

use crate::convert::tickets::{Known, completed};

/// How many tickets are remembered.
const CAPACITY: usize = 20_000;

/// A memory of tickets. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct References(Arc<Mutex<Memory>>);

#[derive(Default)]
struct Memory {
    known: HashMap<TicketId, Known>,
    /// The oldest first.
    order: VecDeque<TicketId>,
}

impl References {
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of a ticket.
    pub(crate) fn get(&self, id: &TicketId) -> Option<Known> {
        self.lock().known.get(id).cloned()
    }

    /// Remembers what a ticket tells, and fills in what it left out and is known.
    pub(crate) fn complete(&self, ticket: Ticket) -> Ticket {
        let mut memory = self.lock();
        memory.learn(&ticket);
        let known = memory.known.get(&ticket.id).cloned();
        drop(memory);
        completed(ticket, &known.unwrap_or_default())
    }

    /// Remembers what a ticket tells.
    pub(crate) fn learn(&self, ticket: &Ticket) {
        self.lock().learn(ticket);
    }
}

impl Memory {
    fn learn(&mut self, ticket: &Ticket) {
        if let Some(known) = self.known.get_mut(&ticket.id) {
            known.learn(Known::of(ticket));
            return;
        }
        if self.order.len() >= CAPACITY
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(ticket.id.clone());
        self.known.insert(ticket.id.clone(), Known::of(ticket));
    }
}

impl fmt::Debug for References {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "References({})", self.lock().known.len())
    }
}

#[cfg(test)]
mod tests {
    use helpdesk_core::{ContactRef, Status, TicketStatus};

    use super::*;

    fn ticket(id: &str) -> Ticket {
        Ticket::new(id, Status::new(TicketStatus::New, "new"))
    }

    #[test]
    fn what_never_changes_is_filled_in() {
        let references = References::default();
        let mut whole = ticket("1");
        whole.number = Some("77".to_owned());
        whole.contact = Some(ContactRef::by_id("9"));
        references.learn(&whole);

        let mut row = ticket("1");
        row.contact = Some(ContactRef::by_name("Somebody"));
        let row = references.complete(row);
        assert_eq!(
            row.contact_id().map(helpdesk_core::ContactId::as_str),
            Some("9")
        );
        assert_eq!(
            references
                .get(&TicketId::new("1"))
                .and_then(|own| own.number),
            Some("77".to_owned())
        );
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let references = References::default();
        for n in 0..=CAPACITY {
            references.learn(&ticket(&n.to_string()));
        }
        assert!(references.get(&TicketId::new("0")).is_none());
        assert!(references.get(&TicketId::new("1")).is_some());
        assert_eq!(references.lock().known.len(), CAPACITY);
    }
}
