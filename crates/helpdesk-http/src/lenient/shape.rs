//! Lists and objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Refuses what has no entries, without serde's habit of quoting it.
macro_rules! refuse_scalars {
    ($value:ty, $message:literal) => {
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<$value, E> {
            Err(E::custom($message))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<$value, E> {
            Err(E::custom($message))
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<$value, E> {
            Err(E::custom($message))
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<$value, E> {
            Err(E::custom($message))
        }

        fn visit_str<E: de::Error>(self, _: &str) -> Result<$value, E> {
            Err(E::custom($message))
        }
    };
}

/// A list. `null` is an empty one, entries that are `null` are left out, and a single object stands
/// for a list of one.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct List<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list, one object, or null")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_none<E: de::Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Vec<T>, D::Error> {
            inner.deserialize_any(self)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            // The length is a stranger's word, so no more than a little is set aside for it.
            let mut list = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(256));
            while let Some(entry) = seq.next_element::<Option<T>>()? {
                list.extend(entry);
            }
            Ok(list)
        }

        refuse_scalars!(Vec<T>, "a single value stands where a list belongs");

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
        }
    }

    deserializer.deserialize_any(List(PhantomData))
}

/// An object as a map. `null` and an empty list are an empty one.
pub fn map<'de, D, M, K, V>(deserializer: D) -> Result<M, D::Error>
where
    D: Deserializer<'de>,
    M: Default + Extend<(K, V)> + IntoIterator<Item = (K, V)>,
    K: Deserialize<'de>,
    V: Deserialize<'de>,
{
    struct Entries<M, K, V>(PhantomData<(M, K, V)>);

    impl<'de, M, K, V> Visitor<'de> for Entries<M, K, V>
    where
        M: Default + Extend<(K, V)>,
        K: Deserialize<'de>,
        V: Deserialize<'de>,
    {
        type Value = M;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object, null, or an empty list")
        }

        fn visit_unit<E: de::Error>(self) -> Result<M, E> {
            Ok(M::default())
        }

        fn visit_none<E: de::Error>(self) -> Result<M, E> {
            Ok(M::default())
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<M, D::Error> {
            inner.deserialize_any(self)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<M, A::Error> {
            match seq.next_element::<Option<de::IgnoredAny>>()? {
                None => Ok(M::default()),
                Some(None) if seq.next_element::<de::IgnoredAny>()?.is_none() => Ok(M::default()),
                Some(_) => Err(de::Error::custom("a list stands where an object belongs")),
            }
        }

        refuse_scalars!(M, "a single value stands where an object belongs");

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<M, A::Error> {
            let mut entries = M::default();
            while let Some(entry) = map.next_entry()? {
                entries.extend([entry]);
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_any(Entries(PhantomData))
}

/// Any value; `null` is the default one.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
