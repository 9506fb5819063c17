//! Bodies of writes, spelled as the vendor spells them. Only what is given is sent.

mod consumers;
mod custom_fields;
mod sectors;
mod tags;
mod tasks;
mod tickets;

pub use consumers::{EditConsumer, NewConsumer};
pub use custom_fields::{EditCustomField, NewCustomField};
pub use sectors::{EditSector, NewSector};
pub use tags::{EditTag, NewTag};
pub use tasks::{EditTask, NewTask};
pub use tickets::{EditTicket, NewTicket};
