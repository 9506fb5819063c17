//! The helpdesk command.
fn main() {}
