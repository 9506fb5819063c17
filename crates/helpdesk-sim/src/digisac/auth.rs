//! `POST /oauth/token`, personal tokens, and the owner's own record (`/me`).

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::body::{Kind, check, text};
use super::gate::Routes;
use super::model::{Model, Row};
use super::records::stamp;
use super::reply::{Call, Reply, error, ok};
use super::state::{Access, World};
use super::{Quirk, Sim};

/// How long an OAuth access token is good for. The real value is unknown.
pub(super) const LIFETIME: Duration = Duration::from_secs(86_400);

pub(super) fn routes(routes: &mut Routes) {
    routes.add("POST", "/oauth/token", token);
    routes.add("GET", "/me", me);
    routes.add("PUT", "/me", change_me);
}

impl World {
    /// Whose token this is; `None` for an unknown or expired one.
    pub(super) fn user_of(&self, token: &str, now: Timestamp) -> Option<String> {
        if token.is_empty() {
            return None;
        }
        if let Some(access) = self.access.get(token) {
            return (now < access.until).then(|| access.user.clone());
        }
        self.table("me/tokens")?
            .iter()
            .find(|doc| doc["accessToken"] == token)
            .and_then(|doc| doc["userId"].as_str().map(str::to_owned))
    }
}

fn token(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json_or_form(sim)?;
    let members = [
        ("grant_type", Kind::Text),
        ("client_id", Kind::Text),
        ("client_secret", Kind::Text),
        ("username", Kind::Text),
        ("password", Kind::Text),
        ("refresh_token", Kind::Text),
        ("scope", Kind::Text),
        ("accountId", Kind::TextOrNull),
    ];
    let grant = text(&body, "grant_type").unwrap_or_default().to_owned();
    let required: &[&str] = match grant.as_str() {
        "password" => &["client_id", "client_secret", "username", "password"],
        "refresh_token" => &["client_id", "client_secret", "refresh_token"],
        _ => return Err(call.refuse(sim, "`grant_type` is neither password nor refresh_token")),
    };
    check(sim, call, &body, &members, required)?;
    let refused = || error(401, "HttpError", "The credentials are invalid");
    let login = sim.password_login();
    if body["client_id"] != login.client_id || body["client_secret"] != login.client_secret {
        return Err(refused());
    }
    let mut world = sim.world();
    let user = if grant == "password" {
        let good = body["username"] == login.username && body["password"] == login.password;
        if !good {
            return Err(refused());
        }
        world.owner.clone()
    } else {
        let old = body["refresh_token"].as_str().unwrap_or_default();
        let user = world.refresh.get(old).cloned().ok_or_else(refused)?;
        if !world.quirk(Quirk::RefreshTokenStays) {
            world.refresh.remove(old);
        }
        user
    };
    let number = sim.lab.number("oauth");
    let access = format!("sim-oauth-{number}-token");
    let refresh = if grant == "refresh_token" && world.quirk(Quirk::RefreshTokenStays) {
        body["refresh_token"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    } else {
        format!("sim-refresh-{number}-token")
    };
    let until = sim.lab.now() + LIFETIME;
    world.access.insert(
        access.clone(),
        Access {
            user: user.clone(),
            until,
        },
    );
    world.refresh.insert(refresh.clone(), user);
    Ok(ok(json!({
        "access_token": access,
        "refresh_token": refresh,
        "expires_in": LIFETIME.as_secs(),
        "token_type": "Bearer",
    })))
}

fn me(sim: &Sim, call: &Call) -> Reply {
    let spec = super::query::parse(sim, call, Model::Doc("users"), super::query::ONE_KEYS, &[])?;
    let world = sim.world();
    match world.doc("users", &call.user) {
        Some(doc) => {
            let row = Row::Doc(doc);
            Ok(ok(world.view(
                row,
                &spec.includes,
                spec.attributes.as_deref(),
            )))
        }
        None => Err(world.missing()),
    }
}

fn change_me(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, &[("language", Kind::Text)], &[])?;
    if !matches!(
        text(&body, "language"),
        None | Some("pt-BR" | "en-US" | "es")
    ) {
        return Err(call.refuse(sim, "`language` is not one of pt-BR, en-US, es"));
    }
    let now = stamp(sim.lab.now());
    let mut world = sim.world();
    world.changed();
    let Some(doc) = world.table_mut("users").get_mut(&call.user) else {
        return Err(world.missing());
    };
    if let Some(language) = text(&body, "language") {
        doc["language"] = Value::from(language);
    }
    doc["updatedAt"] = Value::from(now);
    let shown = doc.clone();
    Ok(ok(world.show(Row::Doc(&shown))))
}
