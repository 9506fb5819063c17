//! Checking input before anything is sent, and naming all that is wrong with it at once.

use helpdesk_core::{Delivery, Error, ErrorKind, Operation, Result};

/// What is wrong with an input.
#[derive(Debug, Default)]
pub(crate) struct Problems(helpdesk_core::Problems);

impl Problems {
    /// Notes that something is wrong with a field of the model, or with one of the vendor's.
    pub(crate) fn add(&mut self, field: impl AsRef<str>, message: impl Into<String>) {
        self.0.add(field, message);
    }

    /// An identifier as the number it is at this vendor.
    pub(crate) fn number(&mut self, name: &str, id: &str) -> u64 {
        match id.parse() {
            Ok(number) if number > 0 => number,
            _ => {
                self.add(name, "identifiers of WiseCX are numbers above 0");
                0
            }
        }
    }

    /// Refuses the input if anything is wrong with it. An identifier that the vendor can never have
    /// given out is that of a record which does not exist.
    pub(crate) fn check(self) -> Result<()> {
        if let Some(id) = self.0.fields().iter().find(|problem| problem.field == "id") {
            return Err(Error::not_found("record").with_field_error("id", id.message.clone()));
        }
        self.0.finish()
    }
}

/// An identifier as the number it is at this vendor.
pub(crate) fn number(name: &str, id: &str) -> Result<u64> {
    let mut problems = Problems::default();
    let number = problems.number(name, id);
    problems.check().map(|()| number)
}

/// Names vendor and operation in an error that does not.
pub(crate) fn named(operation: Operation) -> impl Fn(Error) -> Error {
    move |error| {
        let error = match error.vendor() {
            Some(_) => error,
            None => error.with_vendor(crate::VENDOR),
        };
        match error.operation() {
            Some(_) => error,
            None => error.with_operation(operation.as_str()),
        }
    }
}

/// The vendor answered a write well and did something else: what became of it is not known in full.
pub(crate) fn lost(operation: Operation, what: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, what)
        .with_vendor(crate::VENDOR)
        .with_operation(operation.as_str())
        .with_delivery(Delivery::Unknown)
}
