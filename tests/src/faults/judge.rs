//! Plays a case, and holds what became of it against what was promised.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use helpdesk::{Delivery, Operation, Safety};

use super::case::{Case, Mode, Outcome, Verdict, Wrong};
use super::row::{Row, on_paused_time};
use super::scene::Way;
use super::{Armed, Effect, Fault, Passed, Records, Scene, Stage, Vendor};

/// Longer than any operation may take.
const FOREVER: Duration = Duration::from_secs(24 * 60 * 60);

/// Plays a case.
///
/// # Panics
/// When it cannot be prepared.
pub fn play(row: &Row, case: Case) -> Verdict {
    let played = catch_unwind(AssertUnwindSafe(|| on_paused_time(run(case))));
    let Ok((outcome, passed, records)) = played else {
        return Verdict {
            case,
            outcome: Outcome::Panicked,
            requests: 0,
            effect: Effect::None,
            wrong: vec![Wrong::Panic],
            sent: Vec::new(),
        };
    };
    let effect = Effect::of(&row.before.changes(&records), &row.then);
    let wrong = judge(row, case, &outcome, &effect, &passed);
    Verdict {
        case,
        outcome,
        requests: passed.len(),
        effect,
        wrong,
        sent: passed.iter().map(Passed::shown).collect(),
    }
}

async fn run(case: Case) -> (Outcome, Vec<Passed>, Records) {
    let stage = Stage::new(case.vendor);
    let scene = match Scene::set(&stage, case.act).await {
        Ok(scene) => scene,
        Err(error) => panic!("{case} cannot be prepared: {error}"),
    };
    stage.line.arm(Some(Armed {
        fault: case.fault,
        at: case.at,
        then: case.then(),
    }));
    let outcome = match tokio::time::timeout(FOREVER, scene.call(&stage.client)).await {
        Ok(Ok(records)) => Outcome::Good(records),
        Ok(Err(error)) => Outcome::failed(&error),
        Err(_) => Outcome::Hung,
    };
    (outcome, stage.line.passed(), stage.records())
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
            let short = !writes && *records != row.records && !is_none(row, case);
            let undone = writes && matches!(effect, Effect::None | Effect::Part);
            if short || (undone && !is_believed(case)) {
                wrong.push(Wrong::Lost);
            }
        }
        Outcome::Failed { delivery, .. } => {
            if happened && *delivery != Delivery::Unknown {
                wrong.push(Wrong::Denied);
            }
            if !happened && *delivery == Delivery::Unknown && surely_nothing(row, case) {
                wrong.push(Wrong::Vague);
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

/// Whether the vendor said what makes the operation done: that there is nothing to take off.
fn is_believed(case: Case) -> bool {
    let takes_off = matches!(
        case.act.operation,
        Operation::TagsDetachContact | Operation::TagsDetachTicket
    );
    takes_off && case.fault == Fault::NoneFound
}

/// Whether the vendor said that there is nothing: of one record Digisac says so without a word.
fn is_none(row: &Row, case: Case) -> bool {
    let of_one = row.sends.get(case.at).is_some_and(|(_, path)| {
        let last = path.rsplit('/').next().unwrap_or_default();
        last.len() == 36 && last.contains('-')
    });
    let wordless = matches!(case.vendor, Vendor::Digisac | Vendor::DigisacLogin) && of_one;
    case.fault == Fault::NoneFound || (wordless && case.fault == Fault::Empty)
}

/// Whether no request that changes something can have been carried out, as far as the desk can see.
fn surely_nothing(row: &Row, case: Case) -> bool {
    // What comes with a 200 or, at one vendor, with a 500 leaves room for doubt.
    let doubtful = matches!(case.fault, Fault::DisguisedError | Fault::NoneFound);
    let plain = case.fault.surely_nothing() && !doubtful;
    let read_before = row
        .sends
        .get(case.at)
        .is_some_and(|(method, _)| method == "GET")
        && row.writes()
        && case.at < row.own
        && case.mode == Mode::Passes;
    plain || read_before
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
        // A token that went round with the answer is gone with it.
        _ if row.is_for_a_token(case.at) => !(case.vendor.rotates(case.act) && case.fault.acts()),
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
    if !open || case.mode != Mode::Passes || !row.changes.get(case.at).copied().unwrap_or_default()
    {
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
