//! Command lines that make no sense, and what stays silent.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Desks, command};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_line_is_2_in_one_line() {
    let desks = Desks::start().await;
    let wrong: [&[&str]; 14] = [
        &["contacts", "get"],
        &["contacts", "find"],
        &[
            "contacts",
            "find",
            "--phone",
            "1",
            "--email",
            "a@example.com",
        ],
        &["contacts", "create", "--field", "no-value"],
        &["contacts", "update", "1"],
        &["contacts", "update", "1", "--channel", "whatsapp"],
        &["contacts", "update", "1", "--name", "A", "--clear", "name"],
        &["tickets", "list", "--status", "stuck"],
        &["tickets", "list", "--updated-since", "yesterday"],
        &["tickets", "update", "1", "--clear", "status"],
        &["messages", "send", "--text", "to nobody"],
        &["tags", "attach", "1"],
        &["raw", "GET", "/x", "--json", "{"],
        &["webhooks", "parse", "--body", "no-such-file"],
    ];
    for arguments in wrong {
        let ran = desks.run(arguments).exited(2);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
        let ran = desks.on("memory", arguments).exited(2);
        assert_eq!(ran.error()["kind"], "usage", "{arguments:?}");
        assert!(ran.error()["attempts"].is_number(), "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_no_failure() {
    let desks = Desks::start().await;
    let help = desks.run(&["--help"]).succeeded();
    for area in [
        "contacts",
        "tickets",
        "webhooks",
        "capabilities",
        "demo",
        "sim",
    ] {
        assert!(help.stdout.contains(area), "{}", help.stdout);
    }
    assert!(
        desks
            .run(&["--version"])
            .succeeded()
            .stdout
            .starts_with("helpdesk ")
    );
    let without_area = desks.run(&[]).exited(2);
    assert!(
        without_area.stderr.contains("Usage"),
        "{}",
        without_area.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_leaves_is_no_failure() {
    let desks = Desks::start().await;
    for arguments in [
        &["capabilities", "--output", "table"][..],
        &["capabilities", "--output", "jsonl"],
        &["demo", "--output", "table"],
    ] {
        let mut child = command(desks.folder.path(), &[], arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}: {told}");
        assert_eq!(told, "", "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_go_to_standard_error_and_hold_no_secret() {
    let desks = Desks::start().await;
    let token = desks.chat2desk.sim().token();
    let ran = desks
        .on("chat2desk", &["-vvv", "contacts", "list"])
        .succeeded();
    assert!(ran.json().is_array());
    assert!(!ran.stderr.is_empty());
    assert!(!ran.stderr.contains(&token), "{}", ran.stderr);
    let quiet = desks.on("chat2desk", &["contacts", "list"]).succeeded();
    assert_eq!(quiet.stderr, "");
}
