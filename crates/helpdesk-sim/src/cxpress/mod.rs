//! A simulator of Cxpress: consumers, tickets, tags, tasks, sectors, operators and custom fields
//! below `/external`, behind a bearer token and an `Origin` header.
//!
//! What is particular to this vendor, and shown here:
//!
//! * The renewal of tokens answers with the key `refresToken`, and uses the refresh token up.
//! * 300 requests a minute from one IP address; the next one blocks the address for ten minutes.
//! * A consumer has an `id` and a `user_id`; only the second one is of use. Operators likewise.
//! * A ticket cannot be got; rows of lists have neither the consumer's nor the operator's id; the
//!   five lists have five forms, with keys such as `custom_fiejds` and `who_is_viewing,`.
//! * The lists of tasks and of the history name a next page even when there is none.
//! * A change of sector takes the operator off a ticket; a deleted consumer closes tickets.
//! * Notifications go to an address entered on the vendor's screens, unsigned, and never tell of
//!   a deletion.
//!
//! The documentation shows no refusal at all. Here each has the form of other answers,
//! `{"message", "code_cxpress"}`, with status 400, 401, 403, 404, 409 or 429; texts and codes are
//! invented. [`Quirk`] switches what else is open or contradictory.

mod auth;
mod call;
mod consumers;
mod custom_fields;
mod directory;
mod lists;
mod members;
mod notes;
mod page;
mod people;
mod quirk;
mod routes;
mod rows;
mod sectors;
mod seed;
mod sim;
mod state;
mod tags;
mod tasks;
mod tickets;
mod uid;
mod views;
mod webhooks;

pub use quirk::Quirk;
pub use sim::Sim;
pub use state::MessageKind;
pub use views::StoredMessage;
