//! The simulator of WiseCX, written from the vendor's public collection and from what public code
//! shows of its API.
//!
//! Where the two are silent or contradict each other, the simulator has a default and a [`Quirk`]
//! for the other form. The defaults, in short: `x-api-key` is needed on every call next to the
//! bearer token; refusals are `{"message": …}` with the documented statuses; what does not exist is
//! a 400 that says `… Not Found`; lists have the envelope of their own documented example; `tags`
//! in a PUT replace; deleted cases cannot be read by their identifier, stay in the list with
//! `deleted: true`, and can be recovered.

mod activities;
mod auth;
mod case_lists;
mod cases;
mod channels;
mod check;
mod contact_groups;
mod contacts;
mod files;
mod filter;
mod generic;
mod list;
mod people;
mod queues;
mod reports;
mod seed;
mod state;
mod users;
mod webhooks;
mod world;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware;
use axum::routing::{delete, get, put};

use crate::{Lab, VendorSim};
use check::{Reason, Refusal};
use state::World;

pub use seed::{MessageKind, StoredCase, StoredMessage};
pub use webhooks::Subscription;

/// The key that the simulated account accepts.
pub(crate) const API_KEY: &str = "sim-wisecx-api-key-token";
/// The user that the key belongs to.
pub(crate) const USER: &str = "sim.integration";

/// A behaviour that the documentation leaves open or that sources disagree on. All are off in a
/// fresh simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// `x-api-key` is needed for `/authenticate` only, as the documentation has it; otherwise it is
    /// needed on every call, as public code sends it.
    ApiKeyOnlyAtAuthenticate,
    /// An expired token gives 401 in place of the documented 403.
    ExpiredTokenIs401,
    /// A record that does not exist gives 404 in place of 400.
    NotFoundIs404,
    /// Lists other than surveys and activities all come as `data` and `paging`, as public code says,
    /// in place of the envelope of each documented example.
    EnvelopedLists,
    /// Refusals are plain text in place of a JSON object.
    PlainTextErrors,
    /// More requests than allowed give 403 (a documented status) in place of 429.
    RateLimitIs403,
    /// `tags` in a PUT are added to the case in place of replacing its tags.
    TagsAppend,
    /// Names of tags that do not exist are ignored in place of being created.
    UnknownTagsIgnored,
    /// A closed case refuses another status.
    ClosedIsFinal,
    /// A contact with a mail address, personal id or phone that another one has is refused.
    DuplicateContactRefused,
    /// A deleted case can be read and written by its identifier.
    DeletedCasesReadable,
    /// The list of cases starts with the newest unless the request sorts, as the documented example
    /// looks; otherwise it is ascending, as the text says.
    CasesNewestFirst,
    /// A date of a case that is not set is an empty string in place of null.
    EmptyDatesAsText,
    /// A date of a case that is not set is the first of January 1900 in place of null.
    EmptyDatesAsSentinel,
    /// Deliveries have no `contact_id`, as the documentation has them.
    WebhookWithoutContactId,
}

/// A simulated WiseCX account. Clones share everything.
#[derive(Debug, Clone)]
pub struct Sim {
    lab: Lab,
    world: Arc<Mutex<World>>,
    quirks: Quirks,
}

/// The switched-on quirks. They have a lock of their own, so that they can be asked for at any time.
#[derive(Debug, Clone, Default)]
struct Quirks(Arc<Mutex<BTreeSet<Quirk>>>);

impl Quirks {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<Quirk>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sim {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has(&self, quirk: Quirk) -> bool {
        self.quirks.lock().contains(&quirk)
    }

    /// Switches a behaviour on.
    pub fn set_quirk(&self, quirk: Quirk) {
        self.quirks.lock().insert(quirk);
    }

    /// Switches a behaviour off again.
    pub fn clear_quirk(&self, quirk: Quirk) {
        self.quirks.lock().remove(&quirk);
    }

    /// Whether requests beyond the limits are refused. On in a fresh simulator.
    pub fn enforce_limits(&self, enforce: bool) {
        self.world().limits.enforced = enforce;
    }

    /// Changes the limits, which are 5,000 requests a minute and 150,000 a day.
    pub fn set_limits(&self, per_minute: u64, per_day: u64) {
        let mut world = self.world();
        world.limits.per_minute = per_minute;
        world.limits.per_day = per_day;
    }

    /// The key and the user to authenticate with.
    pub fn credentials(&self) -> (&'static str, &'static str) {
        (API_KEY, USER)
    }
}

impl VendorSim for Sim {
    const VENDOR: &'static str = "wisecx";

    fn new(lab: Lab) -> Self {
        let quirks = Quirks::default();
        let world = world::standard(lab.clone(), quirks.clone());
        let sim = Self {
            lab,
            world: Arc::new(Mutex::new(world)),
            quirks,
        };
        sim.add_contact_group("Invented Regulars");
        sim.add_contact_group("Invented Suppliers");
        sim
    }

    fn router(&self) -> Router {
        let guarded = Router::new()
            .route("/cases/types", get(case_lists::types))
            .route("/cases/tags", get(case_lists::tags))
            .route("/cases", get(case_lists::list).post(cases::create))
            .route(
                "/cases/{id}",
                get(case_lists::get)
                    .put(cases::update)
                    .delete(cases::delete),
            )
            .route("/cases/{id}/activities", get(activities::list))
            .route("/cases/{id}/activities/{activity_id}", get(activities::get))
            .merge(contact_routes())
            .route("/queues", get(queues::list).post(queues::create))
            .route("/queues/{id}", get(queues::get))
            .route(
                "/queues/{id}/users",
                put(queues::put_users).delete(queues::remove_users),
            )
            .route("/queues/{id}/users/{user_id}", delete(queues::remove_user))
            .route("/business_hours/is_open", get(queues::is_open))
            .route("/users", get(users::list).post(users::create))
            .route("/users/{id}", get(users::get))
            .route(
                "/users/{id}/queues",
                put(users::put_queues).delete(users::remove_queues),
            )
            .route("/channels", get(channels::list))
            .route("/whatsapp_templates", get(channels::templates))
            .merge(generic::routes())
            .method_not_allowed_fallback(no_method)
            .layer(middleware::from_fn_with_state(self.clone(), auth::guard));
        let open = Router::new()
            .route("/authenticate", get(auth::authenticate))
            .method_not_allowed_fallback(no_method);
        Router::new()
            .nest(self.base_path(), guarded.merge(open))
            .route("/FileAdm/DownloadFile.aspx", get(files::download))
            .route("/exported-files/{file}", get(reports::file))
            .fallback(no_path)
            .layer(middleware::from_fn_with_state(self.clone(), auth::limit))
            .layer(middleware::from_fn_with_state(self.clone(), auth::dress))
            .with_state(self.clone())
    }

    fn expire_tokens(&self) {
        let now = self.lab.now();
        for until in self.world().tokens.values_mut() {
            *until = now;
        }
    }

    fn base_path(&self) -> &'static str {
        "/core/v1"
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let first = |ids: Vec<String>| ids.into_iter().next().unwrap_or_default();
        vec![
            ("api_key", API_KEY.to_owned()),
            ("user", USER.to_owned()),
            ("default_group", first(self.departments())),
            ("default_user", first(self.agents())),
        ]
    }
}

/// The routes below `/contacts`; the documentation writes some of them with a slash at the end.
fn contact_routes() -> Router<Sim> {
    let contacts = || get(contacts::list).post(contacts::create);
    let organizations =
        || get(contact_groups::organizations).post(contact_groups::create_organization);
    let groups = || get(contact_groups::groups).post(contact_groups::create_group);
    Router::new()
        .route("/contacts", contacts())
        .route("/contacts/", contacts())
        .route(
            "/contacts/{id}",
            get(contacts::get)
                .put(contacts::update)
                .delete(contacts::delete),
        )
        .route("/contacts/organizations", organizations())
        .route("/contacts/organizations/", organizations())
        .route(
            "/contacts/organizations/{id}",
            put(contact_groups::update_organization).delete(contact_groups::delete_organization),
        )
        .route("/contacts/groups", groups())
        .route("/contacts/groups/", groups())
        .route(
            "/contacts/{id}/groups/{group_id}",
            put(contact_groups::join).delete(contact_groups::leave),
        )
}

async fn no_path(State(sim): State<Sim>, request: Request) -> Refusal {
    let (method, path) = (request.method(), request.uri().path());
    sim.lab
        .violation(format!("undocumented path {method} {path}"));
    Refusal::new(Reason::NoPath, "Not Found")
}

async fn no_method(State(sim): State<Sim>, request: Request) -> Refusal {
    let (method, path) = (request.method(), request.uri().path());
    sim.lab
        .violation(format!("undocumented method {method} {path}"));
    Refusal::new(Reason::NoMethod, "Method not implemented")
}
