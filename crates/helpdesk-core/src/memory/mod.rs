//! The in-memory desk.
