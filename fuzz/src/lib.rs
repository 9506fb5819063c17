//! What the targets share: desks whose vendor answers whatever libFuzzer comes up with.

use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use helpdesk::config::BuildContext;
use helpdesk::transport::{Body, Transport, TransportError};
use helpdesk::{Client, Config, Desks, Helpdesk, Timestamp};
use helpdesk_http::TokioClock;
use http::{Request, Response};

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
accept_unsigned = true

[desks.wisecx]
vendor = "wisecx"
api_key = "key"
user = "user"
accept_unsigned = true

[desks.chat2desk]
vendor = "chat2desk"
token = "token"
accept_unsigned = true

[desks.memory]
vendor = "memory"
"#;

/// A desk, and the answer that its vendor gives.
pub struct Bench {
    pub desk: Client,
    answer: Arc<Answering>,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    /// A desk of this vendor. Time stands still but for waits, which are over at once.
    pub fn new(vendor: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let entered = runtime.enter();
        let answer = Arc::new(Answering::default());
        let context = BuildContext::new()
            .with_environment(|_| None)
            .with_clock(Arc::new(TokioClock::starting_at(Timestamp::UNIX_EPOCH)))
            .with_transport(Arc::clone(&answer) as Arc<dyn Transport>);
        let config = Config::from_toml(DESKS).expect("good configuration");
        let desks = Desks::with_registry(config, helpdesk::registry(), context);
        let desk = desks.desk(vendor).expect("good configuration");
        drop(entered);
        Self {
            desk,
            answer,
            runtime,
        }
    }

    /// Reads everything there is to read, with this for an answer. The first byte chooses between
    /// the statuses that vendors answer with.
    pub fn read(&self, data: &[u8]) {
        let status = match data.first() {
            Some(b'!') => 400,
            Some(b'"') => 429,
            Some(b'#') => 500,
            _ => 200,
        };
        let body = if status == 200 { data } else { &data[1..] };
        *self.answer.0.lock().expect("one thread") = (status, Bytes::copy_from_slice(body));
        self.runtime.block_on(everything(&**self.desk.desk()));
    }
}

/// Calls every neutral operation that only reads.
async fn everything(desk: &dyn Helpdesk) {
    use helpdesk::{CallOptions, ContactKey, ContactQuery, PageRequest, TagQuery, TicketQuery};

    let (first, options) = (PageRequest::first(), CallOptions::new());
    if let Some(contacts) = desk.contacts() {
        let page = contacts.list(&ContactQuery::all(), &first, &options).await;
        if let Some(next) = page.ok().and_then(|page| page.next) {
            let second = PageRequest::first().after(next);
            let _ = contacts.list(&ContactQuery::all(), &second, &options).await;
        }
        let _ = contacts.get(&"7".into(), &options).await;
        let number = ContactKey::Phone("5511987654321".to_owned());
        let _ = contacts.find(&number, &options).await;
    }
    if let Some(tickets) = desk.tickets() {
        let _ = tickets.list(&TicketQuery::all(), &first, &options).await;
        let _ = tickets.get(&"7".into(), &options).await;
    }
    if let Some(tags) = desk.tags() {
        let _ = tags.list(&TagQuery::all(), &first, &options).await;
        let _ = tags.get(&"7".into(), &options).await;
    }
    if let Some(directory) = desk.directory() {
        let _ = directory.agents(&first, &options).await;
        let _ = directory.agent(&"7".into(), &options).await;
        let _ = directory.departments(&first, &options).await;
        let _ = directory.department(&"7".into(), &options).await;
        let _ = directory.channels(&first, &options).await;
    }
    if let Some(webhooks) = desk.webhooks() {
        let _ = webhooks.list(&first, &options).await;
        let _ = webhooks.get(&"7".into(), &options).await;
    }
    let _ = desk.check(&options).await;
}

/// A vendor with one answer for everything but logging in.
struct Answering(Mutex<(u16, Bytes)>);

impl Default for Answering {
    fn default() -> Self {
        Self(Mutex::new((200, Bytes::new())))
    }
}

#[async_trait::async_trait]
impl Transport for Answering {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (status, body) = self.0.lock().expect("one thread").clone();
        let login = request.uri().path().ends_with("/authenticate");
        let (status, body) = if login {
            (200, Bytes::from_static(br#"{"token":"token"}"#))
        } else {
            (status, body)
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
