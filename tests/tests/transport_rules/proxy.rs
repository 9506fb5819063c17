//! The environment's proxies: what they get to see. Each case is a process of its own, for the
//! environment belongs to all of a process.

use std::process::Command;

use helpdesk_http::ReqwestTransport;

use crate::servers::Server;
use crate::{VENDORS, build, calls, section, shown};

/// The child's own name, and the variable that says what it is to do.
const CHILD: &str = "proxy::the_program_behind_a_proxy";
const ROLE: &str = "HELPDESK_E2E_BEHIND_A_PROXY";

const PROXY_PASSWORD: &str = "canary-of-the-proxy";

/// Runs the program with these variables for every vendor, and gives what it printed.
async fn behind(
    proxy: &Server,
    variables: &[&str],
    no_proxy: &str,
    base: &str,
    own: bool,
) -> String {
    let url = format!("http://me:{PROXY_PASSWORD}@{}", proxy.address());
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", CHILD, "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    child.env_remove("REQUEST_METHOD");
    for name in variables {
        child.env(name, &url);
    }
    child.env("NO_PROXY", no_proxy);
    child.env(ROLE, format!("{base} {own}"));
    let output = tokio::task::spawn_blocking(move || child.output().unwrap());
    let output = output.await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("done with all"),
        "the child did nothing:\n{text}"
    );
    // As it is, and as `Proxy-Authorization` has it.
    assert!(
        !text.contains("canary") && !text.contains("Y2FuYXJ5"),
        "{text}"
    );
    text
}

/// What the other tests of this file start. By itself it has nothing to do.
#[tokio::test]
async fn the_program_behind_a_proxy() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let (base, own) = role.split_once(' ').unwrap();
    println!("{:?}", ReqwestTransport::builder().build().unwrap());
    for (vendor, keys) in VENDORS {
        let http = if own == "true" { "proxy = false" } else { "" };
        let desk = build(&section(vendor, keys, Some(base), http)).unwrap();
        println!("{:?} {:?}", desk, desk.desk().vendor());
        for outcome in calls(&desk).await {
            if let Err(error) = outcome {
                println!("{vendor}: {}", shown(&error));
            }
        }
    }
    println!("done with all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_sees_no_credentials_of_https() {
    let proxy = Server::answering(200, "", "{}").await;
    for variables in [
        &["HTTPS_PROXY"][..],
        &["ALL_PROXY"],
        &["https_proxy", "http_proxy"],
    ] {
        behind(&proxy, variables, "", "https://desk.example.com", false).await;
    }
    for seen in proxy.seen() {
        assert!(seen.starts_with("CONNECT desk.example.com:443 "), "{seen}");
        assert!(!seen.contains("canary"), "{seen}");
        assert!(
            !seen.to_ascii_lowercase().contains("\r\nauthorization"),
            "{seen}"
        );
    }
}

/// What is allowed in the open because it stays on this machine does not leave it by a proxy.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_sees_nothing_of_plain_http_to_this_machine() {
    let proxy = Server::answering(400, "", "{}").await;
    let vendor = Server::answering(400, "", "{}").await;
    for variables in [&["HTTP_PROXY"][..], &["http_proxy"], &["ALL_PROXY"]] {
        behind(&proxy, variables, "", &vendor.url(), false).await;
    }
    assert_eq!(proxy.seen(), [""; 0]);
    assert!(vendor.seen().len() > VENDORS.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_is_left_alone_when_told_so() {
    let proxy = Server::answering(400, "", "{}").await;
    let vendor = Server::answering(400, "", "{}").await;
    let all = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    behind(&proxy, &all, "", &vendor.url(), true).await;
    behind(&proxy, &all, "127.0.0.1", &vendor.url(), false).await;
    assert_eq!(proxy.seen(), [""; 0]);
}
