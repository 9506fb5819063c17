//! The in-memory desk as a whole: journal, faults, worlds, directory, factory.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ana, assert_invalid, assert_kind, assert_untouched};
use helpdesk_core::config::{BuildContext, Factory, Registry, Settings};
use helpdesk_core::memory::{MemoryDesk, MemoryFactory};
use helpdesk_core::{
    Agent, AgentId, Channel, ChannelKind, CustomField, CustomFieldEntity, CustomFieldType,
    Delivery, Department, DepartmentId, Error, ErrorKind, NewContact, NewTicket, Operation,
    PageRequest, RawRequest, Tag, TagScope,
};
use http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_journal_holds_what_took_effect() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    client.contacts().get(&ana.id).await.unwrap();
    client.contacts().get(&"nobody".into()).await.unwrap_err();
    client
        .contacts()
        .create(&NewContact::new())
        .await
        .unwrap_err();
    let entries: Vec<_> = desk
        .journal()
        .into_iter()
        .map(|own| (own.operation, own.wrote))
        .collect();
    assert_eq!(
        entries,
        [
            (Operation::ContactsCreate, true),
            (Operation::ContactsGet, false)
        ]
    );
}

#[tokio::test]
async fn faults_come_once_and_in_order() {
    let down = || Error::new(ErrorKind::Unavailable, "down");
    let desk = MemoryDesk::builder()
        .fail_next(Operation::ContactsCreate, down())
        .build();
    desk.fail_next(
        Operation::ContactsCreate,
        Error::new(ErrorKind::RateLimited, "slow"),
    );
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana");
    assert_kind(contacts.create(&new).await, ErrorKind::Unavailable);
    assert_kind(contacts.create(&new).await, ErrorKind::RateLimited);
    assert_untouched(&desk, 0);
    contacts.create(&new).await.unwrap();

    let broken = Error::new(ErrorKind::Transport, "broke").with_delivery(Delivery::Unknown);
    desk.lose_next_answer(Operation::ContactsCreate, broken);
    let new = NewContact::named("Bob").email("bob@example.org");
    let error = contacts.create(&new).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(
        contacts
            .find_by_email("bob@example.org")
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(desk.journal().iter().filter(|entry| entry.wrote).count(), 2);
}

#[tokio::test]
async fn the_standard_world() {
    let desk = MemoryDesk::new();
    let directory = desk.client().directory();
    let first = PageRequest::first();
    let agents = directory.agents(&first).await.unwrap().items;
    assert_eq!(agents.len(), 2);
    assert_eq!(agents[0].departments[0].name.as_deref(), Some("Support"));
    assert_eq!(directory.agent(&agents[0].id).await.unwrap(), agents[0]);
    let departments = directory.departments(&first).await.unwrap().items;
    assert_eq!(departments[1].agents[0].name.as_deref(), Some("Bruno Lima"));
    assert_eq!(
        directory.department(&departments[1].id).await.unwrap(),
        departments[1]
    );
    let channels = directory.channels(&first).await.unwrap().items;
    assert!(
        channels
            .iter()
            .any(|own| own.kinds == [ChannelKind::WhatsApp])
    );
    let fields = directory.custom_fields(&first).await.unwrap().items;
    assert!(
        fields
            .iter()
            .any(|own| own.entity == CustomFieldEntity::Contact)
    );
    assert!(
        fields
            .iter()
            .any(|own| own.entity == CustomFieldEntity::Ticket)
    );
    assert_eq!(fields[0].vendor_data.to_value()["object"], "custom_field");
    assert_kind(
        directory.agent(&AgentId::new("x")).await,
        ErrorKind::NotFound,
    );
    assert_kind(
        directory.department(&DepartmentId::new("x")).await,
        ErrorKind::NotFound,
    );
    let account = desk.client().check().await.unwrap();
    assert_eq!(account.name.as_deref(), Some("memory"));
}

#[tokio::test]
async fn a_world_of_ones_own() {
    let mut department = Department::new("d", "Night");
    department.agents.push(helpdesk_core::AgentRef::by_id("a"));
    let required = CustomFieldEntity::Ticket;
    let mut code = CustomField::new("f", "code", "Code", required, CustomFieldType::Text);
    code.required = true;
    code.max_length = Some(3);
    let desk = MemoryDesk::builder()
        .empty()
        .agent(Agent::new("a", "Zoe"))
        .department(department)
        .channel(Channel::new("c", vec![ChannelKind::Telegram]))
        .custom_field(code)
        .tag(Tag::new("vip", "VIP", TagScope::Contact))
        .build();
    let client = desk.client();
    let agents = client
        .directory()
        .agents(&PageRequest::first())
        .await
        .unwrap()
        .items;
    assert_eq!(
        (agents.len(), agents[0].departments[0].name.as_deref()),
        (1, Some("Night"))
    );
    let new = NewContact::named("Ana")
        .tag("vip")
        .channel(ChannelKind::Telegram);
    let ana = client.contacts().create(&new).await.unwrap().value;
    assert_eq!(ana.tags[0].name.as_deref(), Some("VIP"));

    let new = NewTicket::for_contact(&ana.id);
    assert_invalid(client.tickets().create(&new).await, "custom_fields");
    assert_invalid(
        client
            .tickets()
            .create(&new.clone().custom_field("code", "long"))
            .await,
        "custom_fields",
    );
    client
        .tickets()
        .create(&new.custom_field("code", "abc"))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_own_interface_is_read_only() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let get = |path: String| {
        let client = client.clone();
        async move {
            client
                .raw(RawRequest::new(Method::GET, path))
                .await
                .unwrap()
        }
    };
    let one = get(format!("/contacts/{}", ana.id)).await;
    assert_eq!(
        (one.status, one.json().unwrap()),
        (200, ana.vendor_data.to_value())
    );
    for area in [
        "contacts",
        "tickets",
        "tags",
        "messages",
        "agents",
        "departments",
        "channels",
        "custom_fields",
        "webhooks",
    ] {
        let all = get(format!("/{area}")).await;
        assert!(matches!(all.json(), Some(Value::Array(_))), "{area}");
    }
    assert_eq!(get("/contacts/none".to_owned()).await.status, 404);
    assert_eq!(get("/moons".to_owned()).await.status, 404);
    let delete = RawRequest::new(Method::DELETE, "/contacts");
    assert_eq!(client.raw(delete).await.unwrap().status, 405);
}

#[tokio::test]
async fn clones_are_the_same_desk_and_debug_shows_no_people() {
    let desk = MemoryDesk::new();
    let ana = ana(&desk.clone()).await;
    assert_eq!(desk.client().contacts().get(&ana.id).await.unwrap(), ana);
    let shown = format!("{desk:?} {:?} {:?}", MemoryDesk::builder(), desk.client());
    assert!(
        shown.contains("contacts: 1") && !shown.contains("Ana"),
        "{shown}"
    );
    assert!(desk.client().native::<MemoryDesk>().is_some());
}

fn settings(table: Value) -> Settings {
    let Value::Object(table) = table else {
        unreachable!()
    };
    Settings::new("test", table).unwrap()
}

#[tokio::test]
async fn the_factory_builds_desks_from_settings() {
    let registry = Registry::new().with(MemoryFactory::new());
    let context = BuildContext::new().with_environment(|name| {
        (name == "HOOK").then(|| "0123456789abcdef0123456789abcdef".to_owned())
    });
    let client = registry
        .build(&settings(json!({"vendor": "memory"})), &context)
        .unwrap();
    client
        .contacts()
        .create(&NewContact::named("Ana"))
        .await
        .unwrap();
    assert_eq!(MemoryFactory::new().vendor().as_str(), "memory");

    let table = json!({"vendor": "memory", "webhook_secret": {"env": "HOOK"}, "base_url": "http://localhost"});
    let client = registry.build(&settings(table), &context).unwrap();
    let desk = client.native::<MemoryDesk>().unwrap();
    ana(desk).await;
    client.verify_webhook(desk.deliveries().remove(0)).unwrap();

    for (table, key) in [
        (json!({"vendor": "memory", "tokn": "canary"}), "tokn"),
        (
            json!({"vendor": "memory", "webhook_secret": "canary"}),
            "webhook_secret",
        ),
        (
            json!({"vendor": "memory", "webhook_secret": {"env": "NONE"}}),
            "webhook_secret",
        ),
        (
            json!({"vendor": "memory", "accept_unsigned": "canary"}),
            "accept_unsigned",
        ),
        (
            json!({"vendor": "memory", "accept_unsigned": true, "webhook_secret": "canary"}),
            "accept_unsigned",
        ),
        (
            json!({"vendor": "memory", "base_url": "canary"}),
            "base_url",
        ),
    ] {
        let error = registry.build(&settings(table), &context).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let shown = error.to_string();
        assert!(
            shown.contains("desks.test") && shown.contains(key),
            "{shown}"
        );
        assert!(
            !shown.contains("canary") && !format!("{error:?}").contains("canary"),
            "{shown}"
        );
    }
}
