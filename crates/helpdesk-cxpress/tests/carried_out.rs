//! What was answered with yes and not carried out.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::Arc;

use helpdesk_core::{Client, Delivery, ErrorKind, TagPatch};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_http::TokioClock;
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use serde_json::{Value, json};
use support::now;

const NEW: &str = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800";
const RESOLVED: &str = "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a";

fn client(script: &ScriptedTransport) -> Client {
    let config = Config::new("acme", "api-token".into(), "refresh-token".into())
        .with_clock(Arc::new(TokioClock::starting_at(now())))
        .with_transport(script.transport());
    Client::new(Cxpress::new(config).unwrap())
}

fn no_fields() -> Expect {
    Expect::get("/external/custom-fields").answer(200, &json!({ "custom_fields": [] }))
}

/// A change of ticket `t`, and what its list shows afterwards.
fn changed(written: &Value, list: &str, row: &Value) -> ScriptedTransport {
    ScriptedTransport::new()
        .expect(no_fields())
        .expect(
            Expect::put("/external/ticket/t")
                .answer(200, &json!({ "data": { "ticket": written } })),
        )
        .expect(Expect::get(list).answer(200, &json!({ "tickets": [row] })))
}

fn ticket(status: &str, sector: &Value) -> Value {
    json!({ "id": "t", "ticket_reference_id": "77", "status_id": status, "sector_id": sector })
}

fn row(status: &str, sector: &Value) -> Value {
    json!({ "id": "t", "ticket_reference_id": "77", "status_id": status, "sector": sector })
}

#[tokio::test]
async fn a_transfer_is_looked_at() {
    let there = json!({ "id": "d", "name": "Sales" });
    for (sector_id, sector, moved) in [
        (json!("d"), there.clone(), true),
        // The answer repeats the request, and the ticket is where it was.
        (json!("d"), json!({ "id": "e", "name": "Service" }), false),
        (json!("d"), json!({ "id": null, "name": null }), false),
        (json!("d"), json!(null), false),
        // The answer is older than the list.
        (json!(null), there, true),
        (json!(null), json!(null), false),
    ] {
        let script = changed(
            &ticket(NEW, &sector_id),
            "/external/ticket",
            &row(NEW, &sector),
        );
        let outcome = client(&script)
            .tickets()
            .transfer(&"t".into(), &"d".into())
            .await;
        script.assert_done();
        if moved {
            outcome.unwrap();
            continue;
        }
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{sector_id} {sector}");
        assert_eq!(error.field_errors()[0].field, "department");
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
}

#[tokio::test]
async fn a_ticket_whose_department_nobody_tells_is_believed() {
    let told = json!({ "id": "t", "ticket_reference_id": "77", "status_id": NEW });
    let script = changed(&told, "/external/ticket", &told);
    let tickets = client(&script).tickets();
    tickets.transfer(&"t".into(), &"d".into()).await.unwrap();
}

#[tokio::test]
async fn a_closing_is_looked_at() {
    let script = changed(
        &ticket(NEW, &json!(null)),
        "/external/ticket",
        &row(NEW, &json!(null)),
    );
    let error = client(&script).tickets().close(&"t".into()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, "status");
    let script = changed(
        &ticket(RESOLVED, &json!(null)),
        "/external/historic",
        &row(RESOLVED, &json!(null)),
    );
    client(&script).tickets().close(&"t".into()).await.unwrap();
}

fn tags(rows: &[Value]) -> Expect {
    Expect::get("/external/tag").answer(200, &json!({ "tags": rows }))
}

#[tokio::test]
async fn a_change_of_a_tag_is_looked_at() {
    let gold = json!({ "id": "1", "name": "Gold", "active": true });
    let edit = |answer: &Value| Expect::put("/external/tag").answer(200, answer);
    let rename = |script: ScriptedTransport| async move {
        let patch = TagPatch::rename("Silver");
        let tags = client(&script).tags();
        let outcome = tags.update(&"ticket:1".into(), &patch).await;
        let outcome = outcome.map(|written| written.value.name);
        script.assert_done();
        outcome
    };
    let unchanged = json!({ "message": "Request successfully fulfilled.", "tag": gold });
    let script = ScriptedTransport::new()
        .expect(tags(std::slice::from_ref(&gold)))
        .expect(edit(&unchanged));
    assert_eq!(
        rename(script).await.unwrap_err().kind(),
        ErrorKind::Conflict
    );

    // Without the tag in the answer it is read again.
    let silent = json!({ "message": "Solicitação atendida com sucesso." });
    let silver = json!({ "id": "1", "name": "Silver", "active": true });
    for (after, well) in [(&silver, true), (&gold, false)] {
        let script = ScriptedTransport::new()
            .expect(tags(std::slice::from_ref(&gold)))
            .expect(edit(&silent))
            .expect(tags(std::slice::from_ref(after)));
        assert_eq!(rename(script).await.is_ok(), well);
    }

    // Retiring it.
    let script = ScriptedTransport::new()
        .expect(tags(std::slice::from_ref(&gold)))
        .expect(edit(&unchanged));
    let error = client(&script).tags().delete(&"ticket:1".into()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Conflict);
}

/// A body that neither holds a record nor says that it went well is no yes, whatever its status.
#[tokio::test]
async fn an_answer_that_says_nothing_good_is_none() {
    let odd = json!({ "message": "Internal error", "code_cxpress": 1 });
    let script =
        ScriptedTransport::new().expect(Expect::delete("/external/consumer/1").answer(200, &odd));
    let error = client(&script).contacts().delete(&"1".into()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(error.operation(), Some("contacts.delete"));

    let gold = json!({ "id": "1", "name": "Gold", "active": true });
    let script = ScriptedTransport::new()
        .expect(tags(&[gold]))
        .expect(Expect::put("/external/tag").answer(200, &odd));
    let error = client(&script).tags().delete(&"ticket:1".into()).await;
    assert_eq!(error.unwrap_err().delivery(), Delivery::Unknown);

    // The documented words, those of another language, and the code of the area.
    for good in [
        json!({ "message": "Consumer successfully deleted.", "code_cxpress": 1400 }),
        json!({ "message": "Consumidor excluído com sucesso." }),
        json!({ "message": "Listo.", "code_cxpress": 1400 }),
    ] {
        let script = ScriptedTransport::new()
            .expect(Expect::delete("/external/consumer/1").answer(200, &good));
        let contacts = client(&script).contacts();
        contacts.delete(&"1".into()).await.unwrap();
    }
}
