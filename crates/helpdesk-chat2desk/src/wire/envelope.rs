//! What is wrapped around answers.

use helpdesk_http::{Kept, Listed, RowText, lenient};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Where a page lies in its list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Meta {
    /// How many rows there are. Sometimes a text on the wire, and not always right.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub total: Option<u64>,
    /// The page size that was really applied: more than 200 is lowered silently.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub limit: Option<u64>,
    /// How many rows were skipped.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub offset: Option<u64>,
}

/// One object in its envelope.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Envelope<T> {
    /// The object.
    pub data: T,
}

/// A list in its envelope.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Rows<T> {
    /// The rows. An answer without any is no list.
    #[serde(deserialize_with = "lenient::list")]
    pub data: Vec<T>,
    /// Where the page lies.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub meta: Meta,
}

impl<T: DeserializeOwned> Listed for Rows<Kept<T>> {
    type Row = T;
    type Texts<'de> = Rows<RowText<'de>>;
    const ROWS: &'static str = "data";

    fn texts<'a>(list: &'a Rows<RowText<'_>>) -> &'a [RowText<'a>] {
        &list.data
    }

    fn with_rows(list: Rows<RowText<'_>>, rows: Vec<Kept<T>>) -> Self {
        let meta = list.meta;
        Self { data: rows, meta }
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        let meta = Meta::default();
        Some(Self { data: rows, meta })
    }
}
