//! Cxpress's own client and the neutral one, against a simulator.
//!
//! `cargo run -p helpdesk-cxpress --example quickstart`. With a real account, leave the simulator away
//! and put the account's own domain and tokens into the configuration, with a store for the tokens.

use futures_util::TryStreamExt as _;
use helpdesk_core::{
    ChannelKind, Client, ErrorKind, NewContact, NewTag, NewTicket, TagScope, TagTarget, TicketQuery,
};
use helpdesk_cxpress::api::{ListAgents, ListHistory, ListSectors};
use helpdesk_cxpress::wire::{AlertUnit, NewTask};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_sim::cxpress::Sim;
use helpdesk_sim::{Running, VendorSim as _};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let running = Running::<Sim>::start().await?;
    let sim = running.sim();
    let settings = sim.settings();
    let setting = |key: &str| {
        let found = settings.iter().find(|(name, _)| *name == key);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let config = Config::new(
        setting("domain"),
        setting("api_token").into(),
        setting("refresh_token").into(),
    )
    .with_base_url(running.base_url());
    let desk = Cxpress::new(config)?;

    neutral(&Client::new(desk.clone())).await?;
    native(&desk).await?;
    running.assert_documented();
    Ok(())
}

/// The same program works with every desk.
async fn neutral(client: &Client) -> helpdesk_core::Result<()> {
    let person = NewContact::named("Somebody").phone("+55 11 98765-4321");
    let contact = client.contacts().find_or_create(&person).await?.contact;
    println!("contact {}", contact.id);

    // Cxpress has one set of tags for contacts and another one for tickets.
    let new = NewTag::named("vip").scope(TagScope::Contact);
    let tag = client.tags().create(&new).await?.value;
    let target = TagTarget::Contact(contact.id.clone());
    client.tags().attach(&tag.id, target).await?;

    let new = NewTicket::for_contact(contact.id.clone())
        .subject("A lid without a pot")
        .channel(ChannelKind::WhatsApp);
    let ticket = client.tickets().create(&new).await?.value;
    println!("ticket {:?}: {}", ticket.number, ticket.status.value);

    // What a vendor cannot do is an error before anything is sent.
    let error = client.tickets().reopen(&ticket.id).await.err();
    if let Some(error) = error.filter(|error| error.kind() == ErrorKind::Unsupported) {
        println!("refused: {error}");
    }
    let closed = client.tickets().close(&ticket.id).await?;
    println!("ticket {:?}: {}", closed.number, closed.status.value);
    let mine = TicketQuery::all().contact(contact.id);
    let all: Vec<_> = client.tickets().stream(mine).try_collect().await?;
    println!("{} ticket in all", all.len());
    Ok(())
}

/// What only Cxpress has goes by its own client.
async fn native(desk: &Cxpress) -> helpdesk_core::Result<()> {
    let api = desk.api();
    let mut sectors = api.sectors().stream(&ListSectors::default());
    while let Some(sector) = sectors.try_next().await? {
        let agents = sector.wire.agents.map_or(0, |agents| agents.len());
        println!("sector {}: {agents} agents", sector.wire.sector_name);
    }

    let operators = api.agents().list(&ListAgents::default()).await?.items;
    let finished = api.historic().list(&ListHistory::human()).await?;
    for ticket in finished.items {
        let Some(operator) = operators.first().and_then(|row| row.wire.id.clone()) else {
            continue;
        };
        // What is required is checked when this is compiled, and the rest before it is sent.
        let task = NewTask::builder()
            .ticket_id(ticket.wire.id)
            .requester_employee_id(operator.as_str())
            .assigned_employee_id(operator)
            .date_limit(helpdesk_core::Timestamp::now().as_second() + 24 * 60 * 60)
            .description("Ask whether the lid fits")
            .should_notificate(true)
            .notification_alert_time(2)
            .notification_alert_type(AlertUnit::Hours)
            .build();
        let task = api.tasks().create(&task).await?;
        println!("task {} is due at {:?}", task.wire.id, task.wire.date_limit);
    }
    Ok(())
}
