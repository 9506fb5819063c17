//! `webhooks listen`, as a process that simulators deliver to.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::path::Path;

use helpdesk_sim::{Courier, Delivery, Fault, FaultRule, Lab};
use serde_json::{Value, json};

use crate::listening::Listening;
use crate::support::{Desks, section};

const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";
const OLDER: &str = "fedcba9876543210fedcba9876543210fedcba9876543210";

fn with_key(url: &str, secret: &str) -> String {
    format!("{url}?key={secret}")
}

/// Adds a desk to the configuration, with two secrets: the URL at the vendor is being changed.
fn add_desk(folder: &Path, section: &str) {
    let file = folder.join("helpdesk.toml");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let secrets = format!("webhook_secret = \"{SECRET}, {OLDER}\"\n");
    std::fs::write(file, before + section + &secrets).unwrap();
}

fn memory_desk(folder: &Path) {
    add_desk(folder, "[desks.m]\nvendor = \"memory\"\n");
}

/// Posts deliveries, and gives the answers.
async fn post(deliveries: &[Delivery], url: &str) -> Vec<Option<u16>> {
    let lab = Lab::new("again");
    for delivery in deliveries {
        lab.deliver(delivery.clone());
    }
    let report = Courier::new(lab).to(url).run().await.unwrap();
    report.posts.iter().map(|post| post.status).collect()
}

/// Deliveries of the memory desk, told apart by number.
fn numbered(count: usize) -> Vec<Delivery> {
    let delivery = |number| {
        let body = json!({
            "id": format!("event-{number}"),
            "kind": "tag.created",
            "at": "2031-05-06T07:08:09Z",
            "changes": [],
        });
        Delivery::json("", &body, "2031-05-06T07:08:09Z".parse().unwrap())
    };
    (0..count).map(delivery).collect()
}

fn ids(lines: &[Value]) -> Vec<&str> {
    let ids = lines.iter().map(|line| line["id"].as_str());
    ids.map(Option::unwrap).collect()
}

/// A contact writes. Gives what the vendor delivers then.
fn write_in(desks: &Desks, desk: &str, url: &str) -> Vec<Delivery> {
    match desk {
        "cxpress" => {
            let sim = desks.cxpress.sim();
            let rosa = sim.seed_contact("5511987650001", "Rosa Exemplo");
            sim.subscribe(url);
            sim.receive_message(&rosa, "Good morning");
            desks.cxpress.lab().take_deliveries()
        }
        "digisac" => {
            let sim = desks.digisac.sim();
            let rosa = sim.seed_contact("5511987650001", "Rosa Exemplo");
            sim.subscribe(url);
            sim.receive_message(&rosa, "Good morning");
            desks.digisac.lab().take_deliveries()
        }
        "wisecx" => {
            let sim = desks.wisecx.sim();
            sim.subscribe(url);
            let rosa = sim.seed_contact("5511987650001", "Rosa Exemplo");
            sim.receive_message(&rosa, "Good morning");
            desks.wisecx.lab().take_deliveries()
        }
        _ => {
            let hook = [
                "webhooks",
                "create",
                "--url",
                url,
                "--event",
                "message.received",
            ];
            desks.answer(desk, &hook);
            let sim = desks.chat2desk.sim();
            sim.receive_message_from("5511987650001", "Rosa Exemplo", "Good morning");
            desks.chat2desk.lab().take_deliveries()
        }
    }
}

/// What the contract promises of an event, whatever else there is.
const PROMISED: [&str; 11] = [
    "id",
    "dedupe_key",
    "kind",
    "occurred_at",
    "vendor",
    "contact",
    "ticket",
    "conversation",
    "message",
    "completeness",
    "verified",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_desk_s_deliveries_are_verified_and_printed_once() {
    let desks = Desks::start().await;
    let folder = tempfile::tempdir().unwrap();
    add_desk(folder.path(), &section(&desks.cxpress));
    add_desk(folder.path(), &section(&desks.digisac));
    add_desk(folder.path(), &section(&desks.wisecx));
    let signing = section(&desks.chat2desk);
    let file = folder.path().join("helpdesk.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, before + &signing).unwrap();

    for desk in ["cxpress", "digisac", "wisecx", "chat2desk"] {
        let mut listening = Listening::start(folder.path(), desk, &[]);
        let signed = desk == "chat2desk";
        let secret = if signed {
            "no-secret-is-needed"
        } else {
            SECRET
        };
        let url = with_key(&listening.url, secret);
        let deliveries = write_in(&desks, desk, &url);
        assert!(!deliveries.is_empty(), "{desk}");
        let accepted = vec![Some(200); deliveries.len()];
        assert_eq!(post(&deliveries, &url).await, accepted, "{desk}");
        let lines = listening.lines(deliveries.len());
        for line in &lines {
            for key in PROMISED {
                assert!(line.get(key).is_some(), "{desk}: {key} is left out");
            }
            let verified = if signed { "signature" } else { "shared_secret" };
            assert_eq!(line["verified"], verified, "{desk}");
            assert_eq!(line["vendor"], desk);
        }
        let told = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
        if desk == "cxpress" {
            assert_eq!((told("ticket.created"), told("message.received")), (1, 0));
        } else {
            assert_eq!(told("message.received"), 1, "{desk}");
        }

        // Again, and once more with the secret that was in use before; and all of it by a stranger.
        assert_eq!(post(&deliveries, &url).await, accepted, "{desk}");
        let mut refused = deliveries.clone();
        if signed {
            for delivery in &mut refused {
                let other = http::HeaderValue::from_str(&"0".repeat(64)).unwrap();
                delivery.headers.insert("x-signature", other);
            }
        } else {
            let older = with_key(&listening.url, OLDER);
            assert_eq!(post(&deliveries, &older).await, accepted, "{desk}");
        }
        let wrong = with_key(&listening.url, &SECRET.replace('0', "1"));
        let refusals = post(&refused, &wrong).await;
        assert_eq!(refusals, vec![Some(401); refused.len()], "{desk}");

        let ended = listening.end();
        assert_eq!(ended.code, Some(0), "{desk}: {}", ended.stderr);
        assert!(ended.lines.is_empty(), "{desk}: {:?}", ended.lines);
        let count = deliveries.len();
        let (all, repeated) = if signed { (3, 1) } else { (4, 2) };
        let sum = format!(
            "helpdesk: {} deliveries, {count} events, {} repeated, {count} refused, 0 put off\n",
            all * count,
            repeated * count
        );
        assert!(ended.stderr.ends_with(&sum), "{desk}: {}", ended.stderr);
        for secret in [SECRET, OLDER] {
            assert!(!ended.stderr.contains(secret), "{desk}: {}", ended.stderr);
        }
    }
}

/// Nobody reads standard output while deliveries come in, so most of them wait when Ctrl-C comes.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_printed_before_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    memory_desk(folder.path());
    let deliveries = numbered(800);
    let seen = ["--seen", "seen-events"];

    let listening = Listening::start(folder.path(), "m", &seen);
    let url = with_key(&listening.url, SECRET);
    assert_eq!(post(&deliveries, &url).await, vec![Some(200); 800]);
    let ended = listening.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let printed = ids(&ended.lines);
    let distinct: BTreeSet<&str> = printed.iter().copied().collect();
    assert_eq!((printed.len(), distinct.len()), (800, 800));

    // It was printed, and that outlasts a restart.
    let listening = Listening::start(folder.path(), "m", &seen);
    let url = with_key(&listening.url, SECRET);
    assert_eq!(post(&deliveries, &url).await, vec![Some(200); 800]);
    let ended = listening.end();
    assert_eq!((ended.code, ended.lines.len()), (Some(0), 0));
    assert!(ended.stderr.contains("800 repeated"), "{}", ended.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_finds_no_place_is_put_off_and_printed_when_it_comes_again() {
    let folder = tempfile::tempdir().unwrap();
    memory_desk(folder.path());
    let deliveries = numbered(2000);
    let mut listening = Listening::start(folder.path(), "m", &["--queue", "10"]);
    let url = with_key(&listening.url, SECRET);
    let answers = post(&deliveries, &url).await;
    let mut waiting: Vec<_> = answers
        .iter()
        .zip(deliveries)
        .filter(|(answer, _)| **answer == Some(503))
        .map(|(_, delivery)| delivery)
        .collect();
    let mut lines = listening.lines(2000 - waiting.len());
    assert!(!waiting.is_empty(), "nothing was put off");
    while !waiting.is_empty() {
        let few: Vec<_> = waiting.drain(..waiting.len().min(5)).collect();
        assert_eq!(post(&few, &url).await, vec![Some(200); few.len()]);
        lines.extend(listening.lines(few.len()));
    }
    let ended = listening.end();
    assert_eq!((ended.code, ended.lines.len()), (Some(0), 0));
    let printed = ids(&lines);
    let distinct: BTreeSet<&str> = printed.iter().copied().collect();
    assert_eq!((printed.len(), distinct.len()), (2000, 2000));
}

#[tokio::test(flavor = "multi_thread")]
async fn thin_events_are_filled_in_on_demand_and_printed_as_they_came_when_that_fails() {
    let desks = Desks::start().await;
    let folder = tempfile::tempdir().unwrap();
    add_desk(folder.path(), &section(&desks.wisecx));

    let mut listening = Listening::start(folder.path(), "wisecx", &[]);
    let url = with_key(&listening.url, SECRET);
    let deliveries = write_in(&desks, "wisecx", &url);
    post(&deliveries, &url).await;
    for line in listening.lines(deliveries.len()) {
        assert_eq!(
            (&line["completeness"], &line["record"]),
            (&json!("thin"), &Value::Null)
        );
    }
    assert_eq!(listening.end().code, Some(0));

    let mut listening = Listening::start(folder.path(), "wisecx", &["--hydrate"]);
    let url = with_key(&listening.url, SECRET);
    post(&deliveries, &url).await;
    let lines = listening.lines(deliveries.len());
    let received = lines.iter().find(|line| line["kind"] == "message.received");
    let received = received.unwrap();
    assert_eq!(received["completeness"], "full");
    assert_eq!(received["record"]["message"]["text"], "Good morning");
    assert_eq!(listening.end().code, Some(0));

    let mut listening = Listening::start(folder.path(), "wisecx", &["--hydrate"]);
    let url = with_key(&listening.url, SECRET);
    let down = Fault::Status {
        status: 500,
        body: String::new(),
        headers: Vec::new(),
    };
    desks.wisecx.lab().inject(FaultRule::always(down));
    post(&deliveries, &url).await;
    for line in listening.lines(deliveries.len()) {
        assert_eq!(line["completeness"], "thin");
    }
    // A desk that does not answer at all does not keep the program from ending.
    desks.wisecx.lab().clear_faults();
    desks.wisecx.lab().inject(FaultRule::always(Fault::Hang));
    let rosa = desks
        .wisecx
        .sim()
        .seed_contact("5511987650002", "Rui Exemplo");
    desks.wisecx.sim().receive_message(&rosa, "Good evening");
    let more = desks.wisecx.lab().take_deliveries();
    assert_eq!(post(&more, &url).await, vec![Some(200); more.len()]);
    let ended = listening.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.lines.len(), more.len());
    assert!(
        ended.stderr.contains("is printed as it came"),
        "{}",
        ended.stderr
    );
}

#[test]
fn an_address_that_cannot_be_used_is_a_usage_error() {
    let folder = tempfile::tempdir().unwrap();
    memory_desk(folder.path());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for address in [address.as_str(), "nowhere", "127.0.0.1:99999"] {
        let listen = ["--desk", "m", "webhooks", "listen", "--addr", address];
        let ran = crate::support::run_in(folder.path(), &[], &listen).exited(2);
        assert!(ran.stderr.contains(address), "{ran:?}");
    }
}

/// The URL of a subscription may hold the secret: it is not shown unless the vendor's own JSON is asked
/// for.
#[tokio::test(flavor = "multi_thread")]
async fn the_secret_in_a_subscription_s_url_is_not_shown() {
    let desks = Desks::start().await;
    let url = format!("https://hooks.example.com/{OLDER}/desk?key={SECRET}");
    for desk in ["digisac", "chat2desk"] {
        let create = [
            "webhooks",
            "create",
            "--url",
            &url,
            "--event",
            "message.received",
        ];
        let made = desks.on(desk, &create).succeeded();
        assert_eq!(made.json()["url"], "https://hooks.example.com/[redacted]");
        let id = crate::support::id_of(&made.json());
        for form in ["table", "json", "jsonl"] {
            for verb in [
                &["webhooks", "list"][..],
                &["webhooks", "get", &id],
                &["webhooks", "update", &id, "--event", "ticket.created"],
            ] {
                let asked = [&["--desk", desk, "--output", form][..], verb].concat();
                let ran = desks.run(&asked).succeeded();
                for secret in [SECRET, OLDER] {
                    assert!(!format!("{ran:?}{made:?}").contains(secret), "{asked:?}");
                }
                assert!(ran.stdout.contains("hooks.example.com"), "{asked:?}");
            }
        }
        let whole = desks
            .on(desk, &["--raw", "webhooks", "get", &id])
            .succeeded();
        assert_eq!(whole.json()["url"], *url, "{desk}");
    }
}
