//! What a desk can do, operation by operation.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::{Error, Field, Loss, LossPolicy, Operation, Result, Safety, Vendor};

type Text = Cow<'static, str>;

/// How a desk carries out an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "support")]
#[non_exhaustive]
pub enum Support {
    /// The vendor has a call for it.
    Native,
    /// It is composed from other calls.
    Emulated {
        /// How, and at what cost.
        how: Text,
    },
    /// It cannot be done. Calling it sends nothing.
    Unsupported {
        /// Why, and what to do instead.
        why: Text,
    },
}

impl Support {
    /// One word: `native`, `emulated`, `unsupported`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Emulated { .. } => "emulated",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// How or why, in a sentence; empty for native.
    pub fn note(&self) -> &str {
        match self {
            Self::Native => "",
            Self::Emulated { how } => how,
            Self::Unsupported { why } => why,
        }
    }
}

/// What a desk makes of one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Capability {
    /// Whether and how it is carried out.
    #[serde(flatten)]
    pub support: Support,
    /// For writes: the fields the vendor holds. For lists: the fields it filters by.
    pub fields: Vec<Field>,
    /// When the call may be sent again.
    pub safety: Option<Safety>,
    /// What else happens at the vendor: tickets that close, people who are notified.
    pub effects: Option<Text>,
    /// What could not be checked without a live account.
    pub unverified: Option<Text>,
}

impl Capability {
    const fn of(support: Support) -> Self {
        Self {
            support,
            fields: Vec::new(),
            safety: None,
            effects: None,
            unverified: None,
        }
    }

    /// The vendor has a call for it.
    pub const fn native() -> Self {
        Self::of(Support::Native)
    }

    /// It is composed from other calls; says how, and at what cost.
    pub fn emulated(how: impl Into<Text>) -> Self {
        Self::of(Support::Emulated { how: how.into() })
    }

    /// It cannot be done; says why, and what to do instead.
    pub fn unsupported(why: impl Into<Text>) -> Self {
        Self::of(Support::Unsupported { why: why.into() })
    }

    /// Names the fields that are held or filtered by.
    #[must_use]
    pub fn fields(mut self, fields: &[Field]) -> Self {
        self.fields = fields.to_vec();
        self
    }

    /// Says when the call may be sent again.
    #[must_use]
    pub const fn safety(mut self, safety: Safety) -> Self {
        self.safety = Some(safety);
        self
    }

    /// Says what else happens at the vendor.
    #[must_use]
    pub fn effects(mut self, effects: impl Into<Text>) -> Self {
        self.effects = Some(effects.into());
        self
    }

    /// Says what could not be checked without a live account.
    #[must_use]
    pub fn unverified(mut self, what: impl Into<Text>) -> Self {
        self.unverified = Some(what.into());
        self
    }

    /// Whether it can be done at all.
    pub const fn is_supported(&self) -> bool {
        !matches!(self.support, Support::Unsupported { .. })
    }
}

/// What a desk can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capabilities {
    vendor: Vendor,
    /// One for each operation, in their order.
    #[serde(serialize_with = "by_operation")]
    operations: Vec<Capability>,
}

fn by_operation<S: Serializer>(
    all: &[Capability],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(Operation::ALL.iter().zip(all))
}

impl Capabilities {
    /// A desk that can do nothing yet: every operation is unsupported until [`Capabilities::with`].
    pub fn new(vendor: Vendor) -> Self {
        let none = Capability::unsupported("this desk does not have it");
        Self {
            vendor,
            operations: vec![none; Operation::ALL.len()],
        }
    }

    /// Says what the desk makes of an operation.
    #[must_use]
    pub fn with(mut self, operation: Operation, capability: Capability) -> Self {
        self.operations[operation as usize] = capability;
        self
    }

    /// The vendor.
    pub fn vendor(&self) -> &Vendor {
        &self.vendor
    }

    /// What the desk makes of an operation.
    pub fn get(&self, operation: Operation) -> &Capability {
        &self.operations[operation as usize]
    }

    /// Whether the desk can carry out an operation.
    pub fn supports(&self, operation: Operation) -> bool {
        self.get(operation).is_supported()
    }

    /// Whether the desk holds a field in a write, or filters by it in a list.
    #[inline]
    pub fn holds(&self, operation: Operation, field: &Field) -> bool {
        let capability = self.get(operation);
        capability.is_supported() && capability.fields.contains(field)
    }

    /// Every operation and what the desk makes of it, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = (Operation, &Capability)> {
        Operation::ALL.iter().copied().zip(&self.operations)
    }

    /// Refuses an operation that the desk cannot carry out. Adapters begin every call with it.
    pub fn require(&self, operation: Operation) -> Result<()> {
        match &self.get(operation).support {
            Support::Unsupported { why } => {
                Err(Error::unsupported(&self.vendor, operation, why.clone()))
            }
            _ => Ok(()),
        }
    }

    /// Refuses an operation, or a filter of it, that the desk does not have. A filter that is left
    /// out would give wrong answers, so allowing loss does not help here.
    pub fn require_filters(&self, operation: Operation, filters: &[Field]) -> Result<()> {
        self.require(operation)?;
        let mut error: Option<Error> = None;
        for field in filters.iter().filter(|field| !self.holds(operation, field)) {
            error = Some(
                error
                    .unwrap_or_else(|| {
                        Error::unsupported(
                            &self.vendor,
                            operation,
                            "the vendor does not filter by this",
                        )
                    })
                    .with_field_error(
                        field.as_str(),
                        "cannot be filtered by here; leave it out and filter the answer",
                    ),
            );
        }
        error.map_or(Ok(()), Err)
    }

    /// Refuses an operation that the desk cannot carry out, and fields it cannot hold, unless loss
    /// is allowed; then lists what will be lost.
    pub fn screen(
        &self,
        operation: Operation,
        given: &[Field],
        policy: LossPolicy,
    ) -> Result<Vec<Loss>> {
        self.require(operation)?;
        let losses: Vec<Loss> = given
            .iter()
            .filter(|field| !self.holds(operation, field))
            .map(|field| {
                Loss::new(
                    field.clone(),
                    format!("{} has no place for it", self.vendor),
                )
            })
            .collect();
        self.settle(operation, losses, policy)
    }

    /// Refuses losses unless they are allowed. For values that the vendor can only approximate.
    pub fn settle(
        &self,
        operation: Operation,
        losses: Vec<Loss>,
        policy: LossPolicy,
    ) -> Result<Vec<Loss>> {
        if losses.is_empty() || policy == LossPolicy::Allow {
            return Ok(losses);
        }
        let refused = Error::unsupported(
            &self.vendor,
            operation,
            "the vendor cannot hold everything that is given; leave it out, or allow loss",
        );
        Err(losses.into_iter().fold(refused, |error, loss| {
            error.with_field_error(loss.field.as_str(), loss.reason)
        }))
    }

    /// What would be lost by moving from this desk to another.
    #[inline]
    pub fn lost_at(&self, other: &Capabilities) -> Vec<CapabilityLoss> {
        self.iter()
            .filter(|(_, here)| here.is_supported())
            .filter_map(|(operation, here)| {
                let there = other.get(operation);
                let fields: Vec<Field> = if there.is_supported() {
                    here.fields
                        .iter()
                        .filter(|field| !there.fields.contains(field))
                        .cloned()
                        .collect()
                } else {
                    Vec::new()
                };
                let gone = !there.is_supported();
                (gone || !fields.is_empty()).then(|| CapabilityLoss {
                    operation,
                    gone,
                    fields,
                    why: there.support.note().to_owned(),
                })
            })
            .collect()
    }
}

/// What is lost of one operation by moving to another desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CapabilityLoss {
    /// The operation.
    pub operation: Operation,
    /// Whether the whole operation is lost.
    pub gone: bool,
    /// The fields that are lost, when the operation is not.
    pub fields: Vec<Field>,
    /// Why, or how it is done there.
    pub why: String,
}
