//! The token.

use helpdesk_core::{Error, Result};
use helpdesk_http::StaticHeader;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};

/// A token without the white space that comes along when one is copied.
///
/// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config) at `key` for a text that cannot
/// be a token: empty, in quotes, a whole header line, or with white space or control characters in
/// it.
pub(crate) fn token(key: &str, secret: &SecretString) -> Result<SecretString> {
    let text = secret.expose_secret().trim();
    let wrong = |message: &str| Err(Error::config(key, message));
    if text.is_empty() {
        return wrong("is empty; copy the token from Settings > API");
    }
    if text.starts_with(['"', '\'', '`']) || text.ends_with(['"', '\'', '`']) {
        return wrong("stands in quotes; give the token without them");
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("bearer ") || lower.starts_with("authorization:") {
        return wrong("is a whole header; give the token alone");
    }
    if text.chars().any(char::is_control) {
        return wrong("holds control characters; copy the token again");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return wrong("holds white space or letters that no token has; copy the token again");
    }
    Ok(SecretString::from(text))
}

/// `Authorization: <token>`: the vendor wants no `Bearer` before it.
pub(crate) fn authenticator(token: &SecretString) -> Result<StaticHeader> {
    StaticHeader::new(AUTHORIZATION, token)
}
