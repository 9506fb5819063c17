//! What goes over the wire, spelled as the vendor spells it.
//!
//! Every field the documentation shows is here; what it leaves out or nulls is an `Option`. Lists
//! that may be missing altogether are `Option<Vec<…>>`: `None` was not sent, an empty list is none.

mod agents;
mod channels;
mod consumers;
mod custom_fields;
mod envelope;
mod ids;
mod notes;
mod requests;
mod sectors;
mod tags;
mod tasks;
mod tickets;
mod tokens;
mod webhooks;

pub use agents::{Agent, AgentSector};
pub use channels::{AutomationKey, CompanyEmail, IntegratedAutomation, NamedSector};
pub use consumers::{Consumer, WhatsAppNumber};
pub use custom_fields::{CustomField, CustomFieldValue};
pub(crate) use envelope::{
    ConsumerAnswer, ListAnswer, Row, SectorAnswer, TagAnswer, TaskAnswer, TicketAnswer,
};
pub use envelope::{Page, Pagination, Refusal};
pub use ids::{ChannelTypeId, CustomFieldTypeId, DatatypeId, EntityTypeId, StatusId};
pub use notes::{ChatMessage, InternalNote};
pub use requests::{
    AlertUnit, EditConsumer, EditCustomField, EditSector, EditTag, EditTask, EditTicket,
    NewConsumer, NewCustomField, NewSector, NewTag, NewTask, NewTicket,
};
pub use sectors::{ListedSector, Sector, SectorAgent};
pub use tags::{Tag, TagEntry};
pub use tasks::{Task, TaskRow};
pub use tickets::{PersonName, Ticket, TicketRow, TicketSector};
pub use tokens::TokenPair;
pub use webhooks::Delivery;

use helpdesk_http::lenient;
use serde::{Deserialize, Deserializer};

/// A list that tells an unsent one from an empty one.
pub(crate) fn sent_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    lenient::list(deserializer).map(Some)
}

/// A value that tells an unsent one from a null, which is the default one.
pub(crate) fn sent<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    lenient::or_default(deserializer).map(Some)
}
