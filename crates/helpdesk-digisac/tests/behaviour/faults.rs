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

/// How many records of openings and transfers a ticket has.
async fn system_records(account: &Account, ticket: &TicketId) -> usize {
    let target = MessageTarget::Ticket(ticket.clone());
    let rows = Messages::list(&account.desk, &target, &PageRequest::first(), &options()).await;
    let rows = rows.unwrap().items.into_iter();
    rows.filter(|message| message.kind == helpdesk_core::MessageKind::System)
        .count()
}

#[tokio::test]
async fn a_lost_answer_to_a_transfer_is_looked_up() {
    for (lost, sent) in [(Fault::ResetAfter, 1), (Fault::ResetBefore, 2)] {
        let account = account().await;
        let (_, ticket) = a_ticket(&account).await;
        let agent: helpdesk_core::AgentId = account.sim().agents()[0].as_str().into();
        let before = system_records(&account, &ticket).await;
        let rule = FaultRule::once(lost.clone()).on_path("/bulk-transfer");
        account.running.lab().inject(rule);
        let assigned = account.desk.assign(&ticket, &agent, &options()).await;
        assert!(assigned.unwrap().assignee.is_some());
        assert_eq!(writes(&account, "/bulk-transfer"), sent);
        let after = system_records(&account, &ticket).await;
        assert_eq!(after - before, 1, "one record of one transfer");
    }
}

#[tokio::test]
async fn a_failure_after_a_write_says_that_something_was_written() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let forbidden = Fault::Status {
        status: 403,
        headers: Vec::new(),
        body: json!({"error": "ForbiddenHttpError", "message": "no", "status": 403}).to_string(),
    };
    // The change is taken, and reading it back is refused.
    let rule = FaultRule::once(forbidden.clone()).on_method("GET");
    account.running.lab().inject(rule);
    let patch = ContactPatch::new().name("Another".to_owned());
    let error = Contacts::update(&account.desk, &contact, &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(error.delivery(), Delivery::Unknown);
    // A refusal before anything was written is none of that.
    let rule = FaultRule::once(forbidden).on_method("PUT");
    account.running.lab().inject(rule);
    let error = Contacts::update(&account.desk, &contact, &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Answered);
}

#[tokio::test]
async fn a_write_that_fails_after_the_vendor_acted_is_unknown() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let fault = Fault::Replace {
        status: 500,
        headers: Vec::new(),
        body: json!({"error": "HttpError", "message": "out of memory", "status": 500}).to_string(),
    };
    let rule = FaultRule::always(fault).on_method("PUT");
    account.running.lab().inject(rule);
    let patch = ContactPatch::new().name("Another".to_owned());
    let error = Contacts::update(&account.desk, &contact, &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(error.attempts(), 4);
}
