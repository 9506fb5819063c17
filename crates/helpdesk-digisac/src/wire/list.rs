//! Lists: with an envelope, or bare.

use std::fmt;
use std::marker::PhantomData;

use helpdesk_http::{Kept, Listed, lenient};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

/// A list as it is answered: the envelope with seven paging members, or, with `paginate=false`, a
/// bare array.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listing<T> {
    /// The rows.
    pub data: Vec<T>,
    /// How many rows there are in all.
    pub total: Option<u64>,
    /// How many rows a page has.
    pub limit: Option<u64>,
    /// How many rows stand before this page.
    pub skip: Option<u64>,
    /// The number of this page, from 1.
    pub current_page: Option<u64>,
    /// The number of the last page.
    pub last_page: Option<u64>,
    /// The same as `skip`.
    pub from: Option<u64>,
    /// `skip` and `limit` together; it is not cut at `total`, so it counts no rows.
    pub to: Option<u64>,
    /// Whether there was an envelope.
    pub enveloped: bool,
}

impl<T> Listing<T> {
    fn without_envelope(data: Vec<T>) -> Self {
        Self {
            data,
            total: None,
            limit: None,
            skip: None,
            current_page: None,
            last_page: None,
            from: None,
            to: None,
            enveloped: false,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: Deserialize<'de>")]
struct Envelope<T> {
    #[serde(deserialize_with = "lenient::list")]
    data: Vec<T>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    limit: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    skip: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    current_page: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    last_page: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    from: Option<u64>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    to: Option<u64>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listing<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Listing<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, or an object with one in `data`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Listing<T>, A::Error> {
                let mut data = Vec::new();
                while let Some(row) = seq.next_element::<Option<T>>()? {
                    data.extend(row);
                }
                Ok(Listing::without_envelope(data))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Listing<T>, A::Error> {
                let envelope = Envelope::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Listing {
                    data: envelope.data,
                    total: envelope.total,
                    limit: envelope.limit,
                    skip: envelope.skip,
                    current_page: envelope.current_page,
                    last_page: envelope.last_page,
                    from: envelope.from,
                    to: envelope.to,
                    enveloped: true,
                })
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

impl<T: DeserializeOwned> Listed for Listing<Kept<T>> {
    type Row = T;
    const ROWS: &'static str = "data";

    fn rows(&mut self) -> &mut Vec<Kept<T>> {
        &mut self.data
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        Some(Listing::without_envelope(rows))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn both_forms_are_read_and_rows_keep_their_text() {
        let with: Listing<Kept<Value>> = serde_json::from_str(
            r#"{"data":[{"id": 1.50}],"total":"31","limit":15,"currentPage":2,"lastPage":3}"#,
        )
        .unwrap();
        assert_eq!(with.data[0].data.as_json(), Some(r#"{"id": 1.50}"#));
        assert_eq!((with.total, with.last_page), (Some(31), Some(3)));
        assert!(with.enveloped);

        let bare: Listing<Kept<Value>> = serde_json::from_str(r#"[{"id":1},null]"#).unwrap();
        assert_eq!(bare.data.len(), 1);
        assert!(!bare.enveloped);
    }
}
