//! Why a delivery is answered with something else than 200.

use axum::response::{IntoResponse, Response};
use helpdesk_core::Error;
use helpdesk_core::webhook::Rejection;
use http::{HeaderValue, StatusCode, header};

/// Why a delivery is answered with something else than 200.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is not a POST.
    #[error("the method is not POST")]
    Method,
    /// The body did not arrive in time.
    #[error("the body took too long")]
    Slow,
    /// The body broke off.
    #[error("the body broke off")]
    Broken,
    /// It did not pass: no proof, too large, not what the vendor sends.
    #[error("{0}")]
    Rejected(Rejection),
    /// The queue is full.
    #[error("the queue is full")]
    Full,
    /// The queue is closed, because the program is about to end.
    #[error("the queue is closed")]
    Closed,
    /// The same event is being handled on behalf of an earlier delivery, and it is not known yet
    /// whether that works out.
    #[error("the same event is being handled")]
    InProgress,
    /// The desk cannot receive, or the store of seen events failed.
    #[error("{0}")]
    Failed(#[source] Error),
}

impl Refusal {
    /// The HTTP status to answer with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Rejected(rejection) => StatusCode::from_u16(rejection.http_status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Full | Self::Closed | Self::InProgress => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match Rejection::of(&error) {
            Some(rejection) => Self::Rejected(rejection),
            None => Self::Failed(error),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        if matches!(self, Self::Method) {
            let allowed = HeaderValue::from_static("POST");
            answer.headers_mut().insert(header::ALLOW, allowed);
        }
        answer
    }
}
