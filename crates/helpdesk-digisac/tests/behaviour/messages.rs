//! Messages and notes.

use super::*;

#[tokio::test]
async fn messages_open_tickets_unless_told_not_to() {
    for open in [true, false] {
        let account = account_with(|config| config.with_open_ticket_on_send(open)).await;
        let contact = a_contact(&account).await;
        let new = NewMessage::text(contact.clone(), "good morning");
        let sent = Messages::send(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(sent.value.ticket.is_some(), open);
        assert_eq!(account.sim().ticket_count(), usize::from(open));
        let body = account.recorder.requests().last().unwrap().json().unwrap();
        assert_eq!(body.get("dontOpenTicket"), (!open).then_some(&json!(true)));
    }
}

#[tokio::test]
async fn a_closed_ticket_takes_no_messages() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    let new = NewMessage::text(ticket.clone(), "good morning");
    let sent = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(sent.value.ticket.as_ref(), Some(&ticket));
    assert_eq!(sent.value.contact, Some(contact));
    account.desk.close(&ticket, &options()).await.unwrap();
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let note = NewNote::new(ticket, "too late");
    let error = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(account.sim().message_count(), 1);
}

#[tokio::test]
async fn a_channel_that_is_offline_is_a_conflict() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let channel = account.sim().channels()[0].clone();
    account.sim().set_channel_connected(&channel, false);
    let new = NewMessage::text(contact.clone(), "good morning");
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::Answered);
    assert!(!error.to_string().contains(&channel));
    account.sim().set_quirk(Quirk::OfflineChannelAccepts);
    let sent = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(
        sent.value.delivery,
        Some(helpdesk_core::DeliveryState::Queued)
    );
}

#[tokio::test]
async fn files_and_templates_are_sent_as_digisac_takes_them() {
    let canned = Canned::new(200, r#"{"id":"1","type":"image","isFromMe":true}"#);
    let (desk, recorder) = canned_desk(&canned);
    let target = MessageTarget::Contact("contact-1".into());
    let file = NewAttachment::bytes("a.png", "image/png", &b"\x01\x02"[..]);
    let new = NewMessage::text(target.clone(), "look").attach(file.clone());
    let sent = Messages::send(&desk, &new, &options()).await.unwrap();
    assert_eq!(sent.value.not_sent, [Field::Attachments]);
    let body = recorder.requests()[0].json().unwrap();
    assert_eq!(
        body,
        json!({"contactId": "contact-1", "type": "chat", "origin": "bot", "text": "look",
               "file": {"base64": "AQI=", "mimetype": "image/png", "name": "a.png"}})
    );
    let template = helpdesk_core::Template::new("hsm-1")
        .parameter("name", "Ana")
        .parameter("day", "Tuesday");
    let new = NewMessage::template(target.clone(), template).author("agent-1");
    Messages::send(&desk, &new, &options()).await.unwrap();
    let body = recorder.requests()[1].json().unwrap();
    assert_eq!(body["origin"], "user");
    assert_eq!(body["userId"], "agent-1");
    assert_eq!(body["hsmId"], "hsm-1");
    assert_eq!(
        body["parameters"],
        json!([{"type": "body", "parameters": [
            {"type": "text", "text": "Ana"}, {"type": "text", "text": "Tuesday"}]}])
    );

    let two = NewMessage::text(target.clone(), "look")
        .attach(file.clone())
        .attach(file);
    let error = Messages::send(&desk, &two, &options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let url = NewAttachment::url("a.png", "image/png", "https://files.example/a.png");
    let by_url = NewMessage::text(target, "look").attach(url);
    let error = Messages::send(&desk, &by_url, &options())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, "attachments");
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn notes_are_comments_and_nothing_else() {
    let account = account().await;
    let contact = a_contact(&account).await;
    account.sim().receive_message(contact.as_str(), "hello");
    let note = NewNote::new(contact.clone(), "be kind");
    let added = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap();
    assert!(added.value.is_internal());
    let target = MessageTarget::Contact(contact);
    let notes = Messages::notes(&account.desk, &target, &PageRequest::first(), &options())
        .await
        .unwrap();
    assert_eq!(notes.items.len(), 1);
    assert_eq!(notes.items[0].id, added.value.id);
    let kinds: Vec<_> = account
        .sim()
        .messages()
        .iter()
        .map(|own| own.kind)
        .collect();
    assert_eq!(kinds, [MessageKind::Inbound, MessageKind::Internal]);
}
