//! What every handler uses to read a request strictly and to refuse it.

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequest, MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Sim;
use crate::strict;

/// What a handler answers.
pub(super) type Answer = Result<Json<Value>, Refusal>;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The request is wrong: 400.
    Bad,
    /// There is no such record: 400, as with the one "not found" that is known of this vendor.
    NotFound,
    /// No valid key or token: 403.
    Forbidden,
    /// The token is too old: 403.
    Expired,
    /// Too many requests: 429.
    Limited,
    /// The path exists, the method does not: 501.
    NoMethod,
    /// There is no such path: 404.
    NoPath,
}

/// A refusal; the outermost layer gives it the form that the quirks ask for.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) reason: Reason,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
        }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(Reason::Bad, message)
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(Reason::NotFound, format!("{what} Not Found"))
    }

    pub(super) fn status(&self) -> StatusCode {
        match self.reason {
            Reason::Bad | Reason::NotFound => StatusCode::BAD_REQUEST,
            Reason::Forbidden | Reason::Expired => StatusCode::FORBIDDEN,
            Reason::Limited => StatusCode::TOO_MANY_REQUESTS,
            Reason::NoMethod => StatusCode::NOT_IMPLEMENTED,
            Reason::NoPath => StatusCode::NOT_FOUND,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(json!({ "message": self.message }));
        let mut answer = (self.status(), body).into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// A request as the handlers see it.
#[derive(Debug)]
pub(super) struct Ask {
    /// Method and route, for violations.
    pub(super) endpoint: String,
    /// The route with this request's values in it.
    pub(super) path: String,
    /// The raw query string.
    pub(super) query: String,
    /// The host that the caller addressed.
    pub(super) host: String,
    /// The body.
    pub(super) body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Ask {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let route = parts
            .extensions
            .get::<MatchedPath>()
            .map_or_else(|| parts.uri.path().to_owned(), |m| m.as_str().to_owned());
        let host = parts
            .headers
            .get(http::header::HOST)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        Ok(Self {
            endpoint: format!("{} {route}", parts.method),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            host,
            body: axum::body::to_bytes(body, usize::MAX)
                .await
                .unwrap_or_default(),
        })
    }
}

/// The JSON type that the documentation gives a body member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// A whole number, or any number.
    Number,
    /// `true` or `false`.
    Flag,
    /// An array.
    List,
    /// An object.
    Object,
    /// A string in the table, an array in the example.
    TextOrList,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Flag => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::TextOrList => value.is_string() || value.is_array(),
        }
    }
}

/// One documented body member: name, type, whether it is required.
pub(super) type Member = (&'static str, Kind, bool);

impl Sim {
    /// Records a violation and makes the refusal that goes with it.
    pub(super) fn violated(&self, endpoint: &str, what: &str) -> Refusal {
        self.lab.violation(format!("{endpoint}: {what}"));
        Refusal::bad(format!("Bad request: {what}"))
    }

    /// Refuses query parameters outside `known`.
    pub(super) fn query(&self, ask: &Ask, known: &[&str]) -> Result<(), Refusal> {
        if ask.query.contains(['{', '}']) {
            return Err(self.violated(
                &ask.endpoint,
                "curly braces in the query must be percent-encoded",
            ));
        }
        strict::known_query(&self.lab, &ask.endpoint, &ask.query, known);
        match strict::query_pairs(&ask.query)
            .into_iter()
            .find(|(key, _)| !known.contains(&key.as_str()))
        {
            Some((key, _)) => Err(Refusal::bad(format!("Unknown parameter {key}"))),
            None => Ok(()),
        }
    }

    /// The JSON body, for endpoints without query parameters.
    pub(super) fn body(&self, ask: &Ask) -> Result<Value, Refusal> {
        self.query(ask, &[])?;
        serde_json::from_slice(&ask.body)
            .map_err(|_| self.violated(&ask.endpoint, "the body is not JSON"))
    }

    /// Refuses a body on endpoints that take none.
    pub(super) fn no_body(&self, ask: &Ask) -> Result<(), Refusal> {
        self.query(ask, &[])?;
        if ask.body.is_empty() {
            Ok(())
        } else {
            Err(self.violated(&ask.endpoint, "this endpoint takes no body"))
        }
    }

    /// The object in `value`, with documented members of the documented types only.
    pub(super) fn object<'v>(
        &self,
        endpoint: &str,
        value: &'v Value,
        members: &[Member],
    ) -> Result<&'v Map<String, Value>, Refusal> {
        let known: Vec<&str> = members.iter().map(|(name, ..)| *name).collect();
        strict::known_keys(&self.lab, endpoint, value, &known);
        let Some(object) = value.as_object() else {
            return Err(Refusal::bad("Bad request: an object is expected"));
        };
        if let Some(key) = object.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(Refusal::bad(format!("Bad request: unknown field {key}")));
        }
        for (name, kind, required) in members {
            match object.get(*name) {
                Some(value) if !kind.fits(value) => {
                    return Err(self.violated(endpoint, &format!("`{name}` has the wrong type")));
                }
                None if *required => {
                    return Err(Refusal::bad(format!("The field {name} is required")));
                }
                _ => {}
            }
        }
        Ok(object)
    }

    /// Parses an identifier in the path.
    pub(super) fn id(&self, ask: &Ask, text: &str, what: &str) -> Result<u64, Refusal> {
        text.parse().map_err(|_| {
            self.lab
                .violation(format!("{}: `{text}` is not a number", ask.endpoint));
            Refusal::not_found(what)
        })
    }
}

/// The text of a member, or nothing.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

/// The whole number of a member, or nothing.
pub(super) fn number(object: &Map<String, Value>, name: &str) -> Option<i64> {
    object.get(name)?.as_i64()
}

/// The identifier of a member; 0 when it is missing or not a whole number above 0.
pub(super) fn id_of(object: &Map<String, Value>, name: &str) -> u64 {
    object.get(name).and_then(Value::as_u64).unwrap_or(0)
}
