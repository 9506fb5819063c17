//! Deliveries, and what is behind them.

use helpdesk_core::webhook::{Completeness, Event, EventKind, Inbound, Record};
use helpdesk_core::{Message, NewAttachment};

use super::*;
use crate::common::HOOK_SECRET;

/// What the subscriber was told so far.
fn events(account: &Account) -> Vec<Event> {
    let receiver = account.desk.receiver().unwrap();
    let deliveries = account.running.lab().take_deliveries();
    deliveries
        .into_iter()
        .flat_map(|delivery| {
            let inbound = Inbound::new(delivery.headers, delivery.body)
                .with_uri(&delivery.url.parse().unwrap());
            receiver.parse(&receiver.verify(inbound).unwrap()).unwrap()
        })
        .collect()
}

/// A conversation in which everything happens once.
async fn conversation(account: &Account) -> (ContactId, TicketId) {
    let url = format!("https://hooks.example/digisac/{HOOK_SECRET}");
    account.sim().subscribe(&url);
    let (contact, ticket) = a_ticket(account).await;
    account
        .sim()
        .receive_message(contact.as_str(), "Where is it?");
    let client = Client::new(account.desk.clone());
    let agents = account.sim().agents();
    client
        .tickets()
        .assign(&ticket, &agents[0].as_str().into())
        .await
        .unwrap();
    let departments = account.sim().departments();
    let other = departments[1].as_str().into();
    client.tickets().transfer(&ticket, &other).await.unwrap();
    let new = NewMessage::text(ticket.clone(), "On its way").attach(NewAttachment::bytes(
        "a.png",
        "image/png",
        vec![0, 1, 2],
    ));
    client.messages().send(&new).await.unwrap();
    client
        .messages()
        .add_note(&NewNote::new(ticket.clone(), "asked twice"))
        .await
        .unwrap();
    client.tickets().close(&ticket).await.unwrap();
    (contact, ticket)
}

fn message(event: &Event) -> Option<&Message> {
    match &event.record {
        Some(Record::Message(message)) => Some(message),
        _ => None,
    }
}

#[tokio::test]
async fn every_event_of_a_conversation_hydrates() {
    let account = account().await;
    conversation(&account).await;
    let events = events(&account);
    let client = Client::new(account.desk.clone());
    let systems = events
        .iter()
        .filter(|event| event.kind == EventKind::MessageSystem);
    assert!(systems.count() >= 3, "opened, transferred, closed");
    for event in events {
        let (kind, whole) = (event.kind.clone(), event.completeness == Completeness::Full);
        let text = message(&event).and_then(|message| message.text.clone());
        account.recorder.forget();
        let hydrated = client.hydrate(event).await.unwrap();
        assert_eq!(hydrated.completeness, Completeness::Full, "{kind}");
        assert!(hydrated.record.is_some(), "{kind}");
        let found = message(&hydrated).and_then(|message| message.text.clone());
        assert_eq!(found, text, "{kind}");
        assert_eq!(whole, account.recorder.requests().is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_system_record_that_no_list_has_is_whole_as_it_came() {
    let account = account().await;
    conversation(&account).await;
    let events = events(&account);
    let (desk, recorder) = canned_desk(&Canned::new(200, "[]"));
    let client = Client::new(desk);
    let mut seen = 0;
    for event in events {
        let whole = matches!(
            event.kind,
            EventKind::MessageSystem | EventKind::NoteCreated
        ) || message(&event).is_some_and(|message| message.not_sent.is_empty());
        if whole {
            client.hydrate(event).await.unwrap();
            seen += 1;
        } else if message(&event).is_some() {
            // The address of a file comes from the list alone.
            let error = client.hydrate(event).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
        }
    }
    assert!(seen >= 5, "{seen}");
    assert!(recorder.requests().len() <= 4);
}
