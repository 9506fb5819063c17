//! The desk's own interface: reading what is there, as JSON.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method};
use serde_json::{Value, json};

use super::state::{State, Table};
use crate::{Identified, RawRequest, RawResponse, VendorData};

/// Answers `GET /<area>` and `GET /<area>/<id>`, and the files of messages.
pub(super) fn answer(state: &State, request: &RawRequest) -> RawResponse {
    if request.method != Method::GET {
        return respond(
            405,
            &json!({"error": "this desk is read here, not written"}),
        );
    }
    let path = request.path.trim_matches('/');
    if let Some(file) = state.files.get(path) {
        return RawResponse::new(200, HeaderMap::new(), file.clone());
    }
    let (area, id) = match path.split_once('/') {
        Some((area, id)) => (area, Some(id)),
        None => (path, None),
    };
    let found = match area {
        "contacts" => read(&state.contacts, id, |row| {
            state.show_contact(row).vendor_data
        }),
        "tickets" => read(&state.tickets, id, |row| state.show_ticket(row).vendor_data),
        "tags" => read(&state.tags, id, |row| state.show_tag(row).vendor_data),
        "messages" => read(&state.messages, id, |row| {
            state.show_message(row).vendor_data
        }),
        "agents" => read(&state.agents, id, |row| state.show_agent(row).vendor_data),
        "departments" => read(&state.departments, id, |row| {
            state.show_department(row).vendor_data
        }),
        "channels" => read(&state.channels, id, |row| {
            state.show_channel(row).vendor_data
        }),
        "custom_fields" => read(&state.custom_fields, id, |row| {
            state.show_custom_field(row).vendor_data
        }),
        "webhooks" => read(&state.webhooks, id, |row| {
            state.show_webhook(row).vendor_data
        }),
        _ => None,
    };
    match found {
        Some(body) => respond(200, &body),
        None => respond(404, &json!({"error": "there is nothing here"})),
    }
}

fn read<T: Identified>(
    table: &Table<T>,
    id: Option<&str>,
    show: impl Fn(&T) -> VendorData,
) -> Option<Value> {
    match id {
        Some(id) => table.find(id).map(|row| show(row).to_value()),
        None => Some(table.iter().map(|row| show(row).to_value()).collect()),
    }
}

fn respond(status: u16, body: &Value) -> RawResponse {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    RawResponse::new(status, headers, Bytes::from(body.to_string()))
}
