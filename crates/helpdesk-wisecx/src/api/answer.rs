//! The envelopes of answers: a bare record, `{data}`, `{data, paging}`, `{data, pagination}`, a bare
//! list. Which endpoint has which is documented by examples only and differs between sources, so all
//! are read everywhere.

use std::fmt;
use std::marker::PhantomData;

use helpdesk_core::json::Words;
use helpdesk_core::{Delivery, Error, ErrorKind, Result};
use helpdesk_http::{Answer, Kept, Listed, RowText, lenient};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::List;
use crate::wire::Done;

/// What an answer with one record looks like from afar.
enum Shape {
    Bare,
    InData,
    Nothing,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;

        impl<'de> Visitor<'de> for Look {
            type Value = Shape;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record, or a record in `data`")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Shape, E> {
                Ok(Shape::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
                match seq.next_element::<IgnoredAny>()? {
                    None => Ok(Shape::Nothing),
                    Some(_) => Err(de::Error::custom("a list stands where one record belongs")),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
                let (mut members, mut data) = (0, None);
                while let Some(key) = map.next_key::<String>()? {
                    members += 1;
                    if key == "data" {
                        let value = map.next_value::<serde_json::Value>()?;
                        let nothing = value.is_null()
                            || value.as_array().is_some_and(Vec::is_empty)
                            || value.as_object().is_some_and(serde_json::Map::is_empty);
                        data = Some(nothing);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(match data {
                    Some(true) => Shape::Nothing,
                    Some(false) => Shape::InData,
                    None if members == 0 => Shape::Nothing,
                    None => Shape::Bare,
                })
            }
        }

        deserializer.deserialize_any(Look)
    }
}

/// Most answers are bare records, and looking for the word is much quicker than reading them once more.
fn shape(answer: &Answer) -> Result<Shape> {
    static DATA: Words = Words::new("\"data\"");
    let members = answer.body.trim_ascii_start().strip_prefix(b"{");
    let has_members = members.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""));
    if has_members && !DATA.are_in(&answer.body) {
        return Ok(Shape::Bare);
    }
    answer.json()
}

#[derive(Deserialize)]
struct InData<R> {
    data: R,
}

/// The record in `data`.
fn in_data<T: DeserializeOwned>(answer: &Answer) -> Result<Kept<T>> {
    answer.row(&answer.read::<InData<_>>()?.data)
}

/// Reads one record that was asked for. An answer without one (`null`, `{}`, `[]`, no `data`) is
/// `NotFound`.
pub(super) fn record<T: DeserializeOwned>(answer: &Answer) -> Result<Kept<T>> {
    if answer.is_empty() {
        return Err(no_record(answer));
    }
    match shape(answer)? {
        Shape::Bare => answer.kept(),
        Shape::InData => in_data(answer),
        Shape::Nothing => Err(no_record(answer)),
    }
}

/// Reads the record that a write answers with. An answer without one is one that cannot be read
/// (`Decode`): what the vendor did is then known to it alone.
pub(super) fn written<T: DeserializeOwned>(answer: &Answer) -> Result<Kept<T>> {
    match shape(answer) {
        Ok(Shape::InData) => in_data(answer),
        _ => answer.kept(),
    }
}

fn no_record(answer: &Answer) -> Error {
    Error::new(ErrorKind::NotFound, "the vendor answers without a record")
        .with_vendor(crate::VENDOR)
        .with_status(answer.status)
        .with_attempts(answer.attempts)
        .with_delivery(Delivery::Answered)
}

/// Reads the answer of a call that only says that it did it, or says nothing.
pub(super) fn done(answer: &Answer) -> Result<Done> {
    if answer.is_empty() {
        return Ok(Done::default());
    }
    answer.json::<Option<Done>>().map(Option::unwrap_or_default)
}

/// Reads a list. Only with HTTP 204 does no body mean no rows: a look-up that took a lost answer for
/// an empty list would make its record twice.
pub(super) fn list<T: DeserializeOwned>(answer: &Answer) -> Result<List<T>> {
    if answer.status == 204 {
        return Ok(List::empty());
    }
    let Envelope { rows, paging } = answer.list()?;
    let mut list = List::of(rows);
    list.page = paging.page;
    list.limit = paging.limit;
    list.total = paging.total_items;
    Ok(list)
}

/// Reads a list, or nothing where the vendor answers a list without rows with an error
/// (documented by a third party: HTTP 400 with "not found").
pub(super) fn list_or_empty<T: DeserializeOwned>(
    answered: Result<Answer>,
    is_about_rows: impl FnOnce(&Error) -> bool,
) -> Result<List<T>> {
    match answered {
        Ok(answer) => list(&answer),
        Err(error) if is_none_found(&error) && is_about_rows(&error) => Ok(List::empty()),
        Err(error) => Err(error),
    }
}

fn is_none_found(error: &Error) -> bool {
    error.is_not_found() && matches!(error.status(), Some(200..=299 | 400))
}

/// A list in `data`, or bare.
struct Envelope<R> {
    rows: Vec<R>,
    paging: Paging,
}

impl<R> Envelope<R> {
    fn bare(rows: Vec<R>) -> Self {
        Self {
            rows,
            paging: Paging::default(),
        }
    }
}

impl<T: DeserializeOwned> Listed for Envelope<Kept<T>> {
    type Row = T;
    type Texts<'de> = Envelope<RowText<'de>>;
    const ROWS: &'static str = "data";

    fn texts<'a>(list: &'a Envelope<RowText<'_>>) -> &'a [RowText<'a>] {
        &list.rows
    }

    fn with_rows(list: Envelope<RowText<'_>>, rows: Vec<Kept<T>>) -> Self {
        let paging = list.paging;
        Self { rows, paging }
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        Some(Envelope::bare(rows))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Paging {
    #[serde(deserialize_with = "lenient::opt_int")]
    page: Option<u64>,
    #[serde(alias = "page_size", deserialize_with = "lenient::opt_int")]
    limit: Option<u64>,
    #[serde(deserialize_with = "lenient::opt_int")]
    total_items: Option<u64>,
}

#[derive(Deserialize)]
#[serde(bound = "R: Deserialize<'de>")]
struct Enveloped<R> {
    #[serde(deserialize_with = "lenient::list")]
    data: Vec<R>,
    #[serde(
        default,
        alias = "pagination",
        deserialize_with = "lenient::or_default"
    )]
    paging: Paging,
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Envelope<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<R>(PhantomData<R>);

        impl<'de, R: Deserialize<'de>> Visitor<'de> for Either<R> {
            type Value = Envelope<R>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, or a list in `data`")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Envelope<R>, E> {
                Ok(Envelope::bare(Vec::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Envelope<R>, A::Error> {
                lenient::list(SeqAccessDeserializer::new(seq)).map(Envelope::bare)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Envelope<R>, A::Error> {
                let Enveloped { data, paging } =
                    Enveloped::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Envelope { rows: data, paging })
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}
