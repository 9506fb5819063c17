//! Figure 5: a delivery verified, read and deduplicated, beside a naive receiver: HMAC-SHA256 over the
//! body, `serde_json::Value`, and a set of what was seen. A receiver written by hand for the vendor, which
//! makes the same objects, shows how much of the difference is in making them. Desks are chosen by name:
//! `cargo bench -p helpdesk-benches --bench webhooks -- wisecx`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod by_hand;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

use helpdesk_benches::desk::Parts;
use helpdesk_benches::instructions;
use helpdesk_benches::ratio::{Case, median};
use helpdesk_benches::sample::{Desk, fixture};
use helpdesk_core::webhook::{Inbound, Intake, SharedSecret};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use serde_json::Value;
use sha2::Sha256;
use tokio::runtime::Runtime;

use self::by_hand::ByHand;

/// So few that they have just come in when they are taken, and that what else the machine does hits
/// those of a round alike or not at all.
const DELIVERIES: u32 = 100;
const ROUNDS: u32 = 660;

/// Runs of a case whose instructions are counted, and deliveries of each.
const COUNTED: (u32, u32) = (2, 10);
const IN_A_RUN: u32 = 100;

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

fn keyed() -> Hmac<Sha256> {
    Hmac::new_from_slice(key().as_bytes()).unwrap()
}

fn hmac(body: &[u8], stamp: &str) -> Hmac<Sha256> {
    let mut mac = keyed();
    mac.update(body);
    mac.update(stamp.as_bytes());
    mac
}

fn deliveries(desk: Desk, secret: &SharedSecret, numbers: Range<u32>) -> Vec<Inbound> {
    let uri: http::Uri = secret
        .in_url("https://hooks.example/in")
        .unwrap()
        .parse()
        .unwrap();
    let stamp = jiff::Timestamp::now().as_second().to_string();
    let pattern = body(desk, 0);
    numbers
        .map(|number| {
            let number = format!("{number:07}");
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

async fn through_the_desk(intake: &Intake, all: Vec<Inbound>) {
    let (mut count, deliveries) = (0, all.len());
    for inbound in all {
        for event in intake.accept(inbound).await.unwrap() {
            intake.confirm(black_box(&event)).await.unwrap();
            count += 1;
        }
    }
    assert_eq!(count, deliveries, "every delivery was a new one");
}

/// Takes its deliveries as the desk's does, and frees them.
fn naive(key: &[u8], seen: &mut HashSet<String>, all: Vec<Inbound>) {
    for inbound in all {
        let signature = inbound.headers["x-signature"].to_str().unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(&inbound.body);
        mac.update(inbound.headers["x-timestamp"].as_bytes());
        mac.verify_slice(&hex::decode(signature).unwrap()).unwrap();
        black_box(serde_json::from_slice::<Value>(&inbound.body).unwrap());
        assert!(seen.insert(signature.to_owned()), "a new one");
    }
}

fn written_by_hand(receiver: &mut ByHand, all: Vec<Inbound>) {
    for inbound in all {
        black_box(receiver.receive(&inbound));
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn intake(desk: Desk, secret: &SharedSecret) -> Intake {
    let parts = Parts {
        secret: Some(secret.clone()),
        ..Parts::default()
    };
    Intake::new(parts.client(desk))
}

/// The three receivers, for the instruction counter. The deliveries are made before, the same number
/// however often a case runs.
fn counted(desk: Desk) -> [Case; 3] {
    let secret = SharedSecret::generate().unwrap();
    let runs = move |secret: &SharedSecret| {
        let one = |run: u32| deliveries(desk, secret, run * IN_A_RUN..(run + 1) * IN_A_RUN);
        let runs = instructions::runs().max(COUNTED.0 + COUNTED.1);
        (0..runs).map(one).collect::<Vec<_>>()
    };
    let (runtime, own) = (runtime(), intake(desk, &secret));
    let mut by_hand = ByHand::new(desk, keyed(), secret.expose());
    let (key, mut seen) = (key().into_bytes(), HashSet::new());
    let [mut first, mut second, mut third] = [const { None }; 3];
    let [own_secret, naive_secret, hand_secret] = [(); 3].map(|()| secret.clone());
    [
        Case::new(format!("{}-desk", desk.name()), move || {
            let run = first.get_or_insert_with(|| runs(&own_secret)).pop();
            runtime.block_on(through_the_desk(&own, run.unwrap()));
        }),
        Case::new(format!("{}-naive", desk.name()), move || {
            let run = second.get_or_insert_with(|| runs(&naive_secret)).pop();
            naive(&key, &mut seen, run.unwrap());
        }),
        Case::new(format!("{}-by-hand", desk.name()), move || {
            let run = third.get_or_insert_with(|| runs(&hand_secret)).pop();
            written_by_hand(&mut by_hand, run.unwrap());
        }),
    ]
}

/// How long it takes, in seconds.
fn timed(run: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    run();
    begin.elapsed().as_secs_f64()
}

fn main() {
    let mut cases = Desk::ALL.map(counted);
    if instructions::counting(cases.iter_mut().flatten()) {
        return;
    }
    let runtime = runtime();
    println!("a delivery verified, read, claimed and confirmed, of HMAC, Value and a set");
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let is_asked = |desk: Desk| asked.iter().any(|name| name == desk.name());
    let all = !Desk::ALL.into_iter().any(is_asked);
    for (desk, cases) in Desk::ALL.into_iter().zip(&cases) {
        if !(all || is_asked(desk)) {
            continue;
        }
        let secret = SharedSecret::generate().unwrap();
        let intake = intake(desk, &secret);
        let mut by_hand = ByHand::new(desk, keyed(), secret.expose());
        let (key, mut seen) = (key().into_bytes(), HashSet::new());
        let (mut times, mut ratios, mut bytes) = (Vec::new(), [Vec::new(), Vec::new()], 0);
        for round in 0..ROUNDS {
            let numbers = round * DELIVERIES..(round + 1) * DELIVERIES;
            // Each has its own, or the second one would find them in the cache; who goes first takes
            // those that were made first.
            let batches = [(); 3].map(|()| deliveries(desk, &secret, numbers.clone()));
            bytes = batches[0][0].body.len();
            let mut taken = [0.0; 3];
            for (turn, all) in batches.into_iter().enumerate() {
                let which = (round as usize + turn) % 3;
                taken[which] = match which {
                    0 => timed(|| runtime.block_on(through_the_desk(&intake, all))),
                    1 => timed(|| naive(&key, &mut seen, all)),
                    _ => timed(|| written_by_hand(&mut by_hand, all)),
                };
            }
            let [own, bare, hand] = taken;
            times.push(own / f64::from(DELIVERIES));
            ratios[0].push(own / bare);
            ratios[1].push(hand / bare);
        }
        let counts = cases
            .each_ref()
            .map(|case| instructions::count(&case.name, COUNTED.0, COUNTED.1));
        let [own, bare, hand] = counts.map(|count| count.unwrap_or(f64::NAN));
        let [ratio, hand_ratio] = ratios.map(median);
        println!(
            "{:<12} {bytes:>5} bytes {:>6.2} us {ratio:>6.2} x {:>8.0} instructions {:>6.2} x, by hand {hand_ratio:>6.2} x and {:>6.2} x",
            desk.name(),
            median(times) * 1e6,
            own / f64::from(IN_A_RUN),
            own / bare,
            hand / bare,
        );
    }
}
