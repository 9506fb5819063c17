//! Each exit code, and the error object beside it.

use helpdesk_sim::{Fault, FaultRule};

use crate::support::{Desks, keys};

const ERROR: [&str; 11] = [
    "attempts",
    "delivery",
    "existing_id",
    "field_errors",
    "kind",
    "message",
    "operation",
    "retry_after",
    "status",
    "vendor",
    "vendor_code",
];

fn answering(status: u16, body: &str) -> FaultRule {
    FaultRule::always(Fault::Status {
        status,
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("retry-after".to_owned(), "7".to_owned()),
        ],
        body: body.to_owned(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_have_exit_codes_of_their_own() {
    let desks = Desks::start().await;
    let table = [
        (401, 4, "unauthorized"),
        (403, 4, "forbidden"),
        (404, 5, "not_found"),
        (429, 7, "rate_limited"),
        (500, 9, "unavailable"),
        (503, 9, "unavailable"),
    ];
    for (status, code, kind) in table {
        let lab = desks.digisac.lab();
        lab.clear_faults();
        lab.inject(answering(status, "{}"));
        let ran = desks.on("digisac", &["contacts", "get", "0"]).exited(code);
        let error = ran.error();
        assert_eq!(keys(&error), ERROR, "{status}");
        assert_eq!(error["kind"], kind, "{status}");
        assert_eq!(error["vendor"], "digisac", "{status}");
        assert_eq!(error["operation"], "contacts.get", "{status}");
        assert_eq!(error["status"], status);
        assert_eq!(ran.stdout, "", "{status}");
        assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_told() {
    let desks = Desks::start().await;
    desks.digisac.lab().inject(answering(429, "{}"));
    let ran = desks.on("digisac", &["contacts", "list"]).exited(7);
    assert_eq!(ran.error()["retry_after"], 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_not_there_is_5_everywhere() {
    let desks = Desks::start().await;
    let absent = [
        ("cxpress", "11111111-1111-4111-8111-111111111111"),
        ("digisac", "11111111-1111-4111-8111-111111111111"),
        ("wisecx", "999999"),
        ("chat2desk", "999999"),
        ("memory", "999999"),
    ];
    for (desk, id) in absent {
        let ran = desks.on(desk, &["contacts", "get", id]).exited(5);
        assert_eq!(ran.error()["kind"], "not_found", "{desk}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_vendor_cannot_do_is_6_and_sends_nothing() {
    let desks = Desks::start().await;
    let before = desks.chat2desk.lab().request_count();
    let ran = desks
        .on("chat2desk", &["contacts", "delete", "1"])
        .exited(6);
    assert_eq!(ran.error()["delivery"], "not_sent");
    assert_eq!(ran.error()["status"], serde_json::Value::Null);
    assert_eq!(desks.chat2desk.lab().request_count(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_vendor_refuses_is_8() {
    let desks = Desks::start().await;
    let lab = desks.digisac.lab();
    for (status, kind) in [(400, "invalid"), (409, "conflict")] {
        lab.clear_faults();
        lab.inject(answering(status, r#"{"message":"no"}"#));
        let ran = desks.on("digisac", &["contacts", "delete", "1"]).exited(8);
        assert_eq!(ran.error()["kind"], kind);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_is_there_already_is_a_conflict() {
    let desks = Desks::start().await;
    desks.contact("chat2desk");
    let create = ["contacts", "create", "--phone", "+55 11 98765-0001"];
    let ran = desks.on(
        "chat2desk",
        &[&create[..], &["--channel", "whatsapp"]].concat(),
    );
    let ran = ran.exited(8);
    assert_eq!(ran.error()["kind"], "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_out_of_reach_is_9() {
    let desks = Desks::start().await;
    let list = ["contacts", "list"];

    desks
        .wisecx
        .lab()
        .inject(FaultRule::always(Fault::ResetBefore));
    let ran = desks.on("wisecx", &list).exited(9);
    assert_eq!(ran.error()["kind"], "transport");

    desks.digisac.lab().inject(FaultRule::always(Fault::Hang));
    let ran = desks.on("digisac", &["--timeout", "1", "contacts", "list"]);
    assert_eq!(ran.exited(9).error()["kind"], "timeout");

    desks
        .chat2desk
        .lab()
        .inject(FaultRule::always(Fault::TruncateBody { keep: 9 }));
    let ran = desks.on("chat2desk", &list).exited(9);
    assert_eq!(ran.error()["kind"], "decode");

    // Nobody listens where a server has just stopped listening.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let url = format!("http://{address}/api/v1");
    let ran = crate::support::run_in(
        desks.folder.path(),
        &[("HELPDESK_DESKS__DIGISAC__BASE_URL", &url)],
        &["--desk", "digisac", "--output", "json", "contacts", "list"],
    );
    let error = ran.exited(9).error();
    assert_eq!(error["kind"], "transport");
    assert_eq!(error["delivery"], "not_sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_object_is_only_for_those_who_ask_for_json() {
    let desks = Desks::start().await;
    let get = ["--desk", "memory", "contacts", "get", "0"];
    for form in [&[][..], &["--output", "jsonl"], &["--output", "table"]] {
        let ran = desks.run(&[form, &get].concat()).exited(5);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.starts_with("helpdesk: "), "{}", ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_gives_the_answer_and_maps_its_status() {
    let desks = Desks::start().await;
    let ran = desks.on(
        "chat2desk",
        &["raw", "get", "/clients", "--query", "limit=1"],
    );
    assert!(ran.succeeded().json().is_object());
    let table = [
        (400, 8),
        (401, 4),
        (403, 4),
        (404, 5),
        (409, 8),
        (410, 5),
        (502, 9),
    ];
    for (status, code) in table {
        let lab = desks.chat2desk.lab();
        lab.clear_faults();
        lab.inject(answering(status, r#"{"told":"by the vendor"}"#));
        let ran = desks.on("chat2desk", &["raw", "POST", "/clients", "--json", "{}"]);
        let ran = ran.exited(code);
        assert_eq!(ran.json()["told"], "by the vendor", "{status}");
        assert_eq!(keys(&ran.error()), ERROR, "{status}");
        assert_eq!(ran.error()["status"], status);
    }
}
