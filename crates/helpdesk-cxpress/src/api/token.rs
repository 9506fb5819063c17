//! `/external/update/token`

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::Api;
use crate::wire::TokenPair;

/// The tokens themselves.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a>(pub(super) &'a Api);

impl Token<'_> {
    /// `PUT /external/update/token`: turns a refresh token into a new pair. "Update Token".
    ///
    /// **The refresh token is used up**, and this client does not learn the new pair: it renews its
    /// own tokens by itself. This is for programs that keep tokens of their own. Repeated after a
    /// failure that may pass; when the vendor did renew and the answer was lost, the next try is
    /// refused, the pair is lost, and an owner has to create a new integration entity.
    pub async fn update(&self, refresh_token: &SecretString) -> Result<TokenPair> {
        self.0.send(renewal(refresh_token)).await?.json()
    }
}

/// The call that renews tokens. It is not signed.
///
/// The refresh token is good once. After a lost answer it is either good still, or used up and its
/// pair lost: trying it again saves the first case and costs nothing in the second.
pub(crate) fn renewal(refresh_token: &SecretString) -> Call {
    Call::put(Safety::Safe, "/external/update/token")
        .name(RENEWAL)
        .unsigned()
        .json(&json!({ "refresh_token": refresh_token.expose_secret() }))
}

/// The name of the call that renews tokens.
pub(crate) const RENEWAL: &str = "token.update";
