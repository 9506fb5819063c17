//! What the HTTP calls of one operation share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use helpdesk_core::{Delivery, Error, Operation};

use crate::Call;

/// One operation: its name, when it has to be over, and whether it has changed anything yet.
///
/// An operation may need several HTTP calls. They share one scope, and so one deadline:
/// `pipeline.scope(Operation::ContactsGet, &options)`. Direct use of a vendor's own client makes one
/// with `pipeline.native(&options)`; its errors then name the endpoint.
///
/// Once the vendor has accepted a write, no later failure of the operation claims that nothing was
/// done: its delivery is [`Delivery::Unknown`]. Clones share that.
#[derive(Debug, Clone)]
pub struct Scope {
    pub(crate) operation: Option<Operation>,
    pub(crate) deadline: Option<Instant>,
    /// Whether the caller set the deadline, as opposed to the desk's configuration.
    pub(crate) firm: bool,
    acted: Arc<AtomicBool>,
}

impl Scope {
    /// A scope with a deadline of its own.
    pub fn new(operation: Option<Operation>, deadline: Option<Instant>) -> Self {
        Self {
            firm: deadline.is_some(),
            ..Self::lasting(operation, deadline)
        }
    }

    /// A scope with the deadline that the desk's configuration gives.
    pub(crate) fn lasting(operation: Option<Operation>, deadline: Option<Instant>) -> Self {
        Self {
            operation,
            deadline,
            firm: false,
            acted: Arc::default(),
        }
    }

    /// The neutral operation; nothing for direct use of a vendor's own client.
    pub const fn operation(&self) -> Option<Operation> {
        self.operation
    }

    /// When the operation has to be over, by the pipeline's clock.
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// A failure of the operation that an adapter finds itself, such as a record that is not there
    /// when it is read back: after an accepted write its delivery is unknown.
    pub fn failure(&self, error: Error) -> Error {
        if self.has_acted() {
            error.with_delivery(Delivery::Unknown)
        } else {
            error
        }
    }

    /// Whether the vendor has accepted a write.
    pub(crate) fn has_acted(&self) -> bool {
        self.acted.load(Ordering::Relaxed)
    }

    /// The vendor has accepted this call.
    pub(crate) fn accepted(&self, call: &Call) {
        if call.may_act() && self.operation.is_none_or(Operation::writes) {
            self.acted.store(true, Ordering::Relaxed);
        }
    }
}
