//! What every method of the native client sends.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeMap;

use common::Canned;
use helpdesk_chat2desk::Api;
use helpdesk_chat2desk::api::{
    AssigneeType, Button, CloseRequest, ImportMessages, ImportedMessage, InboxClient, InboxMessage,
    Keyboard, ListClients, ListDialogs, ListMessages, ListOperators, ListPage, ListTickets,
    NewClient, NewMessage, NewOperator, NewTag, NewTagGroup, NewTemplate, NewTicket, NewWebhook,
    StatisticsQuery, UpdateClient, UpdateDialog, UpdateOperator, UpdateTicket, UpdateWebhook,
    WebAnalyticsQuery,
};
use helpdesk_chat2desk::wire::{DialogState, MessageType};
use helpdesk_core::Patch;
use helpdesk_testkit::Recorder;
use serde_json::json;

struct Bench {
    recorder: Recorder,
    api: Api,
}

fn bench() -> Bench {
    let recorder = Recorder::new(Canned::new(200, r#"{"data":[],"status":"success"}"#).transport());
    let desk = common::desk(recorder.transport());
    Bench {
        recorder,
        api: desk.api().clone(),
    }
}

const PAGE: ListPage = ListPage::new(50, 100);

/// Sends calls, whatever becomes of the answers, and compares the requests with what they were.
macro_rules! requests {
    ($name:ident, |$api:ident| [$($call:expr),+ $(,)?]) => {
        #[tokio::test]
        async fn $name() {
            let bench = bench();
            let $api = &bench.api;
            $(let _ = $call.await;)+
            let snapshot = bench.recorder.snapshot();
            let sent = snapshot.as_array().unwrap().len();
            assert_eq!(sent, [$(stringify!($call)),+].len(), "each call sends one request");
            insta::assert_json_snapshot!(stringify!($name), snapshot);
        }
    };
}

requests!(clients, |api| [
    api.clients().list(&ListClients::default()),
    api.clients().list(
        &ListClients::builder()
            .phone("[tg_user] 999000777101")
            .client_phone("999000777101")
            .tags(vec!["203101".to_owned(), "203102".to_owned()])
            .custom_field(("1".to_owned(), "C 7710".to_owned()))
            .created_after(1_935_900_000)
            .order("desc")
            .page(PAGE)
            .build(),
    ),
    api.clients().get("17400021"),
    api.clients().create(
        &NewClient::builder()
            .phone("999000777144")
            .transport("whatsapp")
            .build(),
    ),
    api.clients().create(
        &NewClient::builder()
            .phone("ludo@people.example")
            .transport("email")
            .channel_id("21801")
            .nickname("Ludo")
            .assigned_phone("999000777145")
            .build(),
    ),
    api.clients().update(
        "17400022",
        &UpdateClient::builder()
            .nickname("Pell".to_owned())
            .assigned_phone("999000777102".to_owned())
            .custom_fields(BTreeMap::from([
                ("1".to_owned(), json!("C-1")),
                ("2".to_owned(), json!(null)),
            ]))
            .external_id("4471")
            .external_service("amo")
            .ban_status(false)
            .build(),
    ),
    api.clients().update(
        "17400022",
        &UpdateClient::builder()
            .nickname(Patch::Clear)
            .assigned_phone(Patch::Clear)
            .ban_status(true)
            .build(),
    ),
    api.clients().transport("17400021"),
    api.clients().dialogs("17400021"),
    api.clients()
        .questions("17400021", Some("01-02-2031"), Some("28-02-2031")),
    api.clients().last_question("17400021"),
    api.custom_client_fields().list(),
]);

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
                    .id("shopper-7")
                    .avatar("https://files.sim.example/a.png")
                    .nickname("Nim")
                    .client_phone("999000777161")
                    .custom_fields(BTreeMap::from([("1".to_owned(), json!("C-2"))]))
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
                    .timestamp("1927857906")
                    .kind(MessageType::FromClient)
                    .text("Long ago")
                    .build(),
                ImportedMessage::builder()
                    .timestamp("1927857907")
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
    api.messages().set_status("5100000035", 6),
]);

requests!(requests_and_dialogs, |api| [
    api.requests().get("165700011"),
    api.requests().messages("165700011"),
    api.requests()
        .close(&CloseRequest::Request("165700011".to_owned())),
    api.requests()
        .close(&CloseRequest::OfClient("17400021".to_owned())),
    api.dialogs().list(&ListDialogs::default()),
    api.dialogs().list(
        &ListDialogs::builder()
            .operator_id("277103")
            .state(DialogState::Open)
            .order("desc")
            .page(PAGE)
            .build(),
    ),
    api.dialogs().get("10600007"),
    api.dialogs().unanswered(900),
    api.dialogs().update(
        "10600007",
        &UpdateDialog::builder().state(DialogState::Closed).build(),
    ),
    api.dialogs().update(
        "10600007",
        &UpdateDialog::builder()
            .operator_id("277103")
            .state(DialogState::Open)
            .initiator_id("277101")
            .force_assign(false)
            .build(),
    ),
]);

requests!(webhooks, |api| [
    api.webhooks().list(),
    api.webhooks().get("97301"),
    api.webhooks().create(
        &NewWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .events(vec!["inbox".to_owned()])
            .build(),
    ),
    api.webhooks().create(
        &NewWebhook::builder()
            .url("https://hooks.sim.example/c2d")
            .events(vec!["inbox".to_owned(), "new_ticket".to_owned()])
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
            .events(vec!["inbox".to_owned()])
            .name("Day shift")
            .channels(vec!["21801".to_owned()])
            .enabled(false)
            .build(),
    ),
    api.webhooks().delete("97301"),
]);

requests!(operators, |api| [
    api.operators().list(&ListOperators::default()),
    api.operators().list(
        &ListOperators::builder()
            .phone("999000777201")
            .email("quilla@sim.example")
            .online(true)
            .status_id("0")
            .disable_new_chats(false)
            .role("operator")
            .page(PAGE)
            .build(),
    ),
    api.operators().create(
        &NewOperator::builder()
            .email("fenna@sim.example")
            .access_rights_id("55611")
            .first_name("Fenna")
            .last_name("Ossory")
            .status_id("1")
            .avatar("https://files.sim.example/a.png")
            .external_id("hr-7")
            .build(),
    ),
    api.operators().update(
        "277104",
        &UpdateOperator::builder()
            .email("fenna@sim.example")
            .access_rights_id("55611")
            .status_id("2")
            .build(),
    ),
    api.operators().statuses(),
    api.operators_groups().list(),
    api.access_rights().list(),
    api.access_rights().get("55611"),
]);

requests!(tags, |api| [
    api.tags().list(ListPage::default()),
    api.tags().list(PAGE),
    api.tags().get("203101"),
    api.tags().create(
        &NewTag::builder()
            .tag_group_id("67801")
            .tag_label("Refund")
            .tag_description("Wants money back")
            .tag_bg_color("5b9ee6")
            .tag_text_color("ffffff")
            .order_show(3)
            .build(),
    ),
    api.tags().assign_to(
        &["203101".to_owned(), "203102".to_owned()],
        AssigneeType::Client,
        "17400021",
    ),
    api.tags()
        .assign_to(&["203101".to_owned()], AssigneeType::Request, "165700011"),
    api.tags()
        .delete_from("203101", AssigneeType::Client, "17400021"),
    api.tags()
        .delete_from("203101", AssigneeType::Request, "165700011"),
    api.tag_groups().create(
        &NewTagGroup::builder()
            .tag_group_name("Seasonal")
            .order_show(3)
            .display(1)
            .build(),
    ),
]);

requests!(tickets, |api| [
    api.tickets().list(&ListTickets::default()),
    api.tickets().list(
        &ListTickets::builder()
            .status(1)
            .priority(2)
            .assignee_id("277103")
            .updater_id("277102")
            .reporter_id("277101")
            .request_id("165700011")
            .order("desc")
            .page(PAGE)
            .build(),
    ),
    api.tickets().get("TICK-14"),
    api.tickets().get("14"),
    api.tickets().create(
        &NewTicket::builder()
            .summary("Lost parcel")
            .description("Not seen since Tuesday")
            .priority(2)
            .build(),
    ),
    api.tickets().create(
        &NewTicket::builder()
            .summary("Lost parcel")
            .description("Not seen since Tuesday")
            .priority(3)
            .status(2)
            .assignee_id("277103")
            .reporter_id("277102")
            .deadline("2031-09-01T09:30:00Z".parse().unwrap())
            .request_ids(vec!["165700011".to_owned()])
            .build(),
    ),
    api.tickets().update(
        "TICK-14",
        &UpdateTicket::builder()
            .summary("Lost parcel, twice")
            .description("Both gone")
            .priority(3)
            .status(2)
            .assignee_id("277102")
            .deadline("2031-09-01T09:30:00Z".parse().unwrap())
            .request_ids(vec!["165700012".to_owned()])
            .build(),
    ),
    api.tickets().delete("TICK-14"),
]);

requests!(templates, |api| [
    api.templates().list(ListPage::default()),
    api.templates().list(PAGE),
    api.templates().get("30901"),
    api.templates().create(
        &NewTemplate::builder()
            .name("Opening hours")
            .text("From nine to six.")
            .shortcut("hours")
            .file("https://files.sim.example/hours.png")
            .group_id("71")
            .build(),
    ),
    api.templates().update(
        "30901",
        &NewTemplate::builder()
            .name("Opening hours")
            .user_id("277103")
            .build(),
    ),
    api.templates().delete("30901"),
    api.templates_groups().list(PAGE),
    api.templates_groups().get("71"),
    api.templates_groups().create("Holidays"),
    api.templates_groups().update("71", "Holidays"),
    api.templates_groups().delete("71"),
]);

requests!(company, |api| [
    api.channels().list(ListPage::default()),
    api.channels().list(PAGE),
    api.companies().api_info(),
    api.companies().info(),
    api.companies()
        .update(&BTreeMap::from([("1".to_owned(), "First".to_owned())])),
    api.companies().switch_mode("offline"),
    api.qr_decode().create("https://files.sim.example/qr.png"),
    api.gateway().delete_outbox(),
    api.scenarios().menu_items(None),
    api.scenarios().menu_items(Some("21801")),
    api.scenarios().send_menu_item("17400021", None),
    api.scenarios().send_menu_item("17400021", Some("61803")),
    api.help().api_modes(),
    api.help().transports(),
    api.help().message_types(),
    api.help().dialog_states(),
    api.help().roles(),
    api.help().tickets(),
    api.countries().list(PAGE),
    api.regions().list(PAGE),
    api.statistics().list(
        &StatisticsQuery::builder()
            .report("request_stats")
            .date("2031-05-05")
            .page(PAGE)
            .build(),
    ),
    api.web_analytics_data().list(
        &WebAnalyticsQuery::builder()
            .date_from("2031-05-01")
            .date_to("2031-05-06")
            .order("asc")
            .page(PAGE)
            .build(),
    ),
]);
