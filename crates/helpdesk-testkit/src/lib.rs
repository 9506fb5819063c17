#![doc = include_str!("../README.md")]

#[macro_use]
mod check;
#[macro_use]
mod macros;

mod bench;
mod canary;
mod clock;
mod laws;
#[cfg(feature = "tracing")]
mod log_capture;
mod plan;
mod readme;
mod report;
mod seed;
mod subject;
mod suite;
pub mod transport;

pub use bench::Bench;
pub use canary::Canary;
pub use check::{Check, Must, Stop};
pub use clock::ManualClock;
#[cfg(feature = "tracing")]
pub use log_capture::LogCapture;
pub use plan::{OddTicket, Plan, StoredMessage};
pub use readme::Readme;
pub use report::{Entry, Outcome, Report};
pub use seed::{Matter, Person};
pub use subject::{Desk, Subject};
pub use suite::{Law, Run, Suite, judge, judge_plan};
pub use transport::{Recorded, Recorder, ScriptedTransport};
