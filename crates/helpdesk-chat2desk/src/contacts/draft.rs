//! A contact to create, in the vendor's terms.

use std::collections::BTreeMap;

use helpdesk_core::{
    ChannelSelector, Error, Field, Loss, NewContact, Problems, Result, TagId, phone,
};
use serde_json::Value;

use super::{mail_address, readable};
use crate::api::NewClient;
use crate::convert::words::creating_transport;
use crate::desk::Options;
use crate::row;

/// The mail transport.
const EMAIL: &str = "email";

/// A contact to create, in the vendor's terms.
pub(super) struct Draft {
    pub(super) client: NewClient,
    pub(super) custom_fields: BTreeMap<String, Value>,
    pub(super) tags: Vec<TagId>,
    pub(super) losses: Vec<Loss>,
}

impl Draft {
    pub(super) fn of(new: &NewContact, options: &Options) -> Result<Self> {
        let mut wrong = Problems::default();
        let mut losses = Vec::new();
        let numbers: Vec<String> = new
            .phones
            .iter()
            .filter_map(|number| wrong.take(readable(number)))
            .map(|number| number.digits().to_owned())
            .collect();
        let addresses: Vec<String> = new
            .emails
            .iter()
            .filter_map(|address| wrong.take(mail_address(address)))
            .map(str::to_owned)
            .collect();
        if new.phones.is_empty() && new.emails.is_empty() {
            wrong.add(
                Field::Phones.as_str(),
                "are missing; the vendor makes clients from a phone number, or from a mail address for \
                 the mail transport",
            );
        }
        let mut custom_fields = BTreeMap::new();
        for (key, value) in &new.custom_fields {
            if let Some((key, value)) = wrong.take(custom_field(key, value)) {
                custom_fields.insert(key, value);
            }
        }

        let (transport, channel) = match &new.channel {
            Some(ChannelSelector::Kind(kind)) => {
                let word = creating_transport(kind);
                if word.is_none() {
                    wrong.add(
                        Field::Channel.as_str(),
                        "the vendor makes clients for WhatsApp, Viber, mail, SMS and external channels \
                         only",
                    );
                }
                (word.map(str::to_owned), options.channel.clone())
            }
            Some(ChannelSelector::Id(id)) => {
                (options.transport.clone(), Some(id.as_str().to_owned()))
            }
            _ => (options.transport.clone(), options.channel.clone()),
        };
        // A mail address alone leaves no choice.
        let only_mail = new.phones.is_empty() && !new.emails.is_empty();
        let transport = match transport {
            None if only_mail => Some(EMAIL.to_owned()),
            other => other,
        };
        match transport.as_deref() {
            None => wrong.add(
                Field::Channel.as_str(),
                "the vendor needs to know the messenger; choose the channel by its kind, or configure \
                 `default_transport`",
            ),
            Some(EMAIL) if new.emails.is_empty() => wrong.add(
                Field::Emails.as_str(),
                "are missing; a client of the mail transport is made from a mail address",
            ),
            Some(word) if word != EMAIL && only_mail => wrong.add(
                Field::Phones.as_str(),
                "are missing; only a client of the mail transport is made from a mail address",
            ),
            Some(_) => {}
        }
        if let Some(name) = &new.name
            && name.trim().is_empty()
        {
            wrong.add(Field::Name.as_str(), "is empty; leave it out");
        }
        if let Some(document) = &new.document
            && document.trim().is_empty()
        {
            wrong.add(Field::Document.as_str(), "is empty; leave it out");
        }
        wrong.finish()?;

        let transport = transport.unwrap_or_default();
        let (mut numbers, mut addresses) = (numbers.into_iter(), addresses.into_iter());
        let address = if transport == EMAIL {
            addresses.next()
        } else {
            numbers.next()
        };
        let assigned_phone = numbers.next();
        if numbers.next().is_some() {
            losses.push(Loss::new(
                Field::Phones,
                "the vendor holds the messenger's number and one more; the others are left out",
            ));
        }
        if let Some(field) = &options.aliases.email
            && let Some(address) = addresses.next()
        {
            alias(&mut custom_fields, field, address, &Field::Emails)?;
        }
        if addresses.next().is_some() {
            losses.push(Loss::new(
                Field::Emails,
                "the vendor has no place for this mail address; configure `email_custom_field`, or \
                 create the contact on the mail transport",
            ));
        }
        // Without a place for it, screening has dealt with the document.
        if let (Some(field), Some(document)) = (&options.aliases.document, &new.document) {
            let document = document.trim().to_owned();
            alias(&mut custom_fields, field, document, &Field::Document)?;
        }

        let client = NewClient::builder()
            .phone(address.unwrap_or_default())
            .transport(transport)
            .maybe_channel_id(channel)
            .maybe_nickname(new.name.clone())
            .maybe_assigned_phone(assigned_phone)
            .build();
        Ok(Self {
            client,
            custom_fields,
            tags: new.tags.clone(),
            losses,
        })
    }

    /// Whether a client has the address of the new one.
    pub(super) fn is_at(&self, client: &row::Client) -> bool {
        client.phone.as_deref().is_some_and(|address| {
            address == self.client.phone || phone::equivalent(address, &self.client.phone)
        })
    }

    /// Whether a client that was found is of the messenger and channel that were asked for, as far
    /// as it tells.
    pub(super) fn fits(&self, client: &row::Client) -> bool {
        let Some(channels) = &client.channels else {
            return true;
        };
        channels.is_empty()
            || channels.iter().any(|channel| {
                let on_channel = match (&self.client.channel_id, &channel.id) {
                    (Some(wanted), Some(own)) => wanted == own,
                    _ => true,
                };
                on_channel
                    && (channel.transports.is_empty()
                        || channel
                            .transports
                            .iter()
                            .any(|own| own == self.client.transport.as_str()))
            })
    }
}

/// A custom field as the vendor takes it: by its number, with a single value.
pub(super) fn custom_field(key: &str, value: &Value) -> Result<(String, Value)> {
    let wrong = |message: &str| {
        Err(Error::invalid(
            Field::CustomFields.as_str(),
            message.to_owned(),
        ))
    };
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_digit()) {
        return wrong("the vendor knows custom fields by their numbers; take the field's key");
    }
    match value {
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {
            Ok((key.to_owned(), value.clone()))
        }
        _ => wrong("the vendor holds single values only, no lists and no objects"),
    }
}

/// Puts a neutral field into the custom field that stands for it.
pub(super) fn alias(
    fields: &mut BTreeMap<String, Value>,
    key: &str,
    value: String,
    field: &Field,
) -> Result<()> {
    match fields.get(key) {
        Some(other) if other.as_str() != Some(value.as_str()) => Err(Error::invalid(
            field.as_str(),
            "is kept in a custom field that is given as well, with another value; leave one out",
        )),
        _ => {
            fields.insert(key.to_owned(), Value::String(value));
            Ok(())
        }
    }
}
