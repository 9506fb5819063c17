//! Authentication.

use helpdesk_http::lenient;
use secrecy::SecretString;
use serde::Deserialize;

/// The answer of `GET /authenticate`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Authenticated {
    /// `ok` when it went well.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// The token, good for an hour.
    #[serde(default)]
    pub token: Option<SecretString>,
    /// What the vendor says about it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
}
