//! What stands between a wire type and its decoder.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::Notes;

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
pub(super) struct Noting<'n, I> {
    pub(super) inner: I,
    pub(super) notes: &'n mut Notes,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        // A decoder hands on what a visitor gives several times, and large structs are dear to move.
        let mut read = None;
        let visitor = Noting {
            inner: Aside {
                visitor,
                read: &mut read,
            },
            notes: self.notes,
        };
        self.inner.deserialize_struct(name, fields, visitor)?;
        read.ok_or_else(|| de::Error::custom("there is no object"))
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

/// A visitor that puts aside what it reads.
struct Aside<'r, V, T> {
    visitor: V,
    read: &'r mut Option<T>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Noting<'_, Aside<'_, V, V::Value>> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.notes.begin();
        *self.inner.read = Some(self.inner.visitor.visit_map(Noting {
            inner: map,
            notes: self.notes,
        })?);
        Ok(())
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
        self.0.notes.forget();
        self.0.inner.visit_str(name)
    }
}
