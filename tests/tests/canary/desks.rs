//! The desks, with a canary wherever configuration and people put something.

use std::any::Any;
use std::fmt::Write;
use std::sync::Arc;

use helpdesk::config::BuildContext;
use helpdesk::memory::MemoryDesk;
use helpdesk::webhook::Inbound;
use helpdesk::{ChannelKind, ChannelSelector, Client, Config, ContactId, Desks};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::{Running, VendorSim, chat2desk, cxpress, digisac, wisecx};
use helpdesk_testkit::Canary;

use crate::clock::{Jumping, whole_seconds};
use crate::echo::Echo;

pub const NAME: &str = "Zenobia Canarinhova";
pub const OTHER_NAME: &str = "Zenobia Outracanaria";
pub const PHONE: &str = "+5511983746512";
pub const EMAIL: &str = "quartzo.k7q@people.example";
pub const DOCUMENT: &str = "37174652875";
pub const HANDLE: &str = "canarinsta_oficial";
pub const FIELD: &str = "Canarvalor 77";
pub const SUBJECT: &str = "Canarassunto that never came";
pub const TEXT: &str = "The parcel smells of canaricoco.";
pub const NOTE: &str = "He was rude about canarinota.";
pub const FILE: &str = "canarfoto.txt";
pub const FILE_URL: &str = "https://files.example.com/a.txt?signature=canarassina";
pub const HOOK_SECRET: &str = "canarsegredo-0123456789abcdef0123456789abcdef012";

/// The end of an address that no vendor has.
pub const RAW_PATH: &str = "/nothing/canarinsta_oficial";

/// Where the vendor sends its deliveries.
pub const HOOK_URL: &str =
    "https://hooks.example.com/desk?key=canarsegredo-0123456789abcdef0123456789abcdef012";

/// What nobody may read, whatever the desk.
pub fn people() -> Vec<Canary> {
    let mut canaries = watched(&[
        ("name", "zenobia"),
        ("mail address", "quartzo"),
        ("document", DOCUMENT),
        ("document", "371.746"),
        ("handle", "canarinsta"),
        ("custom field", "canarvalor"),
        ("subject", "canarassunto"),
        ("message", "canaricoco"),
        ("note", "canarinota"),
        ("file name", "canarfoto"),
        ("signature of a file", "canarassina"),
        ("webhook secret", "canarsegredo"),
    ]);
    let mut phones = Canary::new();
    phones.watch_phone("phone number", PHONE);
    phones.watch("phone number", "8374-6");
    canaries.push(phones);
    canaries
}

fn watched(texts: &[(&str, &str)]) -> Vec<Canary> {
    let one = |(label, text): &(&str, &str)| {
        let mut canary = Canary::new();
        canary.watch(label, text);
        canary
    };
    texts.iter().map(one).collect()
}

type Hook = Box<dyn Fn(&str)>;

/// A desk, and what can be done to it from outside.
pub struct Stage {
    pub name: &'static str,
    pub desks: Desks,
    pub client: Client,
    /// What its requests pass through.
    pub echo: Echo,
    pub canaries: Vec<Canary>,
    /// The credentials that the desk was configured with.
    pub credentials: Vec<String>,
    pub lab: Option<helpdesk_sim::Lab>,
    /// The contact writes.
    pub receive: Hook,
    /// What has to be there before the contact can have a ticket.
    pub before_ticket: Hook,
    /// What the vendor would deliver.
    pub deliveries: Box<dyn Fn() -> Vec<Inbound>>,
    /// A custom field of contacts.
    pub custom_field: Option<String>,
    /// Where new tickets come in.
    pub channel: Option<ChannelSelector>,
    _running: Box<dyn Any>,
}

/// Every desk, fresh.
pub async fn stages() -> Vec<Stage> {
    vec![
        memory(),
        cxpress().await,
        digisac(false).await,
        digisac(true).await,
        wisecx().await,
        chat2desk().await,
    ]
}

fn built(name: &str, toml: &str) -> (Desks, Client, Echo) {
    let config = Config::from_toml(toml).expect("TOML");
    let transport = ReqwestTransport::builder().proxy(false).build();
    let echo = Echo::new(Arc::new(transport.expect("a transport")));
    let context = BuildContext::new()
        .with_clock(Arc::new(Jumping::new()))
        .with_transport(Arc::new(echo.clone()));
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    let client = desks.desk(name).expect("good settings").allow_loss();
    (desks, client, echo)
}

fn memory() -> Stage {
    let toml = format!("[desks.memory]\nvendor = \"memory\"\nwebhook_secret = \"{HOOK_SECRET}\"\n");
    let (desks, client, echo) = built("memory", &toml);
    let (writing, delivering) = (client.clone(), client.clone());
    let own = |client: &Client| {
        client
            .native::<MemoryDesk>()
            .expect("a desk in memory")
            .clone()
    };
    Stage {
        name: "memory",
        desks,
        client,
        echo,
        canaries: people(),
        credentials: Vec::new(),
        lab: None,
        receive: Box::new(move |contact| {
            let _ = own(&writing).receive(&ContactId::new(contact), TEXT);
        }),
        before_ticket: Box::new(|_| ()),
        deliveries: Box::new(move || own(&delivering).deliveries()),
        custom_field: None,
        channel: Some(ChannelKind::WhatsApp.into()),
        _running: Box::new(()),
    }
}

/// A desk on a simulator. `settings` replaces the simulator's own, when it is not empty.
fn stage<S: VendorSim>(
    name: &'static str,
    running: Running<S>,
    settings: &[(&str, String)],
    more: &[(&str, String)],
    secrets: &[&str],
    receive: impl Fn(&S, &str) + 'static,
) -> Stage {
    let own = running.sim().settings();
    let settings = if settings.is_empty() {
        &own[..]
    } else {
        settings
    };
    let mut toml = format!(
        "[desks.{name}]\nvendor = \"{}\"\nbase_url = \"{}\"\nwebhook_secret = \"{HOOK_SECRET}\"\n",
        S::VENDOR,
        running.base_url()
    );
    for (key, value) in settings.iter().chain(more) {
        writeln!(toml, "{key} = \"{value}\"").expect("a text takes it");
    }
    let (attempt, operation) = (Jumping::ATTEMPT.as_secs(), Jumping::OPERATION.as_secs());
    writeln!(
        toml,
        "[desks.{name}.http]\nattempt_timeout_seconds = {attempt}\n\
         timeout_seconds = {operation}"
    )
    .expect("a text takes it");
    running.lab().freeze_at(whole_seconds());
    let (desks, client, echo) = built(name, &toml);
    let mut canaries = people();
    canaries.extend(watched(
        &secrets
            .iter()
            .map(|text| ("credential", *text))
            .collect::<Vec<_>>(),
    ));
    let (lab, sim, delivering) = (
        running.lab().clone(),
        running.sim().clone(),
        running.lab().clone(),
    );
    Stage {
        name,
        desks,
        client,
        echo,
        canaries,
        credentials: secrets.iter().map(|text| (*text).to_owned()).collect(),
        lab: Some(lab),
        receive: Box::new(move |contact| receive(&sim, contact)),
        before_ticket: Box::new(|_| ()),
        deliveries: Box::new(move || {
            delivering
                .take_deliveries()
                .into_iter()
                .map(|delivery| {
                    let url = if delivery.url.is_empty() {
                        HOOK_URL
                    } else {
                        &delivery.url
                    };
                    Inbound::new(delivery.headers, delivery.body)
                        .with_uri(&url.parse().expect("a URL"))
                })
                .collect()
        }),
        custom_field: None,
        channel: None,
        _running: Box::new(running),
    }
}

async fn cxpress() -> Stage {
    let running = Running::<cxpress::Sim>::start().await.expect("a port");
    let sim = running.sim().clone();
    sim.enforce_limits(false);
    sim.subscribe(HOOK_URL);
    let secrets = ["sim-cxpress-api-", "sim-cxpress-refresh-"];
    let stage = stage("cxpress", running, &[], &[], &secrets, |sim, contact| {
        sim.receive_message(contact, TEXT);
    });
    Stage {
        custom_field: sim.custom_fields().first().cloned(),
        channel: Some(ChannelKind::WhatsApp.into()),
        ..stage
    }
}

/// With a personal token, or with a login.
async fn digisac(by_login: bool) -> Stage {
    let running = Running::<digisac::Sim>::start().await.expect("a port");
    let sim = running.sim().clone();
    sim.subscribe(HOOK_URL);
    let login = sim.password_login();
    let own = [
        ("username", login.username.clone()),
        ("password", login.password.clone()),
        ("client_id", login.client_id.clone()),
        ("client_secret", login.client_secret.clone()),
        ("default_service", sim.channels()[0].clone()),
        ("default_department", sim.departments()[0].clone()),
    ];
    let more = [("email_custom_field", sim.custom_fields()[0].clone())];
    let name = if by_login { "digisac-login" } else { "digisac" };
    let settings: &[_] = if by_login { &own } else { &[] };
    let token = sim.token();
    let secrets = [
        token.as_str(),
        &login.username,
        &login.password,
        "sim-oauth-",
        "sim-refresh-",
        "sim-internal-chat-",
    ];
    let stage = stage(name, running, settings, &more, &secrets, |sim, contact| {
        sim.receive_message(contact, TEXT);
    });
    Stage {
        custom_field: sim.custom_fields().get(1).cloned(),
        channel: Some(helpdesk::ChannelId::new(sim.channels()[0].clone()).into()),
        ..stage
    }
}

async fn wisecx() -> Stage {
    let running = Running::<wisecx::Sim>::start().await.expect("a port");
    let sim = running.sim().clone();
    sim.subscribe(HOOK_URL);
    let more = [
        ("default_group", sim.departments()[0].clone()),
        ("default_user", sim.agents()[0].clone()),
        ("default_channel", "whatsapp".to_owned()),
    ];
    let own = sim.settings();
    let more: Vec<_> = more
        .into_iter()
        .filter(|(key, _)| own.iter().all(|(known, _)| known != key))
        .collect();
    let secrets = [sim.credentials().0, "sim-wisecx-"];
    let stage = stage("wisecx", running, &[], &more, &secrets, |sim, contact| {
        sim.receive_message(contact, TEXT);
    });
    Stage {
        custom_field: sim.custom_fields().first().cloned(),
        channel: Some(ChannelKind::WhatsApp.into()),
        ..stage
    }
}

async fn chat2desk() -> Stage {
    let running = Running::<chat2desk::Sim>::start().await.expect("a port");
    let sim = running.sim().clone();
    sim.set_message_rate(100_000);
    let fields = sim.custom_fields();
    let more = [
        ("email_custom_field", fields[0].clone()),
        ("document_custom_field", fields[2].clone()),
    ];
    let token = sim.token();
    let seeding = sim.clone();
    let stage = stage(
        "chat2desk",
        running,
        &[],
        &more,
        &[&token],
        |sim, contact| {
            sim.receive_message(contact, TEXT);
        },
    );
    Stage {
        custom_field: fields.get(1).cloned(),
        before_ticket: Box::new(move |contact| {
            seeding.seed_request(contact);
        }),
        ..stage
    }
}
