//! The names of a row's members, noted while the row is decoded.

use std::fmt;

use helpdesk_core::VendorData;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor,
};

/// The names of the members that a row was sent with. They tell a member that is null from one that
/// was left out.
///
/// A row of an [`Answer::list`](crate::Answer::list) had them noted on the way; those of any other are
/// found when they are asked for.
#[derive(Clone, Default)]
pub struct Names {
    /// Where the first one begins in the row's own text.
    first: usize,
    /// Nothing where they were not noted, or had escapes.
    noted: Option<Vec<Name>>,
}

/// A name: how far behind the first one it begins, and how long it is.
type Name = (u32, u32);

/// As many names have room before more is made.
const USUAL: usize = 16;

impl Names {
    /// The names in their order, as they stand in the row's own text.
    pub fn of<'a>(&'a self, data: &'a VendorData) -> impl Iterator<Item = &'a str> {
        let text = data.as_json().unwrap_or_default();
        let behind = text.get(self.first..).unwrap_or_default();
        let noted = self.noted.as_deref().unwrap_or_default();
        let found = self.noted.is_none().then(|| data.keys());
        noted
            .iter()
            .filter_map(move |(at, length)| behind.get(*at as usize..)?.get(..*length as usize))
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

/// What is noted while an object is decoded.
#[derive(Default)]
struct Notes {
    /// The address of the first name.
    first: usize,
    names: Option<Vec<Name>>,
}

impl Notes {
    fn note(&mut self, name: &str) {
        let Some(names) = &mut self.names else {
            return;
        };
        let address = name.as_ptr().addr();
        if names.is_empty() {
            self.first = address;
        }
        let behind = address.checked_sub(self.first).map(u32::try_from);
        match (behind, u32::try_from(name.len())) {
            (Some(Ok(behind)), Ok(length)) => names.push((behind, length)),
            _ => self.names = None,
        }
    }
}

/// An object, with the names of its members.
pub(crate) struct Object<T> {
    wire: T,
    notes: Notes,
}

impl<T> Object<T> {
    /// The object and its names, whose text begins there.
    pub(crate) fn names(self, text: &str) -> (T, Names) {
        let names = Names {
            first: self.notes.first.wrapping_sub(text.as_ptr().addr()),
            noted: self.notes.names,
        };
        (self.wire, names)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        let mut notes = Notes::default();
        let wire = T::deserialize(Noting {
            inner,
            notes: &mut notes,
        })?;
        Ok(Self { wire, notes })
    }
}

/// What is passed on as it is.
macro_rules! pass_on {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.passed().$method(visitor)
        })*

        fn deserialize_unit_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.passed().deserialize_unit_struct(name, visitor)
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.passed().deserialize_newtype_struct(name, visitor)
        }

        fn deserialize_tuple<V: Visitor<'de>>(
            self,
            length: usize,
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.passed().deserialize_tuple(length, visitor)
        }

        fn deserialize_tuple_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            length: usize,
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.passed().deserialize_tuple_struct(name, length, visitor)
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            name: &'static str,
            variants: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.passed().deserialize_enum(name, variants, visitor)
        }
    };
}

/// What stands between a wire type and a part of the decoder, to see the names go by. Only structs are
/// looked at, and a struct is read from an object alone.
struct Noting<'n, I> {
    inner: I,
    notes: &'n mut Notes,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Noting {
            inner: visitor,
            notes: self.notes,
        };
        self.inner.deserialize_struct(name, fields, visitor)
    }

    pass_on! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_identifier deserialize_ignored_any
    }
}

impl<I> Noting<'_, I> {
    fn passed(self) -> I {
        self.inner
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Noting<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.notes.names = Some(Vec::with_capacity(USUAL));
        self.inner.visit_map(Noting {
            inner: map,
            notes: self.notes,
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Noting<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(OfName(Noting {
            inner: seed,
            notes: self.notes,
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
struct OfName<'n, I>(Noting<'n, I>);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for OfName<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.0.inner.deserialize(OfName(Noting {
            inner,
            notes: self.0.notes,
        }))
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for OfName<'_, D> {
    type Error = D::Error;

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.inner.deserialize_str(OfName(Noting {
            inner: visitor,
            notes: self.0.notes,
        }))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.passed().deserialize_struct(name, fields, visitor)
    }

    pass_on! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_ignored_any
    }
}

impl<I> OfName<'_, I> {
    fn passed(self) -> I {
        self.0.inner
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OfName<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.inner.expecting(f)
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<V::Value, E> {
        self.0.notes.note(name);
        self.0.inner.visit_borrowed_str(name)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<V::Value, E> {
        // One with escapes is not in the text as it is.
        self.0.notes.names = None;
        self.0.inner.visit_str(name)
    }
}
