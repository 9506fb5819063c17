//! What is wrong with an input, all of it at once.

use helpdesk_core::{Error, ErrorKind, Result};

/// Problems about the fields of an input. One error names them all.
#[derive(Default)]
pub(crate) struct Problems(Option<Error>);

impl Problems {
    /// Complains about a field.
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let error = self.0.take().unwrap_or_else(|| {
            Error::new(
                ErrorKind::Invalid,
                "the input was refused before anything was sent",
            )
        });
        self.0 = Some(error.with_field_error(field, message));
    }

    /// Complains about a field if something is wrong with it.
    pub(crate) fn add_if(
        &mut self,
        wrong: bool,
        field: impl Into<String>,
        message: impl Into<String>,
    ) {
        if wrong {
            self.add(field, message);
        }
    }

    /// The value, or a complaint about the fields that the failure names.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                for one in error.field_errors() {
                    self.add(one.field.clone(), one.message.clone());
                }
                None
            }
        }
    }

    /// The error, if there were problems.
    pub(crate) fn finish(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
