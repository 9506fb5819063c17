//! Deliveries hold identifiers only: what hydrating them reads, and what it costs.

use crate::{World, world};
use helpdesk_core::webhook::{Completeness, Event, EventKind, Inbound, Record, UnsignedPolicy};
use helpdesk_core::{Helpdesk, NewMessage, NewNote, TicketId};
use helpdesk_sim::wisecx::Subscription;
use helpdesk_wisecx::{Config, WiseCx};

/// What the vendor has delivered since it was last asked, as events.
fn delivered(world: &World) -> Vec<Event> {
    // Verifying and reading send nothing.
    let config = Config::new("key".into(), "user").with_webhooks(UnsignedPolicy::Accept);
    let desk = WiseCx::new(config).unwrap();
    let receiver = desk.receiver().unwrap();
    let deliveries = world.running.lab().take_deliveries().into_iter();
    deliveries
        .flat_map(|delivery| {
            let inbound = Inbound::new(delivery.headers, delivery.body);
            receiver.parse(&receiver.verify(inbound).unwrap()).unwrap()
        })
        .collect()
}

/// Hydrates an event, and says how many requests that took.
async fn hydrated(world: &World, event: Event) -> (Event, usize) {
    assert_eq!(event.completeness, Completeness::Thin);
    let before = world.recorder.requests().len();
    let event = world.client.hydrate(event).await.unwrap();
    (event, world.recorder.requests().len() - before)
}

fn subscribe(world: &World) {
    let everything = Subscription::new("https://hooks.example/wisecx").with_whatsapp_status();
    world.sim().subscribe_with(everything);
}

#[tokio::test]
async fn every_kind_of_event_is_hydrated() {
    let world = world().await;
    let contact = world.contact();
    let ticket = TicketId::new(world.sim().seed_ticket(contact.as_str()));
    // The token is fetched beforehand, so that only the reads are counted.
    world.client.check().await.unwrap();
    subscribe(&world);
    let messages = world.client.messages();

    let received = world
        .sim()
        .receive_message(contact.as_str(), "Where is it?");
    let sent = NewMessage::text(ticket.clone(), "On its way");
    let sent = messages.send(&sent).await.unwrap().value;
    let note = NewNote::new(ticket.clone(), "Ask the workshop");
    let note = messages.add_note(&note).await.unwrap().value;
    world.sim().whatsapp_status(sent.id.as_str(), "read");
    let agent = world.sim().agents()[0].clone();
    world.sim().read_ticket(ticket.as_str(), &agent);

    let (mut kinds, mut texts) = (Vec::new(), Vec::new());
    for event in delivered(&world) {
        let (event, requests) = hydrated(&world, event).await;
        assert_eq!(event.completeness, Completeness::Full, "{event:?}");
        assert_eq!(requests, 1, "{}", event.kind);
        assert_eq!(event.ticket.as_ref(), Some(&ticket));
        match event.record.unwrap() {
            Record::Message(message) => {
                assert_eq!(Some(&message.id), event.message.as_ref());
                texts.push((message.id.to_string(), message.text));
            }
            Record::Ticket(found) => {
                assert_eq!(found.id, ticket);
                assert_eq!(event.contact.as_ref(), Some(&contact));
            }
            other => panic!("{other:?}"),
        }
        kinds.push(event.kind.to_string());
    }
    for kind in [
        EventKind::MessageReceived,
        EventKind::MessageSent,
        EventKind::NoteCreated,
        EventKind::MessageUpdated,
        EventKind::TicketUpdated,
    ] {
        assert!(kinds.contains(&kind.to_string()), "{kind}: {kinds:?}");
    }
    for (id, text) in [
        (received, "Where is it?"),
        (sent.id.to_string(), "On its way"),
        (note.id.to_string(), "Ask the workshop"),
    ] {
        assert!(texts.contains(&(id, Some(text.to_owned()))), "{texts:?}");
    }
}

#[tokio::test]
async fn a_message_of_a_long_ticket_costs_a_request_for_each_hundred_before_it() {
    let world = world().await;
    let contact = world.contact();
    let ticket = TicketId::new(world.sim().seed_ticket(contact.as_str()));
    world.client.check().await.unwrap();
    for n in 0..230 {
        world
            .sim()
            .receive_message(contact.as_str(), &n.to_string());
    }
    subscribe(&world);
    world.sim().receive_message(contact.as_str(), "the last");
    let event = delivered(&world).remove(0);
    let (event, requests) = hydrated(&world, event).await;
    assert_eq!(requests, 3);
    let Some(Record::Message(message)) = event.record else {
        panic!("no message");
    };
    assert_eq!(message.text.as_deref(), Some("the last"));
    assert_eq!(message.ticket, Some(ticket));
}

#[tokio::test]
async fn campaigns_surveys_and_orders() {
    let world = world().await;
    let contact = world.contact();
    world.client.check().await.unwrap();
    subscribe(&world);
    let case = world.sim().nitro_new_case(contact.as_str(), "Yes, please");
    let case = TicketId::new(case);
    let new = delivered(&world);
    let new = new.into_iter().find(|e| e.kind == EventKind::TicketCreated);
    let (event, requests) = hydrated(&world, new.unwrap()).await;
    assert_eq!(requests, 1);
    let Some(Record::Ticket(ticket)) = event.record else {
        panic!("no ticket");
    };
    assert_eq!(ticket.id, case);

    // Of these two there is no neutral record: they stay as they came, and cost nothing.
    world.sim().send_survey(case.as_str());
    world.sim().meli_order(9_500_001, true);
    world.sim().meli_order(9_500_001, false);
    let events = delivered(&world);
    let expected = [
        EventKind::SurveySent,
        EventKind::OrderCreated,
        EventKind::OrderUpdated,
    ];
    assert_eq!(events.len(), expected.len());
    for (event, kind) in events.into_iter().zip(expected) {
        assert_eq!(event.kind, kind);
        let (event, requests) = hydrated(&world, event).await;
        assert_eq!(requests, 0, "{kind}");
        assert_eq!(event.completeness, Completeness::Thin);
        if kind == EventKind::SurveySent {
            assert_eq!(event.ticket.as_ref(), Some(&case));
        } else {
            // The identifier that `api().meli().order` takes.
            assert_eq!(event.vendor_data.to_value()["id"], 9_500_001);
        }
    }
}
