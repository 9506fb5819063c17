//! How parameters are written.

use helpdesk_core::builder;
use helpdesk_http::Call;
use serde::{Serialize, Serializer};

/// Which page of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListPage {
    /// How many rows; 20 when not given. More than 200 is lowered by the vendor.
    pub limit: Option<u32>,
    /// How many rows to skip.
    pub offset: Option<u64>,
}

builder!(ListPage, ListPageBuilder {
    optional: [limit / maybe_limit: u32, offset / maybe_offset: u64],
});

impl ListPage {
    /// So many rows from this place on.
    pub const fn new(limit: u32, offset: u64) -> Self {
        Self {
            limit: Some(limit),
            offset: Some(offset),
        }
    }

    /// The page, of a stream as well: it begins there, and `limit` is the size of its pages.
    pub(super) fn of(self, call: Call) -> Call {
        // The first row is the default, and not every list documents the parameter.
        let offset = self.offset.filter(|offset| *offset > 0);
        call.query_opt("limit", self.limit)
            .query_opt("offset", offset)
    }
}

/// Writes an identifier as the number it is; one that is no number, as a text.
pub(super) fn number<S: Serializer>(id: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match id.parse::<u64>() {
        Ok(number) if number.to_string() == id => serializer.serialize_u64(number),
        _ => serializer.serialize_str(id),
    }
}

/// As [`number`], for one that may be left out.
#[allow(clippy::ref_option, reason = "serde hands over a reference")]
pub(super) fn opt_number<S: Serializer>(
    id: &Option<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => number(id, serializer),
        None => serializer.serialize_none(),
    }
}

/// As [`number`], for several.
pub(super) fn numbers<S: Serializer>(ids: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ids.iter().map(|id| AsNumber(id)))
}

/// As [`numbers`], for a list that may be left out.
#[allow(clippy::ref_option, reason = "serde hands over a reference")]
pub(super) fn opt_numbers<S: Serializer>(
    ids: &Option<Vec<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match ids {
        Some(ids) => numbers(ids, serializer),
        None => serializer.serialize_none(),
    }
}

struct AsNumber<'a>(&'a str);

impl Serialize for AsNumber<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(self.0, serializer)
    }
}

/// Writes a truth value as the text the documentation shows.
#[allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(super) fn flag_as_text<S: Serializer>(
    flag: &Option<bool>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match flag {
        Some(true) => serializer.serialize_str("true"),
        Some(false) => serializer.serialize_str("false"),
        None => serializer.serialize_none(),
    }
}

/// Whether a text is a day as `dd-mm-yyyy`.
pub(super) fn is_day_first(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [day, month, year] if is_date(year, month, day))
}

/// Whether a text is a day as `yyyy-mm-dd`.
pub(super) fn is_year_first(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if is_date(year, month, day))
}

fn is_date(year: &str, month: &str, day: &str) -> bool {
    let number = |text: &str, digits: usize, most: u32| {
        text.len() == digits
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text
                .parse()
                .is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    number(year, 4, 9999) && number(month, 2, 12) && number(day, 2, 31)
}

/// Writes a truth value as 1 or 0.
#[allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(super) fn opt_flag_as_number<S: Serializer>(
    flag: &Option<bool>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    flag.map(u8::from).serialize(serializer)
}
