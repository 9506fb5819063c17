//! Bodies of calls that write tickets.

use helpdesk_core::{Error, Result, builder, redacted_debug};

use super::bodies;
use crate::convert::custom_fields;
use crate::wire::{ChannelTypeId, CustomField, CustomFieldValue, EntityTypeId, StatusId};

bodies! {
    /// A ticket to create.
    ///
    /// The documentation's text also counts operator, followers and sector among the required
    /// fields; its sample does without them.
    new NewTicket {
        /// The kind of channel. The consumer must have an address on it.
        pub channel_id: ChannelTypeId,
        /// The consumer's `user_id`.
        pub consumer_user_id: String,
        /// What it is about.
        pub subject: String,
        /// The status, one of the ongoing ones.
        pub status_id: StatusId,
    }

    /// Changes to a ticket. What is not given stays as it is, but required custom fields have to be
    /// given again.
    ///
    /// Setting the status to Resolved closes it. Changing the sector takes the operator off and
    /// deletes the tasks of operators who are not in the new one.
    #[derive(Default)]
    edit EditTicket {
        /// The kind of channel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub channel_id: Option<ChannelTypeId>,
        /// What it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject: Option<String>,
        /// The status: an ongoing one, or Resolved.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status_id: Option<StatusId>,
    }

    both {
        /// The `user_id` of the operator, who has to be in the sector if one is given. The text of
        /// the documentation spells it so.
        assigned_employee_user_id: String,
        /// The same in the spelling of the documentation's sample.
        assigner_employee_user_id: String,
        /// The `user_id`s of operators who follow it.
        followers_id: Vec<String>,
        /// The sector.
        sector_id: String,
        /// Custom fields of tickets, all required ones among them.
        custom_fields: Vec<CustomFieldValue>,
        /// All tags, each one of tickets and in use. The samples of the documentation spell it so.
        tag_ids: Vec<String>,
        /// The same in the spelling of the documentation's text.
        tags_ids: Vec<String>,
    }
}

builder!(NewTicket, NewTicketBuilder {
    required(into): [
        channel_id: ChannelTypeId,
        consumer_user_id: String,
        subject: String,
        status_id: StatusId,
    ],
    optional: [
        followers_id / maybe_followers_id: Vec<String>,
        custom_fields / maybe_custom_fields: Vec<CustomFieldValue>,
        tag_ids / maybe_tag_ids: Vec<String>,
        tags_ids / maybe_tags_ids: Vec<String>,
    ],
    optional(into): [
        assigned_employee_user_id / maybe_assigned_employee_user_id: String,
        assigner_employee_user_id / maybe_assigner_employee_user_id: String,
        sector_id / maybe_sector_id: String,
    ],
});

builder!(EditTicket, EditTicketBuilder {
    optional: [
        followers_id / maybe_followers_id: Vec<String>,
        custom_fields / maybe_custom_fields: Vec<CustomFieldValue>,
        tag_ids / maybe_tag_ids: Vec<String>,
        tags_ids / maybe_tags_ids: Vec<String>,
    ],
    optional(into): [
        channel_id / maybe_channel_id: ChannelTypeId,
        subject / maybe_subject: String,
        status_id / maybe_status_id: StatusId,
        assigned_employee_user_id / maybe_assigned_employee_user_id: String,
        assigner_employee_user_id / maybe_assigner_employee_user_id: String,
        sector_id / maybe_sector_id: String,
    ],
});

impl NewTicket {
    /// Checks the custom fields against their definitions, as
    /// [`CustomFields::list`](crate::api::CustomFields::list) gives them: that every required one is
    /// there, that they are fields of tickets, and that they take their values. Sends nothing.
    ///
    /// `Invalid`, naming the field.
    pub fn check_custom_fields(&self, definitions: &[CustomField]) -> Result<()> {
        checked(definitions, self.custom_fields.as_deref())
    }

    /// What the documentation requires and types cannot.
    pub(crate) fn check(&self) -> Result<()> {
        match self.status_id {
            StatusId::Resolved | StatusId::Abandoned | StatusId::Delayed => Err(Error::invalid(
                "status_id",
                "a ticket begins as new, open, pending or on hold",
            )),
            _ => Ok(()),
        }
    }
}

impl EditTicket {
    /// Checks the custom fields against their definitions, as
    /// [`CustomFields::list`](crate::api::CustomFields::list) gives them: that every required one is
    /// there, for a change has to send them again, that they are fields of tickets, and that they
    /// take their values. Sends nothing.
    ///
    /// `Invalid`, naming the field.
    pub fn check_custom_fields(&self, definitions: &[CustomField]) -> Result<()> {
        checked(definitions, self.custom_fields.as_deref())
    }

    /// What the documentation requires and types cannot.
    pub(crate) fn check(&self) -> Result<()> {
        match self.status_id {
            Some(StatusId::Abandoned | StatusId::Delayed) => Err(Error::invalid(
                "status_id",
                "new, open, pending, on hold and resolved can be written",
            )),
            _ => Ok(()),
        }
    }
}

fn checked(definitions: &[CustomField], values: Option<&[CustomFieldValue]>) -> Result<()> {
    let values = values.unwrap_or_default();
    custom_fields::check_all(definitions, &EntityTypeId::Ticket, values)?;
    custom_fields::check_required(definitions, values)
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

redacted_debug!(EditTicket {
    show: [channel_id, assigned_employee_user_id, status_id, sector_id],
    hide: [subject, custom_fields, tag_ids]
});
