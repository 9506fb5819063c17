//! Clients as contacts.

use helpdesk_core::phone::{self, PhoneNumber};
use helpdesk_core::{Contact, Field, Handle, Phone, PhoneKind, TagRef, not_sent};
use helpdesk_http::Kept;

use super::value_as_text;
use super::words::{channel_kind, channel_ref};
use crate::row;

/// Which custom fields stand for neutral fields that the vendor does not have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    /// The custom field that holds the mail address.
    pub email: Option<String>,
    /// The custom field that holds the identity document.
    pub document: Option<String>,
}

/// What the vendor's `phone` of a client really is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A phone number.
    Phone(String),
    /// A mail address.
    Email(String),
    /// An identifier in a messenger.
    Handle(Handle),
}

impl Address {
    /// Tells a phone number from a mail address and from a messenger's own identifier, which has
    /// the messenger's name in brackets before it.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        if let Some((network, value)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        {
            let network = match network.trim() {
                "tg" => "telegram",
                word => word,
            };
            return Self::Handle(Handle::new(network, value.trim()));
        }
        if text.contains('@') {
            return Self::Email(text.to_owned());
        }
        if PhoneNumber::parse(text).is_ok() {
            return Self::Phone(text.to_owned());
        }
        Self::Handle(Handle::new("other", text))
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone([redacted])",
            Self::Email(_) => "Email([redacted])",
            Self::Handle(_) => "Handle([redacted])",
        })
    }
}

/// A client as a contact.
pub fn contact(kept: Kept<row::Client>, aliases: &Aliases) -> Contact {
    let Kept { wire, data, names } = kept;
    let mut contact = Contact::new(wire.id);
    contact.name = wire
        .assigned_name
        .or(wire.name.filter(|name| name != "unknown"));

    let by_whatsapp = wire.channels.iter().flatten().any(|channel| {
        channel
            .transports
            .iter()
            .any(|word| channel_kind(word) == helpdesk_core::ChannelKind::WhatsApp)
    });
    match wire.phone.as_deref().map(Address::of) {
        Some(Address::Phone(number)) => {
            let kind = if by_whatsapp {
                PhoneKind::WhatsApp
            } else {
                PhoneKind::Phone
            };
            contact.phones = vec![Phone::new(&number, kind)];
        }
        Some(Address::Email(address)) => contact.emails = vec![address],
        Some(Address::Handle(handle)) => contact.handles = vec![handle],
        None => {}
    }
    if let Some(number) = &wire.client_phone
        && !contact
            .phones
            .iter()
            .any(|phone| phone::equivalent(&phone.number, number))
    {
        contact.phones.push(Phone::new(number, PhoneKind::Phone));
    }

    let alias = |key: &Option<String>| {
        key.as_ref()
            .and_then(|key| wire.custom_fields.get(key))
            .and_then(value_as_text)
    };
    if let Some(address) = alias(&aliases.email)
        && !contact.has_email(&address)
    {
        contact.emails.push(address);
    }
    contact.document = alias(&aliases.document);
    for (key, value) in wire.custom_fields {
        if !value.is_null() && value.as_str() != Some("") {
            contact.custom_fields.insert(key, value);
        }
    }

    for tag in wire.tags.into_iter().flatten() {
        let reference = TagRef::by_id(tag.id);
        contact.tags.push(match tag.label {
            Some(label) => reference.named(label),
            None => reference,
        });
    }
    if let Some([channel]) = wire.channels.as_deref() {
        let transport = match channel.transports.as_slice() {
            [transport] => Some(transport.as_str()),
            _ => None,
        };
        contact.channel = channel_ref(channel.id.as_deref(), transport);
    }
    contact.blocked = wire.is_blocked;
    contact.created_at = wire.client_created.or(wire.first_client_message);
    contact.updated_at = wire.client_updated;

    contact.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Tags: ["tags"],
            CustomFields: ["custom_fields"],
            Channel: ["channels"],
            Blocked: ["is_blocked"],
            CreatedAt: ["client_created", "first_client_message"],
            UpdatedAt: ["client_updated"],
            Owner: [],
            Organization: [],
            Deliverable: [],
            Document: [],
            Emails: [],
        })
    });
    // Both are among the custom fields, if anywhere.
    let with_fields = !contact.not_sent.contains(&Field::CustomFields);
    if contact.document.is_some() || (aliases.document.is_some() && with_fields) {
        contact.not_sent.retain(|field| *field != Field::Document);
    }
    if !contact.emails.is_empty() || (aliases.email.is_some() && with_fields) {
        contact.not_sent.retain(|field| *field != Field::Emails);
    }
    contact.vendor_data = data;
    contact
}
