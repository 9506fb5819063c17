//! The names of a row's members, noted while the row is decoded.

use std::fmt;
use std::ptr::fn_addr_eq;
use std::sync::{Arc, OnceLock};

use helpdesk_core::{Field, VendorData};
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor,
};

use crate::Kept;

/// The names of the members that a row was sent with. They tell a member that is null from one that
/// was left out.
///
/// A row of an [`Answer::list`](crate::Answer::list) had them noted on the way; those of any other are
/// found when they are asked for.
#[derive(Clone, Default)]
pub struct Names {
    /// Those of the first row of the list.
    usual: Option<Arc<Usual>>,
    /// How many of these the row begins with.
    agreed: usize,
    /// Where the first one behind them begins in the row's own text.
    first: usize,
    /// Those behind them. Nothing where they were not noted, or had escapes.
    noted: Option<Vec<Name>>,
}

/// A name: how far behind the first one it begins, and how long it is.
type Name = (u32, u32);

/// As many names have room before more is made.
const USUAL: usize = 16;

/// Which fields were not sent, by the names that were.
type Find = fn(&mut dyn Iterator<Item = &str>) -> Vec<Field>;

/// The names of the first row of a list. Most others have the same ones.
#[derive(Default)]
pub(crate) struct Usual {
    names: Vec<Box<str>>,
    /// What was found by them, and by which function.
    found: OnceLock<(Find, Vec<Field>)>,
}

impl Names {
    /// The names in their order, as they stand in the row's own text.
    pub fn of<'a>(&'a self, data: &'a VendorData) -> impl Iterator<Item = &'a str> {
        let text = data.as_json().unwrap_or_default();
        let behind = text.get(self.first..).unwrap_or_default();
        let noted = self.noted.as_deref();
        let usual = match (&self.usual, noted) {
            (Some(usual), Some(_)) => usual.names.get(..self.agreed).unwrap_or_default(),
            _ => &[],
        };
        let found = noted.is_none().then(|| data.keys());
        let own = noted
            .unwrap_or_default()
            .iter()
            .filter_map(move |(at, length)| behind.get(*at as usize..)?.get(..*length as usize));
        usual
            .iter()
            .map(|name| &**name)
            .chain(own)
            .chain(found.into_iter().flatten())
    }

    /// What this function says of the names: the fields that were not sent. Of the rows of a list that
    /// were sent with the same names it is asked once.
    pub fn not_sent(&self, data: &VendorData, find: Find) -> Vec<Field> {
        let find_here = || find(&mut self.of(data));
        match &self.usual {
            Some(usual) if self.are_usual(usual) => {
                let (by, found) = usual.found.get_or_init(|| (find, find_here()));
                if fn_addr_eq(*by, find) {
                    found.clone()
                } else {
                    find_here()
                }
            }
            _ => find_here(),
        }
    }

    fn are_usual(&self, usual: &Usual) -> bool {
        self.agreed == usual.names.len() && self.noted.as_ref().is_some_and(Vec::is_empty)
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.noted {
            Some(noted) => write!(f, "Names({})", self.agreed + noted.len()),
            None => f.write_str("Names(not noted)"),
        }
    }
}

/// What is noted while an object is decoded.
pub(crate) struct Notes {
    usual: Option<Arc<Usual>>,
    agreed: usize,
    /// Whether all names so far are as usual.
    agreeing: bool,
    /// The address of the first name that is not as usual.
    first: usize,
    noted: Option<Vec<Name>>,
}

impl Notes {
    /// Of an object that may have the usual names.
    pub(crate) fn beside(usual: Option<&Arc<Usual>>) -> Self {
        Self {
            usual: usual.cloned(),
            agreed: 0,
            agreeing: false,
            first: 0,
            noted: None,
        }
    }

    /// Decodes an object. The text it is decoded from holds its names.
    pub(crate) fn decode<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        &mut self,
        inner: D,
    ) -> Result<T, D::Error> {
        T::deserialize(Noting { inner, notes: self })
    }

    /// The names, of an object whose text begins there.
    pub(crate) fn names(self, text: &str) -> Names {
        Names {
            usual: self.usual,
            agreed: self.agreed,
            first: self.first.wrapping_sub(text.as_ptr().addr()),
            noted: self.noted,
        }
    }

    fn begin(&mut self) {
        self.agreeing = self.usual.is_some();
        self.noted = Some(Vec::new());
    }

    #[inline]
    fn note(&mut self, name: &str) {
        if self.agreeing
            && let Some(usual) = &self.usual
            && let Some(own) = usual.names.get(self.agreed)
            && **own == *name
        {
            self.agreed += 1;
        } else {
            self.note_own(name);
        }
    }

    /// From here on names are not noted, and those that were do not count.
    fn forget(&mut self) {
        self.agreeing = false;
        self.noted = None;
    }

    fn note_own(&mut self, name: &str) {
        self.agreeing = false;
        let Some(noted) = &mut self.noted else {
            return;
        };
        let address = name.as_ptr().addr();
        if noted.is_empty() {
            self.first = address;
            noted.reserve(USUAL);
        }
        let behind = address.checked_sub(self.first).map(u32::try_from);
        match (behind, u32::try_from(name.len())) {
            (Some(Ok(behind)), Ok(length)) => noted.push((behind, length)),
            _ => self.noted = None,
        }
    }
}

impl Usual {
    /// Names of which all were noted.
    pub(crate) fn of(names: &Names, data: &VendorData) -> Option<Arc<Self>> {
        names.noted.as_ref()?;
        Some(Arc::new(Self {
            names: names.of(data).map(Box::from).collect(),
            found: OnceLock::new(),
        }))
    }
}

/// An object, with the names of its members.
pub(crate) struct Object<T> {
    wire: T,
    notes: Notes,
}

impl<T> Object<T> {
    /// The object beside its text.
    pub(crate) fn kept(self, text: &str) -> Kept<T> {
        Kept {
            wire: self.wire,
            data: VendorData::from_json(text),
            names: self.notes.names(text),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        let mut notes = Notes::beside(None);
        let wire = notes.decode(inner)?;
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
