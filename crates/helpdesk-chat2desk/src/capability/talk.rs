//! Tags, messages, directory and webhooks in the capability table.

use helpdesk_core::Operation as Op;
use helpdesk_core::{Capabilities, Capability, Field, Safety};

use super::read;
use crate::TicketSource;
use crate::desk::Options;

pub(super) fn tags(table: Capabilities, source: TicketSource) -> Capabilities {
    let through = match source {
        TicketSource::Tickets => {
            "through the first request behind the ticket, whose tag it becomes; 3 requests, and a \
             ticket without requests is refused"
        }
        TicketSource::Requests => {
            "through the last request of the dialog, whose tag it becomes; 3 requests"
        }
    };
    table
        .with(Op::TagsList, read(Capability::native()))
        .with(Op::TagsGet, read(Capability::native()))
        .with(
            Op::TagsCreate,
            Capability::native()
                .fields(&[Field::Group, Field::Color])
                .safety(Safety::VerifyFirst)
                .effects(
                    "reads all tags first, at a request for 200, to find the group and a tag of the \
                     same name; a group is needed and cannot be listed",
                ),
        )
        .with(
            Op::TagsUpdate,
            Capability::unsupported("the vendor changes tags on its own screens only, under Settings > Tags"),
        )
        .with(
            Op::TagsDelete,
            Capability::unsupported(
                "the vendor removes tags on its own screens only, under Settings > Tags; detach takes \
                 one off a contact or ticket",
            ),
        )
        .with(
            Op::TagsAttachContact,
            Capability::native().safety(Safety::Safe).effects(
                "costs 2 requests: the tag is read first, for the vendor ignores tags that do not exist",
            ),
        )
        .with(
            Op::TagsDetachContact,
            Capability::native().safety(Safety::Safe).effects(
                "costs a request, and 2 more when the vendor finds nothing to take off",
            ),
        )
        .with(
            Op::TagsAttachTicket,
            Capability::emulated(through).safety(Safety::Safe),
        )
        .with(
            Op::TagsDetachTicket,
            Capability::emulated(through).safety(Safety::Safe),
        )
}

pub(super) fn messages(table: Capabilities, options: &Options) -> Capabilities {
    let opens = if options.open_dialog {
        "opens a closed dialog; configure `open_dialog_on_send = false` where it must stay closed"
    } else {
        "leaves a closed dialog closed"
    };
    let (list, notes, send) = match options.source {
        TicketSource::Tickets => (
            "those of a contact page by page; those of a ticket from each request behind it, at 1 \
             request for the ticket and 1 for each of those",
            "reads messages and leaves out all but comments, for the vendor cannot filter by them; a \
             page may be empty and not the last",
            "to a ticket through the first request behind it, at 3 requests more; a ticket without \
             requests is refused",
        ),
        TicketSource::Requests => (
            "those of a contact or dialog page by page",
            "reads messages and leaves out all but comments, for the vendor cannot filter by them; a \
             page may be empty and not the last",
            "to a dialog through its last message's client, at 1 request more",
        ),
    };
    table
        .with(Op::MessagesList, read(Capability::emulated(list)))
        .with(
            Op::MessagesSend,
            Capability::emulated(send)
                .fields(&[
                    Field::Text,
                    Field::Attachments,
                    Field::Author,
                    Field::ReplyTo,
                    Field::ExternalId,
                ])
                .safety(Safety::VerifyFirst)
                .effects(format!(
                    "the contact sees it; {opens}. It costs 2 requests. One file, by its public \
                     address. Without an external identifier it is sent once, and an unknown delivery \
                     stays unknown",
                ))
                .unverified("that a message gives its external identifier back"),
        )
        .with(Op::NotesList, read(Capability::emulated(notes)))
        .with(
            Op::NotesAdd,
            Capability::emulated(send)
                .fields(&[Field::Author])
                .safety(Safety::Once)
                .effects(format!(
                    "{opens}. It costs 2 requests. Without an author it counts as the dialog's operator's",
                )),
        )
}

pub(super) fn directory(table: Capabilities) -> Capabilities {
    table
        .with(Op::AgentsList, read(Capability::native()))
        .with(
            Op::AgentsGet,
            read(Capability::emulated(
                "reads the list until the agent comes; 1 request for 200 agents",
            )),
        )
        .with(Op::DepartmentsList, read(Capability::native()))
        .with(
            Op::DepartmentsGet,
            read(Capability::emulated("looks it up in the list; 1 request")),
        )
        .with(Op::ChannelsList, read(Capability::native()))
        .with(Op::CustomFieldsList, read(Capability::native()))
}

pub(super) fn webhooks(table: Capabilities) -> Capabilities {
    table
        .with(Op::WebhooksList, read(Capability::native()))
        .with(Op::WebhooksGet, read(Capability::native()))
        .with(
            Op::WebhooksCreate,
            Capability::native()
                .fields(&[Field::Name, Field::Channels])
                .safety(Safety::VerifyFirst)
                .effects("five subscriptions are free; one without a name is called `helpdesk`"),
        )
        .with(
            Op::WebhooksUpdate,
            Capability::native()
                .fields(&[Field::Url, Field::Events, Field::Name, Field::Active])
                .safety(Safety::Safe)
                .effects("costs 3 requests: the subscription is read before and after"),
        )
        .with(
            Op::WebhooksDelete,
            Capability::native().safety(Safety::Safe),
        )
        .with(
            Op::WebhooksVerify,
            read(Capability::native()).unverified(
                "whether the key is the sum's hexadecimal digits or its bytes, and whether repetitions \
                 are signed anew",
            ),
        )
        .with(Op::WebhooksParse, read(Capability::native()))
}
