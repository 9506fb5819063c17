//! What was shown, and whether one of the canaries was in it.

use std::cell::RefCell;
use std::error::Error as _;
use std::fmt::Debug;
use std::sync::Once;

use helpdesk::Error;
use helpdesk_testkit::{Canary, LogCapture};

/// Looks at texts that somebody may read, and remembers where a canary was.
pub struct Shown {
    canaries: Vec<Canary>,
    log: LogCapture,
    found: Vec<String>,
    looked: usize,
}

impl Shown {
    /// Begins to look, and to collect what is logged on this thread.
    pub fn new(canaries: Vec<Canary>) -> Self {
        collect_log_records();
        Self {
            canaries,
            log: LogCapture::start(),
            found: Vec::new(),
            looked: 0,
        }
    }

    /// Looks at a text.
    pub fn text(&mut self, place: &str, text: &str) {
        self.looked += 1;
        for what in self.canaries.iter().filter_map(|one| one.found_in(text)) {
            self.found.push(format!("{what} in {place}: {text}"));
        }
    }

    /// Looks at the `Debug` of a value, on one line and on several.
    pub fn debug<T: Debug + ?Sized>(&mut self, place: &str, value: &T) {
        self.text(&format!("the Debug of {place}"), &format!("{value:?}"));
        self.text(&format!("the Debug of {place}"), &format!("{value:#?}"));
    }

    /// Looks at everything an error tells, its causes among it.
    pub fn error(&mut self, place: &str, error: &Error) {
        self.debug(place, error);
        self.text(place, &format!("{error} {error:#}"));
        self.text(place, error.vendor_code().unwrap_or_default());
        for field in error.field_errors() {
            self.text(place, &format!("{} {}", field.field, field.message));
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            let place = format!("the cause of {place}");
            self.text(&place, &format!("{inner} {inner:#} {inner:?} {inner:#?}"));
            cause = inner.source();
        }
    }

    /// Looks at what a call gave, whatever it gave.
    pub fn outcome<T: Debug>(
        &mut self,
        place: &str,
        outcome: Result<T, Error>,
    ) -> Result<T, Error> {
        match &outcome {
            Ok(value) => self.debug(place, value),
            Err(error) => self.error(&format!("the error of {place}"), error),
        }
        outcome
    }

    /// Looks at what was logged, and gives all that was found.
    pub fn end(mut self) -> Vec<String> {
        let log = self.log.text();
        assert!(self.looked > 100, "hardly anything was looked at");
        for line in log.lines() {
            self.text("a span or event", line);
        }
        let records = RECORDS.with(RefCell::take);
        for line in records {
            self.text("a log record", &line);
        }
        self.found
    }

    /// What was logged through `tracing` so far.
    pub fn log(&self) -> String {
        self.log.text()
    }
}

thread_local!(static RECORDS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });

/// What libraries log through `log` and not through `tracing`: reqwest is one of them.
struct Records;

impl log::Log for Records {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}", record.target(), record.args());
        // A thread that is ending has no place for them any more.
        let _ = RECORDS.try_with(|records| records.borrow_mut().push(line));
    }

    fn flush(&self) {}
}

fn collect_log_records() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Records).expect("nobody else collects");
        log::set_max_level(log::LevelFilter::Trace);
    });
}
