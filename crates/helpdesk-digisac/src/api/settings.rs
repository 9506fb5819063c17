//! Custom fields and ticket topics.

use helpdesk_core::{builder, redacted_debug};
use serde::Serialize;

use super::{CustomFieldOwner, CustomFieldType};
use crate::wire;

resource!(
    /// Definitions of custom fields. Documented by a third party.
    CustomFields,
    custom_fields
);

resource!(
    /// What tickets are about, chosen when they are closed. Documented by a third party.
    TicketTopics,
    ticket_topics
);

/// A custom field to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomFieldDefinition {
    /// The name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: CustomFieldType,
    /// What it belongs to.
    pub allowed: CustomFieldOwner,
}

builder!(CustomFieldDefinition, CustomFieldDefinitionBuilder {
    required(into): [name: String, kind: CustomFieldType, allowed: CustomFieldOwner],
});

redacted_debug!(CustomFieldDefinition {
    show: [kind, allowed],
    hide: [name]
});

/// A topic to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TicketTopicInput {
    /// The name.
    pub name: String,
}

builder!(TicketTopicInput, TicketTopicInputBuilder {
    required(into): [name: String],
});

redacted_debug!(TicketTopicInput {
    show: [],
    hide: [name]
});

impl CustomFields {
    list!(
        "custom_fields.list",
        "/custom-fields",
        wire::CustomField,
        "Documented by a third party."
    );
    get!(
        "custom_fields.get",
        "/custom-fields/{customFieldsId}",
        "customFieldsId",
        wire::CustomField,
        "custom field",
        "Documented by a third party."
    );
    create!(
        "custom_fields.create",
        "/custom-fields",
        CustomFieldDefinition,
        wire::CustomField,
        "custom field",
        "Documented by a third party."
    );
    update!(
        "custom_fields.update",
        "/custom-fields/{customFieldsId}",
        "customFieldsId",
        CustomFieldDefinition,
        wire::CustomField,
        "custom field",
        "Documented by a third party."
    );
    delete!(
        "custom_fields.delete",
        "/custom-fields/{customFieldsId}",
        "customFieldsId",
        "Documented by a third party."
    );
}

impl TicketTopics {
    list!(
        "ticket_topics.list",
        "/ticket-topics",
        wire::TicketTopic,
        "Documented by a third party."
    );
    get!(
        "ticket_topics.get",
        "/ticket-topics/{ticketTopicId}",
        "ticketTopicId",
        wire::TicketTopic,
        "topic",
        "Documented by a third party."
    );
    create!(
        "ticket_topics.create",
        "/ticket-topics",
        TicketTopicInput,
        wire::TicketTopic,
        "topic",
        "Documented by a third party."
    );
    update!(
        "ticket_topics.update",
        "/ticket-topics/{ticketTopicId}",
        "ticketTopicId",
        TicketTopicInput,
        wire::TicketTopic,
        "topic",
        "Documented by a third party."
    );
    delete!(
        "ticket_topics.delete",
        "/ticket-topics/{ticketTopicId}",
        "ticketTopicId",
        "Documented by a third party."
    );
}
