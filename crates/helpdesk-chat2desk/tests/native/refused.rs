//! What is refused before anything is sent.

use crate::common::Canned;
use futures_util::TryStreamExt as _;
use helpdesk_chat2desk::Api;
use helpdesk_chat2desk::api::{
    AssigneeType, ImportMessages, ImportedMessage, InboxClient, InboxMessage, InboxSender,
    ListMessages, ListPage, NewClient, NewMessage, NewTag, NewTemplate, NewTicket, NewWebhook,
    Order, StatisticsQuery, TemplateOwner, UpdateTicket, UpdateWebhook, WebAnalyticsQuery,
};
use helpdesk_chat2desk::wire::{self, MessageType};
use helpdesk_core::{Delivery, ErrorKind, Result, Timestamp};
use helpdesk_testkit::Recorder;

fn past() -> Timestamp {
    Timestamp::from_second(1_930_000_001).unwrap()
}

fn import(messages: Vec<ImportedMessage>) -> ImportMessages {
    ImportMessages::builder()
        .client_id("1")
        .channel_id("2")
        .transport("vk")
        .messages(messages)
        .build()
}

fn imported() -> ImportedMessage {
    ImportedMessage::builder()
        .timestamp(past())
        .kind(MessageType::ToClient)
        .text("Hello")
        .build()
}

fn inbox(sender: InboxSender) -> InboxMessage {
    InboxMessage::builder()
        .channel_id("1")
        .from_client(InboxClient::builder().sender(sender).build())
        .build()
}

fn template(name: &str) -> NewTemplate {
    let owner = TemplateOwner::User("7".to_owned());
    NewTemplate::builder().name(name).owner(owner).build()
}

fn ticket(summary: &str, description: &str) -> NewTicket {
    NewTicket::builder()
        .summary(summary)
        .description(description)
        .priority(2)
        .build()
}

/// Checks that a call was refused, that the error names the field and the endpoint, and that nothing
/// was sent.
fn refused<T>(recorder: &Recorder, endpoint: &str, fields: &[&str], result: Result<T>) {
    let error = result
        .err()
        .unwrap_or_else(|| panic!("{endpoint} was let through"));
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.delivery(), Delivery::NotSent, "{error}");
    assert_eq!(error.operation(), Some(endpoint));
    assert_eq!(error.vendor().unwrap().as_str(), "chat2desk");
    let named: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(named, fields, "{error}");
    assert!(recorder.requests().is_empty(), "{endpoint} was sent");
}

fn bench() -> (Recorder, Api) {
    let recorder = Recorder::new(Canned::new(500, "").transport());
    let api = crate::common::desk(recorder.transport()).api().clone();
    (recorder, api)
}

#[tokio::test]
async fn messages_that_the_vendor_would_refuse() {
    let (recorder, api) = bench();
    let messages = api.messages();
    let check = |endpoint, fields: &[&str], result: Result<()>| {
        refused(&recorder, endpoint, fields, result);
    };
    let import_of = |list| {
        let messages = &messages;
        async move { messages.import(&import(list)).await }
    };
    check("messages.import", &["messages"], import_of(vec![]).await);
    let eleven = vec![imported(); 11];
    check("messages.import", &["messages"], import_of(eleven).await);
    let mut hollow = imported();
    hollow.text = Some(" ".to_owned());
    let mut comment = imported();
    comment.kind = MessageType::Comment;
    check(
        "messages.import",
        &["messages[1].text", "messages[2].type"],
        import_of(vec![imported(), hollow, comment]).await,
    );

    let new = NewMessage::builder().client_id("1").build();
    check(
        "messages.create",
        &["text"],
        messages.create(&new).await.map(drop),
    );
    let new = NewMessage::builder()
        .client_id("1")
        .kind(MessageType::FromClient)
        .text("x")
        .attachment_filename("a.pdf")
        .build();
    check(
        "messages.create",
        &["attachment_filename", "type"],
        messages.create(&new).await.map(drop),
    );

    let by_phone = inbox(InboxSender::Phone("+999 000".to_owned()));
    check(
        "messages.inbox",
        &["from_client.phone"],
        messages.inbox(&by_phone).await.map(drop),
    );
    let mut by_id = inbox(InboxSender::Id(String::new()));
    by_id.attachment_filename = Some("a.pdf".to_owned());
    check(
        "messages.inbox",
        &["attachment_filename", "from_client.id"],
        messages.inbox(&by_id).await.map(drop),
    );

    let query = ListMessages::builder()
        .start_date("2031-02-01")
        .finish_date("28-02-2031")
        .start_id("5")
        .kind(MessageType::Comment)
        .build();
    check(
        "messages.list",
        &["start_date", "start_date", "finish_date", "type"],
        messages.list(&query).await.map(drop),
    );
    let newest = ListMessages::builder()
        .order(Order::Desc)
        .start_date("01-02-2031")
        .build();
    check(
        "messages.list",
        &["start_date", "order"],
        messages.stream(&newest).try_next().await.map(drop),
    );
}

#[tokio::test]
async fn other_input_that_the_vendor_would_refuse() {
    let (recorder, api) = bench();
    let check = |endpoint, fields: &[&str], result: Result<()>| {
        refused(&recorder, endpoint, fields, result);
    };
    for (phone, transport) in [
        ("+999000777144", "whatsapp"),
        ("999000777144", "email"),
        ("", "external"),
    ] {
        let new = NewClient::builder()
            .phone(phone)
            .transport(transport)
            .build();
        let result = api.clients().create(&new).await.map(drop);
        check("clients.create", &["phone"], result);
    }
    let clients = api.clients();
    let days = clients.questions("1", Some("1-2-2031"), Some("2031-02-01"));
    check(
        "clients.questions",
        &["start_date", "finish_date"],
        days.await.map(drop),
    );

    for name in [String::new(), "x".repeat(61)] {
        let result = api.templates().create(&template(&name)).await.map(drop);
        check("templates.create", &["name"], result);
        let result = api
            .templates()
            .update("1", &template(&name))
            .await
            .map(drop);
        check("templates.update", &["name"], result);
    }
    let tag = NewTag::builder()
        .tag_group_id("1")
        .tag_label("x".repeat(21))
        .build();
    check(
        "tags.create",
        &["tag_label"],
        api.tags().create(&tag).await.map(drop),
    );
    let none = api.tags().assign_to(&[], AssigneeType::Client, "1").await;
    check("tags.assign_to", &["tag_ids"], none);

    let result = api.tickets().create(&ticket("", " ")).await.map(drop);
    check("tickets.create", &["summary", "description"], result);
    let long = UpdateTicket::builder().summary("x".repeat(256)).build();
    let result = api.tickets().update("1", &long).await.map(drop);
    check("tickets.update", &["summary"], result);

    let new = NewWebhook::builder().url(" ").events(["inbox"]).build();
    check(
        "webhooks.create",
        &["url"],
        api.webhooks().create(&new).await.map(drop),
    );
    let update = UpdateWebhook::builder().url("").build();
    check(
        "webhooks.update",
        &["url"],
        api.webhooks().update("1", &update).await,
    );

    let query = StatisticsQuery::builder()
        .report("rating")
        .date("05-05-2031")
        .build();
    let statistics = api.statistics();
    check(
        "statistics.list",
        &["date"],
        statistics.list(&query).await.map(drop),
    );
    let report = statistics.report::<wire::Rating>("2031-13-01", ListPage::default());
    check("statistics.list", &["date"], report.await.map(drop));
    let mut rows = statistics.report_stream::<wire::Rating>("yesterday");
    check(
        "statistics.list",
        &["date"],
        rows.try_next().await.map(drop),
    );
    let visits = WebAnalyticsQuery::builder().date_to("tomorrow").build();
    let list = api.web_analytics_data().list(&visits).await;
    check("web_analytics_data.list", &["date_to"], list.map(drop));
}
