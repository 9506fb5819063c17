//! Values that the vendor documents for parameters. Every list is open: what is not here is sent as it
//! is given.

use std::fmt;

use helpdesk_core::open_enum;
use serde::{Serialize, Serializer};

open_enum! {
    /// In which order rows come.
    pub enum Order {
        /// The oldest first.
        Asc = "asc",
        /// The newest first.
        Desc = "desc",
    }
}

open_enum! {
    /// A messenger. `GET /v1/help/transports` has all of them.
    pub enum Transport {
        /// Telegram, by a bot.
        Telegram = "telegram",
        /// Telegram, by a phone number.
        TgUser = "tg_user",
        /// WhatsApp, by a phone.
        Whatsapp = "whatsapp",
        /// WhatsApp, by 360dialog.
        WaDialog = "wa_dialog",
        /// WhatsApp, by Gupshup.
        WaGupshup = "wa_gupshup",
        /// WhatsApp, by Meta itself.
        WaDirect = "wa_direct",
        /// WhatsApp, by Infobip.
        WaInfobip = "wa_infobip",
        /// WhatsApp, by CM.
        WaCm = "wa_cm",
        /// The chat on a web page.
        Widget = "widget",
        /// A channel of one's own: messages come in by `POST /v1/messages/inbox`.
        External = "external",
        /// Facebook.
        Facebook = "facebook",
        /// VK.
        Vk = "vk",
        /// Odnoklassniki.
        Ok = "ok",
        /// Mail.
        Email = "email",
        /// Max, by a bot.
        MaxBot = "max_bot",
        /// Viber, by a phone.
        Viber = "viber",
        /// Viber, by a bot.
        ViberPublic = "viber_public",
        /// Viber, by a business account.
        ViberBusiness = "viber_business",
        /// `TamTam`.
        Tamtam = "tamtam",
        /// Text messages.
        Sms = "sms",
    }
}

open_enum! {
    /// Another system that a client is known in.
    pub enum ExternalService {
        /// amoCRM.
        Amo = "amo",
        /// Bitrix24.
        Bitrix = "bitrix",
    }
}

open_enum! {
    /// What pressing a button does.
    pub enum ButtonType {
        /// Sends a text.
        Reply = "reply",
        /// Sends a place.
        Location = "location",
        /// Sends the phone number.
        Phone = "phone",
        /// Sends the mail address.
        Email = "email",
        /// Opens a page.
        Url = "url",
    }
}

open_enum! {
    /// The colour of a button. The chat on a web page alone shows it.
    pub enum ButtonColor {
        /// Red.
        Red = "red",
        /// Green.
        Green = "green",
        /// Blue.
        Blue = "blue",
        /// Yellow.
        Yellow = "yellow",
    }
}

open_enum! {
    /// What an operator is in the helpdesk. `GET /v1/help/roles` has all of them.
    pub enum OperatorRole {
        /// Has not confirmed the mail address yet.
        Unconfirmed = "unconfirmed",
        /// Answers.
        Operator = "operator",
        /// Looks after those who answer.
        Supervisor = "supervisor",
        /// The administrator.
        Admin = "admin",
        /// Switched off.
        Disabled = "disabled",
        /// Removed.
        Deleted = "deleted",
    }
}

open_enum! {
    /// Whether the company is at work, which decides about automatic answers.
    pub enum WorkingMode {
        /// At work.
        Online = "online",
        /// Not at work.
        Offline = "offline",
    }
}

open_enum! {
    /// An event to subscribe to. Some are delivered under another name:
    /// see [`HookType`](crate::wire::HookType).
    pub enum WebhookEvent {
        /// A client wrote.
        Inbox = "inbox",
        /// A message went out.
        Outbox = "outbox",
        /// A message was imported, or came from the messenger itself.
        ImportedMessage = "imported_message",
        /// How far a message has come.
        OutboxStatus = "outbox_status",
        /// A comment was added.
        Comment = "comment",
        /// An operator's status changed.
        OperatorStatusChanged = "operator_status_changed",
        /// An operator logged in or out.
        OperatorAuthenticationUpdated = "operator_authentication_updated",
        /// A client came to be.
        NewClient = "new_client",
        /// A tag came to be.
        NewTag = "new_tag",
        /// A request began.
        NewRequest = "new_request",
        /// A tag was put on a client.
        AddTagToClient = "add_tag_to_client",
        /// A tag was put on a request.
        AddTagToRequest = "add_tag_to_request",
        /// A tag was taken off a client.
        DeleteTagFromClient = "delete_tag_from_client",
        /// A tag was taken off a request.
        DeleteTagFromRequest = "delete_tag_from_request",
        /// A client changed.
        ClientUpdated = "client_updated",
        /// A client was put on the blacklist, or taken off it.
        ClientAddedToBlacklist = "client_added_to_blacklist",
        /// A dialog was closed.
        CloseDialog = "close_dialog",
        /// A request was closed.
        CloseRequest = "close_request",
        /// A dialog was given to an operator.
        DialogTransferred = "dialog_transferred",
        /// The state of a messenger account changed.
        DeviceUpdated = "device_updated",
        /// A ticket came to be.
        NewTicket = "new_ticket",
        /// A ticket changed.
        TicketUpdated = "ticket_updated",
        /// A ticket was removed.
        TicketDeleted = "ticket_deleted",
        /// A WhatsApp account has to be connected anew.
        NewQrCode = "new_qr_code",
        /// Hints were asked of an assistant.
        AiHintsRequested = "ai_hints_requested",
    }
}

/// Values that the vendor writes as numbers, with a variant for those that are not known here.
macro_rules! open_numbers {
    ($($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $number:literal),+ $(,)?
    })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A number that is not known here.
            Other(i64),
        }

        impl $name {
            /// The number as it is written.
            pub const fn number(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)+
                    Self::Other(number) => number,
                }
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)+
                    other => Self::Other(other),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.number().fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.number())
            }
        }
    )+};
}

open_numbers! {
    /// The status of a ticket. `GET /v1/help/tickets` has all of them.
    pub enum TicketStatus {
        /// Nobody works on it yet.
        ToDo = 1,
        /// Somebody works on it.
        InProgress = 2,
        /// It waits for something.
        Waiting = 3,
        /// It is over.
        Done = 4,
    }

    /// How much a ticket matters. `GET /v1/help/tickets` has all of them.
    pub enum TicketPriority {
        /// Little.
        Minor = 1,
        /// As usual.
        Normal = 2,
        /// Much.
        Major = 3,
    }

    /// How far a message of an external channel has come.
    pub enum MessageStatus {
        /// Not sent yet.
        Pending = 1,
        /// Sent.
        Sent = 2,
        /// It could not be sent.
        Failed = 3,
        /// It was called back.
        Canceled = 5,
        /// It has arrived.
        Delivered = 6,
        /// It was read.
        Seen = 7,
    }
}
