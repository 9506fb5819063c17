//! What a desk can do.

use helpdesk_core::Operation as Op;
use helpdesk_core::{Capabilities, Capability, Field, Safety};

mod talk;

use talk::{directory, messages, tags, webhooks};

use crate::desk::Options;
use crate::{TicketSource, VENDOR};

/// The table for a desk with these options.
pub(crate) fn table(options: &Options) -> Capabilities {
    let table = Capabilities::new(VENDOR);
    let table = contacts(table, options);
    let table = match options.source {
        TicketSource::Tickets => tickets(table),
        TicketSource::Requests => dialogs(table),
    };
    let table = tags(table, options.source);
    let table = messages(table, options);
    let table = directory(table);
    let table = webhooks(table);
    table
        .with(
            Op::AccountCheck,
            read(Capability::native()).effects("costs a request, and tells how many are left"),
        )
        .with(
            Op::Raw,
            Capability::native()
                .safety(Safety::Once)
                .effects("whatever the call does; some GETs of the vendor write"),
        )
}

fn read(capability: Capability) -> Capability {
    capability.safety(Safety::Safe)
}

fn contacts(table: Capabilities, options: &Options) -> Capabilities {
    let mail_by_field = options.aliases.email.is_some();
    let mail_by_transport = options.transport.as_deref() == Some("email");
    let mail = mail_by_field || mail_by_transport;
    let document = options.aliases.document.is_some();

    let mut held = vec![Field::Name, Field::Phones, Field::CustomFields, Field::Tags];
    if mail_by_field {
        held.push(Field::Emails);
    }
    if document {
        held.push(Field::Document);
    }
    let mut new = held.clone();
    new.push(Field::Channel);
    if mail_by_transport && !mail_by_field {
        new.push(Field::Emails);
    }

    let by_mail = if mail {
        read(Capability::emulated(
            "looks the address up as that of a client of the mail transport, and in \
             `email_custom_field` where it is configured; up to 2 requests",
        ))
        .unverified("that clients of the mail transport are found by their address")
    } else {
        Capability::unsupported(
            "the vendor's clients have no mail address; name the custom field that holds it as \
             `email_custom_field`",
        )
    };
    let by_document = if document {
        read(Capability::emulated(
            "looks the document up in the custom field that `document_custom_field` names, as given and \
             as it is usually written, and compares what is found; 1 to 3 requests",
        ))
    } else {
        Capability::unsupported(
            "the vendor's clients have no document; name the custom field that holds it as \
             `document_custom_field`",
        )
    };

    table
        .with(
            Op::ContactsList,
            read(Capability::native().fields(&[Field::Tags])),
        )
        .with(
            Op::ContactsSearch,
            read(
                Capability::emulated(
                    "finds whole phone numbers, no names, as a look-up by phone does; 2 requests a \
                     spelling, 2 to 16 in all",
                )
                .fields(&[Field::Tags]),
            ),
        )
        .with(Op::ContactsGet, read(Capability::native()))
        .with(
            Op::ContactsFindByPhone,
            read(Capability::emulated(
                "asks for each spelling of the number, once as the messenger's own and once as the \
                 one in the client's card; 2 requests a spelling, 2 to 16 in all",
            )),
        )
        .with(Op::ContactsFindByEmail, by_mail)
        .with(Op::ContactsFindByDocument, by_document)
        .with(
            Op::ContactsCreate,
            Capability::native()
                .fields(&new)
                .safety(Safety::VerifyFirst)
                .effects(
                    "needs the paid option to write first; costs 2 requests, 1 more for custom \
                     fields, and 2 for each tag. A contact with a mail address and no phone number \
                     is made on the mail transport",
                )
                .unverified("custom fields and tags are set by calls of their own after the client is made"),
        )
        .with(
            Op::ContactsUpdate,
            Capability::native()
                .fields(&held)
                .safety(Safety::Safe)
                .effects("costs 3 requests, and 1 or 2 more for each tag that changes")
                .unverified(
                    "that custom fields which are not named stay; they are all sent. That the phone \
                     number in the card and custom fields can be cleared",
                ),
        )
        .with(
            Op::ContactsDelete,
            Capability::unsupported(
                "the vendor cannot remove a client; block it instead, which puts it on the blacklist",
            ),
        )
        .with(
            Op::ContactsBlock,
            Capability::native()
                .safety(Safety::Safe)
                .effects("puts the client on the blacklist, or takes it off"),
        )
}

fn tickets(table: Capabilities) -> Capabilities {
    let change = || {
        Capability::native().safety(Safety::Safe).effects(
            "costs 2 requests: the ticket is read first, for the vendor may set a status that is not \
             given back to new",
        )
    };
    table
        .with(
            Op::TicketsList,
            read(
                Capability::emulated(
                    "by status and agent the vendor filters, open tickets as two lists one after the \
                     other; by contact through the last request of each of the contact's dialogs, so \
                     tickets of earlier requests are not found, at 2 requests and 2 more a dialog; by \
                     time of change by reading all and leaving out the others",
                )
                .fields(&[Field::Contact, Field::Assignee, Field::UpdatedAt]),
            ),
        )
        .with(Op::TicketsGet, read(Capability::native()))
        .with(
            Op::TicketsCreate,
            Capability::native()
                .fields(&[
                    Field::Contact,
                    Field::Subject,
                    Field::Text,
                    Field::Assignee,
                    Field::Status,
                    Field::Priority,
                    Field::DueAt,
                ])
                .safety(Safety::VerifyFirst)
                .effects(
                    "a contact is linked through the last request of its newest dialog, at 2 requests \
                     more; without one it cannot be held. Without a priority the ticket gets the normal \
                     one",
                ),
        )
        .with(
            Op::TicketsUpdate,
            change().fields(&[
                Field::Subject,
                Field::Description,
                Field::Status,
                Field::Priority,
                Field::DueAt,
            ]),
        )
        .with(Op::TicketsAssign, change())
        .with(
            Op::TicketsUnassign,
            Capability::unsupported(
                "how a ticket is taken from its agent is not documented; assign it to another agent",
            ),
        )
        .with(
            Op::TicketsTransfer,
            Capability::unsupported(
                "the vendor's tickets belong to no department; assign an agent, or transfer the chat \
                 with `api().messages().transfer_to_group()`",
            ),
        )
        .with(
            Op::TicketsClose,
            Capability::native()
                .safety(Safety::Safe)
                .effects("the chats behind the ticket stay open"),
        )
        .with(
            Op::TicketsReopen,
            Capability::native()
                .safety(Safety::Safe)
                .effects("the ticket becomes open, whatever it was before; costs 2 requests"),
        )
        .with(
            Op::TicketsDelete,
            Capability::native().safety(Safety::Safe),
        )
}

fn dialogs(table: Capabilities) -> Capabilities {
    let no_fields = "a dialog has no fields of its own; configure `ticket_source = \"tickets\"` for \
                     tickets with a subject";
    table
        .with(
            Op::TicketsList,
            read(
                Capability::emulated(
                    "lists dialogs; by contact they are read one by one, at 1 request a dialog; by time \
                     of change by reading all and leaving out the others",
                )
                .fields(&[Field::Contact, Field::Assignee, Field::UpdatedAt]),
            ),
        )
        .with(
            Op::TicketsGet,
            read(Capability::emulated(
                "reads the dialog, and its last request for the tags; 2 requests",
            )),
        )
        .with(
            Op::TicketsCreate,
            Capability::unsupported(
                "a dialog begins when somebody writes; send a message, or configure \
                 `ticket_source = \"tickets\"`",
            ),
        )
        .with(Op::TicketsUpdate, Capability::unsupported(no_fields))
        .with(
            Op::TicketsAssign,
            Capability::emulated(
                "gives the dialog to an operator, unless the operator has it already; 3 to 4 requests",
            )
            .safety(Safety::VerifyFirst)
            .effects(
                "passes over queues, limits and absence, tells the operator, and writes a message into \
                 the dialog",
            ),
        )
        .with(
            Op::TicketsUnassign,
            Capability::unsupported(
                "how a dialog is taken from its operator is not documented; assign it to another agent",
            ),
        )
        .with(
            Op::TicketsTransfer,
            Capability::emulated(
                "hands the last message, and with it the dialog, to a group; 4 requests",
            )
            .safety(Safety::Once)
            .effects("the vendor picks an operator of the group, past queues, limits and absence"),
        )
        .with(
            Op::TicketsClose,
            Capability::emulated("closes the dialog; 3 requests")
                .safety(Safety::Safe)
                .effects("closes the request too, and may set off a survey"),
        )
        .with(
            Op::TicketsReopen,
            Capability::emulated("opens the dialog; 4 requests").safety(Safety::Safe),
        )
        .with(
            Op::TicketsDelete,
            Capability::unsupported("the vendor cannot remove a dialog; close it"),
        )
}
