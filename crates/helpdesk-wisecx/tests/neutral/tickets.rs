//! Tickets.

use crate::common::{self, Answer, Stub, client};
use crate::{fields, world};
use helpdesk_core::{
    ChannelKind, Client, ErrorKind, Field, NewMessage, NewNote, NewTicket, PageRequest,
    StatusFilter, TicketId, TicketPatch, TicketQuery, TicketStatus,
};
use helpdesk_sim::wisecx::Quirk;
use helpdesk_testkit::Recorder;
use helpdesk_wisecx::{Config, WiseCx};
use serde_json::json;
use std::sync::Arc;

#[tokio::test]
async fn a_ticket_that_stays_closed_is_a_conflict() {
    let world = world().await;
    world.sim().set_quirk(Quirk::ClosedIsFinal);
    let ticket = world.ticket();
    let tickets = world.client.tickets();
    assert!(tickets.close(&ticket).await.unwrap().is_closed());
    let error = tickets.reopen(&ticket).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid),
        "{error}"
    );
    // A solved one counts as closed and stays what it is.
    let solved = world.ticket();
    let patch = TicketPatch::new().status(TicketStatus::Resolved);
    tickets.update(&solved, &patch).await.unwrap();
    let closed = tickets.close(&solved).await.unwrap();
    assert_eq!(closed.status.raw, "solved");
    let opened = tickets.reopen(&solved).await.unwrap();
    assert_eq!(opened.status.raw, "opened");
    assert_eq!(opened.closed_at, None);
}

#[tokio::test]
async fn all_that_a_new_ticket_lacks_is_named_at_once() {
    let recorder = Recorder::new(Arc::new(Stub::json(&json!({}))));
    let config = Config::new(common::KEY.into(), common::USER).with_transport(recorder.transport());
    let bare = Client::new(WiseCx::new(config).unwrap());
    let error = bare.tickets().create(&NewTicket::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let mut named = fields(&error);
    named.sort_unstable();
    assert_eq!(
        named,
        ["channel", "contact", "department", "subject", "text"]
    );

    let odd = NewTicket::for_contact("x")
        .subject(" ")
        .text("t")
        .department("0")
        .channel(ChannelKind::Telegram)
        .assignee("y")
        .tag("contact:5")
        .custom_field("f", json!(["a"]));
    let error = bare.tickets().create(&odd).await.unwrap_err();
    let mut named = fields(&error);
    named.sort_unstable();
    named.dedup();
    let all = [
        "assignee",
        "channel",
        "contact",
        "custom_fields",
        "department",
        "subject",
        "tags",
    ];
    assert_eq!(named, all);

    // Notes and replies need an author.
    let target = TicketId::new("5");
    let error = bare
        .messages()
        .add_note(&NewNote::new(target.clone(), ""))
        .await
        .unwrap_err();
    assert_eq!(fields(&error), ["text", "author"]);
    let error = bare
        .messages()
        .send(&NewMessage::text(target, "x"))
        .await
        .unwrap_err();
    assert_eq!(fields(&error), ["author"]);
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_ticket_begins_with_a_message_that_nobody_is_sent() {
    let world = world().await;
    let contact = world.contact();
    let new = NewTicket::for_contact(&contact)
        .subject("Spare lid")
        .text("Where is it?")
        .channel(ChannelKind::Email)
        .tag(world.tag(0));
    let ticket = world.client.tickets().create(&new).await.unwrap().value;
    assert_eq!(ticket.contact_id(), Some(&contact));
    assert_eq!(ticket.channel.unwrap().raw.as_deref(), Some("email"));
    let held = world.sim().messages();
    assert_eq!(held.len(), 1);
    assert_eq!(format!("{:?}", held[0].kind), "Inbound");

    // A tag that does not exist is refused, not made.
    let new = NewTicket::for_contact(&contact)
        .subject("s")
        .text("t")
        .tag("ticket:no such tag");
    let error = world.client.tickets().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["tags"])
    );
    assert_eq!(world.sim().ticket_count(), 1);
}

#[tokio::test]
async fn a_channel_by_its_identifier_is_taken_for_its_kind() {
    let world = world().await;
    let channel = helpdesk_core::ChannelId::new(world.sim().channels()[0].clone());
    let new = NewTicket::for_contact(world.contact())
        .subject("s")
        .text("t")
        .channel(channel);
    let before = world.recorder.requests().len();
    let error = world.client.tickets().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Unsupported, vec!["channel"])
    );
    assert_eq!(world.recorder.requests().len(), before);
    let written = world
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Channel);
    assert_eq!(
        written.value.channel.unwrap().kind,
        Some(ChannelKind::WhatsApp)
    );
    let new = new.channel(helpdesk_core::ChannelId::new("987654321"));
    let error = world
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["channel"])
    );
}

#[tokio::test]
async fn rows_that_a_vendor_sends_in_spite_of_a_filter_are_left_out() {
    let rows = json!([
        {"id": 1, "contact_id": 7, "status": "opened", "deleted": false},
        {"id": 2, "contact_id": 8, "status": "opened", "deleted": false},
        {"id": 3, "contact_id": 7, "status": "closed", "deleted": false},
        {"id": 4, "contact_id": 7, "status": "opened", "deleted": true},
    ]);
    let (client, _) = client(&Stub::json(&rows));
    let query = TicketQuery::all().contact("7").status(StatusFilter::Open);
    let page = client
        .tickets()
        .list(&query, &PageRequest::first())
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|ticket| ticket.id.as_str()).collect();
    assert_eq!(ids, ["1"]);
}

#[tokio::test]
async fn changes_that_do_not_take_are_not_believed() {
    let now = json!({"id": 5, "status": "opened", "user_id": 9, "group_id": 701});
    let answers = || {
        Stub::new([
            Answer::json(200, &json!({"case_id": 5, "activities": []})),
            Answer::json(200, &now),
        ])
    };
    let id = TicketId::new("5");
    let (desk, _) = client(&answers());
    let error = desk.tickets().unassign(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let (desk, _) = client(&answers());
    let error = desk
        .tickets()
        .transfer(&id, &"702".into())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let (desk, _) = client(&answers());
    desk.tickets().assign(&id, &"9".into()).await.unwrap();
}
