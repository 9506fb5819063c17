//! Lists, of which each row is read once.

use helpdesk_core::Result;
use helpdesk_core::json::{self, Misfit};
use serde::de::{Deserialize, DeserializeOwned};

use crate::names::Usual;
use crate::{Answer, Kept, RowText};

/// No more rows than this are set aside for before they are read.
const FORESEEN: usize = 256;

/// An answer that is a list of rows in an envelope, or bare.
///
/// A row that is [`Kept`] is looked over for its end before it is decoded. [`Answer::list`] spares
/// that where the rows stand in one member of the answer, or are the answer: it decodes them one by
/// one, learns their ends from the decoder, and decodes the envelope without them.
///
/// What stands around the rows is decoded with their texts in it, so that it is compiled once and not
/// for every type of row.
///
/// ```
/// use helpdesk_http::{Kept, Listed, RowText};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Tag { id: u64 }
/// #[derive(Deserialize)]
/// struct Tags<R = Kept<Tag>> { data: Vec<R>, total: Option<u64> }
///
/// impl Listed for Tags {
///     type Row = Tag;
///     type Texts<'de> = Tags<RowText<'de>>;
///     const ROWS: &'static str = "data";
///
///     fn texts<'a>(list: &'a Tags<RowText<'_>>) -> &'a [RowText<'a>] {
///         &list.data
///     }
///
///     fn with_rows(list: Tags<RowText<'_>>, rows: Vec<Kept<Tag>>) -> Self {
///         Self { data: rows, total: list.total }
///     }
/// }
/// ```
pub trait Listed: Sized {
    /// What the rows are.
    type Row: DeserializeOwned;

    /// The same list, of texts.
    type Texts<'de>: Deserialize<'de>;

    /// The member with the rows.
    const ROWS: &'static str;

    /// The texts of the rows.
    fn texts<'a>(list: &'a Self::Texts<'_>) -> &'a [RowText<'a>];

    /// The list with rows in place of their texts.
    fn with_rows(list: Self::Texts<'_>, rows: Vec<Kept<Self::Row>>) -> Self;

    /// The list of these rows without an envelope, if it may lack one.
    fn bare(_rows: Vec<Kept<Self::Row>>) -> Option<Self> {
        None
    }
}

impl<T: DeserializeOwned> Listed for Vec<Kept<T>> {
    type Row = T;
    type Texts<'de> = Vec<RowText<'de>>;
    const ROWS: &'static str = "";

    fn texts<'a>(list: &'a Vec<RowText<'_>>) -> &'a [RowText<'a>] {
        list
    }

    fn with_rows(_list: Vec<RowText<'_>>, rows: Self) -> Self {
        rows
    }

    fn bare(rows: Self) -> Option<Self> {
        Some(rows)
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
        read(self.text()?).map_err(|misfit| self.misfit(misfit))
    }
}

/// A list that is not as expected: whatever can be made of it, or where it does not fit.
fn read<L: Listed>(text: &str) -> Result<L, Misfit> {
    let list: L::Texts<'_> = json::from_str(text)?;
    let rows = RowText::kept_all(L::texts(&list), text)?;
    Ok(L::with_rows(list, rows))
}

/// A list in the form that is expected.
fn list<L: Listed>(text: &str) -> Option<L> {
    let mut rows: Vec<Kept<L::Row>> = Vec::new();
    let mut usual = None;
    let around = each_row(text, L::ROWS, &mut |rest| {
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
        Some(length)
    })?;
    match around {
        Around::Nothing => L::bare(rows),
        Around::Envelope(envelope) => {
            Some(L::with_rows(serde_json::from_str(&envelope).ok()?, rows))
        }
    }
}

/// What stands around the rows of a list.
enum Around {
    Nothing,
    /// An object, here without its rows.
    Envelope(String),
}

/// Goes through the rows of a list. `read` takes what begins with a row, and says how long the row is.
fn each_row(
    text: &str,
    member: &str,
    read: &mut dyn FnMut(&str) -> Option<usize>,
) -> Option<Around> {
    let start = text.len() - text.trim_ascii_start().len();
    let is_bare = text[start..].starts_with('[');
    let begin = if is_bare {
        start
    } else {
        json::member(text, member)?
    };
    let mut array = Array::begins(text, begin)?;
    while !array.ended {
        let length = read(array.rest)?;
        array.pass(length)?;
    }
    if is_bare {
        return array
            .rest
            .trim_ascii()
            .is_empty()
            .then_some(Around::Nothing);
    }
    Some(Around::Envelope(without_rows(&text[..begin], array.rest)))
}

/// The envelope, of what stands before and behind its rows.
fn without_rows(before: &str, behind: &str) -> String {
    [before, "[]", behind].concat()
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
