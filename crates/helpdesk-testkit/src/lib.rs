//! The conformance suite that judges any helpdesk adapter, with scripted transports and recorded requests.
