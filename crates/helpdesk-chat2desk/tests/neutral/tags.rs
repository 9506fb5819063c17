//! Tags.

use helpdesk_chat2desk::Chat2Desk;
use helpdesk_core::{
    Client, ContactId, ContactPatch, ErrorKind, Field, NewMessage, NewTag, NewTicket, TagId,
};
use helpdesk_sim::chat2desk::Quirk;
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::{Value, json};

use crate::Bench;

#[tokio::test]
async fn tags_on_tickets_are_tags_of_their_request() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    let ticket = bench.sim().seed_ticket(&contact);
    let request = bench.sim().seed_request(&contact).unwrap();
    let tag = TagId::new(bench.sim().tags()[0].as_str());
    let desk = bench.client.native::<Chat2Desk>().unwrap().clone();
    let tags_there = || async {
        desk.api()
            .requests()
            .get(&request)
            .await
            .unwrap()
            .wire
            .tags
            .len()
    };
    let target = helpdesk_core::TicketId::new(ticket.as_str());
    for _ in 0..2 {
        bench
            .client
            .tags()
            .attach(&tag, target.clone())
            .await
            .unwrap();
        assert_eq!(tags_there().await, 1);
    }
    for _ in 0..2 {
        bench
            .client
            .tags()
            .detach(&tag, target.clone())
            .await
            .unwrap();
        assert_eq!(tags_there().await, 0);
    }
    // A ticket without requests has nothing that could be tagged.
    let new = NewTicket::new().subject("x").text("y");
    let bare = bench.client.tickets().create(&new).await.unwrap().value;
    let error = bench
        .client
        .tags()
        .attach(&tag, bare.id.clone())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let error = bench
        .client
        .messages()
        .send(&NewMessage::text(bare.id, "Hello"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_lost_update_of_tags_is_a_conflict() {
    let client = |tags: Value| json!({"data": {"id": 7, "phone": "999000777101", "tags": tags}});
    let tag = |id: u32| json!({"id": id, "label": "x", "group_id": 1});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client(json!([tag(1)]))))
        .expect(Expect::get("/v1/tags/2").answer(200, &json!({"data": tag(2)})))
        .expect(
            Expect::post("/v1/tags/assign_to")
                .json(json!({"tag_ids": [2], "assignee_type": "client", "assignee_id": "7"}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(
            Expect::delete("/v1/tags/1/delete_from")
                .json(json!({"client_id": 7}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(Expect::get("/v1/clients/7").answer(200, &client(json!([tag(2), tag(3)]))));
    let desk = Client::new(crate::common::desk(script.transport()));
    let patch = ContactPatch::new().tags(vec![TagId::new("2")]);
    let error = desk
        .contacts()
        .update(&"7".into(), &patch)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, Field::Tags.as_str());
    script.assert_done();
}

/// The documentation's own example of a client has no tags.
#[tokio::test]
async fn tags_that_are_not_shown_cannot_be_replaced() {
    let bench = Bench::new().await;
    bench.sim().set_quirk(Quirk::ShortClient);
    let contact = bench.contact().await;
    assert!(contact.not_sent.contains(&Field::Tags));
    let tag = TagId::new(bench.sim().tags()[0].as_str());
    let patch = ContactPatch::new().tags(vec![tag]);
    let error = bench
        .client
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap_err();
    assert!(error.is_unsupported(), "{error}");
    assert_eq!(error.field_errors()[0].field, Field::Tags.as_str());
}

/// A repetition finds nothing to take off, which is what was asked for.
#[tokio::test]
async fn a_tag_whose_removal_was_lost_is_off() {
    let scout = Bench::new().await;
    let tag = scout.sim().tags()[0].clone();
    let path: &'static str = Box::leak(format!("/v1/tags/{tag}/delete_from").into_boxed_str());
    for before in [false, true] {
        let bench = Bench::losing("DELETE", path, before, 1).await;
        let contact = bench.contact().await;
        let tags = bench.client.tags();
        let tag = TagId::new(tag.as_str());
        tags.attach(&tag, contact.id.clone()).await.unwrap();
        tags.detach(&tag, contact.id.clone()).await.unwrap();
        let contact = bench.client.contacts().get(&contact.id).await.unwrap();
        assert!(contact.tags.is_empty());
        // A contact that does not exist has nothing to be taken off.
        let error = tags
            .detach(&tag, ContactId::new("999999999"))
            .await
            .unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
}

/// Without a group given or configured, a tag goes into the only one there is.
#[tokio::test]
async fn a_new_tag_needs_a_group_and_a_word_of_its_own() {
    let create = async |groups: [u32; 2]| {
        let body = json!({"data": [
            {"id": 1, "label": "Refund", "group_id": groups[0]},
            {"id": 2, "label": "Parcel", "group_id": groups[1]},
        ]});
        let canned = crate::common::Canned::new(200, body.to_string());
        let desk = Client::new(crate::common::desk(canned.transport()));
        desk.tags()
            .create(&NewTag::named("Parcel"))
            .await
            .unwrap_err()
    };
    let error = create([4, 5]).await;
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, Field::Group.as_str());
    let error = create([4, 4]).await;
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("2"));
}
