//! Groups, which are contacts as well.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde_json::Value;

use super::{Contacts, Done, at_least_one};
use crate::wire;

resource!(
    /// WhatsApp groups. Documented by a third party.
    WhatsappGroups,
    whatsapp_groups
);

/// A group to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateGroup {
    /// The channel.
    pub service_id: String,
    /// The name.
    pub internal_name: String,
    /// That it is a group.
    pub is_group: bool,
}

builder!(CreateGroup, CreateGroupBuilder {
    required(into): [service_id: String, internal_name: String],
    internal: [is_group: bool = true],
});

redacted_debug!(CreateGroup {
    show: [service_id],
    hide: [internal_name]
});

impl Contacts {
    /// Creates a group: `POST /contacts`.
    ///
    /// Sent once: after an unknown delivery the error says so.
    pub async fn create_group(&self, new: &CreateGroup) -> Result<Kept<wire::Contact>> {
        let call = Call::post(Safety::VerifyFirst, "/contacts")
            .name("contacts.create_group")
            .json(new);
        self.api.record(call, "contact").await
    }

    /// Adds members to a group: `POST /contacts/{contactId}/add-members`. `NotFound`.
    ///
    /// Sent once. Documented by a third party; the answer is not.
    pub async fn add_members(&self, group_id: &str, contact_ids: &[&str]) -> Result<Done> {
        self.api.allow(
            "contacts.add_members",
            at_least_one("contact_ids", contact_ids),
        )?;
        let call = Call::post(Safety::Once, "/contacts/{contactId}/add-members")
            .name("contacts.add_members")
            .segment("contactId", group_id)
            .json(contact_ids);
        self.api.done(call).await
    }

    /// Makes members of a group its administrators: `POST /contacts/{contactId}/promote-members`.
    /// `NotFound`.
    ///
    /// Sent again after failures that may pass. The answer is not documented.
    pub async fn promote_members(&self, group_id: &str, contact_ids: &[&str]) -> Result<Done> {
        self.api.allow(
            "contacts.promote_members",
            at_least_one("contact_ids", contact_ids),
        )?;
        let call = Call::post(Safety::Safe, "/contacts/{contactId}/promote-members")
            .name("contacts.promote_members")
            .segment("contactId", group_id)
            .json(contact_ids);
        self.api.done(call).await
    }

    /// Makes administrators of a group plain members: `POST /contacts/{contactId}/demote-members`.
    /// `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party; the answer is not.
    pub async fn demote_members(&self, group_id: &str, contact_ids: &[&str]) -> Result<Done> {
        self.api.allow(
            "contacts.demote_members",
            at_least_one("contact_ids", contact_ids),
        )?;
        let call = Call::post(Safety::Safe, "/contacts/{contactId}/demote-members")
            .name("contacts.demote_members")
            .segment("contactId", group_id)
            .json(contact_ids);
        self.api.done(call).await
    }
}

impl WhatsappGroups {
    /// The groups of a channel: `GET /whatsapp/groups/service/{serviceId}`. Documented by a single
    /// third party; the answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn of_service(&self, service_id: &str) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/whatsapp/groups/service/{serviceId}")
            .name("whatsapp_groups.of_service")
            .segment("serviceId", service_id);
        self.api.record(call, "channel").await
    }
}
