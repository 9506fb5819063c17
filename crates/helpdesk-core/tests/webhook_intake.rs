//! The way in: what is refused before anything is parsed or remembered, and what is let in once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::webhook::{
    Claim, DedupeStore, EventKind, Inbound, Intake, MemoryDedupe, Rejection, SharedSecret,
    Verification,
};
use helpdesk_core::{Error, ErrorKind, NewContact, NewTag, Result};
use http::HeaderValue;

const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

fn desk() -> MemoryDesk {
    let secret = SharedSecret::new(SECRET.to_owned().into()).expect("a good secret");
    MemoryDesk::builder().webhook_secret(secret).build()
}

fn signed(body: impl Into<bytes::Bytes>) -> Inbound {
    let headers = format!("POST /hooks/memory?key={SECRET}\ncontent-type: application/json");
    Inbound::recorded(&headers, body).expect("a recording")
}

async fn refused(intake: &Intake, inbound: Inbound) -> Rejection {
    let error = intake.accept(inbound).await.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Webhook);
    Rejection::of(&error).expect("a reason")
}

#[tokio::test]
async fn a_delivery_is_let_in_once_until_it_is_released() {
    let desk = desk();
    let client = desk.client();
    client
        .contacts()
        .create(&NewContact::named("Ana"))
        .await
        .unwrap();
    let delivery = desk.deliveries().remove(0);

    let intake = Intake::new(client);
    let first = intake.admit(delivery.clone()).await.unwrap();
    assert_eq!(first.events[0].kind, EventKind::ContactCreated);
    assert_eq!(first.events[0].verified, Verification::SharedSecret);

    let second = intake.admit(delivery.clone()).await.unwrap();
    assert_eq!(
        (second.events.len(), second.in_progress, second.handled),
        (0, 1, 0)
    );

    intake.release(&first.events[0]).await.unwrap();
    let third = intake.accept(delivery.clone()).await.unwrap();
    assert_eq!(third, first.events);

    intake.confirm(&third[0]).await.unwrap();
    let fourth = intake.admit(delivery).await.unwrap();
    assert_eq!(
        (fourth.events.len(), fourth.in_progress, fourth.handled),
        (0, 0, 1)
    );
}

#[tokio::test]
async fn what_is_refused_says_why_and_is_not_remembered() {
    let store = MemoryDedupe::new();
    let intake = Intake::new(desk().client())
        .with_dedupe(Arc::new(store.clone()))
        .with_max_body(2000)
        .with_max_depth(8);

    let stranger = Inbound::recorded("POST /hooks/memory\ncontent-type: application/json", "{}");
    assert_eq!(
        refused(&intake, stranger.unwrap()).await,
        Rejection::BadSecret
    );

    let mut form = signed("a=b");
    let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    form.headers.insert("content-type", form_type);
    assert_eq!(refused(&intake, form.clone()).await, Rejection::ContentType);
    form.path.clear();
    form.query = None;
    assert_eq!(
        refused(&intake, form).await,
        Rejection::BadSecret,
        "a stranger learns nothing but that there is no proof"
    );

    for (body, reason) in [
        (vec![b' '; 2001], Rejection::TooLarge),
        (vec![b'{', 0xc3, 0x28, b'}'], Rejection::NotUtf8),
        (b"[[[[[[[[[".to_vec(), Rejection::TooDeep),
        (b"{\"kind\":7}".to_vec(), Rejection::Malformed),
        (b"not json".to_vec(), Rejection::Malformed),
        (Vec::new(), Rejection::Malformed),
    ] {
        assert_eq!(refused(&intake, signed(body)).await, reason);
    }
    for kind in ["application/json", "Application/JSON; charset=utf-8"] {
        let mut inbound = signed("nothing");
        inbound
            .headers
            .insert("content-type", HeaderValue::from_static(kind));
        assert_eq!(
            refused(&intake, inbound).await,
            Rejection::Malformed,
            "{kind}"
        );
    }
    assert!(store.is_empty());
}

#[test]
fn every_reason_has_a_status_that_makes_sense() {
    for (reason, status) in [
        (Rejection::MissingSignature, 401),
        (Rejection::BadSignature, 401),
        (Rejection::BadSecret, 401),
        (Rejection::Unsigned, 401),
        (Rejection::MalformedSignature, 400),
        (Rejection::Stale, 400),
        (Rejection::Future, 400),
        (Rejection::NotUtf8, 400),
        (Rejection::TooDeep, 400),
        (Rejection::Malformed, 400),
        (Rejection::TooLarge, 413),
        (Rejection::ContentType, 415),
        (Rejection::OtherVendor, 500),
    ] {
        assert_eq!(reason.http_status(), status, "{reason}");
    }
}

/// A store that gives up after some claims, and cannot release the first key it is asked to.
#[derive(Debug, Default)]
struct Failing {
    inner: MemoryDedupe,
    claims: AtomicUsize,
    releases: AtomicUsize,
}

#[async_trait]
impl DedupeStore for Failing {
    async fn claim(&self, key: &str) -> Result<Claim> {
        if self.claims.fetch_add(1, Ordering::SeqCst) == 2 {
            return Err(Error::new(ErrorKind::Unavailable, "the store is away"));
        }
        self.inner.claim(key).await
    }

    async fn confirm(&self, key: &str) -> Result<()> {
        self.inner.confirm(key).await
    }

    async fn release(&self, key: &str) -> Result<()> {
        if self.releases.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(Error::new(
                ErrorKind::Unavailable,
                "the store is still away",
            ));
        }
        self.inner.release(key).await
    }
}

#[tokio::test]
async fn when_the_store_fails_the_claims_before_it_are_given_back() {
    let desk = desk();
    let client = desk.client();
    for name in ["vip", "late", "new"] {
        client.tags().create(&NewTag::named(name)).await.unwrap();
    }
    let store = Arc::new(Failing::default());
    let intake = Intake::new(client).with_dedupe(store.clone());
    let events = desk
        .deliveries()
        .into_iter()
        .flat_map(|delivery| intake.read(delivery).unwrap())
        .collect();
    let error = intake.claim(events).await.expect_err("the store failed");
    assert_eq!(error.message(), "the store is away");
    assert_eq!(store.releases.load(Ordering::SeqCst), 2, "both were tried");
    assert_eq!(store.inner.len(), 1, "the one that could not be released");
}

/// A store that knows at once for every other call, and has to be waited for otherwise.
#[derive(Debug, Default)]
struct Sometimes {
    inner: MemoryDedupe,
    asked: AtomicUsize,
    waited: AtomicUsize,
}

impl Sometimes {
    fn at_once(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst).is_multiple_of(2)
    }
}

#[async_trait]
impl DedupeStore for Sometimes {
    async fn claim(&self, key: &str) -> Result<Claim> {
        self.waited.fetch_add(1, Ordering::SeqCst);
        self.inner.claim(key).await
    }

    fn claim_now(&self, key: &str) -> Option<Claim> {
        self.at_once().then(|| self.inner.claim_now(key)).flatten()
    }

    async fn confirm(&self, key: &str) -> Result<()> {
        self.waited.fetch_add(1, Ordering::SeqCst);
        self.inner.confirm(key).await
    }

    fn confirm_now(&self, key: &str) -> bool {
        self.at_once() && self.inner.confirm_now(key)
    }

    async fn release(&self, key: &str) -> Result<()> {
        self.inner.release(key).await
    }
}

#[tokio::test]
async fn a_store_is_waited_for_where_it_does_not_know_at_once() {
    let desk = desk();
    let client = desk.client();
    for name in ["vip", "late", "new"] {
        client.tags().create(&NewTag::named(name)).await.unwrap();
    }
    let store = Arc::new(Sometimes::default());
    let intake = Intake::new(client).with_dedupe(store.clone());
    let deliveries = desk.deliveries();
    for delivery in &deliveries {
        let events = intake.accept(delivery.clone()).await.unwrap();
        assert_eq!(events.len(), 1, "it is new");
        // One more, so that both its claim and its confirmation are waited for, or neither.
        store.asked.fetch_add(1, Ordering::SeqCst);
        intake.confirm(&events[0]).await.unwrap();
    }
    assert_eq!(deliveries.len(), 3);
    assert_eq!(store.waited.load(Ordering::SeqCst), 2, "the second one's");
    for delivery in deliveries {
        let admitted = intake.admit(delivery).await.unwrap();
        assert_eq!((admitted.events.len(), admitted.handled), (0, 1));
    }
}

#[test]
fn recordings_are_read_with_and_without_their_request_line() {
    let text = "POST /hooks/a?key=b HTTP/1.1\r\nX-One: 1\r\nX-Two: a: b\r\nX-One: 2\r\n\r\n";
    let inbound = Inbound::recorded(text, "{}").unwrap();
    assert_eq!(
        (inbound.path.as_str(), inbound.query.as_deref()),
        ("/hooks/a", Some("key=b"))
    );
    assert_eq!(inbound.headers.get_all("x-one").iter().count(), 2);
    assert_eq!(inbound.header("x-two"), Some("a: b"));

    let bare = Inbound::recorded("X-One: 1\n", "{}").unwrap();
    assert_eq!((bare.path.as_str(), bare.header("x-one")), ("", Some("1")));

    for wrong in ["X-One", "X One: 1", "X-One: 1\nPOST /late", "POST"] {
        assert_eq!(
            Inbound::recorded(wrong, "").unwrap_err().kind(),
            ErrorKind::Invalid,
            "{wrong}"
        );
    }
}

#[test]
fn the_url_for_the_vendor_holds_the_secret_and_keeps_its_query() {
    let secret = SharedSecret::new(SECRET.to_owned().into()).unwrap();
    let url = secret
        .in_url("https://crm.example.com/hooks?desk=sales")
        .unwrap();
    assert_eq!(
        url,
        format!("https://crm.example.com/hooks?desk=sales&key={SECRET}")
    );
    assert_eq!(
        secret.in_url("/hooks").unwrap_err().kind(),
        ErrorKind::Invalid
    );
}
