//! `GET /authenticate`, and what every request has to pass: limits, key, token.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use super::check::{Answer, Ask, Reason, Refusal};
use super::{API_KEY, Quirk, Sim, USER};
use crate::strict;

/// How long a token is valid.
pub(super) const TOKEN_LIFE: Duration = Duration::from_secs(3600);

/// `GET /authenticate`.
pub(super) async fn authenticate(State(sim): State<Sim>, headers: HeaderMap, ask: Ask) -> Answer {
    sim.query(&ask, &["user"])?;
    if header(&headers, "x-api-key") != Some(API_KEY) {
        return Err(Refusal::new(Reason::Forbidden, "Invalid API key."));
    }
    let pairs = strict::query_pairs(&ask.query);
    match pairs.first().map(|(_, user)| user.as_str()) {
        None | Some("") => return Err(Refusal::bad("The field user is required")),
        Some(USER) => {}
        Some(_) => return Err(Refusal::new(Reason::Forbidden, "Invalid user.")),
    }
    let token = format!("sim-wisecx-{}-token", sim.lab.number("wisecx-token"));
    let until = sim.lab.now() + TOKEN_LIFE;
    sim.world().tokens.insert(token.clone(), until);
    Ok(Json(json!({
        "status": "ok",
        "token": token,
        "message": "Signed in.",
    })))
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Counts the request, and refuses it when the account has had too many.
pub(super) async fn limit(State(sim): State<Sim>, request: Request, next: Next) -> Response {
    if let Some(refusal) = sim.count_request() {
        return refusal.into_response();
    }
    let uri = request.uri().to_string();
    let secret = uri.contains(API_KEY) || sim.world().tokens.keys().any(|key| uri.contains(key));
    if secret {
        sim.lab.violation("a secret stands in the URL");
        return Refusal::new(Reason::Forbidden, "Unauthorized").into_response();
    }
    next.run(request).await
}

/// Refuses requests without the API key and a valid token.
pub(super) async fn guard(State(sim): State<Sim>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let key = header(headers, "x-api-key");
    let key_needed = !sim.has(Quirk::ApiKeyOnlyAtAuthenticate);
    if (key_needed || key.is_some()) && key != Some(API_KEY) {
        return Refusal::new(Reason::Forbidden, "Unauthorized").into_response();
    }
    let token = header(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let now = sim.lab.now();
    let until = token.and_then(|token| sim.world().tokens.get(token).copied());
    match until {
        None => Refusal::new(Reason::Forbidden, "Unauthorized").into_response(),
        Some(until) if now >= until => {
            Refusal::new(Reason::Expired, "Unauthorized: the token has expired").into_response()
        }
        Some(_) => next.run(request).await,
    }
}

/// Gives refusals the form that the quirks ask for.
pub(super) async fn dress(State(sim): State<Sim>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let Some(refusal) = answer.extensions().get::<Refusal>() else {
        return answer;
    };
    let status = match refusal.reason {
        Reason::Expired if sim.has(Quirk::ExpiredTokenIs401) => StatusCode::UNAUTHORIZED,
        Reason::NotFound if sim.has(Quirk::NotFoundIs404) => StatusCode::NOT_FOUND,
        Reason::Limited if sim.has(Quirk::RateLimitIs403) => StatusCode::FORBIDDEN,
        _ => refusal.status(),
    };
    if sim.has(Quirk::PlainTextErrors) {
        return (status, Body::from(refusal.message.clone())).into_response();
    }
    let mut answer = answer;
    *answer.status_mut() = status;
    answer
}

impl Sim {
    fn count_request(&self) -> Option<Refusal> {
        let second = self.lab.now().as_second();
        let mut world = self.world();
        let limits = &mut world.limits;
        for (window, length) in [(&mut limits.minute, 60), (&mut limits.day, 86_400)] {
            let current = second.div_euclid(length);
            if window.0 != current {
                *window = (current, 0);
            }
        }
        let over = limits.minute.1 >= limits.per_minute || limits.day.1 >= limits.per_day;
        if !(over && limits.enforced) {
            limits.minute.1 += 1;
            limits.day.1 += 1;
        }
        (over && limits.enforced).then(|| Refusal::new(Reason::Limited, "Rate limit exceeded"))
    }
}
