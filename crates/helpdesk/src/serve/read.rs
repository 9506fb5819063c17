//! From a request to a delivery: raw bytes, capped in size and time.

use std::time::Duration;

use axum::extract::OriginalUri;
use bytes::Bytes;
use helpdesk_core::webhook::{Inbound, Rejection};
use http::{Method, Request};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tower::BoxError;

use super::Refusal;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads the body byte for byte. What announces itself as too large is not read at all.
pub(super) async fn delivery<B>(request: Request<B>, max_body: usize) -> Result<Inbound, Refusal>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    if request.method() != Method::POST {
        return Err(Refusal::Method);
    }
    let announced = request.body().size_hint().lower();
    if usize::try_from(announced).map_or(true, |bytes| bytes > max_body) {
        return Err(Refusal::Rejected(Rejection::TooLarge));
    }
    let (parts, body) = request.into_parts();
    let body = tokio::time::timeout(PATIENCE, Limited::new(body, max_body).collect())
        .await
        .map_err(|_| Refusal::Slow)?
        .map_err(|error| {
            if error.is::<LengthLimitError>() {
                Refusal::Rejected(Rejection::TooLarge)
            } else {
                Refusal::Broken
            }
        })?
        .to_bytes();
    // A router that nests another strips the path, and the secret may stand in what it strips.
    let uri = match parts.extensions.get::<OriginalUri>() {
        Some(OriginalUri(whole)) => whole,
        None => &parts.uri,
    };
    Ok(Inbound::new(parts.headers, body).with_uri(uri))
}
