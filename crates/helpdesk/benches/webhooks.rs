//! How many deliveries a second come in over loopback, as a share of what a bare axum handler takes in
//! the same run: `cargo bench -p helpdesk --bench webhooks --features memory,serve`.
//!
//! Client and server share the machine. The share says what verifying, reading, deduplicating, queueing
//! and handling cost; the absolute figures say how fast the machine is.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{post, post_service};
use bytes::Bytes;
use helpdesk::memory::MemoryDesk;
use helpdesk::serve::Queue;
use helpdesk::webhook::{Event, Inbound, Intake, SharedSecret};
use helpdesk::{Client, FileDedupe, NewContact};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as Http;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;

const CONNECTIONS: usize = 8;
const DELIVERIES: usize = 20_000;
const ROUNDS: usize = 5;

/// A delivery as the desk sends it, with the identifier left open.
struct Pattern {
    headers: HeaderMap,
    before: String,
    after: String,
    url: String,
}

impl Pattern {
    fn body(&self, number: usize) -> Bytes {
        Bytes::from(format!("{}event-{number}{}", self.before, self.after))
    }
}

async fn pattern() -> (Client, Pattern) {
    let secret = SharedSecret::generate().unwrap();
    let url = secret.in_url("http://localhost/hook").unwrap();
    let url = url.strip_prefix("http://localhost").unwrap().to_owned();
    let desk = MemoryDesk::builder().webhook_secret(secret).build();
    let client = desk.client();
    let rosa = NewContact::named("Rosa Exemplo").phone("+55 11 98765-0001");
    let rosa = client.contacts().create(&rosa).await.unwrap().value;
    desk.receive(&rosa.id, "Where is my parcel?").unwrap();
    let last = desk.deliveries().pop().unwrap();
    let text = String::from_utf8(last.body.to_vec()).unwrap();
    let at = text.find("event-").unwrap();
    let end = at + text[at..].find('"').unwrap();
    let pattern = Pattern {
        headers: last.headers,
        before: text[..at].to_owned(),
        after: text[end..].to_owned(),
        url,
    };
    (client, pattern)
}

/// Posts all deliveries, and gives the time it took.
async fn post_all(routes: Router, pattern: &Arc<Pattern>) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });
    let begin = Instant::now();
    let posting: Vec<_> = (0..CONNECTIONS)
        .map(|connection| {
            let pattern = Arc::clone(pattern);
            tokio::spawn(async move {
                let http = Http::builder(TokioExecutor::new()).build_http();
                for number in (connection..DELIVERIES).step_by(CONNECTIONS) {
                    let url = format!("http://{address}{}", pattern.url);
                    let mut request = Request::post(url);
                    *request.headers_mut().unwrap() = pattern.headers.clone();
                    let request = request.body(Full::new(pattern.body(number))).unwrap();
                    let answer = http.request(request).await.unwrap();
                    assert_eq!(answer.status(), StatusCode::OK);
                    answer.into_body().collect().await.unwrap();
                }
            })
        })
        .collect();
    for task in posting {
        task.await.unwrap();
    }
    let took = begin.elapsed();
    server.abort();
    took
}

async fn bare(pattern: &Arc<Pattern>) -> Duration {
    let handler = post(|body: Bytes| async move {
        std::hint::black_box(body);
        StatusCode::OK
    });
    post_all(Router::new().route("/hook", handler), pattern).await
}

/// The time until every answer is given and every event handled.
async fn real(intake: Intake, pattern: &Arc<Pattern>) -> Duration {
    let (queue, worker) = Queue::new(intake, DELIVERIES);
    let work = tokio::spawn(worker.run(async |event: Event| {
        std::hint::black_box(event);
        Ok::<_, helpdesk::Error>(())
    }));
    let begin = Instant::now();
    let routes = Router::new().route("/hook", post_service(queue.clone()));
    post_all(routes, pattern).await;
    queue.close();
    work.await.unwrap();
    let counts = queue.counts();
    let all = u64::try_from(DELIVERIES).unwrap();
    assert_eq!(
        (counts.handled, counts.put_off, counts.refused),
        (all, 0, 0)
    );
    begin.elapsed()
}

/// What one delivery costs on one core, apart from HTTP: reading it, and claiming and confirming it.
async fn alone(intake: &Intake, pattern: &Pattern) -> (Duration, Duration) {
    let uri: http::Uri = pattern.url.parse().unwrap();
    let deliveries: Vec<Inbound> = (0..DELIVERIES)
        .map(|number| Inbound::new(pattern.headers.clone(), pattern.body(number)).with_uri(&uri))
        .collect();
    let begin = Instant::now();
    let events: Vec<Vec<Event>> = deliveries
        .into_iter()
        .map(|inbound| intake.read(inbound).unwrap())
        .collect();
    let read = begin.elapsed();
    let begin = Instant::now();
    for events in events {
        for event in intake.claim(events).await.unwrap().events {
            intake.confirm(&event).await.unwrap();
        }
    }
    let each = u32::try_from(DELIVERIES).unwrap();
    (read / each, begin.elapsed() / each)
}

fn rate(took: Duration) -> f64 {
    f64::from(u32::try_from(DELIVERIES).unwrap()) / took.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[tokio::main]
async fn main() {
    let (client, pattern) = pattern().await;
    let pattern = Arc::new(pattern);
    println!(
        "{DELIVERIES} deliveries of {} bytes over {CONNECTIONS} connections, {ROUNDS} rounds",
        pattern.body(1).len()
    );
    let (mut in_memory, mut in_file, mut bare_rates) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let reference = rate(bare(&pattern).await);
        bare_rates.push(reference);
        let memory = rate(real(Intake::new(client.clone()), &pattern).await);
        in_memory.push((memory, memory / reference));
        let folder = tempfile::tempdir().unwrap();
        let store = FileDedupe::open(folder.path().join("seen")).unwrap();
        let intake = Intake::new(client.clone()).with_dedupe(Arc::new(store));
        let file = rate(real(intake, &pattern).await);
        in_file.push((file, file / reference));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = FileDedupe::open(folder.path().join("seen")).unwrap();
    let (read, memory) = alone(&Intake::new(client.clone()), &pattern).await;
    let filed = Intake::new(client).with_dedupe(Arc::new(store));
    let (_, file) = alone(&filed, &pattern).await;
    println!(
        "on one core, without HTTP: verify and read {read:.1?}, seen in memory {memory:.1?}, in a file {file:.1?}"
    );
    let bare = median(bare_rates);
    println!("bare axum handler          {bare:>9.0} deliveries/s  1.00");
    for (name, rounds) in [
        ("queue, seen in memory", in_memory),
        ("queue, seen in a file", in_file),
    ] {
        let (rates, shares) = rounds.into_iter().unzip();
        let (rate, share): (f64, f64) = (median(rates), median(shares));
        println!("{name:<26} {rate:>9.0} deliveries/s  {share:.2}");
    }
}
