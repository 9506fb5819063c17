//! Campaigns of Nitro, as they are sent.

use helpdesk_core::{builder, redacted_debug};
use jiff::civil::DateTime;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::nitro::{CampaignKind, NitroChannel};
use crate::input::Problems;

/// A campaign to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CampaignInput {
    /// The name.
    pub name: String,
    /// The kind; it cannot be changed later.
    #[serde(rename = "type")]
    pub kind: CampaignKind,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact groups it goes to. Simple campaigns need at least one; for transactional ones
    /// they mean nothing.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "joined")]
    pub groups_ids: Vec<u64>,
}

builder!(CampaignInput, CampaignInputBuilder {
    required(into): [name: String, kind: CampaignKind],
    optional(into): [description / maybe_description: String],
    default: [groups_ids: Vec<u64>],
});

impl CampaignInput {
    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        named("name", &self.name, &mut problems);
        groups(&self.groups_ids, &mut problems);
        if self.kind == CampaignKind::Simple && self.groups_ids.is_empty() {
            problems.add("groups_ids", "are needed by simple campaigns");
        }
        problems.check()
    }
}

/// Changes to a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CampaignUpdate {
    /// The name; needed with every change.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact groups it goes to; simple campaigns need them with every change. Of which kind
    /// the campaign is, the vendor knows: it is not checked here.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "joined")]
    pub groups_ids: Vec<u64>,
}

builder!(CampaignUpdate, CampaignUpdateBuilder {
    required(into): [name: String],
    optional(into): [description / maybe_description: String],
    default: [groups_ids: Vec<u64>],
});

impl CampaignUpdate {
    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        named("name", &self.name, &mut problems);
        groups(&self.groups_ids, &mut problems);
        problems.check()
    }
}

/// When a campaign goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ScheduleInput {
    /// `2031-05-06 07:08:09`. The documented example answers three hours later, so it is taken in
    /// the account's time zone and answered in UTC.
    pub scheduled_at: String,
}

impl ScheduleInput {
    /// A date and time, in the account's time zone, as `2031-05-06 07:08:09`.
    pub fn at(time: impl Into<String>) -> Self {
        Self {
            scheduled_at: time.into(),
        }
    }

    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        moment("scheduled_at", &self.scheduled_at, &mut problems);
        problems.check()
    }
}

/// A transactional message.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TransactionalSend {
    /// The channels it goes out on; at least one.
    pub channels: Vec<NitroChannel>,
    /// The campaign; needed when several messages are sent at once, and not sent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<u64>,
    /// Whom it goes to.
    pub contact: TransactionalContact,
    /// A user to call; in an example of the documentation only, and only for one message at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The values of variables, in the order of the template: the messenger counts places, not
    /// names.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "ordered")]
    pub variables: Vec<(String, String)>,
    /// What reports and flows of assistants are to know.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "ordered")]
    pub metadata: Vec<(String, String)>,
}

builder!(TransactionalSend, TransactionalSendBuilder {
    required: [channels: Vec<NitroChannel>, contact: TransactionalContact],
    optional: [campaign_id / maybe_campaign_id: u64, user_id / maybe_user_id: u64],
    default: [variables: Vec<(String, String)>, metadata: Vec<(String, String)>],
});

redacted_debug!(TransactionalSend {
    show: [channels, campaign_id, user_id],
    hide: [variables, metadata]
});

impl TransactionalSend {
    /// The vendor's rules: an identifier, or else one of the other identities, and the one that each
    /// channel goes by.
    #[inline]
    pub(crate) fn check(&self, at: &str, problems: &mut Problems) {
        if self.channels.is_empty() {
            problems.add(format!("{at}channels"), "are needed, at least one");
        }
        let contact = &self.contact;
        if contact.id.is_some_and(|id| id > 0) {
            return;
        }
        let given = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        if ![&contact.email, &contact.personal_id, &contact.phone]
            .into_iter()
            .any(given)
        {
            problems.add(
                format!("{at}contact.id"),
                "is needed, or else one of `email`, `personal_id` and `phone`",
            );
        }
        for channel in &self.channels {
            let (field, there) = match channel {
                NitroChannel::Whatsapp | NitroChannel::Call | NitroChannel::Sms => {
                    ("phone", given(&contact.phone))
                }
                NitroChannel::Email => ("email", given(&contact.email)),
                NitroChannel::Other(_) => continue,
            };
            if !there {
                problems.add(
                    format!("{at}contact.{field}"),
                    format!("is needed on the channel `{channel}`"),
                );
            }
        }
    }
}

/// Whom a transactional message goes to: by identifier, or by what the channels need.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TransactionalContact {
    /// The contact. With it no other identity is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The name; in an example of the documentation only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The mail address; needed on the channel `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number of the identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<String>,
    /// The phone number; needed on the channels `whatsapp`, `call` and `sms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

builder!(TransactionalContact, TransactionalContactBuilder {
    optional: [id / maybe_id: u64],
    optional(into): [
        name / maybe_name: String,
        email / maybe_email: String,
        personal_id / maybe_personal_id: String,
        phone / maybe_phone: String,
    ],
});

redacted_debug!(TransactionalContact {
    show: [id],
    hide: [name, email, personal_id, phone]
});

/// Refuses a text that is not there.
#[inline]
pub(super) fn named(name: &str, text: &str, problems: &mut Problems) {
    if text.trim().is_empty() {
        problems.add(name, "must not be empty");
    }
}

/// Refuses what is no date and time in the vendor's form.
#[inline]
pub(super) fn moment(name: &str, text: &str, problems: &mut Problems) {
    if DateTime::strptime("%Y-%m-%d %H:%M:%S", text).is_err() {
        problems.add(name, "must be a date and time: 2031-05-06 07:08:09");
    }
}

#[inline]
fn groups(ids: &[u64], problems: &mut Problems) {
    if ids.contains(&0) {
        problems.add("groups_ids", "are numbers above 0");
    }
}

/// Writes identifiers as one text with commas between them.
fn joined<S: Serializer>(ids: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    let texts: Vec<String> = ids.iter().map(u64::to_string).collect();
    serializer.serialize_str(&texts.join(","))
}

/// Writes pairs as an object and keeps their order.
fn ordered<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}
