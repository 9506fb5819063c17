//! The vendors that were compiled in.

use helpdesk_core::config::Registry;

/// A registry of the vendors that were compiled in, to which a program may add its own.
///
/// Vendors that exist but were left out are remembered with the cargo feature that brings them, so
/// that a configuration that names one gets an answer it can use.
pub fn registry() -> Registry {
    let registry = Registry::new();
    #[cfg(feature = "cxpress")]
    let registry = registry.with(helpdesk_cxpress::CxpressFactory);
    #[cfg(feature = "digisac")]
    let registry = registry.with(helpdesk_digisac::DigisacFactory);
    #[cfg(feature = "wisecx")]
    let registry = registry.with(helpdesk_wisecx::WiseCxFactory);
    #[cfg(feature = "chat2desk")]
    let registry = registry.with(helpdesk_chat2desk::Chat2DeskFactory);
    #[cfg(feature = "memory")]
    let registry = registry.with(helpdesk_core::memory::MemoryFactory);
    ["cxpress", "digisac", "wisecx", "chat2desk", "memory"]
        .into_iter()
        .fold(registry, |registry, vendor| {
            registry.with_absent(vendor, vendor)
        })
}
