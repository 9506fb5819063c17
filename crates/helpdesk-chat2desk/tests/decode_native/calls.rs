//! The call that each fixture answers.

use std::collections::BTreeMap;

use helpdesk_chat2desk::Api;
use helpdesk_chat2desk::api::{
    AssigneeType, CloseRequest, ImportMessages, ImportedMessage, InboxClient, InboxMessage,
    InboxSender, ListClients, ListDialogs, ListMessages, ListOperators, ListTickets, MessageStatus,
    NewClient, NewMessage, NewOperator, NewTag, NewTagGroup, NewTemplate, NewTicket, NewWebhook,
    TemplateOwner, UpdateClient, UpdateDialog, UpdateOperator, UpdateTicket, UpdateWebhook,
    WebAnalyticsQuery, WorkingMode,
};
use helpdesk_chat2desk::wire::{self, MessageType};
use helpdesk_core::Timestamp;

use crate::{Answer, PAGE, decoded, undocumented};

/// The fixtures of people and of who answers them.
pub(crate) async fn people(name: &str, api: &Api) -> Option<Answer> {
    let (clients, operators) = (api.clients(), api.operators());
    Some(match name {
        "clients/get" | "clients/get_full" => decoded(clients.get("17400021").await),
        "clients/create" => {
            let new = NewClient::builder().phone("9").transport("sms").build();
            decoded(clients.create(&new).await)
        }
        "clients/update" | "clients/update_as_list" => {
            decoded(clients.update("17400022", &UpdateClient::default()).await)
        }
        "clients/dialogs" | "clients/dialogs_enveloped" => {
            decoded(clients.dialogs("17400021").await)
        }
        "clients/transport" => decoded(clients.transport("17400021").await),
        "clients/questions" => decoded(clients.questions("17400021", None, None).await),
        "clients/last_question" => decoded(clients.last_question("17400021").await),
        "clients/list"
        | "clients/list_captured"
        | "clients/list_empty"
        | "clients/list_limit_capped"
        | "clients/list_total_as_text" => decoded(clients.list(&ListClients::default()).await),
        "custom_client_fields/list" | "custom_client_fields/list_enveloped" => {
            decoded(api.custom_client_fields().list().await)
        }
        "operators/list" | "operators/list_old" => {
            decoded(operators.list(&ListOperators::default()).await)
        }
        "operators/create" => {
            let new = NewOperator::builder()
                .email("x")
                .access_rights_id("1")
                .build();
            decoded(operators.create(&new).await)
        }
        "operators/update" => decoded(operators.update("277104", &UpdateOperator::default()).await),
        "operators/statuses" => decoded(operators.statuses().await),
        "operators_groups/list" => decoded(api.operators_groups().list().await),
        "access_rights/list" => decoded(api.access_rights().list().await),
        "access_rights/get" => decoded(api.access_rights().get("55611").await),
        _ => return None,
    })
}

/// The fixtures of what is said.
pub(crate) async fn talk(name: &str, api: &Api) -> Option<Answer> {
    let (messages, requests, dialogs) = (api.messages(), api.requests(), api.dialogs());
    Some(match name {
        "messages/list" | "messages/list_enveloped" => {
            decoded(messages.list(&ListMessages::default()).await)
        }
        "messages/get" | "messages/get_enveloped" => decoded(messages.get("5100000031").await),
        "messages/create" => {
            let new = NewMessage::builder().client_id("1").text("x").build();
            decoded(messages.create(&new).await)
        }
        "messages/inbox" => {
            let sender = InboxSender::Id("app-12".to_owned());
            let message = InboxMessage::builder()
                .channel_id("1")
                .from_client(InboxClient::builder().sender(sender).build())
                .build();
            undocumented(messages.inbox(&message).await)
        }
        "messages/import" => {
            let message = ImportedMessage::builder()
                .timestamp(Timestamp::from_second(1_930_000_001).unwrap())
                .kind(MessageType::ToClient)
                .text("x")
                .build();
            let import = ImportMessages::builder()
                .client_id("1")
                .channel_id("1")
                .transport("vk")
                .messages(vec![message])
                .build();
            decoded(messages.import(&import).await)
        }
        "messages/read" => decoded(messages.read("5100000031").await),
        "messages/unread" => decoded(messages.unread("5100000031").await),
        "messages/set_status" => decoded(
            messages
                .set_status("5100000035", MessageStatus::Delivered)
                .await,
        ),
        "messages/transfer" => decoded(messages.transfer("5100000031", "277103", None).await),
        "messages/transfer_to_group" => {
            decoded(messages.transfer_to_group("5100000031", "3401", None).await)
        }
        "requests/get" | "requests/get_enveloped" => decoded(requests.get("165700011").await),
        "requests/messages" | "requests/messages_kinds" => {
            decoded(requests.messages("165700011").await)
        }
        "requests/close" => {
            let which = CloseRequest::Request("165700011".to_owned());
            decoded(requests.close(&which).await)
        }
        "dialogs/list" | "dialogs/list_enveloped" => {
            decoded(dialogs.list(&ListDialogs::default()).await)
        }
        "dialogs/get" | "dialogs/get_enveloped" => decoded(dialogs.get("10600007").await),
        "dialogs/unanswered" => decoded(dialogs.unanswered(900).await),
        "dialogs/update" => {
            let update = UpdateDialog::builder().operator_id("277103").build();
            decoded(dialogs.update("10600008", &update).await)
        }
        "scenarios/menu_items" => decoded(api.scenarios().menu_items(None).await),
        "scenarios/send_menu_item" => {
            undocumented(api.scenarios().send_menu_item("17400021", None).await)
        }
        "gateway/delete_outbox" => decoded(api.gateway().delete_outbox().await),
        _ => return None,
    })
}

/// The fixtures of tags, tickets, templates and subscriptions.
pub(crate) async fn matters(name: &str, api: &Api) -> Option<Answer> {
    let (tags, tickets, templates) = (api.tags(), api.tickets(), api.templates());
    let (groups, webhooks) = (api.templates_groups(), api.webhooks());
    let template = || {
        NewTemplate::builder()
            .name("x")
            .owner(TemplateOwner::Group("71".to_owned()))
            .build()
    };
    Some(match name {
        "tags/get" | "tags/get_enveloped" => decoded(tags.get("203101").await),
        "tags/list" | "tags/list_enveloped" => decoded(tags.list(PAGE).await),
        "tags/create" | "tags/create_as_object" => {
            let new = NewTag::builder().tag_group_id("1").tag_label("x").build();
            decoded(tags.create(&new).await)
        }
        "tags/assign_to" | "tags/assign_to_data_empty" => {
            let ids = ["203101".to_owned()];
            decoded(tags.assign_to(&ids, AssigneeType::Request, "1").await)
        }
        "tags/delete_from" => decoded(tags.delete_from("203101", AssigneeType::Request, "1").await),
        "tag_groups/create" => {
            let new = NewTagGroup::builder().tag_group_name("x").build();
            decoded(api.tag_groups().create(&new).await)
        }
        "tickets/get" => decoded(tickets.get("14").await),
        "tickets/create" => {
            let new = NewTicket::builder()
                .summary("x")
                .description("x")
                .priority(1)
                .build();
            decoded(tickets.create(&new).await)
        }
        "tickets/update" => decoded(tickets.update("14", &UpdateTicket::default()).await),
        "tickets/delete" => decoded(tickets.delete("14").await),
        "tickets/list" | "tickets/list_public_api" => {
            decoded(tickets.list(&ListTickets::default()).await)
        }
        "templates/get" => decoded(templates.get("30901").await),
        "templates/list" | "templates/list_old" => decoded(templates.list(PAGE).await),
        "templates/create" => decoded(templates.create(&template()).await),
        "templates/update" => undocumented(templates.update("30901", &template()).await),
        "templates/delete" => decoded(templates.delete("30901").await),
        "templates_groups/list" => undocumented(groups.list(PAGE).await),
        "templates_groups/get" => undocumented(groups.get("71").await),
        "templates_groups/create" => undocumented(groups.create("x").await),
        "templates_groups/update" => undocumented(groups.update("71", "x").await),
        "templates_groups/delete" => decoded(groups.delete("71").await),
        "webhook_subscriptions/get" => decoded(webhooks.get("97301").await),
        "webhook_subscriptions/create" => {
            let new = NewWebhook::builder().url("x").events(["inbox"]).build();
            decoded(webhooks.create(&new).await)
        }
        "webhook_subscriptions/update" => {
            let update = UpdateWebhook::builder().url("x").build();
            decoded(webhooks.update("97301", &update).await)
        }
        "webhook_subscriptions/delete" => decoded(webhooks.delete("97301").await),
        "webhook_subscriptions/list" | "webhook_subscriptions/list_with_errors" => {
            decoded(webhooks.list().await)
        }
        _ => return None,
    })
}

/// The fixtures of the company and of lists of words.
pub(crate) async fn company(name: &str, api: &Api) -> Option<Answer> {
    let (companies, help, statistics) = (api.companies(), api.help(), api.statistics());
    let day = "2031-05-05";
    Some(match name {
        "channels/list" | "channels/list_no_phone" => decoded(api.channels().list(PAGE).await),
        "companies/api_info" | "companies/api_info_old" => decoded(companies.api_info().await),
        "companies/info" => decoded(companies.info().await),
        "companies/update" => decoded(companies.update(&BTreeMap::new()).await),
        "companies/switch_mode" => decoded(companies.switch_mode(WorkingMode::Offline).await),
        "countries/list" => decoded(api.countries().list(PAGE).await),
        "regions/list" => decoded(api.regions().list(PAGE).await),
        "help/api_modes" => decoded(help.api_modes().await),
        "help/message_types" => decoded(help.message_types().await),
        "help/dialog_states" => decoded(help.dialog_states().await),
        "help/roles" => decoded(help.roles().await),
        "help/transports" => decoded(help.transports().await),
        "help/tickets" => decoded(help.tickets().await),
        "qr_decode/create" => undocumented(api.qr_decode().create("x").await),
        "statistics/request_stats" => {
            decoded(statistics.report::<wire::RequestStats>(day, PAGE).await)
        }
        "statistics/operator_replies" => {
            decoded(statistics.report::<wire::OperatorReplies>(day, PAGE).await)
        }
        "statistics/operator_stats" => {
            decoded(statistics.report::<wire::OperatorStats>(day, PAGE).await)
        }
        "statistics/operator_events" => {
            decoded(statistics.report::<wire::OperatorEvent>(day, PAGE).await)
        }
        "statistics/rating" => decoded(statistics.report::<wire::Rating>(day, PAGE).await),
        "web_analytics_data/list" => {
            let query = WebAnalyticsQuery::default();
            decoded(api.web_analytics_data().list(&query).await)
        }
        _ => return None,
    })
}
