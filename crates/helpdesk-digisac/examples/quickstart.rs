//! Digisac's own client and the neutral one, against a simulator.
//!
//! `cargo run -p helpdesk-digisac --example quickstart`. With a real account, leave the simulator away
//! and put the account's own base URL and token into the configuration.

use futures_util::TryStreamExt as _;
use helpdesk_core::{
    Client, ErrorKind, NewContact, NewMessage, NewTag, NewTicket, TagTarget, TicketQuery,
};
use helpdesk_digisac::api::{
    ExportTicket, ListRequest, MessageType, SendMessage, Sort, TransferTicket,
};
use helpdesk_digisac::{Config, Digisac};
use helpdesk_sim::Running;
use helpdesk_sim::digisac::Sim;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let running = Running::<Sim>::start().await?;
    let sim = running.sim();
    let config = Config::with_token(running.base_url(), sim.token())
        .with_default_service(sim.channels()[0].as_str())
        .with_default_department(sim.departments()[0].as_str());
    let desk = Digisac::new(config)?;

    neutral(&Client::new(desk.clone())).await?;
    native(&desk, &sim.departments()[0]).await?;
    running.assert_documented();
    Ok(())
}

/// The same program works with every desk.
async fn neutral(client: &Client) -> helpdesk_core::Result<()> {
    let person = NewContact::named("Somebody").phone("+55 11 98765-4321");
    let contact = client.contacts().find_or_create(&person).await?.contact;
    println!("contact {}", contact.id);

    let tag = client.tags().create(&NewTag::named("vip")).await?.value;
    let target = TagTarget::Contact(contact.id.clone());
    client.tags().attach(&tag.id, target).await?;

    let new = NewTicket::for_contact(contact.id.clone());
    let ticket = client.tickets().create(&new).await?.value;
    println!("ticket {}: {}", ticket.id, ticket.status.raw);
    let text = NewMessage::text(ticket.id.clone(), "Good morning");
    client.messages().send(&text).await?;
    let mut messages = client.messages().stream(ticket.id.clone());
    while let Some(message) = messages.try_next().await? {
        println!("  {:?}: {}", message.kind, message.text.unwrap_or_default());
    }

    // Digisac has one open ticket a contact: the error names it.
    let error = client.tickets().create(&new).await.err();
    if let Some(error) = error.filter(|error| error.kind() == ErrorKind::Conflict) {
        println!("refused: {error}");
    }
    client.tickets().close(&ticket.id).await?;
    let closed = client.tickets().get(&ticket.id).await?;
    println!("ticket {}: {}", closed.id, closed.status.raw);
    let mine = TicketQuery::all().contact(contact.id);
    let all: Vec<_> = client.tickets().stream(mine).try_collect().await?;
    println!("{} ticket in all", all.len());
    Ok(())
}

/// What only Digisac has goes by its own client.
async fn native(desk: &Digisac, department: &str) -> Result<(), Box<dyn std::error::Error>> {
    let api = desk.api();
    let oldest_first = ListRequest::builder()
        .order(vec![("createdAt".to_owned(), Sort::Ascending)])
        .per_page(50)
        .build();
    let mut contacts = api.contacts().stream(&oldest_first);
    while let Some(contact) = contacts.try_next().await? {
        let open = TransferTicket::builder()
            .department_id(department)
            .comments("asked for a call")
            .build();
        api.contacts()
            .transfer_ticket(&contact.wire.id, &open)
            .await?;
        let note = SendMessage::builder()
            .contact_id(contact.wire.id.as_str())
            .text("Call back on Monday")
            .kind(MessageType::Comment)
            .build();
        api.messages().send(&note).await?;
    }

    let tickets = api.tickets().list(&oldest_first).await?;
    for ticket in tickets.items {
        let Some(protocol) = ticket.wire.protocol else {
            continue;
        };
        // Into a file just as well: whatever is an `AsyncWrite`.
        let mut transcript = Vec::new();
        let export = ExportTicket::builder().protocol(protocol.as_str()).build();
        let bytes = api.tickets().export(&export, &mut transcript).await?;
        println!("protocol {protocol}: {bytes} bytes");
    }
    Ok(())
}
