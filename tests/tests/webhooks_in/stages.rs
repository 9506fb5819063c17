//! The desks, how the conversation is held on each, and what its webhooks can tell.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use helpdesk::config::BuildContext;
use helpdesk::memory::MemoryDesk;
use helpdesk::webhook::{EventKind, Inbound, SharedSecret};
use helpdesk::{
    AgentId, Client, Clock, Config, Desks, ErrorKind, NewContact, NewMessage, NewNote, NewWebhook,
    Result, Sleep, TicketId, TicketQuery, Timestamp,
};
use helpdesk_http::TokioClock;
use helpdesk_sim::{
    Courier, Delivery, Lab, Running, VendorSim, chat2desk, cxpress, digisac, wisecx,
};

pub const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

/// When the conversation begins, on the clock of the desk and of its simulator.
const START: &str = "2031-05-06T07:08:09Z";

const PHONE: &str = "5511987650001";
const NAME: &str = "Rosa Exemplo";

pub const OPENED: &str = "ticket.created";
pub const RECEIVED: &str = "message.received from Rosa Exemplo: Where is my parcel?";
pub const ASSIGNED: &str = "ticket.assigned";
pub const NOTED: &str = "note.created: Lost by the courier.";
pub const SENT: &str = "message.sent: It is on its way.";
pub const CLOSED: &str = "ticket.closed";

/// The conversation, as the handler tells it.
pub const STORY: [&str; 6] = [OPENED, RECEIVED, ASSIGNED, NOTED, SENT, CLOSED];

const NO_MESSAGES: &str =
    "Cxpress notifies of records that are created and updated; a message is none";

type Play = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How a desk knows its vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A secret in the URL.
    Secret,
    /// A signature over the body.
    Signature,
}

/// The signature of a body that is sent at this second.
type Sign = Box<dyn Fn(&[u8], i64) -> String + Send>;

/// One desk, ready for the conversation.
pub struct Stage {
    pub name: &'static str,
    pub client: Client,
    /// Sends what the desk has to deliver, as often as its vendor does.
    pub courier: Courier,
    /// The bench that deliveries are taken from.
    pub lab: Lab,
    /// Subscribes this URL, and holds the conversation.
    pub play: Box<dyn FnOnce(String) -> Play + Send>,
    pub proof: Proof,
    /// Signs as the vendor does, where it signs.
    pub sign: Option<Sign>,
    /// The lines of the story that the desk's webhooks cannot tell, each with the reason.
    pub untold: &'static [(&'static str, &'static str)],
    /// How many events say of themselves that the ticket was closed; where none does, the ticket
    /// that an event is about says so.
    pub closings: usize,
    /// What has to live while the desk does.
    _running: Box<dyn Any + Send>,
}

impl Stage {
    /// The lines that its webhooks tell, sorted.
    pub fn tells(&self) -> Vec<String> {
        let untold = |line: &str| self.untold.iter().any(|(silent, _)| *silent == line);
        let told = STORY.into_iter().filter(|line| !untold(line));
        crate::sorted(told)
    }
}

/// Every desk.
pub async fn stages() -> Vec<Stage> {
    let secret = with_secret();
    vec![
        memory(),
        cxpress(&secret).await,
        digisac(&secret).await,
        wisecx(&secret).await,
        chat2desk(Source::Tickets).await,
        chat2desk(Source::Dialogs).await,
    ]
}

/// The desks whose vendors do not sign, without a secret for the URL.
pub async fn without_proof() -> Vec<Stage> {
    vec![cxpress("").await, digisac("").await, wisecx("").await]
}

/// What a ticket is on Chat2Desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Tickets,
    Dialogs,
}

/// The time of day of a bench. Nothing here waits for it.
#[derive(Debug)]
struct BenchClock {
    lab: Lab,
    line: TokioClock,
}

impl Clock for BenchClock {
    fn now(&self) -> Timestamp {
        self.lab.now()
    }

    fn instant(&self) -> Instant {
        self.line.instant()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.line.sleep(time)
    }
}

/// A fresh simulator that is served, and a desk that is configured to reach it.
async fn start<S: VendorSim>(more: &str) -> (Running<S>, Client) {
    let running = Running::<S>::start().await.unwrap();
    running.lab().freeze_at(START.parse().unwrap());
    let clock = BenchClock {
        lab: running.lab().clone(),
        line: TokioClock::new(),
    };
    let context = BuildContext::new().with_clock(Arc::new(clock));
    let config = Config::from_toml(&format!("{}{more}\n", running.toml("desk"))).unwrap();
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    let client = desks.desk("desk").unwrap();
    (running, client)
}

fn with_secret() -> String {
    format!("webhook_secret = \"{SECRET}\"")
}

/// A stage of a vendor. `hold` gets the subscribed URL.
fn stage<S: VendorSim + std::fmt::Debug>(
    name: &'static str,
    (running, client): (Running<S>, Client),
    hold: impl FnOnce(String) -> Play + Send + 'static,
) -> Stage {
    Stage {
        name,
        client,
        courier: Courier::of(&running),
        lab: running.lab().clone(),
        play: Box::new(hold),
        proof: Proof::Secret,
        sign: None,
        untold: &[],
        closings: 1,
        _running: Box::new(running),
    }
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
        lab: lab.clone(),
        play: Box::new(move |url| {
            Box::pin(async move {
                let rosa = NewContact::named(NAME).phone("+55 11 98765-0001");
                let rosa = client.contacts().create(&rosa).await.unwrap().value.id;
                own.receive(&rosa, "Where is my parcel?").unwrap();
                serve_the_contact(&client, &lab, "agent-1").await.unwrap();
                for inbound in own.deliveries() {
                    bench.deliver(outgoing(&url, inbound));
                }
            })
        }),
        proof: Proof::Secret,
        sign: None,
        untold: &[],
        closings: 1,
        _running: Box::new(()),
    }
}

/// The URL is entered on the vendor's screens, and operators write there alone.
async fn cxpress(proof: &str) -> Stage {
    let started = start::<cxpress::Sim>(proof).await;
    let (sim, lab) = (started.0.sim().clone(), started.0.lab().clone());
    let client = started.1.clone();
    let mut stage = stage("cxpress", started, move |url| {
        Box::pin(async move {
            sim.subscribe(&url);
            let rosa = sim.seed_contact(PHONE, NAME);
            sim.receive_message(&rosa, "Where is my parcel?");
            let ticket = the_ticket(&client, &lab).await.unwrap();
            let agent = sim.agents()[0].clone();
            assign(&client, &ticket, &agent, &lab).await.unwrap();

            let refused = note(&client, &ticket, &lab).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Unsupported);
            let refused = answer(&client, &ticket, &lab).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Unsupported);
            sim.add_note(ticket.as_str(), &agent, "<p>Lost by the courier.</p>");
            sim.add_answer(ticket.as_str(), &agent, "It is on its way.");

            close(&client, &ticket, &lab).await.unwrap();
        })
    });
    stage.untold = &[
        (RECEIVED, NO_MESSAGES),
        (NOTED, NO_MESSAGES),
        (SENT, NO_MESSAGES),
    ];
    stage
}

async fn digisac(proof: &str) -> Stage {
    let started = start::<digisac::Sim>(proof).await;
    let (sim, lab) = (started.0.sim().clone(), started.0.lab().clone());
    let client = started.1.clone();
    stage("digisac", started, move |url| {
        Box::pin(async move {
            let wanted = [
                EventKind::TicketCreated,
                EventKind::TicketUpdated,
                EventKind::MessageReceived,
                EventKind::MessageSent,
                EventKind::NoteCreated,
            ];
            subscribe(&client, url, wanted).await.unwrap();
            let rosa = sim.seed_contact(PHONE, NAME);
            sim.receive_message(&rosa, "Where is my parcel?");
            let agent = sim.agents()[0].clone();
            serve_the_contact(&client, &lab, &agent).await.unwrap();
        })
    })
}

/// The URL is entered on the vendor's screens.
async fn wisecx(proof: &str) -> Stage {
    let started = start::<wisecx::Sim>(proof).await;
    let (sim, lab) = (started.0.sim().clone(), started.0.lab().clone());
    let client = started.1.clone();
    let mut stage = stage("wisecx", started, move |url| {
        Box::pin(async move {
            sim.subscribe(url);
            let rosa = sim.seed_contact(PHONE, NAME);
            sim.receive_message(&rosa, "Where is my parcel?");
            let agent = sim.agents()[0].clone();
            serve_the_contact(&client, &lab, &agent).await.unwrap();
        })
    });
    stage.untold = &[(
        OPENED,
        "WiseCX tells of activities; that a case is new shows in its first one alone",
    )];
    stage.closings = 0;
    stage
}

/// Chat2Desk knows two things that a ticket may be; the configuration says which.
async fn chat2desk(source: Source) -> Stage {
    let (name, more) = match source {
        Source::Tickets => ("chat2desk", ""),
        Source::Dialogs => ("chat2desk, dialogs", "ticket_source = \"requests\""),
    };
    let started = start::<chat2desk::Sim>(more).await;
    let signer = started.0.sim().clone();
    let (sim, lab) = (started.0.sim().clone(), started.0.lab().clone());
    let client = started.1.clone();
    let mut stage = stage(name, started, move |url| {
        Box::pin(async move {
            let wanted = [
                EventKind::MessageReceived,
                EventKind::MessageSent,
                EventKind::NoteCreated,
                EventKind::TicketCreated,
                EventKind::TicketUpdated,
                EventKind::ConversationCreated,
                EventKind::ConversationTransferred,
                EventKind::ConversationClosed,
            ];
            subscribe(&client, url, wanted).await.unwrap();
            let rosa = sim.seed_contact(PHONE, NAME);
            sim.receive_message(&rosa, "Where is my parcel?").unwrap();
            if source == Source::Tickets {
                sim.seed_ticket(&rosa);
            }
            let agent = sim.agents()[0].clone();
            serve_the_contact(&client, &lab, &agent).await.unwrap();
        })
    });
    stage.proof = Proof::Signature;
    stage.sign = Some(Box::new(move |body, at| signer.signature(body, at)));
    if source == Source::Dialogs {
        stage.untold = &[(
            OPENED,
            "a dialog is there before its first message; `conversation.created` tells of the request",
        )];
        stage.closings = 0;
    }
    stage
}

async fn subscribe(
    desk: &Client,
    url: String,
    events: impl IntoIterator<Item = EventKind>,
) -> Result<()> {
    let wanted = NewWebhook::new(url.clone(), events);
    let made = desk.webhooks().create(&wanted).await?.value;
    let listed: Vec<_> = desk.webhooks().stream().try_collect().await?;
    assert!(listed.iter().any(|row| row.id == made.id && row.url == url));
    Ok(())
}

/// What the agent does, on any desk where all of it can be done.
async fn serve_the_contact(desk: &Client, lab: &Lab, agent: &str) -> Result<()> {
    let ticket = the_ticket(desk, lab).await?;
    assign(desk, &ticket, agent, lab).await?;
    note(desk, &ticket, lab).await?;
    answer(desk, &ticket, lab).await?;
    close(desk, &ticket, lab).await
}

async fn the_ticket(desk: &Client, lab: &Lab) -> Result<TicketId> {
    a_minute_later(lab);
    let tickets = desk.tickets().stream(TicketQuery::all());
    let tickets: Vec<_> = tickets.try_collect().await?;
    assert_eq!(tickets.len(), 1, "the message has opened a ticket");
    Ok(tickets[0].id.clone())
}

async fn assign(desk: &Client, ticket: &TicketId, agent: &str, lab: &Lab) -> Result<()> {
    a_minute_later(lab);
    desk.tickets().assign(ticket, &AgentId::new(agent)).await?;
    Ok(())
}

async fn note(desk: &Client, ticket: &TicketId, lab: &Lab) -> Result<()> {
    a_minute_later(lab);
    let note = NewNote::new(ticket.clone(), "Lost by the courier.");
    desk.messages().add_note(&note).await?;
    Ok(())
}

async fn answer(desk: &Client, ticket: &TicketId, lab: &Lab) -> Result<()> {
    a_minute_later(lab);
    let message = NewMessage::text(ticket.clone(), "It is on its way.");
    desk.messages().send(&message).await?;
    Ok(())
}

async fn close(desk: &Client, ticket: &TicketId, lab: &Lab) -> Result<()> {
    a_minute_later(lab);
    desk.tickets().close(ticket).await?;
    Ok(())
}

fn a_minute_later(lab: &Lab) {
    lab.advance(Duration::from_secs(60));
}

fn outgoing(url: &str, inbound: Inbound) -> Delivery {
    let mut delivery = Delivery::json(url, &serde_json::Value::Null, Timestamp::now());
    delivery.headers = inbound.headers;
    delivery.body = inbound.body;
    delivery
}
