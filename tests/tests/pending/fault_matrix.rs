//! Every operation of every desk against every fault.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test fault_matrix` writes `docs/fault-matrix.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpdesk_e2e::faults::{Case, Row, Totals, Vendor, Verdict, document, play, rows};

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
    let started = std::time::Instant::now();
    let rows: Vec<Row> = on_all_cores(Vendor::ALL, |vendor| rows(*vendor))
        .into_iter()
        .flatten()
        .collect();
    let cases: Vec<(&Row, Case)> = rows
        .iter()
        .flat_map(|row| row.cases().into_iter().map(move |case| (row, case)))
        .collect();
    let verdicts = on_all_cores(&cases, |(row, case)| play(row, *case));

    eprintln!("{} cases in {:?}", cases.len(), started.elapsed());
    let document = document(&rows, &verdicts);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("docs/fault-matrix.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &document).unwrap();
    }

    let broken = report(&verdicts);
    assert!(broken.is_empty(), "{:?}\n{broken}", Totals::of(&verdicts));
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == document,
        "{} is stale; UPDATE_DOCS=1 writes it anew",
        path.display()
    );
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
            writeln!(
                text,
                "  {} at {} ({:?}): {outcome:?}, {effect:?}",
                case.fault.name(),
                case.at + 1,
                case.mode
            )
            .unwrap();
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
