//! Transports for the tests of adapters: scripted, recording, and played from a cassette.

mod cassette;
mod recorded;
mod recorder;
mod redactor;
mod scripted;

pub use cassette::{Cassette, Take};
pub use recorded::Recorded;
pub use recorder::Recorder;
pub use redactor::{REDACTED, Redactor};
pub use scripted::{Expect, ScriptedTransport};
