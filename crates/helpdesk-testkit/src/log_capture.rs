//! What was logged, as text.

use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

/// Collects everything that is logged through `tracing` on this thread, at every level, spans and
/// their fields included, until it is dropped.
///
/// For tests on a runtime with one thread: check that nothing secret or personal is in
/// [`LogCapture::text`].
pub struct LogCapture {
    text: Arc<Mutex<String>>,
    _guard: DefaultGuard,
}

impl LogCapture {
    /// Begins to collect.
    pub fn start() -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let collector = Collector {
            text: Arc::clone(&text),
            next: AtomicU64::new(1),
        };
        Self {
            text,
            _guard: tracing::subscriber::set_default(collector),
        }
    }

    /// What was logged so far, a line for each event and span.
    pub fn text(&self) -> String {
        self.text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl fmt::Debug for LogCapture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogCapture({} lines)", self.text().lines().count())
    }
}

struct Collector {
    text: Arc<Mutex<String>>,
    next: AtomicU64,
}

impl Collector {
    fn keep(&self, head: &str, fields: impl FnOnce(&mut Line)) {
        let mut line = Line(head.to_owned());
        fields(&mut line);
        line.0.push('\n');
        self.text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(&line.0);
    }
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let head = format!(
            "{} span {}",
            span.metadata().level(),
            span.metadata().name()
        );
        self.keep(&head, |line| span.record(line));
        Id::from_u64(self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.keep("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let head = format!("{} {}", event.metadata().level(), event.metadata().target());
        self.keep(&head, |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {}={value}", field.name());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
