//! What comes of changes and removals.

use crate::common::Canned;
use helpdesk_chat2desk::Chat2Desk;
use helpdesk_chat2desk::api::{UpdateClient, UpdateDialog};
use helpdesk_core::transport::Phase;
use helpdesk_core::{Delivery, Error};
use helpdesk_testkit::transport::Expect;
use helpdesk_testkit::{Recorder, ScriptedTransport};
use serde_json::json;

use crate::scripted;

/// A change was made whatever the vendor tells of it.
#[tokio::test]
async fn a_change_that_nothing_is_told_of() {
    for body in [
        r#"{"status":"success"}"#,
        r#"{"data":[],"status":"success"}"#,
        r#"{"data":{"unlike":"anything"},"status":"success"}"#,
    ] {
        let desk = crate::common::desk(Canned::new(200, body).transport());
        let told = desk
            .api()
            .clients()
            .update("7", &UpdateClient::default())
            .await;
        assert!(told.unwrap().is_none(), "{body}");
        let told = desk
            .api()
            .messages()
            .transfer_to_group("7", "8", None)
            .await;
        assert!(told.unwrap().is_none(), "{body}");
    }
}

fn lost(method: Expect) -> Expect {
    method.fail(Phase::Exchange)
}

/// A removal whose answer was lost and that is not there any more is done; one that was never there is
/// not.
#[tokio::test]
async fn removals_whose_answer_was_lost() {
    let gone = json!({ "message": "not_found", "errors": "Record #7 not found" });
    for path in [
        "/v1/tickets/7",
        "/v1/webhooks/7",
        "/v1/templates/7",
        "/v1/templates_groups/7",
    ] {
        let remove = async |desk: &Chat2Desk| -> Result<(), Error> {
            match path {
                "/v1/tickets/7" => desk.api().tickets().delete("7").await,
                "/v1/webhooks/7" => desk.api().webhooks().delete("7").await,
                "/v1/templates/7" => desk.api().templates().delete("7").await,
                _ => desk.api().templates_groups().delete("7").await,
            }
        };
        let script = ScriptedTransport::new()
            .expect(lost(Expect::delete(path)))
            .expect(Expect::delete(path).answer(404, &gone));
        remove(&scripted(&script)).await.unwrap();
        script.assert_done();

        let script = ScriptedTransport::new().expect(Expect::delete(path).answer(404, &gone));
        let error = remove(&scripted(&script)).await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.delivery(), Delivery::Answered);
    }
}

/// A change of a dialog that names an operator writes a message each time.
#[tokio::test]
async fn a_dialog_is_given_once() {
    for (update, sent) in [
        (UpdateDialog::builder().state("closed").build(), 4),
        (UpdateDialog::builder().operator_id("7").build(), 1),
    ] {
        let recorder = Recorder::new(Canned::new(503, "").transport());
        let desk = crate::common::desk(recorder.transport());
        let error = desk.api().dialogs().update("5", &update).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(recorder.requests().len(), sent);
    }
}
