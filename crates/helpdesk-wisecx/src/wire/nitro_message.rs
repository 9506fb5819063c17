//! Messages of campaigns, as they are sent: what each channel needs.

use helpdesk_core::{builder, redacted_debug};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::nitro::{NitroChannel, ReplyType};
use super::nitro_input::{moment, named};
use super::nitro_settings::{MailHeader, TemplateVariable};
use crate::input::Problems;

/// A message of a campaign to create. Its channel is that of its settings and cannot be changed
/// later.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NewCampaignMessage {
    /// The settings of the channel.
    pub channel_config: ChannelConfig,
    /// When it goes out, as `2031-05-06 07:08:09`; in an example of the documentation only.
    pub scheduled_at: Option<String>,
}

builder!(NewCampaignMessage, NewCampaignMessageBuilder {
    required(into): [channel_config: ChannelConfig],
    optional(into): [scheduled_at / maybe_scheduled_at: String],
});

redacted_debug!(NewCampaignMessage {
    show: [channel_config, scheduled_at],
    hide: []
});

impl Serialize for NewCampaignMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_struct("NewCampaignMessage", 3)?;
        all.serialize_field("channel", &self.channel_config.channel())?;
        all.serialize_field("channel_config", &self.channel_config)?;
        match &self.scheduled_at {
            Some(time) => all.serialize_field("scheduled_at", time)?,
            None => all.skip_field("scheduled_at")?,
        }
        all.end()
    }
}

impl NewCampaignMessage {
    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        checked(&self.channel_config, self.scheduled_at.as_deref())
    }
}

/// New settings for a message of a campaign. They replace all it has; its channel stays.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CampaignMessageUpdate {
    /// The settings of the channel, all of them.
    pub channel_config: ChannelConfig,
    /// When it goes out, as `2031-05-06 07:08:09`; in an example of the documentation only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
}

builder!(CampaignMessageUpdate, CampaignMessageUpdateBuilder {
    required(into): [channel_config: ChannelConfig],
    optional(into): [scheduled_at / maybe_scheduled_at: String],
});

redacted_debug!(CampaignMessageUpdate {
    show: [channel_config, scheduled_at],
    hide: []
});

impl CampaignMessageUpdate {
    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        checked(&self.channel_config, self.scheduled_at.as_deref())
    }
}

#[inline]
fn checked(config: &ChannelConfig, scheduled_at: Option<&str>) -> helpdesk_core::Result<()> {
    let mut problems = Problems::default();
    config.check(&mut problems);
    if let Some(time) = scheduled_at {
        moment("scheduled_at", time, &mut problems);
    }
    problems.check()
}

/// The settings of a message, which differ from channel to channel.
///
/// The vendor's rules of each channel are checked before anything is sent; errors name the field, as
/// `channel_config.reply_node`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ChannelConfig {
    /// WhatsApp.
    Whatsapp(WhatsappConfig),
    /// Mail, for transactional campaigns only. Which kind a campaign is of, the vendor knows: it is
    /// not checked here.
    Email(EmailConfig),
    /// A phone call.
    Call(CallConfig),
    /// A channel that is not known here, and its settings as the vendor takes them. Nothing is
    /// checked.
    Other(NitroChannel, Value),
}

impl ChannelConfig {
    /// The channel these settings are for.
    pub fn channel(&self) -> NitroChannel {
        match self {
            Self::Whatsapp(_) => NitroChannel::Whatsapp,
            Self::Email(_) => NitroChannel::Email,
            Self::Call(_) => NitroChannel::Call,
            Self::Other(channel, _) => channel.clone(),
        }
    }

    #[inline]
    fn check(&self, problems: &mut Problems) {
        match self {
            Self::Whatsapp(config) => config.check(problems),
            Self::Email(config) => config.check(problems),
            Self::Call(config) => config.check(problems),
            Self::Other(..) => {}
        }
    }
}

impl Serialize for ChannelConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whatsapp(config) => config.serialize(serializer),
            Self::Email(config) => config.serialize(serializer),
            Self::Call(config) => config.serialize(serializer),
            Self::Other(_, config) => config.serialize(serializer),
        }
    }
}

impl From<WhatsappConfig> for ChannelConfig {
    fn from(config: WhatsappConfig) -> Self {
        Self::Whatsapp(config)
    }
}

impl From<EmailConfig> for ChannelConfig {
    fn from(config: EmailConfig) -> Self {
        Self::Email(config)
    }
}

impl From<CallConfig> for ChannelConfig {
    fn from(config: CallConfig) -> Self {
        Self::Call(config)
    }
}

/// A WhatsApp message of a campaign.
///
/// `reply_type` is `group` (the vendor's default), `user` or `assistant`. A group and an assistant
/// need `reply_id`, an assistant `reply_node` as well; with `user` neither is used.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WhatsappConfig {
    /// The identifier of the template; the table of the documentation has a text, its example a
    /// number.
    pub template_id: String,
    /// The variables of the template.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<TemplateVariable>,
    /// What happens to answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_type: Option<ReplyType>,
    /// The service group, or the assistant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<u64>,
    /// Where the assistant begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_node: Option<String>,
}

builder!(WhatsappConfig, WhatsappConfigBuilder {
    required(into): [template_id: String],
    optional: [reply_id / maybe_reply_id: u64],
    optional(into): [
        reply_type / maybe_reply_type: ReplyType,
        reply_node / maybe_reply_node: String,
    ],
    default: [variables: Vec<TemplateVariable>],
});

redacted_debug!(WhatsappConfig {
    show: [template_id, reply_type, reply_id, reply_node],
    hide: [variables]
});

impl WhatsappConfig {
    #[inline]
    fn check(&self, problems: &mut Problems) {
        named(TEMPLATE_ID, &self.template_id, problems);
        for (at, variable) in self.variables.iter().enumerate() {
            let name = format!("channel_config.variables[{at}].name");
            named(&name, &variable.name, problems);
        }
        let known = [ReplyType::Group, ReplyType::User, ReplyType::Assistant];
        known_reply(self.reply_type.as_ref(), &known, problems);
        match &self.reply_type {
            Some(ReplyType::Group) => needed(REPLY_ID, "group", self.reply_id, problems),
            Some(ReplyType::Assistant) => {
                needed(REPLY_ID, "assistant", self.reply_id, problems);
                if self.reply_node.as_ref().is_none_or(|n| n.trim().is_empty()) {
                    problems.add(REPLY_NODE, "is needed with `assistant`");
                }
            }
            Some(ReplyType::User) => unused(REPLY_ID, "user", self.reply_id.is_some(), problems),
            _ => {}
        }
        if let None | Some(ReplyType::Group | ReplyType::User) = &self.reply_type {
            let kind = self.reply_type.as_ref().map_or("group", ReplyType::as_str);
            unused(REPLY_NODE, kind, self.reply_node.is_some(), problems);
        }
    }
}

/// A mail of a transactional campaign. `reply_type` can be `group` only.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EmailConfig {
    /// The address it comes from.
    pub from_email: String,
    /// The subject.
    pub subject: String,
    /// The text, in HTML.
    pub email_content: String,
    /// More headers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<MailHeader>,
    /// What happens to answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_type: Option<ReplyType>,
    /// The service group that has the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<u64>,
}

builder!(EmailConfig, EmailConfigBuilder {
    required(into): [from_email: String, subject: String, email_content: String],
    optional: [reply_id / maybe_reply_id: u64],
    optional(into): [reply_type / maybe_reply_type: ReplyType],
    default: [headers: Vec<MailHeader>],
});

redacted_debug!(EmailConfig {
    show: [reply_type, reply_id],
    hide: [from_email, subject, email_content, headers]
});

impl EmailConfig {
    #[inline]
    fn check(&self, problems: &mut Problems) {
        named("channel_config.from_email", &self.from_email, problems);
        named("channel_config.subject", &self.subject, problems);
        named(
            "channel_config.email_content",
            &self.email_content,
            problems,
        );
        for (at, header) in self.headers.iter().enumerate() {
            let field = |part: &str| format!("channel_config.headers[{at}].{part}");
            named(&field("key"), &header.key, problems);
            named(&field("value"), &header.value, problems);
        }
        known_reply(self.reply_type.as_ref(), &[ReplyType::Group], problems);
    }
}

/// A phone call of a campaign.
///
/// `reply_type` is `group`, `user`, `ivr`, `audio` or `survey`. All but `audio` need `reply_id`;
/// `audio` needs `reply_url` instead.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CallConfig {
    /// The number that calls.
    pub call_number_id: u64,
    /// What happens when somebody answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_type: Option<ReplyType>,
    /// The service group, user, voice menu or survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<u64>,
    /// The recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_url: Option<String>,
    /// Whether it calls only while users are there; it does not by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_when_available: Option<bool>,
    /// Whether it calls in business hours only; it does not by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_business_hours: Option<bool>,
    /// How many calls at the same time, from 1 to 7; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simultaneous_calls: Option<u8>,
}

builder!(CallConfig, CallConfigBuilder {
    required: [call_number_id: u64],
    optional: [
        reply_id / maybe_reply_id: u64,
        only_when_available / maybe_only_when_available: bool,
        only_business_hours / maybe_only_business_hours: bool,
        simultaneous_calls / maybe_simultaneous_calls: u8,
    ],
    optional(into): [reply_type / maybe_reply_type: ReplyType, reply_url / maybe_reply_url: String],
});

redacted_debug!(CallConfig {
    show: [
        call_number_id,
        reply_type,
        reply_id,
        only_when_available,
        only_business_hours,
        simultaneous_calls
    ],
    hide: [reply_url]
});

impl CallConfig {
    #[inline]
    fn check(&self, problems: &mut Problems) {
        if self.call_number_id == 0 {
            problems.add("channel_config.call_number_id", "is a number above 0");
        }
        if self
            .simultaneous_calls
            .is_some_and(|n| !(1..=7).contains(&n))
        {
            problems.add("channel_config.simultaneous_calls", "must be from 1 to 7");
        }
        let known = [
            ReplyType::Group,
            ReplyType::User,
            ReplyType::Ivr,
            ReplyType::Audio,
            ReplyType::Survey,
        ];
        known_reply(self.reply_type.as_ref(), &known, problems);
        let url = self.reply_url.as_ref().filter(|url| !url.trim().is_empty());
        match &self.reply_type {
            Some(ReplyType::Audio) => {
                if url.is_none() {
                    problems.add(REPLY_URL, "is needed with `audio`");
                }
                unused(REPLY_ID, "audio", self.reply_id.is_some(), problems);
            }
            Some(kind) if known.contains(kind) => {
                needed(REPLY_ID, kind.as_str(), self.reply_id, problems);
                unused(REPLY_URL, kind.as_str(), self.reply_url.is_some(), problems);
            }
            None if self.reply_id.is_some() || self.reply_url.is_some() => {
                problems.add(
                    REPLY_TYPE,
                    "is needed to say what `reply_id` or `reply_url` are",
                );
            }
            _ => {}
        }
    }
}

const TEMPLATE_ID: &str = "channel_config.template_id";
const REPLY_TYPE: &str = "channel_config.reply_type";
const REPLY_ID: &str = "channel_config.reply_id";
const REPLY_NODE: &str = "channel_config.reply_node";
const REPLY_URL: &str = "channel_config.reply_url";

/// Refuses a documented kind of reply that the channel does not have; one that is not known here is
/// left to the vendor.
#[inline]
fn known_reply(kind: Option<&ReplyType>, known: &[ReplyType], problems: &mut Problems) {
    if let Some(kind) = kind
        && kind.is_known()
        && !known.contains(kind)
    {
        let names: Vec<&str> = known.iter().map(ReplyType::as_str).collect();
        let names = names.join(", ");
        problems.add(
            REPLY_TYPE,
            format!("must be one of {names} on this channel"),
        );
    }
}

#[inline]
fn needed(field: &str, kind: &str, id: Option<u64>, problems: &mut Problems) {
    if id.is_none_or(|id| id == 0) {
        problems.add(field, format!("is needed with `{kind}`"));
    }
}

#[inline]
fn unused(field: &str, kind: &str, given: bool, problems: &mut Problems) {
    if given {
        problems.add(field, format!("is not used with `{kind}`; leave it out"));
    }
}
