//! Identifiers that mean the same in every company.

use helpdesk_core::open_enum;

open_enum! {
    /// The status of a ticket or task.
    pub enum StatusId {
        /// Nobody has taken it yet.
        New = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800",
        /// Somebody works on it.
        Open = "b58c1105-0ffe-4d07-a7d6-751389fc3008",
        /// It waits for the consumer.
        Pending = "0ec35dbb-398e-4c2f-996c-933af162c950",
        /// It waits for somebody else.
        OnHold = "3dd9b9ac-7399-4ce8-b22c-a513eb473803",
        /// It is solved. Writing it closes the ticket.
        Resolved = "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a",
        /// The consumer left. Tickets only show it; it cannot be written on them.
        Abandoned = "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9",
        /// The deadline is over. Of tasks only, set by the vendor.
        Delayed = "325434f8-836a-4e19-824f-8f35b4d40a5d",
    }
}

open_enum! {
    /// The kind of channel a ticket came in by.
    pub enum ChannelTypeId {
        /// Mail.
        Email = "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a",
        /// Telephony.
        Telephony = "6977996d-11d1-44cc-a863-2e1d9c24e046",
        /// WhatsApp.
        WhatsApp = "33be81d8-88ac-4e08-bb4d-cf69fd23267f",
        /// Facebook Messenger.
        Facebook = "aa1cea93-23de-46aa-af14-d6f766acf5c8",
        /// Instagram.
        Instagram = "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2",
        /// The chat window on a web page.
        Webchat = "4a7b71bb-6432-4794-ad11-f978b067871d",
    }
}

open_enum! {
    /// What a custom field belongs to.
    pub enum EntityTypeId {
        /// Tickets.
        Ticket = "250204ce-44eb-4cdc-865a-f54eed9c6496",
        /// Consumers.
        Consumer = "b93b0740-a77d-4474-aad9-7aa0044d5654",
    }
}

open_enum! {
    /// How a custom field is shown.
    pub enum CustomFieldTypeId {
        /// A line.
        Text = "d31ebd9e-af9f-4559-b04a-729439218a6f",
        /// Several lines.
        Textarea = "2982a738-4de3-440a-8ed1-cc1fdb51bc9b",
    }
}

open_enum! {
    /// What a custom field takes.
    pub enum DatatypeId {
        /// Any characters.
        General = "03bf352a-c95f-4d05-927b-4380eb3f407f",
        /// Digits only, no spaces.
        Numeric = "cbb362a5-c6ab-4acb-b2c8-f67a49770987",
        /// Letters only, no spaces.
        Text = "4aaa9e26-2277-4827-a085-e8f3404d358a",
    }
}
