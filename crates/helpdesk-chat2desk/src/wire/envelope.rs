//! What is wrapped around answers.

use helpdesk_core::json::{self, Misfit};
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
    const ROWS: &'static str = "data";

    fn around(envelope: &str, rows: Vec<Kept<T>>) -> Option<Self> {
        let envelope: Rows<RowText<'_>> = serde_json::from_str(envelope).ok()?;
        let meta = envelope.meta;
        Some(Self { data: rows, meta })
    }

    fn read(text: &str) -> Result<Self, Misfit> {
        let Rows { data, meta } = json::from_str::<Rows<RowText<'_>>>(text)?;
        let data = RowText::kept_all(&data, text)?;
        Ok(Self { data, meta })
    }
}
