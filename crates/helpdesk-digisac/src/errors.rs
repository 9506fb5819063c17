//! What Digisac's answers mean when they are bad ones.
//!
//! An error's body is `{error, message, status}`: a name like a class, a sentence, and the HTTP
//! status again.

use helpdesk_core::json::{self, Words};
use helpdesk_core::{Error, ErrorKind};
use helpdesk_http::classify::{self, Classify, Verdict};
use helpdesk_http::{Call, lenient};
use http::HeaderMap;
use serde::Deserialize;

use crate::api::TOKEN_PATH;

/// Tells good answers from bad ones.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Classifier;

/// An error's body.
#[derive(Default, Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    error: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    message: Option<String>,
}

/// The longest error that is looked for in a good answer.
const LONGEST: usize = 4096;

/// The status inside the body of an error that came with a good one. Records have neither an `error`
/// that is a name nor a `status` that is a number.
fn refused_within(body: &[u8]) -> Option<u16> {
    static ERROR: Words = Words::new("error");
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
        status: u16,
    }
    if body.len() > LONGEST || !body.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    // Looking for a text of this name is much quicker than reading good answers once more. Channels
    // have one as well, and it is null.
    if !ERROR.values(body).any(|value| value.starts_with(b"\"")) {
        return None;
    }
    let refusal: Refusal = json::from_bytes(body)?;
    let fails = (400..600).contains(&refusal.status) && is_name(&refusal.error);
    fails.then_some(refusal.status)
}

impl Classify for Classifier {
    fn classify(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict {
        let (status, plain) = match classify::from_status(status, headers, body) {
            Some(plain) => (status, plain),
            None => match refused_within(body) {
                Some(inner) => match classify::from_status(inner, headers, body) {
                    Some(plain) => (inner, plain),
                    None => return Verdict::Accepted,
                },
                None => return Verdict::Accepted,
            },
        };
        // Bodies that are no JSON, or JSON of another shape, leave what the status says.
        let said: Body = json::from_bytes(body).unwrap_or_default();
        let message = said.message.as_deref().unwrap_or_default();
        let error = refined(call, status, body, message, plain);
        let error = match said.error.filter(|name| is_name(name)) {
            Some(name) => error.with_vendor_code(name),
            None => error,
        };
        if status == 401 && call.template() != TOKEN_PATH {
            Verdict::AuthRejected(error)
        } else {
            Verdict::Refused(error)
        }
    }
}

fn refined(call: &Call, status: u16, body: &[u8], message: &str, plain: Error) -> Error {
    if call.template() == TOKEN_PATH && matches!(status, 400 | 401 | 403) && !is_firewall(body) {
        return Error::new(
            ErrorKind::Unauthorized,
            "the login was refused; check `username` and `password`",
        );
    }
    match status {
        401 => Error::new(
            ErrorKind::Unauthorized,
            "the access token was refused; make a new one in the account's API settings",
        ),
        403 if is_firewall(body) => Error::new(
            ErrorKind::Forbidden,
            "the firewall in front of Digisac turned the client away; set another `user_agent`",
        ),
        403 => said(
            ErrorKind::Forbidden,
            "the token's owner may not do this",
            message,
        ),
        404 if is_route(message) => Error::new(
            ErrorKind::Config,
            "there is no such address; check that `base_url` ends as in `https://acme.digisac.co/api/v1`",
        ),
        400 | 422 if is_disconnected(message) => Error::new(
            ErrorKind::Conflict,
            "the channel is not connected; connect it in Digisac, then send again",
        ),
        400 | 422 => said(ErrorKind::Invalid, "the vendor refused the input", message),
        409 => said(
            ErrorKind::Conflict,
            "it collides with what is there already",
            message,
        ),
        500 if is_null_access(message) && names_a_record(call) => Error::new(
            ErrorKind::NotFound,
            "there is no such record; the vendor fails on it instead of saying so",
        ),
        500.. => said(ErrorKind::Unavailable, "the vendor failed", message),
        _ => plain,
    }
}

/// One's own words, and the vendor's sentence behind them.
fn said(kind: ErrorKind, own: &'static str, message: &str) -> Error {
    let sentence = classify::vendor_sentence(message);
    if sentence.is_empty() {
        Error::new(kind, own)
    } else {
        Error::new(kind, format!("{own}: {sentence}"))
    }
}

/// The name of an error, as opposed to a sentence.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What Cloudflare says to clients it does not like. It is no JSON.
fn is_firewall(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(2048)]).to_ascii_lowercase();
    text.contains("error code: 1010") || text.contains("cloudflare")
}

fn is_route(message: &str) -> bool {
    message.to_ascii_lowercase().contains("route not found")
}

/// A send through a channel that is offline: the message names the channel and says so.
fn is_disconnected(message: &str) -> bool {
    message.to_ascii_lowercase().contains("disconnected")
}

/// A raw message of JavaScript about a member of nothing: the record was not there.
fn is_null_access(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("cannot read propert") && message.contains("null")
}

/// Whether the call is about one record. On a list the same message says nothing about records.
fn names_a_record(call: &Call) -> bool {
    call.template().contains('{')
}
