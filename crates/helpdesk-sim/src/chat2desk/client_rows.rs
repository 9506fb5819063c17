//! Clients as the vendor shows them.

use serde_json::{Value, json};

use super::model::Client;
use super::state::{World, stamp};
use super::{Quirk, tags};

/// The country id that the vendor finds by the number.
pub(super) fn country(client: &Client) -> Option<u64> {
    match client.phone.as_bytes().first() {
        Some(b'1') => Some(1),
        Some(b'7') => Some(2),
        _ => None,
    }
}

/// The phone number that an operator gave.
fn client_phone(world: &World, client: &Client) -> Value {
    let text = client.card.as_ref().and_then(|c| c.client_phone.as_deref());
    match text {
        Some(text) if !world.quirk(Quirk::ClientPhoneAsText) => text
            .parse::<u64>()
            .map_or_else(|_| json!(text), Value::from),
        text => json!(text),
    }
}

/// A client as lists show it.
pub(super) fn row(world: &World, client: &Client) -> Value {
    let card = client.card.as_deref();
    json!({
        "id": client.id,
        "name": client.name,
        "avatar": card.and_then(|c| c.avatar.as_deref()),
        "phone": client.phone,
        "external_id": card.map_or(Value::Null, |c| c.external_id.clone()),
        "assigned_name": card.and_then(|c| c.assigned_name.as_deref()),
        "comment": card.and_then(|c| c.comment.as_deref()),
        "client_phone": client_phone(world, client),
        "region_id": null,
        "country_id": country(client),
        "client_external_id": null,
        "external_ids": card.map(|c| c.external_ids.clone()).unwrap_or_default(),
        "extra_comment_1": null,
        "extra_comment_2": null,
        "extra_comment_3": null,
        "custom_fields": card.map(|c| c.custom_fields.clone()).unwrap_or_default(),
    })
}

/// Adds when a client first and last wrote.
pub(super) fn times(client: &Client, body: &mut Value) {
    let last = client.card.as_ref().and_then(|c| c.last_message);
    body["first_client_message"] = json!(stamp(client.created));
    body["last_client_message"] = json!(stamp(last.unwrap_or(client.created)));
}

/// A client on its own.
pub(super) fn single(world: &World, client: &Client) -> Value {
    let mut body = row(world, client);
    times(client, &mut body);
    if world.quirk(Quirk::ShortClient) {
        let keep = [
            "id",
            "comment",
            "assigned_name",
            "phone",
            "name",
            "avatar",
            "region_id",
            "country_id",
            "first_client_message",
            "last_client_message",
        ];
        if let Some(members) = body.as_object_mut() {
            members.retain(|key, _| keep.contains(&key.as_str()));
        }
        return body;
    }
    body["username"] = Value::Null;
    body["channels"] = client
        .channels()
        .into_iter()
        .map(|(id, transports)| json!({"id": id, "transports": transports}))
        .collect();
    let ids = client.card.iter().flat_map(|card| &card.tags);
    body["tags"] = ids
        .filter_map(|id| world.tag(*id))
        .map(|tag| tags::row(world, tag))
        .collect();
    body
}
