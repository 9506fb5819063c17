//! The one request pipeline behind every helpdesk adapter: budgets, retries, tokens, decoding, redaction.
