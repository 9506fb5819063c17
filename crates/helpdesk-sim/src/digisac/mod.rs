//! The Digisac simulator.
//!
//! One account below `/api/v1`, with contacts, tickets ("chamados"), messages and everything
//! around them. Lists understand both spellings of filters, `query=<JSON>` and brackets.
//!
//! * Answers are JSON; creates answer 200. Bodies of errors are `{error, message, status}`.
//! * Every call but `POST /oauth/token` needs `Authorization: Bearer`, and every call needs a
//!   `User-Agent`, because the firewall in front of the real service turns away calls without.
//! * Actions whose answers nobody has documented (transfer, close, delete, block, tagging) answer
//!   200 with an empty body; [`Quirk::ActionsAnswerRecord`] lets them answer the record.
//! * Where sources contradict each other there is a [`Quirk`] for the other form.
//! * No rate limit is documented, so none is in force until [`Sim::set_rate_limit`] sets one.

mod auth;
mod body;
mod contacts;
mod dialog;
mod documents;
mod filter;
mod gate;
mod generic;
mod generic_calls;
mod generic_resources;
mod messages;
mod model;
mod query;
mod records;
mod relations;
mod reply;
mod seed;
mod services;
mod standard;
mod state;
mod table;
mod tags;
mod tickets;
mod view;
mod webhooks;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;

use crate::{Lab, VendorSim};

pub use seed::{MessageKind, PasswordLogin, StoredMessage};

use state::{Limit, World};

/// The other documented or observed form of something on which sources differ. All are off at
/// the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Quirk {
    /// Brazilian mobile numbers keep the nine in front. Otherwise it is dropped when stored.
    KeepNinthDigit,
    /// `tagIds` in a PUT of a contact adds tags. Otherwise it replaces them.
    TagIdsAdd,
    /// A send through a channel that is offline answers 200 and stays at `ack` 0. Otherwise 400.
    OfflineChannelAccepts,
    /// Actions answer the record they acted on. Otherwise an empty body.
    ActionsAnswerRecord,
    /// Bracket filters on booleans and on `type` with `$ne` work on messages. Otherwise such a
    /// list is empty, unless it is sent with `paginate=false`.
    BracketFlagsOnMessages,
    /// Reading or changing a record that does not exist answers 500, as deleting one does.
    /// Otherwise 404.
    MissingIsServerError,
    /// `limit`, `skip` and `offset` move the page. Otherwise they are ignored silently, unless
    /// sent with `paginate=false`.
    LimitAndSkipWork,
    /// The spelling `dontOpenticket` has no effect. Otherwise it works as `dontOpenTicket` does.
    LowercaseDontOpenIgnored,
    /// Closing a ticket answers 500 although it closed.
    CloseAnswersError,
    /// Every webhook delivery comes twice.
    RepeatDeliveries,
    /// A refresh token stays good after its use. Otherwise each use gives out a new one.
    RefreshTokenStays,
    /// Services carry `isArchived` as in 2021. Otherwise `archivedAt`.
    ServiceIsArchivedFlag,
    /// Calls without a `User-Agent` are let through. Otherwise the firewall answers 403.
    NoUserAgentNeeded,
    /// An open ticket has a `metrics` object. Otherwise `metrics` is null until it is closed.
    MetricsWhileOpen,
    /// `isOpen` is text in ticket webhooks. Otherwise it is a boolean.
    IsOpenAsText,
}

/// A simulated Digisac account. Clones share everything.
#[derive(Debug, Clone)]
pub struct Sim {
    pub(crate) lab: Lab,
    world: Arc<Mutex<World>>,
}

impl VendorSim for Sim {
    const VENDOR: &'static str = "digisac";

    fn new(lab: Lab) -> Self {
        let world = standard::world(&lab);
        Self {
            lab,
            world: Arc::new(Mutex::new(world)),
        }
    }

    fn router(&self) -> Router {
        gate::router(self)
    }

    /// Lets every OAuth access token expire. Personal tokens do not expire by themselves; see
    /// [`Sim::revoke_token`].
    fn expire_tokens(&self) {
        self.world().access.clear();
    }

    fn base_path(&self) -> &'static str {
        "/api/v1"
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let first = |ids: Vec<String>| ids.into_iter().next().unwrap_or_default();
        vec![
            ("token", self.token()),
            ("default_service", first(self.channels())),
            ("default_department", first(self.departments())),
        ]
    }
}

impl Sim {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_quirk(&self, quirk: Quirk) -> bool {
        self.world().quirk(quirk)
    }

    /// Switches to the other form of something.
    pub fn set_quirk(&self, quirk: Quirk) {
        let mut world = self.world();
        world.changed();
        world.quirks.insert(quirk);
    }

    /// Switches back to the usual form.
    pub fn clear_quirk(&self, quirk: Quirk) {
        let mut world = self.world();
        world.changed();
        world.quirks.remove(&quirk);
    }

    /// Whether the limit of [`Sim::set_rate_limit`] is enforced; it is, from the start.
    pub fn enforce_limits(&self, enforce: bool) {
        self.world().enforce_limits = enforce;
    }

    /// Allows this many calls per this many seconds of the simulated clock; calls beyond that
    /// answer 429 with `Retry-After`. No limit is documented, so there is none at the start.
    pub fn set_rate_limit(&self, limit: Option<(u32, u32)>) {
        self.world().limit = limit.map(|(calls, seconds)| Limit {
            calls,
            seconds: i64::from(seconds.max(1)),
        });
    }

    /// Cuts `perPage` down to this many rows. The real maximum is unknown; there is none at the
    /// start.
    pub fn set_per_page_cap(&self, cap: Option<u64>) {
        self.world().per_page_cap = cap.map(|cap| cap.max(1));
    }
}
