//! Bodies of calls that write tickets.

use bon::Builder;
use helpdesk_core::redacted_debug;
use serde::Serialize;

use crate::wire::{ChannelTypeId, CustomFieldValue, StatusId};

/// A ticket to create.
///
/// The documentation's text also counts operator, followers and sector among the required fields;
/// its sample does without them.
#[derive(Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewTicket {
    /// The kind of channel. The consumer must have an address on it.
    #[builder(into)]
    pub channel_id: ChannelTypeId,
    /// The consumer's `user_id`.
    pub consumer_user_id: String,
    /// What it is about.
    pub subject: String,
    /// The status, one of the ongoing ones.
    #[builder(into)]
    pub status_id: StatusId,
    /// The `user_id` of the operator, who has to be in the sector if one is given. The text of the
    /// documentation spells it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_employee_user_id: Option<String>,
    /// The same in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigner_employee_user_id: Option<String>,
    /// The `user_id`s of operators who follow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers_id: Option<Vec<String>>,
    /// The sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector_id: Option<String>,
    /// Custom fields of tickets, all required ones among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    /// Tags of tickets that are in use. The samples of the documentation spell it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_ids: Option<Vec<String>>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_ids: Option<Vec<String>>,
}

redacted_debug!(NewTicket {
    show: [
        channel_id,
        consumer_user_id,
        status_id,
        assigned_employee_user_id,
        sector_id
    ],
    hide: [subject, custom_fields, tag_ids]
});

/// Changes to a ticket. What is not given stays as it is, but required custom fields have to be
/// given again.
///
/// Setting the status to Resolved closes it. Changing the sector takes the operator off and deletes
/// the tasks of operators who are not in the new one.
#[derive(Clone, Default, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditTicket {
    /// The kind of channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelTypeId>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The `user_id` of the operator, in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_employee_user_id: Option<String>,
    /// The same in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigner_employee_user_id: Option<String>,
    /// The `user_id`s of operators who follow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers_id: Option<Vec<String>>,
    /// The status: an ongoing one, or Resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_id: Option<StatusId>,
    /// The sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector_id: Option<String>,
    /// Custom fields of tickets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    /// All tags, in the spelling of the documentation's samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_ids: Option<Vec<String>>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_ids: Option<Vec<String>>,
}

redacted_debug!(EditTicket {
    show: [channel_id, assigned_employee_user_id, status_id, sector_id],
    hide: [subject, custom_fields, tag_ids]
});
