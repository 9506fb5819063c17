#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

mod capability;
mod client;
mod clock;
pub mod config;
mod error;
mod field;
mod ids;
pub mod json;
mod model;
mod operation;
mod options;
mod page;
mod patch;
pub mod phone;
mod problems;
pub mod redact;
mod stream;
mod traits;
pub mod transport;
mod vendor;
mod vendor_data;
pub mod webhook;

#[cfg(feature = "memory")]
pub mod memory;

pub use capability::{Capabilities, Capability, CapabilityLoss, Support};
pub use client::{
    Client, ContactsHandle, DirectoryHandle, MessagesHandle, TagsHandle, TicketsHandle, Upserted,
    WebhooksHandle,
};
pub use clock::{Clock, Sleep};
pub use error::{Delivery, Error, ErrorKind, FieldError, JsonCause, Result};
pub use field::{Field, Loss, LossPolicy, Written};
pub use ids::{
    AgentId, ChannelId, ContactId, ConversationId, CustomFieldId, DepartmentId, EventId, MessageId,
    OrganizationId, TagId, TicketId, WebhookId,
};
pub use jiff::Timestamp;
pub use macros::Unset;
pub use model::{
    Account, Agent, AgentRef, Attachment, Author, AuthorKind, Channel, ChannelKind, ChannelRef,
    ChannelSelector, Contact, ContactKey, ContactPatch, ContactQuery, ContactRef, Content,
    CustomField, CustomFieldEntity, CustomFieldType, DeliveryState, Department, DepartmentRef,
    Direction, Handle, Message, MessageKind, MessageTarget, NewAttachment, NewContact, NewMessage,
    NewNote, NewTag, NewTicket, NewWebhook, OrganizationRef, Phone, PhoneKind, Priority, Quota,
    Ref, Status, StatusCategory, StatusFilter, Tag, TagPatch, TagQuery, TagRef, TagScope,
    TagTarget, Template, Ticket, TicketPatch, TicketPriority, TicketQuery, TicketStatus, Webhook,
    WebhookPatch,
};
pub use operation::{Operation, Safety};
pub use options::CallOptions;
pub use page::{Cursor, Page, PageRequest, Seal};
pub use patch::Patch;
pub use problems::Problems;
pub use stream::{Identified, ListStream};
pub use traits::{
    Contacts, Directory, Helpdesk, Messages, RawRequest, RawResponse, Tags, Tickets, Webhooks,
};
pub use vendor::Vendor;
pub use vendor_data::VendorData;
