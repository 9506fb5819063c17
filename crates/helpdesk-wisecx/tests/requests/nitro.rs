//! Campaigns.

use crate::{Log, page};
use helpdesk_wisecx::api::{ListRequest, Sort};
use helpdesk_wisecx::wire;
use serde_json::json;

pub async fn log(log: &mut Log) {
    log.call("nitro.campaigns", json!({"data": []}), |desk| async move {
        let request = ListRequest::builder()
            .sort(Sort::ascending("name"))
            .page(1)
            .limit(10)
            .build();
        desk.api().nitro().campaigns(&request).await
    })
    .await;
    log.call(
        "nitro.campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move { desk.api().nitro().campaign("1").await },
    )
    .await;
    log.call(
        "nitro.create_campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move {
            let campaign = wire::CampaignInput::builder()
                .name("Welcome")
                .kind("simple")
                .groups_ids(vec![123, 456])
                .build();
            desk.api().nitro().create_campaign(&campaign).await
        },
    )
    .await;
    log.call(
        "nitro.update_campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move {
            let campaign = wire::CampaignUpdate::builder().name("Welcome 2").build();
            desk.api().nitro().update_campaign("1", &campaign).await
        },
    )
    .await;
    log.call(
        "nitro.create_message",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let variable = wire::TemplateVariable::builder()
                .name("{1}")
                .value_from("name")
                .value_default("you")
                .build();
            let config = wire::WhatsappConfig::builder()
                .template_id("40184")
                .variables(vec![variable])
                .reply_type("group")
                .reply_id(123)
                .build();
            let message = wire::NewCampaignMessage::builder()
                .channel_config(config)
                .build();
            desk.api().nitro().create_message("1", &message).await
        },
    )
    .await;
    log.call(
        "nitro.create_message (email)",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let config = wire::EmailConfig::builder()
                .from_email("news@kettles.example")
                .subject("Welcome")
                .email_content("<p>Hello</p>")
                .headers(vec![wire::MailHeader::new("X-Source", "api")])
                .build();
            let message = wire::NewCampaignMessage::builder()
                .channel_config(config)
                .scheduled_at("2031-05-06 10:00:00")
                .build();
            desk.api().nitro().create_message("1", &message).await
        },
    )
    .await;
    log.call(
        "nitro.create_message (call)",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let config = wire::CallConfig::builder()
                .call_number_id(456)
                .reply_type("ivr")
                .reply_id(12)
                .only_when_available(true)
                .only_business_hours(false)
                .simultaneous_calls(3)
                .build();
            let message = wire::NewCampaignMessage::builder()
                .channel_config(config)
                .build();
            desk.api().nitro().create_message("1", &message).await
        },
    )
    .await;
    log.call(
        "nitro.create_message (another channel)",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let config = json!({"number": 7});
            let config = wire::ChannelConfig::Other("rcs".into(), config);
            let message = wire::NewCampaignMessage::builder()
                .channel_config(config)
                .build();
            desk.api().nitro().create_message("1", &message).await
        },
    )
    .await;
    log.call(
        "nitro.update_message",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let config = wire::WhatsappConfig::builder()
                .template_id("40200")
                .reply_type("assistant")
                .reply_id(38)
                .reply_node("inicio")
                .build();
            let update = wire::CampaignMessageUpdate::builder()
                .channel_config(config)
                .build();
            desk.api().nitro().update_message("1", "2", &update).await
        },
    )
    .await;
    log.call(
        "nitro.message_contacts",
        json!({"data": []}),
        |desk| async move { desk.api().nitro().message_contacts("1", "2", &page()).await },
    )
    .await;
    log.call(
        "nitro.schedule",
        json!({"campaign_id": 1}),
        |desk| async move {
            let when = wire::ScheduleInput::at("2031-05-06 10:00:00");
            desk.api().nitro().schedule("1", &when).await
        },
    )
    .await;
    log.call("nitro.send", json!({"campaign_id": 1}), |desk| async move {
        desk.api().nitro().send("1").await
    })
    .await;
    log.call(
        "nitro.activate",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().activate("1").await },
    )
    .await;
    log.call("nitro.stop", json!({"campaign_id": 1}), |desk| async move {
        desk.api().nitro().stop("1").await
    })
    .await;
    log.call(
        "nitro.delete",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().delete("1").await },
    )
    .await;
    log.call(
        "nitro.cancel_send",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().cancel_send("1").await },
    )
    .await;
    let message = wire::TransactionalSend::builder()
        .channels(vec!["whatsapp".into()])
        .campaign_id(1321)
        .contact(
            wire::TransactionalContact::builder()
                .phone("5500955500001")
                .build(),
        )
        .variables(vec![("{2}".into(), "b".into()), ("{1}".into(), "a".into())])
        .metadata(vec![("area".into(), "sales".into())])
        .build();
    log.call("nitro.send_transactional", json!([]), |desk| {
        let message = message.clone();
        async move {
            desk.api()
                .nitro()
                .send_transactional("1321", &message)
                .await
        }
    })
    .await;
    log.call("nitro.send_transactional_bulk", json!([]), |desk| {
        let messages = [message.clone()];
        async move { desk.api().nitro().send_transactional_bulk(&messages).await }
    })
    .await;
    log.call("nitro.request", json!({"case": null}), |desk| async move {
        desk.api().nitro().request("em-340").await
    })
    .await;
}
