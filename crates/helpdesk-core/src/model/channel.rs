//! Channels: the messengers and lines that contacts write on.

use std::convert::Infallible;
use std::str::FromStr;

use serde::Serialize;

use crate::ChannelId;

crate::open_enum! {
    /// The kind of a channel.
    pub enum ChannelKind {
        /// WhatsApp, by whatever provider.
        WhatsApp = "whatsapp",
        /// Telegram, bot or number.
        Telegram = "telegram",
        /// Viber.
        Viber = "viber",
        /// Facebook Messenger.
        Messenger = "messenger",
        /// Instagram.
        Instagram = "instagram",
        /// VK.
        Vk = "vk",
        /// Odnoklassniki.
        Ok = "ok",
        /// Max.
        Max = "max",
        /// TamTam.
        TamTam = "tamtam",
        /// Mail.
        Email = "email",
        /// Telephony.
        Voice = "voice",
        /// Short messages.
        Sms = "sms",
        /// A chat window on a web page.
        WebChat = "web_chat",
        /// The customer's own application.
        App = "app",
        /// Opened inside the helpdesk.
        Internal = "internal",
        /// An external channel, fed through an API.
        External = "external",
        /// WeChat.
        WeChat = "wechat",
        /// Skype.
        Skype = "skype",
        /// Yandex dialogs.
        YandexDialogs = "yandex_dialogs",
    }
}

/// The channel of a record, by as much as the vendor tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct ChannelRef {
    /// The kind, where it is known.
    pub kind: Option<ChannelKind>,
    /// The configured account, where it is known.
    pub id: Option<ChannelId>,
    /// The vendor's own word for the kind.
    pub raw: Option<String>,
}

impl ChannelRef {
    /// A channel by its kind and the vendor's own word for it.
    pub fn of_kind(kind: ChannelKind, raw: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            id: None,
            raw: Some(raw.into()),
        }
    }

    /// A channel by its identifier.
    pub fn by_id(id: impl Into<ChannelId>) -> Self {
        Self {
            kind: None,
            id: Some(id.into()),
            raw: None,
        }
    }

    /// Adds the identifier of the account.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<ChannelId>) -> Self {
        self.id = Some(id.into());
        self
    }
}

/// How a caller names a channel: by the account, or by the kind where one account has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChannelSelector {
    /// A configured account.
    Id(ChannelId),
    /// Any account of this kind.
    Kind(ChannelKind),
}

impl FromStr for ChannelSelector {
    type Err = Infallible;

    /// The name of a known kind is a kind; everything else is an identifier.
    #[inline]
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let kind = ChannelKind::from(text);
        Ok(if kind.is_known() {
            Self::Kind(kind)
        } else {
            Self::Id(ChannelId::new(text))
        })
    }
}

impl From<ChannelId> for ChannelSelector {
    fn from(id: ChannelId) -> Self {
        Self::Id(id)
    }
}

impl From<ChannelKind> for ChannelSelector {
    fn from(kind: ChannelKind) -> Self {
        Self::Kind(kind)
    }
}
