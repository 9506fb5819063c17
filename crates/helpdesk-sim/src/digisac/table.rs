//! Rows in the order in which they were made, found by id, and paged without a copy.

use std::collections::HashMap;

/// A 128-bit identifier, from its UUID text.
pub(super) fn parse_id(text: &str) -> Option<u128> {
    let plain: String = text.chars().filter(|c| *c != '-').collect();
    if plain.len() != 32 || text.len() != 36 {
        return None;
    }
    u128::from_str_radix(&plain, 16).ok()
}

/// The UUID text of an identifier.
pub(super) fn show_id(id: u128) -> String {
    let digits = format!("{id:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

/// Rows of one resource.
#[derive(Debug)]
pub(super) struct Table<T> {
    rows: Vec<Option<T>>,
    live: Vec<u32>,
    ids: HashMap<u128, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            live: Vec::new(),
            ids: HashMap::new(),
        }
    }
}

impl<T> Table<T> {
    /// Adds a row and says where it is.
    pub(super) fn insert(&mut self, id: u128, row: T) -> u32 {
        let at = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Some(row));
        self.live.push(at);
        self.ids.insert(id, at);
        at
    }

    /// Makes room for this many more rows.
    pub(super) fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
        self.live.reserve(more);
        self.ids.reserve(more);
    }

    /// The places of all rows, oldest first.
    pub(super) fn live(&self) -> &[u32] {
        &self.live
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    /// How many rows were ever added, removed ones included.
    pub(super) fn ever(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Where the row with this id is.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        self.ids.get(&parse_id(id)?).copied()
    }

    /// The row at a place.
    pub(super) fn at(&self, place: u32) -> Option<&T> {
        self.rows.get(place as usize)?.as_ref()
    }

    /// The row with this id.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.at(self.place(id)?)
    }

    /// The row with this id, to change it.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let place = self.place(id)?;
        self.rows.get_mut(place as usize)?.as_mut()
    }

    /// All rows, oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.live.iter().filter_map(|place| self.at(*place))
    }

    /// Takes a row out of every list.
    pub(super) fn remove(&mut self, id: &str) -> Option<T> {
        let place = self.ids.remove(&parse_id(id)?)?;
        if let Ok(at) = self.live.binary_search(&place) {
            self.live.remove(at);
        }
        self.rows.get_mut(place as usize)?.take()
    }
}
