#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

mod clock;
mod error;
mod field;
mod ids;
mod operation;
mod options;
mod patch;
pub mod redact;
pub mod transport;
mod vendor;
mod vendor_data;

pub use clock::{Clock, Sleep};
pub use error::{Delivery, Error, ErrorKind, FieldError, JsonCause, Result};
pub use field::{Field, Loss, LossPolicy, Written};
pub use ids::{
    AgentId, ChannelId, ContactId, ConversationId, CustomFieldId, DepartmentId, EventId, MessageId,
    OrganizationId, TagId, TicketId, WebhookId,
};
pub use jiff::Timestamp;
pub use operation::{Operation, Safety};
pub use options::CallOptions;
pub use patch::Patch;
pub use vendor::Vendor;
pub use vendor_data::VendorData;
