//! What is said of operations of several calls that fail on the way.

use helpdesk_core::{Delivery, Error, Result};

/// A failure after a part of the operation was done: the vendor has acted, whatever became of this
/// call. `done` says what there is now and what to do about it.
pub(crate) fn in_part(error: Error, done: &'static str) -> Error {
    error
        .with_delivery(Delivery::Unknown)
        .with_field_error("id", done)
}

/// A record that was changed, and could not be read again.
pub(crate) fn read_again<T>(read: Result<T>) -> Result<T> {
    read.map_err(|error| {
        in_part(
            error,
            "the change was made, and only what came of it could not be read; read the record again",
        )
    })
}
