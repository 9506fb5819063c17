//! What is sent about clients.

use std::collections::BTreeMap;

use helpdesk_chat2desk::api::{ListClients, NewClient, UpdateClient};
use helpdesk_core::Patch;
use serde_json::json;

use super::{PAGE, bench};

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
