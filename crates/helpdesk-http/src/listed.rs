//! Lists, of which each row is read once.

use helpdesk_core::Result;
use helpdesk_core::json::{self, Misfit};
use serde::de::DeserializeOwned;

use crate::names::Usual;
use crate::{Answer, Kept, RowText, decode};

/// No more rows than this are set aside for before they are read.
const FORESEEN: usize = 256;

/// An answer that is a list of rows in an envelope, or bare.
///
/// A row that is [`Kept`] is looked over for its end before it is decoded. [`Answer::list`] spares
/// that where the rows stand in one member of the answer, or are the answer: it decodes them one by
/// one, learns their ends from the decoder, and decodes the envelope without them.
///
/// ```
/// use helpdesk_http::{Kept, Listed};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Tag { id: u64 }
/// #[derive(Deserialize)]
/// struct Tags { data: Vec<Kept<Tag>>, total: Option<u64> }
///
/// impl Listed for Tags {
///     type Row = Tag;
///     const ROWS: &'static str = "data";
///
///     fn around(envelope: &str, rows: Vec<Kept<Tag>>) -> Option<Self> {
///         let envelope: Self = serde_json::from_str(envelope).ok()?;
///         Some(Self { data: rows, ..envelope })
///     }
/// }
/// ```
pub trait Listed: DeserializeOwned {
    /// What the rows are.
    type Row: DeserializeOwned;

    /// The member with the rows.
    const ROWS: &'static str;

    /// The list of these rows in their envelope: an answer in which `[]` stands in their place.
    ///
    /// This and [`Self::read`] are compiled for every type of row. A list of many types decodes
    /// neither with its rows in it, but with [`RowText`].
    fn around(envelope: &str, rows: Vec<Kept<Self::Row>>) -> Option<Self>;

    /// The list of these rows without an envelope, if it may lack one.
    fn bare(_rows: Vec<Kept<Self::Row>>) -> Option<Self> {
        None
    }

    /// Reads a list that is not as expected: whatever can be made of it, or where it does not fit.
    fn read(text: &str) -> Result<Self, Misfit> {
        json::from_str(text)
    }
}

impl<T: DeserializeOwned> Listed for Vec<Kept<T>> {
    type Row = T;
    const ROWS: &'static str = "";

    fn around(_envelope: &str, _rows: Vec<Kept<T>>) -> Option<Self> {
        None
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        Some(rows)
    }

    fn read(text: &str) -> Result<Self, Misfit> {
        RowText::kept_all(&json::from_str::<Vec<RowText<'_>>>(text)?, text)
    }
}

impl Answer {
    /// Decodes a list: what [`Answer::json`] does, in less time.
    pub fn list<L: Listed>(&self) -> Result<L> {
        // Whatever is not as expected is left to the plain way, which knows what to make of it, or
        // where to say it went wrong.
        if let Some(list) = std::str::from_utf8(&self.body).ok().and_then(list) {
            return Ok(list);
        }
        decode::answer_by(&self.body, L::read).map_err(|error| self.unfit(error))
    }
}

/// A list in the form that is expected.
fn list<L: Listed>(text: &str) -> Option<L> {
    let start = text.len() - text.trim_ascii_start().len();
    if text[start..].starts_with('[') {
        let (rows, rest) = rows(Array::begins(text, start)?)?;
        return rest.trim_ascii().is_empty().then_some(L::bare(rows)?);
    }
    let begin = json::member(text, L::ROWS)?;
    let (rows, rest) = rows(Array::begins(text, begin)?)?;
    L::around(&without_rows(&text[..begin], rest), rows)
}

/// The envelope, of what stands before and behind its rows.
fn without_rows(before: &str, behind: &str) -> String {
    [before, "[]", behind].concat()
}

/// The objects of an array, and what stands behind it.
fn rows<T: DeserializeOwned>(mut array: Array<'_>) -> Option<(Vec<Kept<T>>, &str)> {
    let mut rows: Vec<Kept<T>> = Vec::new();
    let mut usual = None;
    while !array.ended {
        if let [first] = &*rows {
            usual = Usual::of(&first.names, &first.data);
        }
        let row = Kept::first_in(array.rest, usual.as_ref())?;
        let length = row.length();
        if rows.is_empty() {
            // Rows differ in length.
            let foreseen = array.rest.len().checked_div(length)?;
            rows.reserve((foreseen + foreseen / 3).min(FORESEEN));
        }
        rows.push(row);
        array.pass(length)?;
    }
    Some((rows, array.rest))
}

/// What is left of an array: its next element and all behind it, or what is behind its end.
struct Array<'a> {
    rest: &'a str,
    ended: bool,
}

impl<'a> Array<'a> {
    /// The array that begins here.
    fn begins(text: &'a str, at: usize) -> Option<Self> {
        let rest = text[at..].strip_prefix('[')?.trim_ascii_start();
        let behind = rest.strip_prefix(']');
        Some(Self {
            rest: behind.unwrap_or(rest),
            ended: behind.is_some(),
        })
    }

    /// Goes on behind an element of this length.
    fn pass(&mut self, length: usize) -> Option<()> {
        let behind = self.rest[length..].trim_ascii_start();
        self.ended = behind.starts_with(']');
        let rest = behind.strip_prefix([',', ']'])?;
        self.rest = if self.ended {
            rest
        } else {
            rest.trim_ascii_start()
        };
        Some(())
    }
}
