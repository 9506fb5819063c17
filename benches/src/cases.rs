//! What is measured in more than one bench.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use helpdesk_chat2desk::wire as chat2desk;
use helpdesk_core::transport::Transport;
use helpdesk_core::{
    CallOptions, Client, ContactId, ContactQuery, Operation, PageRequest, Safety, TicketQuery,
    Vendor,
};
use helpdesk_cxpress::wire as cxpress;
use helpdesk_digisac::wire as digisac;
use helpdesk_http::{BaseUrl, Call, InsecureHttp, Pipeline, ReqwestTransport};
use helpdesk_wisecx::wire as wisecx;
use http::header::{ACCEPT, AUTHORIZATION, HeaderName, ORIGIN};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::by_hand::contact;
use crate::by_hand::pages::{self, Read};
use crate::desk::{Hurrying, Parts};
use crate::ratio::Case;
use crate::sample::{Desk, Rows, Sample};
use crate::vendor;

/// The headers that a desk's calls carry because its vendor asks for them. Whoever calls it without the
/// library has to send them as well.
fn asked_for(desk: Desk) -> Vec<(HeaderName, &'static str)> {
    match desk {
        Desk::Chat2Desk => vec![(AUTHORIZATION, "token")],
        Desk::Digisac => vec![(AUTHORIZATION, "Bearer token")],
        Desk::Cxpress => vec![
            (AUTHORIZATION, "Bearer token"),
            (ORIGIN, "https://acme.app.cxpress.io/"),
        ],
        Desk::WiseCx => vec![
            (AUTHORIZATION, "Bearer token"),
            (HeaderName::from_static("x-api-key"), "key"),
        ],
    }
}

/// How many rows there are in the list that the page is of: the page has others behind it.
const TOTAL: u64 = 100_000;

/// One page in three ways: to neutral objects, to `Value`, to the bare wire types.
///
/// The first goes the whole way of a call over a transport that has the bytes already, so it pays for
/// the pipeline and for the cursors as well.
pub fn decoding(sample: &Sample) -> [Case; 3] {
    let size = sample.desk.page_size();
    let bytes = sample.page(0, size, TOTAL);
    let name = sample.name();
    let list = lister(
        client(sample, &bytes),
        sample.rows,
        usize::try_from(size).expect("small"),
    );
    let (text, wire) = (bytes.clone(), bare(sample));
    [
        Case::new(format!("{name}: neutral"), list),
        Case::new(format!("{name}: value"), move || {
            black_box(serde_json::from_slice::<Value>(&text).expect("JSON"));
        }),
        Case::new(format!("{name}: wire"), move || wire(&bytes)),
    ]
}

/// The same page to the same objects, by code written for this vendor and this page alone; where there
/// is such code.
pub fn by_hand(sample: &Sample) -> Option<Case> {
    let read = pages::reader(sample)?;
    let bytes = sample.page(0, sample.desk.page_size(), TOTAL);
    Some(Case::new(
        format!("{}: by hand", sample.name()),
        move || {
            black_box(read(&bytes).expect("a page"));
        },
    ))
}

/// Whether code written by hand, where there is some, makes the same objects as the desk.
pub fn check_by_hand(sample: &Sample) {
    let Some(read) = pages::reader(sample) else {
        return;
    };
    let bytes = sample.page(0, sample.desk.page_size(), TOTAL);
    let (client, runtime) = (client(sample, &bytes), runtime());
    let first = PageRequest::first();
    match read(&bytes).expect("a page") {
        Read::Contacts(page) => {
            let (contacts, all) = (client.contacts(), ContactQuery::default());
            let own = runtime.block_on(contacts.list(&all, &first));
            let own = own.expect("a page");
            assert!(page.items == own.items, "the same contacts");
            assert_eq!(
                (page.next.is_some(), page.total),
                (own.next.is_some(), own.total)
            );
        }
        Read::Tickets(page) => {
            let (tickets, all) = (client.tickets(), TicketQuery::default());
            let own = runtime.block_on(tickets.list(&all, &first));
            let own = own.expect("a page");
            assert!(page.items == own.items, "the same tickets");
            assert_eq!(
                (page.next.is_some(), page.total),
                (own.next.is_some(), own.total)
            );
        }
    }
}

/// A client of a vendor that has only this page.
fn client(sample: &Sample, page: &[u8]) -> Client {
    let vendor = Arc::new(vendor::Vendor::canned(sample.clone(), page.to_vec()));
    let parts = Parts {
        // Budgets are paid for, and never make a call wait.
        clock: Some(Arc::new(Hurrying::default())),
        ..Parts::over(vendor)
    };
    parts.client(sample.desk)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Reads the first page, on a runtime of its own.
fn lister(client: Client, rows: Rows, expected: usize) -> impl FnMut() {
    let runtime = runtime();
    let (first, contacts, tickets) = (
        PageRequest::first(),
        ContactQuery::default(),
        TicketQuery::default(),
    );
    move || {
        let count = match rows {
            Rows::Contacts => {
                let list = client.contacts();
                let page = runtime.block_on(list.list(&contacts, &first));
                black_box(page.expect("a page")).items.len()
            }
            Rows::Tickets => {
                let list = client.tickets();
                let page = runtime.block_on(list.list(&tickets, &first));
                black_box(page.expect("a page")).items.len()
            }
        };
        assert_eq!(count, expected, "every row is decoded");
    }
}

/// Any vendor's envelope.
#[derive(Deserialize)]
struct Listed<T> {
    #[serde(alias = "consumers", alias = "tickets")]
    data: Vec<T>,
}

fn listed<T: DeserializeOwned>(bytes: &[u8]) {
    let page: Listed<T> = serde_json::from_slice(bytes).expect("a page");
    black_box(page.data);
}

fn array<T: DeserializeOwned>(bytes: &[u8]) {
    black_box(serde_json::from_slice::<Vec<T>>(bytes).expect("a page"));
}

fn bare(sample: &Sample) -> fn(&[u8]) {
    match (sample.desk, sample.rows) {
        (Desk::Cxpress, Rows::Contacts) => listed::<cxpress::Consumer>,
        (Desk::Cxpress, Rows::Tickets) => listed::<cxpress::TicketRow>,
        (Desk::Digisac, Rows::Contacts) => listed::<digisac::Contact>,
        (Desk::Digisac, Rows::Tickets) => listed::<digisac::Ticket>,
        (Desk::WiseCx, Rows::Contacts) => listed::<wisecx::Contact>,
        (Desk::WiseCx, Rows::Tickets) => array::<wisecx::Case>,
        (Desk::Chat2Desk, Rows::Contacts) => listed::<chat2desk::Client>,
        (Desk::Chat2Desk, Rows::Tickets) => listed::<chat2desk::Ticket>,
    }
}

/// One contact got in three ways over one kind of connection: through the desk; by reqwest alone with
/// the wire type decoded; and by reqwest with what a client of this vendor alone, written by hand, has
/// to do to hand out the same neutral contact.
#[derive(Debug, Clone)]
pub struct Getting {
    desk: Desk,
    client: Client,
    id: ContactId,
    bare: reqwest::Client,
    transport: Arc<dyn Transport>,
    /// Without a budget, and without an authenticator.
    pipeline: Pipeline,
    url: String,
    path: String,
    headers: Vec<(HeaderName, &'static str)>,
}

impl Getting {
    /// Against a server at this base URL.
    pub fn new(desk: Desk, base: &str) -> Self {
        let transport = ReqwestTransport::builder().build().expect("a transport");
        Self::over(desk, base, Arc::new(transport))
    }

    /// The same over another transport; bare reqwest and by hand have none.
    pub fn over(desk: Desk, base: &str, transport: Arc<dyn Transport>) -> Self {
        let id = Sample::new(desk, Rows::Contacts).id(0);
        let parts = Parts {
            base: Some(base.to_owned()),
            // A budget would bind long before the machine does.
            clock: match desk {
                Desk::Cxpress | Desk::WiseCx => Some(Arc::new(Hurrying::default())),
                Desk::Digisac | Desk::Chat2Desk => None,
            },
            ..Parts::over(Arc::clone(&transport))
        };
        // The calls that the desks make: the same paths and queries.
        let path = match desk {
            Desk::Cxpress => format!("/external/consumer/{id}"),
            Desk::Digisac => format!(
                "/contacts/{id}?include[0]=tags&include[1]=customFieldValues&include[2]=service&include[3]=person"
            ),
            Desk::WiseCx => format!(
                "/contacts/{id}?fields=id,email,personal_id,phone,name,guid,custom_fields,last_update"
            ),
            Desk::Chat2Desk => format!("/v1/clients/{id}"),
        };
        Self {
            desk,
            client: parts.client(desk),
            id: ContactId::new(id),
            // Set up as the desk's transport is. A program that talks to others has time-outs.
            bare: reqwest::Client::builder()
                .no_proxy()
                .connect_timeout(Duration::from_secs(10))
                .timeout(Duration::from_secs(30))
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .user_agent(helpdesk_http::USER_AGENT)
                .build()
                .expect("a client"),
            pipeline: Pipeline::builder(
                Vendor::from_static("bench"),
                BaseUrl::parse(base, InsecureHttp::LoopbackOnly).expect("a base URL"),
            )
            .transport(Arc::clone(&transport))
            .build()
            .expect("a pipeline"),
            transport,
            url: format!("{base}{path}"),
            path,
            headers: asked_for(desk),
        }
    }

    /// Through the desk.
    pub async fn through_the_desk(&self) {
        black_box(
            self.client
                .contacts()
                .get(&self.id)
                .await
                .expect("a contact"),
        );
    }

    /// By reqwest alone.
    pub async fn bare(&self) {
        one(self.desk, &self.fetched().await);
    }

    /// By reqwest and by hand.
    pub async fn by_hand(&self) {
        self.make(&self.fetched().await);
    }

    /// By the library's transport, and by hand.
    pub async fn by_transport(&self) {
        let mut request = http::Request::get(&self.url).header(ACCEPT, "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, *value);
        }
        let request = request.body(Bytes::new()).expect("a request");
        let sending = tokio::time::timeout(Duration::from_secs(30), self.transport.send(request));
        let answer = sending.await.expect("in time").expect("an answer");
        let body = answer.into_body().collect(1 << 20).await;
        self.make(&body.expect("a body"));
    }

    /// By the library's pipeline, and by hand.
    pub async fn by_pipeline(&self) {
        let mut call = Call::get(Safety::Safe, self.path.clone()).name("contacts.get");
        for (name, value) in &self.headers {
            call = call.header(name.clone(), value);
        }
        let scope = self
            .pipeline
            .scope(Operation::ContactsGet, &CallOptions::new());
        let answer = self.pipeline.send(call, &scope).await.expect("an answer");
        self.make(&answer.body);
    }

    fn make(&self, body: &[u8]) {
        black_box(contact::contact(self.desk, body).expect("a contact"));
    }

    /// Makes sure that the desk and the client written by hand hand out the same.
    pub async fn compare(&self) {
        let ours = self.client.contacts().get(&self.id).await;
        let by_hand = contact::contact(self.desk, &self.fetched().await);
        let (mut ours, mut by_hand) = (ours.expect("a contact"), by_hand.expect("a contact"));
        for contact in [&mut ours, &mut by_hand] {
            contact.not_sent.sort_by_key(ToString::to_string);
        }
        assert!(ours == by_hand, "{ours:?} is not {by_hand:?}");
    }

    async fn fetched(&self) -> Bytes {
        let mut request = self.bare.get(&self.url).header(ACCEPT, "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, *value);
        }
        request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("an answer")
            .bytes()
            .await
            .expect("a body")
    }
}

#[derive(Deserialize)]
struct One<T> {
    data: T,
}

/// The wire type of one contact alone.
pub fn one(desk: Desk, bytes: &[u8]) {
    fn read<T: DeserializeOwned>(bytes: &[u8]) {
        black_box(serde_json::from_slice::<T>(bytes).expect("a contact"));
    }
    match desk {
        Desk::Cxpress => listed::<cxpress::Consumer>(bytes),
        Desk::Digisac => read::<digisac::Contact>(bytes),
        Desk::WiseCx => read::<wisecx::Contact>(bytes),
        Desk::Chat2Desk => {
            let answer: One<chat2desk::Client> = serde_json::from_slice(bytes).expect("a contact");
            black_box(answer.data);
        }
    }
}
