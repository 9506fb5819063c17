//! The list of laws, and how they are run.

use std::fmt;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::laws::standard;
use crate::{Bench, Check, Outcome, Report, Stop, Subject};

/// What a law does on a bench.
pub type Run = for<'a> fn(&'a Bench) -> BoxFuture<'a, Check>;

/// Something that is true of every desk.
///
/// ```
/// use helpdesk_testkit::{Bench, Check, Law, Must, Stop, Suite};
///
/// async fn has_a_name(bench: &Bench) -> Check {
///     let account = bench.client().check().await.must("checking the account")?;
///     match account.name {
///         Some(_) => Ok(()),
///         None => Err(Stop::broken("the account has no name")),
///     }
/// }
///
/// let law = Law::new("own.has_a_name", "an account tells its name", |bench| {
///     Box::pin(has_a_name(bench))
/// });
/// let suite = Suite::standard().with(law);
/// # assert!(suite.laws().len() > 100);
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Law {
    /// The name: `contacts.create_then_get`.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    run: Run,
}

impl Law {
    /// A law.
    pub const fn new(name: &'static str, about: &'static str, run: Run) -> Self {
        Self { name, about, run }
    }

    /// Tries the law on a fresh account.
    pub async fn judge(&self, subject: &dyn Subject) -> Outcome {
        let bench = Bench::new(subject.fresh().await);
        if let Some(reason) = bench.plan().skips.get(self.name) {
            return Outcome::Skipped(reason.clone());
        }
        let tried = AssertUnwindSafe((self.run)(&bench)).catch_unwind().await;
        match tried {
            Err(panic) => Outcome::Broken(format!("a panic: {}", said(&*panic))),
            Ok(Err(Stop::Broken(why))) => Outcome::Broken(why),
            Ok(Err(Stop::Unsupported(operation))) => match bench.closing() {
                Some(why) => Outcome::Broken(why),
                None => Outcome::Unsupported(operation),
            },
            Ok(Ok(())) => bench.closing().map_or(Outcome::Kept, Outcome::Broken),
        }
    }
}

impl fmt::Debug for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Law")
            .field("name", &self.name)
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

/// A list of laws.
#[derive(Debug, Clone)]
pub struct Suite {
    laws: Vec<Law>,
}

impl Suite {
    /// All laws of the contract.
    pub fn standard() -> Self {
        Self { laws: standard() }
    }

    /// No laws yet.
    pub fn empty() -> Self {
        Self { laws: Vec::new() }
    }

    /// Adds a law of one's own.
    #[must_use]
    pub fn with(mut self, law: Law) -> Self {
        self.laws.push(law);
        self
    }

    /// Only the laws whose name begins with this.
    #[must_use]
    pub fn only(mut self, prefix: &str) -> Self {
        self.laws.retain(|law| law.name.starts_with(prefix));
        self
    }

    /// The laws.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// Tries every law, each on a fresh account.
    pub async fn run(&self, subject: &dyn Subject) -> Report {
        let mut report = Report::default();
        for law in &self.laws {
            report.add(law.name, law.judge(subject).await);
        }
        report
    }
}

impl Default for Suite {
    fn default() -> Self {
        Self::standard()
    }
}

/// Tries one law by its name; the tests that [`conformance!`](crate::conformance) makes call it.
///
/// # Panics
/// When the law is broken, or there is no such law.
pub async fn judge(subject: &dyn Subject, law: &str) {
    let laws = standard();
    let Some(found) = laws.iter().find(|known| known.name == law) else {
        panic!("there is no law `{law}`");
    };
    match found.judge(subject).await {
        Outcome::Kept => {}
        Outcome::Broken(why) => panic!("{law} is broken ({}): {why}", found.about),
        skipped => eprintln!("{law} {skipped}"),
    }
}

/// Checks that the plan skips only laws that exist, with a reason, and tells how many it skips.
///
/// # Panics
/// When it does not.
pub async fn judge_plan(subject: &dyn Subject) {
    let desk = subject.fresh().await;
    let laws = standard();
    let skips = &desk.plan().skips;
    for (law, reason) in skips {
        assert!(
            laws.iter().any(|known| known.name == law),
            "the plan skips `{law}`, which is no law"
        );
        assert!(
            !reason.trim().is_empty(),
            "the plan skips `{law}` without a reason"
        );
        eprintln!("{law} skipped: the plan says {reason}");
    }
    eprintln!("{} of {} laws skipped by the plan", skips.len(), laws.len());
}
