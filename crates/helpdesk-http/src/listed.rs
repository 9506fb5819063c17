//! Lists, of which each row is read once.

use helpdesk_core::{Result, json};
use serde::de::DeserializeOwned;

use crate::names::Usual;
use crate::{Answer, Kept};

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
///     fn rows(&mut self) -> &mut Vec<Kept<Tag>> {
///         &mut self.data
///     }
/// }
/// ```
pub trait Listed: DeserializeOwned {
    /// What the rows are.
    type Row: DeserializeOwned;

    /// The member with the rows.
    const ROWS: &'static str;

    /// The rows.
    fn rows(&mut self) -> &mut Vec<Kept<Self::Row>>;

    /// The list of these rows without an envelope, if it may lack one.
    fn bare(_rows: Vec<Kept<Self::Row>>) -> Option<Self> {
        None
    }
}

impl<T: DeserializeOwned> Listed for Vec<Kept<T>> {
    type Row = T;
    const ROWS: &'static str = "";

    fn rows(&mut self) -> &mut Vec<Kept<T>> {
        self
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        Some(rows)
    }
}

impl Answer {
    /// Decodes a list: what [`Answer::json`] does, in less time.
    pub fn list<L: Listed>(&self) -> Result<L> {
        // Whatever is not as expected is left to the plain way, which knows what to make of it, or
        // where to say it went wrong.
        let read = std::str::from_utf8(&self.body).ok().and_then(list);
        read.map_or_else(|| self.json(), Ok)
    }
}

/// A list in the form that is expected.
fn list<L: Listed>(text: &str) -> Option<L> {
    let start = text.len() - text.trim_ascii_start().len();
    if text[start..].starts_with('[') {
        let (rows, end) = rows(text, start)?;
        return text[end..]
            .trim_ascii()
            .is_empty()
            .then_some(L::bare(rows)?);
    }
    let begin = json::member(text, L::ROWS)?;
    let (rows, end) = rows(text, begin)?;
    let envelope = [&text[..begin], "[]", &text[end..]].concat();
    let mut list: L = serde_json::from_str(&envelope).ok()?;
    *list.rows() = rows;
    Some(list)
}

/// The objects of the array that begins here, and the place behind it.
fn rows<T: DeserializeOwned>(text: &str, begin: usize) -> Option<(Vec<Kept<T>>, usize)> {
    let bytes = text.as_bytes();
    let token = |from: usize| {
        let white = bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace());
        from + white.count()
    };
    let mut rows: Vec<Kept<T>> = Vec::new();
    let mut usual = None;
    if bytes.get(begin) != Some(&b'[') {
        return None;
    }
    let mut at = token(begin + 1);
    if bytes.get(at) == Some(&b']') {
        return Some((rows, at + 1));
    }
    loop {
        let rest = &text[at..];
        if let [first] = &*rows {
            usual = Usual::of(&first.names, &first.data);
        }
        let row = Kept::first_in(rest, usual.as_ref())?;
        let length = row.length();
        if rows.is_empty() {
            // Rows differ in length.
            let foreseen = rest.len().checked_div(length)?;
            rows.reserve((foreseen + foreseen / 3).min(FORESEEN));
        }
        rows.push(row);
        at = token(at + length);
        match bytes.get(at)? {
            b',' => at = token(at + 1),
            b']' => return Some((rows, at + 1)),
            _ => return None,
        }
    }
}
