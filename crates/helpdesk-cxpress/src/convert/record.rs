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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    fn sent(json: &str) -> Option<String> {
        let body = format!(r#"{{"entity":"a","type":"b","data":{json}}}"#);
        Some(Notification::of(&body)?.data.text)
    }

    #[test]
    fn a_record_has_one_form() {
        for (json, expected) in [
            (r#"{"b":1,"a":"x"}"#, r#"{"a":"x","b":1}"#),
            (r#" { "b" : 1 , "a": [ ] } "#, r#"{"a":[],"b":1}"#),
            ("{\n\"b\" :\t1,\r\n\"a\": 2}", r#"{"a":2,"b":1}"#),
            ("{}", "{}"),
            ("{\"a\":[1,\n2],\"b\": {}}", r#"{"a":[1,2],"b":{}}"#),
            (
                r#"{"a":-0,"b":1.50,"c":1e2,"d":18446744073709551615,"e":-7}"#,
                r#"{"a":-0.0,"b":1.5,"c":100.0,"d":18446744073709551615,"e":-7}"#,
            ),
            (
                r#"{"a":"\u00e9\/é","abcdefghi":"\"","abcdefgh":null}"#,
                r#"{"a":"é/é","abcdefgh":null,"abcdefghi":"\""}"#,
            ),
            (
                r#"{"a":[{"c d":1},{ }],"e":{"f":"]}"}}"#,
                r#"{"a":[{"c_d":1},{}],"e":{"f":"]}"}}"#,
            ),
        ] {
            assert_eq!(sent(json).as_deref(), Some(expected), "{json}");
            assert_eq!(Record::of(value(json)).text, expected, "{json}");
        }
        for (json, expected) in [
            (
                r#"{"a b":[{"c d":1}],"e":{}}"#,
                r#"{"a_b":[{"c_d":1}],"e":{}}"#,
            ),
            (r#"{"\u0062":1,"c\"":null}"#, r#"{"b":1,"c\"":null}"#),
            // The last one counts, and an underscore counts more than a space.
            (r#"{"a_b":1,"a b":2,"c":3,"c":4}"#, r#"{"a_b":1,"c":4}"#),
            (r#"[{"a b":1}]"#, r#"[{"a_b":1}]"#),
            ("1.50", "1.5"),
            ("null", "null"),
            (r#""a b""#, r#""a b""#),
        ] {
            assert_eq!(sent(json), None, "{json}");
            assert_eq!(Record::of(value(json)).text, expected, "{json}");
        }
    }

    #[test]
    fn what_is_no_json_or_has_a_name_twice_is_not_taken() {
        for json in [
            "01",
            "-",
            "1.",
            "tru",
            r#""a"#,
            r#""\x""#,
            "1 2",
            "[1,]",
            "[}",
            "{1}",
            "[[]",
            "",
            "+1",
            r#"1,"b":2,"b":2"#,
            r#"1,"a":1"#,
            "1,",
            "1}",
            r#"1;"b":2"#,
            r#"1 "b":2"#,
            r#"1,"b" 2"#,
        ] {
            assert_eq!(sent(&format!(r#"{{"a":{json}}}"#)), None, "{json}");
            let body = format!(r#"{{"entity":"a","type":"b","data":{{"a":1}},"x":{json}}}"#);
            // Members beside the record may have any names, as long as they are none of these three.
            if !json.contains("\"b\":2,") && !json.contains("\"a\":1") {
                assert!(Notification::of(&body).is_none(), "{json}");
            }
        }
        let whole = r#"{"entity":"a","type":"b","data":{"a":1}}"#;
        assert!(Notification::of(whole).is_some());
        for body in [
            whole.replace("}}", r#"},"data":{"b":1}}"#),
            whole.replace("}}", r#"},"data":1}"#),
            whole.replace("}}", r#"},"type":"b"}"#),
            whole.replace(r#""a","#, "7,"),
            whole.replace(r#""a","#, r#""\u0061","#),
            format!("{whole}x"),
            format!("{whole}}}"),
            whole[..whole.len() - 1].to_owned(),
        ] {
            assert!(Notification::of(&body).is_none(), "{body}");
        }
    }

    #[test]
    fn members_are_found_by_their_name() {
        let json = r#"{"c":"\u0078","a_b":"y","d":null,"n":7}"#;
        let body = format!(r#"{{"data":{json},"entity":"a","type":"b"}}"#);
        let sent = Notification::of(&body).unwrap().data;
        for record in [sent, Record::of(value(json))] {
            assert_eq!(record.text("c").as_deref(), Some("x"));
            assert_eq!(record.text("a_b").as_deref(), Some("y"));
            assert_eq!(record.get("d"), Some("null"));
            assert_eq!(record.get("n"), Some("7"));
            assert_eq!((record.text("d"), record.get("x")), (None, None));
            assert_eq!(record.len(), 4);
        }
    }

    /// Any JSON, as it may be written by others.
    fn json() -> impl Strategy<Value = Value> {
        let text = "[ -~\u{e9}\u{a0}\u{2028}\n\"\\\\]{0,8}";
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        let key = prop_oneof![6 => "[a-c_]{1,12}", 1 => "[a-c _]{1,4}", 1 => text];
        leaf.prop_recursive(3, 24, 5, move |inner| {
            let member = (key.clone(), inner.clone());
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                proptest::collection::vec(member, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What is taken from the body as it stands is what a `Value` of it gives, and where that
        /// does not read it, it is not taken.
        #[test]
        fn the_form_is_that_of_a_value(
            value in json(),
            cut in proptest::option::weighted(0.3, any::<prop::sample::Index>()),
            put in "[-{}\\[\\],:\" \\\\a0-9.e\n]{0,2}",
        ) {
            let mut json = value.to_string();
            if let Some(cut) = cut {
                let places: Vec<usize> = json.char_indices().map(|(at, _)| at).collect();
                let at = *cut.get(&places);
                let end = at + json[at..].chars().next().map_or(0, char::len_utf8);
                json.replace_range(at..end, &put);
            }
            let read = serde_json::from_str::<Value>(&json).ok();
            if let Some(text) = sent(&json) {
                prop_assert_eq!(Some(text), read.clone().map(|value| underscored(value).to_string()));
            }
            let body = format!(r#"{{"entity":"a","x":{json},"type":"b","data":{{"a":{json}}}}}"#);
            if let Some(own) = Notification::of(&body) {
                prop_assert!(read.is_some());
                let delivery: Delivery = serde_json::from_str(&body).unwrap();
                let other = Notification::of_delivery(delivery);
                prop_assert_eq!(own.data.text, other.data.text);
                prop_assert_eq!((own.entity, own.kind), (other.entity, other.kind));
            }
        }
    }
}
