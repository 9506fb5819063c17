//! Answers into types, with the place of a failure and without the values around it.

use helpdesk_core::json::Misfit;
use helpdesk_core::{Error, ErrorKind, Result};

/// Decodes an answer, or says in an [`ErrorKind::Decode`] where it does not fit.
pub(crate) fn by<'a, T>(
    body: &'a [u8],
    read: impl FnOnce(&'a str) -> Result<T, Misfit>,
) -> Result<T> {
    read(text(body)?).map_err(fits_not)
}

/// Looked at once here, texts need not be looked at one by one.
fn text(body: &[u8]) -> Result<&str> {
    if body.is_empty() {
        return Err(Error::new(ErrorKind::Decode, "the answer is empty"));
    }
    std::str::from_utf8(body).map_err(|_| Error::new(ErrorKind::Decode, "the answer is not UTF-8"))
}

#[cold]
fn fits_not(misfit: Misfit) -> Error {
    let message = match &*misfit.path {
        "." => "the answer does not have the expected form".to_owned(),
        path => format!("the answer does not have the expected form at `{path}`"),
    };
    Error::new(ErrorKind::Decode, message).with_source(misfit.cause)
}
