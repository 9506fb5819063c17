//! Answers out of their envelopes.
//!
//! Most answers are `{"data": …, "meta": …, "status": …}`, some are bare, and the documentation prints
//! several bare that come enveloped. Both are read.

use helpdesk_core::{Delivery, Error, ErrorKind, Result, json};
use helpdesk_http::{Answer, Kept, RowText};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::List;
use crate::wire::{Envelope, Rows};

#[derive(Deserialize)]
struct Probe<'a> {
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

enum Shape {
    Bare,
    EnvelopedList,
    Enveloped,
}

fn shape(answer: &Answer) -> Shape {
    if let Some(shape) = data_first(&answer.body) {
        return shape;
    }
    // A list would be taken for an object whose members stand in order.
    if first_byte(answer) != Some(b'{') {
        return Shape::Bare;
    }
    match json::from_bytes::<Probe<'_>>(&answer.body) {
        Some(Probe { data: Some(data) }) if data.get().starts_with('[') => Shape::EnvelopedList,
        Some(Probe { data: Some(_) }) => Shape::Enveloped,
        _ => Shape::Bare,
    }
}

/// What an answer with `data` for its first member shows without being read once more, as nearly all do.
fn data_first(body: &[u8]) -> Option<Shape> {
    let members = body.trim_ascii_start().strip_prefix(b"{")?;
    let value = members.trim_ascii_start().strip_prefix(b"\"data\"")?;
    let value = value.trim_ascii_start().strip_prefix(b":")?;
    match value.trim_ascii_start().first()? {
        b'{' => Some(Shape::Enveloped),
        b'[' => Some(Shape::EnvelopedList),
        _ => None,
    }
}

fn first_byte(answer: &Answer) -> Option<u8> {
    answer.body.trim_ascii_start().first().copied()
}

/// One object: enveloped, enveloped in a list of one, or bare.
pub(super) fn one<T: DeserializeOwned>(answer: &Answer) -> Result<Kept<T>> {
    let shape = shape(answer);
    if let Shape::Enveloped = shape
        && let Some(row) = answer.kept_in("data")
    {
        return Ok(row);
    }
    answer.row(&text_of(answer, &shape)?)
}

/// The text of one object.
fn text_of<'a>(answer: &'a Answer, shape: &Shape) -> Result<RowText<'a>> {
    match shape {
        Shape::Enveloped => Ok(answer.read::<Envelope<_>>()?.data),
        Shape::Bare => answer.read(),
        Shape::EnvelopedList => answer
            .read::<Envelope<Vec<_>>>()?
            .data
            .into_iter()
            .next()
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    "there is no such record: the vendor answered an empty list",
                )
                .with_vendor(crate::VENDOR)
                .with_status(answer.status)
                .with_attempts(answer.attempts)
                .with_delivery(Delivery::Answered)
            }),
    }
}

/// A list: enveloped or bare.
pub(super) fn many<T: DeserializeOwned>(answer: &Answer) -> Result<List<T>> {
    let rows = answer.list::<Rows<Kept<T>>>()?;
    Ok(List {
        items: rows.data,
        meta: rows.meta,
    })
}

/// What the vendor tells of a change that it made: one object in its envelope. Nothing where there is
/// none, or none that can be read: the change was made all the same.
pub(super) fn told<T: DeserializeOwned>(answer: &Answer) -> Option<Kept<T>> {
    match shape(answer) {
        Shape::Bare => None,
        Shape::Enveloped | Shape::EnvelopedList => one(answer).ok(),
    }
}

/// What is in the envelope, or the whole answer where there is none.
pub(super) fn data<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    match shape(answer) {
        Shape::Bare => answer.json(),
        Shape::Enveloped | Shape::EnvelopedList => Ok(answer.json::<Envelope<T>>()?.data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_first_says_what_the_envelope_holds() {
        for text in [
            r#"{"data":{"id":1}}"#,
            "\n{ \"data\" :\t{}, \"status\":\"success\"}",
        ] {
            let shape = data_first(text.as_bytes());
            assert!(matches!(shape, Some(Shape::Enveloped)), "{text}");
        }
        let shape = data_first(br#"{"data": [{"id":1}]}"#);
        assert!(matches!(shape, Some(Shape::EnvelopedList)));
        for text in [
            r#"{"data":null,"id":1}"#,
            r#"{"data":"text"}"#,
            r#"{"status":"success","data":{}}"#,
            r#"{"data_type":{}}"#,
            r#"[{"data":{}}]"#,
            r#"{"data""#,
            "{}",
            "",
        ] {
            assert!(data_first(text.as_bytes()).is_none(), "{text}");
        }
    }
}
