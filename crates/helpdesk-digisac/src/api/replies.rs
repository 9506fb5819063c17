//! Texts prepared beforehand: quick replies, interactive messages, messages to be sent later.

use helpdesk_core::{builder, redacted_debug};
use jiff::civil::DateTime;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Interactive;
use crate::wire;

resource!(
    /// Messages with buttons or lists. Documented by a third party.
    InteractiveMessages,
    interactive_messages
);

resource!(
    /// Texts that agents insert. Documented by a third party.
    QuickReplies,
    quick_replies
);

resource!(
    /// Messages to be sent later. Documented by a third party.
    Schedule,
    schedule
);

/// A text to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuickReplyInput {
    /// The text.
    pub text: String,
    /// The departments that have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_ids: Option<Vec<String>>,
}

builder!(QuickReplyInput, QuickReplyInputBuilder {
    required(into): [text: String],
    optional: [department_ids / maybe_department_ids: Vec<String>],
});

redacted_debug!(QuickReplyInput {
    show: [department_ids],
    hide: [text]
});

/// A message to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduleInput {
    /// The contact.
    pub contact_id: String,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<String>,
    /// The agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<Value>>,
    /// Whether the agent is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notificate_user: Option<bool>,
    /// Whether a ticket is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_ticket: Option<bool>,
    /// When, in the account's time zone.
    #[serde(serialize_with = "civil")]
    pub scheduled_at: DateTime,
}

builder!(ScheduleInput, ScheduleInputBuilder {
    required: [scheduled_at: DateTime],
    required(into): [contact_id: String],
    optional: [
        files / maybe_files: Vec<Value>,
        notificate_user / maybe_notificate_user: bool,
        open_ticket / maybe_open_ticket: bool,
    ],
    optional(into): [
        department_id / maybe_department_id: String,
        user_id / maybe_user_id: String,
        message / maybe_message: String,
        notes / maybe_notes: String,
    ],
});

redacted_debug!(ScheduleInput {
    show: [
        contact_id,
        department_id,
        user_id,
        notificate_user,
        open_ticket,
        scheduled_at
    ],
    hide: [message, notes, files]
});

/// As `2031-05-06 07:08:09`, which is the documented form.
fn civil<S: Serializer>(time: &DateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.strftime("%Y-%m-%d %H:%M:%S"))
}

/// A message with buttons or a list to keep for later.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InteractiveMessageInput {
    /// The name.
    pub name: String,
    /// The message.
    pub interactive: Interactive,
}

builder!(InteractiveMessageInput, InteractiveMessageInputBuilder {
    required: [interactive: Interactive],
    required(into): [name: String],
});

redacted_debug!(InteractiveMessageInput {
    show: [interactive],
    hide: [name]
});

impl InteractiveMessages {
    list!(
        "interactive_messages.list",
        "/interactive-messages",
        wire::InteractiveMessage,
        "Documented by a third party."
    );
    get!(
        "interactive_messages.get",
        "/interactive-messages/{interactiveMessagesId}",
        "interactiveMessagesId",
        wire::InteractiveMessage,
        "interactive message",
        "Documented by a third party."
    );
    create!(
        "interactive_messages.create",
        "/interactive-messages",
        InteractiveMessageInput,
        wire::InteractiveMessage,
        "interactive message",
        "Documented by a third party."
    );
    delete!(
        "interactive_messages.delete",
        "/interactive-messages/{interactiveMessagesId}",
        "interactiveMessagesId",
        "Documented by a third party."
    );
}

impl QuickReplies {
    list!(
        "quick_replies.list",
        "/quick-replies",
        wire::QuickReply,
        "Documented by a third party."
    );
    get!(
        "quick_replies.get",
        "/quick-replies/{quickRepliesId}",
        "quickRepliesId",
        wire::QuickReply,
        "quick reply",
        "Documented by a third party."
    );
    create!(
        "quick_replies.create",
        "/quick-replies",
        QuickReplyInput,
        wire::QuickReply,
        "quick reply",
        "Documented by a third party."
    );
    update!(
        "quick_replies.update",
        "/quick-replies/{quickRepliesId}",
        "quickRepliesId",
        QuickReplyInput,
        wire::QuickReply,
        "quick reply",
        "Documented by a third party."
    );
    delete!(
        "quick_replies.delete",
        "/quick-replies/{quickRepliesId}",
        "quickRepliesId",
        "Documented by a third party."
    );
}

impl Schedule {
    list!(
        "schedule.list",
        "/schedule",
        wire::Schedule,
        "Documented by a third party."
    );
    get!(
        "schedule.get",
        "/schedule/{scheduleId}",
        "scheduleId",
        wire::Schedule,
        "scheduled message",
        "Documented by a third party."
    );
    create!(
        "schedule.create",
        "/schedule",
        ScheduleInput,
        wire::Schedule,
        "scheduled message",
        "When the time comes the contact gets it, and a ticket is opened if it says so. Documented by a third party."
    );
    update!(
        "schedule.update",
        "/schedule/{scheduleId}",
        "scheduleId",
        ScheduleInput,
        wire::Schedule,
        "scheduled message",
        "Documented by a third party."
    );
    delete!(
        "schedule.delete",
        "/schedule/{scheduleId}",
        "scheduleId",
        "Documented by a third party."
    );
}
