//! Figure 5: a delivery verified, read and deduplicated, beside a naive receiver: HMAC-SHA256 over the
//! body, `serde_json::Value`, and a set of what was seen.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use helpdesk_benches::desk::Parts;
use helpdesk_benches::ratio::median;
use helpdesk_benches::sample::{Desk, fixture};
use helpdesk_core::webhook::{Inbound, Intake, SharedSecret};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use serde_json::Value;
use sha2::Sha256;

const DELIVERIES: u32 = 2000;
const ROUNDS: u32 = 31;

/// A delivery, with a number in it that makes it another.
fn body(desk: Desk, number: u32) -> String {
    let (path, id) = match desk {
        Desk::Cxpress => ("cxpress/webhooks/ticket_create.json", "id"),
        Desk::Digisac => ("digisac/webhooks/message_created_inbound.json", "id"),
        Desk::WiseCx => (
            "wisecx/webhooks/activity_new_contact_message.json",
            "activity_id",
        ),
        Desk::Chat2Desk => ("chat2desk/webhooks/inbox.json", "message_id"),
    };
    let text = fixture(path);
    renumbered(&text, id, number)
}

/// The text with the end of every value of this member replaced by a number.
fn renumbered(text: &str, member: &str, number: u32) -> String {
    let mark = format!("\"{member}\":");
    let mut parts = text.split(&mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([',', '}']).unwrap_or(part.len());
        let value = part[..end].trim_end_matches('"');
        let quote = &part[value.len()..end];
        let digits = value.len().saturating_sub(7).max(1);
        out.push_str(&mark);
        if value.starts_with('"') && value.len() < 9 || value == "null" {
            out.push_str(&part[..end]);
        } else {
            out.push_str(&value[..digits]);
            let _ = write!(out, "{number:07}");
            out.push_str(quote);
        }
        out.push_str(&part[end..]);
    }
    out
}

fn key() -> String {
    hex::encode(Md5::digest(b"token"))
}

fn hmac(body: &[u8], stamp: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key().as_bytes()).unwrap();
    mac.update(body);
    mac.update(stamp.as_bytes());
    mac
}

fn deliveries(desk: Desk, secret: &SharedSecret, round: u32) -> Vec<Inbound> {
    let uri: http::Uri = secret
        .in_url("https://hooks.example/in")
        .unwrap()
        .parse()
        .unwrap();
    let stamp = jiff::Timestamp::now().as_second().to_string();
    let pattern = body(desk, 0);
    (0..DELIVERIES)
        .map(|number| {
            let number = format!("{:07}", round * DELIVERIES + number);
            let text = pattern.replace("0000000", &number);
            let signature = hex::encode(hmac(text.as_bytes(), &stamp).finalize().into_bytes());
            let mut headers = http::HeaderMap::new();
            headers.insert(
                "content-type",
                http::HeaderValue::from_static("application/json"),
            );
            headers.insert("x-timestamp", stamp.parse().unwrap());
            headers.insert("x-signature", signature.parse().unwrap());
            Inbound::new(headers, text).with_uri(&uri)
        })
        .collect()
}

fn through_the_desk(
    runtime: &tokio::runtime::Runtime,
    intake: &Intake,
    all: Vec<Inbound>,
) -> Duration {
    runtime.block_on(async {
        let begin = Instant::now();
        let mut count = 0;
        for inbound in all {
            for event in intake.accept(inbound).await.unwrap() {
                intake.confirm(black_box(&event)).await.unwrap();
                count += 1;
            }
        }
        let took = begin.elapsed();
        assert!(count >= DELIVERIES, "every delivery was a new one: {count}");
        took
    })
}

fn naive(key: &[u8], seen: &mut HashSet<String>, all: &[Inbound]) -> Duration {
    let begin = Instant::now();
    for inbound in all {
        let signature = inbound.headers["x-signature"].to_str().unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(&inbound.body);
        mac.update(inbound.headers["x-timestamp"].as_bytes());
        mac.verify_slice(&hex::decode(signature).unwrap()).unwrap();
        black_box(serde_json::from_slice::<Value>(&inbound.body).unwrap());
        assert!(seen.insert(signature.to_owned()), "a new one");
    }
    begin.elapsed()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    println!("a delivery verified, read, claimed and confirmed, of HMAC, Value and a set");
    for desk in Desk::ALL {
        let secret = SharedSecret::generate().unwrap();
        let parts = Parts {
            secret: Some(secret.clone()),
            ..Parts::default()
        };
        let intake = Intake::new(parts.client(desk));
        let (key, mut seen) = (key().into_bytes(), HashSet::new());
        let (mut times, mut ratios, mut bytes) = (Vec::new(), Vec::new(), 0);
        for round in 0..ROUNDS {
            let all = deliveries(desk, &secret, round);
            bytes = all[0].body.len();
            let bare = naive(&key, &mut seen, &all);
            let own = through_the_desk(&runtime, &intake, all);
            times.push(own.as_secs_f64() / f64::from(DELIVERIES));
            ratios.push(own.as_secs_f64() / bare.as_secs_f64());
        }
        println!(
            "{:<12} {bytes:>5} bytes {:>6.2} us {:>6.2} x",
            desk.name(),
            median(times) * 1e6,
            median(ratios)
        );
    }
}
