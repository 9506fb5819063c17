//! Values that requests are documented with. Every list is open: what is not here is sent as it is
//! given.

use helpdesk_core::open_enum;

open_enum! {
    /// What a message to be sent is. Whether it is a picture, a film or a document, the server finds
    /// out by itself.
    pub enum MessageType {
        /// A message to the contact.
        Chat = "chat",
        /// An internal note, which the contact never sees.
        Comment = "comment",
    }
}

open_enum! {
    /// Who a message is from.
    pub enum Origin {
        /// A program.
        Bot = "bot",
        /// An agent.
        User = "user",
    }
}

open_enum! {
    /// What an interactive message offers. Documented by a third party.
    pub enum InteractiveType {
        /// Buttons.
        Button = "button",
        /// A list to choose from.
        List = "list",
    }
}

open_enum! {
    /// The part of a template that values are for. Documented by a third party.
    pub enum ComponentType {
        /// The text.
        Body = "body",
        /// A button.
        Button = "button",
    }
}

open_enum! {
    /// The sign between the columns of a table.
    pub enum Separator {
        /// `,`
        Comma = "comma",
        /// `;`
        SemiColon = "semiColon",
    }
}

open_enum! {
    /// The kind of a channel.
    pub enum ChannelType {
        /// WhatsApp by a phone.
        Whatsapp = "whatsapp",
        /// WhatsApp by Meta's interface.
        WhatsappBusiness = "whatsapp-business",
        /// Mail.
        Email = "email",
        /// Telegram.
        Telegram = "telegram",
        /// Instagram.
        Instagram = "instagram",
    }
}

open_enum! {
    /// The language of the platform. Documented by a third party.
    pub enum Language {
        /// Portuguese of Brazil.
        Portuguese = "pt-BR",
        /// English.
        English = "en-US",
        /// Spanish.
        Spanish = "es",
    }
}

open_enum! {
    /// What a survey asks for. Documented by a third party.
    pub enum SurveyType {
        /// Whether one would recommend: from 0 to 10.
        Nps = "NPS",
        /// Whether one is content.
        Csat = "CSAT",
    }
}

open_enum! {
    /// What a pipeline is for. Documented by a third party.
    pub enum PipelineType {
        /// Sales.
        Sales = "sales",
    }
}

open_enum! {
    /// What a custom field holds. Documented by a third party.
    pub enum CustomFieldType {
        /// A text.
        Text = "text",
    }
}

open_enum! {
    /// What a custom field belongs to. Documented by a third party.
    pub enum CustomFieldOwner {
        /// Contacts.
        Contacts = "contacts",
    }
}

open_enum! {
    /// What a webhook subscription is for. The panel knows a second kind, for connections.
    pub enum WebhookType {
        /// Everything else.
        General = "general",
    }
}

open_enum! {
    /// What a webhook tells. The vendor documents the first two; the others are known from other
    /// people's programs, and the list may be longer.
    pub enum WebhookEvent {
        /// A message, a note or a system record came to be.
        MessageCreated = "message.created",
        /// One changed: how far it has come, its text, its file.
        MessageUpdated = "message.updated",
        /// A ticket was opened.
        TicketCreated = "ticket.created",
        /// A ticket changed or was closed.
        TicketUpdated = "ticket.updated",
        /// A contact came to be.
        ContactCreated = "contact.created",
        /// A contact changed.
        ContactUpdated = "contact.updated",
        /// A bot gave a command.
        BotCommand = "bot.command",
        /// A channel changed.
        ServiceUpdated = "service.updated",
        /// A sales card came to be.
        CardCreated = "card.created",
        /// A sales card changed.
        CardUpdated = "card.updated",
        /// A sales card went to another stage.
        CardMoved = "card.moved",
        /// A sales card was won or lost.
        CardFinished = "card.finished",
    }
}

open_enum! {
    /// The day that statistics go by. Documented by a single third party.
    pub enum PeriodType {
        /// When tickets were opened.
        OpenDate = "openDate",
        /// When they were closed.
        CloseDate = "closeDate",
    }
}

open_enum! {
    /// The tickets that statistics count. Documented by a single third party.
    pub enum TicketState {
        /// Open and closed ones.
        All = "all",
        /// Open ones.
        Open = "open",
        /// Closed ones.
        Closed = "close",
    }
}

open_enum! {
    /// The part that a department or an agent had in a ticket. Documented by a single third party.
    pub enum Participation {
        /// It ended there.
        Last = "last",
        /// It passed through there.
        Middle = "middle",
    }
}
