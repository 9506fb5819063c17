//! Cases, as they come.

use std::fmt;

use helpdesk_core::{Timestamp, open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserializer, SeqAccess, Visitor};

use super::CustomField;

open_enum! {
    /// The status of a case.
    pub enum CaseStatus {
        /// Somebody has to act.
        Opened = "opened",
        /// It waits for the contact.
        Pending = "pending",
        /// It waits for somebody else.
        Hold = "hold",
        /// It is solved.
        Solved = "solved",
        /// It is closed.
        Closed = "closed",
    }
}

open_enum! {
    /// The priority of a case.
    pub enum Priority {
        /// None was given.
        None = "none",
        /// It can wait.
        Low = "low",
        /// As usual.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// At once.
        VeryHigh = "very-high",
    }
}

open_enum! {
    /// The channel a case or an activity came by. One table of the documentation writes `Email`.
    pub enum SourceChannel {
        /// A web page.
        Web = "web",
        /// An application.
        App = "app",
        /// Telephony.
        Phone = "phone",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Mail.
        Email = "email",
        /// Opened inside the helpdesk.
        Internal = "internal",
    }
}

/// A case. Which fields come depends on `fields` of the request.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Case {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The number people use.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub number: Option<u64>,
    /// The service group; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub group_id: Option<u64>,
    /// The user it is assigned to; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub user_id: Option<u64>,
    /// The contact; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub contact_id: Option<u64>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<CaseStatus>,
    /// The channel it came by.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub source_channel: Option<SourceChannel>,
    /// The names of its tags.
    #[serde(default, deserialize_with = "names")]
    pub tags: Vec<String>,
    /// The type; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub type_id: Option<u64>,
    /// The subject.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    /// The priority.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub priority: Option<Priority>,
    /// When it is due.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub due_at: Option<Timestamp>,
    /// Custom fields.
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_fields: Vec<CustomField>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it was solved.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub solved_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub closed_at: Option<Timestamp>,
    /// When it was last read. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_read: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_update: Option<Timestamp>,
    /// When it was first read. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub first_read: Option<Timestamp>,
    /// When it was last assigned. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_assignment: Option<Timestamp>,
    /// When it was first answered. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub first_response: Option<Timestamp>,
    /// When it was last answered. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_response: Option<Timestamp>,
    /// The last NPS score. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub nps_value: Option<f64>,
    /// Whether it is marked as spam. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub spam: Option<bool>,
    /// Whether it is deleted. In lists only.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub deleted: Option<bool>,
    /// The account of the channel it came by.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel_account: Option<String>,
    /// Whether a bot resolved it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub bot_resolved: Option<bool>,
    /// Whether a bot handled it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub bot_attended: Option<bool>,
    /// A summary of its activities, written by a machine.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub summary: Option<String>,
    /// An area; documented by a third party only.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ticket_area: Option<String>,
}

redacted_debug!(Case {
    show: [
        id,
        number,
        group_id,
        user_id,
        contact_id,
        status,
        source_channel,
        type_id,
        priority,
        due_at,
        created_at,
        solved_at,
        closed_at,
        last_update,
        spam,
        deleted,
        bot_resolved,
        bot_attended
    ],
    hide: [
        tags,
        subject,
        custom_fields,
        channel_account,
        summary,
        ticket_area
    ]
});

/// A tag of cases. Cases name their tags by name, not by this identifier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CaseTag {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub id: Option<u64>,
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
}

/// A type of cases.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CaseType {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The type above it; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub parent_id: Option<u64>,
}

/// Names, as a list of texts or as one text with commas: the table of the documentation says `string`
/// where its example has a list.
fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Names;

    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of names, or names with commas between them")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Vec<String>, E> {
            Ok(Vec::new())
        }

        fn visit_none<E: de::Error>(self) -> Result<Vec<String>, E> {
            Ok(Vec::new())
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
            let names = text.split(',').map(str::trim).filter(|n| !n.is_empty());
            Ok(names.map(str::to_owned).collect())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<String>, A::Error> {
            let names: Vec<Option<String>> =
                Deserialize::deserialize(SeqAccessDeserializer::new(seq))?;
            Ok(names
                .into_iter()
                .flatten()
                .filter(|n| !n.is_empty())
                .collect())
        }
    }

    deserializer.deserialize_any(Names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_two_shapes() {
        for json in [
            r#"{"id":1,"tags":["a","b c"]}"#,
            r#"{"id":"1","tags":"a, b c"}"#,
            r#"{"id":1,"tags":["a",null,"","b c"]}"#,
        ] {
            let case: Case = serde_json::from_str(json).unwrap();
            assert_eq!(case.tags, ["a", "b c"], "{json}");
        }
        for json in [
            r#"{"id":1,"tags":null}"#,
            r#"{"id":1}"#,
            r#"{"id":1,"tags":""}"#,
        ] {
            let case: Case = serde_json::from_str(json).unwrap();
            assert!(case.tags.is_empty(), "{json}");
        }
    }

    #[test]
    fn an_unknown_status_is_kept() {
        let case: Case = serde_json::from_str(r#"{"id":1,"status":"parked"}"#).unwrap();
        assert_eq!(case.status.unwrap().as_str(), "parked");
    }
}
