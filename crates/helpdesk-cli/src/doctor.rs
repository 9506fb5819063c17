//! `helpdesk doctor`

use std::cmp::Ordering;
use std::process::ExitCode;

use helpdesk::{ErrorKind, Quota};
use serde::Serialize;
use serde_json::json;

use crate::failure::{Failure, line_of};
use crate::output::Format;
use crate::session::Session;

/// What is looked at, in this order.
const CHECKS: [&str; 4] = ["configuration", "reachability", "credentials", "quota"];

const ANSWERS: &str = "the vendor answers";

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    check: &'static str,
    /// `None` when an earlier failure kept it from being looked at.
    ok: Option<bool>,
    found: String,
}

/// Looks at configuration, credentials, reachability and quota, a line each.
pub async fn run(session: &Session) -> Result<ExitCode, Failure> {
    let findings = examine(session).await;
    let failed = findings.iter().any(|finding| finding.ok == Some(false));
    let printer = &session.printer;
    if printer.format() == Format::Table {
        printer.table(
            &["", "check", "found"],
            findings.iter().map(|finding| {
                let mark = match finding.ok {
                    Some(true) => "ok",
                    Some(false) => "FAILED",
                    None => "–",
                };
                vec![
                    mark.to_owned(),
                    finding.check.to_owned(),
                    finding.found.clone(),
                ]
            }),
        )?;
    } else {
        let rows = findings.iter().map(|finding| json!(finding)).collect();
        printer.rows(json!({"ok": !failed}), "checks", rows)?;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

async fn examine(session: &Session) -> Vec<Finding> {
    let client = match session.client() {
        Ok(client) => client,
        Err(Failure::Desk(error)) => return stopped_at("configuration", &line_of(&error)),
        Err(_) => return stopped_at("configuration", "cannot be read"),
    };
    let configuration = good("configuration", format!("a desk at {}", client.vendor()));
    let account = match client.check().await {
        Ok(account) => account,
        Err(error) => {
            let mut findings = stopped_at(failed_check(error.kind()), &line_of(&error));
            if let Some(first) = findings.first_mut() {
                *first = configuration;
            }
            return findings;
        }
    };
    let whose = account
        .name
        .map(|name| format!(" to {name}"))
        .unwrap_or_default();
    let mut findings = vec![
        configuration,
        good("reachability", ANSWERS.to_owned()),
        good("credentials", format!("they give access{whose}")),
    ];
    if account.quotas.is_empty() {
        findings.push(good("quota", "the vendor tells of none".to_owned()));
    }
    let used_up = nothing_left(&account.quotas);
    findings.extend(account.quotas.iter().map(|quota| Finding {
        check: "quota",
        ok: Some(!used_up || quota.left != Some(0)),
        found: in_words(quota),
    }));
    findings
}

/// Which check a failure of the account's check belongs to.
fn failed_check(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthorized | ErrorKind::Forbidden => "credentials",
        ErrorKind::RateLimited | ErrorKind::QuotaExhausted => "quota",
        _ => "reachability",
    }
}

/// All checks, of which one failed: those before it are good, those behind it were not reached.
fn stopped_at(failed: &str, why: &str) -> Vec<Finding> {
    let at = CHECKS.iter().position(|check| *check == failed);
    let at = at.unwrap_or_default();
    let finding = |(place, check): (usize, &&'static str)| match place.cmp(&at) {
        Ordering::Less if *check == "credentials" => good(check, "not refused".to_owned()),
        Ordering::Less => good(check, ANSWERS.to_owned()),
        Ordering::Equal => Finding {
            check,
            ok: Some(false),
            found: why.to_owned(),
        },
        Ordering::Greater => Finding {
            check,
            ok: None,
            found: "not looked at".to_owned(),
        },
    };
    CHECKS.iter().enumerate().map(finding).collect()
}

fn good(check: &'static str, found: String) -> Finding {
    Finding {
        check,
        ok: Some(true),
        found,
    }
}

/// Whether all quotas are used up. One may be: what was bought on top of a plan often is nothing.
fn nothing_left(quotas: &[Quota]) -> bool {
    let mut left = quotas.iter().filter_map(|quota| quota.left).peekable();
    left.peek().is_some() && left.all(|left| left == 0)
}

fn in_words(quota: &Quota) -> String {
    let part = |amount: Option<u64>, word: &str| amount.map(|amount| format!("{amount} {word}"));
    let parts: Vec<String> = [part(quota.used, "used"), part(quota.left, "left")]
        .into_iter()
        .flatten()
        .collect();
    format!("{}: {}", quota.name, parts.join(", "))
}
