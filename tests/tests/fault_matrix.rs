//! Every operation of every desk against every fault.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test fault_matrix` writes `docs/fault-matrix.md` anew.
//! `FAULTS=digisac:tickets` plays only what begins like that, and leaves the document alone.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpdesk::Safety;
use helpdesk_e2e::faults::{
    Case, Fault, Mode, Row, Totals, Vendor, Verdict, Wrong, document, play, rows,
};

/// Does something with each of these, on all cores.
fn on_all_cores<T: Sync, R: Send>(jobs: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    let result = run(job);
                    done.lock().unwrap().push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[test]
fn no_write_is_doubled_or_lost_and_nothing_panics() {
    let only = std::env::var("FAULTS").unwrap_or_default();
    let rows: Vec<Row> = on_all_cores(Vendor::ALL, |vendor| rows(*vendor))
        .into_iter()
        .flatten()
        .filter(|row| format!("{}:{}", row.vendor.name(), row.act.name()).starts_with(&only))
        .collect();
    let cases: Vec<(&Row, Case)> = rows
        .iter()
        .flat_map(|row| row.cases().into_iter().map(move |case| (row, case)))
        .collect();
    let verdicts = on_all_cores(&cases, |(row, case)| play(row, *case));

    let broken = report(&verdicts);
    let document = document(&rows, &verdicts);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("docs/fault-matrix.md");
    if std::env::var_os("UPDATE_DOCS").is_some() && only.is_empty() {
        std::fs::write(&path, &document).unwrap();
    }
    assert!(broken.is_empty(), "{:?}\n{broken}", Totals::of(&verdicts));
    if only.is_empty() {
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == document,
            "{} is stale; UPDATE_DOCS=1 writes it anew",
            path.display()
        );
    }
}

/// The promises that were broken, each with where and how.
fn report(verdicts: &[Verdict]) -> String {
    let mut broken: BTreeMap<String, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        for wrong in &verdict.wrong {
            let what = format!(
                "{wrong:?}: {}: {}",
                verdict.case.vendor.name(),
                verdict.case.act.name()
            );
            broken.entry(what).or_default().push(verdict);
        }
    }
    let mut text = String::new();
    for (what, verdicts) in broken {
        writeln!(text, "\n{what}").unwrap();
        for verdict in verdicts {
            let Verdict {
                case,
                outcome,
                effect,
                sent,
                ..
            } = verdict;
            writeln!(text, "  {case}: {outcome:?}, {effect:?}").unwrap();
            writeln!(text, "    {}", sent.join(" · ")).unwrap();
        }
    }
    text
}

#[test]
fn every_write_states_its_policy() {
    for row in on_all_cores(Vendor::ALL, |vendor| rows(*vendor))
        .iter()
        .flatten()
    {
        assert!(
            row.safety.is_some(),
            "{}: {} says nothing about repeating",
            row.vendor.name(),
            row.act.name()
        );
    }
}

/// What may not be repeated shows when it is: the matrix can tell one from two.
#[test]
fn a_request_that_arrives_twice_is_seen() {
    let rows = on_all_cores(Vendor::ALL, |vendor| rows(*vendor));
    let once = rows
        .iter()
        .flatten()
        .filter(|row| row.writes() && row.safety == Some(Safety::Once));
    let mut seen = 0;
    for row in once {
        let case = Case {
            vendor: row.vendor,
            act: row.act,
            fault: Fault::Twice,
            at: row.own,
            mode: Mode::Passes,
        };
        let verdict = play(row, case);
        assert_eq!(verdict.wrong, [Wrong::Doubled], "{case}: {verdict:?}");
        seen += 1;
    }
    assert!(seen > 4, "only {seen} operations are sent once");
}
