//! `/oauth/token` and `/reset-password`.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::Call;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::json;

use super::Done;
use crate::wire;

/// The path of the login, by which the classifier knows it.
pub(crate) const TOKEN_PATH: &str = "/oauth/token";

resource!(
    /// Logins.
    Oauth,
    oauth
);
resource!(
    /// Forgotten passwords. Documented by a third party.
    ResetPassword,
    reset_password
);

/// A login with mail address and password.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct PasswordGrant {
    /// `password`.
    pub grant_type: &'static str,
    /// The client; the same for everybody.
    pub client_id: String,
    /// The client's secret; the same for everybody.
    #[serde(serialize_with = "exposed")]
    pub client_secret: SecretString,
    /// The mail address.
    #[serde(serialize_with = "exposed")]
    pub username: SecretString,
    /// The password.
    #[serde(serialize_with = "exposed")]
    pub password: SecretString,
}

builder!(PasswordGrant, PasswordGrantBuilder {
    required(into): [username: SecretString, password: SecretString],
    default(into): [
        client_id: String = "api".to_owned(),
        client_secret: SecretString = SecretString::from("secret"),
    ],
    internal: [grant_type: &'static str = "password"],
});

redacted_debug!(PasswordGrant {
    show: [grant_type, client_id],
    hide: []
});

/// A login with a refresh token. Documented by a third party.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct RefreshGrant {
    /// `refresh_token`.
    pub grant_type: &'static str,
    /// The client; the same for everybody.
    pub client_id: String,
    /// The client's secret; the same for everybody.
    #[serde(serialize_with = "exposed")]
    pub client_secret: SecretString,
    /// The refresh token.
    #[serde(serialize_with = "exposed")]
    pub refresh_token: SecretString,
}

builder!(RefreshGrant, RefreshGrantBuilder {
    required(into): [refresh_token: SecretString],
    default(into): [
        client_id: String = "api".to_owned(),
        client_secret: SecretString = SecretString::from("secret"),
    ],
    internal: [grant_type: &'static str = "refresh_token"],
});

redacted_debug!(RefreshGrant {
    show: [grant_type, client_id],
    hide: []
});

/// Writes a secret into a body.
pub(super) fn exposed<S: serde::Serializer>(
    secret: &SecretString,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

impl Oauth {
    /// Fetches a token with mail address and password: `POST /oauth/token`. `Unauthorized` when
    /// they are wrong.
    ///
    /// Sent unsigned, and again after failures that may pass: one token more does no harm.
    pub async fn password(&self, grant: &PasswordGrant) -> Result<wire::AccessToken> {
        self.api.send(token_call(Safety::Safe, grant)).await?.json()
    }

    /// Fetches a token with a refresh token: `POST /oauth/token`. `Unauthorized` when it is over.
    /// Whether the refresh token is another one afterwards is not known; take the one that comes.
    ///
    /// Sent unsigned, and once, for it may use the refresh token up. Documented by a third party.
    pub async fn refresh(&self, grant: &RefreshGrant) -> Result<wire::AccessToken> {
        self.api.send(token_call(Safety::Once, grant)).await?.json()
    }
}

/// A login. Both grants go to the same path.
pub(crate) fn token_call<T: Serialize>(safety: Safety, grant: &T) -> Call {
    Call::post(safety, TOKEN_PATH)
        .name("oauth.token")
        .unsigned()
        .json(grant)
}

impl ResetPassword {
    /// Has a mail sent to an agent who forgot the password: `POST /reset-password/request`.
    ///
    /// Sent once. Documented by a third party.
    pub async fn request(&self, email: &str) -> Result<Done> {
        let call = Call::post(Safety::Once, "/reset-password/request")
            .name("reset_password.request")
            .json(&json!({ "email": email }));
        self.api.done(call).await
    }
}
