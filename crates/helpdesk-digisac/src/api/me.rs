//! `/me`: the owner of the credentials, personal tokens, webhook subscriptions.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Language, WebhookEvent, WebhookType, at_least_one};
use crate::wire;

resource!(
    /// The owner of the credentials. Documented by a third party.
    Me,
    me
);
resource!(
    /// Personal tokens. Documented by a third party; the answers hold the tokens.
    MeTokens,
    me_tokens
);
resource!(
    /// Webhook subscriptions.
    MeWebhooks,
    me_webhooks
);

/// A subscription to create. The panel's own are of the type `general`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateWebhook {
    /// Whether it is in use.
    pub active: bool,
    /// The name.
    pub name: String,
    /// The address that is called.
    pub url: String,
    /// The events.
    pub events: Vec<WebhookEvent>,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: WebhookType,
    /// The owner.
    pub user_id: String,
    /// The account.
    pub account_id: String,
}

builder!(CreateWebhook, CreateWebhookBuilder {
    required: [events: Vec<WebhookEvent>],
    required(into): [name: String, url: String, user_id: String, account_id: String],
    default: [active: bool = true],
    default(into): [kind: WebhookType = WebhookType::General],
});

redacted_debug!(CreateWebhook {
    show: [active, events, kind, user_id, account_id],
    hide: [name, url]
});

/// Changes to a subscription. Whether what is not given stays is not documented, so give all.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateWebhook {
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// What it is for.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<WebhookType>,
    /// The owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

builder!(UpdateWebhook, UpdateWebhookBuilder {
    optional: [active / maybe_active: bool, events / maybe_events: Vec<WebhookEvent>],
    optional(into): [
        name / maybe_name: String,
        url / maybe_url: String,
        kind / maybe_kind: WebhookType,
        user_id / maybe_user_id: String,
        account_id / maybe_account_id: String,
    ],
});

redacted_debug!(UpdateWebhook {
    show: [active, events, kind, user_id, account_id],
    hide: [name, url]
});

impl Me {
    /// The owner of the credentials: `GET /me`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn get(&self) -> Result<Kept<wire::User>> {
        self.get_as().await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(&self) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/me").name("me.get");
        self.api.record(call, "agent").await
    }

    /// Changes one's language: `PUT /me`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn update_language(&self, language: &Language) -> Result<Kept<wire::User>> {
        let call = Call::put(Safety::Safe, "/me")
            .name("me.update")
            .json(&json!({ "language": language }));
        self.api.record(call, "agent").await
    }
}

impl MeTokens {
    list!(
        "me_tokens.list",
        "/me/tokens",
        Value,
        "The rows hold secrets. Documented by a third party."
    );
    get!(
        "me_tokens.get",
        "/me/tokens/{tokenId}",
        "tokenId",
        Value,
        "token",
        "The record holds a secret. Documented by a third party."
    );

    /// Makes a personal token: `POST /me/tokens`. It does not expire by itself and may do what its
    /// owner may; the name of the member that holds it is not documented.
    ///
    /// Sent once. Documented by a third party.
    pub async fn create(&self, name: &str) -> Result<Kept<Value>> {
        let call = Call::post(Safety::VerifyFirst, "/me/tokens")
            .name("me_tokens.create")
            .json(&json!({ "name": name }));
        self.api.record(call, "token").await
    }

    /// Renames a personal token: `PUT /me/tokens/{tokenId}`. `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn update(&self, id: &str, name: &str) -> Result<Kept<Value>> {
        let call = Call::put(Safety::Safe, "/me/tokens/{tokenId}")
            .name("me_tokens.update")
            .segment("tokenId", id)
            .json(&json!({ "name": name }));
        self.api.record(call, "token").await
    }

    delete!(
        "me_tokens.delete",
        "/me/tokens/{tokenId}",
        "tokenId",
        "Whoever uses the token is locked out. Documented by a third party."
    );
}

impl MeWebhooks {
    list!(
        "me_webhooks.list",
        "/me/webhooks",
        wire::Webhook,
        "Documented by a third party."
    );
    get!(
        "me_webhooks.get",
        "/me/webhooks/{webhookId}",
        "webhookId",
        wire::Webhook,
        "webhook",
        "Documented by a third party."
    );

    /// Creates a subscription: `POST /me/webhooks`.
    ///
    /// Several may have the same address. `Invalid` without any event. Sent once: after an unknown
    /// delivery the error says so.
    pub async fn create(&self, new: &CreateWebhook) -> Result<Kept<wire::Webhook>> {
        self.api
            .allow("me_webhooks.create", at_least_one("events", &new.events))?;
        self.api.record(Self::create_call(new), "webhook").await
    }

    pub(crate) fn create_call(new: &CreateWebhook) -> Call {
        Call::post(Safety::VerifyFirst, "/me/webhooks")
            .name("me_webhooks.create")
            .json(new)
    }

    update!(
        "me_webhooks.update",
        "/me/webhooks/{webhookId}",
        "webhookId",
        UpdateWebhook,
        wire::Webhook,
        "webhook",
        "There is no documented call that removes one: switch it off. Documented by a third party."
    );
}
