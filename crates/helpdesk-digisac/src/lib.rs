//! Rust client for Digisac, on its own or behind the neutral helpdesk traits.
