//! What every method of the native client sends.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use common::Canned;
use helpdesk_chat2desk::Api;
use helpdesk_chat2desk::api::ListPage;
use helpdesk_testkit::Recorder;

struct Bench {
    recorder: Recorder,
    api: Api,
}

fn bench() -> Bench {
    let recorder = Recorder::new(Canned::new(200, r#"{"data":[],"status":"success"}"#).transport());
    let desk = common::desk(recorder.transport());
    Bench {
        recorder,
        api: desk.api().clone(),
    }
}

const PAGE: ListPage = ListPage::new(50, 100);

/// Sends calls, whatever becomes of the answers, and compares the requests with what they were.
macro_rules! requests {
    ($name:ident, |$api:ident| [$($call:expr),+ $(,)?]) => {
        #[tokio::test]
        async fn $name() {
            let bench = bench();
            let $api = &bench.api;
            $(let _ = $call.await;)+
            let snapshot = bench.recorder.snapshot();
            let sent = snapshot.as_array().unwrap().len();
            assert_eq!(sent, [$(stringify!($call)),+].len(), "each call sends one request");
            insta::assert_json_snapshot!(stringify!($name), snapshot);
        }
    };
}

mod clients;
mod company;
mod dialogs;
mod messages;
mod operators;
mod tags;
mod templates;
mod tickets;
mod webhooks;
