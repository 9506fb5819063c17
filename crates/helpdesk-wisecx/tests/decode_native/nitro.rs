//! Campaigns.

use crate::Log;
use crate::contacts::all;
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::{CampaignMessage, ChannelSettings, NitroChannel, TransactionalResult};

fn template() -> wire::WhatsappConfig {
    wire::WhatsappConfig::builder().template_id("81").build()
}

fn message() -> wire::TransactionalSend {
    wire::TransactionalSend::builder()
        .channels(vec![NitroChannel::Whatsapp])
        .campaign_id(1702)
        .contact(
            wire::TransactionalContact::builder()
                .phone("5500977700001")
                .build(),
        )
        .build()
}

pub async fn log(log: &mut Log) {
    campaigns(log).await;
    messages(log).await;
    actions(log).await;
    log.rows(
        "nitro/transactional_send.json",
        |desk| async move {
            desk.api()
                .nitro()
                .send_transactional("1702", &message())
                .await
        },
        |rows: Vec<&TransactionalResult>| assert_eq!(rows[0].description, None),
    )
    .await;
    log.rows(
        "nitro/transactional_send_bulk.json",
        |desk| async move {
            let nitro = desk.api().nitro();
            nitro.send_transactional_bulk(&[message(), message()]).await
        },
        |rows: Vec<&TransactionalResult>| {
            let contacts = rows.iter().filter_map(|row| row.contact.as_ref());
            let contacts: Vec<_> = contacts
                .map(|own| (own.id.as_deref(), own.phone.as_deref()))
                .collect();
            let expected = [
                (Some("7300001"), Some("5500977700001")),
                (Some("7300002"), Some("5500977700002")),
            ];
            assert_eq!(contacts, expected);
        },
    )
    .await;
    log.one(
        "nitro/request_detail.json",
        |desk| async move { desk.api().nitro().request("em-9001").await },
        |detail: &wire::RequestDetail| {
            let email = detail.contact.as_ref().and_then(|own| own.email.as_deref());
            assert_eq!(email, Some("ada@people.example"));
            assert_eq!(detail.variables["{order}"], "K-17");
            assert_eq!(detail.variables["{counter}"], "4");
            assert_eq!(detail.metadata["shipment"], "SIM0001AR");
            assert_eq!(detail.metadata["batch"], "77");
        },
    )
    .await;
}

fn settings(message: &CampaignMessage) -> &ChannelSettings {
    message.channel_config.as_ref().unwrap()
}

async fn campaigns(log: &mut Log) {
    log.rows(
        "nitro/campaigns.json",
        |desk| async move { desk.api().nitro().campaigns(&all()).await },
        |_| {},
    )
    .await;
    log.one(
        "nitro/campaign.json",
        |desk| async move { desk.api().nitro().campaign("1701").await },
        |campaign: &wire::Campaign| {
            let mail = settings(&campaign.messages[0]);
            assert_eq!(mail.subject.as_deref(), Some("Your order"));
            assert_eq!(mail.from_name.as_deref(), Some("Invented Kettles"));
            assert_eq!(mail.from_email.as_deref(), Some("news@kettles.example"));
            assert_eq!(mail.email_content.as_deref(), Some("store:9:1702:2202.txt"));
        },
    )
    .await;
    log.one(
        "nitro/create_campaign.json",
        |desk| async move {
            let new = wire::CampaignInput::builder()
                .name("Lid news")
                .kind("transactional")
                .build();
            desk.api().nitro().create_campaign(&new).await
        },
        |_| {},
    )
    .await;
    log.one(
        "nitro/update_campaign.json",
        |desk| async move {
            let update = wire::CampaignUpdate::builder().name("Kettles").build();
            desk.api().nitro().update_campaign("1701", &update).await
        },
        |_| {},
    )
    .await;
}

async fn messages(log: &mut Log) {
    let variable = |message: &CampaignMessage| {
        let variable = &settings(message).variables[0];
        assert_eq!(variable.name, "{1}");
        assert_eq!(variable.value_from.as_deref(), Some("name"));
        assert_eq!(variable.value_default.as_deref(), Some("you"));
    };
    log.one(
        "nitro/create_message.json",
        |desk| async move {
            let new = wire::NewCampaignMessage::builder()
                .channel_config(template())
                .build();
            desk.api().nitro().create_message("1701", &new).await
        },
        variable,
    )
    .await;
    log.one(
        "nitro/update_message.json",
        |desk| async move {
            let update = wire::CampaignMessageUpdate::builder()
                .channel_config(template())
                .build();
            let nitro = desk.api().nitro();
            nitro.update_message("1701", "2203", &update).await
        },
        variable,
    )
    .await;
    log.rows(
        "nitro/message_contacts.json",
        |desk| async move {
            let nitro = desk.api().nitro();
            nitro.message_contacts("1701", "2201", &all()).await
        },
        |rows| {
            let phones: Vec<_> = rows.iter().filter_map(|row| row.phone.as_deref()).collect();
            assert_eq!(phones, ["5500977700001", "5500977700002"]);
        },
    )
    .await;
}

async fn actions(log: &mut Log) {
    log.one(
        "nitro/schedule.json",
        |desk| async move {
            let when = wire::ScheduleInput::at("2031-06-01 09:30:00");
            desk.api().nitro().schedule("1701", &when).await
        },
        |_| {},
    )
    .await;
    log.one(
        "nitro/send.json",
        |desk| async move { desk.api().nitro().send("1701").await },
        |_| {},
    )
    .await;
    log.one(
        "nitro/activate.json",
        |desk| async move { desk.api().nitro().activate("1701").await },
        |_| {},
    )
    .await;
    log.one(
        "nitro/stop.json",
        |desk| async move { desk.api().nitro().stop("1701").await },
        |_| {},
    )
    .await;
    log.one(
        "nitro/delete.json",
        |desk| async move { desk.api().nitro().delete("1701").await },
        |_| {},
    )
    .await;
    log.one(
        "nitro/cancel_send.json",
        |desk| async move { desk.api().nitro().cancel_send("1701").await },
        |_| {},
    )
    .await;
}
