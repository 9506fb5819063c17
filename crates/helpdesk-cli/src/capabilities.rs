//! `helpdesk capabilities`

use std::process::ExitCode;

use helpdesk::{Capabilities, CapabilityLoss};
use serde_json::json;

use crate::args::CapabilitiesAsked;
use crate::failure::Failure;
use crate::output::Format;
use crate::session::Session;

/// Shows what a desk can do, or what would be lost by moving to another.
pub fn run(session: &Session, asked: &CapabilitiesAsked) -> Result<ExitCode, Failure> {
    let here = session.client()?;
    match &asked.diff {
        None => show(session, here.capabilities()),
        Some(name) => {
            let there = session.client_named(name)?;
            let lost = here.capabilities().lost_at(there.capabilities());
            let to = there.vendor().as_str();
            let from = here.vendor().as_str();
            show_lost(session, from, to, &lost)?;
            Ok(if lost.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(1)
            })
        }
    }
}

fn show(session: &Session, capabilities: &Capabilities) -> Result<ExitCode, Failure> {
    let printer = &session.printer;
    if printer.format() == Format::Table {
        printer.table(
            &["operation", "support", "how or why", "unverified"],
            capabilities.iter().map(|(operation, capability)| {
                vec![
                    operation.to_string(),
                    capability.support.as_str().to_owned(),
                    capability.support.note().to_owned(),
                    capability
                        .unverified
                        .clone()
                        .unwrap_or_default()
                        .into_owned(),
                ]
            }),
        )?;
    } else {
        let rows = capabilities.iter().map(|(operation, capability)| {
            json!({
                "operation": operation,
                "support": capability.support.as_str(),
                "note": capability.support.note(),
                "fields": capability.fields,
                "safety": capability.safety,
                "effects": capability.effects,
                "unverified": capability.unverified,
            })
        });
        let head = json!({"vendor": capabilities.vendor().as_str()});
        printer.rows(head, "operations", rows.collect())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show_lost(
    session: &Session,
    from: &str,
    to: &str,
    lost: &[CapabilityLoss],
) -> Result<(), Failure> {
    let printer = &session.printer;
    if printer.format() == Format::Table {
        return printer.table(
            &["operation", "lost", "why"],
            lost.iter().map(|loss| {
                let what = if loss.gone {
                    "all of it".to_owned()
                } else {
                    loss.fields
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                vec![loss.operation.to_string(), what, loss.why.clone()]
            }),
        );
    }
    let rows = lost.iter().map(|loss| json!(loss)).collect();
    printer.rows(json!({"from": from, "to": to}), "lost", rows)
}
