//! The shapes of answers, key by key.

use serde_json::{Map, Value};

use crate::support::{Desks, id_of, keys, steady};

const CONTACT: [&str; 17] = [
    "blocked",
    "channel",
    "created_at",
    "custom_fields",
    "deliverable",
    "document",
    "emails",
    "handles",
    "id",
    "name",
    "not_sent",
    "organization",
    "owner",
    "phones",
    "tags",
    "updated_at",
    "losses",
];
const TICKET: [&str; 20] = [
    "assignee",
    "channel",
    "closed_at",
    "contact",
    "conversations",
    "created_at",
    "custom_fields",
    "deleted_at",
    "department",
    "description",
    "due_at",
    "id",
    "not_sent",
    "number",
    "priority",
    "status",
    "subject",
    "tags",
    "updated_at",
    "losses",
];

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_desk_answers_with_the_same_keys() {
    let desks = Desks::start().await;
    for desk in ["cxpress", "digisac", "wisecx", "chat2desk", "memory"] {
        let create = [
            "contacts",
            "create",
            "--name",
            "Rosa",
            "--phone",
            "+5511987650001",
        ];
        let contact = desks.answer(desk, &[&["--allow-loss"], &create[..]].concat());
        assert_eq!(keys(&contact), sorted(&CONTACT), "{desk}");
        if desk == "memory" {
            // Each run has a memory desk of its own: its contact is gone.
            continue;
        }
        let of = ["--contact", &id_of(&contact), "--channel", "whatsapp"];
        let what = ["--subject", "Invoice", "--text", "It is missing."];
        let create = [&["--allow-loss", "tickets", "create"], &of[..], &what].concat();
        let ticket = desks.answer(desk, &create);
        assert_eq!(keys(&ticket), sorted(&TICKET), "{desk}");
        assert_eq!(
            keys(&ticket["status"]),
            ["category", "raw", "value"],
            "{desk}"
        );
        for loss in ticket["losses"].as_array().unwrap() {
            assert_eq!(keys(loss), ["field", "reason"], "{desk}");
        }
        for agent in desks
            .answer(desk, &["directory", "agents"])
            .as_array()
            .unwrap()
        {
            assert!(
                agent["id"].is_string() && agent["active"].is_boolean(),
                "{desk}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn losses_are_told_only_where_they_are_allowed() {
    let desks = Desks::start().await;
    let create = [
        "contacts",
        "create",
        "--name",
        "Rosa",
        "--phone",
        "+5511987650001",
    ];
    let plain = desks.answer("chat2desk", &create);
    assert!(plain.get("losses").is_none(), "{plain}");
    let wanting = [
        "contacts",
        "update",
        &id_of(&plain),
        "--document",
        "12345678909",
    ];
    let refused = desks.on("chat2desk", &wanting).exited(6);
    assert_eq!(refused.error()["field_errors"][0]["field"], "document");
    assert!(refused.stderr.contains("document"), "{}", refused.stderr);
    let more = ["--name", "Rosa Lima", "--allow-loss"];
    let answer = desks.answer("chat2desk", &[&wanting[..], &more].concat());
    assert_eq!(answer["losses"][0]["field"], "document");
    assert_eq!(answer["name"], "Rosa Lima");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_they_stand() {
    let desks = Desks::start().await;
    let desk = "chat2desk";
    let contact = desks.contact(desk);
    let of = ["--contact", &contact];
    let create = [
        "tickets",
        "create",
        "--subject",
        "Invoice",
        "--text",
        "Missing",
    ];
    let channel = ["--channel", "whatsapp", "--priority", "high"];
    let create = [&create[..], &of, &channel, &["--allow-loss"]].concat();
    let calls: [(&str, Vec<&str>); 10] = [
        ("contact", vec!["contacts", "get", &contact]),
        ("ticket", create),
        (
            "message",
            [&["messages", "send", "--text", "Hello"], &of[..]].concat(),
        ),
        (
            "note",
            [&["messages", "note", "--text", "Called"], &of[..]].concat(),
        ),
        ("messages", [&["messages", "list"], &of[..]].concat()),
        ("tags", vec!["tags", "list", "--limit", "2"]),
        ("agents", vec!["directory", "agents", "--limit", "1"]),
        (
            "departments",
            vec!["directory", "departments", "--limit", "1"],
        ),
        ("channels", vec!["directory", "channels", "--limit", "1"]),
        (
            "custom_fields",
            vec!["directory", "custom-fields", "--limit", "1"],
        ),
    ];
    let answers: Map<String, Value> = calls
        .iter()
        .map(|(name, call)| ((*name).to_owned(), steady(&desks.answer(desk, call))))
        .collect();
    insta::assert_json_snapshot!(answers);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_to_a_record_is_told_as_an_object() {
    let desks = Desks::start().await;
    let contact = desks.contact("digisac");
    let tags = desks.answer("digisac", &["tags", "list"]);
    let tag = id_of(&tags[0]);
    let attached = desks.answer("digisac", &["tags", "attach", &tag, "--contact", &contact]);
    let expected =
        serde_json::json!({"tag": tag, "contact": contact, "ticket": null, "attached": true});
    assert_eq!(attached, expected);
    let deleted = desks.answer("digisac", &["contacts", "delete", &contact]);
    assert_eq!(deleted, serde_json::json!({"id": contact, "deleted": true}));
}
