//! The fault matrix: every operation of every desk against every way in which a vendor, or the
//! network between, can fail.
//!
//! Simulators are asked in process, on a clock that tokio moves when nothing else is left to do, so
//! that time-outs and waits cost nothing. What an operation changed is read off the simulator's own
//! records, not off what the desk says.

mod calls;
mod case;
mod judge;
mod line;
mod records;
mod row;
mod scene;
mod stage;
mod table;

pub use case::{Case, Mode, Outcome, Verdict, Wrong};
pub use judge::play;
pub use line::{Armed, Line, Passed};
pub use records::{Changes, Effect, Records};
pub use row::{Row, rows};
pub use scene::{Act, Scene, Way};
pub use stage::{Stage, Vendor};
pub use table::{Totals, document};

/// One way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// No connection comes to be.
    Refused,
    /// The connection is reset before the vendor acts.
    ResetBefore,
    /// The vendor acts, and the connection is reset in place of an answer.
    ResetAfter,
    /// The vendor acts, and the connection closes in the middle of the answer.
    ClosedMidBody,
    /// No answer comes in time, and the vendor never acts.
    TimeoutBefore,
    /// The vendor acts, and no answer comes in time.
    TimeoutAfter,
    /// 429 with `Retry-After` in seconds.
    LimitedSeconds,
    /// 429 with `Retry-After` as a date.
    LimitedDate,
    /// 429 without `Retry-After`.
    Limited,
    /// 500 in place of acting.
    FailedBefore,
    /// The vendor acts, and 500 comes in place of the answer.
    FailedAfter,
    /// 502 with a web page of a gateway.
    Gateway,
    /// 503.
    Down,
    /// 401 in place of acting.
    Unauthorized,
    /// 403 in place of acting.
    Forbidden,
    /// Every token issued so far expires; the vendor answers by itself.
    Expired,
    /// The vendor's way to say that there is no such record, in place of acting: 400, or 500.
    NoneFound,
    /// The vendor acts, and its answer is complete but cut off in the middle of the JSON.
    Truncated,
    /// The vendor acts, and its answer has values of other types.
    WrongTypes,
    /// The vendor acts, and its answer has no body.
    Empty,
    /// A 200 that carries an error, in place of acting.
    DisguisedError,
    /// The vendor acts, and its answer is larger than what is read.
    TooLarge,
    /// The vendor gets the request twice. No part of the matrix: it shows that the matrix would see
    /// it.
    Twice,
}

impl Fault {
    /// Every fault, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Refused,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::ClosedMidBody,
        Self::TimeoutBefore,
        Self::TimeoutAfter,
        Self::LimitedSeconds,
        Self::LimitedDate,
        Self::Limited,
        Self::FailedBefore,
        Self::FailedAfter,
        Self::Gateway,
        Self::Down,
        Self::Unauthorized,
        Self::Forbidden,
        Self::Expired,
        Self::NoneFound,
        Self::Truncated,
        Self::WrongTypes,
        Self::Empty,
        Self::DisguisedError,
        Self::TooLarge,
    ];

    /// The head of its column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::ResetBefore => "reset before",
            Self::ResetAfter => "reset after",
            Self::ClosedMidBody => "closed mid-body",
            Self::TimeoutBefore => "time-out before",
            Self::TimeoutAfter => "time-out after",
            Self::LimitedSeconds => "429 seconds",
            Self::LimitedDate => "429 date",
            Self::Limited => "429",
            Self::FailedBefore => "500 before",
            Self::FailedAfter => "500 after",
            Self::Gateway => "502 HTML",
            Self::Down => "503",
            Self::Unauthorized => "401",
            Self::Forbidden => "403",
            Self::Expired => "expired",
            Self::NoneFound => "none found",
            Self::Truncated => "truncated JSON",
            Self::WrongTypes => "wrong types",
            Self::Empty => "empty body",
            Self::DisguisedError => "200 error",
            Self::TooLarge => "too large",
            Self::Twice => "twice",
        }
    }

    /// Whether a request that may be repeated gets by it, once it has passed, by being sent again.
    pub const fn passes(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::ResetBefore
                | Self::ResetAfter
                | Self::ClosedMidBody
                | Self::TimeoutBefore
                | Self::TimeoutAfter
                | Self::LimitedSeconds
                | Self::LimitedDate
                | Self::FailedBefore
                | Self::FailedAfter
                | Self::Gateway
                | Self::Down
        )
    }

    /// Whether the vendor surely did not act on the request that it hit.
    pub const fn surely_nothing(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::LimitedSeconds
                | Self::LimitedDate
                | Self::Limited
                | Self::Unauthorized
                | Self::Forbidden
                | Self::Expired
                | Self::NoneFound
                | Self::DisguisedError
        )
    }

    /// Whether the vendor acts on the request that it hits.
    pub const fn acts(self) -> bool {
        matches!(
            self,
            Self::ResetAfter
                | Self::ClosedMidBody
                | Self::TimeoutAfter
                | Self::FailedAfter
                | Self::Truncated
                | Self::WrongTypes
                | Self::Empty
                | Self::TooLarge
        )
    }

    /// Whether the desk cannot tell whether the vendor acted.
    pub const fn hides(self) -> bool {
        self.acts()
            || matches!(
                self,
                Self::ResetBefore
                    | Self::TimeoutBefore
                    | Self::FailedBefore
                    | Self::Gateway
                    | Self::Down
            )
    }

    /// Whether it is worth a look what happens when it stays: what is never tried again ends alike.
    pub const fn lasts(self) -> bool {
        self.passes()
            || matches!(
                self,
                Self::Limited | Self::Unauthorized | Self::Forbidden | Self::Truncated
            )
    }

    /// Whether it is the one of its sort that also hits the requests of an operation that change
    /// nothing.
    pub const fn stands_for_its_sort(self) -> bool {
        matches!(
            self,
            Self::ResetBefore
                | Self::LimitedSeconds
                | Self::FailedBefore
                | Self::Forbidden
                | Self::Expired
                | Self::NoneFound
                | Self::Truncated
                | Self::Empty
                | Self::DisguisedError
        )
    }
}
