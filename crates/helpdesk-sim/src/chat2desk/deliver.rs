//! Webhook deliveries: who gets them, and the signature.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderValue;
use md5::{Digest, Md5};
use serde_json::{Value, json};
use sha2::Sha256;

use super::Quirk;
use super::state::{Desk, micros};
use crate::Delivery;

/// The events a subscription can ask for.
pub(super) const EVENTS: &[&str] = &[
    "inbox",
    "outbox",
    "outbox_status",
    "comment",
    "operator_status_changed",
    "operator_authentication_updated",
    "new_client",
    "new_tag",
    "new_request",
    "add_tag_to_client",
    "add_tag_to_request",
    "delete_tag_from_client",
    "delete_tag_from_request",
    "client_updated",
    "client_added_to_blacklist",
    "close_dialog",
    "close_request",
    "dialog_transferred",
    "device_updated",
    "new_ticket",
    "ticket_updated",
    "ticket_deleted",
    "new_qr_code",
    "ai_hints_requested",
    "imported_message",
    "system_message",
];

/// The `X-Signature` of a body with this timestamp.
pub(super) fn signature(token: &str, body: &[u8], timestamp: &str, raw_key: bool) -> String {
    let hash = Md5::digest(token.as_bytes());
    let key = if raw_key {
        hash.to_vec()
    } else {
        hex::encode(hash).into_bytes()
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
        return String::new();
    };
    mac.update(body);
    mac.update(timestamp.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// Sends an event to every subscription that asked for it.
pub(super) fn push(desk: &Desk<'_>, event: &str, channel: Option<u64>, body: &Value) {
    let wanted = desk.world.webhooks.iter().filter(|hook| {
        hook.enabled
            && hook.events.iter().any(|asked| asked == event)
            && channel.is_none_or(|id| hook.channels.is_empty() || hook.channels.contains(&id))
    });
    for hook in wanted {
        let mut delivery = Delivery::json(hook.url.clone(), body, desk.now);
        let timestamp = desk.now.as_second().to_string();
        let signature = signature(
            &desk.world.token,
            &delivery.body,
            &timestamp,
            desk.world.quirk(Quirk::RawSigningKey),
        );
        for (name, value) in [("x-signature", signature), ("x-timestamp", timestamp)] {
            if let Ok(value) = HeaderValue::try_from(value) {
                delivery.headers.insert(name, value);
            }
        }
        desk.lab.deliver(delivery);
    }
}

/// Sends an event whose `hook_type` is its name.
pub(super) fn event(desk: &Desk<'_>, name: &str, channel: Option<u64>, body: Value) {
    hooked(desk, name, name, channel, body, &micros(desk.now));
}

/// Sends an event under a `hook_type` and a time of its own.
pub(super) fn hooked(
    desk: &Desk<'_>,
    name: &str,
    hook_type: &str,
    channel: Option<u64>,
    mut body: Value,
    time: &str,
) {
    body["hook_type"] = json!(hook_type);
    body["event_time"] = json!(time);
    push(desk, name, channel, &body);
}
