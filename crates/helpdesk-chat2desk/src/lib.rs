//! Rust client for Chat2Desk, on its own or behind the neutral helpdesk traits.
