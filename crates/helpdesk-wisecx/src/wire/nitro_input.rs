//! Campaigns of Nitro, as they are sent.

use std::fmt;

use bon::Builder;
use helpdesk_core::redacted_debug;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A campaign to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct CampaignInput {
    /// The name.
    pub name: String,
    /// `simple` or `transactional`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact groups it goes to, with commas between them; simple campaigns need them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups_ids: Option<String>,
}

/// Changes to a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct CampaignUpdate {
    /// The name; needed.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact groups it goes to, with commas between them; simple campaigns need them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups_ids: Option<String>,
}

/// A message of a campaign to create.
#[derive(Clone, PartialEq, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewCampaignMessage {
    /// `whatsapp`, `email` (transactional campaigns only) or `call`. It cannot be changed later.
    pub channel: String,
    /// The settings of the channel, as its table in the vendor's documentation has them.
    pub channel_config: Value,
    /// When it goes out, as `2031-05-06 07:08:09`; in an example of the documentation only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
}

impl fmt::Debug for NewCampaignMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewCampaignMessage")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
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
    /// A date and time, in the account's time zone.
    pub fn at(time: impl Into<String>) -> Self {
        Self {
            scheduled_at: time.into(),
        }
    }
}

/// A transactional message.
#[derive(Clone, PartialEq, Eq, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct TransactionalSend {
    /// The channels: `whatsapp`, `email`, `sms`, `call`.
    pub channels: Vec<String>,
    /// The campaign; needed when several messages are sent at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<u64>,
    /// Whom it goes to.
    pub contact: TransactionalContact,
    /// A user to call; in an example of the documentation only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The values of variables, in the order of the template: the messenger counts places, not
    /// names.
    #[builder(default)]
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "ordered")]
    pub variables: Vec<(String, String)>,
    /// What reports and flows of assistants are to know.
    #[builder(default)]
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "ordered")]
    pub metadata: Vec<(String, String)>,
}

redacted_debug!(TransactionalSend {
    show: [channels, campaign_id, user_id],
    hide: [variables, metadata]
});

/// Whom a transactional message goes to: by identifier, or by what the channels need.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct TransactionalContact {
    /// The contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The name; in an example of the documentation only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number of the identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

redacted_debug!(TransactionalContact {
    show: [id],
    hide: [name, email, personal_id, phone]
});

/// Writes pairs as an object and keeps their order.
fn ordered<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}
