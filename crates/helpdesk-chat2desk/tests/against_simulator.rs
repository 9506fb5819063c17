//! Every endpoint against the simulator, which knows the vendor's documentation and nothing of this crate:
//! it takes what is sent, and what it answers decodes.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use helpdesk_chat2desk::api::{
    AssigneeType, CloseRequest, ImportMessages, ImportedMessage, InboxClient, InboxMessage,
    InboxSender, ListClients, ListDialogs, ListMessages, ListOperators, ListPage, ListTickets,
    MessageStatus, NewClient, NewMessage, NewOperator, NewTag, NewTagGroup, NewTemplate, NewTicket,
    NewWebhook, StatisticsQuery, TemplateOwner, UpdateClient, UpdateDialog, UpdateOperator,
    UpdateTicket, UpdateWebhook, WebAnalyticsQuery, WorkingMode,
};
use helpdesk_chat2desk::wire::{self, DialogState, MessageType};
use helpdesk_chat2desk::{Api, Chat2Desk, Config};
use helpdesk_core::{Result, Timestamp};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::Sim;
use helpdesk_testkit::Recorder;

const PAGE: ListPage = ListPage::new(5, 0);

async fn clients(api: &Api, sim: &Sim, client: &str) -> Result<()> {
    let clients = api.clients();
    let new = NewClient::builder()
        .phone("999000777144")
        .transport("whatsapp")
        .channel_id(sim.channels()[0].as_str())
        .nickname("Ludo")
        .build();
    let made = clients.create(&new).await?.wire;
    let update = UpdateClient::builder().nickname("Pell".to_owned()).build();
    let told = clients.update(&made.id, &update).await?;
    assert_eq!(told.unwrap().wire.id, made.id);
    assert_eq!(
        clients.get(&made.id).await?.wire.assigned_name.as_deref(),
        Some("Pell")
    );
    assert_eq!(clients.list(&ListClients::default()).await?.items.len(), 2);
    clients.transport(client).await?;
    assert_eq!(clients.dialogs(client).await?.items.len(), 1);
    clients.questions(client, Some("01-02-2031"), None).await?;
    clients.last_question(client).await?;
    assert!(!api.custom_client_fields().list().await?.items.is_empty());
    Ok(())
}

async fn messages(api: &Api, sim: &Sim, client: &str) -> Result<()> {
    let messages = api.messages();
    let channel = sim.channels()[0].clone();
    let new = NewMessage::builder()
        .client_id(client)
        .text("Hello")
        .build();
    let sent = messages.create(&new).await?.wire.message_id;
    messages
        .list(&ListMessages::builder().client_id(client).build())
        .await?;
    assert_eq!(
        messages.get(&sent).await?.wire.text.as_deref(),
        Some("Hello")
    );
    messages.transfer(&sent, &sim.agents()[0], None).await?;
    let group = sim.departments()[0].clone();
    let told = messages
        .transfer_to_group(&sent, &group, Some(true))
        .await?;
    assert!(told.is_some());
    messages.read(&sent).await?;
    messages.unread(&sent).await?;
    let message = ImportedMessage::builder()
        .timestamp(Timestamp::from_second(1_700_000_000).unwrap())
        .kind(MessageType::FromClient)
        .text("Long ago")
        .build();
    let import = ImportMessages::builder()
        .client_id(client)
        .channel_id(channel.as_str())
        .transport("whatsapp")
        .messages(vec![message])
        .build();
    messages.import(&import).await?;
    api.gateway().delete_outbox().await?;
    api.scenarios().menu_items(Some(&channel)).await?;
    api.scenarios().send_menu_item(client, None).await?;
    Ok(())
}

/// An external channel: what comes in by it, and how far answers have come.
async fn external(api: &Api) -> Result<()> {
    let channels = api.channels().list(PAGE).await?.items;
    let external = |row: &wire::Channel| row.transports.iter().any(|own| own == "external");
    let channel = channels
        .into_iter()
        .find(|row| external(&row.wire))
        .unwrap();
    let sender = InboxSender::Id("shopper-7".to_owned());
    let message = InboxMessage::builder()
        .channel_id(channel.wire.id)
        .body("Hello")
        .from_client(
            InboxClient::builder()
                .sender(sender)
                .nickname("Nim")
                .build(),
        )
        .build();
    api.messages().inbox(&message).await?;
    let newest = ListMessages::builder().transport("external").build();
    let inbound = api
        .messages()
        .list(&newest)
        .await?
        .items
        .pop()
        .unwrap()
        .wire;
    let new = NewMessage::builder()
        .client_id(inbound.client_id.unwrap())
        .text("Yes")
        .build();
    let sent = api.messages().create(&new).await?.wire.message_id;
    api.messages().set_status(&sent, MessageStatus::Seen).await
}

async fn dialogs(api: &Api, sim: &Sim, client: &str) -> Result<()> {
    let (dialogs, requests) = (api.dialogs(), api.requests());
    let (dialog, _) = sim.open_dialog(client).unwrap();
    let request = sim.seed_request(client).unwrap();
    assert_eq!(requests.get(&request).await?.wire.id, request);
    assert!(!requests.messages(&request).await?.items.is_empty());
    assert!(
        !dialogs
            .list(&ListDialogs::default())
            .await?
            .items
            .is_empty()
    );
    assert_eq!(
        dialogs.get(&dialog).await?.wire.state,
        Some(DialogState::Open)
    );
    dialogs.unanswered(600).await?;
    let given = UpdateDialog::builder()
        .operator_id(sim.agents()[0].as_str())
        .force_assign(true)
        .build();
    dialogs.update(&dialog, &given).await?;
    requests.close(&CloseRequest::Request(request)).await
}

async fn matters(api: &Api, sim: &Sim, client: &str) -> Result<()> {
    let tags = api.tags();
    let group = NewTagGroup::builder()
        .tag_group_name("Seasonal")
        .display(true)
        .build();
    let group = api.tag_groups().create(&group).await?.wire.id;
    let new = NewTag::builder()
        .tag_group_id(group)
        .tag_label("Refund")
        .build();
    let tag = tags.create(&new).await?.wire.id;
    assert!(!tags.list(PAGE).await?.items.is_empty());
    assert_eq!(tags.get(&tag).await?.wire.label.as_deref(), Some("Refund"));
    let ids = [tag.clone()];
    tags.assign_to(&ids, AssigneeType::Client, client).await?;
    tags.delete_from(&tag, AssigneeType::Client, client).await?;

    let tickets = api.tickets();
    let new = NewTicket::builder()
        .summary("Lost parcel")
        .description("Not seen since Tuesday")
        .priority(2)
        .assignee_id(sim.agents()[0].as_str())
        .build();
    let ticket = tickets.create(&new).await?.wire.id;
    let update = UpdateTicket::builder().status(2).build();
    assert_eq!(
        tickets
            .update(&ticket, &update)
            .await?
            .wire
            .status
            .as_deref(),
        Some("2")
    );
    assert_eq!(tickets.get(&ticket).await?.wire.id, ticket);
    assert_eq!(tickets.list(&ListTickets::default()).await?.items.len(), 1);
    tickets.delete(&ticket).await?;

    let (templates, groups) = (api.templates(), api.templates_groups());
    let new = NewTemplate::builder()
        .name("Opening hours")
        .text("From nine to six.")
        .owner(TemplateOwner::Group("71".to_owned()))
        .build();
    templates.create(&new).await?;
    let known = templates.list(PAGE).await?.items.remove(0).wire.id;
    templates.get(&known).await?;
    templates.update(&known, &new).await?;
    templates.delete(&known).await?;
    groups.list(PAGE).await?;
    groups.get("71").await?;
    groups.create("Holidays").await?;
    groups.update("71", "Holidays").await?;
    groups.delete("71").await?;

    let webhooks = api.webhooks();
    let url = "https://hooks.sim.example/c2d";
    let new = NewWebhook::builder()
        .url(url)
        .name("All")
        .events(["inbox"])
        .build();
    let hook = webhooks.create(&new).await?.wire.id;
    let off = UpdateWebhook::builder().url(url).enabled(false).build();
    webhooks.update(&hook, &off).await?;
    let read = webhooks.get(&hook).await?.wire;
    assert_eq!(read.status.as_deref(), Some("disable"));
    assert_eq!(webhooks.list().await?.items.len(), 1);
    webhooks.delete(&hook).await
}

async fn staff(api: &Api) -> Result<()> {
    let operators = api.operators();
    let rights = api.access_rights().list().await?.items;
    let right = &rights.last().unwrap().wire.id;
    assert_eq!(&api.access_rights().get(right).await?.wire.id, right);
    let new = NewOperator::builder()
        .email("fenna@sim.example")
        .access_rights_id(right.as_str())
        .build();
    let made = operators.create(&new).await?.wire.id;
    let update = UpdateOperator::builder().first_name("Fenna").build();
    operators.update(&made, &update).await?;
    let query = ListOperators::builder().email("fenna@sim.example").build();
    let listed = operators.list(&query).await?.items;
    assert_eq!(listed[0].wire.first_name.as_deref(), Some("Fenna"));
    assert!(!operators.statuses().await?.items.is_empty());
    assert!(!api.operators_groups().list().await?.items.is_empty());
    Ok(())
}

async fn company(api: &Api) -> Result<()> {
    let (companies, help, statistics) = (api.companies(), api.help(), api.statistics());
    let texts = BTreeMap::from([("1".to_owned(), "First".to_owned())]);
    companies.update(&texts).await?;
    companies.switch_mode(WorkingMode::Offline).await?;
    assert_eq!(companies.info().await?.wire.online, Some(false));
    assert!(companies.api_info().await?.wire.custom_info.is_some());
    help.api_modes().await?;
    assert!(help.transports().await?.contains_key("whatsapp"));
    help.message_types().await?;
    assert_eq!(help.dialog_states().await?, ["open", "closed"]);
    help.roles().await?;
    assert_eq!(help.tickets().await?.wire.statuses.len(), 4);
    api.countries().list(PAGE).await?;
    api.regions().list(PAGE).await?;
    let day = "2031-05-05";
    statistics.report::<wire::RequestStats>(day, PAGE).await?;
    statistics
        .report::<wire::OperatorReplies>(day, PAGE)
        .await?;
    statistics.report::<wire::OperatorStats>(day, PAGE).await?;
    statistics.report::<wire::OperatorEvent>(day, PAGE).await?;
    statistics.report::<wire::Rating>(day, PAGE).await?;
    let query = StatisticsQuery::builder()
        .report("rating")
        .date(day)
        .build();
    statistics.list(&query).await?;
    api.web_analytics_data()
        .list(&WebAnalyticsQuery::default())
        .await?;
    api.qr_decode()
        .create("https://files.sim.example/qr.png")
        .await?;
    Ok(())
}

#[tokio::test]
async fn every_endpoint() {
    let running = Running::<Sim>::start().await.unwrap();
    let plain = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(plain));
    let config = Config::new(running.sim().token())
        .with_base_url(running.base_url())
        .with_transport(recorder.transport());
    let desk = Chat2Desk::new(config).unwrap();
    let (api, sim) = (desk.api(), running.sim());
    let client = sim.seed_contact("999000777101", "Oriel");
    sim.receive_message(&client, "Hello?");

    clients(api, sim, &client).await.unwrap();
    messages(api, sim, &client).await.unwrap();
    external(api).await.unwrap();
    dialogs(api, sim, &client).await.unwrap();
    matters(api, sim, &client).await.unwrap();
    staff(api).await.unwrap();
    company(api).await.unwrap();

    running.assert_documented();
    let endpoints: BTreeSet<String> = recorder
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.method, shape(&request.path)))
        .collect();
    assert_eq!(
        endpoints.len(),
        78,
        "every endpoint of the documentation: {endpoints:#?}"
    );
}

/// A path with its identifiers left out: they are numbers, and tickets' too.
fn shape(path: &str) -> String {
    let shape = |segment: &str| {
        let number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        if number {
            "{id}".to_owned()
        } else {
            segment.to_owned()
        }
    };
    path.split('/').map(shape).collect::<Vec<_>>().join("/")
}
