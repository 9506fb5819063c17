//! Campaigns of Nitro, as they come. Identifiers are texts here, and numbers in places.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;

use super::nitro_settings::ChannelSettings;

open_enum! {
    /// What kind of campaign it is.
    pub enum CampaignKind {
        /// Goes to everybody in its contact groups at once.
        Simple = "simple",
        /// Goes to one contact at a time, whenever it is told to.
        Transactional = "transactional",
    }
}

open_enum! {
    /// A channel of campaigns.
    pub enum NitroChannel {
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Mail; transactional campaigns only.
        Email = "email",
        /// A phone call.
        Call = "call",
        /// A text message; documented for sending only, not for messages of campaigns.
        Sms = "sms",
    }
}

open_enum! {
    /// What happens when somebody answers a message of a campaign. Which of them a channel has is in
    /// the documentation of its settings.
    pub enum ReplyType {
        /// A service group has the answer.
        Group = "group",
        /// A user has it.
        User = "user",
        /// An assistant has it.
        Assistant = "assistant",
        /// A voice menu has the call.
        Ivr = "ivr",
        /// A recording is played.
        Audio = "audio",
        /// A survey is asked.
        Survey = "survey",
    }
}

open_enum! {
    /// The status of a campaign or of one of its messages.
    pub enum CampaignStatus {
        /// Being written.
        Draft = "draft",
        /// Waiting for its time.
        Scheduled = "scheduled",
        /// About to be sent.
        Preparing = "preparing",
        /// About to be sent.
        Processing = "processing",
        /// Being sent.
        Sending = "sending",
        /// Active.
        Running = "running",
        /// Paused.
        Stopped = "stopped",
        /// Given up.
        Cancelled = "cancelled",
        /// Removed.
        Deleted = "deleted",
    }
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Campaign {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The kind.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<CampaignKind>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<CampaignStatus>,
    /// What it is about.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it goes out.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub scheduled_at: Option<Timestamp>,
    /// Its messages.
    #[serde(default, deserialize_with = "lenient::list")]
    pub messages: Vec<CampaignMessage>,
}

/// A message of a campaign.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct CampaignMessage {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The campaign.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub campaign_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel: Option<NitroChannel>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<CampaignStatus>,
    /// When it goes out.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub scheduled_at: Option<Timestamp>,
    /// When it went out.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub sent_at: Option<Timestamp>,
    /// What became of it.
    #[serde(default)]
    pub stats: Option<SendStats>,
    /// The settings of its channel.
    #[serde(default)]
    pub channel_config: Option<ChannelSettings>,
}

redacted_debug!(CampaignMessage {
    show: [
        id,
        campaign_id,
        channel,
        status,
        scheduled_at,
        sent_at,
        stats,
        channel_config
    ],
    hide: []
});

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SendStats {
    /// All.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub total: Option<u64>,
    /// Sent.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub sent: Option<u64>,
    /// Delivered.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub delivered: Option<u64>,
    /// Opened.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub opened: Option<u64>,
    /// Clicked.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub clicked: Option<u64>,
    /// Answered.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub replied: Option<u64>,
    /// Failed.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub failed: Option<u64>,
    /// Sent back.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub bounced: Option<u64>,
    /// Unsubscribed.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub unsubscribed: Option<u64>,
}

/// A contact that a message of a campaign went to.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MessageContact {
    /// Where the message is followed.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub tracking_id: Option<String>,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub contact_id: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel: Option<NitroChannel>,
    /// How far it has come.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// The case that came of it; `0` for none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub case_id: Option<u64>,
    /// What the channel knows.
    #[serde(default)]
    pub channel_detail: Option<ChannelDetail>,
}

redacted_debug!(MessageContact {
    show: [
        tracking_id,
        contact_id,
        channel,
        status,
        created_at,
        case_id,
        channel_detail
    ],
    hide: [phone]
});

/// What the channel knows about a message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ChannelDetail {
    /// The identifier at WhatsApp.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp_id: Option<String>,
    /// When it went out.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub sent_at: Option<Timestamp>,
    /// When it arrived.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub delivered_at: Option<Timestamp>,
    /// When it was last opened.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_open_date: Option<Timestamp>,
    /// When something in it was last clicked.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_click_date: Option<Timestamp>,
}

/// What became of an action on a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ActionResult {
    /// The campaign.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub campaign_id: Option<String>,
    /// Its status now.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<CampaignStatus>,
    /// When it goes out, in UTC; the request takes another zone, as the documented example shows.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub scheduled_at: Option<Timestamp>,
}

/// A transactional message on one channel.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct TransactionalResult {
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel: Option<NitroChannel>,
    /// How far it has come: `queued`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// The contact; with several messages at once only.
    #[serde(default)]
    pub contact: Option<Tracking>,
    /// What went wrong.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// Where the message is followed.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub tracking_id: Option<String>,
}

redacted_debug!(TransactionalResult {
    show: [channel, status, tracking_id],
    hide: [contact, description]
});

/// A record of a transactional message, by as much as the vendor tells of it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Tracking {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub id: Option<String>,
    /// The number of a case.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub number: Option<String>,
    /// The phone number of a contact.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The mail address of a contact.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
}

redacted_debug!(Tracking {
    show: [id, number],
    hide: [phone, email]
});

/// What is known of a transactional message.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RequestDetail {
    /// The case that came of it.
    #[serde(default)]
    pub case: Option<Tracking>,
    /// The contact.
    #[serde(default)]
    pub contact: Option<Tracking>,
    /// The variables it was sent with.
    #[serde(default, deserialize_with = "lenient::map")]
    pub variables: BTreeMap<String, String>,
    /// The metadata it was sent with.
    #[serde(default, deserialize_with = "lenient::map")]
    pub metadata: BTreeMap<String, String>,
}

redacted_debug!(RequestDetail {
    show: [case, contact],
    hide: [variables, metadata]
});
