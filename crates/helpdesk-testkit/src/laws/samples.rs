//! Inputs that carry one field more.

use helpdesk_core::{
    ChannelId, ContactPatch, Field, Handle, NewAttachment, NewContact, NewMessage, NewTicket,
    Patch, Template, TicketPatch, TicketPriority, TicketStatus, Timestamp,
};

pub(super) fn with_contact_field(new: NewContact, field: &Field) -> NewContact {
    match field {
        Field::Name => {
            let mut new = new;
            new.name = Some("Quirina Lost".to_owned());
            new
        }
        Field::Phones => new.phone("+5511983419003"),
        Field::Emails => new.email("lost@people.example"),
        Field::Document => new.document("52998224725"),
        Field::Handles => new.handle("instagram", "quirina"),
        Field::Channel => new.channel(ChannelId::new("1")),
        Field::Tags => new.tag("1"),
        Field::CustomFields => new.custom_field("city", "Recife"),
        Field::Owner => new.owner("1"),
        _ => new.organization("1"),
    }
}

pub(super) fn contact_patch(field: &Field) -> ContactPatch {
    let patch = ContactPatch::new();
    match field {
        Field::Name => patch.name("Quirina Lost".to_owned()),
        Field::Phones => patch.phones(vec!["+5511983419004".to_owned()]),
        Field::Emails => patch.emails(vec!["lost@people.example".to_owned()]),
        Field::Document => patch.document("52998224725".to_owned()),
        Field::Handles => patch.handles(vec![Handle::new("instagram", "quirina.lost")]),
        Field::Tags => patch.tags(vec!["1".into()]),
        Field::CustomFields => patch.custom_field("city", Patch::Set("Recife".into())),
        Field::Owner => patch.owner(Patch::Set("1".into())),
        _ => patch.organization(Patch::Set("1".into())),
    }
}

pub(super) fn with_ticket_field(new: NewTicket, field: &Field) -> NewTicket {
    match field {
        Field::Contact => {
            let mut new = new;
            new.contact = Some("1".into());
            new
        }
        Field::Subject => new.subject("Lost"),
        Field::Text => new.text("Lost"),
        Field::Channel => new.channel(ChannelId::new("1")),
        Field::Department => new.department("1"),
        Field::Assignee => new.assignee("1"),
        Field::Status => new.status(TicketStatus::Open),
        Field::Priority => new.priority(TicketPriority::High),
        Field::Tags => new.tag("1"),
        Field::CustomFields => new.custom_field("order", "17"),
        _ => new.due_at(Timestamp::now() + jiff::SignedDuration::from_hours(48)),
    }
}

pub(super) fn ticket_patch(field: &Field) -> TicketPatch {
    let patch = TicketPatch::new();
    match field {
        Field::Subject => patch.subject("Lost".to_owned()),
        Field::Description => patch.description("Lost".to_owned()),
        Field::Status => patch.status(TicketStatus::Open),
        Field::Priority => patch.priority(TicketPriority::High),
        Field::Tags => patch.tags(vec!["1".into()]),
        Field::CustomFields => patch.custom_field("order", Patch::Set("17".into())),
        _ => patch.due_at(Timestamp::now() + jiff::SignedDuration::from_hours(48)),
    }
}

pub(super) fn with_message_field(new: NewMessage, field: &Field) -> NewMessage {
    match field {
        Field::Attachments => {
            new.attach(NewAttachment::bytes("lost.txt", "text/plain", &b"lost"[..]))
        }
        Field::Template => {
            let mut new = new;
            new.template = Some(Template::new("1"));
            new
        }
        Field::Author => new.author("1"),
        Field::ReplyTo => new.reply_to("1"),
        _ => new.external_id("conformity-1"),
    }
}
