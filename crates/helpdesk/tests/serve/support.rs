//! A desk, its deliveries, and a way to hand them to a service.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::response::Response;
use helpdesk::memory::MemoryDesk;
use helpdesk::webhook::{Event, Inbound, Intake, MemoryDedupe, SharedSecret};
use helpdesk::{NewTag, Result};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::{Service, ServiceExt};

pub const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

/// An intake with a store that can be looked into, and this many deliveries of the desk.
pub async fn desk(deliveries: usize) -> (Intake, MemoryDedupe, Vec<Inbound>) {
    let secret = SharedSecret::new(SECRET.to_owned().into()).unwrap();
    let desk = MemoryDesk::builder().webhook_secret(secret).build();
    let client = desk.client();
    for number in 0..deliveries {
        let tag = NewTag::named(format!("tag {number}"));
        client.tags().create(&tag).await.unwrap();
    }
    let store = MemoryDedupe::new();
    let intake = Intake::new(client).with_dedupe(Arc::new(store.clone()));
    (intake, store, desk.deliveries())
}

pub fn request(delivery: &Inbound) -> Request<Body> {
    request_to("/webhooks/memory", delivery)
}

pub fn request_to(path: &str, delivery: &Inbound) -> Request<Body> {
    let uri = match &delivery.query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut request = Request::post(uri);
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    request.body(Body::from(delivery.body.clone())).unwrap()
}

/// Sends a request, and makes sure that a refusal says nothing but its status.
pub async fn send<S>(service: &S, request: Request<Body>) -> StatusCode
where
    S: Service<Request<Body>, Response = Response, Error = std::convert::Infallible> + Clone,
{
    let answer = service.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    assert!(body.is_empty(), "{status} says more than it should");
    status
}

/// Remembers the identifiers of the events it handles.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    #[allow(clippy::unnecessary_wraps, reason = "handlers give results")]
    pub fn add(&self, event: &Event) -> Result<()> {
        self.0.lock().unwrap().push(event.id.to_string());
        Ok(())
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

pub fn ids(numbers: std::ops::RangeInclusive<usize>) -> Vec<String> {
    numbers.map(|number| format!("event-{number}")).collect()
}
