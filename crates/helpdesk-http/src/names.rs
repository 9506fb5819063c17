//! The names of a row's members, noted while the row is decoded.

use std::fmt;
use std::iter;
use std::ptr::fn_addr_eq;
use std::sync::{Arc, OnceLock};

use helpdesk_core::{Field, VendorData, json};
use serde::de::{Deserialize, Deserializer};

use self::noting::Noting;

mod noting;

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
const USUAL: usize = 64;

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

    /// What stands behind the name of a member in the row's own text: its value, and all that follows. Of
    /// several with the name it is the last one where the names were noted, else the first one.
    pub fn behind<'a>(&self, data: &'a VendorData, name: &str) -> Option<&'a str> {
        let text = data.as_json()?;
        let Some(noted) = self.noted.as_ref().filter(|_| self.agreed == 0) else {
            return text.get(json::member(text, name)?..);
        };
        let own = text.get(self.first..)?;
        let (at, length) = noted.iter().rev().find(|(at, length)| {
            *length as usize == name.len()
                && own
                    .get(*at as usize..)
                    .is_some_and(|own| own.starts_with(name))
        })?;
        let behind = own.get((at + length) as usize..)?.strip_prefix('"')?;
        let value = behind.trim_ascii_start().strip_prefix(':')?;
        Some(value.trim_ascii_start())
    }

    /// What this function says of the names: the fields that were not sent. Of the rows of a list that
    /// were sent with the same names it is asked once.
    pub fn not_sent(&self, data: &VendorData, find: Find) -> Vec<Field> {
        let find_here = || {
            let mut names = self.of(data);
            // Behind `dyn`, a chain of iterators brings more methods along than the one that is called.
            find(&mut iter::from_fn(|| names.next()))
        };
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
        let mut own: Vec<Box<str>> = Vec::new();
        for name in names.of(data) {
            own.push(name.into());
        }
        Some(Arc::new(Self {
            names: own,
            found: OnceLock::new(),
        }))
    }
}
