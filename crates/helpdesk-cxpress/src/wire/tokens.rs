//! Tokens.

use helpdesk_http::lenient;
use secrecy::SecretString;
use serde::Deserialize;

/// A new pair of tokens. The one it was fetched with is used up.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TokenPair {
    /// The API token, good for an hour.
    #[serde(deserialize_with = "secret")]
    pub token: SecretString,
    /// The refresh token, good for seven days, in the vendor's own spelling.
    #[serde(
        rename = "refresToken",
        alias = "refreshToken",
        alias = "refresh_token",
        deserialize_with = "secret"
    )]
    pub refresh_token: SecretString,
}

fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    lenient::id::<D, String>(deserializer).map(SecretString::from)
}
