//! What is sent about messages.

use std::collections::BTreeMap;

use helpdesk_chat2desk::api::{
    Button, ImportMessages, ImportedMessage, InboxClient, InboxMessage, InboxSender, Keyboard,
    ListMessages, MessageStatus, NewMessage,
};
use helpdesk_chat2desk::wire::MessageType;
use helpdesk_core::Timestamp;
use serde_json::json;

use super::bench;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

requests!(messages, |api| [
    api.messages().list(&ListMessages::default()),
    api.messages().list(
        &ListMessages::builder()
            .client_id("17400021")
            .dialog_id("10600007")
            .channel_id("21801")
            .operator_id("277103")
            .transport("telegram")
            .kind(MessageType::ToClient)
            .start_id("5100000031")
            .limit(200)
            .order("asc")
            .direction_reverse(true)
            .build(),
    ),
    api.messages().list(
        &ListMessages::builder()
            .start_date("01-02-2031")
            .finish_date("28-02-2031")
            .build(),
    ),
    api.messages().get("5100000031"),
    api.messages().create(
        &NewMessage::builder()
            .client_id("17400021")
            .text("Yes, six left.")
            .build(),
    ),
    api.messages().create(
        &NewMessage::builder()
            .client_id("17400021")
            .kind(MessageType::ToClient)
            .text("Choose")
            .attachment("https://files.sim.example/a.pdf")
            .attachment_filename("a.pdf")
            .channel_id("21801")
            .transport("telegram")
            .operator_id("277103")
            .open_dialog(false)
            .external_id("crm-9")
            .encrypted(true)
            .reply_message_id("5100000031")
            .inline_buttons(vec![
                Button::builder()
                    .kind("reply")
                    .text("Yes")
                    .payload("yes")
                    .color("green")
                    .build(),
                Button::builder()
                    .kind("url")
                    .text("Shop")
                    .url("https://shop.sim.example")
                    .build(),
            ])
            .keyboard(
                Keyboard::builder()
                    .buttons(vec![Button::builder().kind("phone").text("Call").build()])
                    .build(),
            )
            .interactive(json!({ "type": "list" }))
            .build(),
    ),
    api.messages().inbox(
        &InboxMessage::builder()
            .channel_id("21802")
            .body("Hello")
            .attachment("https://files.sim.example/a.pdf")
            .attachment_filename("a.pdf")
            .location("1.5 2.5")
            .extra_data(BTreeMap::from([("external_id".to_owned(), json!("m-1"))]))
            .from_client(
                InboxClient::builder()
                    .sender(InboxSender::Id("shopper-7".to_owned()))
                    .avatar("https://files.sim.example/a.png")
                    .nickname("Nim")
                    .client_phone("999000777161")
                    .custom_fields(BTreeMap::from([("1".to_owned(), json!("C-2"))]))
                    .build(),
            )
            .build(),
    ),
    api.messages().inbox(
        &InboxMessage::builder()
            .channel_id("21802")
            .body("Hello again")
            .from_client(
                InboxClient::builder()
                    .sender(InboxSender::Phone("999000777162".to_owned()))
                    .build(),
            )
            .build(),
    ),
    api.messages().import(
        &ImportMessages::builder()
            .client_id("17400021")
            .channel_id("21801")
            .transport("telegram")
            .messages(vec![
                ImportedMessage::builder()
                    .timestamp(at(1_927_857_906))
                    .kind(MessageType::FromClient)
                    .text("Long ago")
                    .build(),
                ImportedMessage::builder()
                    .timestamp(at(1_927_857_907))
                    .kind(MessageType::ToClient)
                    .attachment("https://files.sim.example/a.pdf")
                    .operator_id("277103")
                    .external_id("old-82")
                    .build(),
            ])
            .build(),
    ),
    api.messages().transfer("5100000031", "277103", None),
    api.messages().transfer("5100000031", "277103", Some(false)),
    api.messages()
        .transfer_to_group("5100000031", "3401", Some(true)),
    api.messages().read("5100000031"),
    api.messages().unread("5100000031"),
    api.messages()
        .set_status("5100000035", MessageStatus::Delivered),
]);
