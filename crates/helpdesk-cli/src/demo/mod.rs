//! `helpdesk demo`: one program, every vendor.

mod program;

use std::process::ExitCode;

use helpdesk::Desks;
use serde_json::{Value, json};

use self::program::{Outcome, STEPS, Step};
use crate::failure::{Failure, exit};
use crate::output::{Format, write_line};
use crate::session::Session;
use crate::sim::Simulators;

/// The desks of the demo, in the order of the table's columns.
const DESKS: [&str; 5] = ["memory", "cxpress", "digisac", "wisecx", "chat2desk"];

/// Starts the simulators, runs one and the same program on every desk, and prints what came of it.
pub async fn run(session: &Session) -> Result<ExitCode, Failure> {
    let simulators = Simulators::start(None).await?;
    let desks = Desks::from_toml(&simulators.toml())?;
    let mut columns = Vec::new();
    for name in DESKS {
        let client = desks.desk(name)?.allow_loss();
        columns.push(program::run(&client).await);
    }
    let violations = simulators.violations();
    print(session, &columns, &violations)?;
    let failed = columns
        .iter()
        .flatten()
        .any(|step| matches!(step.outcome, Outcome::Failed));
    Ok(if failed || !violations.is_empty() {
        ExitCode::from(exit::OTHER)
    } else {
        ExitCode::SUCCESS
    })
}

fn print(session: &Session, columns: &[Vec<Step>], violations: &[String]) -> Result<(), Failure> {
    if session.printer.format() != Format::Table {
        let steps: Vec<Value> = DESKS
            .iter()
            .zip(columns)
            .map(|(desk, steps)| json!({"desk": desk, "steps": steps.iter().map(Step::to_json).collect::<Vec<_>>()}))
            .collect();
        return session
            .printer
            .json(&json!({"desks": steps, "violations": violations}));
    }
    let mut head = vec!["step"];
    head.extend(DESKS);
    let rows = STEPS.iter().enumerate().map(|(at, step)| {
        let mut row = vec![(*step).to_owned()];
        row.extend(
            columns
                .iter()
                .map(|column| column.get(at).map(Step::word).unwrap_or_default()),
        );
        row
    });
    session.printer.table(&head, rows)?;
    for (desk, steps) in DESKS.iter().zip(columns) {
        write_line(&format!("\n{desk}"))?;
        for step in steps.iter().filter(|step| !step.note.is_empty()) {
            write_line(&format!("  {}: {}", step.name, step.note))?;
        }
    }
    if violations.is_empty() {
        write_line("\nNo simulator saw anything that its vendor does not document.")
    } else {
        write_line(&format!("\nNot documented:\n  {}", violations.join("\n  ")))
    }
}
