//! The token on the wire, and what a refusal of it becomes.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::Canned;
use helpdesk_core::{CallOptions, Client, ErrorKind, Helpdesk, Operation};
use helpdesk_sim::Running;
use helpdesk_sim::VendorSim;
use helpdesk_sim::chat2desk::{Quirk, Sim};
use helpdesk_testkit::transport::Expect;
use helpdesk_testkit::{Recorder, ScriptedTransport};
use serde_json::json;

#[tokio::test]
async fn the_token_stands_alone_in_the_header() {
    let recorder = Recorder::new(Canned::new(200, r#"{"data":{}}"#).transport());
    let desk = common::desk(recorder.transport());
    desk.check(&CallOptions::new()).await.unwrap();
    let request = &recorder.requests()[0];
    assert_eq!(request.headers["authorization"], common::TOKEN);
    assert!(!request.url().contains(common::TOKEN));
    assert!(!format!("{desk:?} {request:?}").contains(common::TOKEN));
}

/// A token never changes by itself, so a refused one is not tried again.
#[tokio::test]
async fn a_refused_token_is_tried_once() {
    for status in [401, 403] {
        let script = ScriptedTransport::new().expect(Expect::get("/v1/companies/api_info").answer(
            status,
            &json!({"message": "forbidden", "errors": "Token is not correct", "status": "error"}),
        ));
        let desk = common::desk(script.transport());
        let error = desk.check(&CallOptions::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert_eq!(error.attempts(), 1);
        assert_eq!(error.operation(), Some(Operation::AccountCheck.as_str()));
        assert!(!error.to_string().contains(common::TOKEN));
        script.assert_done();
    }
}

/// What the token may not do is another matter than a bad token.
#[tokio::test]
async fn forbidden_is_not_unauthorized() {
    let canned = Canned::new(403, r#"{"message":"forbidden","status":"error"}"#);
    let desk = common::desk(canned.transport());
    let error = desk.check(&CallOptions::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn the_simulator_agrees() {
    for quirk in [vec![], vec![Quirk::Unauthorized401]] {
        let running = Running::<Sim>::start().await.unwrap();
        let transport = helpdesk_http::ReqwestTransport::builder()
            .proxy(false)
            .build()
            .unwrap();
        let config = helpdesk_chat2desk::Config::new(running.sim().token())
            .with_base_url(running.base_url())
            .with_transport(std::sync::Arc::new(transport));
        let client = Client::new(helpdesk_chat2desk::Chat2Desk::new(config).unwrap());
        let account = client.check().await.unwrap();
        assert!(account.name.is_some());
        assert!(account.quotas[0].left.is_some());

        for quirk in quirk {
            running.sim().set_quirk(quirk);
        }
        running.sim().expire_tokens();
        let error = client.check().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
        running.assert_documented();
    }
}
