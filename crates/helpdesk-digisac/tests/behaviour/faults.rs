//! Answers that never came, and answers that mislead.

use super::*;

#[tokio::test]
async fn a_lost_answer_to_a_create_is_looked_up() {
    for (lost, sent) in [(Fault::ResetAfter, 1), (Fault::ResetBefore, 2)] {
        let account = account().await;
        let lose = |path: &str| {
            account.running.lab().inject(
                FaultRule::once(lost.clone())
                    .on_method("POST")
                    .on_path(path),
            );
        };
        lose("/api/v1/contacts");
        let contact = a_contact(&account).await;
        assert_eq!(account.sim().contact_count(), 1);
        assert_eq!(writes(&account, "/contacts"), sent);

        lose("/ticket/transfer");
        let new = NewTicket::for_contact(contact.clone());
        Tickets::create(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(account.sim().ticket_count(), 1);
        assert_eq!(writes(&account, "/ticket/transfer"), sent);

        lose("/api/v1/tags");
        let before = account.sim().tags().len();
        let new = NewTag::named("urgent");
        Tags::create(&account.desk, &new, &options()).await.unwrap();
        assert_eq!(account.sim().tags().len(), before + 1);
        assert_eq!(writes(&account, "/tags"), sent);

        lose("/me/webhooks");
        let url = "https://hooks.example/x";
        let new = NewWebhook::new(url, [helpdesk_core::webhook::EventKind::MessageReceived]);
        Webhooks::create(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(account.sim().webhooks().len(), 1);
        assert_eq!(writes(&account, "/me/webhooks"), sent);
        account.running.assert_documented();
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_message_is_told_and_nothing_is_sent_twice() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let lose = FaultRule::once(Fault::ResetAfter).on_path("/messages");
    account.running.lab().inject(lose);
    let new = NewMessage::text(contact.clone(), "good morning");
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(account.sim().message_count(), 1);

    let lose = FaultRule::once(Fault::ResetAfter).on_path("/messages");
    account.running.lab().inject(lose);
    let note = NewNote::new(contact, "asked twice");
    let error = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(account.sim().message_count(), 2);
}

#[tokio::test]
async fn a_failure_of_the_vendor_is_not_taken_for_a_missing_record() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let fault = Fault::Status {
        status: 500,
        headers: Vec::new(),
        body: json!({"error": "HttpError", "message": "Cannot read property 'id' of null",
                     "status": 500})
        .to_string(),
    };
    let rule = |method: &str| FaultRule::once(fault.clone()).on_method(method);
    account.running.lab().inject(rule("PUT"));
    let patch = ContactPatch::new().name("Another".to_owned());
    let error = Contacts::update(&account.desk, &contact, &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    account.running.lab().inject(rule("DELETE"));
    let error = Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    account.running.lab().inject(rule("POST"));
    let error = account
        .desk
        .set_blocked(&contact, true, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap();
    let error = Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_delete_whose_answer_was_lost_succeeded() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let lose = FaultRule::once(Fault::ResetAfter).on_method("DELETE");
    account.running.lab().inject(lose.clone());
    Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap();
    let tag = account.sim().tags()[0].clone();
    account.running.lab().inject(lose);
    Tags::delete(&account.desk, &tag.into(), &options())
        .await
        .unwrap();
}
