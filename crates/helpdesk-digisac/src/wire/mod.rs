//! The records of Digisac, as it spells them.
//!
//! Every member that is documented or was seen in public code is here. A member that may be missing
//! or null is an `Option`; what is missing altogether and what is null come out the same, save for
//! relations, which are there only when they were included. Whatever else the vendor sends stays in
//! the JSON beside each record, see [`Kept`](helpdesk_http::Kept).
//!
//! `Serialize` writes the members as the vendor spells them, secrets left out. `Debug` shows identifiers and states; names, numbers, addresses, texts and secrets stay out.

mod card;
mod contact;
mod custom_field;
mod dashboard;
mod delivery;
mod list;
mod message;
mod oauth;
mod person;
mod service;
mod settings;
mod tag;
mod ticket;
mod user;
mod webhook;

pub use card::{Card, Pipeline};
pub use contact::{Contact, ContactData, ContactTag};
pub use custom_field::{CustomField, CustomFieldValue};
pub use dashboard::{Counters, PeriodReport, PeriodRow};
pub use delivery::{BotCommand, Delivery, RecordId};
pub use list::Listing;
pub use message::{AudioMetadata, FileData, FileDownload, FileRecord, Message, MessageData};
pub use oauth::AccessToken;
pub use person::{Organization, Person};
pub use service::{Service, ServiceData, ServiceSettings, ServiceStatus};
pub use settings::{
    AcceptanceTerms, Distribution, Holiday, InteractiveMessage, Question, QuickReply, Schedule,
};
pub use tag::Tag;
pub use ticket::{Ticket, TicketMetrics, TicketTopic, TicketTransfer};
pub use user::{ClientsStatus, Department, Role, User};
pub use webhook::Webhook;

use helpdesk_http::lenient;
use serde::{Deserialize, Deserializer};

/// A list that is there only when it was asked for: `null` and `[null]` are an empty one.
pub(crate) fn included<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    lenient::list(deserializer).map(Some)
}

/// A record with an identifier.
pub(crate) trait Identified {
    /// The identifier; empty where the vendor left it out.
    fn identity(&self) -> &str;
}

macro_rules! identified {
    ($($record:ty),+ $(,)?) => {$(
        impl $crate::wire::Identified for $record {
            fn identity(&self) -> &str {
                &self.id
            }
        }
    )+};
}
pub(crate) use identified;

identified!(
    Card,
    Contact,
    CustomField,
    Department,
    Message,
    Person,
    Service,
    Tag,
    Ticket,
    User,
    Webhook,
);
