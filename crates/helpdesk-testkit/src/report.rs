//! What came of a run.

use std::fmt;

use helpdesk_core::Operation;

/// What came of one law.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It holds.
    Kept,
    /// It cannot apply: the capability table says that this operation is unsupported.
    Unsupported(Operation),
    /// It was skipped: the plan gives this reason.
    Skipped(String),
    /// It does not hold.
    Broken(String),
}

impl Outcome {
    /// Whether the law is broken.
    pub fn is_broken(&self) -> bool {
        matches!(self, Self::Broken(_))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept => f.write_str("kept"),
            Self::Unsupported(operation) => {
                write!(
                    f,
                    "skipped: the capability table says `{operation}` is unsupported"
                )
            }
            Self::Skipped(reason) => write!(f, "skipped: the plan says {reason}"),
            Self::Broken(why) => write!(f, "BROKEN: {why}"),
        }
    }
}

/// One law and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The law's name.
    pub law: &'static str,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a run of the suite.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// The laws in the order in which they ran.
    pub entries: Vec<Entry>,
}

impl Report {
    pub(crate) fn add(&mut self, law: &'static str, outcome: Outcome) {
        self.entries.push(Entry { law, outcome });
    }

    /// What came of one law, if it ran.
    pub fn outcome(&self, law: &str) -> Option<&Outcome> {
        self.entries
            .iter()
            .find(|entry| entry.law == law)
            .map(|entry| &entry.outcome)
    }

    /// The laws that are broken, with why.
    pub fn broken(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.entries
            .iter()
            .filter_map(|entry| match &entry.outcome {
                Outcome::Broken(why) => Some((entry.law, why.as_str())),
                _ => None,
            })
    }

    /// How many laws hold.
    pub fn kept(&self) -> usize {
        self.count(|outcome| *outcome == Outcome::Kept)
    }

    /// How many laws were skipped, for either reason.
    pub fn skipped(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Unsupported(_) | Outcome::Skipped(_)))
    }

    fn count(&self, which: impl Fn(&Outcome) -> bool) -> usize {
        self.entries
            .iter()
            .filter(|entry| which(&entry.outcome))
            .count()
    }

    /// Panics with the whole report when a law is broken.
    ///
    /// # Panics
    /// When a law is broken.
    #[allow(clippy::panic)]
    pub fn assert_kept(&self) {
        assert!(self.broken().next().is_none(), "{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} laws: {} kept, {} skipped, {} broken",
            self.entries.len(),
            self.kept(),
            self.skipped(),
            self.broken().count()
        )?;
        for entry in &self.entries {
            writeln!(f, "  {}: {}", entry.law, entry.outcome)?;
        }
        Ok(())
    }
}
