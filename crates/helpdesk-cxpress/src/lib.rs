//! Rust client for Cxpress, on its own or behind the neutral helpdesk traits.
