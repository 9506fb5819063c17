//! What is refused, what is put off, and that neither leaves anything behind.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::{post, post_service};
use bytes::Bytes;
use helpdesk::serve::Queue;
use helpdesk::webhook::{Intake, MemoryDedupe};
use helpdesk_sim::{Courier, Delivery};
use http::{HeaderValue, StatusCode};

use crate::stages::{Proof, Stage, stages};
use crate::{Handler, Served, play};

/// Posts these to a URL, once each, and gives the answers.
pub async fn answers(stage: &Stage, deliveries: &[Delivery], url: &str) -> Vec<Option<u16>> {
    for delivery in deliveries {
        stage.lab.deliver(delivery.clone());
    }
    let report = Courier::new(stage.lab.clone()).to(url).run().await.unwrap();
    report.posts.iter().map(|post| post.status).collect()
}

/// The same deliveries with their proof spoilt in every way: a URL, what is posted there, and the
/// answer.
fn forged(
    stage: &Stage,
    served: &Served,
    genuine: &[Delivery],
) -> Vec<(String, Vec<Delivery>, u16)> {
    let wrong = served.url.replace("s3cret", "S3cret");
    let changed = |status, change: fn(&mut Delivery)| {
        let mut all = genuine.to_vec();
        all.iter_mut().for_each(change);
        (served.url.clone(), all, status)
    };
    match stage.proof {
        Proof::Secret => vec![
            (served.base.clone(), genuine.to_vec(), 401),
            (wrong, genuine.to_vec(), 401),
        ],
        Proof::Signature => vec![
            changed(401, |delivery| drop(delivery.headers.remove("x-signature"))),
            changed(400, |delivery| drop(delivery.headers.remove("x-timestamp"))),
            changed(401, |delivery| {
                let other = HeaderValue::from_static("1");
                delivery.headers.insert("x-timestamp", other);
            }),
            changed(401, |delivery| {
                let other = HeaderValue::from_str(&"0".repeat(64)).unwrap();
                delivery.headers.insert("x-signature", other);
            }),
            changed(401, |delivery| {
                let mut body = delivery.body.to_vec();
                body.push(b' ');
                delivery.body = Bytes::from(body);
            }),
        ],
    }
}

#[tokio::test]
async fn a_wrong_proof_is_refused_and_leaves_nothing_behind() {
    for mut stage in stages().await {
        let name = stage.name;
        let store = Arc::new(MemoryDedupe::new());
        let intake = Intake::new(stage.client.clone()).with_dedupe(store.clone());
        let (queue, worker) = Queue::new(intake, 1024);
        let served = Served::start(post_service(queue.clone())).await;
        let keys = play(&mut stage, &served.url).await;
        let genuine = stage.lab.take_deliveries();
        for (url, deliveries, status) in forged(&stage, &served, &genuine) {
            let answers = answers(&stage, &deliveries, &url).await;
            assert_eq!(answers, vec![Some(status); genuine.len()], "{name}");
        }
        assert_eq!((store.len(), queue.len()), (0, 0), "{name}");
        assert_eq!(queue.counts().events, 0, "{name}");

        // None of them has used up the claim of the genuine one.
        let first = answers(&stage, &genuine, &served.url).await;
        assert_eq!(first, vec![Some(200); genuine.len()], "{name}");
        for _ in 0..10 {
            let again = answers(&stage, &genuine, &served.url).await;
            assert_eq!(again, vec![Some(200); genuine.len()], "{name}");
        }
        assert_eq!(
            (store.len(), queue.len()),
            (keys.len(), keys.len()),
            "{name}"
        );
        queue.close();
        let handler = Handler::new(&stage.client);
        worker.run(|event| handler.handle(event)).await;
        handler.check(&stage, &keys);
        assert_eq!(store.len(), keys.len(), "{name}");
    }
}

/// The program is away for two hours. A vendor that tries again loses nothing, and the others, which
/// document no second attempt, lose all of it.
#[tokio::test]
async fn retries_outlast_a_receiver_that_is_away() {
    let mut outlasted = Vec::new();
    for mut stage in stages().await {
        let name = stage.name;
        let (queue, worker) = Queue::new(Intake::new(stage.client.clone()), 1024);
        let (behind, lab) = (queue.clone(), stage.lab.clone());
        let begin = lab.now();
        let route = post(async move |request: Request| {
            if lab.now().duration_since(begin).as_hours() < 2 {
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            match behind.receive(request).await {
                Ok(()) => StatusCode::OK.into_response(),
                Err(refusal) => refusal.into_response(),
            }
        });
        let served = Served::start(route).await;
        let keys = play(&mut stage, &served.url).await;
        let genuine = stage.lab.take_deliveries();
        for delivery in &genuine {
            stage.lab.deliver(delivery.clone());
        }
        let sent = stage.lab.now();
        let report = stage.courier.clone().run().await.unwrap();
        queue.close();
        let handler = Handler::new(&stage.client);
        worker.run(|event| handler.handle(event)).await;
        if stage.proof == Proof::Secret {
            assert_eq!(report.lost(), genuine.len(), "{name}");
            assert_eq!(handler.handled(), 0, "{name}");
            continue;
        }
        for at in 0..genuine.len() {
            let attempts = report.posts.iter().filter(|post| post.delivery == at);
            let attempts: Vec<_> = attempts
                .map(|post| (post.at.duration_since(sent).as_secs(), post.status))
                .collect();
            let expected = [
                (0, Some(503)),
                (10, Some(503)),
                (310, Some(503)),
                (7510, Some(200)),
            ];
            assert_eq!(attempts, expected, "{name}");
        }
        handler.check(&stage, &keys);
        outlasted.push(name);

        // Whoever has recorded them comes too late.
        stage.lab.advance(Duration::from_secs(3600));
        let (fresh, _worker) = Queue::new(Intake::new(stage.client.clone()), 1024);
        let served = Served::start(post_service(fresh.clone())).await;
        let late = answers(&stage, &genuine, &served.url).await;
        assert_eq!(late, vec![Some(400); genuine.len()], "{name}");
        assert!(fresh.is_empty(), "{name}");
    }
    assert_eq!(outlasted, ["chat2desk", "chat2desk, dialogs"]);
}
