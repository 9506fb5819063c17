//! Answers into types, with the place of a failure and without the values around it.

use helpdesk_core::{Error, ErrorKind, Result, json};
use serde::de::DeserializeOwned;

/// Decodes an answer, or says in an [`ErrorKind::Decode`] where it does not fit.
pub(crate) fn answer<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    json::from_str(text(body)?).map_err(|misfit| fits_not(&misfit.path).with_source(misfit.cause))
}

/// Looked at once here, texts need not be looked at one by one.
fn text(body: &[u8]) -> Result<&str> {
    if body.is_empty() {
        return Err(Error::new(ErrorKind::Decode, "the answer is empty"));
    }
    std::str::from_utf8(body).map_err(|_| Error::new(ErrorKind::Decode, "the answer is not UTF-8"))
}

fn fits_not(path: &str) -> Error {
    let message = if path == "." {
        "the answer does not have the expected form".to_owned()
    } else {
        format!("the answer does not have the expected form at `{path}`")
    };
    Error::new(ErrorKind::Decode, message)
}
