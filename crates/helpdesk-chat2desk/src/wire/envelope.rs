//! What is wrapped around answers.

use std::fmt;
use std::marker::PhantomData;

use helpdesk_http::{Kept, Listed, RowText, lenient};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

/// Where a page lies in its list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
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
#[derive(Debug, Clone, serde::Deserialize)]
#[non_exhaustive]
pub struct Envelope<T> {
    /// The object.
    pub data: T,
}

/// A list: in its envelope, or bare.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rows<T> {
    /// The rows. An envelope without any is no list.
    pub data: Vec<T>,
    /// Where the page lies; empty where there is no envelope.
    pub meta: Meta,
}

#[derive(serde::Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Enveloped<T> {
    #[serde(deserialize_with = "lenient::list")]
    data: Vec<T>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    meta: Meta,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Rows<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, or an object with one in `data`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Rows<T>, A::Error> {
                let data = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                let meta = Meta::default();
                Ok(Rows { data, meta })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rows<T>, A::Error> {
                let Enveloped { data, meta } =
                    Enveloped::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Rows { data, meta })
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn both_forms_are_read_and_rows_keep_their_text() {
        let with: Rows<Kept<Value>> =
            serde_json::from_str(r#"{"data":[{"id": 1.50}],"meta":{"total":"31","limit":20}}"#)
                .unwrap();
        assert_eq!(with.data[0].data.as_json(), Some(r#"{"id": 1.50}"#));
        assert_eq!((with.meta.total, with.meta.limit), (Some(31), Some(20)));

        let bare: Rows<Kept<Value>> = serde_json::from_str(r#"[{"id": 1.50}]"#).unwrap();
        assert_eq!(bare.data[0].data.as_json(), Some(r#"{"id": 1.50}"#));
        assert_eq!(bare.meta, Meta::default());

        let none = serde_json::from_str::<Rows<Kept<Value>>>(r#"{"meta":{}}"#);
        assert!(none.is_err());
    }
}
