//! Activities of cases, as they come.

use helpdesk_core::{Timestamp, open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

use super::{CustomField, SourceChannel};

open_enum! {
    /// What kind of activity it is.
    pub enum ActivityKind {
        /// The contact wrote.
        ContactMessage = "contact_message",
        /// A user answered; the contact sees it.
        UserReply = "user_reply",
        /// An internal note.
        Note = "note",
        /// Something that WiseCX reports. Its content may be JSON in a text.
        System = "system",
    }
}

/// An activity of a case: a message, a note, or something that WiseCX reports.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Activity {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The case.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub case_id: Option<u64>,
    /// The kind.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<ActivityKind>,
    /// The user who did it; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub user_id: Option<u64>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel: Option<SourceChannel>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub content: Option<String>,
    /// The contact who wrote.
    #[serde(default)]
    pub contact_from: Option<Party>,
    /// The contacts it was sent to.
    #[serde(default, deserialize_with = "lenient::list")]
    pub contacts_to: Vec<Party>,
    /// Files.
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Attachment>,
    /// Recordings of calls; their shape is not documented.
    #[serde(default)]
    pub recordings: Option<Value>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// How far it has come; the one documented value is `ok`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub sending_status: Option<String>,
}

redacted_debug!(Activity {
    show: [
        id,
        case_id,
        kind,
        user_id,
        channel,
        created_at,
        sending_status
    ],
    hide: [content, contact_from, contacts_to, attachments, recordings]
});

/// A contact on one side of an activity.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Party {
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub id: Option<u64>,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The number of the identity document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub personal_id: Option<String>,
    /// Custom fields.
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_fields: Vec<CustomField>,
}

redacted_debug!(Party {
    show: [id],
    hide: [email, name, phone, personal_id, custom_fields]
});

/// A file of an activity.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Attachment {
    /// The file name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub filename: Option<String>,
    /// The identifier; `0` in the documented example.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub attachment_id: Option<u64>,
    /// Where it is; a path without a host in the documented example.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
}

redacted_debug!(Attachment {
    show: [attachment_id],
    hide: [filename, url]
});

/// The answer to creating or changing a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CaseWritten {
    /// The case.
    #[serde(deserialize_with = "lenient::int")]
    pub case_id: u64,
    /// The activities that were added, in the order in which they were given.
    #[serde(default, deserialize_with = "lenient::list")]
    pub activities: Vec<WrittenActivity>,
}

/// An activity that was added.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct WrittenActivity {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The contacts it concerns.
    #[serde(default, deserialize_with = "lenient::list")]
    pub contacts_ids: Vec<u64>,
}
