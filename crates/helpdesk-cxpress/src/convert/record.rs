//! The record of a notification, written down in one form.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A record in one form: with underscores in its keys where the vendor has spaces, its keys in order,
/// and without white space. Two records that say the same have the same text.
pub(super) struct Record<'a> {
    members: Vec<Member<'a>>,
    text: String,
}

/// A member, its value as JSON in the same form.
struct Member<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
}

impl<'a> Record<'a> {
    /// Writes a record down. `None` when a text or number in it cannot be read.
    pub(super) fn of(sent: Sent<'a>) -> Option<Self> {
        let mut sent = match sent {
            Sent::Members(members) => members,
            Sent::Other(value) => {
                return Some(Self {
                    members: Vec::new(),
                    text: underscored(value).to_string(),
                });
            }
        };
        sent.sort_by(|(one, _), (other, _)| one.cmp(other));
        if sent.iter().any(|(name, _)| is_spaced(name)) {
            for (name, _) in &mut sent {
                *name = Cow::Owned(plain_name(name));
            }
            sent.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        let mut members: Vec<Member<'a>> = Vec::with_capacity(sent.len());
        for (name, value) in sent {
            let value = plain_value(value.get())?;
            match members.last_mut() {
                // The last one counts of those that have the same name.
                Some(last) if last.name == name => last.value = value,
                _ => members.push(Member { name, value }),
            }
        }
        let size = |member: &Member<'_>| member.name.len() + member.value.len() + 4;
        let mut text = String::with_capacity(members.iter().map(size).sum::<usize>() + 2);
        for Member { name, value } in &members {
            text.push(if text.is_empty() { '{' } else { ',' });
            match name {
                // As it stands in the body, so there is nothing to escape in it.
                Cow::Borrowed(name) => {
                    text.push('"');
                    text.push_str(name);
                    text.push('"');
                }
                Cow::Owned(name) => text.push_str(&Value::from(name.as_str()).to_string()),
            }
            text.push(':');
            text.push_str(value);
        }
        text.push_str(if text.is_empty() { "{}" } else { "}" });
        Some(Self { members, text })
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
            .members
            .binary_search_by(|member| member.name.as_ref().cmp(name));
        found.ok().map(|at| self.members[at].value.as_ref())
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

/// A record as it was sent.
pub(super) enum Sent<'a> {
    /// The members of an object.
    Members(Vec<(Cow<'a, str>, &'a RawValue)>),
    /// Anything else.
    Other(Value),
}

impl Default for Sent<'_> {
    fn default() -> Self {
        Self::Other(Value::Null)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Sent<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SentVisitor(PhantomData))
    }
}

struct SentVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for SentVisitor<'a> {
    type Value = Sent<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent<'a>, A::Error> {
        let mut members = Vec::with_capacity(64);
        while let Some((Name(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Sent::Members(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Sent<'a>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(seq)).map(Sent::Other)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Sent<'a>, E> {
        Ok(Sent::Other(text.into()))
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Sent<'a>, E> {
        Ok(Sent::Other(flag.into()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Sent<'a>, E> {
        Ok(Sent::Other(number.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Sent<'a>, E> {
        Ok(Sent::Other(number.into()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Sent<'a>, E> {
        Ok(Sent::Other(number.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Sent<'a>, E> {
        Ok(Sent::default())
    }
}

/// A name, borrowed unless it has escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value in the form that `Value` writes. `None` when it cannot be read.
fn plain_value(json: &str) -> Option<Cow<'_, str>> {
    let is_plain = match json.as_bytes() {
        b"null" | b"true" | b"false" | b"[]" | b"{}" => true,
        [b'"', text @ ..] => !text.contains(&b'\\'),
        number => number.len() <= 18 && number.iter().all(u8::is_ascii_digit),
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
                .map(|(key, value)| (plain_name(&key), underscored(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(underscored).collect()),
        other => other,
    }
}

/// Whether a key has spaces. Most have none.
fn is_spaced(name: &str) -> bool {
    let may_be = |byte: u8| byte <= b' ' || !byte.is_ascii();
    name.bytes().any(may_be) && name.contains(char::is_whitespace)
}

fn plain_name(name: &str) -> String {
    name.trim().replace(' ', "_")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(json: &str) -> Option<String> {
        let record = Record::of(serde_json::from_str(json).unwrap())?;
        Some(record.text)
    }

    #[test]
    fn a_record_has_one_form() {
        for (json, expected) in [
            (r#"{ "b" : 1, "a": "x" }"#, r#"{"a":"x","b":1}"#),
            (
                r#"{"a b":[{"c d":1},{ }],"e":{}}"#,
                r#"{"a_b":[{"c_d":1},{}],"e":{}}"#,
            ),
            (
                r#"{"a":-0,"b":1.50,"c":1e2,"d":18446744073709551615,"e":-7}"#,
                r#"{"a":-0.0,"b":1.5,"c":100.0,"d":18446744073709551615,"e":-7}"#,
            ),
            (
                r#"{"a":"\u00e9\/","\u0062":"\"","c\"":null}"#,
                r#"{"a":"é/","b":"\"","c\"":null}"#,
            ),
            // The last one counts, and an underscore counts more than a space.
            (r#"{"a_b":1,"a b":2,"c":3,"c":4}"#, r#"{"a_b":1,"c":4}"#),
            ("{}", "{}"),
            (r#"[{"a b":1}]"#, r#"[{"a_b":1}]"#),
            ("1.50", "1.5"),
            ("null", "null"),
            (r#""a b""#, r#""a b""#),
        ] {
            assert_eq!(written(json).as_deref(), Some(expected), "{json}");
        }
        for json in [r#"{"a":"\ud800"}"#, r#"{"a":1e999}"#] {
            assert_eq!(written(json), None, "{json}");
        }
    }

    /// Any JSON, as it may be written by others: with spaces in keys, between tokens, and escapes.
    fn json() -> impl Strategy<Value = Value> {
        let text = "[ -~\\u{e9}\\u{a0}\\u{2028}\\n\"\\\\]{0,8}";
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        let key = prop_oneof![3 => "[a-c_]{1,3}", 1 => "[a-c _]{1,4}", 1 => text];
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

        /// What is written without a `Value` is what one writes.
        #[test]
        fn the_form_is_that_of_a_value(value in json(), spaced: bool) {
            let json = if spaced {
                serde_json::to_string_pretty(&value).unwrap()
            } else {
                value.to_string()
            };
            let value: Value = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(written(&json), Some(underscored(value).to_string()));
        }
    }

    #[test]
    fn members_are_found_by_their_name() {
        let json = r#"{"c":"\u0078","a b":"y","d":null,"n":7}"#;
        let record = Record::of(serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!(record.text("c").as_deref(), Some("x"));
        assert_eq!(record.text("a_b").as_deref(), Some("y"));
        assert_eq!(record.get("d"), Some("null"));
        assert_eq!(record.get("n"), Some("7"));
        assert_eq!(
            (record.text("d"), record.text("n"), record.get("x")),
            (None, None, None)
        );
        assert_eq!(record.len(), 4);
    }
}
