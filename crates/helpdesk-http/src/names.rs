//! The names of a row's members, noted while the row is decoded.

use std::fmt;

use helpdesk_core::VendorData;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// The names of the members that a row was sent with. They tell a member that is null from one that
/// was left out.
///
/// A row of an [`Answer::list`](crate::Answer::list) had them noted on the way; those of any other are
/// found when they are asked for.
#[derive(Clone, Default)]
pub struct Names {
    /// Where the row's text began when it was decoded.
    begin: usize,
    noted: Noted,
}

/// Where names began, and how long they are. Nothing, where they were not noted, or had escapes.
type Noted = Option<Vec<(usize, usize)>>;

/// Few rows have more members.
const USUAL: usize = 32;

impl Names {
    /// The names in their order, as they stand in the row's own text.
    pub fn of<'a>(&'a self, data: &'a VendorData) -> impl Iterator<Item = &'a str> {
        let text = data.as_json().unwrap_or_default();
        let noted = self.noted.as_deref().unwrap_or_default();
        let found = self.noted.is_none().then(|| data.keys());
        noted
            .iter()
            .filter_map(move |(at, length)| text.get(at.checked_sub(self.begin)?..)?.get(..*length))
            .chain(found.into_iter().flatten())
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.noted {
            Some(noted) => write!(f, "Names({})", noted.len()),
            None => f.write_str("Names(not noted)"),
        }
    }
}

/// An object, with the names of its members.
pub(crate) struct Object<T> {
    pub(crate) wire: T,
    noted: Noted,
}

impl<T> Object<T> {
    /// The names, of an object whose text begins there.
    pub(crate) fn names(self, text: &str) -> (T, Names) {
        let names = Names {
            begin: text.as_ptr().addr(),
            noted: self.noted,
        };
        (self.wire, names)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        let mut noted = None;
        let wire = T::deserialize(Noting {
            inner,
            noted: &mut noted,
        })?;
        Ok(Self { wire, noted })
    }
}

/// What stands between a type and a part of the decoder, to see the names go by.
struct Noting<'n, I> {
    inner: I,
    noted: &'n mut Noted,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Noting {
            inner: visitor,
            noted: self.noted,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Noting {
            inner: visitor,
            noted: self.noted,
        };
        self.inner.deserialize_struct(name, fields, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Noting<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        *self.noted = Some(Vec::with_capacity(USUAL));
        self.inner.visit_map(Noting {
            inner: map,
            noted: self.noted,
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Noting<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(Name(Noting {
            inner: seed,
            noted: self.noted,
        }))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// The same for a single name.
struct Name<'n, I>(Noting<'n, I>);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Name<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.0.inner.deserialize(Name(Noting {
            inner,
            noted: self.0.noted,
        }))
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Name<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.inner.deserialize_str(Name(Noting {
            inner: visitor,
            noted: self.0.noted,
        }))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Name<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.inner.expecting(f)
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<V::Value, E> {
        if let Some(noted) = self.0.noted {
            noted.push((name.as_ptr().addr(), name.len()));
        }
        self.0.inner.visit_borrowed_str(name)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<V::Value, E> {
        // One with escapes is not in the text as it is.
        *self.0.noted = None;
        self.0.inner.visit_str(name)
    }
}
