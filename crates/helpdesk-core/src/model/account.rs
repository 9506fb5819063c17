//! What a look at the account shows.

use serde::Serialize;

/// The account behind the credentials: proof that they work, and what is left of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// The account's name, where the vendor tells it.
    pub name: Option<String>,
    /// Allowances.
    pub quotas: Vec<Quota>,
}

impl Account {
    /// An account that answered.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the name.
    #[must_use]
    pub fn named(mut self, name: Option<String>) -> Self {
        self.name = name;
        self
    }

    /// Adds an allowance.
    #[must_use]
    pub fn with_quota(mut self, quota: Quota) -> Self {
        self.quotas.push(quota);
        self
    }
}

/// An allowance of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Quota {
    /// What is counted: `requests this month`.
    pub name: String,
    /// How much is used.
    pub used: Option<u64>,
    /// How much is left.
    pub left: Option<u64>,
}

impl Quota {
    /// An allowance.
    pub fn new(name: impl Into<String>, used: Option<u64>, left: Option<u64>) -> Self {
        Self {
            name: name.into(),
            used,
            left,
        }
    }
}
