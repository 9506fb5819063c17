//! Messages and notes of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ana, assert_invalid, assert_kind, assert_untouched, ticket};
use futures_util::TryStreamExt;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    AuthorKind, ContactId, DeliveryState, Direction, ErrorKind, Message, MessageKind,
    MessageTarget, NewAttachment, NewMessage, NewNote, NewTicket, PageRequest, RawRequest,
    StatusCategory, Template, TicketId, TicketStatus,
};

#[tokio::test]
async fn a_message_is_public_and_a_note_is_not() {
    let desk = MemoryDesk::new();
    let messages = desk.client().messages();
    let ana = ana(&desk).await;
    let ticket = ticket(&desk, &ana).await;

    let received = desk.receive(&ana.id, "Any news?").unwrap();
    let new = NewMessage::text(ticket.id.clone(), "Soon.").author("agent-1");
    let sent = messages.send(&new).await.unwrap().value;
    let note = NewNote::new(ticket.id.clone(), "Be kind.").author("agent-2");
    let note = messages.add_note(&note).await.unwrap().value;

    assert_eq!(received.direction, Direction::Inbound);
    assert_eq!(received.kind, MessageKind::Text);
    assert_eq!(received.author.kind, AuthorKind::Contact);
    assert_eq!(received.author.id.as_deref(), Some(ana.id.as_str()));
    assert_eq!(received.author.name.as_deref(), Some("Ana"));
    assert_eq!(
        (&received.ticket, &received.contact),
        (&Some(ticket.id.clone()), &Some(ana.id.clone()))
    );

    assert_eq!(sent.direction, Direction::Outbound);
    assert_eq!(sent.author.kind, AuthorKind::Agent);
    assert_eq!(sent.author.name.as_deref(), Some("Ana Souza"));
    assert_eq!(sent.delivery, Some(DeliveryState::Sent));
    assert_eq!(sent.text.as_deref(), Some("Soon."));
    assert!(sent.sent_at.is_some() && !sent.is_internal());

    assert_eq!(note.direction, Direction::Internal);
    assert_eq!(note.kind, MessageKind::Note);
    assert_eq!(note.delivery, None);
    assert!(note.is_internal());

    for target in [
        MessageTarget::from(ticket.id.clone()),
        MessageTarget::from(ana.id.clone()),
    ] {
        let all: Vec<Message> = messages.stream(target.clone()).try_collect().await.unwrap();
        assert_eq!(all, [received.clone(), sent.clone(), note.clone()]);
        let notes: Vec<Message> = messages.notes_stream(target).try_collect().await.unwrap();
        assert_eq!(notes, std::slice::from_ref(&note));
    }
}

#[tokio::test]
async fn a_message_to_a_contact_joins_the_open_ticket() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let to_ana = NewMessage::text(ana.id.clone(), "Hello");
    let first = client.messages().send(&to_ana).await.unwrap().value;
    assert_eq!((first.ticket, first.author.kind), (None, AuthorKind::Api));
    let ticket = ticket(&desk, &ana).await;
    let second = client.messages().send(&to_ana).await.unwrap().value;
    assert_eq!(second.ticket, Some(ticket.id.clone()));
    client.tickets().close(&ticket.id).await.unwrap();
    assert_eq!(
        client.messages().send(&to_ana).await.unwrap().value.ticket,
        None
    );
}

#[tokio::test]
async fn a_contact_who_writes_opens_a_ticket_if_none_is_open() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let first = desk.receive(&ana.id, "one").unwrap().ticket.unwrap();
    assert_eq!(
        desk.receive(&ana.id, "two").unwrap().ticket,
        Some(first.clone())
    );
    let opened = client.tickets().get(&first).await.unwrap();
    assert_eq!(opened.status.category, StatusCategory::Open);
    assert_eq!(opened.channel.unwrap().id.unwrap().as_str(), "channel-1");

    client.tickets().close(&first).await.unwrap();
    let second = desk.receive(&ana.id, "three").unwrap().ticket.unwrap();
    assert_ne!(second, first);
    let waiting = NewTicket::for_contact(&ana.id).status(TicketStatus::Pending);
    let waiting = client.tickets().create(&waiting).await.unwrap().value.id;
    assert_eq!(
        desk.receive(&ana.id, "four").unwrap().ticket,
        Some(waiting),
        "the newest"
    );

    assert_eq!(
        desk.receive(&ana.id, "  ").unwrap_err().kind(),
        ErrorKind::Invalid
    );
    let nobody = desk.receive(&ContactId::new("nobody"), "hi").unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn an_empty_text_is_refused() {
    let desk = MemoryDesk::new();
    let messages = desk.client().messages();
    let ana = ana(&desk).await;
    let before = desk.journal().len();
    assert_invalid(
        messages
            .send(&NewMessage::text(ana.id.clone(), " \n"))
            .await,
        "text",
    );
    assert_invalid(
        messages.add_note(&NewNote::new(ana.id.clone(), "")).await,
        "text",
    );
    let foreign = NewMessage::text(ana.id.clone(), "x").author("agent-99");
    assert_invalid(messages.send(&foreign).await, "author");
    let foreign = NewNote::new(ana.id.clone(), "x").author("agent-99");
    assert_invalid(messages.add_note(&foreign).await, "author");
    let dangling = NewMessage::text(ana.id.clone(), "x").reply_to("message-99");
    assert_invalid(messages.send(&dangling).await, "reply_to");
    let mut nothing = NewMessage::text(ana.id.clone(), "x");
    nothing.text = None;
    assert_invalid(messages.send(&nothing).await, "text");
    assert_untouched(&desk, before);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = MemoryDesk::new();
    let messages = desk.client().messages();
    for target in [
        MessageTarget::from(ContactId::new("x")),
        MessageTarget::from(TicketId::new("x")),
    ] {
        let first = PageRequest::first();
        assert_kind(messages.list(&target, &first).await, ErrorKind::NotFound);
        assert_kind(messages.notes(&target, &first).await, ErrorKind::NotFound);
        assert_kind(
            messages.send(&NewMessage::text(target.clone(), "x")).await,
            ErrorKind::NotFound,
        );
        assert_kind(
            messages.add_note(&NewNote::new(target, "x")).await,
            ErrorKind::NotFound,
        );
    }
}

#[tokio::test]
async fn files_templates_and_identifiers_are_kept() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let first = desk.receive(&ana.id, "A picture, please").unwrap();
    let mut new = NewMessage::text(ana.id.clone(), "Here")
        .attach(NewAttachment::bytes("a.png", "image/png", &b"PNG"[..]))
        .attach(NewAttachment::url(
            "b.pdf",
            "application/pdf",
            "https://example.com/b.pdf",
        ))
        .reply_to(&first.id)
        .external_id("mine-1");
    let sent = client.messages().send(&new).await.unwrap().value;
    assert_eq!(sent.kind, MessageKind::Image);
    assert_eq!(sent.attachments.len(), 2);
    assert_eq!(
        sent.attachments[1].url.as_deref(),
        Some("https://example.com/b.pdf")
    );
    assert_eq!(sent.vendor_data.to_value()["external_id"], "mine-1");
    assert_eq!(sent.vendor_data.to_value()["reply_to"], first.id.as_str());

    let path = sent.attachments[0].url.clone().unwrap();
    let file = client
        .raw(RawRequest::new(http::Method::GET, path))
        .await
        .unwrap();
    assert_eq!((file.status, &file.body[..]), (200, &b"PNG"[..]));

    let again = client.messages().send(&new).await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Conflict);
    assert_eq!(again.existing_id(), Some(sent.id.as_str()));

    new = NewMessage::template(
        ana.id.clone(),
        Template::new("welcome").parameter("name", "Ana"),
    );
    let sent = client.messages().send(&new).await.unwrap().value;
    assert_eq!((sent.kind, sent.text), (MessageKind::Template, None));
    assert_eq!(sent.vendor_data.to_value()["template"], "welcome");
}
