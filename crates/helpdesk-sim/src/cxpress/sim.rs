//! The simulator itself: routes, switches, seeds and views.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use serde_json::{Map, Value};

use super::auth::{self, DOMAIN};
use super::call::{Call, Outcome, Refusal};
use super::quirk::Quirk;
use super::routes::{ENDPOINTS, Endpoint, Verb};
use super::seed;
use super::state::World;
use super::webhooks::Hook;
use crate::{Lab, VendorSim};

/// A simulated Cxpress tenant. Clones share everything.
#[derive(Debug, Clone)]
pub struct Sim {
    pub(super) lab: Lab,
    world: Arc<Mutex<World>>,
}

impl VendorSim for Sim {
    const VENDOR: &'static str = "cxpress";

    fn new(lab: Lab) -> Self {
        let world = seed::standard(lab.now());
        Self {
            lab,
            world: Arc::new(Mutex::new(world)),
        }
    }

    fn router(&self) -> Router {
        let mut router = Router::new();
        for endpoint in ENDPOINTS {
            let filter = match endpoint.method {
                Verb::Get => MethodFilter::GET,
                Verb::Post => MethodFilter::POST,
                Verb::Put => MethodFilter::PUT,
                Verb::Delete => MethodFilter::DELETE,
            };
            let sim = self.clone();
            let handler = move |params: RawPathParams, request: Request| {
                let sim = sim.clone();
                async move { sim.serve(endpoint, &params, request).await }
            };
            router = router.route(endpoint.path, on(filter, handler));
        }
        let unknown = |sim: Self| {
            move |request: Request| {
                let what = format!("undocumented call {} {}", request.method(), request.uri());
                sim.lab.violation(what);
                let refusal = Refusal::missing("Route");
                async move { answer(refusal.status, &refusal.body(0)) }
            }
        };
        router
            .fallback(unknown(self.clone()))
            .method_not_allowed_fallback(unknown(self.clone()))
    }

    fn expire_tokens(&self) {
        self.lock().tokens.expire();
    }

    fn base_path(&self) -> &'static str {
        ""
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let world = self.lock();
        vec![
            ("domain", DOMAIN.to_owned()),
            ("api_token", world.tokens.latest_api.clone()),
            ("refresh_token", world.tokens.latest_refresh.clone()),
        ]
    }
}

fn answer(status: u16, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

impl Sim {
    pub(super) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the world from outside the API.
    pub(super) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.lock();
        world.touch();
        act(&mut world)
    }

    async fn serve(
        &self,
        endpoint: &'static Endpoint,
        params: &RawPathParams,
        request: Request,
    ) -> Response {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let mut call = Call {
            lab: &self.lab,
            now: self.lab.now(),
            endpoint: format!("{} {}", endpoint.method.method(), endpoint.path),
            id: params
                .iter()
                .next()
                .map(|(_, value)| value.to_owned())
                .unwrap_or_default(),
            query: auth::query(parts.uri.query()),
            body: Map::new(),
        };
        let mut world = self.lock();
        let mut run = || -> Outcome {
            auth::admit(&call, &mut world, &parts.headers, endpoint.proof)?;
            if parts.method != endpoint.method.method() {
                return Err(call.violation(&format!("undocumented method {}", parts.method)));
            }
            call.check_query(endpoint.query)?;
            if endpoint.body.is_empty() {
                if !bytes.is_empty() {
                    return Err(call.violation("undocumented body"));
                }
            } else {
                match serde_json::from_slice(&bytes) {
                    Ok(Value::Object(object)) => call.body = object,
                    _ => return Err(call.violation("the body is not a JSON object")),
                }
                call.check_body(endpoint.body)?;
            }
            if endpoint.method.writes() {
                world.touch();
            }
            (endpoint.run)(&call, &mut world)
        };
        match run() {
            Ok(reply) => answer(reply.status, &reply.body),
            Err(refusal) => {
                let conflict_is_400 = world.has(Quirk::ConflictsAre400);
                let status = match refusal.status {
                    409 if conflict_is_400 => 400,
                    status => status,
                };
                answer(status, &refusal.body(endpoint.area))
            }
        }
    }

    // Switches.

    /// Switches to the other documented or possible behaviour.
    pub fn set_quirk(&self, quirk: Quirk) {
        self.change(|world| world.quirks.insert(quirk));
    }

    /// Back to the default behaviour.
    pub fn clear_quirk(&self, quirk: Quirk) {
        self.change(|world| world.quirks.remove(&quirk));
    }

    /// Whether the limit of requests is enforced; it is unless switched off.
    pub fn enforce_limits(&self, on: bool) {
        self.change(|world| {
            world.gate.on = on;
            world.gate.clear();
        });
    }

    /// Another limit than 300 requests a minute.
    pub fn set_rate_limit(&self, per_minute: usize) {
        self.change(|world| world.gate.per_minute = per_minute);
    }

    /// Whether the caller's address is blocked now.
    pub fn is_blocked(&self) -> bool {
        let now = self.lab.now();
        self.lock().gate.blocked(now)
    }

    /// Lets no page have more rows than this, whatever `limit` says; none by default, since the
    /// documentation names no maximum.
    pub fn set_page_cap(&self, cap: Option<usize>) {
        self.change(|world| world.page_cap = cap);
    }

    /// Lets every refresh token issued so far expire.
    pub fn expire_refresh_tokens(&self) {
        self.lock().tokens.expire_refresh();
    }

    /// Takes from the token the permission for a call, named as in `"GET /external/consumer"`;
    /// an identifier in the path is `{id}`.
    pub fn deny(&self, endpoint: &str) {
        self.change(|world| world.denied.insert(endpoint.to_owned()));
    }

    /// Gives it back.
    pub fn allow(&self, endpoint: &str) {
        self.change(|world| world.denied.remove(endpoint));
    }

    /// Enters an address for notifications of creations and updates.
    pub fn subscribe(&self, url: &str) {
        self.subscribe_to(url, true, true);
    }

    /// Enters an address for notifications, with a choice of events.
    pub fn subscribe_to(&self, url: &str, create: bool, update: bool) {
        let url = url.to_owned();
        self.change(|world| {
            world.hooks.push(Hook {
                url,
                create,
                update,
            });
        });
    }
}
