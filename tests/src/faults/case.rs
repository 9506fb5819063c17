//! The cases of the matrix, and what they show.

use std::fmt;

use helpdesk::{Delivery, Error, ErrorKind};

use super::{Act, Effect, Fault, Vendor};

/// What comes after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// It hits one request, and all is well again.
    Passes,
    /// It hits that request and all that come after it.
    Stays,
    /// It hits one request, and all that come after it are refused: looking is not possible.
    Refused,
}

/// One case of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The desk.
    pub vendor: Vendor,
    /// The operation.
    pub act: Act,
    /// The fault.
    pub fault: Fault,
    /// Which of the operation's requests it hits, counted from 0.
    pub at: usize,
    /// What comes after it.
    pub mode: Mode,
}

impl Case {
    /// What hits every request after the one that the fault hit.
    pub const fn then(&self) -> Option<Fault> {
        match self.mode {
            Mode::Passes => None,
            Mode::Stays => Some(self.fault),
            Mode::Refused => Some(Fault::Forbidden),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (vendor, act, fault) = (self.vendor.name(), self.act.name(), self.fault.name());
        let after = match self.mode {
            Mode::Passes => "",
            Mode::Stays => " and after it",
            Mode::Refused => ", then 403",
        };
        let at = self.at + 1;
        write!(f, "{vendor}: {act}: {fault} at request {at}{after}")
    }
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It gave a result, with this many records.
    Good(usize),
    /// It gave an error.
    Failed {
        /// Its kind.
        kind: ErrorKind,
        /// What it says about delivery.
        delivery: Delivery,
        /// What it says to people.
        text: String,
    },
    /// It panicked.
    Panicked,
    /// It never ended.
    Hung,
}

impl Outcome {
    /// What an error says.
    pub(super) fn failed(error: &Error) -> Self {
        Self::Failed {
            kind: error.kind(),
            delivery: error.delivery(),
            text: error.to_string(),
        }
    }
}

/// What a case showed.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The case.
    pub case: Case,
    /// How the operation ended.
    pub outcome: Outcome,
    /// How many requests it sent.
    pub requests: usize,
    /// What became of the records.
    pub effect: Effect,
    /// What is wrong with that.
    pub wrong: Vec<Wrong>,
    /// What was sent.
    pub sent: Vec<String>,
}

/// A promise that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// A panic, or no end.
    Panic,
    /// A write happened more than once, or something else did.
    Doubled,
    /// It is reported as done and is not.
    Lost,
    /// The error says that the vendor did not act, and it did.
    Denied,
    /// The error says that the vendor may have acted, and it surely did not.
    Vague,
    /// A request that may be repeated was not.
    GivenUp,
    /// A request was sent again that may not be.
    Repeated,
}
