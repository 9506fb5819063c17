//! Lost answers: what may have been carried out is looked for, and never done twice blindly.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::Arc;

use helpdesk_core::transport::Phase;
use helpdesk_core::{
    ChannelKind, Client, Delivery, ErrorKind, NewContact, NewTag, NewTicket, TagScope,
};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_http::TokioClock;
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use serde_json::{Value, json};
use support::now;

const NEW: &str = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800";
const EMAIL: &str = "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a";

/// A desk that follows a script.
fn scripted(script: &ScriptedTransport) -> Cxpress {
    let config = Config::new("acme", "api-token".into(), "refresh-token".into())
        .with_clock(Arc::new(TokioClock::starting_at(now())))
        .with_transport(script.transport());
    Cxpress::new(config).unwrap()
}

fn client(script: &ScriptedTransport) -> Client {
    Client::new(scripted(script))
}

fn no_fields() -> Expect {
    Expect::get("/external/custom-fields").answer(200, &json!({ "custom_fields": [] }))
}

fn tags(rows: &[Value]) -> Expect {
    Expect::get("/external/tag").answer(200, &json!({ "tags": rows }))
}

/// Creates are never sent twice blindly: after a lost answer the record is looked for first.
#[tokio::test(start_paused = true)]
async fn a_lost_answer_to_a_create_is_looked_up() {
    let row = |id: &str, name: &str| json!({ "user_id": id, "name": name, "lastname": null, "phone": "5511987654321" });
    let found = json!({ "consumers": [row("7", "Somebody")] });
    let script = ScriptedTransport::new()
        .expect(Expect::post("/external/consumer").fail(Phase::Exchange))
        .expect(
            Expect::get("/external/consumer")
                .query("search", "5511987654321")
                .answer(200, &found),
        )
        .expect(Expect::get("/external/consumer/7").answer(200, &found))
        .expect(Expect::get("/external/consumer/7").answer(200, &found));
    let new = NewContact::named("Somebody").phone("+55 11 98765-4321");
    let created = client(&script).contacts().create(&new).await.unwrap();
    assert_eq!(created.value.id.as_str(), "7");

    // The number is somebody else's: the answer that was lost was a refusal, and so is the next one.
    let other = json!({ "consumers": [row("8", "Somebody else")] });
    let script = ScriptedTransport::new()
        .expect(Expect::post("/external/consumer").fail(Phase::Exchange))
        .expect(Expect::get("/external/consumer").answer(200, &other))
        .expect(Expect::post("/external/consumer").answer(409, &json!({ "message": "no" })))
        .expect(Expect::get("/external/consumer").answer(200, &other))
        .expect(Expect::get("/external/consumer/8").answer(200, &other));
    let error = client(&script).contacts().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("8"));
    script.assert_done();

    // It is found on the second page. When that is the first one again, nobody knows.
    let page = |row: Value, number: u32| {
        let pagination = json!({ "currentPage": number, "nextPage": number + 1 });
        let answer = json!({ "consumers": [row], "pagination": pagination });
        Expect::get("/external/consumer").answer(200, &answer)
    };
    let script = ScriptedTransport::new()
        .expect(Expect::post("/external/consumer").fail(Phase::Exchange))
        .expect(page(row("8", "Somebody else"), 1))
        .expect(page(row("7", "Somebody"), 2))
        .expect(Expect::get("/external/consumer/7").answer(200, &found))
        .expect(Expect::get("/external/consumer/7").answer(200, &found));
    let created = client(&script).contacts().create(&new).await.unwrap();
    assert_eq!(created.value.id.as_str(), "7");
    script.assert_done();
    let script = ScriptedTransport::new()
        .expect(Expect::post("/external/consumer").fail(Phase::Exchange))
        .expect(page(row("8", "Somebody else"), 1))
        .expect(page(row("8", "Somebody else"), 1));
    let error = client(&script).contacts().create(&new).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    script.assert_done();

    // A contact with nothing but a name cannot be looked for.
    let script =
        ScriptedTransport::new().expect(Expect::post("/external/consumer").fail(Phase::Exchange));
    let client = Client::new(scripted(&script));
    let error = client
        .contacts()
        .create(&NewContact::named("Somebody"))
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(error.kind(), ErrorKind::Transport);
}

/// A ticket row of a consumer that has the subject as its identifier.
fn opened(created: &str, subject: &str) -> Value {
    json!({
        "id": subject, "ticket_reference_id": "77", "subject": subject,
        "channel_id": "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a",
        "status_id": "daddbd66-1dd2-4008-94c9-7fcb9b1a5800", "created_at": created,
        "finished_at": null,
    })
}

/// Creating a ticket of which the first answer is lost, when the contact has these tickets then.
fn lost_ticket(there: &[Value]) -> ScriptedTransport {
    ScriptedTransport::new()
        .expect(Expect::get("/external/custom-fields").answer(200, &json!({ "custom_fields": [] })))
        .expect(Expect::post("/external/ticket").time_out(Phase::Exchange))
        .expect(
            Expect::get("/external/consumer/9/tickets").answer(200, &json!({ "tickets": there })),
        )
}

fn wanted() -> NewTicket {
    NewTicket::for_contact("9")
        .subject("wanted")
        .channel(ChannelKind::Email)
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_was_opened_is_not_opened_again() {
    let read_again = Expect::get("/external/ticket")
        .query("search", "77")
        .answer(200, &json!({ "tickets": [] }));
    let script = lost_ticket(&[
        opened("2031-05-06T07:08:20Z", "another"),
        opened("2031-05-06T07:08:20Z", "wanted"),
    ])
    .expect(read_again.clone());
    let client = Client::new(scripted(&script));
    let found = client.tickets().create(&wanted()).await.unwrap().value;
    assert_eq!(found.id.as_str(), "wanted");
    assert_eq!(found.contact_id().unwrap().as_str(), "9");
    assert_eq!(script.left(), 0);

    // Those that were there before are other tickets, so this one is sent once more.
    let again = opened("2031-05-06T07:08:22Z", "wanted");
    let script = lost_ticket(&[opened("2031-05-01T07:08:20Z", "wanted")])
        .expect(
            Expect::post("/external/ticket").answer(200, &json!({ "data": { "ticket": again } })),
        )
        .expect(read_again);
    let client = Client::new(scripted(&script));
    client.tickets().create(&wanted()).await.unwrap();
    assert_eq!(script.left(), 0);
}

/// A delete whose answer was lost is repeated, and what is gone then is deleted.
#[tokio::test(start_paused = true)]
async fn a_lost_answer_to_a_delete_is_no_missing_record() {
    let gone = json!({ "message": "Consumer not found.", "code_cxpress": 1404 });
    let delete = || Expect::delete("/external/consumer/1");
    let script = ScriptedTransport::new()
        .expect(delete().fail(Phase::Exchange))
        .expect(delete().answer(404, &gone));
    let client = Client::new(scripted(&script));
    client.contacts().delete(&"1".into()).await.unwrap();
    script.assert_done();

    // One that never was there is missing.
    let script = ScriptedTransport::new().expect(delete().answer(404, &gone));
    let client = Client::new(scripted(&script));
    let error = client.contacts().delete(&"1".into()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.delivery(), Delivery::Answered);

    let gone = json!({ "message": "Ticket not found." });
    for path in ["/external/ticket/1", "/external/task/1"] {
        let script = ScriptedTransport::new()
            .expect(Expect::delete(path).fail(Phase::Exchange))
            .expect(Expect::delete(path).answer(404, &gone));
        let desk = scripted(&script);
        if path.contains("ticket") {
            assert!(desk.api().tickets().delete("1").await.unwrap().is_none());
        } else {
            assert!(desk.api().tasks().delete("1").await.unwrap().is_none());
        }
        script.assert_done();
    }
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_never_succeeds_says_what_is_known() {
    for (phase, delivery) in [
        (Phase::Exchange, Delivery::Unknown),
        (Phase::Connect, Delivery::NotSent),
    ] {
        let script = (0..4).fold(ScriptedTransport::new(), |script, _| {
            script.expect(Expect::delete("/external/consumer/1").fail(phase))
        });
        let client = Client::new(scripted(&script));
        let error = client.contacts().delete(&"1".into()).await.unwrap_err();
        assert_eq!((error.delivery(), error.attempts()), (delivery, 4));
    }
}

/// After a lost answer a tag of the name is the new one only when it is no older than the call.
#[tokio::test(start_paused = true)]
async fn a_tag_that_was_there_before_is_not_the_new_one() {
    let gold = |at: &str| json!({ "id": "1", "name": "Gold", "active": true, "created_at": at });
    let new = NewTag::named("Gold").scope(TagScope::Ticket);
    let lost = || Expect::post("/external/tag").fail(Phase::Exchange);

    let script = ScriptedTransport::new()
        .expect(lost())
        .expect(tags(&[gold("2031-05-06T07:08:10Z")]));
    let made = client(&script).tags().create(&new).await.unwrap().value;
    assert_eq!(made.id.as_str(), "ticket:1");
    script.assert_done();

    let old = [gold("2031-05-05T07:08:10Z")];
    let script = ScriptedTransport::new()
        .expect(lost())
        .expect(tags(&old))
        .expect(Expect::post("/external/tag").answer(409, &json!({ "message": "no" })))
        .expect(tags(&old));
    let error = client(&script).tags().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("ticket:1"));
    script.assert_done();
}

/// Rows of a contact's tickets, made at these times.
fn page_of(times: &[&str], subject: &str, next: Option<u32>) -> Value {
    let rows: Vec<Value> = times
        .iter()
        .map(|at| {
            json!({
                "id": at, "ticket_reference_id": "77", "subject": subject, "channel_id": EMAIL,
                "status_id": NEW, "created_at": at, "updated_level2_at": at, "finished_at": null,
            })
        })
        .collect();
    json!({ "tickets": rows, "pagination": { "nextPage": next } })
}

/// The contact's tickets are read newest first, and no further than they are new.
#[tokio::test(start_paused = true)]
async fn a_lost_ticket_is_looked_for_newest_first() {
    let new = NewTicket::for_contact("9")
        .subject("wanted")
        .channel(ChannelKind::Email);
    let page = |number: &str, answer: &Value| {
        Expect::get("/external/consumer/9/tickets")
            .query("sort_by", "updated_level2_at")
            .query("order_by", "desc")
            .query("limit", "100")
            .query("page", number)
            .answer(200, answer)
    };
    let lost = || {
        ScriptedTransport::new()
            .expect(no_fields())
            .expect(Expect::post("/external/ticket").fail(Phase::Exchange))
    };
    let seen = Expect::get("/external/ticket").answer(200, &json!({ "tickets": [] }));
    let made = "2031-05-06T07:08:12Z";

    // Sorted, and the page ends in old ones: nothing behind it can be new.
    let again = json!({ "data": { "ticket": {
        "id": "again", "ticket_reference_id": "78", "status_id": NEW, "user_id": "9",
    } } });
    let sorted = page_of(&[made, "2031-05-01T00:00:00Z"], "another", Some(2));
    let script = lost()
        .expect(page("1", &sorted))
        .expect(Expect::post("/external/ticket").answer(200, &again))
        .expect(seen.clone());
    let ticket = client(&script).tickets().create(&new).await.unwrap().value;
    assert_eq!(ticket.id.as_str(), "again");
    script.assert_done();

    // A vendor that does not sort is read on.
    let old = "2031-05-01T00:00:00Z";
    let unsorted = page_of(&[old, made, old], "another", Some(2));
    let script = lost()
        .expect(page("1", &unsorted))
        .expect(page("2", &page_of(&[made], "wanted", None)))
        .expect(seen);
    let ticket = client(&script).tickets().create(&new).await.unwrap().value;
    assert_eq!(ticket.id.as_str(), made);
    script.assert_done();

    // Nor is it sent again when looking fails.
    let script = lost().expect(page("1", &json!({ "tickets": 7 })));
    let error = client(&script).tickets().create(&new).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    script.assert_done();
}
