//! One refresh that many callers wait for.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use helpdesk_core::{Error, ErrorKind, Result};
use tokio::runtime::Handle;

/// A task whose outcome goes to everyone who waits for it, and which runs on when nobody does.
pub(super) type Flight<T> = Shared<BoxFuture<'static, Result<T, Arc<Error>>>>;

/// Starts a task on the runtime of the caller.
pub(super) fn start<T: Clone + Send + Sync + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<Flight<T>> {
    let runtime = Handle::try_current().map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "tokens can only be fetched on a tokio runtime",
        )
        .with_source(error)
    })?;
    let task = runtime.spawn(work);
    let outcome = async move {
        match task.await {
            Ok(outcome) => outcome.map_err(Arc::new),
            Err(error) => Err(Arc::new(
                Error::new(ErrorKind::Internal, "fetching a token broke off").with_source(error),
            )),
        }
    };
    Ok(outcome.boxed().shared())
}

/// An error of one's own with what a shared one says. Nothing of the waiting call was sent.
#[inline]
pub(super) fn copy(shared: &Arc<Error>) -> Error {
    let mut error =
        Error::new(shared.kind(), shared.message().to_owned()).with_attempts(shared.attempts());
    if let Some(vendor) = shared.vendor() {
        error = error.with_vendor(vendor.clone());
    }
    if let Some(status) = shared.status() {
        error = error.with_status(status);
    }
    if let Some(code) = shared.vendor_code() {
        error = error.with_vendor_code(code);
    }
    for field in shared.field_errors() {
        error = error.with_field_error(&field.field, &field.message);
    }
    if let Some(id) = shared.request_id() {
        error = error.with_request_id(id);
    }
    if let Some(wait) = shared.retry_after() {
        error = error.with_retry_after(wait);
    }
    error.with_source(SharedCause(Arc::clone(shared)))
}

/// The refresh that failed, as the cause of every call that waited for it.
struct SharedCause(Arc<Error>);

impl fmt::Display for SharedCause {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fetching a token failed: {}", self.0)
    }
}

impl fmt::Debug for SharedCause {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for SharedCause {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.0)
    }
}
