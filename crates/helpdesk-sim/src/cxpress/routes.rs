//! The table of documented calls.

use axum::http::Method;

use super::auth::{self, Proof};
use super::call::Kind::Text;
use super::call::{Call, Member, Outcome};
use super::members::{
    AGENT_TICKETS_QUERY, CONSUMERS_QUERY, HISTORIC_QUERY, NAMED_QUERY, NEW_CONSUMER, NEW_FIELD,
    NEW_SECTOR, NEW_TAG, NEW_TASK, NEW_TICKET, OLD_CONSUMER, OLD_FIELD, OLD_SECTOR, OLD_TAG,
    OLD_TASK, OLD_TICKET, PEOPLE_QUERY, TASKS_QUERY, TICKETS_QUERY,
};
use super::state::World;
use super::{consumers, custom_fields, directory, lists, notes, sectors, tags, tasks, tickets};

/// What acts on the world once a call has been checked.
pub(crate) type Handler = fn(&Call<'_>, &mut World) -> Outcome;

/// One documented call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    pub(crate) method: Verb,
    pub(crate) path: &'static str,
    /// The code that successful answers of this area have; refusals count on from it.
    pub(crate) area: u32,
    pub(crate) query: &'static [&'static str],
    pub(crate) body: &'static [Member],
    pub(crate) proof: Proof,
    pub(crate) run: Handler,
}

/// The methods that the vendor uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Delete,
}

impl Verb {
    pub(crate) fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Delete => Method::DELETE,
        }
    }

    pub(crate) fn writes(self) -> bool {
        self != Self::Get
    }
}

const fn get(
    path: &'static str,
    area: u32,
    query: &'static [&'static str],
    run: Handler,
) -> Endpoint {
    Endpoint {
        method: Verb::Get,
        path,
        area,
        query,
        body: &[],
        proof: Proof::Bearer,
        run,
    }
}

const fn write(
    method: Verb,
    path: &'static str,
    area: u32,
    body: &'static [Member],
    run: Handler,
) -> Endpoint {
    Endpoint {
        method,
        path,
        area,
        query: &[],
        body,
        proof: Proof::Bearer,
        run,
    }
}

const CONSUMER: &str = "/external/consumer";
const CONSUMER_TAG: &str = "/external/consumer-tag";
const TAG: &str = "/external/tag";
const TICKET: &str = "/external/ticket";
const TASK: &str = "/external/task";
const SECTOR: &str = "/external/sector";
const FIELDS: &str = "/external/custom-fields";

/// Every call of the documentation.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        proof: Proof::None,
        ..write(
            Verb::Put,
            "/external/update/token",
            6700,
            &[("refresh_token", Text, true)],
            auth::update_token,
        )
    },
    get(CONSUMER, 1400, CONSUMERS_QUERY, consumers::list),
    write(Verb::Post, CONSUMER, 1400, NEW_CONSUMER, consumers::create),
    write(Verb::Put, CONSUMER, 1400, OLD_CONSUMER, consumers::edit),
    get("/external/consumer/{id}", 1400, &[], consumers::show),
    write(
        Verb::Delete,
        "/external/consumer/{id}",
        1400,
        &[],
        consumers::delete,
    ),
    get(
        "/external/consumer/{id}/tickets",
        1400,
        TICKETS_QUERY,
        lists::of_consumer,
    ),
    get(CONSUMER_TAG, 5500, NAMED_QUERY, tags::list_consumer),
    write(
        Verb::Post,
        CONSUMER_TAG,
        5500,
        NEW_TAG,
        tags::create_consumer,
    ),
    write(Verb::Put, CONSUMER_TAG, 5500, OLD_TAG, tags::edit_consumer),
    get(TAG, 5500, NAMED_QUERY, tags::list_ticket),
    write(Verb::Post, TAG, 5500, NEW_TAG, tags::create_ticket),
    write(Verb::Put, TAG, 5500, OLD_TAG, tags::edit_ticket),
    get(TICKET, 700, TICKETS_QUERY, lists::open),
    write(Verb::Post, TICKET, 6700, NEW_TICKET, tickets::create),
    write(
        Verb::Put,
        "/external/ticket/{id}",
        6700,
        OLD_TICKET,
        tickets::edit,
    ),
    write(
        Verb::Delete,
        "/external/ticket/{id}",
        6700,
        &[],
        tickets::delete,
    ),
    get(
        "/external/ticket/internal-observation/{id}",
        700,
        &["limit", "page"],
        notes::list,
    ),
    get("/external/historic", 700, HISTORIC_QUERY, lists::historic),
    get(
        "/external/agent/{id}/tickets",
        800,
        AGENT_TICKETS_QUERY,
        lists::of_agent,
    ),
    get(
        "/external/message-sending/{id}/tickets",
        800,
        TICKETS_QUERY,
        lists::of_dispatch,
    ),
    get(TASK, 3600, TASKS_QUERY, tasks::list),
    write(Verb::Post, TASK, 3600, NEW_TASK, tasks::create),
    write(Verb::Put, TASK, 3600, OLD_TASK, tasks::edit),
    write(
        Verb::Delete,
        "/external/task/{id}",
        3600,
        &[],
        tasks::delete,
    ),
    get(SECTOR, 2700, NAMED_QUERY, sectors::list),
    write(Verb::Post, SECTOR, 2700, NEW_SECTOR, sectors::create),
    write(Verb::Put, SECTOR, 2700, OLD_SECTOR, sectors::edit),
    get(FIELDS, 3300, &[], custom_fields::list),
    write(Verb::Post, FIELDS, 3300, NEW_FIELD, custom_fields::create),
    write(Verb::Put, FIELDS, 3300, OLD_FIELD, custom_fields::edit),
    get("/external/agent", 825, PEOPLE_QUERY, directory::agents),
    get("/external/agent/{id}", 825, &[], directory::agent),
    get("/external/channel/keys", 6501, &[], directory::automations),
    Endpoint {
        proof: Proof::Key,
        ..get(
            "/external/company/email",
            619,
            PEOPLE_QUERY,
            directory::emails,
        )
    },
];
