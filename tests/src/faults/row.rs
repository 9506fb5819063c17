//! An operation as it goes without faults, and the cases that follow from it.

use helpdesk::{Operation, Safety};

use super::case::{Case, Mode};
use super::records::Changes;
use super::scene::Way;
use super::{Act, Fault, Passed, Records, Scene, Stage, Vendor};

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
    /// The records before it.
    pub(super) before: Records,
    /// What is different after each of its requests.
    pub(super) then: Vec<Changes>,
    /// How many records come.
    pub(super) records: usize,
}

impl Row {
    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.changes.contains(&true)
    }

    /// Whether this request is for a token.
    pub(super) fn is_for_a_token(&self, at: usize) -> bool {
        self.sends.get(at).is_some_and(|(_, path)| {
            self.vendor
                .token_path()
                .is_some_and(|end| path.ends_with(end))
        })
    }

    /// Every case of the row: each fault once at the own request and at each other one that changes
    /// something; what may stay, staying; what hides whether the vendor acted, with refusals after
    /// it; and at the first and the last of the requests of one shape that change nothing, one fault
    /// of each sort.
    pub fn cases(&self) -> Vec<Case> {
        let (vendor, act) = (self.vendor, self.act);
        let mut cases = Vec::new();
        let mut add = |fault, at, mode| {
            cases.push(Case {
                vendor,
                act,
                fault,
                at,
                mode,
            });
        };
        for fault in Fault::ALL.iter().copied() {
            if fault.lasts() {
                add(fault, self.own, Mode::Stays);
            }
            for at in 0..self.sends.len() {
                let near = at == self.own || self.changes[at] || self.is_for_a_token(at);
                if near || (fault.stands_for_its_sort() && self.is_edge(at)) {
                    add(fault, at, Mode::Passes);
                }
                if self.changes[at] && fault.hides() {
                    add(fault, at, Mode::Refused);
                }
            }
        }
        cases
    }

    /// Whether no request of the same shape comes before, or none after.
    fn is_edge(&self, at: usize) -> bool {
        let (before, after) = (&self.sends[..at], &self.sends[at + 1..]);
        !before.contains(&self.sends[at]) || !after.contains(&self.sends[at])
    }
}

/// Runs on a time of its own, which moves when nothing else is left to do.
pub(super) fn on_paused_time<F: Future>(run: F) -> F::Output {
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
    let rows: Vec<Row> = acts
        .into_iter()
        .map(|act| on_paused_time(row(vendor, act)))
        .collect();
    // More fields that take no more requests show nothing new.
    let is_new = |row: &&Row| {
        row.act.way != Way::Full
            || !rows.iter().any(|other| {
                other.act.operation == row.act.operation
                    && other.act.way != Way::Full
                    && other.sends == row.sends
            })
    };
    rows.iter().filter(is_new).cloned().collect()
}

async fn row(vendor: Vendor, act: Act) -> Row {
    let stage = Stage::new(vendor);
    let name = || format!("{}: {}", vendor.name(), act.name());
    let scene = match Scene::set(&stage, act).await {
        Ok(scene) => scene,
        Err(error) => panic!("{} cannot be prepared: {error}", name()),
    };
    let before = stage.records();
    stage.line.arm(None);
    stage.look();
    let records = match scene.call(&stage.client).await {
        Ok(records) => records,
        Err(error) => panic!(
            "{} fails without a fault: {error}; {:?}",
            name(),
            stage
                .line
                .passed()
                .iter()
                .map(Passed::shown)
                .collect::<Vec<_>>()
        ),
    };
    let passed = stage.line.passed();
    let changed = before.changes(&stage.records());
    let violations = stage.lab.violations();
    assert!(
        violations.is_empty(),
        "{} is outside the documentation: {violations:?}",
        name()
    );
    let writes = act.operation.writes() && act.operation != Operation::Raw;
    assert_eq!(
        !changed.is_empty(),
        writes,
        "{}: whether it writes; {changed:?}",
        name(),
    );
    let then: Vec<Changes> = passed
        .iter()
        .map(|passed| Records::of(passed.after.as_deref().unwrap_or_default()))
        .map(|after| before.changes(&after))
        .collect();
    let nothing = Changes::new();
    let changes: Vec<bool> = [&nothing]
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
