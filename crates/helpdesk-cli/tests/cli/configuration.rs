//! Where the configuration comes from, and what is told when it is wrong.

use std::path::Path;

use crate::support::{Ran, run_in};

const CAPABILITIES: [&str; 3] = ["--output", "json", "capabilities"];

fn vendor(ran: Ran) -> String {
    ran.succeeded().json()["vendor"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn write(file: &Path, vendor: &str) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let keys = match vendor {
        "memory" => "",
        "digisac" => "token = \"t\"\nbase_url = \"https://desk.example.com/api/v1\"\n",
        "wisecx" => "api_key = \"k\"\nuser = \"u\"\n",
        _ => "token = \"t\"\n",
    };
    std::fs::write(file, format!("[desks.one]\nvendor = \"{vendor}\"\n{keys}")).unwrap();
}

#[test]
fn the_nearest_configuration_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write(&here.join("users/helpdesk/helpdesk.toml"), "chat2desk");
    let users = here.join("users");
    let home = [
        ("XDG_CONFIG_HOME", users.to_str().unwrap()),
        ("APPDATA", users.to_str().unwrap()),
    ];
    if !cfg!(target_os = "macos") {
        assert_eq!(vendor(run_in(here, &home, &CAPABILITIES)), "chat2desk");
    }

    write(&here.join("helpdesk.toml"), "memory");
    assert_eq!(vendor(run_in(here, &home, &CAPABILITIES)), "memory");

    write(&here.join("by-variable.toml"), "wisecx");
    let named = [home[0], home[1], ("HELPDESK_CONFIG", "by-variable.toml")];
    assert_eq!(vendor(run_in(here, &named, &CAPABILITIES)), "wisecx");

    write(&here.join("by-option.toml"), "digisac");
    let option = [&["--config", "by-option.toml"], &CAPABILITIES[..]].concat();
    assert_eq!(vendor(run_in(here, &named, &option)), "digisac");
}

#[test]
fn the_environment_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let environment = [
        ("HELPDESK_DEFAULT", "b"),
        ("HELPDESK_DESKS__A__VENDOR", "memory"),
        ("HELPDESK_DESKS__B__VENDOR", "chat2desk"),
        ("HELPDESK_DESKS__B__TOKEN__ENV", "SOMETHING_SECRET"),
        ("SOMETHING_SECRET", "t"),
        ("HELPDESK_DESKS__B__HTTP__MAX_ATTEMPTS", "1"),
    ];
    let here = folder.path();
    assert_eq!(
        vendor(run_in(here, &environment, &CAPABILITIES)),
        "chat2desk"
    );
    let a = [&["--desk", "a"], &CAPABILITIES[..]].concat();
    assert_eq!(vendor(run_in(here, &environment, &a)), "memory");
}

#[test]
fn the_environment_overrides_the_file() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("helpdesk.toml"), "chat2desk");
    let environment = [
        ("HELPDESK_DEFAULT", "two"),
        ("HELPDESK_DESKS__TWO__VENDOR", "memory"),
    ];
    let ran = run_in(folder.path(), &environment, &CAPABILITIES);
    assert_eq!(vendor(ran), "memory");
}

#[test]
fn wrong_configuration_is_3_and_names_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let missing = run_in(here, &[], &CAPABILITIES).exited(3);
    assert!(missing.stderr.contains("helpdesk.toml"), "{missing:?}");
    let named = run_in(
        here,
        &[],
        &[&["--config", "no.toml"], &CAPABILITIES[..]].concat(),
    );
    assert!(named.exited(3).stderr.contains("no.toml"));

    let cases = [
        ("[desks.one]\n", "desks.one.vendor"),
        ("[desks.one]\nvendor = \"nobody\"\n", "desks.one.vendor"),
        ("[desks.one]\nvendor = \"chat2desk\"\n", "token"),
        ("[desks.one]\nvendor = \"memory\"\ncolour = 1\n", "colour"),
        (
            "[desks.one]\nvendor = \"chat2desk\"\ntoken = { env = \"NOT_SET\" }\n",
            "desks.one.token",
        ),
        ("default = 7\n", "default"),
        ("desk = 7\n", "desk"),
        ("[desks.one\n", "line 1"),
        ("", "desks"),
    ];
    for (text, key) in cases {
        std::fs::write(here.join("helpdesk.toml"), text).unwrap();
        let ran = run_in(here, &[], &CAPABILITIES).exited(3);
        let error = ran.error();
        assert_eq!(error["kind"], "config", "{text}");
        let field = error["field_errors"][0]["field"]
            .as_str()
            .unwrap()
            .to_owned();
        let message = error["field_errors"][0]["message"].to_string();
        assert!(
            field.contains(key) || message.contains(key),
            "{text}: {error}"
        );
        assert!(
            ran.stderr.lines().next().unwrap().contains(key),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_desk_that_is_not_there_is_3() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("helpdesk.toml"), "memory");
    let ran = run_in(folder.path(), &[], &["--desk", "two", "contacts", "list"]);
    let told = ran.exited(3).stderr;
    assert!(told.contains("desks.two") && told.contains("one"), "{told}");
    let ran = run_in(folder.path(), &[], &["capabilities", "--diff", "two"]);
    assert!(ran.exited(3).stderr.contains("desks.two"));
}

#[test]
fn a_secret_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "a \\\"strange\\\" s3cret";
    let text = format!("[desks.one]\nvendor = \"chat2desk\"\ntoken = \"{secret}\\u0001\"\n");
    std::fs::write(folder.path().join("helpdesk.toml"), text).unwrap();
    for arguments in [
        &["-vvv", "contacts", "list"][..],
        &["--output", "json", "doctor"],
    ] {
        let ran = run_in(folder.path(), &[], arguments);
        assert_ne!(ran.code, 0, "{ran:?}");
        assert!(!format!("{ran:?}").contains("s3cret"), "{ran:?}");
    }
}
