//! What strangers and broken vendors may send: each has its reason and its status, over HTTP, on every
//! desk.

use std::sync::{Arc, Mutex};

use axum::routing::post_service;
use bytes::Bytes;
use helpdesk::serve::{Queue, Refusal};
use helpdesk::webhook::{Intake, MemoryDedupe, Rejection};
use helpdesk_sim::Delivery;
use http::{HeaderMap, HeaderValue};

use crate::refused::answers;
use crate::stages::{Proof, SECRET, Stage, stages, without_proof};
use crate::{Served, play};

/// What is sent where, and how it is refused.
struct Case {
    name: &'static str,
    url: String,
    delivery: Delivery,
    reason: Rejection,
    status: u16,
}

/// A desk's genuine delivery, to be spoilt.
struct Bench<'a> {
    stage: &'a Stage,
    served: &'a Served,
    genuine: Delivery,
}

impl Bench<'_> {
    /// Another body with a proof that is right for it.
    fn body(&self, body: impl Into<Bytes>) -> Delivery {
        self.signed(body, self.stage.lab.now().as_second())
    }

    /// The same, sent at this second.
    fn signed(&self, body: impl Into<Bytes>, at: i64) -> Delivery {
        let mut delivery = self.genuine.clone();
        delivery.body = body.into();
        if let Some(sign) = &self.stage.sign {
            let signature = sign(&delivery.body, at);
            put(&mut delivery.headers, "x-signature", &signature);
            put(&mut delivery.headers, "x-timestamp", &at.to_string());
        }
        delivery
    }

    fn case(&self, name: &'static str, delivery: Delivery, reason: Rejection, status: u16) -> Case {
        Case {
            name,
            url: self.served.url.clone(),
            delivery,
            reason,
            status,
        }
    }

    /// What everybody's proof is right for.
    fn bodies(&self) -> Vec<Case> {
        let typed = |content_type: &str| {
            let mut delivery = self.body(self.genuine.body.clone());
            put(&mut delivery.headers, "content-type", content_type);
            delivery
        };
        let mut two_types = typed("application/json");
        let other = HeaderValue::from_static("text/plain");
        two_types.headers.append("content-type", other);
        let large = vec![b' '; 1024 * 1024 + 1];
        vec![
            self.case("over the cap", self.body(large), Rejection::TooLarge, 413),
            self.case(
                "plain text",
                typed("text/plain"),
                Rejection::ContentType,
                415,
            ),
            self.case(
                "a form",
                typed("multipart/form-data"),
                Rejection::ContentType,
                415,
            ),
            self.case("two types", two_types, Rejection::ContentType, 415),
            self.case(
                "not UTF-8",
                self.body(&b"{\"a\":\"\xff\"}"[..]),
                Rejection::NotUtf8,
                400,
            ),
            self.case("nested", self.body("[".repeat(65)), Rejection::TooDeep, 400),
            self.case(
                "nested deeply",
                self.body("[".repeat(50_000)),
                Rejection::TooDeep,
                400,
            ),
            self.case("no JSON", self.body("{"), Rejection::Malformed, 400),
            self.case("nothing", self.body(""), Rejection::Malformed, 400),
            self.case("a list", self.body("[]"), Rejection::Malformed, 400),
        ]
    }

    fn proofs(&self) -> Vec<Case> {
        match self.stage.proof {
            Proof::Secret => self.secrets(),
            Proof::Signature => self.signatures(),
        }
    }

    fn secrets(&self) -> Vec<Case> {
        let base = &self.served.base;
        let half = format!("{}{}", &SECRET[..20], "0".repeat(SECRET.len() - 20));
        let mut in_header = self.genuine.clone();
        put(&mut in_header.headers, "authorization", SECRET);
        let wrong = |name, url: String, delivery: &Delivery| Case {
            name,
            url,
            delivery: delivery.clone(),
            reason: Rejection::BadSecret,
            status: 401,
        };
        let genuine = &self.genuine;
        vec![
            wrong("no secret", base.clone(), genuine),
            wrong("an empty one", format!("{base}?key="), genuine),
            wrong("half of it right", format!("{base}?key={half}"), genuine),
            wrong(
                "its beginning",
                format!("{base}?key={}", &SECRET[..40]),
                genuine,
            ),
            wrong("more than it", format!("{base}?key={SECRET}0"), genuine),
            wrong("in a header", base.clone(), &in_header),
            wrong("in the body", base.clone(), &self.body(SECRET)),
            wrong("wrong, and no JSON", base.clone(), &self.body("{")),
            wrong(
                "wrong, and nested",
                base.clone(),
                &self.body("[".repeat(65)),
            ),
        ]
    }

    fn signatures(&self) -> Vec<Case> {
        let now = self.stage.lab.now().as_second();
        let body = &self.genuine.body;
        let good = self.body(body.clone());
        let signature = good.headers["x-signature"].to_str().unwrap().to_owned();
        let with = |name: &'static str, value: &str| {
            let mut delivery = good.clone();
            put(&mut delivery.headers, name, value);
            delivery
        };
        let without = |name: &str| {
            let mut delivery = good.clone();
            delivery.headers.remove(name);
            delivery
        };
        let half = format!("{}{}", &signature[..32], "0".repeat(32));
        let mut twice = good.clone();
        let again = good.headers["x-signature"].clone();
        twice.headers.append("x-signature", again);
        let mut other_body = good.clone();
        other_body.body = [body, &b" "[..]].concat().into();
        let mut no_json = with("x-signature", &half);
        no_json.body = "{".into();
        let two_hours_and_a_quarter = 8100;
        let stale = self.signed(body.clone(), now - two_hours_and_a_quarter - 1);
        let future = self.signed(body.clone(), now + 301);
        let missing = Rejection::MissingSignature;
        let unreadable = Rejection::MalformedSignature;
        let bad = Rejection::BadSignature;
        vec![
            self.case("no signature", without("x-signature"), missing, 401),
            self.case("no time", without("x-timestamp"), unreadable, 400),
            self.case(
                "a time in words",
                with("x-timestamp", "now"),
                unreadable,
                400,
            ),
            self.case(
                "no hexadecimal",
                with("x-signature", "no signature"),
                unreadable,
                400,
            ),
            self.case("two signatures", twice, unreadable, 400),
            self.case("an empty one", with("x-signature", ""), bad, 401),
            self.case("half of it right", with("x-signature", &half), bad, 401),
            self.case(
                "its beginning",
                with("x-signature", &signature[..32]),
                bad,
                401,
            ),
            self.case(
                "of another time",
                with("x-timestamp", &(now - 1).to_string()),
                bad,
                401,
            ),
            self.case("of another body", other_body, bad, 401),
            self.case("wrong, and no JSON", no_json, bad, 401),
            self.case("stale", stale, Rejection::Stale, 400),
            self.case("from the future", future, Rejection::Future, 400),
        ]
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    headers.insert(name, HeaderValue::from_str(value).unwrap());
}

#[tokio::test]
async fn bad_input_is_refused_with_its_reason_and_its_status() {
    for mut stage in stages().await {
        let name = stage.name;
        let reasons = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&reasons);
        let store = Arc::new(MemoryDedupe::new());
        let intake = Intake::new(stage.client.clone()).with_dedupe(store.clone());
        let (queue, _worker) = Queue::observed(intake, 64, move |refusal| {
            let reason = match refusal {
                Refusal::Rejected(reason) => Some(*reason),
                _ => None,
            };
            told.lock().unwrap().push(reason);
        });
        let served = Served::start(post_service(queue.clone())).await;
        play(&mut stage, &served.url).await;
        let genuine = stage.lab.take_deliveries().swap_remove(0);
        let bench = Bench {
            stage: &stage,
            served: &served,
            genuine,
        };
        for case in bench.proofs().into_iter().chain(bench.bodies()) {
            let answer = answers(&stage, &[case.delivery], &case.url).await;
            let reason = reasons.lock().unwrap().pop().flatten();
            let expected = (vec![Some(case.status)], Some(case.reason));
            assert_eq!((answer, reason), expected, "{name}: {}", case.name);
            assert_eq!(case.reason.http_status(), case.status, "{}", case.name);
        }
        assert_eq!((store.len(), queue.len()), (0, 0), "{name}");

        // What all of them were made from is let in: it was each one's own fault.
        let good = bench.body(bench.genuine.body.clone());
        assert_eq!(
            answers(&stage, &[good], &served.url).await,
            [Some(200)],
            "{name}"
        );
        assert_eq!((store.len(), queue.len()), (1, 1), "{name}");
        served.stop().await;
    }
}

/// What nobody configured a proof for is refused, however the URL looks.
#[tokio::test]
async fn without_a_configured_proof_nothing_is_let_in() {
    for mut stage in without_proof().await {
        let name = stage.name;
        let (queue, _worker) = Queue::new(Intake::new(stage.client.clone()), 64);
        let served = Served::start(post_service(queue.clone())).await;
        let hold = std::mem::replace(&mut stage.play, Box::new(|_| Box::pin(async {})));
        hold(served.url.clone()).await;
        let deliveries = stage.lab.take_deliveries();
        assert!(!deliveries.is_empty(), "{name}");
        let refusals = answers(&stage, &deliveries, &served.url).await;
        assert_eq!(refusals, vec![Some(401); deliveries.len()], "{name}");
        assert!(queue.is_empty(), "{name}");
        served.stop().await;
    }
}
