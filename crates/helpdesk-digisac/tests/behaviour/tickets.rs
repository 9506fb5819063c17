//! Tickets.

use super::*;

#[tokio::test]
async fn an_open_ticket_is_a_conflict() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    let new = NewTicket::for_contact(contact);
    let error = Tickets::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some(ticket.as_str()));
    assert_eq!(account.sim().ticket_count(), 1);
}

#[tokio::test]
async fn tickets_begin_as_far_as_digisac_lets_them() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let missing = NewTicket::for_contact("00000000-0000-4000-8000-00000000dead");
    let error = Tickets::create(&account.desk, &missing, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let other = NewTicket::for_contact(contact.clone()).channel(ChannelKind::Email);
    let error = Tickets::create(&account.desk, &other, &options())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, "channel");
    let closed = NewTicket::for_contact(contact.clone()).status(TicketStatus::Closed);
    let error = Tickets::create(&account.desk, &closed, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(account.sim().ticket_count(), 0);
    let agent = account.sim().agents()[1].clone();
    let taken = NewTicket::for_contact(contact)
        .assignee(agent.as_str())
        .status(TicketStatus::Open);
    let made = Tickets::create(&account.desk, &taken, &options())
        .await
        .unwrap();
    assert_eq!(made.value.status.value, TicketStatus::Open);
    assert_eq!(made.value.assignee.unwrap().id.unwrap().as_str(), agent);
    assert!(made.losses.is_empty());
}

#[tokio::test]
async fn a_ticket_is_closed_whatever_is_answered() {
    for quirk in [None, Some(Quirk::CloseAnswersError)] {
        let account = account().await;
        let (_, ticket) = a_ticket(&account).await;
        if let Some(quirk) = quirk {
            account.sim().set_quirk(quirk);
        }
        let closed = account.desk.close(&ticket, &options()).await.unwrap();
        assert!(closed.is_closed());
        assert!(closed.closed_at.is_some());
        assert_eq!(writes(&account, "/ticket/close"), 1);
        let again = account.desk.close(&ticket, &options()).await.unwrap();
        assert!(again.is_closed());
        assert_eq!(writes(&account, "/ticket/close"), 1, "nothing is sent");
        let agent = account.sim().agents()[0].clone();
        let error = account
            .desk
            .assign(&ticket, &agent.into(), &options())
            .await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Conflict);
    }
}

#[tokio::test]
async fn another_open_ticket_is_never_closed_in_place_of_this_one() {
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)))
        .expect(Expect::get("/tickets").answer(200, &listing(&[ticket("ticket-2", true)])));
    let error = scripted(&script)
        .close(&TicketId::new("ticket-1"), &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("ticket-2"));
    script.assert_done();
}

#[tokio::test]
async fn a_transfer_that_did_not_take_is_a_conflict() {
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)))
        .expect(
            Expect::post("/contacts/ticket/bulk-transfer")
                .json(
                    json!({"departmentId": "department-2", "userId": null, "comments": "",
                             "ticketsSelectedId": ["ticket-1"]}),
                )
                .answer(200, &json!("")),
        )
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)));
    let error = scripted(&script)
        .transfer(
            &TicketId::new("ticket-1"),
            &"department-2".into(),
            &options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn waiting_tickets_are_none_and_nothing_is_asked() {
    let (desk, recorder) = canned_desk(&Canned::default());
    let query = TicketQuery::all().status(StatusFilter::Waiting);
    let page = Tickets::list(&desk, &query, &PageRequest::first(), &options())
        .await
        .unwrap();
    assert!(page.items.is_empty());
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn tickets_by_tag_are_those_of_tagged_contacts() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    account.sim().seed_contacts(1);
    let other = account.sim().contact_ids().pop().unwrap();
    account.sim().seed_ticket(&other);
    let tag = account.sim().tags()[0].clone();
    let target = contact.into();
    account
        .desk
        .attach(&tag.as_str().into(), &target, &options())
        .await
        .unwrap();
    let query = TicketQuery::all().tag(tag.as_str());
    let page = Tickets::list(&account.desk, &query, &PageRequest::first(), &options())
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|ticket| &ticket.id).collect();
    assert_eq!(ids, [&ticket]);
    account.running.assert_documented();
}
