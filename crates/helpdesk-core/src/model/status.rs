//! Status and priority of a ticket.

use serde::Serialize;

/// The four states that every program can tell apart. Closed on purpose: match it exhaustively.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCategory {
    /// Somebody has to act.
    Open,
    /// It waits for something outside.
    Waiting,
    /// It is over.
    Closed,
    /// The vendor's value is not known here.
    Unknown,
}

impl StatusCategory {
    /// The name as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }
}

crate::open_enum! {
    /// The status of a ticket.
    pub enum TicketStatus {
        /// Nobody has taken it yet.
        New = "new",
        /// Somebody works on it.
        Open = "open",
        /// It waits for the contact.
        Pending = "pending",
        /// It waits for somebody else.
        OnHold = "on_hold",
        /// It is solved.
        Resolved = "resolved",
        /// It is closed.
        Closed = "closed",
    }
}

impl TicketStatus {
    /// The category of the status.
    pub fn category(&self) -> StatusCategory {
        match self {
            Self::New | Self::Open => StatusCategory::Open,
            Self::Pending | Self::OnHold => StatusCategory::Waiting,
            Self::Resolved | Self::Closed => StatusCategory::Closed,
            Self::Other(_) => StatusCategory::Unknown,
        }
    }
}

/// The status of a ticket, as a category, as a neutral value, and as the vendor says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// What every program can tell apart.
    pub category: StatusCategory,
    /// The neutral value; the vendor's own word where there is none.
    pub value: TicketStatus,
    /// The vendor's own word.
    pub raw: String,
}

impl Status {
    /// A status, with the category that belongs to its value.
    pub fn new(value: TicketStatus, raw: impl Into<String>) -> Self {
        Self {
            category: value.category(),
            value,
            raw: raw.into(),
        }
    }

    /// A status whose value is the vendor's own word and whose category is known all the same.
    pub fn in_category(category: StatusCategory, raw: impl Into<String>) -> Self {
        let raw = raw.into();
        Self {
            category,
            value: TicketStatus::Other(raw.clone()),
            raw,
        }
    }
}

crate::open_enum! {
    /// The priority of a ticket.
    pub enum TicketPriority {
        /// None was given.
        None = "none",
        /// It can wait.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before others.
        High = "high",
        /// At once.
        Urgent = "urgent",
    }
}

/// The priority of a ticket, as a neutral value and as the vendor says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Priority {
    /// The neutral value; the vendor's own word where there is none.
    pub value: TicketPriority,
    /// The vendor's own word.
    pub raw: String,
}

impl Priority {
    /// A priority.
    pub fn new(value: TicketPriority, raw: impl Into<String>) -> Self {
        Self {
            value,
            raw: raw.into(),
        }
    }
}
