//! What helpdesks have in common.
//!
//! A field is neutral when at least two vendors mean the same thing by it. The rest stays reachable
//! through each object's [`VendorData`](crate::VendorData). A field that the vendor did not send is
//! `None` or empty *and* listed in `not_sent`; a field that the vendor sent as empty is not listed.

mod account;
mod channel;
mod contact;
mod directory;
mod message;
mod reference;
mod status;
mod tag;
mod ticket;
mod webhook;

pub use account::{Account, Quota};
pub use channel::{ChannelKind, ChannelRef, ChannelSelector};
pub use contact::{
    Contact, ContactKey, ContactPatch, ContactQuery, Handle, NewContact, Phone, PhoneKind,
};
pub use directory::{Agent, Channel, CustomField, CustomFieldEntity, CustomFieldType, Department};
pub use message::{
    Attachment, Author, AuthorKind, Content, DeliveryState, Direction, Message, MessageKind,
    MessageTarget, NewAttachment, NewMessage, NewNote, Template,
};
pub use reference::{AgentRef, ContactRef, DepartmentRef, OrganizationRef, Ref, TagRef};
pub use status::{Priority, Status, StatusCategory, TicketPriority, TicketStatus};
pub use tag::{NewTag, Tag, TagPatch, TagQuery, TagScope, TagTarget};
pub use ticket::{NewTicket, StatusFilter, Ticket, TicketPatch, TicketQuery};
pub use webhook::{NewWebhook, Webhook, WebhookPatch};

use crate::Field;

/// The fields that are there.
fn given(fields: &[(bool, Field)]) -> Vec<Field> {
    fields
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, field)| field.clone())
        .collect()
}
