//! Telling that something is there without telling what.

use std::collections::BTreeMap;
use std::fmt;

/// How much of something personal there is. Its `Debug` never shows what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Amount(Option<usize>, bool);

/// Something whose amount may be told although its content may not.
pub trait Countable {
    /// How many there are, and whether it is a list.
    fn amount(&self) -> (usize, bool);
}

impl Amount {
    /// The amount of a value.
    pub fn of<T: Countable + ?Sized>(value: &T) -> Self {
        let (count, list) = value.amount();
        Self((count > 0).then_some(count), list)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (None, true) => f.write_str("[]"),
            (None, false) => f.write_str("None"),
            (Some(count), true) => write!(f, "[{count} redacted]"),
            (Some(_), false) => f.write_str("[redacted]"),
        }
    }
}

impl Countable for String {
    fn amount(&self) -> (usize, bool) {
        (usize::from(!self.is_empty()), false)
    }
}

impl<T> Countable for Option<T> {
    fn amount(&self) -> (usize, bool) {
        (usize::from(self.is_some()), false)
    }
}

impl<T> Countable for Vec<T> {
    fn amount(&self) -> (usize, bool) {
        (self.len(), true)
    }
}

impl<K, V> Countable for BTreeMap<K, V> {
    fn amount(&self) -> (usize, bool) {
        (self.len(), true)
    }
}

impl<T> Countable for crate::Patch<T> {
    fn amount(&self) -> (usize, bool) {
        (usize::from(!self.is_keep()), false)
    }
}
