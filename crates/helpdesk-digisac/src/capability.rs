//! What a Digisac desk can do.

use helpdesk_core::{Capabilities, Capability, Field, Operation, Safety};

use crate::VENDOR;

/// What the table depends on.
pub(crate) struct Extent {
    /// Whether a custom field holds the mail address of contacts.
    pub emails: bool,
    /// Whether messages open tickets.
    pub opens_tickets: bool,
    /// Whether deliveries of webhooks can be verified, or are accepted as they are.
    pub receives: bool,
}

/// The table.
pub(crate) fn table(extent: &Extent) -> Capabilities {
    let table = Capabilities::new(VENDOR);
    let table = contacts(table, extent);
    let table = tickets(table);
    let table = tags(table);
    let table = messages(table, extent);
    let table = directory(table);
    webhooks(table, extent)
}

fn read(capability: Capability) -> Capability {
    capability.safety(Safety::Safe)
}

fn contacts(table: Capabilities, extent: &Extent) -> Capabilities {
    use Operation as Op;

    let mut create = vec![
        Field::Name,
        Field::Phones,
        Field::Channel,
        Field::Document,
        Field::Tags,
        Field::CustomFields,
        Field::Owner,
    ];
    let mut update = vec![Field::Name, Field::Tags, Field::CustomFields];
    let by_email = if extent.emails {
        create.push(Field::Emails);
        update.push(Field::Emails);
        read(Capability::emulated(
            "searches the custom field that `email_custom_field` names; 1 request, and 1 for each contact found",
        ))
        .unverified("filtering by the value of a custom field; requests are modelled on documented ones")
    } else {
        Capability::unsupported(
            "Digisac keeps no mail addresses; name a custom field that does in `email_custom_field`",
        )
    };
    table
        .with(
            Op::ContactsList,
            read(Capability::native()).fields(&[Field::Tags]),
        )
        .with(
            Op::ContactsSearch,
            read(Capability::emulated(
                "looks for the text in the three names, and in the number if it is one; 1 request a page",
            ))
            .fields(&[Field::Tags])
            .unverified("searching names by part; it is known to work on numbers"),
        )
        .with(Op::ContactsGet, read(Capability::native()))
        .with(
            Op::ContactsFindByPhone,
            read(Capability::emulated(
                "searches by the last 8 digits and compares every spelling; usually 1 request",
            )),
        )
        .with(Op::ContactsFindByEmail, by_email)
        .with(
            Op::ContactsFindByDocument,
            read(Capability::emulated(
                "looks for people with the document, then for their contacts; 2 requests",
            )),
        )
        .with(
            Op::ContactsCreate,
            Capability::emulated(
                "Digisac changes a contact that is there already, so it is looked for first; 3 requests, 2 more with a document",
            )
            .fields(&create)
            .safety(Safety::VerifyFirst)
            .effects("a document becomes a person of its own, or the contact joins the person that has it")
            .unverified("owner and document: the members are known from other programs only"),
        )
        .with(
            Op::ContactsUpdate,
            Capability::emulated(
                "changes the fields that are named, tags one by one, and reads it again; 2 requests, with tags 1 more and 1 for each that changes",
            )
            .fields(&update)
            .safety(Safety::Safe),
        )
        .with(
            Op::ContactsDelete,
            Capability::emulated("looks whether it is there, then removes it; 2 requests")
                .safety(Safety::Safe)
                .unverified("what becomes of the contact's tickets and messages"),
        )
        .with(
            Op::ContactsBlock,
            Capability::emulated("blocks, then looks whether it took; 2 requests")
                .safety(Safety::Safe)
                .effects("messages of a blocked contact do not come in"),
        )
}

fn tickets(table: Capabilities) -> Capabilities {
    use Operation as Op;
    table
        .with(
            Op::TicketsList,
            read(Capability::native()).fields(&[
                Field::Contact,
                Field::Assignee,
                Field::Department,
                Field::Tags,
                Field::UpdatedAt,
            ]),
        )
        .with(Op::TicketsGet, read(Capability::native()))
        .with(
            Op::TicketsCreate,
            Capability::emulated(
                "transfers the contact to a department, which opens a ticket when none is open; 5 requests",
            )
            .fields(&[
                Field::Contact,
                Field::Department,
                Field::Assignee,
                Field::Channel,
                Field::Status,
            ])
            .safety(Safety::VerifyFirst)
            .effects("the department's agents, or the agent that is named, may be notified"),
        )
        .with(
            Op::TicketsUpdate,
            Capability::unsupported(
                "a ticket has no fields that can be changed; use assign, transfer and close",
            ),
        )
        .with(
            Op::TicketsAssign,
            Capability::emulated(
                "reads the ticket for its department, transfers it by its identifier, reads it again; 3 requests",
            )
            .fields(&[Field::Assignee])
            .safety(Safety::VerifyFirst)
            .effects("the agent may be notified")
            .unverified("transfer by ticket: the call is in the vendor's collection, its answer is not"),
        )
        .with(
            Op::TicketsUnassign,
            Capability::unsupported(
                "an agent can only be taken away by a transfer; transfer the ticket to its department",
            ),
        )
        .with(
            Op::TicketsTransfer,
            Capability::emulated(
                "reads the ticket, transfers it by its identifier, reads it again; 3 requests",
            )
            .fields(&[Field::Department])
            .safety(Safety::VerifyFirst)
            .effects("the ticket loses its agent and waits in the department's queue")
            .unverified("transfer by ticket: the call is in the vendor's collection, its answer is not"),
        )
        .with(
            Op::TicketsClose,
            Capability::emulated(
                "Digisac closes a contact's open ticket, so it is read before and after; 4 requests, 1 when it is closed already",
            )
            .safety(Safety::VerifyFirst)
            .effects("a survey may be sent to the contact"),
        )
        .with(
            Op::TicketsReopen,
            Capability::unsupported(
                "a closed ticket stays closed; create a new one, which gets another number",
            ),
        )
        .with(
            Op::TicketsDelete,
            Capability::unsupported("tickets cannot be removed; close them"),
        )
}

fn tags(table: Capabilities) -> Capabilities {
    use Operation as Op;
    const NO_TICKET_TAGS: &str = "tags are for contacts; put the tag on the ticket's contact";
    table
        .with(Op::TagsList, read(Capability::native()))
        .with(Op::TagsGet, read(Capability::native()))
        .with(
            Op::TagsCreate,
            Capability::emulated("looks for a tag of that name first; 2 requests")
                .fields(&[Field::Name, Field::Color])
                .safety(Safety::VerifyFirst),
        )
        .with(
            Op::TagsUpdate,
            Capability::emulated(
                "reads the tag, sends all of it, reads it again; 3 requests, 4 for a new name",
            )
            .fields(&[Field::Name, Field::Color])
            .safety(Safety::Safe),
        )
        .with(
            Op::TagsDelete,
            Capability::emulated("looks whether it is there, then removes it; 2 requests")
                .safety(Safety::Safe)
                .effects("the tag comes off every contact"),
        )
        .with(
            Op::TagsAttachContact,
            Capability::emulated(
                "reads the contact and the tag, puts the tag on, reads the contact again; 4 requests",
            )
            .safety(Safety::Safe),
        )
        .with(
            Op::TagsDetachContact,
            Capability::emulated(
                "reads the contact, takes the tag off, reads the contact again; 3 requests",
            )
            .safety(Safety::Safe),
        )
        .with(
            Op::TagsAttachTicket,
            Capability::unsupported(NO_TICKET_TAGS),
        )
        .with(
            Op::TagsDetachTicket,
            Capability::unsupported(NO_TICKET_TAGS),
        )
}

fn messages(table: Capabilities, extent: &Extent) -> Capabilities {
    use Operation as Op;
    let opens = if extent.opens_tickets {
        "opens a ticket when the contact has none open, unless `open_ticket_on_send` is false"
    } else {
        "belongs to no ticket when the contact has none open"
    };
    table
        .with(
            Op::MessagesList,
            read(Capability::native()).fields(&[Field::Contact, Field::Ticket]),
        )
        .with(
            Op::NotesList,
            read(Capability::emulated(
                "lists the messages that are comments; 1 request a page",
            ))
            .fields(&[Field::Contact, Field::Ticket]),
        )
        .with(
            Op::MessagesSend,
            Capability::native()
                .fields(&[
                    Field::Text,
                    Field::Attachments,
                    Field::Template,
                    Field::Author,
                ])
                .safety(Safety::Once)
                .effects(opens)
                .unverified("templates and files: known from other programs only"),
        )
        .with(
            Op::NotesAdd,
            Capability::native()
                .fields(&[Field::Text, Field::Author])
                .safety(Safety::Once)
                .effects(opens)
                .unverified("whether a comment opens a ticket"),
        )
}

fn directory(table: Capabilities) -> Capabilities {
    use Operation as Op;
    [
        Op::AgentsList,
        Op::AgentsGet,
        Op::DepartmentsList,
        Op::DepartmentsGet,
        Op::ChannelsList,
        Op::CustomFieldsList,
    ]
    .into_iter()
    .fold(table, |table, operation| {
        table.with(operation, read(Capability::native()))
    })
    .with(Op::AccountCheck, read(Capability::native()))
    .with(Op::Raw, Capability::native().safety(Safety::Once))
}

fn webhooks(table: Capabilities, extent: &Extent) -> Capabilities {
    use Operation as Op;
    let verify = if extent.receives {
        Capability::emulated(
            "Digisac signs nothing; a secret in the URL is compared, or nothing is if `accept_unsigned` says so",
        )
    } else {
        Capability::emulated(
            "Digisac signs nothing, so deliveries are refused; set `webhook_secret`, or `accept_unsigned`",
        )
    };
    table
        .with(Op::WebhooksList, read(Capability::native()))
        .with(Op::WebhooksGet, read(Capability::native()))
        .with(
            Op::WebhooksCreate,
            Capability::emulated("reads who owns the credentials, then subscribes; 2 requests")
                .fields(&[Field::Url, Field::Events, Field::Name])
                .safety(Safety::VerifyFirst),
        )
        .with(
            Op::WebhooksUpdate,
            Capability::emulated(
                "reads the subscription, sends all of it, reads it again; 3 requests",
            )
            .fields(&[Field::Url, Field::Events, Field::Name, Field::Active])
            .safety(Safety::Safe),
        )
        .with(
            Op::WebhooksDelete,
            Capability::emulated(
                "switches the subscription off, for no call is documented that removes it; 2 requests",
            )
            .safety(Safety::Safe)
            .effects("the subscription stays in the list, out of use"),
        )
        .with(Op::WebhooksVerify, verify)
        .with(
            Op::WebhooksParse,
            Capability::native().unverified("the full list of events; unknown ones are kept"),
        )
}
