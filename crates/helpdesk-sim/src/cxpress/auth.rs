//! Tokens, the Origin header and the limit of requests.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use axum::http::HeaderMap;
use jiff::Timestamp;
use serde_json::json;

use super::call::{Call, Outcome, Refusal, ok};
use super::quirk::Quirk;
use super::state::World;
use crate::strict;

/// The tenant that the simulated integration belongs to.
pub(crate) const DOMAIN: &str = "sim-tenant";

const API_LIFE: Duration = Duration::from_secs(60 * 60);
const REFRESH_LIFE: Duration = Duration::from_secs(168 * 60 * 60);
const WINDOW: Duration = Duration::from_secs(60);
const BLOCK: Duration = Duration::from_secs(10 * 60);

/// How a call proves who makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Not at all; only the renewal of tokens.
    None,
    /// `Authorization: Bearer`.
    Bearer,
    /// `X-API-Key`; only the list of integrated e-mails.
    Key,
}

/// The tokens of one integration. The time of issue of the first pair is that of the first request.
#[derive(Debug)]
pub(crate) struct Tokens {
    api: BTreeMap<String, Option<Timestamp>>,
    refresh: BTreeMap<String, Option<Timestamp>>,
    pub(crate) latest_api: String,
    pub(crate) latest_refresh: String,
    issued: u64,
}

impl Default for Tokens {
    fn default() -> Self {
        let (api, refresh) = (
            "sim-cxpress-api-token".to_owned(),
            "sim-cxpress-refresh-token".to_owned(),
        );
        Self {
            api: BTreeMap::from([(api.clone(), None)]),
            refresh: BTreeMap::from([(refresh.clone(), None)]),
            latest_api: api,
            latest_refresh: refresh,
            issued: 1,
        }
    }
}

impl Tokens {
    /// Starts the life of the pair that existed before the first request.
    fn date(&mut self, now: Timestamp) {
        for issued in self.api.values_mut().chain(self.refresh.values_mut()) {
            issued.get_or_insert(now);
        }
    }

    fn valid(&self, token: &str, now: Timestamp) -> bool {
        alive(self.api.get(token), now, API_LIFE)
    }

    fn is_secret(&self, text: &str) -> bool {
        self.api.contains_key(text) || self.refresh.contains_key(text)
    }

    /// Forgets all access tokens.
    pub(crate) fn expire(&mut self) {
        self.api.clear();
    }

    /// Forgets all refresh tokens.
    pub(crate) fn expire_refresh(&mut self) {
        self.refresh.clear();
    }
}

fn alive(issued: Option<&Option<Timestamp>>, now: Timestamp, life: Duration) -> bool {
    match issued {
        Some(Some(issued)) => now < *issued + life,
        Some(None) => true,
        None => false,
    }
}

/// The limit of requests. All of loopback is one IP address.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) on: bool,
    pub(crate) per_minute: usize,
    recent: VecDeque<Timestamp>,
    blocked_until: Option<Timestamp>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            on: true,
            per_minute: 300,
            recent: VecDeque::new(),
            blocked_until: None,
        }
    }
}

impl Gate {
    /// Counts a request; false while the address is blocked.
    fn pass(&mut self, now: Timestamp) -> bool {
        if !self.on {
            return true;
        }
        if let Some(until) = self.blocked_until {
            if now < until {
                return false;
            }
            self.blocked_until = None;
            self.recent.clear();
        }
        // A test may have set the clock back.
        if self.recent.back().is_some_and(|at| *at > now) {
            self.recent.clear();
        }
        while self.recent.front().is_some_and(|at| now >= *at + WINDOW) {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        if self.recent.len() > self.per_minute {
            self.blocked_until = Some(now + BLOCK);
            return false;
        }
        true
    }

    /// Lifts a block and forgets what was counted.
    pub(crate) fn clear(&mut self) {
        self.recent.clear();
        self.blocked_until = None;
    }

    pub(crate) fn blocked(&self, now: Timestamp) -> bool {
        self.on && self.blocked_until.is_some_and(|until| now < until)
    }
}

/// The checks that come before all others: limit, secrets in the URL, Origin, token, permission.
pub(crate) fn admit(
    call: &Call<'_>,
    world: &mut World,
    headers: &HeaderMap,
    proof: Proof,
) -> Result<(), Refusal> {
    if !world.gate.pass(call.now) {
        let status = if world.has(Quirk::BlockIs403) {
            403
        } else {
            429
        };
        return Err(Refusal::new(
            status,
            29,
            "Too many requests. This IP address is blocked for 10 minutes.",
        ));
    }
    world.tokens.date(call.now);
    if call.query.iter().any(|(_, v)| world.tokens.is_secret(v)) {
        return Err(call.violation("a secret in the URL"));
    }
    let origin = headers.get("origin").and_then(|v| v.to_str().ok());
    if origin != Some(&format!("https://{DOMAIN}.app.cxpress.io/")) {
        return Err(Refusal::new(403, 3, "Origin not allowed."));
    }
    let proof = match proof {
        Proof::Key if world.has(Quirk::EmailsTakeBearer) => Proof::Bearer,
        other => other,
    };
    let token = match proof {
        Proof::None => return Ok(()),
        Proof::Bearer => headers
            .get("authorization")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer ")),
        Proof::Key => headers.get("x-api-key").and_then(|v| v.to_str().ok()),
    };
    if !token.is_some_and(|token| world.tokens.valid(token, call.now)) {
        let status = if world.has(Quirk::ExpiredTokenIs403) {
            403
        } else {
            401
        };
        return Err(Refusal::new(status, 2, "Invalid or expired token."));
    }
    if world.denied.contains(&call.endpoint) {
        return Err(Refusal::new(
            403,
            3,
            "The token has no permission for this endpoint.",
        ));
    }
    Ok(())
}

/// `PUT /external/update/token`. Both tokens are new; the refresh token that was sent is used up,
/// while access tokens live on until their own end.
pub(crate) fn update_token(call: &Call<'_>, world: &mut World) -> Outcome {
    let sent = call.text("refresh_token").unwrap_or_default().to_owned();
    if !alive(world.tokens.refresh.get(&sent), call.now, REFRESH_LIFE) {
        return Err(Refusal::new(401, 2, "Invalid or expired refresh token."));
    }
    if !world.has(Quirk::RefreshTokenReusable) {
        world.tokens.refresh.remove(&sent);
    }
    let tokens = &mut world.tokens;
    tokens.issued += 1;
    let api = format!("sim-cxpress-api-{}-token", tokens.issued);
    let refresh = format!("sim-cxpress-refresh-{}-token", tokens.issued);
    tokens.api.insert(api.clone(), Some(call.now));
    tokens.refresh.insert(refresh.clone(), Some(call.now));
    tokens.latest_api.clone_from(&api);
    tokens.latest_refresh.clone_from(&refresh);
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 6700,
        "token": api,
        "refresToken": refresh,
    }))
}

/// The query string, taken apart.
pub(crate) fn query(raw: Option<&str>) -> Vec<(String, String)> {
    strict::query_pairs(raw.unwrap_or_default())
}
