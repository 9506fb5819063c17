//! JSON decoded, and where it does not fit; for authors of adapters.
//!
//! A wire type is decoded by one decoder only. Where a text does not fit is found from the place at
//! which the decoder stopped, by walking the text up to there; a second decoder that notes its path
//! would have to be compiled for every wire type.

use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde::de::DeserializeSeed;

use crate::error::JsonCause;

mod scan;

pub(crate) use scan::{Members, end_of_text};
pub use scan::{Words, member, members};

/// Where and how JSON failed to fit. Neither holds a value out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misfit {
    /// The path, as `data[1].tags[0].id`; `.` for the whole. A key that may be personal is a `?`.
    pub path: String,
    /// What is wrong there.
    pub cause: JsonCause,
    /// Where in memory the decoder stopped, for the text around the one that was decoded.
    address: usize,
}

impl Misfit {
    /// What a decoder of this text says, with the place where it stopped.
    #[cold]
    pub fn of(text: &str, error: &serde_json::Error) -> Self {
        let begin = text.as_ptr().addr();
        let message = error.to_string();
        let within = || {
            let (address, _) = message.strip_prefix(MARK)?.split_once(MARK)?;
            let at = address.parse::<usize>().ok()?.checked_sub(begin)?;
            (at <= text.len()).then_some(at)
        };
        let at = within().unwrap_or_else(|| {
            let at = place(text, error.line(), error.column());
            // What takes no arrays stops behind the bracket of one, as does what reads its first element.
            let unread = message.starts_with("invalid type: sequence")
                && text[..at].ends_with('[')
                && !text[at..].trim_start().starts_with('[');
            if unread { at - 1 } else { at }
        });
        Self {
            path: path_at(text.as_bytes(), at),
            cause: JsonCause::of(error),
            address: begin + at,
        }
    }

    /// The same within the text around the one that was decoded: its path is the whole one.
    #[must_use]
    pub fn within(mut self, text: &str) -> Self {
        let begin = text.as_ptr().addr();
        let at = self.address.checked_sub(begin);
        if let Some(at) = at.filter(|at| *at <= text.len()) {
            self.path = path_at(text.as_bytes(), at);
        }
        self
    }
}

/// A text within a text is decoded on its own (`helpdesk_http::Kept`), and can only hand on an error
/// message. It hands on where it stopped in this form; whoever decodes the text around it finds the
/// path by it.
const MARK: char = '\u{1}';

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}{MARK}{}", self.address, self.cause)
    }
}

impl std::error::Error for Misfit {}

/// Decodes a whole text.
///
/// ```
/// # use serde::Deserialize;
/// #[derive(Debug, Deserialize)]
/// struct Tag { id: u64 }
///
/// let misfit = helpdesk_core::json::from_str::<Vec<Tag>>(r#"[{"id":1},{"id":"two"}]"#).unwrap_err();
/// assert_eq!(misfit.path, "[1].id");
/// ```
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|error| Misfit::of(text, &error))
}

/// Decodes a whole text by a seed, where what is read depends on what is known already.
pub fn from_str_by<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, Misfit> {
    let mut decoder = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut decoder);
    read.and_then(|read| decoder.end().map(|()| read))
        .map_err(|error| Misfit::of(text, &error))
}

/// Decodes a whole text that came as bytes, if it is one of this form.
///
/// It goes by [`from_str`]'s decoder. `serde_json::from_slice` is another one, which would be compiled
/// beside it.
pub fn from_bytes<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Option<T> {
    serde_json::from_str(std::str::from_utf8(text).ok()?).ok()
}

/// The place of a line and column, both as serde_json counts them: the column is the number of bytes
/// of the line that were read.
fn place(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column).min(text.len())
}

/// A step into an object or an array.
enum Step<'a> {
    /// Nothing in front of its name, or behind a comma. A name may be empty.
    Member(Option<&'a [u8]>),
    Element(usize),
}

/// The path of the value at which a decoder stopped: the one that ends there, or the one that it was
/// about to read or within.
fn path_at(json: &[u8], stop: usize) -> String {
    let mut steps: Vec<Step<'_>> = Vec::new();
    // The container that the decoder left last, without anything read behind it.
    let mut left = None;
    let mut at = 0;
    while at < stop {
        let byte = json[at];
        match byte {
            b'{' => steps.push(Step::Member(None)),
            b'[' => steps.push(Step::Element(0)),
            b'}' | b']' => {
                steps.pop();
                left = Some(steps.len());
            }
            b',' => {
                match steps.last_mut() {
                    Some(Step::Element(index)) => *index += 1,
                    Some(Step::Member(key)) => *key = None,
                    None => {}
                }
                left = None;
            }
            b'"' => {
                let end = end_of_text(json, at + 1).unwrap_or(stop);
                if let Some(Step::Member(key @ None)) = steps.last_mut() {
                    *key = json.get(at + 1..end);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    steps.truncate(left.unwrap_or(steps.len()));
    let mut path = String::new();
    for step in &steps {
        match step {
            Step::Element(index) => {
                let _ = write!(path, "[{index}]");
            }
            // The object itself.
            Step::Member(None) => {}
            Step::Member(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name(key).unwrap_or("?"));
            }
        }
    }
    if path.is_empty() {
        path.push('.');
    }
    path
}

/// A key that is the name of a field, and not something personal that serves as a key.
fn name(key: &[u8]) -> Option<&str> {
    let key = std::str::from_utf8(key).ok()?;
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let good = (1..=64).contains(&key.len())
        && digits < 6
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ',' | '$' | '/'));
    good.then_some(key)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Row {
        id: u64,
        #[serde(default)]
        tags: Vec<Row>,
        #[serde(default)]
        flag: Option<bool>,
        #[serde(default, deserialize_with = "any")]
        text: String,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Page {
        data: Vec<Row>,
    }

    /// A text, asked for as whatever comes.
    fn any<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = String;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_str<E>(self, text: &str) -> Result<String, E> {
                Ok(text.to_owned())
            }
        }
        deserializer.deserialize_any(Text)
    }

    fn path(json: &str) -> String {
        from_str::<Page>(json).unwrap_err().path
    }

    #[test]
    fn the_path_is_that_of_the_value_which_does_not_fit() {
        for (json, expected) in [
            (r#"{"data":[{"id":1},{"id":"x"}]}"#, "data[1].id"),
            (r#"{"data":[{"id":1},{"id":-1}]}"#, "data[1].id"),
            (r#"{"data":[{"id":1},{"id":true }]}"#, "data[1].id"),
            (r#"{"data":[{"id":1},{"id":[1]}]}"#, "data[1].id"),
            (r#"{"data":[{"id":1,"text":["a"]}]}"#, "data[0].text"),
            (r#"{"data":[{"id":1,"text":{"a":1}}]}"#, "data[0].text"),
            (r#"{"data":[["a"]]}"#, "data[0][0]"),
            (r#"{"data":["a"]}"#, "data[0]"),
            (r#"{"data":[{"id":1},{"id":{"a":1}}]}"#, "data[1].id"),
            (r#"{"data":[{"id":null, "flag":true}]}"#, "data[0].id"),
            (r#"{"data":[{"id":1,"flag":"yes"}]}"#, "data[0].flag"),
            (
                "{\n \"data\": [\n  {\"id\": 1,\n   \"flag\": 7}]}",
                "data[0].flag",
            ),
            (
                r#"{"data":[{"id":1,"tags":[{"id":2},{"id":"x"}]}]}"#,
                "data[0].tags[1].id",
            ),
            (
                r#"{"data":[{"id":1,"tags":[{"id":2},7]}]}"#,
                "data[0].tags[1]",
            ),
            (r#"{"data":7}"#, "data"),
            ("[]", "."),
            ("7", "."),
            ("\"a\"", "."),
            (r#"{"note":"}],\"{","data":[{"id":"x"}]}"#, "data[0].id"),
        ] {
            assert_eq!(path(json), expected, "{json}");
        }
    }

    #[test]
    fn what_is_missing_is_missing_in_the_object_around_it() {
        assert_eq!(path(r#"{"data":[{"id":1},{"flag":true}]}"#), "data[1]");
        assert_eq!(path(r#"{"data":[{"id":1},{}]}"#), "data[1]");
        assert_eq!(path("{}"), ".");
    }

    #[test]
    fn broken_json_is_named_where_it_breaks() {
        for (json, expected) in [
            ("", "."),
            ("{", "."),
            (r#"{"data":[{"id":1},{"id":"#, "data[1].id"),
            (r#"{"data":[{"id":1},{"id":tru}]}"#, "data[1]"),
            (r#"{"data":[{"id":1}]"#, "data"),
            (r#"{"data":[]} x"#, "."),
        ] {
            assert_eq!(path(json), expected, "{json}");
        }
    }

    #[test]
    fn a_key_that_may_be_personal_is_not_named() {
        let path = |json| {
            from_str::<std::collections::BTreeMap<String, u8>>(json)
                .unwrap_err()
                .path
        };
        assert_eq!(path(r#"{"5511987654321":"x"}"#), "?");
        assert_eq!(path(r#"{"ana maria":"x"}"#), "?");
        assert_eq!(path(r#"{"plain":"x"}"#), "plain");
    }

    #[test]
    fn the_value_of_a_member_without_a_name_is_not_taken_for_one() {
        type Nested = std::collections::BTreeMap<String, std::collections::BTreeMap<String, u8>>;
        let path = |json| from_str::<Nested>(json).unwrap_err().path;
        assert_eq!(path(r#"{"a":{"":"canary"}}"#), "a.?");
        assert_eq!(path(r#"{"":{"b":"canary"}}"#), "?.b");
        assert_eq!(path(r#"{"a":{"":1,"b":"canary"}}"#), "a.b");
        assert_eq!(path(r#"{"":"canary"}"#), "?");
    }

    #[test]
    fn an_error_within_a_text_of_its_own_is_found_in_the_text_around() {
        let json = r#"{"data":[{"id":1,"tags":[{"id":"x"}]}],"total":1}"#;
        let inner = &json[8..38];
        assert!(inner.starts_with('[') && inner.ends_with(']'));
        let misfit_inside = from_str::<Vec<Row>>(inner).unwrap_err();
        assert_eq!(misfit_inside.path, "[0].tags[0].id");
        assert_eq!(
            misfit_inside.clone().within(json).path,
            "data[0].tags[0].id"
        );
        assert_eq!(
            misfit_inside.clone().within("another").path,
            "[0].tags[0].id"
        );
        let error = <serde_json::Error as serde::de::Error>::custom(misfit_inside);
        assert_eq!(Misfit::of(json, &error).path, "data[0].tags[0].id");
    }
}
