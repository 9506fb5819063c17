//! The operations of the neutral contract, by name.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! operations {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $writes:literal;)+) => {
        /// One operation of the neutral contract.
        ///
        /// Capabilities are listed per operation, errors name theirs, and request logs carry it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Operation {
            $($(#[$doc])* $variant,)+
        }

        impl Operation {
            /// Every operation, in the order of the capability table.
            pub const ALL: &'static [Operation] = &[$(Operation::$variant),+];

            /// The name, area and verb: `contacts.find_by_phone`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Whether the operation changes something at the vendor.
            pub const fn writes(self) -> bool {
                match self { $(Self::$variant => $writes),+ }
            }
        }
    };
}

operations! {
    /// Contacts, page by page.
    ContactsList = "contacts.list", false;
    /// Contacts by free text.
    ContactsSearch = "contacts.search", false;
    /// One contact by its identifier.
    ContactsGet = "contacts.get", false;
    /// Contacts by phone number, in any of its spellings.
    ContactsFindByPhone = "contacts.find_by_phone", false;
    /// Contacts by mail address.
    ContactsFindByEmail = "contacts.find_by_email", false;
    /// Contacts by the number of an identity document.
    ContactsFindByDocument = "contacts.find_by_document", false;
    /// A new contact.
    ContactsCreate = "contacts.create", true;
    /// Changes to a contact.
    ContactsUpdate = "contacts.update", true;
    /// Removing a contact.
    ContactsDelete = "contacts.delete", true;
    /// Blocking a contact, or letting it in again.
    ContactsBlock = "contacts.block", true;
    /// Tickets, page by page.
    TicketsList = "tickets.list", false;
    /// One ticket by its identifier.
    TicketsGet = "tickets.get", false;
    /// A new ticket.
    TicketsCreate = "tickets.create", true;
    /// Changes to a ticket's fields.
    TicketsUpdate = "tickets.update", true;
    /// Giving a ticket to an agent.
    TicketsAssign = "tickets.assign", true;
    /// Taking a ticket away from its agent.
    TicketsUnassign = "tickets.unassign", true;
    /// Handing a ticket to another department.
    TicketsTransfer = "tickets.transfer", true;
    /// Closing a ticket.
    TicketsClose = "tickets.close", true;
    /// Opening a closed ticket again.
    TicketsReopen = "tickets.reopen", true;
    /// Removing a ticket.
    TicketsDelete = "tickets.delete", true;
    /// Tags.
    TagsList = "tags.list", false;
    /// One tag by its identifier.
    TagsGet = "tags.get", false;
    /// A new tag.
    TagsCreate = "tags.create", true;
    /// Renaming a tag.
    TagsUpdate = "tags.update", true;
    /// Removing a tag.
    TagsDelete = "tags.delete", true;
    /// Putting a tag on a contact.
    TagsAttachContact = "tags.attach_contact", true;
    /// Taking a tag off a contact.
    TagsDetachContact = "tags.detach_contact", true;
    /// Putting a tag on a ticket.
    TagsAttachTicket = "tags.attach_ticket", true;
    /// Taking a tag off a ticket.
    TagsDetachTicket = "tags.detach_ticket", true;
    /// Messages of a ticket or contact, notes among them where the vendor keeps them together.
    MessagesList = "messages.list", false;
    /// A public message, which the contact sees.
    MessagesSend = "messages.send", true;
    /// Internal notes of a ticket or contact.
    NotesList = "messages.notes", false;
    /// An internal note, which the contact never sees.
    NotesAdd = "messages.add_note", true;
    /// The people who answer.
    AgentsList = "directory.agents", false;
    /// One agent by its identifier.
    AgentsGet = "directory.agent", false;
    /// The departments, sectors, queues or groups that tickets belong to.
    DepartmentsList = "directory.departments", false;
    /// One department by its identifier.
    DepartmentsGet = "directory.department", false;
    /// The connections to messengers, mail and telephony.
    ChannelsList = "directory.channels", false;
    /// The definitions of custom fields.
    CustomFieldsList = "directory.custom_fields", false;
    /// Webhook subscriptions.
    WebhooksList = "webhooks.list", false;
    /// One webhook subscription by its identifier.
    WebhooksGet = "webhooks.get", false;
    /// A new webhook subscription.
    WebhooksCreate = "webhooks.create", true;
    /// Changes to a webhook subscription.
    WebhooksUpdate = "webhooks.update", true;
    /// Removing a webhook subscription.
    WebhooksDelete = "webhooks.delete", true;
    /// Proving that a delivery comes from the vendor.
    WebhooksVerify = "webhooks.verify", false;
    /// Reading a delivery as neutral events.
    WebhooksParse = "webhooks.parse", false;
    /// Credentials, reachability and quota.
    AccountCheck = "account.check", false;
    /// Any call of the vendor's own interface, through the same pipeline.
    Raw = "raw", true;
}

impl Operation {
    /// The operation of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|op| op.as_str() == name)
    }

    /// The area that the operation belongs to: `contacts`, `tickets`, …
    pub fn area(self) -> &'static str {
        let name = self.as_str();
        name.split('.').next().unwrap_or(name)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// When a call may be sent again.
///
/// Declared per operation by the adapter; the HTTP method decides nothing, for vendors have reads
/// that write and writes that repeat harmlessly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Safety {
    /// Repeating changes nothing: reads, and writes of an absolute state.
    Safe,
    /// After an unknown delivery the natural key is looked up first; only when the vendor does not
    /// have it is the call sent again.
    VerifyFirst,
    /// Sent again only when it surely never reached the vendor, or the vendor surely refused it
    /// unprocessed.
    Once,
}
