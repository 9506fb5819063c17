//! Notifications taken apart, and their records written down in one form.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::wire::Delivery;

/// A notification.
pub(super) struct Notification<'a> {
    /// What it is about.
    pub(super) entity: Cow<'a, str>,
    /// What happened.
    pub(super) kind: Cow<'a, str>,
    /// The record.
    pub(super) data: Record<'a>,
}

impl<'a> Notification<'a> {
    /// Takes a notification apart as it stands in its body. `None` when it is not written as the
    /// vendor's are, or no notification at all; a [`Delivery`] has to be read then.
    pub(super) fn of(body: &'a str) -> Option<Self> {
        let mut decoder = serde_json::Deserializer::from_str(body);
        let parts = decoder.deserialize_map(Parts(body)).ok()?;
        decoder.end().ok()?;
        Some(parts)
    }

    /// The same of a body that was read.
    pub(super) fn of_delivery(delivery: Delivery) -> Self {
        Self {
            entity: delivery.entity.into(),
            kind: delivery.kind.into(),
            data: Record::of(delivery.data),
        }
    }
}

/// Takes the body apart that it holds. Texts are borrowed, so one with escapes is not taken.
struct Parts<'a>(&'a str);

impl<'de> Visitor<'de> for Parts<'de> {
    type Value = Notification<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a notification")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut entity, mut kind, mut data) = (None, None, None);
        while let Some(name) = map.next_key::<&str>()? {
            let twice = match name {
                "entity" => entity.replace(map.next_value::<&str>()?).is_some(),
                "type" => kind.replace(map.next_value::<&str>()?).is_some(),
                "data" => {
                    let members = map.next_value_seed(Members(self.0))?;
                    data.replace(members).is_some()
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    false
                }
            };
            if twice {
                return Err(de::Error::custom("a member is there twice"));
            }
        }
        let (Some(entity), Some(kind), Some(members)) = (entity, kind, data) else {
            return Err(de::Error::custom("a member is missing"));
        };
        let data =
            Record::as_sent(members).ok_or_else(|| de::Error::custom("not in the usual form"))?;
        Ok(Notification {
            entity: Cow::Borrowed(entity),
            kind: Cow::Borrowed(kind),
            data,
        })
    }
}

/// Takes the members of an object in this body as they were sent.
struct Members<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Members<'de> {
    type Value = Vec<Member<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'de> {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(64);
        while let Some(name) = map.next_key::<&str>()? {
            let value = map.next_value::<&RawValue>()?.get();
            let member = Member::as_sent(name, value, self.0);
            members.push(member.ok_or_else(|| de::Error::custom("not in the usual form"))?);
        }
        Ok(members)
    }
}

/// A record in one form: with underscores in its keys where the vendor has spaces, its keys in order,
/// and without white space. Two records that say the same have the same text.
pub(super) struct Record<'a> {
    members: Vec<Member<'a>>,
    /// The places of the members in the order of their names.
    order: Vec<Place>,
    text: String,
}

/// A member, its value as JSON in the same form.
struct Member<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// Name and value as they were sent, where nothing of them is written otherwise.
    written: Option<&'a str>,
}

impl<'a> Member<'a> {
    /// A member of an object in this body. `None` when its name has other characters than visible ones
    /// of ASCII, or its value cannot be read.
    fn as_sent(name: &'a str, value: &'a str, body: &'a str) -> Option<Self> {
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let plain = plain_value(value)?;
        // Between the two stand a quotation mark and a colon, if nothing else does.
        let at = |text: &str| text.as_ptr().addr().checked_sub(body.as_ptr().addr());
        let (begin, end) = (at(name)?.checked_sub(1)?, at(value)? + value.len());
        let same = matches!(plain, Cow::Borrowed(_)) && end - begin == name.len() + value.len() + 3;
        Some(Self {
            name: Cow::Borrowed(name),
            value: plain,
            written: same.then(|| &body[begin..end]),
        })
    }
}

/// Where a member stands among the others, with the beginning of its name: most names are told apart
/// by it.
#[derive(Clone, Copy)]
struct Place {
    prefix: u64,
    index: usize,
}

impl<'a> Record<'a> {
    /// The record of these members as they were sent. `None` when there are several of a name.
    fn as_sent(members: Vec<Member<'a>>) -> Option<Self> {
        let record = Self::sorted(members);
        let name = |place: &Place| &record.members[place.index].name;
        let mut pairs = record.order.windows(2);
        pairs
            .all(|pair| name(&pair[0]) != name(&pair[1]))
            .then_some(record)
    }

    fn sorted(members: Vec<Member<'a>>) -> Self {
        let place = |(index, member): (usize, &Member<'_>)| Place {
            prefix: prefix(&member.name),
            index,
        };
        let mut order: Vec<Place> = members.iter().enumerate().map(place).collect();
        order.sort_unstable_by(|one, other| {
            let name = |place: &Place| &members[place.index].name;
            (one.prefix.cmp(&other.prefix)).then_with(|| name(one).cmp(name(other)))
        });
        let text = written(order.iter().map(|place| &members[place.index]));
        Self {
            members,
            order,
            text,
        }
    }

    /// The record of any value.
    fn of(value: Value) -> Self {
        match underscored(value) {
            Value::Object(object) => {
                let own = object.into_iter().map(|(name, value)| Member {
                    name: Cow::Owned(name),
                    value: Cow::Owned(value.to_string()),
                    written: None,
                });
                Self::sorted(own.collect())
            }
            other => Self {
                members: Vec::new(),
                order: Vec::new(),
                text: other.to_string(),
            },
        }
    }

    /// The record as JSON.
    pub(super) fn as_json(&self) -> &str {
        &self.text
    }

    /// How many members it has; none when it is no object.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// The JSON of a member.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .order
            .binary_search_by(|place| self.members[place.index].name.as_ref().cmp(name));
        let at = self.order[found.ok()?].index;
        Some(&self.members[at].value)
    }

    /// A member that is a text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let json = self.get(name)?;
        let quoted = json.strip_prefix('"')?.strip_suffix('"')?;
        if quoted.contains('\\') {
            return serde_json::from_str(json).ok();
        }
        Some(Cow::Borrowed(quoted))
    }
}

/// The first eight bytes, which go before what they go before in the order of texts.
fn prefix(name: &str) -> u64 {
    let bytes = name.as_bytes();
    if let Some(first) = bytes.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let mut first = [0; 8];
    first[..bytes.len()].copy_from_slice(bytes);
    u64::from_be_bytes(first)
}

/// An object of these members, as JSON.
fn written<'a>(members: impl Iterator<Item = &'a Member<'a>> + Clone) -> String {
    // A bracket or comma before each, two quotation marks and a colon within; more where a name has
    // escapes.
    let size = |member: &Member<'_>| member.name.len() + member.value.len() + 4;
    let mut text = String::with_capacity(members.clone().map(size).sum::<usize>() + 2);
    for member in members {
        text.push(if text.is_empty() { '{' } else { ',' });
        if let Some(written) = member.written {
            text.push_str(written);
        } else {
            text.push_str(&Value::from(&*member.name).to_string());
            text.push(':');
            text.push_str(&member.value);
        }
    }
    text.push_str(if text.is_empty() { "{}" } else { "}" });
    text
}

/// A value in the form that a `Value` is written in. `None` when it is no JSON.
fn plain_value(json: &str) -> Option<Cow<'_, str>> {
    let is_plain = match json.as_bytes() {
        b"null" | b"true" | b"false" | b"[]" | b"{}" | b"0" => true,
        [b'"', text @ ..] => !text.contains(&b'\\'),
        [b'1'..=b'9', digits @ ..] => digits.len() < 18 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if is_plain {
        return Some(Cow::Borrowed(json));
    }
    let value: Value = serde_json::from_str(json).ok()?;
    Some(Cow::Owned(underscored(value).to_string()))
}

/// Keys with underscores where the vendor has spaces, all the way down.
fn underscored(value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .into_iter()
                .map(|(key, value)| (key.trim().replace(' ', "_"), underscored(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(underscored).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
