//! A simulator of Chat2Desk.
//!
//! One company with one API token, operators, groups, channels, custom fields and tags, behind
//! every path of the public API below `/v1`. A *client* writes through a *dialog*; in a dialog run
//! *requests*, and a *ticket* is a row beside them that names the requests it is about.
//!
//! - The token goes raw into `Authorization`. A wrong one is refused with 403.
//! - Parameters are merged from the query, a form or a JSON body, as the vendor merges them.
//!   Unknown ones are ignored, as the vendor ignores them, and remembered as violations.
//! - Every authenticated call counts against the month; messages are limited to 15 in a second.
//! - Where sources name two forms of an answer, [`Quirk`] switches to the other one.
//! - Webhooks are subscribed through the API; deliveries are signed.

mod client_rows;
mod clients;
mod company;
mod deliver;
mod dialogs;
mod flow;
mod generic;
mod hooks;
mod inbox;
mod messages;
mod model;
mod operators;
mod params;
mod requests;
mod seed;
mod sending;
mod standard;
mod state;
mod tags;
mod ticket_checks;
mod tickets;
mod webhooks;
mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;

use crate::{Lab, VendorSim};
use state::World;

/// The other form of an answer, where sources name two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// A bad token is answered with 401 in place of 403.
    Unauthorized401,
    /// `meta.total` is a string of digits.
    TotalAsText,
    /// `client_phone` is always a string, never a number.
    ClientPhoneAsText,
    /// A client on its own has only the columns of the printed example.
    ShortClient,
    /// Changing a client answers a list of one, with the id under `clientID`.
    ClientUpdateAsList,
    /// The sentence about a duplicate client has no final s.
    DuplicateWithoutS,
    /// A request on its own comes in the usual envelope.
    WrappedRequest,
    /// The message count of a dialog is a string of digits.
    MessageCountAsText,
    /// A webhook on its own is an object, not a list of one.
    WebhookAsObject,
    /// Creating a tag answers 200 with an object, not 201 with a list of one.
    TagCreateAsObject,
    /// Operator rows lack `status` and `access_right_name`.
    OldOperatorRows,
    /// A ticket list refuses a limit above 200 in place of lowering it.
    TicketLimitRefused,
    /// Changing a ticket without a status keeps the status in place of setting it to 1.
    TicketStatusKept,
    /// The key of the webhook signature is the raw MD5 of the token, not its hexadecimal text.
    RawSigningKey,
    /// The days of the company begin at midnight UTC, not three hours earlier.
    CompanyInUtc,
}

/// For whom a stored message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Visibility {
    /// Sent to the client.
    Public,
    /// A comment between operators.
    Internal,
    /// From the client.
    Inbound,
    /// From the system, about the dialog.
    System,
}

/// A message as the vendor stored it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// The message id.
    pub id: String,
    /// For whom it is.
    pub visibility: Visibility,
    /// The text; empty when there is none.
    pub text: String,
    /// The client id.
    pub contact: String,
    /// The request it belongs to.
    pub request: Option<String>,
    /// The dialog it belongs to.
    pub dialog: String,
    /// The operator it is put down to.
    pub agent: Option<String>,
}

/// The simulated vendor. Clones share everything.
#[derive(Debug, Clone)]
pub struct Sim {
    lab: Lab,
    world: Arc<Mutex<World>>,
}

impl Sim {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bench that this simulator stands on.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The token that is valid now.
    pub fn token(&self) -> String {
        self.world().token.clone()
    }

    /// Switches to the other form of an answer.
    pub fn set_quirk(&self, quirk: Quirk) {
        self.world().quirks.insert(quirk);
    }

    /// Switches back to the usual form of an answer.
    pub fn clear_quirk(&self, quirk: Quirk) {
        self.world().quirks.remove(&quirk);
    }

    /// Whether the limits are enforced. They are, unless switched off.
    pub fn enforce_limits(&self, on: bool) {
        self.world().enforce = on;
    }

    /// How many messages may be sent in a second; 15 unless changed.
    pub fn set_message_rate(&self, per_second: usize) {
        self.world().message_rate = per_second;
    }

    /// How many calls a month has; 250 000 unless changed.
    pub fn set_monthly_quota(&self, calls: u64) {
        self.world().monthly_quota = calls;
    }

    /// How many calls were counted this month.
    pub fn calls_used(&self) -> u64 {
        self.world().used
    }

    /// The `X-Signature` this vendor would send for a body at this unix time.
    pub fn signature(&self, body: &[u8], timestamp: i64) -> String {
        let world = self.world();
        let raw = world.quirk(Quirk::RawSigningKey);
        deliver::signature(&world.token, body, &timestamp.to_string(), raw)
    }
}

impl VendorSim for Sim {
    const VENDOR: &'static str = "chat2desk";

    fn new(lab: Lab) -> Self {
        Self {
            lab,
            world: Arc::new(Mutex::new(standard::standard())),
        }
    }

    fn router(&self) -> Router {
        wire::router(
            self.clone(),
            &[
                clients::ROUTES,
                messages::ROUTES,
                inbox::ROUTES,
                requests::ROUTES,
                dialogs::ROUTES,
                webhooks::ROUTES,
                operators::ROUTES,
                tags::ROUTES,
                tickets::ROUTES,
                company::ROUTES,
                generic::ROUTES,
            ],
        )
    }

    /// Replaces the company's token: the one in use is refused from now on, and nothing in the API
    /// hands out the new one. [`Sim::token`] does.
    fn expire_tokens(&self) {
        let generation = self.lab.number("token") + 1;
        self.world().token = standard::token(generation);
    }

    fn base_path(&self) -> &'static str {
        "/v1"
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let first = |ids: Vec<String>| ids.into_iter().next().unwrap_or_default();
        vec![
            ("token", self.token()),
            ("default_channel", first(self.channels())),
            ("default_transport", "whatsapp".to_owned()),
            ("default_tag_group", first(self.tag_groups())),
        ]
    }
}
