//! Extractors.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, FromRequestParts};
use helpdesk_core::webhook::{Event, Inbound, Intake};
use http::request::Parts;

use super::{Claimed, Refusal, claimed, read};

/// The new events of a delivery, verified: an axum extractor for handlers that settle each event
/// themselves, before the answer.
///
/// The state has to hold an [`Intake`]. A delivery that is refused never reaches the handler. One that
/// brings nothing new does, with no events, and wants a 200. One that brings only what is being handled
/// at this moment is answered with 503, since it is not known yet whether that works out.
///
/// ```
/// use axum::{Router, http::StatusCode, routing::post};
/// use helpdesk::serve::Events;
/// use helpdesk::webhook::{Event, Intake};
/// # async fn keep(event: &Event) -> Result<(), StatusCode> { Ok(()) }
///
/// async fn hook(events: Events) -> Result<(), StatusCode> {
///     for event in events {
///         keep(&event).await?; // what is left is let go, and comes again
///         event.done().await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
///     }
///     Ok(())
/// }
///
/// # fn routes(intake: Intake) -> Router {
/// Router::new().route("/hooks/support", post(hook)).with_state(intake)
/// # }
/// ```
#[derive(Debug)]
pub struct Events {
    events: Vec<Claimed>,
    in_progress: usize,
}

impl Events {
    /// How many more events the delivery brought that are being handled at this moment.
    pub fn in_progress(&self) -> usize {
        self.in_progress
    }

    /// How many events are new.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing is new.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    pub(super) async fn admit(inbound: Inbound, intake: &Intake) -> Result<Self, Refusal> {
        let events = intake.read(inbound)?;
        let claims = claimed::claim(intake, events, &Arc::default()).await?;
        if claims.events.is_empty() && claims.in_progress > 0 {
            return Err(Refusal::InProgress);
        }
        Ok(Self {
            events: claims.events,
            in_progress: claims.in_progress,
        })
    }
}

impl IntoIterator for Events {
    type Item = Claimed;
    type IntoIter = std::vec::IntoIter<Claimed>;

    fn into_iter(self) -> Self::IntoIter {
        self.events.into_iter()
    }
}

impl<S> FromRequest<S> for Events
where
    S: Send + Sync,
    Intake: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Refusal> {
        let intake = Intake::from_ref(state);
        let inbound = read::delivery(request, intake.max_body()).await?;
        Self::admit(inbound, &intake).await
    }
}

/// The new events of a delivery behind an [`IntakeLayer`](super::IntakeLayer): an axum extractor, and
/// an extension of the request. The answer settles them.
#[derive(Debug, Clone)]
pub struct Delivered(pub(super) Arc<Vec<Event>>);

impl Deref for Delivered {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Delivered {
    type Rejection = http::StatusCode;

    /// Fails with 500 when there is no layer: the routes are put together wrongly.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, http::StatusCode> {
        let delivered = parts.extensions.get::<Self>().cloned();
        delivered.ok_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}
