//! `helpdesk doctor`

use std::process::ExitCode;

use helpdesk::{ErrorKind, Quota};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::Format;
use crate::session::Session;

/// One thing that was looked at.
struct Finding {
    what: &'static str,
    good: bool,
    said: String,
}

/// Looks at configuration, credentials, reachability and quota, a line each.
pub async fn run(session: &Session) -> Result<ExitCode, Failure> {
    let mut findings = Vec::new();
    examine(session, &mut findings).await;
    let printer = &session.printer;
    if printer.format() == Format::Table {
        printer.table(
            &["", "what", "found"],
            findings.iter().map(|finding| {
                let mark = if finding.good { "ok" } else { "FAILED" };
                vec![
                    mark.to_owned(),
                    finding.what.to_owned(),
                    finding.said.clone(),
                ]
            }),
        )?;
    } else {
        let rows: Vec<Value> = findings
            .iter()
            .map(
                |finding| json!({"check": finding.what, "ok": finding.good, "found": finding.said}),
            )
            .collect();
        printer.json(&Value::Array(rows))?;
    }
    Ok(ExitCode::from(u8::from(
        !findings.iter().all(|finding| finding.good),
    )))
}

async fn examine(session: &Session, findings: &mut Vec<Finding>) {
    let mut note = |what, good, said: String| findings.push(Finding { what, good, said });
    let client = match session.client() {
        Ok(client) => client,
        Err(Failure::Desk(error)) => return note("configuration", false, error.to_string()),
        Err(_) => return note("configuration", false, "cannot be read".to_owned()),
    };
    note(
        "configuration",
        true,
        format!("a desk at {}", client.vendor()),
    );
    match client.check().await {
        Ok(account) => {
            let name = account
                .name
                .map(|name| format!(" to {name}"))
                .unwrap_or_default();
            note("reachability", true, "the vendor answers".to_owned());
            note("credentials", true, format!("they give access{name}"));
            if account.quotas.is_empty() {
                note("quota", true, "the vendor tells of none".to_owned());
            }
            for quota in account.quotas {
                note("quota", quota.left != Some(0), in_words(&quota));
            }
        }
        Err(error) => {
            let refused = matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden);
            let limited = matches!(
                error.kind(),
                ErrorKind::RateLimited | ErrorKind::QuotaExhausted
            );
            if refused || limited {
                note("reachability", true, "the vendor answers".to_owned());
            }
            let what = if refused {
                "credentials"
            } else if limited {
                "quota"
            } else {
                "reachability"
            };
            note(what, false, error.to_string());
        }
    }
}

fn in_words(quota: &Quota) -> String {
    let part = |amount: Option<u64>, word: &str| amount.map(|amount| format!("{amount} {word}"));
    let parts: Vec<String> = [part(quota.used, "used"), part(quota.left, "left")]
        .into_iter()
        .flatten()
        .collect();
    format!("{}: {}", quota.name, parts.join(", "))
}
