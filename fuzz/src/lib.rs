//! What the targets share: desks whose vendor answers whatever libFuzzer comes up with.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use helpdesk::config::BuildContext;
use helpdesk::transport::{Body, Transport, TransportError};
use helpdesk::{Client, Config, Desks, Timestamp};
use helpdesk_http::TokioClock;
use http::{Request, Response};

mod everything;

/// The secret in the URL of deliveries.
pub const HOOK_SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";

/// The desks: what each vendor cannot do without, and deliveries taken unsigned.
const DESKS: &str = r#"
[desks.cxpress]
vendor = "cxpress"
domain = "acme"
api_token = "token"
refresh_token = "token"
accept_unsigned = true

[desks.digisac]
vendor = "digisac"
base_url = "https://acme.example.com/api/v1"
token = "token"
email_custom_field = "email-field"
default_department = "department-1"
default_service = "service-1"
accept_unsigned = true

[desks.wisecx]
vendor = "wisecx"
api_key = "key"
user = "user"
default_group = "1"
default_user = "1"
default_channel = "whatsapp"
accept_unsigned = true

[desks.chat2desk]
vendor = "chat2desk"
token = "token"
default_channel = "1"
default_transport = "whatsapp"
default_tag_group = "1"
email_custom_field = "2"
document_custom_field = "3"
accept_unsigned = true

[desks.memory]
vendor = "memory"
accept_unsigned = true
"#;

/// A desk, and the answers that its vendor gives.
pub struct Bench {
    pub desk: Client,
    id: &'static str,
    answers: Arc<Answering>,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    /// A desk of this vendor that takes any delivery. Time stands still but for waits, which are over
    /// at once.
    pub fn new(vendor: &str) -> Self {
        Self::of(vendor, DESKS, None)
    }

    /// The same, with another transport in place of the answers.
    pub fn on(vendor: &str, transport: Arc<dyn Transport>) -> Self {
        Self::of(vendor, DESKS, Some(transport))
    }

    /// A desk of this vendor that takes deliveries with [`HOOK_SECRET`] only, or with a signature.
    pub fn guarded(vendor: &str) -> Self {
        let secret = format!("webhook_secret = \"{HOOK_SECRET}\"");
        Self::of(
            vendor,
            &DESKS.replace("accept_unsigned = true", &secret),
            None,
        )
    }

    fn of(vendor: &str, toml: &str, transport: Option<Arc<dyn Transport>>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let entered = runtime.enter();
        let answers = Arc::new(Answering::default());
        let transport = transport.unwrap_or_else(|| Arc::clone(&answers) as Arc<dyn Transport>);
        let context = BuildContext::new()
            .with_environment(|_| None)
            .with_clock(Arc::new(TokioClock::starting_at(Timestamp::UNIX_EPOCH)))
            .with_transport(transport);
        let config = Config::from_toml(toml).expect("good configuration");
        let desks = Desks::with_registry(config, helpdesk::registry(), context);
        let desk = desks.desk(vendor).expect("good configuration").allow_loss();
        drop(entered);
        Self {
            desk,
            id: match vendor {
                "cxpress" | "digisac" => "00000000-0000-4000-8000-000000000007",
                _ => "7",
            },
            answers,
            runtime,
        }
    }

    /// Calls every neutral operation, with this for answers: one after the other where there are
    /// several, with a zero byte between them. The first byte of each may choose a status that vendors
    /// answer with; without, it is 200. Says how many calls were good.
    pub fn read(&self, data: &[u8]) -> usize {
        let answers = data
            .split(|byte| *byte == 0)
            .map(|one| match one.split_first() {
                Some((b'!', rest)) => (400, Bytes::copy_from_slice(rest)),
                Some((b'#', rest)) => (404, Bytes::copy_from_slice(rest)),
                Some((b'$', rest)) => (429, Bytes::copy_from_slice(rest)),
                Some((b'%', rest)) => (500, Bytes::copy_from_slice(rest)),
                _ => (200, Bytes::copy_from_slice(one)),
            });
        self.answers.lock().all = answers.collect();
        self.call_everything(|| self.answers.lock().next = 0)
    }

    /// Calls every neutral operation, and `before` each of them. Says how many calls were good.
    pub fn call_everything(&self, before: impl Fn()) -> usize {
        self.runtime
            .block_on(everything::call(&self.desk, self.id, before))
    }
}

/// A vendor that gives the same answers to every operation, in turn, but for logging in.
#[derive(Default)]
struct Answering(Mutex<Answers>);

#[derive(Default)]
struct Answers {
    all: Vec<(u16, Bytes)>,
    next: usize,
}

impl Answering {
    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl Transport for Answering {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let login = request.uri().path().ends_with("/authenticate");
        let (status, body) = if login {
            (200, Bytes::from_static(br#"{"token":"token"}"#))
        } else {
            let mut answers = self.lock();
            let at = answers.next % answers.all.len().max(1);
            answers.next += 1;
            answers.all.get(at).cloned().unwrap_or((200, Bytes::new()))
        };
        let mut response = Response::new(Body::whole(body));
        *response.status_mut() = status.try_into().expect("a status");
        Ok(response)
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}
