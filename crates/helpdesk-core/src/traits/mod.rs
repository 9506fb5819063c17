//! The contract: what an adapter implements.
//!
//! Every method is required. What a vendor cannot do is
//! [`Error::unsupported`](crate::Error::unsupported), sends nothing, and stands in the capability
//! table as well; the conformance suite checks that the two agree. Conveniences are not here but on
//! [`Client`](crate::Client).
//!
//! Every method can fail with these kinds, so they are not repeated on each: `Unsupported`, when the
//! capability table says so or a field cannot be held and loss is not allowed; `Invalid`, when the
//! input is wrong; `Unauthorized` and `Forbidden`; `RateLimited` and `QuotaExhausted`; `Unavailable`,
//! `Transport`, `Timeout` and `Decode`. What else can come is said on the method. Reads are repeated
//! after failures that may pass; writes as the capability table's `safety` says.

mod contacts;
mod directory;
mod helpdesk;
mod messages;
mod tags;
mod tickets;
mod webhooks;

pub use contacts::Contacts;
pub use directory::Directory;
pub use helpdesk::{Helpdesk, RawRequest, RawResponse};
pub use messages::Messages;
pub use tags::Tags;
pub use tickets::Tickets;
pub use webhooks::Webhooks;
