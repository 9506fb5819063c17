//! Sends what simulators have in their outbox, as their vendors do.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::{SignedDuration, Timestamp};

use crate::{Delivery, Lab, Running, VendorSim};

/// The pauses after which Chat2Desk tries again. The other vendors document none.
const CHAT2DESK: [Duration; 3] = [
    Duration::from_secs(10),
    Duration::from_secs(5 * 60),
    Duration::from_secs(2 * 3600),
];

/// Posts the deliveries of a [`Lab`] over HTTP, with the vendor's documented retries.
///
/// It moves the lab's clock to the next attempt and never waits for real. On demand it repeats and
/// shuffles deliveries, the same way each time for the same seed. Clones share the lab.
///
/// ```
/// use helpdesk_sim::{Courier, Delivery, Lab};
/// # async fn send(url: String) -> std::io::Result<()> {
/// let lab = Lab::new("somebody");
/// lab.deliver(Delivery::json(url, &serde_json::json!({"event": "ping"}), lab.now()));
/// let report = Courier::new(lab).repeating(50).shuffled().seeded(7).run().await?;
/// assert_eq!(report.lost(), 0);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Courier {
    lab: Lab,
    pauses: Vec<Duration>,
    target: Option<String>,
    repeat_percent: u8,
    shuffle: bool,
    random: Random,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// One attempt at one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posted {
    /// The place of the delivery in the outbox, from 0.
    pub delivery: usize,
    /// Whether this is a copy of a delivery that is sent besides.
    pub copy: bool,
    /// Which attempt it is, from 1.
    pub attempt: usize,
    /// When it was made, on the simulated clock.
    pub at: Timestamp,
    /// What was answered; `None` when there was no answer.
    pub status: Option<u16>,
}

impl Posted {
    /// Whether the answer was a success.
    pub fn accepted(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }
}

/// What came of a run.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many deliveries were in the outbox.
    pub deliveries: usize,
    /// Every attempt, in the order in which they were made.
    pub posts: Vec<Posted>,
}

impl Report {
    /// How many deliveries were accepted at least once.
    pub fn accepted(&self) -> usize {
        let accepted = |delivery| {
            let mut posts = self.posts.iter();
            posts.any(|post| post.delivery == delivery && post.accepted())
        };
        (0..self.deliveries).filter(|at| accepted(*at)).count()
    }

    /// How many deliveries were never accepted: the vendor has given them up.
    pub fn lost(&self) -> usize {
        self.deliveries - self.accepted()
    }
}

impl Courier {
    /// A courier that tries once.
    pub fn new(lab: Lab) -> Self {
        Self {
            lab,
            pauses: Vec::new(),
            target: None,
            repeat_percent: 0,
            shuffle: false,
            random: Random(0),
            client: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// A courier that tries as often as the simulated vendor documents.
    pub fn of<S: VendorSim>(running: &Running<S>) -> Self {
        let courier = Self::new(running.lab().clone());
        match S::VENDOR {
            "chat2desk" => courier.with_pauses(CHAT2DESK),
            _ => courier,
        }
    }

    /// Tries again after each of these pauses, while no success is answered.
    #[must_use]
    pub fn with_pauses(mut self, pauses: impl IntoIterator<Item = Duration>) -> Self {
        self.pauses = pauses.into_iter().collect();
        self
    }

    /// Posts to this URL, whatever the delivery says.
    #[must_use]
    pub fn to(mut self, url: impl Into<String>) -> Self {
        self.target = Some(url.into());
        self
    }

    /// Sends a copy of about so many of a hundred deliveries besides.
    #[must_use]
    pub fn repeating(mut self, percent: u8) -> Self {
        self.repeat_percent = percent.min(100);
        self
    }

    /// Sends in another order than that of the outbox.
    #[must_use]
    pub fn shuffled(mut self) -> Self {
        self.shuffle = true;
        self
    }

    /// Repeats and shuffles as this seed says.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Self {
        self.random = Random(seed);
        self
    }

    /// Empties the outbox and posts what was in it, until each delivery is accepted or given up.
    ///
    /// Fails when a URL cannot be used, before anything is sent: it must be whole, and `http`.
    pub async fn run(&mut self) -> io::Result<Report> {
        let deliveries = self.lab.take_deliveries();
        let urls = deliveries
            .iter()
            .map(|delivery| self.url_of(delivery))
            .collect::<io::Result<Vec<Uri>>>()?;
        let mut report = Report {
            deliveries: deliveries.len(),
            posts: Vec::new(),
        };
        let now = self.lab.now();
        let mut waiting: BTreeMap<(Timestamp, usize), Job> = BTreeMap::new();
        for (place, job) in self.plan(deliveries.len()).into_iter().enumerate() {
            waiting.insert((now, place), job);
        }
        while let Some(((due, place), job)) = waiting.pop_first() {
            self.wait_until(due);
            let at = self.lab.now();
            let status = self
                .post(&urls[job.delivery], &deliveries[job.delivery])
                .await;
            let post = Posted {
                delivery: job.delivery,
                copy: job.copy,
                attempt: job.attempt,
                at,
                status,
            };
            report.posts.push(post);
            if !post.accepted()
                && let Some(pause) = self.pauses.get(job.attempt - 1)
            {
                let attempt = job.attempt + 1;
                waiting.insert((later(at, *pause), place), Job { attempt, ..job });
            }
        }
        Ok(report)
    }

    fn url_of(&self, delivery: &Delivery) -> io::Result<Uri> {
        let url = self.target.as_ref().unwrap_or(&delivery.url);
        url.parse::<Uri>()
            .ok()
            .filter(|uri| uri.scheme_str() == Some("http") && uri.authority().is_some())
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the URL must be http://…"))
    }

    /// What is sent, in which order, as far as nothing fails.
    fn plan(&mut self, deliveries: usize) -> Vec<Job> {
        let mut jobs = Vec::new();
        for delivery in 0..deliveries {
            let job = |copy| Job {
                delivery,
                copy,
                attempt: 1,
            };
            jobs.push(job(false));
            if self.random.below(100) < u64::from(self.repeat_percent) {
                jobs.push(job(true));
            }
        }
        if self.shuffle {
            for last in (1..jobs.len()).rev() {
                let other = self.random.below(last as u64 + 1);
                jobs.swap(last, usize::try_from(other).unwrap_or(last));
            }
        }
        jobs
    }

    fn wait_until(&self, due: Timestamp) {
        let ahead = due.duration_since(self.lab.now());
        if ahead > SignedDuration::ZERO {
            self.lab.advance(ahead.unsigned_abs());
        }
    }

    async fn post(&self, url: &Uri, delivery: &Delivery) -> Option<u16> {
        let mut request = Request::new(Full::new(delivery.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url.clone();
        *request.headers_mut() = delivery.headers.clone();
        let answer = self.client.request(request).await.ok()?;
        let status = answer.status().as_u16();
        // Read to the end, so that the connection can be used again.
        answer.into_body().collect().await.ok()?;
        Some(status)
    }
}

#[derive(Debug, Clone, Copy)]
struct Job {
    delivery: usize,
    copy: bool,
    attempt: usize,
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// `SplitMix64`: small, and the same everywhere.
#[derive(Debug, Clone)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::extract::State;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::post;
    use serde_json::json;
    use tokio::net::TcpListener;

    use super::*;

    /// What arrived: the body, and the value of a header.
    type Arrived = Arc<Mutex<Vec<(String, String)>>>;

    /// An endpoint that refuses the first so many posts.
    async fn endpoint(refusals: usize) -> (String, Arrived) {
        let arrived = Arrived::default();
        let routes = Router::new()
            .route(
                "/hook",
                post(
                    move |State(arrived): State<Arrived>, headers: HeaderMap, body: String| async move {
                        let mut arrived = arrived.lock().unwrap();
                        let mark = headers["x-mark"].to_str().unwrap().to_owned();
                        arrived.push((body, mark));
                        if arrived.len() <= refusals {
                            StatusCode::SERVICE_UNAVAILABLE
                        } else {
                            StatusCode::OK
                        }
                    },
                ),
            )
            .with_state(Arc::clone(&arrived));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (url, arrived)
    }

    fn lab(url: &str, deliveries: usize) -> Lab {
        let lab = Lab::new("test");
        lab.freeze_at("2031-05-06T07:08:09Z".parse().unwrap());
        for number in 0..deliveries {
            let mut delivery = Delivery::json(url, &json!({ "n": number }), lab.now());
            let mark = http::HeaderValue::from_static("kept");
            delivery.headers.insert("x-mark", mark);
            lab.deliver(delivery);
        }
        lab
    }

    #[tokio::test]
    async fn it_posts_the_outbox_in_order_headers_and_all() {
        let (url, arrived) = endpoint(0).await;
        let lab = lab(&url, 3);
        let report = Courier::new(lab.clone()).run().await.unwrap();
        assert_eq!((report.accepted(), report.lost()), (3, 0));
        let expected = [0, 1, 2].map(|n| (json!({ "n": n }).to_string(), "kept".to_owned()));
        assert_eq!(*arrived.lock().unwrap(), expected);
        let again = Courier::new(lab).run().await.unwrap();
        assert_eq!(again.deliveries, 0, "the outbox is empty");
    }

    #[tokio::test]
    async fn it_tries_again_on_the_simulated_clock() {
        let (url, arrived) = endpoint(3).await;
        let lab = lab(&url, 1);
        let begin = lab.now();
        let mut courier = Courier::new(lab.clone()).with_pauses(CHAT2DESK);
        let report = courier.run().await.unwrap();
        let after: Vec<i64> = report
            .posts
            .iter()
            .map(|post| post.at.duration_since(begin).as_secs())
            .collect();
        assert_eq!(after, [0, 10, 310, 7510]);
        assert_eq!(report.posts[3].status, Some(200));
        assert_eq!((report.lost(), arrived.lock().unwrap().len()), (0, 4));
        assert_eq!(lab.now(), report.posts[3].at);
    }

    #[tokio::test]
    async fn what_is_never_accepted_is_given_up() {
        let (url, _) = endpoint(2).await;
        let report = Courier::new(lab(&url, 3)).run().await.unwrap();
        assert_eq!((report.accepted(), report.lost()), (1, 2));

        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", nobody.local_addr().unwrap());
        drop(nobody);
        let mut courier = Courier::new(lab(&url, 1)).with_pauses([Duration::from_secs(1)]);
        let report = courier.run().await.unwrap();
        let statuses: Vec<_> = report.posts.iter().map(|post| post.status).collect();
        assert_eq!(statuses, [None, None]);
    }

    #[tokio::test]
    async fn the_seed_decides_what_is_repeated_and_in_which_order() {
        let (url, _) = endpoint(0).await;
        let mut orders = Vec::new();
        for seed in [1, 1, 2] {
            let courier = Courier::new(lab("", 40)).to(&url);
            let mut courier = courier.repeating(50).shuffled().seeded(seed);
            let report = courier.run().await.unwrap();
            let order: Vec<_> = report.posts.iter().map(|post| post.delivery).collect();
            let copies = report.posts.iter().filter(|post| post.copy).count();
            assert_eq!(order.len(), 40 + copies);
            assert!((5..35).contains(&copies), "{copies}");
            assert!(!order.is_sorted());
            assert_eq!(report.lost(), 0);
            orders.push(order);
        }
        assert_eq!(orders[0], orders[1]);
        assert_ne!(orders[0], orders[2]);
    }

    #[tokio::test]
    async fn urls_that_cannot_be_used_are_told_of_before_anything_is_sent() {
        let (url, arrived) = endpoint(0).await;
        for wrong in ["", "/hook", "https://example.com/hook", "ftp://example.com"] {
            let lab = lab(&url, 1);
            lab.deliver(Delivery::json(wrong, &json!({}), lab.now()));
            let error = Courier::new(lab).run().await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        }
        assert!(arrived.lock().unwrap().is_empty());
    }
}
