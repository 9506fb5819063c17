//! Messages and notes.

use std::time::Duration;

use helpdesk_chat2desk::{Chat2Desk, Config};
use helpdesk_core::{
    Client, ErrorKind, Field, MessageTarget, NewAttachment, NewMessage, NewNote, PageRequest,
};
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::json;

use crate::Bench;

#[tokio::test]
async fn a_message_that_cannot_be_read_back_was_sent_all_the_same() {
    let script = ScriptedTransport::new()
        .expect(
            Expect::post("/v1/messages")
                .json(json!({"client_id": 7, "type": "to_client", "text": "Hi"}))
                .answer(
                    200,
                    &json!({"data": {"message_id": 5, "type": "to_client", "client_id": 7}}),
                ),
        )
        .expect(Expect::get("/v1/messages/5").answer(404, &json!({"message": "not_found"})));
    let client = Client::new(crate::common::desk(script.transport()));
    let new = NewMessage::text(MessageTarget::Contact("7".into()), "Hi");
    let sent = client.messages().send(&new).await.unwrap().value;
    assert_eq!(sent.id.as_str(), "5");
    assert!(sent.not_sent.contains(&Field::Text));
    script.assert_done();
}

#[tokio::test]
async fn files_go_by_their_address() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    bench.sim().receive_message(&contact, "Hello?");
    let to = MessageTarget::Contact(contact.as_str().into());
    let bytes = NewAttachment::bytes("a.pdf", "application/pdf", &b"%PDF"[..]);
    let url = NewAttachment::url(
        "b.pdf",
        "application/pdf",
        "https://files.sim.example/b.pdf",
    );
    let new = NewMessage::text(to.clone(), "See")
        .attach(bytes)
        .attach(url.clone());
    let error = bench.client.messages().send(&new).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, Field::Attachments.as_str());
    let written = bench
        .client
        .allow_loss()
        .messages()
        .send(&new)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Attachments);
    let new = NewMessage::text(to.clone(), "").attach(url);
    let sent = bench.client.messages().send(&new).await.unwrap().value;
    assert_eq!(sent.attachments.len(), 1);
    let error = bench
        .client
        .messages()
        .send(&NewMessage::text(to, " "))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_closed_dialog_opens_or_stays_closed() {
    for open in [true, false] {
        let bench = Bench::with(
            |config| config.with_open_dialog_on_send(open),
            |transport| transport,
        )
        .await;
        let contact = bench.sim().seed_contact("999000777101", "Oriel");
        bench.sim().receive_message(&contact, "Hello?");
        let (dialog, _) = bench.sim().open_dialog(&contact).unwrap();
        let desk = bench.client.native::<Chat2Desk>().unwrap().clone();
        let closed = helpdesk_chat2desk::api::UpdateDialog::builder()
            .state(helpdesk_chat2desk::wire::DialogState::Closed)
            .build();
        desk.api().dialogs().update(&dialog, &closed).await.unwrap();
        let to = MessageTarget::Contact(contact.as_str().into());
        let note = NewNote::new(to.clone(), "Keep one aside");
        bench.client.messages().add_note(&note).await.unwrap();
        assert_eq!(bench.sim().open_dialog(&contact).is_some(), open);
    }
}

#[tokio::test]
async fn messages_of_a_ticket_are_those_of_its_requests() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    let ticket = helpdesk_core::TicketId::new(bench.sim().seed_ticket(&contact));
    let messages = bench.client.messages();
    messages
        .send(&NewMessage::text(ticket.clone(), "Yes"))
        .await
        .unwrap();
    messages
        .add_note(&NewNote::new(ticket.clone(), "Keep one aside"))
        .await
        .unwrap();
    bench.sim().receive_message(&contact, "Thank you");
    let target = MessageTarget::Ticket(ticket.clone());
    let all = messages
        .list(&target, &PageRequest::first())
        .await
        .unwrap()
        .items;
    let texts: Vec<_> = all.iter().filter_map(|m| m.text.as_deref()).collect();
    for text in ["Yes", "Keep one aside", "Thank you"] {
        assert_eq!(
            texts.iter().filter(|own| **own == text).count(),
            1,
            "{texts:?}"
        );
    }
    assert!(
        all.iter()
            .all(|message| message.ticket.as_ref() == Some(&ticket))
    );
    let notes = messages
        .notes(&target, &PageRequest::first())
        .await
        .unwrap()
        .items;
    assert_eq!(notes.len(), 1);
    assert!(notes[0].is_internal());
}

#[tokio::test(start_paused = true)]
async fn messages_wait_for_their_turn() {
    let body = r#"{"data":{"message_id":5,"type":"to_client"}}"#;
    let config = Config::new(crate::common::TOKEN)
        .with_transport(crate::common::Canned::new(200, body).transport())
        .with_messages_per_second(2);
    let desk = Chat2Desk::new(config).unwrap();
    let new = helpdesk_chat2desk::api::NewMessage::builder()
        .client_id("7")
        .text("x")
        .build();
    let begun = tokio::time::Instant::now();
    for _ in 0..2 {
        desk.api().messages().create(&new).await.unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
    desk.api().messages().create(&new).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "the third waits");
    // Reads do not wait for messages.
    let begun = tokio::time::Instant::now();
    for _ in 0..9 {
        let _ = desk.api().companies().info().await;
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
}
