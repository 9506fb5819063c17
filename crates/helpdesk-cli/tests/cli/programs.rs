//! `capabilities`, `doctor`, `demo`, `sim`.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use helpdesk_sim::{Fault, FaultRule};
use serde_json::Value;

use crate::support::{Desks, command, keys, run_in};

#[tokio::test(flavor = "multi_thread")]
async fn capabilities_tell_how_or_why() {
    let desks = Desks::start().await;
    for desk in ["cxpress", "digisac", "wisecx", "chat2desk", "memory"] {
        let answer = desks.answer(desk, &["capabilities"]);
        assert_eq!(keys(&answer), ["operations", "vendor"]);
        assert_eq!(answer["vendor"], desk);
        for operation in answer["operations"].as_array().unwrap() {
            let shape = [
                "effects",
                "fields",
                "note",
                "operation",
                "safety",
                "support",
                "unverified",
            ];
            assert_eq!(keys(operation), shape);
            let native = operation["support"] == "native";
            assert_eq!(native, operation["note"] == "", "{desk}: {operation}");
        }
        let lines = desks.run(&["--desk", desk, "--output", "jsonl", "capabilities"]);
        let count = answer["operations"].as_array().unwrap().len();
        assert_eq!(lines.succeeded().lines().len(), count);
        let table = desks.run(&["--desk", desk, "--output", "table", "capabilities"]);
        assert!(table.succeeded().stdout.contains("how or why"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_loses_something_is_1() {
    let desks = Desks::start().await;
    let ran = desks
        .on("wisecx", &["capabilities", "--diff", "chat2desk"])
        .exited(1);
    let answer = ran.json();
    assert_eq!(keys(&answer), ["from", "lost", "to"]);
    assert_eq!(
        (&answer["from"], &answer["to"]),
        (&"wisecx".into(), &"chat2desk".into())
    );
    let lost = answer["lost"].as_array().unwrap();
    let deletion = lost
        .iter()
        .find(|loss| loss["operation"] == "contacts.delete");
    assert_eq!(deletion.unwrap()["gone"], true);
    assert_eq!(ran.stderr, "");

    let none = desks.answer("chat2desk", &["capabilities", "--diff", "memory"]);
    assert_eq!(none["lost"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_is_wrong() {
    let desks = Desks::start().await;
    for desk in ["cxpress", "digisac", "wisecx", "chat2desk", "memory"] {
        let answer = desks.answer(desk, &["doctor"]);
        assert_eq!(answer["ok"], true, "{desk}: {answer}");
        assert!(
            answer["checks"].as_array().unwrap().len() >= 4,
            "{desk}: {answer}"
        );
    }
    let verdict = |fault: Option<FaultRule>, arguments: &[&str]| {
        desks.digisac.lab().clear_faults();
        if let Some(rule) = fault {
            desks.digisac.lab().inject(rule);
        }
        let answer = desks.on("digisac", arguments).exited(1).json();
        assert_eq!(answer["ok"], false);
        answer["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["ok"].as_bool())
            .collect::<Vec<_>>()
    };
    let status = |status| {
        let (headers, body) = (Vec::new(), "{}".to_owned());
        FaultRule::always(Fault::Status {
            status,
            headers,
            body,
        })
    };
    let (good, bad) = (Some(true), Some(false));
    let unreached = FaultRule::always(Fault::ResetBefore);
    assert_eq!(
        verdict(Some(unreached), &["doctor"]),
        [good, bad, None, None]
    );
    assert_eq!(
        verdict(Some(status(401)), &["doctor"]),
        [good, good, bad, None]
    );
    assert_eq!(
        verdict(Some(status(429)), &["doctor"]),
        [good, good, good, bad]
    );
    let no_file = ["--config", "no.toml", "doctor"];
    assert_eq!(verdict(None, &no_file), [bad, None, None, None]);
    let table = desks.run(&["--config", "no.toml", "--output", "table", "doctor"]);
    assert!(table.exited(1).stdout.contains("FAILED"));
}

#[test]
fn the_demo_works_on_every_desk() {
    let folder = tempfile::tempdir().unwrap();
    let answer = run_in(folder.path(), &[], &["--output", "json", "demo"]);
    let answer = answer.succeeded().json();
    assert_eq!(answer["violations"], serde_json::json!([]));
    let desks = answer["desks"].as_array().unwrap();
    let names: Vec<&Value> = desks.iter().map(|desk| &desk["desk"]).collect();
    assert_eq!(
        names,
        ["memory", "cxpress", "digisac", "wisecx", "chat2desk"]
    );
    for desk in desks {
        let steps = desk["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 17, "{desk}");
        assert!(
            steps.iter().all(|step| step["outcome"] != "FAILED"),
            "{desk}"
        );
    }
    let word = |step: &Value| step["outcome"].as_str().unwrap().to_owned();
    let told: Vec<(String, Vec<String>)> = desks[0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let name = step["step"].as_str().unwrap().to_owned();
            (
                name,
                desks.iter().map(|desk| word(&desk["steps"][at])).collect(),
            )
        })
        .collect();
    insta::assert_json_snapshot!(told);
}

#[cfg(unix)]
#[test]
fn the_simulators_are_served_until_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path(), &[], &["sim"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // What is told on standard error comes behind the configuration.
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(line.contains("Ctrl-C"), "{line}");
    let mut printed = vec![0; 65_536];
    let mut stdout = child.stdout.take().unwrap();
    let mut length = 0;
    while !printed[..length].ends_with(b"\"\n") || !has_all_desks(&printed[..length]) {
        let more = stdout.read(&mut printed[length..]).unwrap();
        assert_ne!(more, 0, "it ended early");
        length += more;
    }
    std::fs::write(folder.path().join("helpdesk.toml"), &printed[..length]).unwrap();

    for desk in ["memory", "cxpress", "digisac", "wisecx", "chat2desk"] {
        let doctor = ["--desk", desk, "--output", "json", "doctor"];
        run_in(folder.path(), &[], &doctor).succeeded();
        let list = ["--desk", desk, "--output", "json", "directory", "agents"];
        assert!(
            run_in(folder.path(), &[], &list)
                .succeeded()
                .json()
                .is_array()
        );
    }

    let stop = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(stop.unwrap().success());
    assert!(child.wait().unwrap().success());
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "something undocumented was sent");
}

fn has_all_desks(printed: &[u8]) -> bool {
    let text = String::from_utf8_lossy(printed);
    let vendors = ["memory", "cxpress", "digisac", "wisecx", "chat2desk"];
    vendors
        .iter()
        .all(|desk| text.contains(&format!("[desks.{desk}]\n")))
        && text.contains("default_tag_group")
}

#[test]
fn a_port_that_is_taken_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = run_in(folder.path(), &[], &["sim", "--port", &port]).exited(2);
    assert!(ran.stderr.contains(&port), "{}", ran.stderr);
    let ran = run_in(folder.path(), &[], &["sim", "--port", "65535"]).exited(2);
    assert!(ran.stderr.contains("65535"), "{}", ran.stderr);
}
