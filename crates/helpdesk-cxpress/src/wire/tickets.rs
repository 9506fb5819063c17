//! Tickets: rows of the five lists, and the whole ticket that writes answer.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ChannelTypeId, CustomFieldValue, StatusId, TagEntry, sent, sent_list};

/// A row of a list of tickets.
///
/// Five calls list tickets, and each has rows of its own; this type reads them all. None of them has
/// the identifiers of consumer and operator, save that of an active trigger, which has the whole
/// consumer. Nor can a ticket be got by its identifier.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TicketRow {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The number people use, and the only thing of the ticket itself that `search` finds.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_reference_id: Option<String>,
    /// The status.
    #[serde(deserialize_with = "lenient::id")]
    pub status_id: StatusId,
    /// The kind of channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<ChannelTypeId>,
    /// The subject. Not in rows of an active trigger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    /// The consumer: the name, or in rows of an active trigger all of it.
    #[serde(default, deserialize_with = "sent")]
    pub requester_user: Option<PersonName>,
    /// The operator, by name; names are null when there is none. Not in rows of an operator.
    #[serde(default, deserialize_with = "sent")]
    pub assigned_employee: Option<PersonName>,
    /// The sector; null, or an object of nulls, when there is none. Without identifier in rows of a
    /// consumer.
    #[serde(default, deserialize_with = "sent")]
    pub sector: Option<TicketSector>,
    /// The ticket's tags. Only in rows of ongoing tickets; null when there are none.
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<TagEntry>>,
    /// Custom fields, in the vendor's own spelling. Only in rows of ongoing tickets.
    #[serde(default, alias = "custom_fields", deserialize_with = "sent_list")]
    pub custom_fiejds: Option<Vec<CustomFieldValue>>,
    /// Operators who follow the ticket. Only in rows of an active trigger.
    #[serde(default)]
    pub followers: Option<Value>,
    /// When it came to be. Not in rows of ongoing tickets.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it came to the people, past the chatbot.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_level2_at: Option<Timestamp>,
    /// When something happened that moves it up on the vendor's screen.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub home_ticket_update_at: Option<Timestamp>,
    /// When it was finished. Null for some that a chatbot finished.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// When the consumer last wrote.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub consumer_last_message: Option<Timestamp>,
    /// The text of the last message.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub last_message: Option<String>,
    /// The chatbot that served it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub bot_cxpress_name: Option<String>,
    /// 1 with the chatbot, 2 with people.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub level: Option<u8>,
    /// Who looks at it now, by name. Spelled with a comma in rows of an active trigger.
    #[serde(
        default,
        alias = "who_is_viewing,",
        deserialize_with = "lenient::opt_text"
    )]
    pub who_is_viewing: Option<String>,
    /// Who looks at it now. While somebody does, it can be neither changed nor deleted.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub who_is_viewing_user_id: Option<String>,
    /// Whether the vendor is at it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub processing: Option<bool>,
    /// Whether it stands out on the vendor's screen.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub bold: Option<bool>,
    /// Whether it was read.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub was_read: Option<bool>,
}

redacted_debug!(TicketRow {
    show: [
        id,
        ticket_reference_id,
        status_id,
        channel_id,
        created_at,
        updated_at,
        finished_at,
        deleted_at,
        level
    ],
    hide: [
        subject,
        requester_user,
        assigned_employee,
        sector,
        tags,
        custom_fiejds,
        last_message
    ]
});

/// A person in a ticket.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PersonName {
    /// The identifier that calls use. Only of consumers in rows of an active trigger.
    #[serde(deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The surname.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub lastname: Option<String>,
}

redacted_debug!(PersonName {
    show: [user_id],
    hide: [name, lastname]
});

/// The sector of a ticket.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TicketSector {
    /// The identifier.
    #[serde(deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

/// A whole ticket, as the answers to creating, changing and deleting have it.
///
/// It has the identifiers that rows lack, and lacks the tags, custom fields and operator that rows
/// have.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ticket {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The number people use.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_reference_id: Option<String>,
    /// The status.
    #[serde(deserialize_with = "lenient::id")]
    pub status_id: StatusId,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The `user_id` of the consumer.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The kind of channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<ChannelTypeId>,
    /// The sector.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub sector_id: Option<String>,
    /// The operator who last had it. Null in the documentation, also where one was just given.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_assigned_employee_id: Option<String>,
    /// 1 with the chatbot, 2 with people.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub level: Option<u8>,
    /// Whether a chatbot has it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_bot: Option<bool>,
    /// The subject.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    /// When service began.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub started_at: Option<Timestamp>,
    /// When service ended.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub ended_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// When it was finished.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    /// When it was opened again.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub reopened_at: Option<Timestamp>,
    /// When it came to the people, past the chatbot.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_level2_at: Option<Timestamp>,
    /// When something happened that moves it up on the vendor's screen.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub home_ticket_update_at: Option<Timestamp>,
    /// When the consumer last wrote.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub consumer_last_message: Option<Timestamp>,
    /// When an operator last wrote.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub agent_last_message: Option<Timestamp>,
    /// What the consumer last wrote.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub consumer_last_message_content: Option<String>,
    /// What an operator last wrote.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub agent_last_message_content: Option<String>,
    /// Whether an operator is at it now.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub in_attendance: Option<bool>,
    /// Whether it was read.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub was_read: Option<bool>,
    /// Whether the vendor is at it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub processing: Option<bool>,
    /// Who looks at it now, by name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub who_is_viewing: Option<String>,
    /// Who looks at it now.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub who_is_viewing_user_id: Option<String>,
    /// The WhatsApp number it came in by.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub whatsapp_keys_id: Option<String>,
    /// The chat window it came in by.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub webchat_keys_id: Option<String>,
    /// The Facebook page it came in by.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub facebook_keys_id: Option<String>,
    /// The Instagram page it came in by.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub instagram_keys_id: Option<String>,
    /// The call, in telephony.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub call_id: Option<String>,
    /// Copies of a mail.
    #[serde(default)]
    pub cc: Option<Value>,
    /// Blind copies of a mail.
    #[serde(default)]
    pub cco: Option<Value>,
    /// Whether it counts as solved already.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub pre_solved: Option<bool>,
    /// Whether the survey is out.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub waiting_nps_answer: Option<bool>,
    /// What the survey brought.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub nps_score: Option<f64>,
    /// The chatbot that served it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub bot_cxpress_name: Option<String>,
    /// The language model behind the chatbot.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub bot_nlp_id: Option<String>,
    /// The triage.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub triage_id: Option<String>,
    /// The place in the triage.
    #[serde(default)]
    pub triage_sequence: Option<Value>,
    /// The integration behind the chatbot.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub api_integration_id: Option<String>,
    /// The place in the integration.
    #[serde(default)]
    pub api_integration_sequence: Option<Value>,
    /// The language of the last message.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub last_language: Option<String>,
    /// Whether the triage runs.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub run_triage: Option<bool>,
    /// Extensions, in telephony.
    #[serde(default)]
    pub extension_list: Option<Value>,
    /// Who of the operators opened it.
    #[serde(default)]
    pub ticket_created_by_employee: Option<Value>,
    /// The address it was opened by, in mail.
    #[serde(default)]
    pub email_ticket_created: Option<Value>,
    /// Whether the consumer was told that nobody is there.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_sent_outside_opening_hours_message: Option<bool>,
}

redacted_debug!(Ticket {
    show: [
        id,
        ticket_reference_id,
        status_id,
        user_id,
        channel_id,
        sector_id,
        last_assigned_employee_id,
        level,
        created_at,
        updated_at,
        finished_at,
        deleted_at
    ],
    hide: [
        subject,
        consumer_last_message_content,
        agent_last_message_content
    ]
});
