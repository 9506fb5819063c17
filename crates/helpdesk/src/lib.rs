#![doc = include_str!("../../../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod configuration;
mod desks;
mod environment;
mod file_dedupe;
#[cfg(feature = "serve")]
pub mod serve;
mod shared_state;
mod vendors;

pub use configuration::Config;
pub use desks::Desks;
pub use file_dedupe::{FileDedupe, FileDedupeOptions};
pub use helpdesk_core::*;
#[cfg(feature = "redis")]
pub use helpdesk_redis as redis;
pub use vendors::registry;

/// The complete clients of the vendors that were compiled in.
pub mod vendor {
    #[cfg(feature = "chat2desk")]
    pub use helpdesk_chat2desk as chat2desk;
    #[cfg(feature = "cxpress")]
    pub use helpdesk_cxpress as cxpress;
    #[cfg(feature = "digisac")]
    pub use helpdesk_digisac as digisac;
    #[cfg(feature = "wisecx")]
    pub use helpdesk_wisecx as wisecx;
}

/// The chapter on webhooks is compiled and run as a test.
#[cfg(all(doctest, feature = "serve"))]
#[doc = include_str!("../../../docs/webhooks.md")]
struct WebhooksChapter;
