//! `/services` and `/bots`.

use helpdesk_core::{Result, Safety, builder};
use helpdesk_http::Call;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{ChannelType, Done};
use crate::wire;

resource!(
    /// Channels, which Digisac calls services or connections.
    Services,
    services
);
resource!(
    /// Bots. Documented by a third party; of the records only identifier and name are known.
    Bots,
    bots
);

/// Putting a channel away, or taking it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ArchiveService {
    /// Whether it is to be put away.
    pub archive: bool,
    /// The kind of the channel.
    #[serde(rename = "type")]
    pub kind: ChannelType,
}

builder!(ArchiveService, ArchiveServiceBuilder {
    required: [archive: bool],
    required(into): [kind: ChannelType],
});

/// A channel to create, or changes to one. Of the members only name and kind are documented.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct ServiceInput {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The kind.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ChannelType>,
    /// Other members, as they are: `data`, `settings`, `botId`, …
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

builder!(ServiceInput, ServiceInputBuilder {
    optional(into): [name / maybe_name: String, kind / maybe_kind: ChannelType],
    default: [other: Map<String, Value>],
});

impl Services {
    list!(
        "services.list",
        "/services",
        wire::Service as T,
        "Documented by a third party."
    );
    get!(
        "services.get",
        "/services/{serviceId}",
        "serviceId",
        wire::Service,
        "channel",
        "Documented by a third party."
    );
    create!(
        "services.create",
        "/services",
        ServiceInput,
        wire::Service,
        "channel",
        "It may cost a connection of the plan. Documented by a third party."
    );
    update!(
        "services.update",
        "/services/{serviceId}",
        "serviceId",
        ServiceInput,
        wire::Service,
        "channel",
        "Documented by a third party."
    );
    delete!(
        "services.delete",
        "/services/{serviceId}",
        "serviceId",
        "A channel that is made again has another identifier. Documented by a third party."
    );

    /// Puts a channel away, or takes it back: `POST /services/{serviceId}/archive`. `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party; the answer is not.
    pub async fn archive(&self, id: &str, archive: &ArchiveService) -> Result<Done> {
        let call = Call::post(Safety::Safe, "/services/{serviceId}/archive")
            .name("services.archive")
            .segment("serviceId", id)
            .json(archive);
        self.api.done(call).await
    }

    action!(
        /// Starts a channel.
        start, "services.start", "/services/{serviceId}/start", "serviceId", Safe
    );
    action!(
        /// Starts a channel anew. Messages may wait meanwhile, so it is sent once.
        restart, "services.restart", "/services/{serviceId}/restart", "serviceId", Once
    );
    action!(
        /// Shuts a channel down: nothing is sent or received until it is started. Documented by a
        /// third party.
        shutdown, "services.shutdown", "/services/{serviceId}/shutdown", "serviceId", Safe
    );
    action!(
        /// Logs a channel out: its code has to be scanned again. Sent once. Documented by a third
        /// party.
        logout, "services.logout", "/services/{serviceId}/logout", "serviceId", Once
    );
}

impl Bots {
    list!("bots.list", "/bots", Value, "Documented by a third party.");
    get!(
        "bots.get",
        "/bots/{botId}",
        "botId",
        Value,
        "bot",
        "Documented by a third party."
    );
    update!(
        "bots.update",
        "/bots/{botId}",
        "botId",
        Value,
        Value,
        "bot",
        "Documented by a third party."
    );
    delete!(
        "bots.delete",
        "/bots/{botId}",
        "botId",
        "Documented by a third party."
    );

    /// Gives a bot that talks to a contact a signal: `POST
    /// /bots/{botId}/trigger-signal/{contactId}`. `NotFound`.
    ///
    /// The bot may write to the contact. Sent once. Documented by a third party.
    pub async fn trigger_signal(&self, id: &str, contact_id: &str, flag: &str) -> Result<Done> {
        let call = Call::post(Safety::Once, "/bots/{botId}/trigger-signal/{contactId}")
            .name("bots.trigger_signal")
            .segment("botId", id)
            .segment("contactId", contact_id)
            .query("flag", flag);
        self.api.done(call).await
    }
}
