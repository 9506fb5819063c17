//! The routes, and what stands before every one of them: firewall, token, rate limit.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use http::{HeaderMap, header};
use http_body_util::BodyExt;

use super::reply::{Answer, Call, Payload, Reply, error, status};
use super::state::World;
use super::{Quirk, Sim};

/// Collects routes.
pub(super) struct Routes {
    router: Router,
    sim: Sim,
}

/// The simulator's router.
pub(super) fn router(sim: &Sim) -> Router {
    let mut routes = Routes {
        router: Router::new(),
        sim: sim.clone(),
    };
    super::auth::routes(&mut routes);
    super::contacts::routes(&mut routes);
    super::tickets::routes(&mut routes);
    super::messages::routes(&mut routes);
    super::tags::routes(&mut routes);
    super::services::routes(&mut routes);
    super::documents::routes(&mut routes);
    super::generic::routes(&mut routes);
    let unknown = {
        let sim = sim.clone();
        move |request: Request| {
            let sim = sim.clone();
            async move { not_found(&sim, &request) }
        }
    };
    routes
        .router
        .fallback(unknown.clone())
        .method_not_allowed_fallback(unknown)
}

fn not_found(sim: &Sim, request: &Request) -> Response {
    sim.lab.violation(format!(
        "undocumented path or method: {} {}",
        request.method(),
        request.uri().path()
    ));
    error(404, "NotFoundHttpError", "Route not found").into_response()
}

impl Routes {
    /// Adds a route below the base path.
    pub(super) fn add<F>(&mut self, method: &'static str, path: &'static str, handler: F)
    where
        F: Fn(&Sim, &Call) -> Reply + Clone + Send + Sync + 'static,
    {
        self.add_outside(method, &format!("/api/v1{path}"), handler);
    }

    /// Adds a route outside the base path.
    pub(super) fn add_outside<F>(&mut self, method: &'static str, path: &str, handler: F)
    where
        F: Fn(&Sim, &Call) -> Reply + Clone + Send + Sync + 'static,
    {
        let filter = match method {
            "POST" => MethodFilter::POST,
            "PUT" => MethodFilter::PUT,
            "PATCH" => MethodFilter::PATCH,
            "DELETE" => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let endpoint = format!("{method} {}", path.trim_start_matches("/api/v1"));
        let sim = self.sim.clone();
        let serve = move |params: RawPathParams, request: Request| {
            let (sim, handler, endpoint) = (sim.clone(), handler.clone(), endpoint.clone());
            async move { run(&sim, endpoint, &params, request, handler).await }
        };
        let router = std::mem::take(&mut self.router);
        self.router = router.route(path, on(filter, serve));
    }
}

async fn run<F>(
    sim: &Sim,
    endpoint: String,
    params: &RawPathParams,
    request: Request<Body>,
    handler: F,
) -> Response
where
    F: Fn(&Sim, &Call) -> Reply,
{
    let (parts, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let params: BTreeMap<String, String> = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let open = endpoint == "POST /oauth/token";
    let user = match enter(sim, &endpoint, &parts.headers, open) {
        Ok(user) => user,
        Err(answer) => return answer.into_response(),
    };
    let call = Call {
        endpoint,
        params,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
        user,
    };
    match handler(sim, &call) {
        Ok(answer) | Err(answer) => answer.into_response(),
    }
}

/// Lets a call in, and says whose token it carries.
fn enter(sim: &Sim, endpoint: &str, headers: &HeaderMap, open: bool) -> Result<String, Answer> {
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .unwrap_or_default()
            .to_owned()
    };
    let mut world = sim.world();
    if text(header::USER_AGENT).is_empty() && !world.quirk(Quirk::NoUserAgentNeeded) {
        sim.lab.violation(format!(
            "{endpoint}: no User-Agent, the firewall refuses that"
        ));
        let page = Payload::Raw("text/plain; charset=UTF-8", "error code: 1010".to_owned());
        return Err(status(403, page));
    }
    world.count_call(sim.lab.now().as_second())?;
    if open {
        return Ok(String::new());
    }
    let authorization = text(header::AUTHORIZATION);
    let token = authorization.strip_prefix("Bearer ").unwrap_or_default();
    world
        .user_of(token, sim.lab.now())
        .ok_or_else(|| error(401, "HttpError", "The access token is invalid"))
}

impl World {
    fn count_call(&mut self, now: i64) -> Result<(), Answer> {
        let Some(limit) = self.limit.filter(|_| self.enforce_limits) else {
            return Ok(());
        };
        let window = now - now.rem_euclid(limit.seconds);
        if self.window.0 != window {
            self.window = (window, 0);
        }
        self.window.1 += 1;
        if self.window.1 > limit.calls {
            let wait = u64::try_from(window + limit.seconds - now).unwrap_or(1);
            return Err(
                error(429, "TooManyRequestsHttpError", "Too many requests").retry_after(wait)
            );
        }
        Ok(())
    }
}
