//! A handler written once receives the same conversation from every desk, over HTTP, and sees the same
//! neutral story: nothing lost, nothing doubled, whatever is repeated, overtaken, refused or restarted.
//!
//! A desk joins by a [`Stage`] in [`stages`]: how the conversation is held there, and which lines of
//! [`STORY`] its webhooks can tell.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{MethodRouter, post, post_service};
use futures_util::TryStreamExt;
use helpdesk::memory::MemoryDesk;
use helpdesk::serve::{Delivered, IntakeLayer, Queue};
use helpdesk::webhook::{Event, EventKind, Inbound, Intake, Record, SharedSecret};
use helpdesk::{Client, FileDedupe, NewContact, NewMessage, NewNote, Result, TicketQuery};
use helpdesk_sim::{Courier, Delivery, Lab};
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

/// The conversation, as the handler tells it.
const STORY: [&str; 4] = [
    "message.received: Where is my parcel?",
    "note.created: Lost by the courier.",
    "message.sent: It is on its way.",
    "ticket.closed",
];

type Play = Pin<Box<dyn Future<Output = ()> + Send>>;

/// One desk, ready for the conversation.
struct Stage {
    name: &'static str,
    client: Client,
    /// Sends what the desk has to deliver.
    courier: Courier,
    /// The bench that deliveries are taken from.
    lab: Lab,
    /// Subscribes this URL, and holds the conversation.
    play: Box<dyn FnOnce(String) -> Play + Send>,
    /// What the desk's webhooks can tell of it.
    tells: &'static [&'static str],
}

/// Every desk.
fn stages() -> Vec<Stage> {
    vec![memory()]
}

fn memory() -> Stage {
    let secret = SharedSecret::new(SECRET.to_owned().into()).unwrap();
    let desk = MemoryDesk::builder().webhook_secret(secret).build();
    let client = desk.client();
    let lab = Lab::new("memory");
    let (own, bench) = (desk, lab.clone());
    Stage {
        name: "memory",
        client: client.clone(),
        courier: Courier::new(lab.clone()),
        lab,
        play: Box::new(move |url| {
            Box::pin(async move {
                let rosa = NewContact::named("Rosa Exemplo").phone("+55 11 98765-0001");
                let rosa = client.contacts().create(&rosa).await.unwrap().value.id;
                own.receive(&rosa, "Where is my parcel?").unwrap();
                answer_and_close(&client).await.unwrap();
                for inbound in own.deliveries() {
                    bench.deliver(outgoing(&url, inbound));
                }
            })
        }),
        tells: &STORY,
    }
}

/// What the agent does, on any desk.
async fn answer_and_close(desk: &Client) -> Result<()> {
    let tickets: Vec<_> = desk
        .tickets()
        .stream(TicketQuery::all())
        .try_collect()
        .await?;
    let ticket = &tickets.first().expect("the message has opened a ticket").id;
    let note = NewNote::new(ticket.clone(), "Lost by the courier.");
    desk.messages().add_note(&note).await?;
    let message = NewMessage::text(ticket.clone(), "It is on its way.");
    desk.messages().send(&message).await?;
    desk.tickets().close(ticket).await?;
    Ok(())
}

fn outgoing(url: &str, inbound: Inbound) -> Delivery {
    let mut delivery = Delivery::json(url, &serde_json::Value::Null, helpdesk::Timestamp::now());
    delivery.headers = inbound.headers;
    delivery.body = inbound.body;
    delivery
}

/// The handler. It knows the neutral contract and nothing of any vendor.
#[derive(Clone)]
struct Handler {
    desk: Client,
    handled: Arc<Mutex<Vec<(String, String)>>>,
}

impl Handler {
    fn new(desk: &Client) -> Self {
        Self {
            desk: desk.clone(),
            handled: Arc::default(),
        }
    }

    async fn handle(&self, event: Event) -> Result<()> {
        let event = self.desk.hydrate(event).await?;
        let line = match (&event.kind, &event.record) {
            (EventKind::TicketClosed, _) => event.kind.to_string(),
            (kind, Some(Record::Message(message))) => {
                format!("{kind}: {}", message.text.as_deref().unwrap_or_default())
            }
            (kind, _) => kind.to_string(),
        };
        self.handled.lock().unwrap().push((event.dedupe_key, line));
        Ok(())
    }

    /// Checks that every event was handled once, and gives the story.
    fn story(&self, name: &str, expected: &BTreeSet<String>) -> Vec<String> {
        let handled = self.handled.lock().unwrap();
        let keys: Vec<&String> = handled.iter().map(|(key, _)| key).collect();
        let distinct: BTreeSet<String> = keys.iter().map(|key| (*key).clone()).collect();
        assert_eq!(keys.len(), distinct.len(), "{name}: something was doubled");
        assert_eq!(
            distinct, *expected,
            "{name}: something was lost or invented"
        );
        let lines = handled.iter().map(|(_, line)| line.clone());
        lines
            .filter(|line| STORY.contains(&line.as_str()))
            .collect()
    }
}

/// Serves a route on loopback while it lives.
struct Served {
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
            server,
            stop,
        }
    }
}

impl Served {
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
        let events = intake.read(inbound.with_uri(&uri)).unwrap();
        keys.extend(events.into_iter().map(|event| event.dedupe_key));
        stage.lab.deliver(delivery);
    }
    assert!(!keys.is_empty(), "{} tells nothing", stage.name);
    keys
}

fn sorted(lines: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut lines: Vec<String> = lines.into_iter().map(Into::into).collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn every_desk_tells_the_same_story_in_order() {
    for mut stage in stages() {
        let (queue, worker) = Queue::new(Intake::new(stage.client.clone()), 1024);
        let served = Served::start(post_service(queue.clone())).await;
        let keys = play(&mut stage, &served.url).await;
        let report = stage.courier.clone().run().await.unwrap();
        assert_eq!(report.lost(), 0, "{}", stage.name);

        queue.close();
        let handler = Handler::new(&stage.client);
        worker.run(|event| handler.handle(event)).await;
        assert_eq!(
            handler.story(stage.name, &keys),
            stage.tells,
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn repeats_and_reordering_change_nothing_about_it() {
    for seed in 0..8 {
        for mut stage in stages() {
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
            let story = sorted(handler.story(stage.name, &keys));
            assert_eq!(story, sorted(stage.tells.iter().copied()), "{}", stage.name);
        }
    }
}

/// Every first attempt at an event fails, so each is told of by a retry; and copies come in between.
#[tokio::test]
async fn what_fails_comes_again_and_is_handled_once() {
    for mut stage in stages() {
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
        let story = sorted(handler.story(stage.name, &keys));
        assert_eq!(story, sorted(stage.tells.iter().copied()), "{}", stage.name);
    }
}

/// The program ends in the middle, with events that it has taken and not handled; the vendor sends all
/// of it again.
#[tokio::test]
async fn a_restart_in_the_middle_loses_and_doubles_nothing() {
    for mut stage in stages() {
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
        assert_eq!(
            handler.story(stage.name, &told),
            stage.tells,
            "{}",
            stage.name
        );
    }
}
