//! A fresh account of a vendor, and a desk for it.
#![allow(clippy::expect_used, reason = "the test cannot go on")]

use std::fmt::{self, Write};
use std::sync::Arc;

use helpdesk::config::BuildContext;
use helpdesk::{Client, Clock, Config, Desks, Timestamp};
use helpdesk_http::TokioClock;
use helpdesk_sim::{Lab, VendorSim, chat2desk, cxpress, digisac, wisecx};

use super::line::Words;
use super::{Act, Line, Records};
use crate::faults::scene::Way;

/// The largest answer that the desks read.
const CAP: usize = 256 * 1024;

/// A vendor, and the way in which its desk is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vendor {
    /// Cxpress.
    Cxpress,
    /// Digisac, with a personal token.
    Digisac,
    /// Digisac, with a login.
    DigisacLogin,
    /// WiseCX.
    WiseCx,
    /// Chat2Desk, with its tickets.
    Chat2Desk,
    /// Chat2Desk, with dialogs in the place of tickets.
    Chat2DeskDialogs,
}

impl Vendor {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Cxpress,
        Self::Digisac,
        Self::DigisacLogin,
        Self::WiseCx,
        Self::Chat2Desk,
        Self::Chat2DeskDialogs,
    ];

    /// The vendor, and what is special.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cxpress => "cxpress",
            Self::Digisac => "digisac",
            Self::DigisacLogin => "digisac, with a login",
            Self::WiseCx => "wisecx",
            Self::Chat2Desk => "chat2desk",
            Self::Chat2DeskDialogs => "chat2desk, with dialogs as tickets",
        }
    }

    /// Whether the desk can get another token when the vendor refuses the one it has.
    pub const fn renews(self) -> bool {
        matches!(self, Self::Cxpress | Self::DigisacLogin | Self::WiseCx)
    }

    /// Where the desk gets its tokens.
    pub const fn token_path(self) -> Option<&'static str> {
        match self {
            Self::Cxpress => Some("/external/update/token"),
            Self::DigisacLogin => Some("/oauth/token"),
            Self::WiseCx => Some("/authenticate"),
            Self::Digisac | Self::Chat2Desk | Self::Chat2DeskDialogs => None,
        }
    }

    /// Whether the token that pays for a new one is used up by that: when the answer is lost, so is
    /// the desk's access.
    pub fn rotates(self, act: Act) -> bool {
        match self {
            Self::Cxpress => true,
            Self::DigisacLogin => act.way == Way::TokenExpired,
            _ => false,
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Cxpress => Words {
                none_found: (400, r#"{"message":"Consumer not found","code_cxpress":1}"#),
                disguised: r#"{"message":"Internal error","code_cxpress":1}"#,
            },
            Self::Digisac | Self::DigisacLogin => Words {
                none_found: (
                    500,
                    r#"{"error":"HttpError","message":"Cannot read property 'id' of null","status":500}"#,
                ),
                disguised: r#"{"error":"BadRequestError","message":"Something is wrong","status":400}"#,
            },
            Self::WiseCx => Words {
                none_found: (400, r#"{"message":"Contact Not Found"}"#),
                disguised: r#"{"status":"error","message":"Something is wrong"}"#,
            },
            Self::Chat2Desk | Self::Chat2DeskDialogs => Words {
                none_found: (
                    400,
                    r#"{"status":"error","message":"not_found","errors":"Not found"}"#,
                ),
                disguised: r#"{"status":"error","message":"Something is wrong","errors":"Something is wrong"}"#,
            },
        }
    }
}

type Make<T> = Arc<dyn Fn(&str) -> T + Send + Sync>;

/// A fresh account, the line to it, and a desk.
pub struct Stage {
    /// Which it is.
    pub vendor: Vendor,
    /// The line.
    pub line: Line,
    /// The desk, which allows loss.
    pub client: Client,
    /// The clock of the desk and of the simulator.
    pub clock: Arc<dyn Clock>,
    /// The simulator's bench.
    pub lab: Lab,
    /// What the desk is configured with.
    pub secrets: Vec<String>,
    records: Arc<dyn Fn() -> String + Send + Sync>,
    expire: Arc<dyn Fn() + Send + Sync>,
    /// Lets a contact write, so that there is a conversation.
    receive: Make<()>,
    /// What a ticket of a contact needs before it can be made.
    meet: Option<Make<()>>,
    /// A ticket or conversation that was not made by the desk.
    open: Option<Make<String>>,
    /// Puts a note to a ticket from outside, where the desk cannot.
    note: Option<Make<()>>,
}

impl Stage {
    /// A fresh account. To be called on a runtime whose time is paused.
    ///
    /// # Panics
    /// When the settings are refused.
    pub fn new(vendor: Vendor) -> Self {
        match vendor {
            Vendor::Cxpress => cxpress(vendor),
            Vendor::Digisac | Vendor::DigisacLogin => digisac(vendor),
            Vendor::WiseCx => wisecx(vendor),
            Vendor::Chat2Desk | Vendor::Chat2DeskDialogs => chat2desk(vendor),
        }
    }

    /// What the simulator's records say now.
    pub fn records(&self) -> Records {
        Records::of(&(self.records)())
    }

    /// Looks at the simulator's records after each request from now on.
    pub fn look(&self) {
        let records = Arc::clone(&self.records);
        self.line.look(move || records());
    }

    /// Lets every token issued so far expire.
    pub fn expire_tokens(&self) {
        (self.expire)();
    }

    /// Lets a contact write.
    pub fn receive(&self, contact: &str) {
        (self.receive)(contact);
    }

    /// Brings about what a ticket of a contact needs.
    pub fn meet(&self, contact: &str) {
        if let Some(meet) = &self.meet {
            meet(contact);
        }
    }

    /// Makes a conversation of a contact that can stand for a ticket, where the desk makes none.
    pub fn open(&self, contact: &str) -> Option<String> {
        self.open.as_ref().map(|open| open(contact))
    }

    /// Puts a note to a ticket from outside, where the desk cannot.
    pub fn note(&self, ticket: &str) {
        if let Some(note) = &self.note {
            note(ticket);
        }
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stage")
            .field("vendor", &self.vendor)
            .finish_non_exhaustive()
    }
}

/// What is the same for every vendor.
fn stage<S: VendorSim + fmt::Debug>(
    vendor: Vendor,
    sim: &S,
    lab: Lab,
    settings: &[(&str, String)],
    receive: Make<()>,
) -> Stage {
    let start: Timestamp = "2031-05-06T07:08:09Z".parse().expect("a time");
    let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(start));
    let expiring = sim.clone();
    let expire = Arc::new(move || expiring.expire_tokens());
    let on_line = Arc::clone(&expire);
    let line = Line::new(
        sim.router(),
        lab.clone(),
        Arc::clone(&clock),
        move || on_line(),
        vendor.words(),
        CAP,
    );
    let base = sim.base_path();
    let mut text = format!(
        "[desks.desk]\nvendor = \"{}\"\nbase_url = \"http://127.0.0.1:9{base}\"\n",
        S::VENDOR
    );
    for (key, value) in settings {
        let bare = value.parse::<u64>().is_ok() && key.ends_with("_per_second");
        let quote = if bare { "" } else { "\"" };
        let _ = writeln!(text, "{key} = {quote}{value}{quote}");
    }
    let _ = writeln!(text, "[desks.desk.http]\nmax_body_bytes = {CAP}");
    let context = BuildContext::new()
        .with_clock(Arc::clone(&clock))
        .with_transport(Arc::new(line.clone()));
    let config = Config::from_toml(&text).expect("settings");
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    let client = desks
        .desk("desk")
        .expect("a desk that can be built")
        .allow_loss();
    let secret = |key: &str| {
        key.contains("token") || key.contains("key") || key.contains("secret") || key == "password"
    };
    let secrets = settings
        .iter()
        .filter(|(key, _)| secret(key))
        .map(|(_, value)| value.clone())
        .collect();
    let looking = sim.clone();
    Stage {
        vendor,
        line,
        client,
        clock,
        lab,
        secrets,
        records: Arc::new(move || format!("{looking:#?}")),
        expire,
        receive,
        meet: None,
        open: None,
        note: None,
    }
}

/// A fresh simulator, whose clock stands where the desk's begins.
fn fresh<S: VendorSim>() -> (S, Lab) {
    let lab = Lab::new(S::VENDOR);
    lab.keep_requests(false);
    lab.freeze_at("2031-05-06T07:08:09Z".parse().expect("a time"));
    (S::new(lab.clone()), lab)
}

fn cxpress(vendor: Vendor) -> Stage {
    let (sim, lab) = fresh::<cxpress::Sim>();
    sim.enforce_limits(false);
    let settings = sim.settings();
    let (receiving, noting) = (sim.clone(), sim.clone());
    let agent = sim.agents()[0].clone();
    let mut stage = stage(
        vendor,
        &sim,
        lab,
        &settings,
        Arc::new(move |contact| drop(receiving.receive_message(contact, "Hello"))),
    );
    stage.note = Some(Arc::new(move |ticket| {
        noting.add_note(ticket, &agent, "<p>Paid</p>");
    }));
    stage
}

fn digisac(vendor: Vendor) -> Stage {
    let (sim, lab) = fresh::<digisac::Sim>();
    sim.enforce_limits(false);
    let mut settings = sim.settings();
    settings.push(("email_custom_field", sim.custom_fields()[0].clone()));
    if vendor == Vendor::DigisacLogin {
        let login = sim.password_login();
        settings.retain(|(key, _)| *key != "token");
        settings.extend([
            ("username", login.username),
            ("password", login.password),
            ("client_id", login.client_id),
            ("client_secret", login.client_secret),
        ]);
    }
    let receiving = sim.clone();
    stage(
        vendor,
        &sim,
        lab,
        &settings,
        Arc::new(move |contact| drop(receiving.receive_message(contact, "Hello"))),
    )
}

fn wisecx(vendor: Vendor) -> Stage {
    let (sim, lab) = fresh::<wisecx::Sim>();
    sim.enforce_limits(false);
    let mut settings = sim.settings();
    settings.push(("default_channel", "whatsapp".to_owned()));
    let receiving = sim.clone();
    stage(
        vendor,
        &sim,
        lab,
        &settings,
        Arc::new(move |contact| drop(receiving.receive_message(contact, "Hello"))),
    )
}

fn chat2desk(vendor: Vendor) -> Stage {
    let (sim, lab) = fresh::<chat2desk::Sim>();
    sim.enforce_limits(false);
    sim.set_message_rate(100_000);
    let fields = sim.custom_fields();
    let mut settings = sim.settings();
    settings.extend([
        ("messages_per_second", "1000".to_owned()),
        ("email_custom_field", fields[0].clone()),
        ("document_custom_field", fields[2].clone()),
    ]);
    let dialogs = vendor == Vendor::Chat2DeskDialogs;
    if dialogs {
        settings.push(("ticket_source", "requests".to_owned()));
    }
    let (receiving, meeting, opening) = (sim.clone(), sim.clone(), sim.clone());
    let receive = move |contact: &str| drop(receiving.receive_message(contact, "Hello"));
    let mut stage = stage(vendor, &sim, lab, &settings, Arc::new(receive));
    stage.meet = Some(Arc::new(move |contact| drop(meeting.seed_request(contact))));
    if dialogs {
        stage.open = Some(Arc::new(move |contact| {
            opening
                .open_dialog(contact)
                .map(|(dialog, _)| dialog)
                .unwrap_or_default()
        }));
    }
    stage
}
