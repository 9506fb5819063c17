//! What the neutral calls read of a record.
//!
//! A message of Chat2Desk's has 26 members, and a neutral one is made of two thirds of them. The others
//! are passed over and stay in the text beside the row. The types of [`wire`](crate::wire) have them all.
// Members have the vendor's names.
#![allow(clippy::struct_field_names)]

use std::collections::BTreeMap;

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

use crate::wire::{
    ApiCalls, Attachment, ClientChannel, DialogState, MessageType, OperatorStatus, sent_list,
};

/// A client.
#[derive(Deserialize)]
pub(crate) struct Client {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub assigned_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::map")]
    pub custom_fields: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<ClientTag>>,
    #[serde(default, deserialize_with = "sent_list")]
    pub channels: Option<Vec<ClientChannel>>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub first_client_message: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub client_created: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub client_updated: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_blocked: Option<bool>,
}

/// A tag of a client's.
#[derive(Deserialize)]
pub(crate) struct ClientTag {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, alias = "name", deserialize_with = "lenient::opt_text")]
    pub label: Option<String>,
}

/// A message or comment.
#[derive(Deserialize)]
pub(crate) struct Message {
    #[serde(alias = "message_id", deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Attachment>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub photo: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub video: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub audio: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub pdf: Option<String>,
    #[serde(default)]
    pub coordinates: Option<Value>,
    #[serde(default)]
    pub recipient_status: Option<Value>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub external_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::map")]
    pub extra_data: BTreeMap<String, Value>,
}

/// What the vendor answers to sending a message.
#[derive(Deserialize)]
pub(crate) struct SentMessage {
    #[serde(alias = "id", deserialize_with = "lenient::id")]
    pub message_id: String,
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
}

/// A message of a request, under other names than elsewhere.
#[derive(Deserialize)]
pub(crate) struct RequestMessage {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    #[serde(default, rename = "clientID", deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, rename = "operatorID", deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    #[serde(default, rename = "dialogID", deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub sent_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    #[serde(default)]
    pub recipient_status: Option<Value>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub photo: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub video: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub audio: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub pdf: Option<String>,
    #[serde(default)]
    pub coordinates: Option<Value>,
}

/// A dialog.
#[derive(Deserialize)]
pub(crate) struct Dialog {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub state: Option<DialogState>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub begin: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub end: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    #[serde(default)]
    pub last_message: Option<LastMessage>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_request_id: Option<String>,
}

/// The last message of a dialog.
#[derive(Deserialize)]
pub(crate) struct LastMessage {
    #[serde(alias = "message_id", deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
}

/// An operator.
#[derive(Deserialize)]
pub(crate) struct Operator {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub role: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub access_right_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<OperatorStatus>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub online: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub first_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub last_name: Option<String>,
}

/// A channel.
#[derive(Deserialize)]
pub(crate) struct Channel {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub transports: Vec<String>,
}

/// The company and its quota.
#[derive(Deserialize)]
pub(crate) struct ApiInfo {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub company_name: Option<String>,
    #[serde(default)]
    pub api_calls: Option<ApiCalls>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub requests_this_month: Option<u64>,
}
