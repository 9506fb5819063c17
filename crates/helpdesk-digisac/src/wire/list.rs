//! Lists: with an envelope, or bare.

use std::fmt;
use std::marker::PhantomData;

use helpdesk_http::{Kept, Listed, RowText, lenient};
use serde::de::{
    self, Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

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

/// The members of an envelope. Only `data` depends on what the rows are, so that the others need not
/// be compiled for every kind of row.
#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum Member {
    Data,
    Total,
    Limit,
    Skip,
    CurrentPage,
    LastPage,
    From,
    To,
    #[serde(other)]
    Other,
}

#[derive(serde::Deserialize)]
#[serde(transparent, bound = "T: Deserialize<'de>")]
struct Rows<T>(#[serde(deserialize_with = "lenient::list")] Vec<T>);

#[derive(Default, Clone, Copy, serde::Deserialize)]
#[serde(transparent)]
struct Count(#[serde(deserialize_with = "lenient::opt_int")] Option<u64>);

/// What stands beside the rows.
#[derive(Default)]
struct Counts {
    total: Option<Count>,
    limit: Option<Count>,
    skip: Option<Count>,
    current_page: Option<Count>,
    last_page: Option<Count>,
    from: Option<Count>,
    to: Option<Count>,
}

impl Counts {
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        member: &Member,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let (name, place) = match member {
            Member::Total => ("total", &mut self.total),
            Member::Limit => ("limit", &mut self.limit),
            Member::Skip => ("skip", &mut self.skip),
            Member::CurrentPage => ("currentPage", &mut self.current_page),
            Member::LastPage => ("lastPage", &mut self.last_page),
            Member::From => ("from", &mut self.from),
            Member::To => ("to", &mut self.to),
            Member::Data | Member::Other => {
                return map.next_value::<IgnoredAny>().map(drop);
            }
        };
        if place.replace(map.next_value()?).is_some() {
            return Err(de::Error::duplicate_field(name));
        }
        Ok(())
    }

    fn around<T>(self, data: Vec<T>, enveloped: bool) -> Listing<T> {
        let told = |count: Option<Count>| count.unwrap_or_default().0;
        Listing {
            data,
            total: told(self.total),
            limit: told(self.limit),
            skip: told(self.skip),
            current_page: told(self.current_page),
            last_page: told(self.last_page),
            from: told(self.from),
            to: told(self.to),
            enveloped,
        }
    }
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
                Ok(Counts::default().around(data, false))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listing<T>, A::Error> {
                let mut data = None;
                let mut counts = Counts::default();
                while let Some(member) = map.next_key::<Member>()? {
                    if !matches!(member, Member::Data) {
                        counts.read(&member, &mut map)?;
                    } else if data.replace(map.next_value::<Rows<T>>()?.0).is_some() {
                        return Err(de::Error::duplicate_field("data"));
                    }
                }
                let data = data.ok_or_else(|| de::Error::missing_field("data"))?;
                Ok(counts.around(data, true))
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

impl<T: DeserializeOwned> Listed for Listing<Kept<T>> {
    type Row = T;
    type Texts<'de> = Listing<RowText<'de>>;
    const ROWS: &'static str = "data";

    fn texts<'a>(list: &'a Listing<RowText<'_>>) -> &'a [RowText<'a>] {
        &list.data
    }

    fn with_rows(list: Listing<RowText<'_>>, rows: Vec<Kept<T>>) -> Self {
        Self {
            data: rows,
            total: list.total,
            limit: list.limit,
            skip: list.skip,
            current_page: list.current_page,
            last_page: list.last_page,
            from: list.from,
            to: list.to,
            enveloped: list.enveloped,
        }
    }

    fn bare(rows: Vec<Kept<T>>) -> Option<Self> {
        Some(Counts::default().around(rows, false))
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
