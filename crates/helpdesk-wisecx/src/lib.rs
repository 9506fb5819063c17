//! Rust client for WiseCX, on its own or behind the neutral helpdesk traits.
