//! How a law ends early.

use std::panic::Location;

use helpdesk_core::{Error, ErrorKind, Operation};

/// Why a law stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The law is broken: what was seen, and where in the suite it was noticed.
    Broken(String),
    /// The law cannot apply, because the capability table says that this operation is unsupported.
    Unsupported(Operation),
}

impl Stop {
    /// The law is broken. Remembers the place that calls this.
    #[track_caller]
    pub fn broken(what: impl Into<String>) -> Self {
        let at = Location::caller();
        let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
        Self::Broken(format!("{} [{file}:{}]", what.into(), at.line()))
    }
}

/// What a law, or a step of it, comes to.
pub type Check<T = ()> = Result<T, Stop>;

/// Ends the law as broken unless a condition holds.
macro_rules! ensure {
    ($condition:expr, $($text:tt)+) => {
        if !$condition {
            return Err($crate::Stop::broken(format!($($text)+)));
        }
    };
}

/// Steps that must succeed, or must be refused.
pub trait Must<T> {
    /// The value; a failure breaks the law. `what` says what was tried.
    ///
    /// # Errors
    /// [`Stop::Broken`] when the call failed.
    fn must(self, what: &str) -> Check<T>;

    /// The error; success breaks the law, and so does an error of none of these kinds.
    ///
    /// # Errors
    /// [`Stop::Broken`] when the call succeeded or failed otherwise.
    fn must_fail(self, kinds: &[ErrorKind], what: &str) -> Check<Error>;
}

impl<T> Must<T> for helpdesk_core::Result<T> {
    #[track_caller]
    fn must(self, what: &str) -> Check<T> {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(Stop::broken(format!(
                "{what} must succeed, but: {} ({error})",
                error.kind()
            ))),
        }
    }

    #[track_caller]
    fn must_fail(self, kinds: &[ErrorKind], what: &str) -> Check<Error> {
        let wanted = || {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            names.join(" or ")
        };
        match self {
            Ok(_) => Err(Stop::broken(format!(
                "{what} must fail with {}, but it succeeded",
                wanted()
            ))),
            Err(error) if kinds.contains(&error.kind()) => Ok(error),
            Err(error) => Err(Stop::broken(format!(
                "{what} must fail with {}, but: {} ({error})",
                wanted(),
                error.kind()
            ))),
        }
    }
}

/// A fact that a law needs of the plan; without it the law is broken, not skipped.
#[track_caller]
pub(crate) fn fact<'a, T: ?Sized>(fact: Option<&'a T>, name: &str) -> Check<&'a T> {
    fact.ok_or_else(|| {
        Stop::broken(format!(
            "the plan does not give `{name}`; give it, or skip the law with a reason"
        ))
    })
}

/// Whether an error names a field.
pub(crate) fn names(error: &Error, field: &str) -> bool {
    error.field_errors().iter().any(|entry| {
        entry.field == field
            || entry
                .field
                .strip_prefix(field)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
    })
}

/// The fields that an error names, for messages.
pub(crate) fn named(error: &Error) -> String {
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|entry| entry.field.as_str())
        .collect();
    if fields.is_empty() {
        "no field".to_owned()
    } else {
        fields.join(", ")
    }
}
