//! The rest of the documented endpoints: the request is checked, the answer is a fixture.

use axum::extract::State;
use axum::routing::{MethodFilter, get, on, post};
use axum::{Json, Router};
use serde_json::Value;

use super::check::{Answer, Ask, Kind, Member, Refusal};
use super::{Sim, reports};

/// What a request may carry.
#[derive(Debug)]
enum Body {
    /// No body.
    Nothing,
    /// An object, with one member that is an object of its own.
    Object(&'static [Member], Option<(&'static str, &'static [Member])>),
    /// An array of such objects.
    List(&'static [Member], Option<(&'static str, &'static [Member])>),
}

/// An endpoint that is answered from a fixture.
#[derive(Debug)]
struct Endpoint {
    method: MethodFilter,
    path: &'static str,
    query: &'static [&'static str],
    body: Body,
    fixture: &'static str,
}

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/wisecx/",
            $name,
            ".json"
        ))
    };
}
pub(super) use fixture;

const PAGED: &[&str] = &["limit", "page"];
const CAMPAIGNS: &[&str] = &["page", "limit", "sort_by", "sort_order", "filtering"];

const PERSON: &[Member] = &[
    ("id", Kind::Number, false),
    ("email", Kind::Text, false),
    ("personal_id", Kind::Text, false),
    ("phone", Kind::Text, false),
    ("name", Kind::Text, false),
];
const BUYER: &[Member] = &[
    ("name", Kind::Text, true),
    ("email", Kind::Text, true),
    ("personal_id", Kind::Text, false),
    ("phone", Kind::Text, false),
];
const BUYER_CHANGES: &[Member] = &[
    ("name", Kind::Text, false),
    ("email", Kind::Text, false),
    ("personal_id", Kind::Text, false),
    ("phone", Kind::Text, false),
];
const ORDER: &[Member] = &[
    ("ecommerce_store_id", Kind::Text, true),
    ("ecommerce_platform", Kind::Text, true),
    ("ecommerce_order_id", Kind::Text, true),
    ("status", Kind::Text, false),
    ("reject_reason", Kind::Text, false),
    ("total_amount", Kind::Number, true),
    ("sales_recovery", Kind::Flag, false),
    ("customer", Kind::Object, true),
];
const ORDER_CHANGES: &[Member] = &[
    ("ecommerce_store_id", Kind::Text, false),
    ("ecommerce_platform", Kind::Text, false),
    ("ecommerce_order_id", Kind::Text, false),
    ("reject_reason", Kind::Text, false),
    ("total_amount", Kind::Number, false),
    ("sales_recovery", Kind::Flag, false),
    ("customer", Kind::Object, false),
];
const SENDING: &[Member] = &[
    ("channels", Kind::List, true),
    ("contact", Kind::Object, true),
    ("variables", Kind::Object, false),
    ("metadata", Kind::Object, false),
    ("user_id", Kind::Number, false),
];
const BULK_SENDING: &[Member] = &[
    ("channels", Kind::List, true),
    ("campaign_id", Kind::Number, true),
    ("contact", Kind::Object, true),
    ("variables", Kind::Object, false),
    ("metadata", Kind::Object, false),
];
const CAMPAIGN: &[Member] = &[
    ("name", Kind::Text, true),
    ("type", Kind::Text, true),
    ("description", Kind::Text, false),
    ("groups_ids", Kind::Text, false),
];
const CAMPAIGN_CHANGES: &[Member] = &[
    ("name", Kind::Text, true),
    ("description", Kind::Text, false),
    ("groups_ids", Kind::Text, false),
];
const MESSAGE: &[Member] = &[
    ("channel", Kind::Text, true),
    ("channel_config", Kind::Object, true),
    ("scheduled_at", Kind::Text, false),
];
const MESSAGE_CHANGES: &[Member] = &[
    ("channel_config", Kind::Object, true),
    ("scheduled_at", Kind::Text, false),
];

const fn read(
    path: &'static str,
    query: &'static [&'static str],
    fixture: &'static str,
) -> Endpoint {
    Endpoint {
        method: MethodFilter::GET,
        path,
        query,
        body: Body::Nothing,
        fixture,
    }
}

const fn write(
    method: MethodFilter,
    path: &'static str,
    body: Body,
    fixture: &'static str,
) -> Endpoint {
    Endpoint {
        method,
        path,
        query: &[],
        body,
        fixture,
    }
}

const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;

static ENDPOINTS: &[Endpoint] = &[
    read("/surveys", PAGED, fixture!("surveys/list")),
    read(
        "/surveys/{id}/questions",
        PAGED,
        fixture!("surveys/questions"),
    ),
    write(
        POST,
        // The documentation spells it like this.
        "/assistans/node/{id}/execute",
        Body::Object(
            &[
                ("case_id", Kind::Number, true),
                ("context", Kind::List, false),
            ],
            None,
        ),
        fixture!("assistants/execute"),
    ),
    read(
        "/orders",
        &["fields", "filtering", "limit", "page", "sort", "sort_field"],
        fixture!("orders/list"),
    ),
    write(
        POST,
        "/orders",
        Body::Object(ORDER, Some(("customer", BUYER))),
        fixture!("orders/create"),
    ),
    write(
        PUT,
        "/orders/{id}",
        Body::Object(ORDER_CHANGES, Some(("customer", BUYER_CHANGES))),
        fixture!("orders/update"),
    ),
    read("/meli/orders/{id}", &[], fixture!("meli/order")),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/schedule",
        Body::Object(&[("scheduled_at", Kind::Text, true)], None),
        fixture!("nitro/schedule"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/send",
        Body::Nothing,
        fixture!("nitro/send"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/activate",
        Body::Nothing,
        fixture!("nitro/activate"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/stop",
        Body::Nothing,
        fixture!("nitro/stop"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/delete",
        Body::Nothing,
        fixture!("nitro/delete"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/actions/cancel-send",
        Body::Nothing,
        fixture!("nitro/cancel_send"),
    ),
    write(
        POST,
        "/nitro/transactional/{id}/send",
        Body::Object(SENDING, Some(("contact", PERSON))),
        fixture!("nitro/transactional_send"),
    ),
    write(
        POST,
        "/nitro/transactional/send",
        Body::List(BULK_SENDING, Some(("contact", PERSON))),
        fixture!("nitro/transactional_send_bulk"),
    ),
    read(
        "/nitro/transactional/requests/{tracking_id}",
        &[],
        fixture!("nitro/request_detail"),
    ),
    read("/nitro/campaigns", CAMPAIGNS, fixture!("nitro/campaigns")),
    write(
        POST,
        "/nitro/campaigns",
        Body::Object(CAMPAIGN, None),
        fixture!("nitro/create_campaign"),
    ),
    read("/nitro/campaigns/{id}", &[], fixture!("nitro/campaign")),
    write(
        PUT,
        "/nitro/campaigns/{id}",
        Body::Object(CAMPAIGN_CHANGES, None),
        fixture!("nitro/update_campaign"),
    ),
    write(
        POST,
        "/nitro/campaigns/{id}/messages",
        Body::Object(MESSAGE, None),
        fixture!("nitro/create_message"),
    ),
    write(
        PUT,
        "/nitro/campaigns/{id}/messages/{message_id}",
        Body::Object(MESSAGE_CHANGES, None),
        fixture!("nitro/update_message"),
    ),
    read(
        "/nitro/campaigns/{id}/messages/{message_id}/contacts",
        CAMPAIGNS,
        fixture!("nitro/message_contacts"),
    ),
];

/// The routes of this file and of the reports.
pub(super) fn routes() -> Router<Sim> {
    let mut router = Router::new()
        .route("/surveys/{id}/responses", get(reports::responses))
        .route("/analytics/export/{id}", post(reports::export))
        .route("/analytics/export/{id}/status", get(reports::status));
    for endpoint in ENDPOINTS {
        let handler =
            move |State(sim): State<Sim>, ask: Ask| async move { sim.answer_of(&ask, endpoint) };
        router = router.route(endpoint.path, on(endpoint.method, handler));
    }
    router
}

/// The body that a fixture holds.
pub(super) fn fixture_body(fixture: &str) -> Value {
    serde_json::from_str(fixture)
        .map(|mut fixture: Value| fixture["body"].take())
        .unwrap_or_default()
}

impl Sim {
    fn answer_of(&self, ask: &Ask, endpoint: &Endpoint) -> Answer {
        match &endpoint.body {
            Body::Nothing => {
                self.query(ask, endpoint.query)?;
                if !ask.body.is_empty() {
                    return Err(self.violated(&ask.endpoint, "this endpoint takes no body"));
                }
            }
            Body::Object(members, nested) => {
                let body = self.body(ask)?;
                self.nested(ask, &body, members, *nested)?;
            }
            Body::List(members, nested) => {
                let body = self.body(ask)?;
                let Some(items) = body.as_array() else {
                    return Err(self.violated(&ask.endpoint, "the body is not an array"));
                };
                for item in items {
                    self.nested(ask, item, members, *nested)?;
                }
            }
        }
        Ok(Json(fixture_body(endpoint.fixture)))
    }

    fn nested(
        &self,
        ask: &Ask,
        value: &Value,
        members: &[Member],
        nested: Option<(&str, &[Member])>,
    ) -> Result<(), Refusal> {
        let object = self.object(&ask.endpoint, value, members)?;
        if let Some((name, members)) = nested
            && let Some(inner) = object.get(name)
        {
            self.object(&ask.endpoint, inner, members)?;
        }
        Ok(())
    }
}
