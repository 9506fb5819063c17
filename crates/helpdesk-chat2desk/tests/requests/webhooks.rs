//! What is sent about webhooks.

use helpdesk_chat2desk::api::{NewWebhook, UpdateWebhook, WebhookEvent};

use super::bench;

requests!(webhooks, |api| [
    api.webhooks().list(),
    api.webhooks().get("97301"),
    api.webhooks().create(
        &NewWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .events(["inbox"])
            .build(),
    ),
    api.webhooks().create(
        &NewWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .events([WebhookEvent::Inbox, WebhookEvent::NewTicket])
            .name("Night shift")
            .channels(vec!["21801".to_owned(), "21802".to_owned()])
            .build(),
    ),
    api.webhooks().update(
        "97301",
        &UpdateWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .build(),
    ),
    api.webhooks().update(
        "97301",
        &UpdateWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .events(["inbox"])
            .name("Day shift")
            .channels(vec!["21801".to_owned()])
            .enabled(false)
            .build(),
    ),
    api.webhooks().delete("97301"),
]);
