//! Messages and notes.

use crate::{fields, world};
use helpdesk_core::{
    ContactId, Delivery, ErrorKind, MessageTarget, NewAttachment, NewMessage, NewNote, PageRequest,
    Template, TicketId,
};
use serde_json::json;

#[tokio::test]
async fn messages_to_a_contact_go_through_its_newest_open_ticket() {
    let world = world().await;
    let contact = world.contact();
    let messages = world.client.messages();
    let target = MessageTarget::Contact(contact.clone());
    let error = messages
        .send(&NewMessage::text(target.clone(), "x"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Conflict, vec!["contact"])
    );
    let nobody = MessageTarget::Contact(ContactId::new("987654321"));
    let error = messages
        .send(&NewMessage::text(nobody, "x"))
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");

    let old: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    let new: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    let closed: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    world.client.tickets().close(&closed).await.unwrap();
    let said = messages
        .send(&NewMessage::text(target.clone(), "Hello"))
        .await
        .unwrap()
        .value;
    assert_eq!(said.ticket, Some(new));
    assert_eq!(said.contact, Some(contact));
    messages
        .add_note(&NewNote::new(target.clone(), "Psst"))
        .await
        .unwrap();
    messages
        .add_note(&NewNote::new(old.clone(), "Old"))
        .await
        .unwrap();

    // Of a contact: all tickets one after the other, page by page.
    let mut texts = Vec::new();
    let mut page = PageRequest::first().limit(2);
    loop {
        let part = messages.notes(&target, &page).await.unwrap();
        texts.extend(part.items.into_iter().filter_map(|note| note.text));
        match part.next {
            Some(next) => page = PageRequest::first().limit(2).after(next),
            None => break,
        }
    }
    assert_eq!(texts, ["Old", "Psst"]);
}

#[tokio::test]
async fn what_is_sent_is_checked_first() {
    let world = world().await;
    let ticket = world.ticket();
    let before = world.recorder.requests().len();
    let send = |message: NewMessage| {
        let messages = world.client.messages();
        async move { messages.send(&message).await.unwrap_err() }
    };
    let text = |text: &str| NewMessage::text(ticket.clone(), text);
    let large = vec![0_u8; 2_600_000];
    let file = |name: &str| NewAttachment::bytes(name, "image/png", large.clone());
    let template = |id: &str| NewMessage::template(ticket.clone(), Template::new(id));
    let mut both = template("81");
    both.text = Some("x".into());
    for (message, field) in [
        (text("  "), "text"),
        (both, "text"),
        (template("pickup"), "template"),
        (text("x").author("zita"), "author"),
        (
            text("x").attach(file("a.png")).attach(file("b.png")),
            "attachments",
        ),
        (
            text("x").attach(NewAttachment::url("", "image/png", "https://x.example")),
            "attachments",
        ),
    ] {
        let error = send(message).await;
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::Invalid, vec![field])
        );
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
    assert_eq!(world.recorder.requests().len(), before);

    // Files on WhatsApp need a text beside them; that it is WhatsApp, the ticket tells.
    let file = NewAttachment::bytes("a.png", "image/png", b"a".to_vec());
    let mut files = text("x").attach(file);
    files.text = None;
    let error = send(files).await;
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["text"])
    );
    assert_eq!(error.delivery(), Delivery::NotSent);
    let sent = world.recorder.requests();
    assert!(sent.iter().all(|request| request.method == "GET"));

    // A template needs no author, and its variables go by name.
    let template = Template::new(world.sim().templates()[0].clone()).parameter("1", "4711");
    let message = NewMessage::template(ticket.clone(), template.parameter("2", "3"));
    world.client.messages().send(&message).await.unwrap();
    let sent = world.recorder.requests();
    let body = sent
        .iter()
        .rev()
        .find(|r| r.method == "PUT")
        .unwrap()
        .json()
        .unwrap();
    let activity = &body["activities"][0];
    assert_eq!(
        activity["template"]["parameters"][0],
        json!({"key": "1", "value": "4711"})
    );
    assert_eq!(activity["type"], "user_reply");
    assert!(activity.get("content").is_none());
}

#[tokio::test]
async fn files_are_fetched_where_the_activity_says() {
    let world = world().await;
    let ticket = world.ticket();
    let file = NewAttachment::bytes("lid.png", "image/png", b"not really a picture".to_vec());
    let mut message = NewMessage::text(ticket, "Look");
    message = message.attach(file);
    let sent = world.client.messages().send(&message).await.unwrap().value;
    let url = sent.attachments[0].url.clone().unwrap();
    assert!(url.starts_with('/'), "the vendor's addresses have no host");
    let desk = world.client.native::<helpdesk_wisecx::WiseCx>().unwrap();
    let mut file = desk.api().cases().download(&url).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = file.chunk().await.unwrap() {
        bytes.extend_from_slice(&piece);
    }
    assert_eq!(bytes, b"not really a picture");
}
