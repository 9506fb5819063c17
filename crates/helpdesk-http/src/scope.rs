//! What the HTTP calls of one operation share.

use std::time::Instant;

use helpdesk_core::Operation;

/// One operation: its name and when it has to be over.
///
/// An operation may need several HTTP calls. They share one scope, and so one deadline:
/// `pipeline.scope(Operation::ContactsGet, &options)`. Direct use of a vendor's own client makes one
/// with `pipeline.native(&options)`; its errors then name the endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    pub(crate) operation: Option<Operation>,
    pub(crate) deadline: Option<Instant>,
    /// Whether the caller set the deadline, as opposed to the desk's configuration.
    pub(crate) firm: bool,
}

impl Scope {
    /// A scope with a deadline of its own.
    pub const fn new(operation: Option<Operation>, deadline: Option<Instant>) -> Self {
        Self {
            operation,
            deadline,
            firm: deadline.is_some(),
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
}
