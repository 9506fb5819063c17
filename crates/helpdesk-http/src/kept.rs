//! A row decoded, and its text kept.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use helpdesk_core::VendorData;
use helpdesk_core::json::Misfit;
use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer,
};
use serde::de::{
    self, Deserialize, DeserializeOwned, Deserializer, IgnoredAny, IntoDeserializer, MapAccess,
};
use serde_json::Value;
use serde_json::de::StrRead;

use crate::Names;
use crate::names::{Notes, Usual};

/// A row of an answer: decoded, and word for word as the vendor sent it.
///
/// In a wire type it stands where the row stands, and works behind every other shape:
///
/// ```
/// use helpdesk_http::Kept;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Tag { id: u64 }
/// #[derive(Deserialize)]
/// struct Page { data: Vec<Kept<Tag>> }
///
/// let page: Page = serde_json::from_str(r#"{"data":[{"id":1,"since":"1.50"}]}"#).unwrap();
/// assert_eq!(page.data[0].wire.id, 1);
/// assert_eq!(page.data[0].data.as_json(), Some(r#"{"id":1,"since":"1.50"}"#));
/// ```
///
/// From a JSON text the row is borrowed and copied once. Below `#[serde(flatten)]`, in an untagged
/// enum or from a [`Value`] there is no text any more; the row is then written anew, with the same
/// content.
///
/// When the row does not fit, the error's path is complete: `data[1].tags[0].id`.
#[derive(Clone)]
pub struct Kept<T> {
    /// The row as the adapter's wire type.
    pub wire: T,
    /// The row as the vendor sent it.
    pub data: VendorData,
    /// The names of the members it was sent with.
    pub names: Names,
}

/// How the names were found makes no difference.
impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.wire == other.wire && self.data == other.data
    }
}

impl<T: Eq> Eq for Kept<T> {}

impl<T> Kept<T> {
    /// A row and what the vendor sent.
    pub fn new(wire: T, data: VendorData) -> Self {
        Self {
            wire,
            data,
            names: Names::default(),
        }
    }

    /// Turns the wire type into something else and keeps the data.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Kept<U> {
        Kept {
            wire: convert(self.wire),
            data: self.data,
            names: self.names,
        }
    }
}

impl<T> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept({:?})", self.data)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let RowText(text) = RowText::deserialize(deserializer)?;
        Self::from_json(&text).map_err(de::Error::custom)
    }
}

impl<T: DeserializeOwned> Kept<T> {
    /// Reads a row that is a text of its own, and notes the names of its members.
    pub fn from_json(text: &str) -> Result<Self, Misfit> {
        let mut reading = Reading::of(text, None);
        let wire = reading.whole().map_err(|error| Misfit::of(text, &error))?;
        let (data, names) = reading.read();
        Ok(Self { wire, data, names })
    }

    /// Reads a row that was kept before, and notes the names of its members.
    ///
    /// It fails as [`VendorData::decode`] does, which has another decoder for the same type.
    pub fn of(data: &VendorData) -> helpdesk_core::Result<Self> {
        let kept = data.read(Self::from_json)?;
        Ok(Self {
            data: data.clone(),
            ..kept
        })
    }

    /// The object that a text begins with. It may have the usual names.
    pub(crate) fn first_in(text: &str, usual: Option<&Arc<Usual>>) -> Option<Self> {
        if !text.starts_with('{') {
            return None;
        }
        let mut reading = Reading::of(text, usual);
        let wire = reading.next().ok()?;
        let (data, names) = reading.read();
        Some(Self { wire, data, names })
    }

    /// How long the row's text is.
    pub(crate) fn length(&self) -> usize {
        self.data.as_json().map_or(0, str::len)
    }
}

/// A row that is being read. Only decoding it depends on its type, and is compiled for each.
struct Reading<'a> {
    text: &'a str,
    decoder: serde_json::Deserializer<StrRead<'a>>,
    notes: Notes,
}

impl<'a> Reading<'a> {
    fn of(text: &'a str, usual: Option<&Arc<Usual>>) -> Self {
        Self {
            text,
            decoder: serde_json::Deserializer::from_str(text),
            notes: Notes::beside(usual),
        }
    }

    /// What the text begins with.
    #[inline(never)]
    fn next<T: DeserializeOwned>(&mut self) -> serde_json::Result<T> {
        self.notes.decode(&mut self.decoder)
    }

    /// What the text is.
    fn whole<T: DeserializeOwned>(&mut self) -> serde_json::Result<T> {
        let wire = self.next()?;
        self.decoder.end()?;
        Ok(wire)
    }

    /// The text as far as it was read, and the names in it.
    fn read(self) -> (VendorData, Names) {
        // Only an iterator says where its decoder stands.
        let end = self.decoder.into_iter::<IgnoredAny>().byte_offset();
        let row = &self.text[..end];
        (VendorData::from_json(row), self.notes.names(row))
    }
}

/// The name by which serde_json knows that its `RawValue` is asked for: it then hands over the text
/// of the value instead of its parts. `RawValue` itself refuses every other deserializer; asking by
/// name lets a row be read from those as well. Should the name ever change, rows are written anew.
const RAW: &str = "$serde_json::private::RawValue";

/// The text of a row that is not decoded yet.
///
/// A list of rows of any type is compiled once for each type. One of texts is compiled once, and its
/// rows are decoded one by one: see [`Listed`](crate::Listed).
pub struct RowText<'de>(Text<'de>);

type Text<'de> = Cow<'de, str>;

impl RowText<'_> {
    /// The row decoded. It stands in this text, and a failure has its path in there.
    pub(crate) fn kept<T: DeserializeOwned>(&self, text: &str) -> Result<Kept<T>, Misfit> {
        Kept::from_json(&self.0).map_err(|misfit| misfit.within(text))
    }

    /// The same of all rows.
    pub(crate) fn kept_all<T: DeserializeOwned>(
        rows: &[Self],
        text: &str,
    ) -> Result<Vec<Kept<T>>, Misfit> {
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            kept.push(row.kept(text)?);
        }
        Ok(kept)
    }
}

impl<'de> Deserialize<'de> for RowText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW, TextVisitor(PhantomData))
            .map(Self)
    }
}

impl fmt::Debug for RowText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowText({} bytes)", self.0.len())
    }
}

struct TextVisitor<'de>(PhantomData<&'de ()>);

fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text<'de>, D::Error> {
    Value::deserialize(deserializer).map(|value| Cow::Owned(value.to_string()))
}

impl<'de> de::Visitor<'de> for TextVisitor<'de> {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text<'de>, A::Error> {
        let Some(Key(first)) = map.next_key::<Key<'de>>()? else {
            return Ok(Cow::Borrowed("{}"));
        };
        if first == RAW {
            return map.next_value_seed(PlainText);
        }
        let value = map.next_value::<Value>()?;
        let mut row: serde_json::Map<String, Value> =
            Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        row.insert(first.into_owned(), value);
        Ok(Cow::Owned(Value::Object(row).to_string()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Text<'de>, D::Error> {
        written(inner)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Text<'de>, D::Error> {
        written(inner)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Text<'de>, A::Error> {
        written(SeqAccessDeserializer::new(seq))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        written(BorrowedStrDeserializer::new(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
        written(StrDeserializer::new(text))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Text<'de>, E> {
        written(value.into_deserializer())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Text<'de>, E> {
        written(value.into_deserializer())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Text<'de>, E> {
        written(value.into_deserializer())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Text<'de>, E> {
        written(value.into_deserializer())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Text<'de>, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E: de::Error>(self) -> Result<Text<'de>, E> {
        Ok(Cow::Borrowed("null"))
    }
}

struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CowVisitor).map(Self)
    }
}

struct PlainText;

impl<'de> de::DeserializeSeed<'de> for PlainText {
    type Value = Text<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text<'de>, D::Error> {
        deserializer.deserialize_str(CowVisitor)
    }
}

struct CowVisitor;

impl<'de> de::Visitor<'de> for CowVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Cow::Owned(text))
    }
}
