//! Every verb of every area, on every vendor.

use std::fmt::Write;

use helpdesk_sim::VendorSim;

use crate::support::{Desks, Ran, id_of};

/// Runs verbs on one desk and keeps what came of each.
struct Round<'a> {
    desks: &'a Desks,
    desk: &'a str,
    told: String,
}

impl Round<'_> {
    /// Runs a verb. Words of the outcome are kept; the answer is given back if there is one.
    fn verb(&mut self, arguments: &[&str]) -> Option<serde_json::Value> {
        let all = [&["--allow-loss"], arguments].concat();
        let ran = self.desks.on(self.desk, &all);
        let words: Vec<&str> = arguments
            .iter()
            .copied()
            .filter(|word| {
                word.starts_with("--") || word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            })
            .collect();
        writeln!(self.told, "{}: {}", words.join(" "), outcome(&ran)).unwrap();
        (ran.code == 0).then(|| ran.json())
    }

    fn id(&mut self, arguments: &[&str]) -> String {
        let answer = self.verb(arguments);
        answer.map_or_else(|| "absent".to_owned(), |answer| id_of(&answer))
    }

    fn first(&mut self, arguments: &[&str]) -> String {
        let answer = self.verb(arguments).unwrap_or_default();
        let first = answer.as_array().and_then(|list| list.first());
        first.map_or_else(|| "absent".to_owned(), id_of)
    }
}

fn outcome(ran: &Ran) -> String {
    if ran.code == 0 {
        let answer = ran.json();
        return match answer.as_array() {
            Some(_) => "a list".to_owned(),
            None => "an object".to_owned(),
        };
    }
    let error = ran.error();
    let kind = error["kind"].as_str().unwrap_or_default();
    format!("exit {}, {kind}", ran.code)
}

fn every_verb(desks: &Desks, desk: &str) -> String {
    let mut round = Round {
        desks,
        desk,
        told: String::new(),
    };
    directory(&mut round);
    let contact = contacts(&mut round);
    let ticket = tickets(&mut round, &contact);
    messages(&mut round, &contact, &ticket);
    tags(&mut round, &contact, &ticket);
    webhooks(&mut round);
    round.verb(&["tickets", "close", &ticket]);
    round.verb(&["tickets", "reopen", &ticket]);
    round.verb(&["tickets", "delete", &ticket]);
    round.verb(&["contacts", "delete", &contact]);
    round.told
}

fn directory(round: &mut Round<'_>) {
    for list in ["agents", "departments", "channels", "custom-fields"] {
        round.verb(&["directory", list]);
    }
}

fn contacts(round: &mut Round<'_>) -> String {
    let name = ["--name", "Rosa Exemplo"];
    let phone = ["--phone", "+55 11 98765-0001"];
    let channel = ["--channel", "whatsapp"];
    let create = [&["contacts", "create"], &name[..], &phone, &channel].concat();
    let contact = round.id(&create);
    round.verb(&["contacts", "list"]);
    round.verb(&["contacts", "list", "--search", "5511987650001"]);
    round.verb(&["contacts", "find", "--phone", "551187650001"]);
    round.verb(&["contacts", "find", "--email", "rosa@example.com"]);
    round.verb(&["contacts", "find", "--document", "123.456.789-09"]);
    round.verb(&["contacts", "get", &contact]);
    round.verb(&[&["contacts", "upsert"], &name[..], &phone, &channel].concat());
    round.verb(&["contacts", "update", &contact, "--name", "Rosa Lima"]);
    round.verb(&["contacts", "update", &contact, "--clear", "document"]);
    round.verb(&["contacts", "block", &contact]);
    round.verb(&["contacts", "unblock", &contact]);
    contact
}

fn tickets(round: &mut Round<'_>, contact: &str) -> String {
    let agent = round.first(&["directory", "agents", "--limit", "1"]);
    let department = round.first(&["directory", "departments", "--limit", "1"]);
    let create = ["tickets", "create", "--contact", contact];
    let what = ["--subject", "Invoice", "--text", "It is missing."];
    let to = ["--channel", "whatsapp", "--department", &department];
    let ticket = round.id(&[&create[..], &what, &to].concat());
    for status in ["open", "waiting", "closed", "any"] {
        round.verb(&["tickets", "list", "--status", status]);
    }
    round.verb(&["tickets", "list", "--contact", contact]);
    round.verb(&["tickets", "list", "--assignee", &agent]);
    round.verb(&["tickets", "list", "--department", &department]);
    round.verb(&["tickets", "list", "--updated-since", "2020-01-01T00:00:00Z"]);
    round.verb(&["tickets", "get", &ticket]);
    round.verb(&[
        "tickets",
        "update",
        &ticket,
        "--subject",
        "Invoice of March",
    ]);
    round.verb(&["tickets", "update", &ticket, "--priority", "high"]);
    round.verb(&["tickets", "assign", &ticket, "--agent", &agent]);
    round.verb(&["tickets", "unassign", &ticket]);
    round.verb(&["tickets", "transfer", &ticket, "--department", &department]);
    ticket
}

fn messages(round: &mut Round<'_>, contact: &str, ticket: &str) {
    for target in [["--contact", contact], ["--ticket", ticket]] {
        for verb in ["send", "note"] {
            round.verb(&[&["messages", verb], &target[..], &["--text", "We look."]].concat());
        }
        for verb in ["list", "notes"] {
            round.verb(&[&["messages", verb], &target[..]].concat());
        }
    }
}

fn tags(round: &mut Round<'_>, contact: &str, ticket: &str) {
    round.first(&["tags", "list"]);
    for (scope, target) in [
        ("contact", ["--contact", contact]),
        ("ticket", ["--ticket", ticket]),
    ] {
        let existing = round.first(&["tags", "list", "--scope", scope]);
        let made = round.id(&[
            "tags",
            "create",
            "--name",
            &format!("later, {scope}"),
            "--scope",
            scope,
        ]);
        let tag = if made == "absent" { &existing } else { &made };
        round.verb(&["tags", "get", tag]);
        round.verb(&[&["tags", "attach", tag], &target[..]].concat());
        if scope == "contact" {
            round.verb(&["contacts", "list", "--tag", tag]);
        } else {
            round.verb(&["tickets", "list", "--tag", tag]);
        }
        round.verb(&[&["tags", "detach", tag], &target[..]].concat());
        round.verb(&["tags", "update", tag, "--name", "Much later"]);
        round.verb(&["tags", "delete", tag]);
    }
}

fn webhooks(round: &mut Round<'_>) {
    let url = ["--url", "https://hooks.example.com/desk"];
    let create = [
        &["webhooks", "create"],
        &url[..],
        &["--event", "message.received"],
    ]
    .concat();
    let webhook = round.id(&[&create[..], &["--name", "hook"]].concat());
    round.verb(&["webhooks", "list"]);
    round.verb(&["webhooks", "get", &webhook]);
    round.verb(&["webhooks", "update", &webhook, "--event", "ticket.created"]);
    round.verb(&["webhooks", "delete", &webhook]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_on_cxpress() {
    let desks = Desks::start().await;
    insta::assert_snapshot!(every_verb(&desks, helpdesk_sim::cxpress::Sim::VENDOR));
    desks.cxpress.assert_documented();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_on_digisac() {
    let desks = Desks::start().await;
    insta::assert_snapshot!(every_verb(&desks, helpdesk_sim::digisac::Sim::VENDOR));
    desks.digisac.assert_documented();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_on_wisecx() {
    let desks = Desks::start().await;
    insta::assert_snapshot!(every_verb(&desks, helpdesk_sim::wisecx::Sim::VENDOR));
    desks.wisecx.assert_documented();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_on_chat2desk() {
    let desks = Desks::start().await;
    insta::assert_snapshot!(every_verb(&desks, helpdesk_sim::chat2desk::Sim::VENDOR));
    desks.chat2desk.assert_documented();
}
