//! Records of notifications: how their members are named, and what is told of each.

use std::borrow::Cow;

use helpdesk_core::{Timestamp, VendorData};
use helpdesk_http::{Kept, Names, lenient};
use serde::Deserialize;
use serde_json::{Deserializer, Map, Value};

/// The members of a record, whatever it is one of.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    names: &'a Names,
    data: &'a VendorData,
}

/// A record of which nothing but the names of its members is read.
#[derive(Deserialize)]
pub(super) struct Unread {}

impl Unread {
    /// Reads the names; none when the JSON is no object.
    pub(super) fn of(json: &str) -> Kept<Self> {
        Kept::from_json(json).unwrap_or_else(|_| Kept::new(Self {}, VendorData::none()))
    }
}

impl<'a> Members<'a> {
    pub(super) fn of<T>(kept: &'a Kept<T>) -> Self {
        Self {
            names: &kept.names,
            data: &kept.data,
        }
    }

    /// Whether there are more than two. Several of one name are one.
    pub(super) fn are_many(self) -> bool {
        let mut names = self.names.of(self.data);
        let first = names.next();
        let second = names.find(|name| Some(*name) != first);
        names.any(|name| Some(name) != first && Some(name) != second)
    }

    /// The JSON from a member's value on.
    fn behind(self, name: &str) -> Option<&'a str> {
        self.names.behind(self.data, name)
    }

    /// Whether there is a member that is not null.
    pub(super) fn has(self, name: &str) -> bool {
        self.behind(name)
            .is_some_and(|value| !value.starts_with("null"))
    }

    /// A member that is a text.
    pub(super) fn text(self, name: &str) -> Option<Cow<'a, str>> {
        let value = self.behind(name)?;
        let quoted = value.strip_prefix('"')?;
        let end = quoted
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\'))?;
        let (text, rest) = quoted.split_at_checked(end)?;
        if rest.starts_with('"') {
            Some(Cow::Borrowed(text))
        } else {
            first(value).map(Cow::Owned)
        }
    }

    /// A member that is a time.
    pub(super) fn time(self, name: &str) -> Option<Timestamp> {
        first::<Moment>(self.behind(name)?)?.0
    }
}

#[derive(Deserialize)]
struct Moment(#[serde(deserialize_with = "lenient::opt_time")] Option<Timestamp>);

/// What a text begins with.
fn first<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    T::deserialize(&mut Deserializer::from_str(json)).ok()
}

/// Whether all names of members have nothing but visible characters of ASCII, and no escapes, all the
/// way down.
pub(super) fn has_plain_names(json: &str) -> bool {
    let json = json.as_bytes();
    let mut at = 0;
    // Where anything else stands, the end of the text that it stands in tells whether that is a name.
    // Between two texts it is white space, and then it is the next one's beginning that is looked at.
    while let Some(odd) = first_odd(&json[at..]) {
        let Some(quote) = quote(json, at + odd) else {
            return true;
        };
        at = quote + 1;
        if json[at..].trim_ascii_start().starts_with(b":") {
            return false;
        }
    }
    true
}

/// The place of the first byte that no plain name has.
fn first_odd(bytes: &[u8]) -> Option<usize> {
    let is_odd = |byte: &u8| !byte.is_ascii_graphic() || *byte == b'\\';
    // The bytes of a piece are looked at in one step.
    let (pieces, _) = bytes.as_chunks::<32>();
    let are_plain = |piece: &&[u8; 32]| !piece.iter().fold(false, |odd, byte| odd | is_odd(byte));
    let from = 32 * pieces.iter().take_while(are_plain).count();
    let within = bytes[from..].iter().position(is_odd)?;
    Some(from + within)
}

/// The place of the next quotation mark that is not escaped.
fn quote(json: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match json.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Keys with underscores where the vendor has spaces, all the way down.
pub(super) fn underscored(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut all = Map::new();
            for (key, value) in object {
                all.insert(key.trim().replace(' ', "_"), underscored(value));
            }
            Value::Object(all)
        }
        Value::Array(values) => Value::Array(values.into_iter().map(underscored).collect()),
        other => other,
    }
}

#[cfg(test)]
pub(super) mod tests;
