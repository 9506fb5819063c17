//! Answering after handling: the answer settles the events.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use helpdesk_core::webhook::{Event, Intake};
use http::{Request, StatusCode};
use tower::{BoxError, Layer, Service};

use super::{Delivered, Events, Refusal, read};

/// Verifies deliveries before a service sees them, and settles their events by its answer: after a
/// success they are remembered, after anything else, or none, they come again with the vendor's next
/// attempt. The service finds them as [`Delivered`], and the body as it came.
///
/// A delivery that brings nothing new is answered with 200 and does not reach the service. One that is
/// repeated while it is being handled is answered with 503.
///
/// For vendors that repeat what was not answered with success: nothing is lost when the process dies.
/// The service has to be quick; how long the vendors wait is not documented.
///
/// ```
/// use axum::{Router, http::StatusCode, routing::post};
/// use helpdesk::serve::{Delivered, IntakeLayer};
/// use helpdesk::webhook::Intake;
///
/// async fn hook(events: Delivered) -> StatusCode {
///     for event in events.iter() {
///         println!("{}", event.kind);
///     }
///     StatusCode::OK
/// }
///
/// # fn routes(intake: Intake) -> Router {
/// Router::new().route("/hooks/support", post(hook).layer(IntakeLayer::new(intake)))
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct IntakeLayer {
    intake: Intake,
}

impl IntakeLayer {
    /// A layer that takes deliveries through this intake.
    pub fn new(intake: Intake) -> Self {
        Self { intake }
    }
}

impl<S> Layer<S> for IntakeLayer {
    type Service = IntakeService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        IntakeService {
            inner,
            intake: self.intake.clone(),
        }
    }
}

/// A service behind an [`IntakeLayer`].
#[derive(Clone)]
pub struct IntakeService<S> {
    inner: S,
    intake: Intake,
}

impl<S, B> Service<Request<B>> for IntakeService<S>
where
    S: Service<Request<Body>, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let intake = self.intake.clone();
        // The one that was polled ready is the one to call.
        let fresh = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, fresh);
        Box::pin(async move {
            match admit(request, &intake).await {
                Ok((_, events)) if events.is_empty() => Ok(StatusCode::OK.into_response()),
                Ok((request, events)) => handle(inner, request, events).await,
                Err(refusal) => Ok(refusal.into_response()),
            }
        })
    }
}

async fn admit<B>(request: Request<B>, intake: &Intake) -> Result<(Request<Body>, Events), Refusal>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let (parts, body) = request.into_parts();
    let for_inner = parts.clone();
    let request = Request::from_parts(parts, body);
    let inbound = read::delivery(request, intake.max_body()).await?;
    let body = Body::from(inbound.body.clone());
    let events = Events::admit(inbound, intake).await?;
    Ok((Request::from_parts(for_inner, body), events))
}

async fn handle<S>(
    mut inner: S,
    mut request: Request<Body>,
    events: Events,
) -> Result<Response, S::Error>
where
    S: Service<Request<Body>, Response = Response>,
{
    let claimed: Vec<_> = events.into_iter().collect();
    let copies: Vec<Event> = claimed.iter().map(|event| Event::clone(event)).collect();
    request.extensions_mut().insert(Delivered(Arc::new(copies)));
    let answer = inner.call(request).await?;
    for event in claimed {
        // A store that fails here changes nothing about what was done, so the answer stands.
        let _ = if answer.status().is_success() {
            event.done().await
        } else {
            event.failed().await
        };
    }
    Ok(answer)
}

impl<S> fmt::Debug for IntakeService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntakeService")
            .field("intake", &self.intake)
            .finish_non_exhaustive()
    }
}
