//! What WiseCX can do, operation by operation.

use helpdesk_core::{Capabilities, Capability, Field, Operation, Safety};

use Field::{
    Assignee, Attachments, Author, Channel, Contact, CustomFields, Department, Document, DueAt,
    Emails, Name, Organization, Phones, Priority, Status, Subject, Tags, Template, Text, Ticket,
    UpdatedAt,
};

const PREFIX: &str = "filters are written `contact.phone` by analogy with the documented \
     `case.contact_id`, as strict JSON; rows that do not fit are left out whatever the vendor answers";

const GROUPS: &str = "a contact's groups can be changed and not read";

/// The capability table.
pub(crate) fn table() -> Capabilities {
    let table = Capabilities::new(crate::VENDOR);
    messages(tags(tickets(contacts(table))))
        .with(Operation::AgentsList, read())
        .with(Operation::AgentsGet, read())
        .with(Operation::DepartmentsList, read())
        .with(Operation::DepartmentsGet, read())
        .with(Operation::ChannelsList, read())
        .with(
            Operation::CustomFieldsList,
            Capability::unsupported(
                "WiseCX has no list of custom fields; they are addressed by name: take the names \
                 from its screens",
            ),
        )
        .with(Operation::WebhooksList, on_screen())
        .with(Operation::WebhooksGet, on_screen())
        .with(Operation::WebhooksCreate, on_screen())
        .with(Operation::WebhooksUpdate, on_screen())
        .with(Operation::WebhooksDelete, on_screen())
        .with(
            Operation::WebhooksVerify,
            Capability::emulated(
                "WiseCX does not sign: a secret in the URL is checked (`webhook_secret`); without \
                 one deliveries are refused unless `accept_unsigned` is set",
            ),
        )
        .with(
            Operation::WebhooksParse,
            Capability::native()
                .effects("deliveries hold identifiers only; hydrate them to read the records")
                .unverified("how deliveries are repeated, and their content type"),
        )
        .with(
            Operation::AccountCheck,
            Capability::emulated("reads one channel; one request. No name and no quota is told")
                .safety(Safety::Safe),
        )
        .with(
            Operation::Raw,
            Capability::native().safety(Safety::Once).effects(
                "whatever the call does; every status is an answer, after a new token where the \
                 vendor asks for one and the repetitions that the call allows",
            ),
        )
}

fn read() -> Capability {
    Capability::native().safety(Safety::Safe)
}

fn on_screen() -> Capability {
    Capability::unsupported(
        "WiseCX has webhooks on its own screens only: Channels, Settings, a new channel Webhooks \
         with URL, service groups, and the switches New Activity and WhatsApp Status",
    )
}

fn contacts(table: Capabilities) -> Capabilities {
    let held = [Name, Phones, Emails, Document, CustomFields, Organization];
    let find = || read().unverified(PREFIX);
    table
        .with(Operation::ContactsList, read())
        .with(
            Operation::ContactsSearch,
            Capability::emulated(
                "finds whole mail addresses, phone numbers and document numbers, no names; one to \
                 two requests",
            )
            .safety(Safety::Safe)
            .unverified(PREFIX),
        )
        .with(
            Operation::ContactsGet,
            read().effects(
                "the organisation comes in lists only; groups, which are the tags, come nowhere",
            ),
        )
        .with(
            Operation::ContactsFindByPhone,
            find().effects(
                "one request with all spellings, as digits and with `+`; a number that is kept with \
                 spaces or brackets is not found",
            ),
        )
        .with(Operation::ContactsFindByEmail, find())
        .with(Operation::ContactsFindByDocument, find())
        .with(
            Operation::ContactsCreate,
            Capability::native()
                .fields(&held)
                .safety(Safety::VerifyFirst)
                .effects(
                    "looks for phone, document and mail address first, one request each, for \
                     WiseCX does not say what it does with a second contact; reads the contact back",
                )
                .unverified("whether WiseCX itself refuses a second contact"),
        )
        .with(
            Operation::ContactsUpdate,
            Capability::native()
                .fields(&held)
                .safety(Safety::Safe)
                .effects(
                    "three requests: reads the contact, for WiseCX wants an identity with every \
                     change and custom fields as a whole, writes, and reads it back",
                )
                .unverified("that an empty text clears a field"),
        )
        .with(
            Operation::ContactsDelete,
            Capability::native()
                .safety(Safety::Safe)
                .unverified("what becomes of the contact's cases"),
        )
        .with(
            Operation::ContactsBlock,
            Capability::unsupported("WiseCX cannot block contacts; mark their cases as spam"),
        )
}

fn tickets(table: Capabilities) -> Capabilities {
    let change = || {
        Capability::native()
            .safety(Safety::Safe)
            .effects("two requests: writes, and reads the ticket back to see that it took")
    };
    table
        .with(
            Operation::TicketsList,
            read()
                .fields(&[Contact, Assignee, Department, Tags, UpdatedAt])
                .effects("only cases of the last three months; deleted ones are left out"),
        )
        .with(
            Operation::TicketsGet,
            read().unverified("whether cases older than three months are found"),
        )
        .with(
            Operation::TicketsCreate,
            Capability::native()
                .fields(&[
                    Contact,
                    Subject,
                    Text,
                    Channel,
                    Department,
                    Assignee,
                    Priority,
                    Tags,
                    CustomFields,
                    DueAt,
                ])
                .safety(Safety::VerifyFirst)
                .effects(
                    "needs contact, subject, text, department and channel (the last two may be \
                     configured); the text becomes a message in the contact's name and is sent to \
                     nobody. Reads the ticket back; with tags, reads the list of tags first",
                ),
        )
        .with(
            Operation::TicketsUpdate,
            Capability::native()
                .fields(&[Subject, Status, Priority, Tags, CustomFields, DueAt])
                .safety(Safety::Safe)
                .effects(
                    "two requests, and one to read the ticket first when custom fields change, one \
                     to read the list of tags when tags do",
                )
                .unverified(
                    "which status may follow which, and whether tags replace those there are",
                ),
        )
        .with(Operation::TicketsAssign, change())
        .with(
            Operation::TicketsUnassign,
            Capability::emulated("assigns it to user 0, which stands for nobody; two requests")
                .safety(Safety::Safe)
                .unverified(
                    "documented for new cases only; a ticket that keeps its agent is a `Conflict`",
                ),
        )
        .with(Operation::TicketsTransfer, change())
        .with(
            Operation::TicketsClose,
            Capability::native().safety(Safety::Safe).effects(
                "three requests: reads the ticket, sets `closed`, reads it back. A solved ticket \
                 counts as closed and stays solved; an update sets `solved`",
            ),
        )
        .with(
            Operation::TicketsReopen,
            Capability::native()
                .safety(Safety::Safe)
                .effects("three requests: reads the ticket, sets `opened`, reads it back")
                .unverified(
                    "whether a closed case can be opened; one that stays closed is a `Conflict`",
                ),
        )
        .with(
            Operation::TicketsDelete,
            Capability::native()
                .safety(Safety::Safe)
                .effects("WiseCX can bring it back: the native client's `cases().update`"),
        )
}

fn tags(table: Capabilities) -> Capabilities {
    let ticket = |how: &'static str| {
        Capability::emulated(how).safety(Safety::Safe).unverified(
            "whether tags replace those there are; a change that is lost is a `Conflict`",
        )
    };
    table
        .with(
            Operation::TagsList,
            Capability::emulated(
                "contact groups (`contact:<number>`), then case tags (`ticket:<name>`, for cases \
                 name them so)",
            )
            .safety(Safety::Safe)
            .effects(GROUPS),
        )
        .with(
            Operation::TagsGet,
            Capability::emulated("looks through the list, a request for each hundred")
                .safety(Safety::Safe),
        )
        .with(
            Operation::TagsCreate,
            Capability::emulated(
                "contact groups only, after looking for the name, a request for each hundred \
                 groups; tags of cases are made on WiseCX's screens",
            )
            .safety(Safety::VerifyFirst),
        )
        .with(
            Operation::TagsUpdate,
            Capability::unsupported("WiseCX has no call for it; rename tags on its screens"),
        )
        .with(
            Operation::TagsDelete,
            Capability::unsupported("WiseCX has no call for it; remove tags on its screens"),
        )
        .with(
            Operation::TagsAttachContact,
            Capability::emulated("puts the contact into the group; one request")
                .safety(Safety::Safe)
                .effects(GROUPS),
        )
        .with(
            Operation::TagsDetachContact,
            Capability::emulated("takes the contact out of the group; one request")
                .safety(Safety::Safe)
                .effects(GROUPS),
        )
        .with(
            Operation::TagsAttachTicket,
            ticket(
                "looks for the tag in the list, reads the ticket, writes all its tags, reads it \
                 back; four requests",
            ),
        )
        .with(
            Operation::TagsDetachTicket,
            ticket("reads the ticket, writes the other tags, reads it back; three requests"),
        )
}

fn messages(table: Capabilities) -> Capabilities {
    let listed = |what: &'static str| read().fields(&[Ticket, Contact]).effects(what);
    table
        .with(
            Operation::MessagesList,
            listed(
                "oldest first, with notes and system entries. Of a contact: ticket by ticket, those \
                 of the last three months, two requests a page",
            ),
        )
        .with(
            Operation::NotesList,
            listed(
                "reads all activities and leaves out what is no note, so pages may be short or \
                 empty. Of a contact as with messages",
            ),
        )
        .with(
            Operation::MessagesSend,
            Capability::native()
                .fields(&[Text, Attachments, Template, Author])
                .safety(Safety::Once)
                .effects(
                    "needs an author, or `default_user`. Goes out on the ticket's channel to the \
                     ticket's contact; to a contact, through its newest open ticket, and without \
                     one it is a `Conflict`. Three requests. Outside WhatsApp's window only \
                     templates arrive",
                ),
        )
        .with(
            Operation::NotesAdd,
            Capability::native()
                .fields(&[Author])
                .safety(Safety::Once)
                .effects(
                    "needs an author, or `default_user`. Of a contact: on its newest open ticket. \
                     Two requests, three for a contact",
                ),
        )
}
