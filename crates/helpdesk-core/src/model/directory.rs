//! Agents, departments, channels and the definitions of custom fields.

use serde::Serialize;

use super::{AgentRef, ChannelKind, DepartmentRef};
use crate::{AgentId, ChannelId, CustomFieldId, DepartmentId, Field, VendorData};

/// A person or bot that answers.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Agent {
    /// The identifier.
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The role, in the vendor's own word.
    pub role: Option<String>,
    /// The departments the agent works in.
    pub departments: Vec<DepartmentRef>,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether the account is in use.
    pub active: bool,
    /// Whether the agent is there just now.
    pub online: Option<bool>,
    /// Fields that the vendor left out of this answer.
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Agent {
    show: [id, role, bot, active, online, not_sent, vendor_data],
    hide: [name, email, phone, departments]
});

impl Agent {
    /// An agent.
    pub fn new(id: impl Into<AgentId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            email: None,
            phone: None,
            role: None,
            departments: Vec::new(),
            bot: false,
            active: true,
            online: None,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }
}

/// A department, sector, queue or group that tickets belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Department {
    /// The identifier.
    pub id: DepartmentId,
    /// The name.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// The agents in it.
    pub agents: Vec<AgentRef>,
    /// Fields that the vendor left out of this answer.
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

impl Department {
    /// A department.
    pub fn new(id: impl Into<DepartmentId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            active: true,
            agents: Vec::new(),
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }
}

/// A connection to a messenger, a mailbox or a telephone line.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Channel {
    /// The identifier.
    pub id: ChannelId,
    /// The name.
    pub name: Option<String>,
    /// The kinds it carries; some vendors put several into one channel.
    pub kinds: Vec<ChannelKind>,
    /// The provider or the vendor's own word for the kind.
    pub provider: Option<String>,
    /// The number or address.
    pub address: Option<String>,
    /// Whether it is connected just now.
    pub connected: Option<bool>,
    /// Whether it is in use.
    pub active: bool,
    /// Fields that the vendor left out of this answer.
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Channel {
    show: [
        id,
        kinds,
        provider,
        connected,
        active,
        not_sent,
        vendor_data
    ],
    hide: [name, address]
});

impl Channel {
    /// A channel.
    pub fn new(id: impl Into<ChannelId>, kinds: Vec<ChannelKind>) -> Self {
        Self {
            id: id.into(),
            name: None,
            kinds,
            provider: None,
            address: None,
            connected: None,
            active: true,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }
}

crate::open_enum! {
    /// What a custom field belongs to.
    pub enum CustomFieldEntity {
        /// Contacts.
        Contact = "contact",
        /// Tickets.
        Ticket = "ticket",
        /// Organisations.
        Organization = "organization",
    }
}

crate::open_enum! {
    /// What a custom field holds.
    pub enum CustomFieldType {
        /// A line of text.
        Text = "text",
        /// Text at length.
        LongText = "long_text",
        /// A number.
        Number = "number",
        /// A date.
        Date = "date",
        /// Yes or no.
        Bool = "bool",
        /// One of several options.
        Select = "select",
    }
}

/// The definition of a custom field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CustomField {
    /// The identifier.
    pub id: CustomFieldId,
    /// The key under which values stand in `custom_fields` of contacts and tickets.
    pub key: String,
    /// The name people see.
    pub name: String,
    /// What it belongs to.
    pub entity: CustomFieldEntity,
    /// What it holds.
    pub value_type: CustomFieldType,
    /// The options, where it is one of several.
    pub options: Vec<String>,
    /// Whether a value is required.
    pub required: bool,
    /// The fewest characters.
    pub min_length: Option<u32>,
    /// The most characters.
    pub max_length: Option<u32>,
    /// Whether it is in use.
    pub active: bool,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

impl CustomField {
    /// A definition.
    pub fn new(
        id: impl Into<CustomFieldId>,
        key: impl Into<String>,
        name: impl Into<String>,
        entity: CustomFieldEntity,
        value_type: CustomFieldType,
    ) -> Self {
        Self {
            id: id.into(),
            key: key.into(),
            name: name.into(),
            entity,
            value_type,
            options: Vec::new(),
            required: false,
            min_length: None,
            max_length: None,
            active: true,
            vendor_data: VendorData::none(),
        }
    }
}
