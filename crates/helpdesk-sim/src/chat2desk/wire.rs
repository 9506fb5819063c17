//! The request side: routes as data, authentication, quota, parameter checks, answers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use super::params::checked;
pub(super) use super::params::{Call, Kind};
use super::state::{Desk, World};
use super::{Quirk, Sim};

/// A documented parameter and what it may be.
pub(super) type Param = (&'static str, Kind);

/// What answers a route.
pub(super) type Run = fn(&mut Desk<'_>, &Call) -> Answer;

/// One documented endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with placeholders in braces.
    pub path: &'static str,
    /// Every documented parameter, wherever it is sent.
    pub params: &'static [Param],
    /// What answers.
    pub run: Run,
}

/// A shorter way to write a [`Route`].
pub(super) const fn route(
    method: &'static str,
    path: &'static str,
    params: &'static [Param],
    run: Run,
) -> Route {
    Route {
        method,
        path,
        params,
        run,
    }
}

/// A response before it is written.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
}

impl Answer {
    /// A body with a status.
    pub fn new(status: u16, body: Value) -> Self {
        Self { status, body }
    }

    /// The usual envelope around `data`.
    pub fn data(data: impl Into<Value>) -> Self {
        Self::new(200, json!({"data": data.into(), "status": "success"}))
    }

    /// Success without data.
    pub fn done() -> Self {
        Self::new(200, json!({"status": "success"}))
    }

    /// The 404 with a sentence in `errors`.
    pub fn not_found(text: impl Into<String>) -> Self {
        Self::new(
            404,
            json!({"message": "not_found", "errors": text.into(), "status": "error"}),
        )
    }

    /// The 400 with these `errors`.
    pub fn bad(errors: impl Into<Value>) -> Self {
        Self::new(
            400,
            json!({"message": "bad_request", "errors": errors.into(), "status": "error"}),
        )
    }

    /// The 400 about one parameter.
    pub fn bad_field(field: &str, text: impl Into<String>, code: &str) -> Self {
        let mut errors = Map::new();
        errors.insert(
            field.to_owned(),
            json!([{"text": text.into(), "error": code}]),
        );
        Self::bad(errors)
    }

    /// The 400 about a parameter that has to be there.
    pub fn required(field: &str) -> Self {
        Self::bad_field(field, "Parameter is required.", "missing_parameter")
    }

    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body.to_string()));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        response
    }
}

/// A list with its `meta`. Only the rows of the page are built.
pub(super) fn page<T>(
    desk: &Desk<'_>,
    call: &Call,
    rows: impl Iterator<Item = T>,
    total: usize,
    show: impl Fn(T) -> Value,
) -> Answer {
    let (limit, offset) = (call.limit(), call.offset());
    let data: Vec<Value> = rows.skip(offset).take(limit).map(show).collect();
    listed(desk.world, data, total, limit, offset)
}

/// A list that was cut to its page already.
pub(super) fn listed(
    world: &World,
    data: impl Into<Value>,
    total: usize,
    limit: usize,
    offset: usize,
) -> Answer {
    let total = if world.quirks.contains(&Quirk::TotalAsText) {
        json!(total.to_string())
    } else {
        json!(total)
    };
    Answer::new(
        200,
        json!({
            "data": data.into(),
            "meta": {"total": total, "limit": limit, "offset": offset},
            "status": "success",
        }),
    )
}

/// Every route of these tables, each with and without the slash at the end.
pub(super) fn router(sim: Sim, tables: &[&'static [Route]]) -> Router {
    let mut router = Router::new();
    for entry in tables.iter().flat_map(|table| table.iter()) {
        let entry = *entry;
        let filter = match entry.method {
            "POST" => MethodFilter::POST,
            "PUT" => MethodFilter::PUT,
            "DELETE" => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let answer = move |State(sim): State<Sim>, path: RawPathParams, request: Request| async move {
            answer(&sim, entry, &path, request).await
        };
        router = router
            .route(entry.path, on(filter, answer))
            .route(&format!("{}/", entry.path), on(filter, answer));
    }
    router
        .method_not_allowed_fallback(unknown)
        .fallback(unknown)
        .with_state(sim)
}

async fn unknown(State(sim): State<Sim>, request: Request) -> Response {
    sim.lab().violation(format!(
        "undocumented call {} {}",
        request.method(),
        request.uri().path()
    ));
    Answer::not_found("Page not found").into_response()
}

async fn answer(sim: &Sim, entry: Route, path: &RawPathParams, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let lab = sim.lab();
    let name = format!("{} {}", entry.method, entry.path);
    let checked = checked(lab, &name, entry, path, &parts, &body);
    let mut world = sim.world();
    let now = lab.now();
    if let Err(refusal) = world.admit(authorization(&parts.headers), now) {
        return refusal.into_response();
    }
    let mut desk = Desk {
        world: &mut world,
        lab,
        now,
    };
    match checked {
        Ok(call) => (entry.run)(&mut desk, &call).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}
