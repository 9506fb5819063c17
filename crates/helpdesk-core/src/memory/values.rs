//! Checks that several areas share.

use std::collections::BTreeMap;

use serde_json::Value;

use super::state::State;
use crate::phone::{self, PhoneNumber};
use crate::{
    AgentId, AgentRef, Channel, ChannelKind, ChannelRef, ChannelSelector, CustomField,
    CustomFieldEntity, CustomFieldType, Error, Field, Phone, PhoneKind, Result, TagId, TagRef,
    TagScope,
};

/// An input that is wrong in one field.
pub(super) fn invalid(field: &Field, message: impl Into<String>) -> Error {
    Error::invalid(field.as_str(), message)
}

/// Refuses an empty text.
pub(super) fn filled(field: &Field, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(invalid(field, "is empty; give it a text"));
    }
    Ok(())
}

/// Refuses numbers that cannot be read.
pub(super) fn readable(numbers: &[String]) -> Result<()> {
    for number in numbers {
        PhoneNumber::parse(number).map_err(|error| invalid(&Field::Phones, error.to_string()))?;
    }
    Ok(())
}

/// Refuses what is surely no mail address.
pub(super) fn addresses(emails: &[String]) -> Result<()> {
    let good = |address: &String| {
        let address = address.trim();
        !address.contains(char::is_whitespace)
            && address
                .rsplit_once('@')
                .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
    };
    if emails.iter().all(good) {
        Ok(())
    } else {
        Err(invalid(&Field::Emails, "one of them is no mail address"))
    }
}

/// Refuses a document without a single letter or digit: by such, strangers would be one.
pub(super) fn document(number: Option<&String>) -> Result<()> {
    match number {
        Some(text) if !text.contains(|c: char| c.is_ascii_alphanumeric()) => Err(invalid(
            &Field::Document,
            "must hold at least one letter from A to Z or one digit",
        )),
        _ => Ok(()),
    }
}

/// Phone numbers as they are kept, each once; one that is known keeps its kind.
pub(super) fn phones(given: &[String], known: &[Phone]) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::with_capacity(given.len());
    for number in given {
        let kind = known
            .iter()
            .find(|own| phone::equivalent(&own.number, number))
            .map_or(PhoneKind::Phone, |own| own.kind.clone());
        let phone = Phone::new(number, kind);
        if !phones.contains(&phone) {
            phones.push(phone);
        }
    }
    phones
}

/// Mail addresses as they are kept, each once.
pub(super) fn emails(given: &[String]) -> Vec<String> {
    let mut emails: Vec<String> = Vec::with_capacity(given.len());
    for address in given.iter().map(|address| address.trim()) {
        if !emails.iter().any(|own| own.eq_ignore_ascii_case(address)) {
            emails.push(address.to_owned());
        }
    }
    emails
}

impl State {
    /// Tags by their identifiers, each once. An unknown one, or one of the wrong scope, is refused.
    pub(super) fn tags_for(&self, ids: &[TagId], scope: TagScope) -> Result<Vec<TagRef>> {
        let mut refs: Vec<TagRef> = Vec::with_capacity(ids.len());
        for id in ids {
            let tag = self
                .tags
                .find(id.as_str())
                .ok_or_else(|| invalid(&Field::Tags, "one of them does not exist"))?;
            in_scope(tag.scope, scope)?;
            if !refs.iter().any(|known| known.id.as_ref() == Some(id)) {
                refs.push(TagRef::by_id(id));
            }
        }
        Ok(refs)
    }

    /// Tags with the names they have now.
    pub(super) fn named_tags(&self, refs: &[TagRef]) -> Vec<TagRef> {
        let name = |own: &TagRef| {
            let id = own.id.as_ref()?;
            Some(TagRef::by_id(id).named(self.tags.find(id.as_str())?.name.clone()))
        };
        refs.iter().filter_map(name).collect()
    }

    /// An agent by its identifier, for this field of an input.
    pub(super) fn agent_for(
        &self,
        id: Option<&AgentId>,
        field: &Field,
    ) -> Result<Option<AgentRef>> {
        match id {
            Some(id) if self.agents.find(id.as_str()).is_none() => {
                Err(invalid(field, "there is no such agent"))
            }
            Some(id) => Ok(Some(AgentRef::by_id(id))),
            None => Ok(None),
        }
    }

    /// An agent with its name.
    pub(super) fn named_agent(&self, own: Option<&AgentRef>) -> Option<AgentRef> {
        let mut own = own?.clone();
        if let Some(agent) = own.id.as_ref().and_then(|id| self.agents.find(id.as_str())) {
            own.name = Some(agent.name.clone());
        }
        Some(own)
    }

    /// The channel that a caller chose.
    pub(super) fn channel_for(
        &self,
        selector: Option<&ChannelSelector>,
    ) -> Result<Option<ChannelRef>> {
        let Some(selector) = selector else {
            return Ok(None);
        };
        let found = match selector {
            ChannelSelector::Id(id) => self
                .channels
                .find(id.as_str())
                .and_then(|channel| Some((channel, channel.kinds.first()?))),
            ChannelSelector::Kind(kind) => self.channel_of_kind(kind).map(|own| (own, kind)),
        };
        let (channel, kind) =
            found.ok_or_else(|| invalid(&Field::Channel, "there is no such channel in use"))?;
        Ok(Some(reference(channel, kind)))
    }

    /// Where messages of contacts without a channel come in: the first messenger there is.
    pub(super) fn usual_channel(&self) -> Option<ChannelRef> {
        let channel = self
            .channel_of_kind(&ChannelKind::WhatsApp)
            .or_else(|| self.channels.iter().find(|channel| channel.active))?;
        Some(reference(channel, channel.kinds.first()?))
    }

    fn channel_of_kind(&self, kind: &ChannelKind) -> Option<&Channel> {
        self.channels
            .iter()
            .find(|channel| channel.active && channel.kinds.contains(kind))
    }

    /// Refuses values of custom fields that are not defined, or of the wrong type.
    pub(super) fn check_custom_fields(
        &self,
        entity: &CustomFieldEntity,
        given: &BTreeMap<String, Value>,
    ) -> Result<()> {
        let refuse =
            |key: &str, why: &str| Err(invalid(&Field::CustomFields, format!("`{key}` {why}")));
        let defined = || {
            self.custom_fields
                .iter()
                .filter(|definition| definition.active && definition.entity == *entity)
        };
        for (key, value) in given {
            match defined().find(|definition| definition.key == *key) {
                None => return refuse(key, "is not defined here"),
                Some(definition) if !fits(definition, value) => {
                    return refuse(key, "cannot hold this value");
                }
                Some(_) => {}
            }
        }
        match defined().find(|own| own.required && !given.contains_key(&own.key)) {
            Some(missing) => refuse(&missing.key, "is required"),
            None => Ok(()),
        }
    }
}

/// Refuses a tag that cannot be put on this.
pub(super) fn in_scope(own: TagScope, wanted: TagScope) -> Result<()> {
    if own.covers(wanted) {
        return Ok(());
    }
    let for_what = match own {
        TagScope::Contact => "contacts",
        TagScope::Ticket => "tickets",
        TagScope::Both => "contacts and tickets",
    };
    Err(invalid(
        &Field::Tags,
        format!("the tag is for {for_what} only"),
    ))
}

fn reference(channel: &Channel, kind: &ChannelKind) -> ChannelRef {
    ChannelRef::of_kind(kind.clone(), kind.as_str()).with_id(&channel.id)
}

fn fits(definition: &CustomField, value: &Value) -> bool {
    match (&definition.value_type, value) {
        (CustomFieldType::Number, value) => value.is_number(),
        (CustomFieldType::Bool, value) => value.is_boolean(),
        (CustomFieldType::Other(_), _) => true,
        (CustomFieldType::Date, Value::String(text)) => {
            text.parse::<jiff::civil::Date>().is_ok() || text.parse::<jiff::Timestamp>().is_ok()
        }
        (CustomFieldType::Select, Value::String(text)) => definition.options.contains(text),
        (_, Value::String(text)) => {
            let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            definition.min_length.is_none_or(|least| length >= least)
                && definition.max_length.is_none_or(|most| length <= most)
        }
        _ => false,
    }
}
