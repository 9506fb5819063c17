//! Three things an update can say about a field.

/// Leave it, set it, or clear it.
///
/// Vendors disagree on what a null means, so an update never says `None`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Leave the field as it is.
    #[default]
    Keep,
    /// Give the field this value.
    Set(T),
    /// Leave the field empty.
    Clear,
}

impl<T> Patch<T> {
    /// Whether the field is left as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the field is cleared.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The value, when there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The same patch, borrowed.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Set(value) => Patch::Set(value),
            Self::Clear => Patch::Clear,
        }
    }

    /// The patch with its value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Set(value) => Patch::Set(change(value)),
            Self::Clear => Patch::Clear,
        }
    }

    /// Carries the patch out on a field that may be empty.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Set(value) => *field = Some(value),
            Self::Clear => *field = None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `Some` sets, `None` keeps. To clear, say so.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }
}
