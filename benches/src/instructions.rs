//! Instruction counts, which noise does not touch: the bench starts itself again under valgrind.

use std::process::Command;

use crate::ratio::Case;

const CASE: &str = "HELPDESK_BENCH_CASE";
const RUNS: &str = "HELPDESK_BENCH_RUNS";

/// Whether this process was started to run one case under valgrind. If so, the case has run, and the
/// process should end.
pub fn counting<'a>(mut cases: impl Iterator<Item = &'a mut Case>) -> bool {
    let Ok(name) = std::env::var(CASE) else {
        return false;
    };
    if let Some(case) = cases.find(|case| case.name == name) {
        for _ in 0..runs() {
            (case.run)();
        }
    }
    true
}

/// How often such a process runs its case. A profiler may ask for more than the counter does.
pub fn runs() -> u32 {
    std::env::var(RUNS)
        .ok()
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(1)
}

/// How many instructions one run of a case takes, after a few to warm up: the difference between a
/// process that does it `few` times and one that does it `few + more` times. `None` without valgrind.
pub fn count(name: &str, few: u32, more: u32) -> Option<f64> {
    count_with(name, few, more, &[])
}

/// The same, with further environment variables for the process.
pub fn count_with(name: &str, few: u32, more: u32, variables: &[(&str, &str)]) -> Option<f64> {
    let one = total(name, few, variables)?;
    let all = total(name, few + more, variables)?;
    Some((all - one) / f64::from(more))
}

fn total(name: &str, runs: u32, variables: &[(&str, &str)]) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .envs(variables.iter().copied())
        .env(CASE, name)
        .env(RUNS, runs.to_string())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
