//! Messages, notes and system records.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message, a note, or a system record about a ticket.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Message {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub service_id: Option<String>,
    /// Whether it went to the contact.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_from_me: Option<bool>,
    /// Whether it was sent.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub sent: Option<bool>,
    /// Whether it is shown.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub visible: Option<bool>,
    /// Whether its text is hidden.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub obfuscated: Option<bool>,
    /// Whether a bot wrote it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_from_bot: Option<bool>,
    /// Whether it was fetched from the phone.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_from_sync: Option<bool>,
    /// Whether it is an internal note.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_comment: Option<bool>,
    /// What it is: `chat`, `comment`, `ticket`, `image`, `ptt`, …
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// When it was sent.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
    /// The text; null or absent on system records.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// How far it has come, and marks of system records. It is a member like any other and no envelope.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub data: MessageData,
    /// The contact it is from.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub from_id: Option<String>,
    /// The contact it is to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub to_id: Option<String>,
    /// The message it answers.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub quoted_message_id: Option<String>,
    /// The agent.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The ticket; null when none was opened.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    /// The agent of the ticket.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_user_id: Option<String>,
    /// The department of the ticket.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_department_id: Option<String>,
    /// `user`, `bot` or `ticket`; null on what came in.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub origin: Option<String>,
    /// The template.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub hsm_id: Option<String>,
    /// The bot.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub bot_id: Option<String>,
    /// The campaign.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub campaign_id: Option<String>,
    /// The message it reacts to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub reaction_parent_message_id: Option<String>,
    /// Whether its sound is being written down.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_transcribing: Option<bool>,
    /// What went wrong with that.
    #[serde(default)]
    pub transcribe_error: Option<Value>,
    /// Null wherever it was seen.
    #[serde(default)]
    pub files: Option<Value>,
    /// Null wherever it was seen.
    #[serde(default)]
    pub quoted_message: Option<Value>,
    /// The file, when included.
    #[serde(default)]
    pub file: Option<FileRecord>,
    /// A small picture of the file.
    #[serde(default)]
    pub preview: Option<Value>,
    /// When it came to be; absent in webhooks and in the answer to a send.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed; absent likewise.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

redacted_debug!(Message {
    show: [
        id,
        contact_id,
        service_id,
        kind,
        is_from_me,
        is_from_bot,
        is_comment,
        origin,
        timestamp,
        user_id,
        ticket_id,
        data
    ],
    hide: [text, file]
});

/// Marks of a message.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageData {
    /// How far it has come: `-1` failed (or came in), `0` accepted, `1` at the server, `2` delivered, `3` read. A number, or a text with a number in it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ack: Option<String>,
    /// Whether it is new.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_new: Option<bool>,
    /// Whether it is the first.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_first: Option<bool>,
    /// Whether it was sent without opening a ticket.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub dont_open_ticket: Option<bool>,
    /// How far the download of its file is.
    #[serde(default)]
    pub file_download: Option<FileDownload>,
    /// On a system record: a ticket was opened.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_open: Option<bool>,
    /// On a system record: a ticket was transferred.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_transfer: Option<bool>,
    /// On a system record: a ticket was closed.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_close: Option<bool>,
    /// The identifier inside WhatsApp.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp_message_id: Option<String>,
    /// Buttons or a list.
    #[serde(default)]
    pub interactive: Option<Value>,
    /// What went wrong.
    #[serde(default)]
    pub error: Option<Value>,
}

redacted_debug!(MessageData {
    show: [
        ack,
        is_new,
        is_first,
        dont_open_ticket,
        file_download,
        ticket_open,
        ticket_transfer,
        ticket_close
    ],
    hide: []
});

/// How far the download of a file is.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FileDownload {
    /// When it began.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub ended_at: Option<Timestamp>,
    /// Whether it goes on.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_downloading: Option<bool>,
}

redacted_debug!(FileDownload {
    show: [started_at, ended_at, is_downloading],
    hide: []
});

/// A file. Its address is signed and ends after about a day; ask for it with GET, HEAD is refused.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FileRecord {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The file name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The end of the file name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub extension: Option<String>,
    /// The media type.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub mimetype: Option<String>,
    /// The checksum.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub checksum: Option<String>,
    /// The file name in the storage.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub public_filename: Option<String>,
    /// The signed address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// What is known of sound.
    #[serde(default)]
    pub data: Option<FileData>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(FileRecord {
    show: [id, extension, mimetype],
    hide: [name, url, public_filename]
});

/// What is known of a file.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FileData {
    /// What is known of its sound.
    #[serde(default)]
    pub audio_metadata: Option<AudioMetadata>,
}

redacted_debug!(FileData {
    show: [audio_metadata],
    hide: []
});

/// What is known of sound.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AudioMetadata {
    /// Seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub duration: Option<f64>,
    /// Bits in a second.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub bit_rate: Option<f64>,
    /// How many channels.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub channels: Option<i64>,
    /// Samples in a second.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub sample_rate: Option<f64>,
    /// Loudness over time.
    #[serde(default, deserialize_with = "lenient::list")]
    pub peaks: Vec<f64>,
}

redacted_debug!(AudioMetadata {
    show: [duration, bit_rate, channels, sample_rate],
    hide: [peaks]
});
