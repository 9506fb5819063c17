//! A slot.

use std::sync::{Arc, LazyLock};

use helpdesk_http::budget::{Slot, UNANSWERED_GRACE};
use redis::Script;
use tokio::runtime::Handle;

use super::counts::Shared;
use super::microseconds;

static SETTLE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("../lua/settle.lua")));

/// What is to be told of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Redis surely knows nothing of it.
    Unknown,
    Reserved,
    Sent,
    Answered,
}

/// A slot that Redis holds, or may hold. It tells Redis when it is dropped.
pub(super) struct Held {
    shared: Arc<Shared>,
    name: String,
    runtime: Option<Handle>,
    pub(super) fate: Fate,
}

impl Held {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            shared: Arc::clone(shared),
            name: shared.link.unique(),
            runtime: Handle::try_current().ok(),
            fate: Fate::Reserved,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Slot for Held {
    fn sent(&mut self) {
        self.fate = Fate::Sent;
    }

    fn answered(mut self: Box<Self>) {
        self.fate = Fate::Answered;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let grace = || i64::try_from(microseconds(UNANSWERED_GRACE)).unwrap_or(i64::MAX);
        let over = match self.fate {
            Fate::Unknown => return,
            Fate::Reserved => -1,
            Fate::Sent => grace(),
            Fate::Answered => 0,
        };
        let (shared, name) = (Arc::clone(&self.shared), std::mem::take(&mut self.name));
        self.shared.link.errand(self.runtime.as_ref(), async move {
            let mut script = SETTLE.arg(name);
            script.arg(over);
            shared.measures.keys(&mut script);
            for window in &shared.measures.windows {
                script.arg(window.per).arg(window.slice);
            }
            match shared.link.run::<u8>(&script).await {
                Ok(_) => shared.changed.notify_one(),
                Err(failure) => {
                    tracing::debug!(cause = %failure.trouble, "a slot runs out by itself");
                }
            }
        });
    }
}
