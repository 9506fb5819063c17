//! One case: an act, a fault, and what became of both.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use helpdesk::{Delivery, Error, ErrorKind, Operation, Safety};

use super::{Act, Armed, Digest, Effect, Fault, Passed, Scene, Stage, Vendor};
use crate::faults::scene::Way;

/// Whether a fault passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It hits one request.
    Passes,
    /// It hits that request and all that come after it.
    Stays,
}

/// One case of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The desk.
    pub vendor: Vendor,
    /// The operation.
    pub act: Act,
    /// The fault.
    pub fault: Fault,
    /// Which of the operation's requests it hits, counted from 0.
    pub at: usize,
    /// Whether it passes.
    pub mode: Mode,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (vendor, act, fault) = (self.vendor.name(), self.act.name(), self.fault.name());
        let stays = if self.mode == Mode::Stays {
            " and after it"
        } else {
            ""
        };
        write!(
            f,
            "{vendor}: {act}: {fault} at request {}{stays}",
            self.at + 1
        )
    }
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It gave a result, with this many records.
    Good(usize),
    /// It gave an error.
    Failed {
        /// Its kind.
        kind: ErrorKind,
        /// What it says about delivery.
        delivery: Delivery,
        /// What it says to people.
        text: String,
    },
    /// It panicked.
    Panicked,
    /// It never ended.
    Hung,
}

impl Outcome {
    fn failed(error: &Error) -> Self {
        Self::Failed {
            kind: error.kind(),
            delivery: error.delivery(),
            text: error.to_string(),
        }
    }
}

/// What a case showed.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The case.
    pub case: Case,
    /// How the operation ended.
    pub outcome: Outcome,
    /// How many requests it sent.
    pub requests: usize,
    /// What became of the records.
    pub effect: Effect,
    /// What is wrong with that.
    pub wrong: Vec<Wrong>,
    /// What was sent.
    pub sent: Vec<String>,
}

/// A promise that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// A panic, or no end.
    Panic,
    /// A write happened more than once, or something else did.
    Doubled,
    /// It is reported as done and is not.
    Lost,
    /// The error says that the vendor did not act, and it did.
    Denied,
    /// A request that may be repeated was not.
    GivenUp,
    /// A request was sent again that may not be.
    Repeated,
}

/// One operation of one desk, as it goes without faults.
#[derive(Debug, Clone)]
pub struct Row {
    /// The desk.
    pub vendor: Vendor,
    /// The operation.
    pub act: Act,
    /// What the capability table says about repeating it.
    pub safety: Option<Safety>,
    /// What it sends.
    pub sends: Vec<(String, String)>,
    /// Its own request: the first that changes something, or the first.
    pub own: usize,
    /// Whether each request changes something.
    pub changes: Vec<bool>,
    before: Digest,
    then: Vec<Digest>,
    records: usize,
}

impl Row {
    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.changes.contains(&true)
    }

    /// Every case of the row.
    pub fn cases(&self) -> Vec<Case> {
        let (vendor, act) = (self.vendor, self.act);
        let mut cases = Vec::new();
        for fault in Fault::ALL.iter().copied() {
            cases.push(Case { vendor, act, fault, at: self.own, mode: Mode::Stays });
            for at in 0..self.sends.len() {
                cases.push(Case { vendor, act, fault, at, mode: Mode::Passes });
            }
        }
        cases
    }
}

/// Runs on a time of its own, which moves when nothing else is left to do.
fn on_paused_time<F: Future>(run: F) -> F::Output {
    #[allow(clippy::expect_used, reason = "the test cannot go on")]
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(run)
}

/// The acts of a desk as they go without faults.
///
/// # Panics
/// When an act does not go without faults.
pub fn rows(vendor: Vendor) -> Vec<Row> {
    let acts = on_paused_time(async { Act::all(&Stage::new(vendor)) });
    acts.into_iter()
        .map(|act| on_paused_time(row(vendor, act)))
        .collect()
}

async fn row(vendor: Vendor, act: Act) -> Row {
    let stage = Stage::new(vendor);
    let name = || format!("{}: {}", vendor.name(), act.name());
    let scene = match Scene::set(&stage, act).await {
        Ok(scene) => scene,
        Err(error) => panic!("{} cannot be prepared: {error}", name()),
    };
    let before = stage.digest();
    stage.line.arm(None);
    stage.look();
    let records = match scene.call(&stage.client).await {
        Ok(records) => records,
        Err(error) => panic!("{} fails without a fault: {error}", name()),
    };
    let passed = stage.line.passed();
    let after = stage.digest();
    let violations = stage.lab.violations();
    assert!(
        violations.is_empty(),
        "{} is outside the documentation: {violations:?}",
        name()
    );
    let writes = act.operation.writes() && act.operation != Operation::Raw;
    assert_eq!(
        before != after,
        writes,
        "{}: whether it writes; {:?}",
        name(),
        before.differences(&after)
    );
    let then: Vec<Digest> = passed
        .iter()
        .map(|passed| Digest::of(passed.after.as_deref().unwrap_or_default()))
        .collect();
    let changes: Vec<bool> = [&before]
        .into_iter()
        .chain(&then)
        .zip(&then)
        .map(|(last, now)| last != now)
        .collect();
    Row {
        vendor,
        act,
        safety: stage.client.capabilities().get(act.operation).safety,
        sends: passed
            .iter()
            .map(Passed::shape)
            .map(|(method, path)| (method.to_owned(), path.to_owned()))
            .collect(),
        own: changes
            .iter()
            .position(|changes| *changes)
            .unwrap_or_default(),
        changes,
        before,
        then,
        records,
    }
}

/// Plays a case.
pub fn play(row: &Row, case: Case) -> Verdict {
    let played = catch_unwind(AssertUnwindSafe(|| on_paused_time(run(case))));
    let Ok((outcome, passed, digest)) = played else {
        return Verdict {
            case,
            outcome: Outcome::Panicked,
            requests: 0,
            effect: Effect::None,
            wrong: vec![Wrong::Panic],
            sent: Vec::new(),
        };
    };
    let effect = digest.effect(&row.before, &row.then);
    let wrong = judge(row, case, &outcome, &effect, &passed);
    Verdict {
        case,
        outcome,
        requests: passed.len(),
        effect,
        wrong,
        sent: passed
            .iter()
            .map(|passed| format!("{} {}", passed.method, passed.path))
            .collect(),
    }
}

/// Longer than any operation may take.
const FOREVER: Duration = Duration::from_secs(24 * 60 * 60);

async fn run(case: Case) -> (Outcome, Vec<Passed>, Digest) {
    let stage = Stage::new(case.vendor);
    let scene = match Scene::set(&stage, case.act).await {
        Ok(scene) => scene,
        Err(error) => panic!("{case} cannot be prepared: {error}"),
    };
    stage.line.arm(Some(Armed {
        fault: case.fault,
        at: case.at,
        stays: case.mode == Mode::Stays,
    }));
    let outcome = match tokio::time::timeout(FOREVER, scene.call(&stage.client)).await {
        Ok(Ok(records)) => Outcome::Good(records),
        Ok(Err(error)) => Outcome::failed(&error),
        Err(_) => Outcome::Hung,
    };
    (outcome, stage.line.passed(), stage.digest())
}

fn judge(
    row: &Row,
    case: Case,
    outcome: &Outcome,
    effect: &Effect,
    passed: &[Passed],
) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let writes = row.writes();
    let happened = *effect != Effect::None;
    if matches!(effect, Effect::More(_)) {
        wrong.push(Wrong::Doubled);
    }
    match outcome {
        Outcome::Panicked | Outcome::Hung => wrong.push(Wrong::Panic),
        Outcome::Good(records) => {
            let short = !writes && case.fault.passes() && *records != row.records;
            if (writes && matches!(effect, Effect::None | Effect::Part)) || short {
                wrong.push(Wrong::Lost);
            }
        }
        Outcome::Failed { delivery, .. } => {
            if happened && *delivery != Delivery::Unknown {
                wrong.push(Wrong::Denied);
            }
            if case.mode == Mode::Passes && must_get_by(row, case) {
                wrong.push(Wrong::GivenUp);
            }
        }
    }
    if repeated(row, case, passed) {
        wrong.push(Wrong::Repeated);
    }
    wrong
}

/// Whether the operation has to succeed although the fault hit once.
fn must_get_by(row: &Row, case: Case) -> bool {
    // The vendor blocks the address for ten minutes: nothing is sent until then.
    let blocked = case.vendor == Vendor::Cxpress && case.fault == Fault::Limited;
    let renewed =
        case.fault == Fault::Expired && case.vendor.renews() && case.act.way != Way::TokenExpired;
    let before_it_changes = row
        .changes
        .iter()
        .position(|changes| *changes)
        .is_none_or(|first| case.at < first);
    let harmless = match row.safety {
        Some(Safety::Safe) => true,
        // Reads before the write, and whatever surely did nothing.
        _ => before_it_changes && row.writes() || case.fault.surely_nothing(),
    };
    let limited = case.fault == Fault::Limited && !blocked;
    harmless && (case.fault.passes() || limited || renewed)
}

/// Whether a request was sent again that may not be: after a fault that leaves it open whether the
/// vendor acted, the same request comes again at once, though it may not be repeated, or not without
/// looking.
fn repeated(row: &Row, case: Case, passed: &[Passed]) -> bool {
    let open = !case.fault.surely_nothing();
    if !open || case.mode == Mode::Stays || !row.changes.get(case.at).copied().unwrap_or_default() {
        return false;
    }
    let Some(hit) = passed.get(case.at) else {
        return false;
    };
    let again = passed[case.at + 1..]
        .iter()
        .position(|other| other.shape() == hit.shape());
    match row.safety {
        Some(Safety::Once) => again.is_some(),
        Some(Safety::VerifyFirst) if case.at == row.own => again == Some(0),
        _ => false,
    }
}
