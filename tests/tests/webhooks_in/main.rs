//! A handler written once receives the same conversation from every desk, over HTTP, and sees the same
//! neutral story: nothing lost, nothing doubled, whatever is repeated, overtaken, refused or restarted.
//!
//! A desk joins by a [`Stage`](stages::Stage) in [`stages()`]: how the conversation is held there, and
//! which lines of [`STORY`](stages::STORY) its webhooks cannot tell, with the reason.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod bad_input;
mod refused;
mod stages;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{MethodRouter, post, post_service};
use helpdesk::serve::{Delivered, IntakeLayer, Queue};
use helpdesk::webhook::{Event, EventKind, Inbound, Intake, Record, SharedSecret};
use helpdesk::{Client, FileDedupe, Result};
use http::StatusCode;
use stages::{SECRET, STORY, Stage, stages};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The handler. It knows the neutral contract and nothing of any vendor.
#[derive(Clone)]
struct Handler {
    desk: Client,
    seen: Arc<Mutex<Seen>>,
}

/// What a handler has come to know.
#[derive(Default)]
struct Seen {
    keys: Vec<String>,
    kinds: Vec<EventKind>,
    story: Vec<String>,
    /// States of tickets that were told already.
    states: BTreeSet<String>,
}

impl Handler {
    fn new(desk: &Client) -> Self {
        Self {
            desk: desk.clone(),
            seen: Arc::default(),
        }
    }

    async fn handle(&self, event: Event) -> Result<()> {
        let event = self.desk.hydrate(event).await?;
        let line = self.line(&event).await?;
        let mut seen = self.seen.lock().unwrap();
        seen.keys.push(event.dedupe_key.clone());
        seen.kinds.push(event.kind.clone());
        seen.story.extend(line);
        if let Some(Record::Ticket(ticket)) = &event.record {
            // Some desks tell that a ticket changed, and the ticket tells how.
            let assigned = ticket.assignee.is_some().then_some(stages::ASSIGNED);
            let closed = ticket.is_closed().then_some(stages::CLOSED);
            for state in [assigned, closed].into_iter().flatten() {
                if seen.states.insert(format!("{}: {state}", ticket.id)) {
                    seen.story.push(state.to_owned());
                }
            }
        }
        Ok(())
    }

    /// What an event tells by itself.
    async fn line(&self, event: &Event) -> Result<Option<String>> {
        Ok(match (&event.kind, &event.record) {
            (EventKind::TicketCreated, _) => Some(event.kind.to_string()),
            (EventKind::MessageReceived, Some(Record::Message(message))) => {
                let contact = event.contact.as_ref().expect("who wrote");
                let contact = self.desk.contacts().get(contact).await?;
                let name = contact.name.unwrap_or_default();
                let text = message.text.as_deref().unwrap_or_default();
                Some(format!("{} from {name}: {text}", event.kind))
            }
            (EventKind::MessageSent | EventKind::NoteCreated, Some(Record::Message(message))) => {
                let text = message.text.as_deref().unwrap_or_default();
                Some(format!("{}: {text}", event.kind))
            }
            _ => None,
        })
    }

    /// How many events were handled.
    fn handled(&self) -> usize {
        self.seen.lock().unwrap().keys.len()
    }

    /// Checks that every event was handled once, and that they tell what the desk can tell: neither
    /// less nor more.
    fn check(&self, stage: &Stage, expected: &BTreeSet<String>) {
        let (name, seen) = (stage.name, self.seen.lock().unwrap());
        let distinct: BTreeSet<String> = seen.keys.iter().cloned().collect();
        assert_eq!(
            seen.keys.len(),
            distinct.len(),
            "{name}: something was doubled"
        );
        assert_eq!(
            distinct, *expected,
            "{name}: something was lost or invented"
        );
        assert_eq!(sorted(&seen.story), stage.tells(), "{name}");
        let closings = seen.kinds.iter();
        let closings = closings.filter(|kind| **kind == EventKind::TicketClosed);
        assert_eq!(closings.count(), stage.closings, "{name}: closings");
    }

    /// What was said, in the order in which it was handled.
    fn said(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let said = seen.story.iter().filter(|line| line.contains(':'));
        said.cloned().collect()
    }
}

/// Serves a route on loopback while it lives.
struct Served {
    /// Without the secret.
    base: String,
    url: String,
    server: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Served {
    async fn start(route: MethodRouter) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/hooks/desk", listener.local_addr().unwrap());
        let secret = SharedSecret::new(SECRET.to_owned().into()).unwrap();
        let routes = Router::new().route("/hooks/desk", route);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let ended = async { drop(stopped.await) };
            let server = axum::serve(listener, routes).with_graceful_shutdown(ended);
            server.await.unwrap();
        });
        Self {
            url: secret.in_url(&base).unwrap(),
            base,
            server,
            stop,
        }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.server.await.unwrap();
    }
}

/// Holds the conversation, and gives the key of every event that was told of.
async fn play(stage: &mut Stage, url: &str) -> BTreeSet<String> {
    let hold = std::mem::replace(&mut stage.play, Box::new(|_| Box::pin(async {})));
    hold(url.to_owned()).await;
    let deliveries = stage.lab.take_deliveries();
    let intake = Intake::new(stage.client.clone());
    let mut keys = BTreeSet::new();
    for delivery in deliveries {
        let uri = delivery.url.parse().unwrap();
        let inbound = Inbound::new(delivery.headers.clone(), delivery.body.clone());
        for event in intake.read(inbound.with_uri(&uri)).unwrap() {
            let key = event.dedupe_key;
            assert!(keys.insert(key), "{}: two events, one key", stage.name);
        }
        stage.lab.deliver(delivery);
    }
    assert!(!keys.is_empty(), "{} tells nothing", stage.name);
    keys
}

fn sorted(lines: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    let mut lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn every_desk_tells_the_same_story_in_order() {
    for mut stage in stages().await {
        let (queue, worker) = Queue::new(Intake::new(stage.client.clone()), 1024);
        let served = Served::start(post_service(queue.clone())).await;
        let keys = play(&mut stage, &served.url).await;
        let report = stage.courier.clone().run().await.unwrap();
        assert_eq!(report.lost(), 0, "{}", stage.name);

        queue.close();
        let handler = Handler::new(&stage.client);
        worker.run(|event| handler.handle(event)).await;
        handler.check(&stage, &keys);
        let told = stage.tells();
        let said = STORY.iter().filter(|line| line.contains(':'));
        let said: Vec<_> = said
            .filter(|line| told.iter().any(|own| own == *line))
            .collect();
        assert_eq!(
            handler.said().iter().collect::<Vec<_>>(),
            said,
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn what_a_desk_cannot_tell_is_said_with_the_reason() {
    let silent: Vec<_> = stages()
        .await
        .iter()
        .map(|stage| {
            for (line, reason) in stage.untold {
                assert!(STORY.contains(line) && !reason.is_empty(), "{}", stage.name);
            }
            (stage.name, stage.untold.len())
        })
        .collect();
    let expected = [
        ("memory", 0),
        ("cxpress", 3),
        ("digisac", 0),
        ("wisecx", 1),
        ("chat2desk", 0),
        ("chat2desk, dialogs", 1),
    ];
    assert_eq!(silent, expected);
}

#[tokio::test]
async fn repeats_and_reordering_change_nothing_about_it() {
    for seed in 0..8 {
        for mut stage in stages().await {
            let (queue, worker) = Queue::new(Intake::new(stage.client.clone()), 1024);
            let served = Served::start(post_service(queue.clone())).await;
            let handler = Handler::new(&stage.client);
            let own = handler.clone();
            let work = tokio::spawn(worker.run(move |event| {
                let own = own.clone();
                async move { own.handle(event).await }
            }));
            let keys = play(&mut stage, &served.url).await;
            let courier = stage.courier.clone().repeating(60).shuffled();
            let report = courier.seeded(seed).run().await.unwrap();
            assert_eq!(report.lost(), 0, "{}", stage.name);
            queue.close();
            work.await.unwrap();
            handler.check(&stage, &keys);
        }
    }
}

/// Every first attempt at an event fails, so each is told of by a retry; and copies come in between.
#[tokio::test]
async fn what_fails_comes_again_and_is_handled_once() {
    for mut stage in stages().await {
        let handler = Handler::new(&stage.client);
        let tried: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let (own, seen) = (handler.clone(), Arc::clone(&tried));
        let route = post(async move |events: Delivered| {
            for event in events.iter() {
                if seen.lock().unwrap().insert(event.dedupe_key.clone()) {
                    return StatusCode::BAD_GATEWAY;
                }
                own.handle(event.clone()).await.unwrap();
            }
            StatusCode::OK
        });
        let intake = Intake::new(stage.client.clone());
        let served = Served::start(route.layer(IntakeLayer::new(intake))).await;
        let keys = play(&mut stage, &served.url).await;
        let courier = stage.courier.clone().repeating(40).shuffled().seeded(7);
        let mut courier = courier.with_pauses([Duration::from_secs(10), Duration::from_secs(300)]);
        let report = courier.run().await.unwrap();
        assert_eq!(report.lost(), 0, "{}", stage.name);
        let refused = report.posts.iter().filter(|post| !post.accepted()).count();
        assert_eq!(refused, keys.len(), "{}", stage.name);
        handler.check(&stage, &keys);
    }
}

/// The program ends in the middle, with events that it has taken and not handled; the vendor sends all
/// of it again.
#[tokio::test]
async fn a_restart_in_the_middle_loses_and_doubles_nothing() {
    for mut stage in stages().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seen");
        let handler = Handler::new(&stage.client);
        let mut told = BTreeSet::new();
        let mut deliveries = Vec::new();
        for life in 1..=2 {
            let store = Arc::new(FileDedupe::open(&path).unwrap());
            let intake = Intake::new(stage.client.clone()).with_dedupe(store);
            let (queue, mut worker) = Queue::new(intake, 1024);
            let served = Served::start(post_service(queue.clone())).await;
            if life == 1 {
                told = play(&mut stage, &served.url).await;
                deliveries = stage.lab.take_deliveries();
            }
            for delivery in &deliveries {
                stage.lab.deliver(delivery.clone());
            }
            let mut courier = stage.courier.clone().to(&served.url);
            assert_eq!(courier.run().await.unwrap().lost(), 0, "{}", stage.name);
            if life == 1 {
                for _ in 0..told.len() / 2 {
                    let claimed = worker.next().await.unwrap();
                    handler.handle(Event::clone(&claimed)).await.unwrap();
                    claimed.done().await.unwrap();
                }
            } else {
                queue.close();
                worker.run(|event| handler.handle(event)).await;
            }
            // All that holds the file has to be gone before it is opened again.
            served.stop().await;
        }
        handler.check(&stage, &told);
    }
}
