//! The vendor's objects, spelled as the vendor spells them.
//!
//! Types here know neither HTTP nor the neutral model. They are lenient, for the vendor's servers
//! differ from region to region: identifiers come as numbers and as texts, nothing is written as
//! `null`, as an empty text and as the word `null`, and most fields may be missing. Where the
//! documentation does not say what a field holds, it is a [`Value`](serde_json::Value).
//!
//! Fields of personal data show in `Debug` only that they are there.

mod channels;
mod clients;
mod companies;
mod dialogs;
mod envelope;
mod help;
mod hook_type;
mod hooks;
mod messages;
mod operators;
mod requests;
mod scenarios;
mod statistics;
mod tags;
mod templates;
mod tickets;
mod webhooks;

pub use channels::{Channel, DailyLimit};
pub use clients::{
    Client, ClientChannel, ClientTransports, CustomClientField, Question, UpdatedClient,
};
pub use companies::{ApiCalls, ApiInfo, CompanyInfo, WebVisit, WorkingHours};
pub use dialogs::{Dialog, DialogState, Unanswered};
pub use envelope::{Envelope, Meta, Rows};
pub use help::{
    ApiMode, Country, MessageTypeInfo, Region, TicketWord, TicketWords, TransportContents,
};
pub use hook_type::HookType;
pub use hooks::{
    BlacklistHook, ClientHook, DialogHook, Head, HintsHook, MessageHook, OperatorHook,
    OutboxStatus, OutboxStatusHook, QrHook, RequestHook, TagHook, TicketHook, TransportHook,
};
pub use messages::{Attachment, Message, MessageType, SentMessage};
pub use operators::{
    AccessRight, AssigneeRef, Operator, OperatorGroup, OperatorStatus, OperatorStatusName,
    Transferred,
};
pub use requests::{Request, RequestMessage};
pub use scenarios::MenuItem;
pub use statistics::{
    OperatorEvent, OperatorReplies, OperatorStats, Rating, ReportChannel, ReportClient,
    ReportOperator, ReportRequest, RequestStats,
};
pub use tags::{Tag, TagGroup};
pub use templates::Template;
pub use tickets::Ticket;
pub use webhooks::{WebhookError, WebhookSubscription};

use std::fmt;

use helpdesk_http::lenient;
use serde::{Deserialize, Deserializer};

/// An identifier inside a list: a number or a text on the wire.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Id(#[serde(deserialize_with = "lenient::id")] String);

impl Id {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A list that may be missing as a whole: nothing when it is, empty when it is `null`.
pub(crate) fn sent_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    lenient::list(deserializer).map(Some)
}
