//! Dialogs: the chat with one client on one channel.

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::Deserialize;

use super::{Id, Message};

helpdesk_core::open_enum! {
    /// The state of a dialog.
    pub enum DialogState {
        /// Somebody has to act.
        Open = "open",
        /// It is over, until somebody writes.
        Closed = "closed",
    }
}

/// A dialog.
///
/// The dialogs of a client come without messages; the single dialog alone has `last_request_id` and
/// the number of messages.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Dialog {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The state.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub state: Option<DialogState>,
    /// When it began.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub begin: Option<Timestamp>,
    /// When it was last closed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub end: Option<Timestamp>,
    /// The operator who has it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The last message.
    #[serde(default)]
    pub last_message: Option<Box<Message>>,
    /// The last request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_request_id: Option<String>,
    /// How many messages there are.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub messages: Option<u64>,
}

/// What `GET /v1/dialogs/unanswered` answers.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Unanswered {
    /// The clients who wait.
    #[serde(default, deserialize_with = "lenient::list")]
    pub client_ids: Vec<Id>,
    /// The dialogs in which they wait.
    #[serde(default, deserialize_with = "lenient::list")]
    pub ids: Vec<Id>,
}
