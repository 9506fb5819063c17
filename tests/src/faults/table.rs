//! The matrix as a chapter of the book.

use std::collections::BTreeMap;
use std::fmt::Write;

use helpdesk::{Delivery, ErrorKind, Safety};

use super::{Effect, Fault, Mode, Outcome, Row, Vendor, Verdict, Wrong};

/// How often a promise was broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Cases played.
    pub cases: usize,
    /// Writes that happened more than once.
    pub doubled: usize,
    /// Writes reported as done that did not happen.
    pub lost: usize,
    /// Errors that say that the vendor did not act when it did.
    pub denied: usize,
    /// Errors that say that the vendor may have acted when it surely did not.
    pub vague: usize,
    /// Operations that failed where a repetition would have been harmless.
    pub given_up: usize,
    /// Requests sent again that may not be.
    pub repeated: usize,
    /// Panics, and operations without an end.
    pub panics: usize,
}

impl Totals {
    /// Counts.
    pub fn of(verdicts: &[Verdict]) -> Self {
        let count = |wrong: Wrong| {
            verdicts
                .iter()
                .filter(|verdict| verdict.wrong.contains(&wrong))
                .count()
        };
        Self {
            cases: verdicts.len(),
            doubled: count(Wrong::Doubled),
            lost: count(Wrong::Lost),
            denied: count(Wrong::Denied),
            vague: count(Wrong::Vague),
            given_up: count(Wrong::GivenUp),
            repeated: count(Wrong::Repeated),
            panics: count(Wrong::Panic),
        }
    }
}

const INTRODUCTION: &str = "# What happens when a vendor fails\n\n\
Generated: every operation of every desk against every fault, on simulators. \
`UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test fault_matrix` writes it anew, and the test fails when \
a promise below is broken.\n\n\
A cell says what happens when the fault hits the operation's own request once, and in a second line \
what happens when it stays, where that differs. The own request is the first that changes something; \
of a read it is the first. The fault also hits the operation's other requests in turn, and what hides \
whether the vendor acted comes with refusals after it: those cases are counted and not shown.\n\n\
A line is the outcome, the number of requests of the operation (tokens and look-ups too), and after an \
error the delivery: `–` not sent, `=` answered (nothing was changed), `?` unknown (look before trying \
again).\n\n\
*Before* and *after* say whether the vendor acted: after a reset, a time-out or a 500 nobody can tell. \
Cut off, of wrong types, empty and too large are answers to requests that were carried out.\n\n";

/// The chapter.
pub fn document(rows: &[Row], verdicts: &[Verdict]) -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str("| outcome | |\n|---|---|\n");
    for (kind, code) in KINDS {
        let _ = writeln!(text, "| {code} | `{kind}` |");
    }
    let totals = Totals::of(verdicts);
    let _ = write!(
        text,
        "\n| | |\n|---|--:|\n| cases | {} |\n| writes that happened twice | {} |\n| writes reported as done that did not happen | {} |\n\
         | errors that deny a write that happened | {} |\n| errors that leave it open although surely nothing happened | {} |\n| failures where trying again was safe | {} |\n\
         | requests repeated that may not be | {} |\n| panics, and calls without an end | {} |\n",
        totals.cases,
        totals.doubled,
        totals.lost,
        totals.denied,
        totals.vague,
        totals.given_up,
        totals.repeated,
        totals.panics
    );
    text.push_str(
        "\nA 429 without `Retry-After` at Cxpress means that the address is blocked for ten minutes: \
         the error comes at once, and nothing is sent until then. Digisac's personal tokens do not \
         expire; Chat2Desk's are changed by hand, so `expired` is an error there. *None found* is a 400, and a 500 at \
         Digisac. A tag that the \
         vendor says is not there counts as taken off.\n",
    );
    for vendor in Vendor::ALL {
        section(&mut text, *vendor, rows, verdicts);
    }
    text
}

fn section(text: &mut String, vendor: Vendor, rows: &[Row], verdicts: &[Verdict]) {
    let _ = write!(text, "\n## {}\n\n| operation | repeats |", vendor.name());
    for fault in Fault::ALL {
        let _ = write!(text, " {} |", fault.name());
    }
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(Fault::ALL.len()));
    text.push('\n');
    // Operations that go alike share a line.
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows.iter().filter(|row| row.vendor == vendor) {
        let (cells, name) = (cells(row, verdicts), format!("`{}`", row.act.name()));
        match lines.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, names)) => names.push(name),
            None => lines.push((cells, vec![name])),
        }
    }
    for (cells, names) in lines {
        let _ = writeln!(text, "| {} {cells}", names.join("<br>"));
    }
}

fn cells(row: &Row, verdicts: &[Verdict]) -> String {
    let own = |verdict: &&Verdict| {
        let case = &verdict.case;
        case.vendor == row.vendor && case.act == row.act && case.at == row.own
    };
    let mut cells: BTreeMap<Fault, [String; 2]> = BTreeMap::new();
    for verdict in verdicts.iter().filter(own) {
        let lines = cells.entry(verdict.case.fault).or_default();
        match verdict.case.mode {
            Mode::Passes => lines[0] = cell(verdict),
            Mode::Stays => lines[1] = cell(verdict),
            Mode::Refused => {}
        }
    }
    let safety = match row.safety {
        Some(Safety::Safe) => "safe",
        Some(Safety::VerifyFirst) => "verify_first",
        Some(Safety::Once) => "once",
        _ => "",
    };
    let mut text = format!("| {safety} |");
    for fault in Fault::ALL {
        let [passes, stays] = cells.remove(fault).unwrap_or_default();
        if stays.is_empty() || stays == passes {
            let _ = write!(text, " {passes} |");
        } else {
            let _ = write!(text, " {passes}<br>{stays} |");
        }
    }
    text
}

fn cell(verdict: &Verdict) -> String {
    let requests = verdict.requests;
    let mut cell = match &verdict.outcome {
        Outcome::Good(_) => format!("ok {requests}"),
        Outcome::Failed { kind, delivery, .. } => {
            let delivery = match delivery {
                Delivery::NotSent => '–',
                Delivery::Answered => '=',
                _ => '?',
            };
            format!("{} {requests} {delivery}", code(*kind))
        }
        Outcome::Panicked => "**panic**".to_owned(),
        Outcome::Hung => "**hangs**".to_owned(),
    };
    if verdict.wrong.is_empty() {
        return cell;
    }
    let effect = match &verdict.effect {
        Effect::None => "none",
        Effect::Once => "once",
        Effect::Part => "part",
        Effect::More(_) => "more",
    };
    let _ = write!(cell, " **{:?}: {effect}**", verdict.wrong);
    cell
}

const KINDS: &[(ErrorKind, &str)] = &[
    (ErrorKind::Unauthorized, "auth"),
    (ErrorKind::Forbidden, "forbidden"),
    (ErrorKind::NotFound, "none"),
    (ErrorKind::Conflict, "conflict"),
    (ErrorKind::Invalid, "invalid"),
    (ErrorKind::RateLimited, "limited"),
    (ErrorKind::QuotaExhausted, "quota"),
    (ErrorKind::Unavailable, "unavail"),
    (ErrorKind::Transport, "transp"),
    (ErrorKind::Timeout, "time"),
    (ErrorKind::Decode, "decode"),
    (ErrorKind::Unsupported, "unsup"),
    (ErrorKind::Config, "config"),
    (ErrorKind::Internal, "internal"),
];

fn code(kind: ErrorKind) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or(kind.as_str(), |(_, code)| code)
}
