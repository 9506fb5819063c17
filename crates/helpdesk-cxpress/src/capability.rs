//! What Cxpress can do.

use helpdesk_core::{Capabilities, Capability, Field, Operation, Safety};

use Field::{
    Assignee, Channel, Contact, CustomFields, Department, Document, Emails, Handles, Name, Owner,
    Phones, Status, Subject, Tags, Ticket, UpdatedAt,
};
use Operation as Op;
use Safety::{Once, Safe, VerifyFirst};

/// The table of what Cxpress can do. Requests are counted without retries.
pub(crate) fn table() -> Capabilities {
    let table = Capabilities::new(crate::VENDOR.clone());
    let table = contacts(table);
    let table = tickets(table);
    let table = tags(table);
    let table = messages(table);
    let table = directory(table);
    webhooks(table)
        .with(
            Op::AccountCheck,
            Capability::emulated(
                "reads one contact, for the vendor tells nothing about the account: 1 request",
            )
            .safety(Safe),
        )
        .with(Op::Raw, Capability::native().safety(Once))
}

fn contacts(table: Capabilities) -> Capabilities {
    table
        .with(
            Op::ContactsList,
            Capability::native().fields(&[Tags]).safety(Safe),
        )
        .with(
            Op::ContactsSearch,
            Capability::native()
                .fields(&[Tags])
                .safety(Safe)
                .unverified("whether the search finds parts of words and numbers"),
        )
        .with(Op::ContactsGet, Capability::native().safety(Safe))
        .with(
            Op::ContactsFindByPhone,
            Capability::emulated(
                "searches for the last 8 digits, then for each spelling of the line, and compares: \
                 1 to 9 requests, and 1 for each contact found",
            )
            .safety(Safe)
            .unverified("whether the search finds parts of numbers; both ways are tried"),
        )
        .with(
            Op::ContactsFindByEmail,
            Capability::emulated("searches and compares: 1 request, and 1 for each contact found")
                .safety(Safe),
        )
        .with(
            Op::ContactsFindByDocument,
            Capability::emulated(
                "searches for the document as given, plain and with the punctuation of CPF or CNPJ, \
                 and compares: 1 to 3 requests, and 1 for each contact found",
            )
            .safety(Safe),
        )
        .with(
            Op::ContactsCreate,
            Capability::native()
                .fields(&[Name, Phones, Emails, Document, Handles, Tags, CustomFields, Owner])
                .safety(VerifyFirst)
                .effects(
                    "every phone number becomes a WhatsApp number as well, for tickets on WhatsApp \
                     need one; the contact is read again, for the answer lacks its addresses: 2 requests",
                )
                .unverified(
                    "reads show one phone, one WhatsApp number and one mail address, even where \
                     several were written",
                ),
        )
        .with(
            Op::ContactsUpdate,
            Capability::emulated(
                "reads, writes what changes together with the name, and reads again: 3 requests; \
                 fields cannot be emptied, tags apart",
            )
            .fields(&[Name, Phones, Emails, Document, Handles, Tags, CustomFields, Owner])
            .safety(Safe)
            .effects("mail addresses and WhatsApp numbers are frozen while the contact has ongoing tickets")
            .unverified("that an empty list takes the last tag off"),
        )
        .with(
            Op::ContactsDelete,
            Capability::native()
                .safety(Safe)
                .effects("closes every ongoing ticket of the contact, and they disappear from lists"),
        )
        .with(
            Op::ContactsBlock,
            Capability::unsupported("the vendor documents no call for it"),
        )
}

fn tickets(table: Capabilities) -> Capabilities {
    const BUSY: &str = "refused while an operator is at the ticket";
    table
        .with(
            Op::TicketsList,
            Capability::emulated(
                "ongoing and finished tickets are two lists, read one after the other, and those of a \
                 contact a third; `open` and `waiting` read one list for each status; \
                 `updated_since` reads everything and filters here, so name a status with it; rows \
                 have no identifiers of contact and assignee, finished ones no tags and custom \
                 fields, and deleted tickets are left out",
            )
            .fields(&[Contact, Assignee, Department, Tags, UpdatedAt])
            .safety(Safe),
        )
        .with(
            Op::TicketsGet,
            Capability::emulated(
                "the vendor cannot get one: a ticket that came by before is searched by its number, \
                 1 or 2 requests; any other is looked for among the newest 1000 ongoing and 1000 \
                 finished ones, up to 20 requests",
            )
            .safety(Safe),
        )
        .with(
            Op::TicketsCreate,
            Capability::native()
                .fields(&[
                    Contact, Subject, Channel, Department, Assignee, Status, Tags, CustomFields,
                ])
                .safety(VerifyFirst)
                .effects(
                    "a ticket begins without a message, and as new unless told otherwise; the contact \
                     needs an address on the channel; required custom fields are checked and the ticket \
                     is read again: 2 or 3 requests",
                )
                .unverified(
                    "how the assignee's key is spelled, for the documentation has it in two ways: the \
                     assignment is checked, and the other spelling tried",
                ),
        )
        .with(
            Op::TicketsUpdate,
            Capability::emulated(
                "writes and reads again: 2 requests; tags, custom fields and required custom fields \
                 are read first: 1 or 2 more",
            )
            .fields(&[Subject, Status, Tags, CustomFields])
            .safety(Safe)
            .effects(BUSY),
        )
        .with(
            Op::TicketsAssign,
            Capability::emulated("writes and looks whether the agent has it: 2 to 4 requests")
                .safety(Safe)
                .effects(BUSY)
                .unverified(
                    "how the key is spelled, for the documentation has it in two ways: the assignment \
                     is checked, and the other spelling tried",
                ),
        )
        .with(
            Op::TicketsUnassign,
            Capability::unsupported(
                "the vendor documents no way; handing the ticket to another department takes its \
                 agent away",
            ),
        )
        .with(
            Op::TicketsTransfer,
            Capability::emulated("writes and looks where the ticket is: 2 requests")
                .safety(Safe)
                .effects(
                "takes the agent off the ticket, and deletes its tasks of agents who are not in the new \
                 department; refused while an operator is at the ticket",
            ),
        )
        .with(
            Op::TicketsClose,
            Capability::emulated(
                "sets the status to resolved, and looks whether it is closed: 2 requests",
            )
                .safety(Safe)
                .effects(BUSY),
        )
        .with(
            Op::TicketsReopen,
            Capability::unsupported(
                "the vendor documents no way; create another ticket of the contact",
            ),
        )
        .with(
            Op::TicketsDelete,
            Capability::native().safety(Safe).effects(
                "the vendor still shows the ticket in its history; refused while an operator is at it",
            ),
        )
}

fn tags(table: Capabilities) -> Capabilities {
    const RMW: &str = "reads the tags, writes the whole list and reads again: 1 request when nothing \
                       changes, else 3";
    const RMW_TICKET: &str = "reads the ticket's tags, writes the whole list and reads again: 1 or 2 \
                              requests when nothing changes, else 3 or 4; not on finished tickets";
    const EMPTY: &str = "that an empty list takes the last tag off";
    table
        .with(
            Op::TagsList,
            Capability::emulated(
                "tags of contacts and tags of tickets are two lists, read one after the other, tags \
                 that are out of use among them",
            )
            .safety(Safe),
        )
        .with(
            Op::TagsGet,
            Capability::emulated("searches by the identifier: 1 request").safety(Safe),
        )
        .with(
            Op::TagsCreate,
            Capability::emulated(
                "a tag of contacts is not in the answer and is looked for by its name: 2 requests; a tag \
                 of tickets is: 1 request",
            )
            .safety(VerifyFirst),
        )
        .with(
            Op::TagsUpdate,
            Capability::emulated("reads whether it is in use, and writes: 2 requests")
                .fields(&[Name])
                .safety(Safe),
        )
        .with(
            Op::TagsDelete,
            Capability::emulated(
                "the vendor deletes none: it is put out of use, which leaves it in lists and keeps its \
                 name taken: 2 requests",
            )
            .safety(Safe),
        )
        .with(Op::TagsAttachContact, Capability::emulated(RMW).safety(Safe))
        .with(
            Op::TagsDetachContact,
            Capability::emulated(RMW).safety(Safe).unverified(EMPTY),
        )
        .with(Op::TagsAttachTicket, Capability::emulated(RMW_TICKET).safety(Safe))
        .with(
            Op::TagsDetachTicket,
            Capability::emulated(RMW_TICKET).safety(Safe).unverified(EMPTY),
        )
}

fn messages(table: Capabilities) -> Capabilities {
    table
        .with(
            Op::MessagesList,
            Capability::unsupported("the vendor's interface shows no messages; its own screens do"),
        )
        .with(
            Op::MessagesSend,
            Capability::unsupported(
                "the vendor's interface sends no messages; operators write on its own screens",
            ),
        )
        .with(
            Op::NotesList,
            Capability::native().fields(&[Ticket]).safety(Safe),
        )
        .with(
            Op::NotesAdd,
            Capability::unsupported(
                "the vendor's interface adds no notes; operators write them on its own screens",
            ),
        )
}

fn directory(table: Capabilities) -> Capabilities {
    table
        .with(Op::AgentsList, Capability::native().safety(Safe))
        .with(Op::AgentsGet, Capability::native().safety(Safe))
        .with(Op::DepartmentsList, Capability::native().safety(Safe))
        .with(
            Op::DepartmentsGet,
            Capability::emulated("reads the list until it is found: 1 request for 100 departments")
                .safety(Safe),
        )
        .with(
            Op::ChannelsList,
            Capability::emulated(
                "accounts of mail and of all other channels are two lists, read one after the other",
            )
            .safety(Safe)
            .unverified(
                "how the list of mail addresses is authenticated, for the documentation has it in two \
                 ways: both are sent",
            ),
        )
        .with(Op::CustomFieldsList, Capability::native().safety(Safe))
}

fn webhooks(table: Capabilities) -> Capabilities {
    const SCREEN: &str =
        "the vendor has it on its own screens only: Configurations → Company → API";
    [
        Op::WebhooksList,
        Op::WebhooksGet,
        Op::WebhooksCreate,
        Op::WebhooksUpdate,
        Op::WebhooksDelete,
    ]
    .into_iter()
    .fold(table, |table, operation| {
        table.with(operation, Capability::unsupported(SCREEN))
    })
    .with(
        Op::WebhooksVerify,
        Capability::emulated(
            "the vendor does not sign; the URL that is entered on its screens holds a shared secret",
        ),
    )
    .with(
        Op::WebhooksParse,
        Capability::native().unverified(
            "what all entities but the department are called and how they look, for the documentation \
             shows that one alone",
        ),
    )
}
