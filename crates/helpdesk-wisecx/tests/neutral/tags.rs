//! Tags.

use crate::common::{self, Answer, Stub};
use crate::{fields, world};
use helpdesk_core::{
    Client, ContactId, Delivery, ErrorKind, NewTag, Patch, TagId, TagScope, TicketId, TicketPatch,
};
use helpdesk_http::RetryPolicy;
use helpdesk_sim::wisecx::Quirk;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn contact_groups_are_tags_of_contacts() {
    let world = world().await;
    let tags = world.client.tags();
    let (contact, ticket) = (world.contact(), world.ticket());
    let group = format!("contact:{}", world.sim().contact_groups()[0]);
    let group = TagId::new(group);
    for _ in 0..2 {
        tags.attach(&group, contact.clone()).await.unwrap();
    }
    for _ in 0..2 {
        tags.detach(&group, contact.clone()).await.unwrap();
    }
    let number = group.as_str().replace("contact:", "");
    let path = format!("/core/v1/contacts/{contact}/groups/{number}");
    let methods: Vec<_> = world
        .recorder
        .requests()
        .into_iter()
        .filter(|request| request.path == path)
        .map(|request| request.method.clone())
        .collect();
    assert_eq!(methods, ["PUT", "PUT", "DELETE", "DELETE"]);

    // Missing tags and targets, one of each set.
    let missing = TagId::new("contact:987654321");
    let nobody = ContactId::new("987654321");
    let error = tags.attach(&missing, contact.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = tags.attach(&group, nobody.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = tags.detach(&group, nobody).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    tags.detach(&missing, contact).await.unwrap();
    let unknown = TagId::new("ticket:no such tag");
    let error = tags.attach(&unknown, ticket.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(!world.sim().tags().contains(&"no such tag".to_owned()));
    let error = tags.attach(&group, ticket.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let nowhere = TicketId::new("987654321");
    let error = tags.attach(&world.tag(0), nowhere).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    for bad in ["5", "ticket:", "contact:x"] {
        let error = tags
            .attach(&TagId::new(bad), ticket.clone())
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::Invalid, vec!["tags"])
        );
    }
}

#[tokio::test]
async fn tags_of_tickets_are_made_on_screens() {
    let world = world().await;
    for scope in [TagScope::Ticket, TagScope::Both] {
        let new = NewTag::named("x").scope(scope);
        let error = world.client.tags().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(fields(&error), ["scope"]);
    }
    let made = world
        .client
        .tags()
        .create(&NewTag::named("Night owls"))
        .await
        .unwrap();
    assert_eq!(made.value.scope, TagScope::Contact);
    let error = world
        .client
        .tags()
        .create(&NewTag::named("Night owls"))
        .await
        .unwrap_err();
    assert_eq!(error.existing_id(), Some(made.value.id.as_str()));
}

#[tokio::test]
async fn tags_edited_at_the_same_time_are_all_kept() {
    let world = world().await;
    let ticket = world.ticket();
    let tags = world.client.tags();
    let (one, two, three) = (world.tag(0), world.tag(1), world.tag(2));
    let target = || ticket.clone();
    let (a, b, c) = tokio::join!(
        tags.attach(&one, target()),
        tags.attach(&two, target()),
        tags.attach(&three, target()),
    );
    for done in [a, b, c] {
        done.unwrap();
    }
    assert_eq!(world.sim().ticket(ticket.as_str()).unwrap().tags.len(), 3);
    let (a, b) = tokio::join!(tags.detach(&one, target()), tags.detach(&two, target()));
    for done in [a, b] {
        done.unwrap();
    }
    assert_eq!(world.sim().ticket(ticket.as_str()).unwrap().tags.len(), 1);
}

#[tokio::test]
async fn a_tag_that_the_vendor_does_not_take_away_is_a_conflict() {
    let world = world().await;
    world.sim().set_quirk(Quirk::TagsAppend);
    let ticket = world.ticket();
    let tags = world.client.tags();
    tags.attach(&world.tag(0), ticket.clone()).await.unwrap();
    tags.attach(&world.tag(1), ticket.clone()).await.unwrap();
    let error = tags
        .detach(&world.tag(0), ticket.clone())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(fields(&error), ["tags"]);
    let patch = TicketPatch::new().tags(Patch::Clear);
    let error = world
        .client
        .tickets()
        .update(&ticket, &patch)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_membership_that_is_gone_after_a_lost_answer_was_ended() {
    let gone = || Answer::json(400, &json!({"message": "Contact Not Found"}));
    let lost = || Answer::text(502, "");
    let there = || Answer::json(200, &json!({"id": 7}));
    let detach = |answers: Vec<Answer>| async move {
        let retry = RetryPolicy::new().with_backoff(Duration::ZERO, Duration::ZERO);
        let config = common::config().with_retry(retry);
        let (desk, recorder) = common::desk_with(&Stub::new(answers), config);
        let group = TagId::new("contact:5");
        let client = Client::new(desk);
        let done = client.tags().detach(&group, ContactId::new("7")).await;
        (done, common::sent(&recorder).len())
    };
    let (done, requests) = detach(vec![lost(), gone()]).await;
    done.unwrap();
    assert_eq!(requests, 2);
    // Nothing was lost: then it is asked whether it is the contact that is not there.
    let (done, requests) = detach(vec![gone(), there()]).await;
    done.unwrap();
    assert_eq!(requests, 2);
    let (done, _) = detach(vec![gone(), gone()]).await;
    assert!(done.unwrap_err().is_not_found());
    // Lost again and again: nobody knows.
    let (done, _) = detach(vec![lost()]).await;
    assert_eq!(done.unwrap_err().delivery(), Delivery::Unknown);
}
