//! Chat2Desk's own client and the neutral one, against a simulator.
//!
//! `cargo run -p helpdesk-chat2desk --example quickstart`. With a real account, leave the simulator away
//! and put the account's own token into the configuration.

use futures_util::TryStreamExt as _;
use helpdesk_chat2desk::api::{ListDialogs, Order, UpdateDialog};
use helpdesk_chat2desk::wire::DialogState;
use helpdesk_chat2desk::{Chat2Desk, Config};
use helpdesk_core::{Client, ErrorKind, NewContact, NewNote, NewTicket, RawRequest, TagQuery};
use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::Sim;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let running = Running::<Sim>::start().await?;
    let config = Config::new(running.sim().token())
        .with_base_url(running.base_url())
        .with_default_transport("whatsapp");
    let desk = Chat2Desk::new(config)?;

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
    let note = NewNote::new(contact.id.clone(), "Called, nobody there");
    client.messages().add_note(&note).await?;

    // The note has opened a dialog, so the ticket can be linked to the contact.
    let new = NewTicket::for_contact(contact.id.clone())
        .subject("A lid without a pot")
        .text("The parcel held a lid and nothing else");
    let ticket = client.tickets().create(&new).await?.value;
    println!("ticket {}: {}", ticket.id, ticket.status.value);

    let tags: Vec<_> = client.tags().stream(TagQuery::all()).try_collect().await?;
    if let Some(tag) = tags.first() {
        client.tags().attach(&tag.id, ticket.id.clone()).await?;
    }

    // What a vendor cannot do is an error before anything is sent.
    let error = client.contacts().delete(&contact.id).await.err();
    if let Some(error) = error.filter(|error| error.kind() == ErrorKind::Unsupported) {
        println!("refused: {error}");
    }
    let closed = client.tickets().close(&ticket.id).await?;
    println!("ticket {}: {}", closed.id, closed.status.value);
    Ok(())
}

/// What only Chat2Desk has goes by its own client.
async fn native(desk: &Chat2Desk) -> helpdesk_core::Result<()> {
    let api = desk.api();
    let info = api.companies().api_info().await?.wire;
    let used = info.api_calls.and_then(|calls| calls.used_this_month);
    println!("{} requests this month", used.unwrap_or_default());

    let open = ListDialogs::builder()
        .state(DialogState::Open)
        .order(Order::Asc)
        .build();
    let mut dialogs = api.dialogs().stream(&open);
    while let Some(dialog) = dialogs.try_next().await? {
        let close = UpdateDialog::builder().state(DialogState::Closed).build();
        api.dialogs().update(&dialog.wire.id, &close).await?;
        println!("dialog {} closed", dialog.wire.id);
    }

    // A call that this crate does not know: any path, signed and sent as the others are.
    let client = Client::new(desk.clone());
    let request = RawRequest::new(http::Method::GET, "/v1/help/tickets");
    println!("raw: HTTP {}", client.raw(request).await?.status);
    Ok(())
}
