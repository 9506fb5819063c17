//! Vendor-neutral helpdesk traits, model, errors, capabilities and the in-memory desk. Names no HTTP client.
