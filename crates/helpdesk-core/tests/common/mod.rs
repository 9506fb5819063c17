//! What the tests of several files share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    Clock, Contact, Error, ErrorKind, NewContact, NewTicket, Sleep, Ticket, Timestamp,
};

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct Hand(Arc<Mutex<Timestamp>>);

impl Hand {
    pub fn at(time: &str) -> Self {
        Self(Arc::new(Mutex::new(time.parse().unwrap())))
    }

    pub fn set(&self, time: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time.parse().unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

pub async fn ana(desk: &MemoryDesk) -> Contact {
    let new = NewContact::named("Ana")
        .phone("+55 11 98765-4321")
        .email("ana@example.org");
    desk.client().contacts().create(&new).await.unwrap().value
}

pub async fn ticket(desk: &MemoryDesk, contact: &Contact) -> Ticket {
    let new = NewTicket::for_contact(&contact.id).subject("Invoice");
    desk.client().tickets().create(&new).await.unwrap().value
}

/// The one field that an error names.
#[track_caller]
pub fn field(error: &Error) -> &str {
    assert_eq!(error.field_errors().len(), 1, "{error}");
    &error.field_errors()[0].field
}

/// Asserts an `Invalid` that names this field and that nothing was sent.
#[track_caller]
pub fn assert_invalid<T: std::fmt::Debug>(result: Result<T, Error>, name: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(
        error.delivery(),
        helpdesk_core::Delivery::NotSent,
        "{error}"
    );
    assert_eq!(field(&error), name);
    assert!(
        error.vendor().is_some() && error.operation().is_some(),
        "{error}"
    );
}

#[track_caller]
pub fn assert_kind<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(
        error.vendor().is_some() && error.operation().is_some(),
        "{error}"
    );
}

/// Asserts that the operation did nothing: no entry came into the journal.
#[track_caller]
pub fn assert_untouched(desk: &MemoryDesk, before: usize) {
    assert_eq!(desk.journal().len(), before);
}
