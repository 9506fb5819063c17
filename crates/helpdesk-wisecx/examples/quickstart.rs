//! WiseCX's own client and the neutral one, against a simulator.
//!
//! `cargo run -p helpdesk-wisecx --example quickstart`. With a real account, leave the simulator away
//! and put the account's own API key and user into the configuration.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use helpdesk_core::{
    ChannelKind, Client, ErrorKind, NewContact, NewNote, NewTag, NewTicket, TagTarget,
};
use helpdesk_sim::Running;
use helpdesk_sim::wisecx::Sim;
use helpdesk_wisecx::api::{Filter, ListRequest, Polling};
use helpdesk_wisecx::wire::{ExportInput, NewCampaignMessage, ReplyType, WhatsappConfig};
use helpdesk_wisecx::{Config, WiseCx};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let running = Running::<Sim>::start().await?;
    let (key, user) = running.sim().credentials();
    let first = |ids: Vec<String>| ids.first().and_then(|id| id.parse().ok()).unwrap_or(1);
    let config = Config::new(key.into(), user)
        .with_base_url(running.base_url())
        .with_default_group(first(running.sim().departments()))
        .with_default_user(first(running.sim().agents()));
    let desk = WiseCx::new(config)?; // nothing is sent yet

    neutral(&Client::new(desk.clone())).await?;
    native(&desk, &running).await?;
    running.assert_documented();
    Ok(())
}

/// The same program works with every desk.
async fn neutral(client: &Client) -> helpdesk_core::Result<()> {
    let person = NewContact::named("Somebody").phone("+55 11 98765-4321");
    let contact = client.contacts().find_or_create(&person).await?.contact;
    println!("contact {}", contact.id);

    // Tags of contacts are contact groups here.
    let tag = client.tags().create(&NewTag::named("vip")).await?.value;
    let target = TagTarget::Contact(contact.id.clone());
    client.tags().attach(&tag.id, target).await?;

    let new = NewTicket::for_contact(contact.id)
        .subject("A lid without a pot")
        .text("Where is the pot?")
        .channel(ChannelKind::WhatsApp);
    let ticket = client.tickets().create(&new).await?.value;
    println!("ticket {:?}: {}", ticket.number, ticket.status.value);
    let note = NewNote::new(ticket.id.clone(), "Ask the workshop");
    client.messages().add_note(&note).await?;

    // What a vendor cannot do is an error before anything is sent.
    let error = client.tags().delete(&tag.id).await.err();
    if let Some(error) = error.filter(|error| error.kind() == ErrorKind::Unsupported) {
        println!("refused: {error}");
    }
    let closed = client.tickets().close(&ticket.id).await?;
    println!("ticket {:?}: {}", closed.number, closed.status.value);
    Ok(())
}

/// What only WiseCX has goes by its own client.
async fn native(desk: &WiseCx, running: &Running<Sim>) -> helpdesk_core::Result<()> {
    let api = desk.api();
    let closed = ListRequest::builder()
        .filters(vec![Filter::equal("case.status", "closed")])
        .build();
    let mut cases = api.cases().stream(&closed);
    while let Some(case) = cases.try_next().await? {
        println!("case {}: {:?}", case.wire.id, case.wire.subject);
    }

    // What is required is checked when this is compiled, and the rest before it is sent.
    let config = WhatsappConfig::builder()
        .template_id("81")
        .reply_type(ReplyType::Assistant)
        .build();
    let message = NewCampaignMessage::builder().channel_config(config).build();
    if let Err(error) = api.nitro().create_message("1701", &message).await {
        println!("refused: {error}");
    }

    // A report goes to a writer as it arrives; here the simulator's clock is helped along.
    let mut csv = Vec::new();
    let polling = Polling::builder().every(Duration::from_millis(10)).build();
    let all = ExportInput::builder().columns("all").build();
    let reports = api.analytics();
    let bytes = reports
        .export_to(4401, &all, &polling, &mut csv, |export| {
            println!("report: {:?} %", export.progress);
            running.lab().advance(Duration::from_secs(4));
        })
        .await?;
    println!("{bytes} bytes of CSV");
    Ok(())
}
