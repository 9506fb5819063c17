//! Access tokens.

use helpdesk_http::lenient;
use secrecy::SecretString;
use serde::Deserialize;

/// What a login gives. Its members are named as in OAuth.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct AccessToken {
    /// The token.
    pub access_token: SecretString,
    /// What a new one is fetched with.
    #[serde(default)]
    pub refresh_token: Option<SecretString>,
    /// For how many seconds it is good; the usual value is not known.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub expires_in: Option<u64>,
    /// `Bearer`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub token_type: Option<String>,
}
