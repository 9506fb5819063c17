//! The in-memory desk: a complete reference implementation of the contract.
//!
//! [`MemoryDesk`] does everything the traits ask for, without a network: programs take it for their
//! tests, the examples of this documentation run against it, and the conformance suite is checked
//! with it. It begins with a small world (two agents, two departments, three channels, three custom
//! fields) and no contacts. [`MemoryBuilder`] changes that world, makes the desk play a poorer vendor,
//! and injects faults.
//!
//! ```
//! use helpdesk_core::memory::MemoryDesk;
//! use helpdesk_core::{NewContact, NewTicket};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> helpdesk_core::Result<()> {
//! let desk = MemoryDesk::new();
//! let client = desk.client();
//!
//! let contact = client.contacts().create(&NewContact::named("Ana").phone("+55 11 98765-4321")).await?.value;
//! let ticket = client.tickets().create(&NewTicket::for_contact(&contact.id).subject("Invoice")).await?.value;
//! desk.receive(&contact.id, "Any news?")?;
//!
//! assert!(client.tickets().close(&ticket.id).await?.is_closed());
//! assert_eq!(desk.journal().iter().filter(|entry| entry.wrote).count(), 3);
//! # Ok(())
//! # }
//! ```

mod builder;
mod capability;
mod contacts;
mod desk;
mod directory;
mod factory;
mod messages;
mod paging;
mod raw;
mod receiver;
mod state;
mod tags;
mod tickets;
mod values;
mod webhooks;
mod wire;

pub use builder::MemoryBuilder;
pub use desk::MemoryDesk;
pub use factory::MemoryFactory;
pub use state::JournalEntry;

/// The name of the vendor, as configuration spells it.
pub const VENDOR: &str = "memory";
