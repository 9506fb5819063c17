//! Several things wrong with one input, told at once.

use helpdesk_core::{Error, Operation, Result};

use crate::desk::refused;

/// What is wrong with an input so far.
#[derive(Default)]
pub(crate) struct Problems(Option<Error>);

impl Problems {
    /// Adds a field, what is wrong with it, and the remedy.
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0 = Some(match self.0.take() {
            Some(error) => error.with_field_error(field, message),
            None => Error::invalid(field, message),
        });
    }

    /// Adds a field if something holds.
    pub(crate) fn add_if(&mut self, wrong: bool, field: &str, message: &str) {
        if wrong {
            self.add(field, message);
        }
    }

    /// Fails if anything is wrong.
    pub(crate) fn result(self, operation: Operation) -> Result<()> {
        match self.0 {
            Some(error) => Err(refused(operation, error)),
            None => Ok(()),
        }
    }
}
