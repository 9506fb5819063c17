//! Webhooks: administration and reception.

use std::collections::BTreeSet;

use bytes::Bytes;
use futures_util::TryStreamExt;
use helpdesk_core::webhook::{EventKind, Inbound, Verification, Verified};
use helpdesk_core::{
    ErrorKind, Field, NewWebhook, Operation, Timestamp, Vendor, Webhook, WebhookId, WebhookPatch,
};
use http::HeaderMap;

use crate::check::{fact, named, names};
use crate::{Bench, Check, Must, Stop};

async fn listed(bench: &Bench) -> Check<Vec<Webhook>> {
    bench
        .client()
        .webhooks()
        .stream()
        .try_collect()
        .await
        .must("listing webhooks")
}

pub(crate) async fn create_get_list(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksCreate, Operation::WebhooksGet])?;
    let webhooks = bench.client().webhooks();
    let new = bench.new_webhook();
    let made = webhooks
        .create(&new)
        .await
        .must("creating a webhook")?
        .value;
    let read = webhooks.get(&made.id).await.must("getting it")?;
    for (reading, webhook) in [("create", &made), ("get", &read)] {
        ensure!(webhook.id == made.id, "{reading} gives another webhook");
        ensure!(webhook.url == new.url, "{reading} shows another URL");
        ensure!(webhook.active, "{reading} shows a new webhook that is off");
        ensure!(
            new.events
                .iter()
                .all(|event| webhook.events.contains(event)),
            "{reading} lacks events"
        );
    }
    if bench.supports(Operation::WebhooksList) {
        let count = listed(bench)
            .await?
            .iter()
            .filter(|one| one.id == made.id)
            .count();
        ensure!(count == 1, "a new webhook is {count} times in the list");
    }
    Ok(())
}

pub(crate) async fn update_changes_only_what_it_says(bench: &Bench) -> Check {
    bench.need(&[
        Operation::WebhooksUpdate,
        Operation::WebhooksCreate,
        Operation::WebhooksGet,
    ])?;
    let webhooks = bench.client().webhooks();
    let made = webhooks
        .create(&bench.new_webhook())
        .await
        .must("creating a webhook")?
        .value;
    let mut before = webhooks.get(&made.id).await.must("getting it")?;
    let holds = |field: &Field| bench.holds(Operation::WebhooksUpdate, field);
    let url = format!("{}/moved", made.url);
    let patches = [
        (Field::Url, WebhookPatch::new().url(url.clone())),
        (Field::Active, WebhookPatch::new().active(false)),
        (Field::Active, WebhookPatch::new().active(true)),
    ];
    for (field, patch) in patches.into_iter().filter(|(field, _)| holds(field)) {
        let what = format!("changing `{field}` of a webhook");
        webhooks.update(&made.id, &patch).await.must(&what)?;
        let after = webhooks.get(&made.id).await.must("getting it")?;
        match field {
            Field::Url => ensure!(after.url == url, "{what} does not change it"),
            _ => ensure!(
                patch.active.value() == Some(&after.active),
                "{what} does not change it"
            ),
        }
        ensure!(
            field == Field::Url || after.url == before.url,
            "{what} changed the URL"
        );
        ensure!(
            field == Field::Active || after.active == before.active,
            "{what} switched it"
        );
        ensure!(after.events == before.events, "{what} changed the events");
        ensure!(after.name == before.name, "{what} changed the name");
        before = after;
    }
    Ok(())
}

pub(crate) async fn delete_then_get(bench: &Bench) -> Check {
    bench.need(&[
        Operation::WebhooksDelete,
        Operation::WebhooksCreate,
        Operation::WebhooksGet,
    ])?;
    let webhooks = bench.client().webhooks();
    let gone = webhooks
        .create(&bench.new_webhook())
        .await
        .must("creating a webhook")?
        .value;
    let stays = webhooks
        .create(&bench.new_webhook())
        .await
        .must("creating another")?
        .value;
    webhooks.delete(&gone.id).await.must("deleting a webhook")?;
    match webhooks.get(&gone.id).await {
        Ok(shown) => ensure!(!shown.active, "a deleted webhook is there and in use"),
        gone => {
            gone.must_fail(&[ErrorKind::NotFound], "getting a deleted webhook")?;
        }
    }
    let stays = webhooks
        .get(&stays.id)
        .await
        .must("getting another webhook")?;
    ensure!(stays.active, "deleting one webhook deleted another");
    Ok(())
}

pub(crate) async fn missing_is_not_found(bench: &Bench) -> Check {
    let webhooks = bench.client().webhooks();
    let id = WebhookId::new(bench.plan().missing.webhook.clone());
    let kinds = &[ErrorKind::NotFound];
    let mut tried = 0;
    if bench.supports(Operation::WebhooksGet) {
        webhooks
            .get(&id)
            .await
            .must_fail(kinds, "getting a missing webhook")?;
        tried += 1;
    }
    if bench.supports(Operation::WebhooksUpdate)
        && bench.holds(Operation::WebhooksUpdate, &Field::Active)
    {
        let patch = WebhookPatch::new().active(false);
        webhooks
            .update(&id, &patch)
            .await
            .must_fail(kinds, "switching a missing webhook off")?;
        tried += 1;
    }
    if bench.supports(Operation::WebhooksDelete) {
        webhooks
            .delete(&id)
            .await
            .must_fail(kinds, "deleting a missing webhook")?;
        tried += 1;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::WebhooksGet));
    }
    Ok(())
}

pub(crate) async fn unknown_event_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksCreate])?;
    let mut new: NewWebhook = bench.new_webhook();
    new.events = vec![EventKind::from("no.such.event.anywhere")];
    let before = bench.sent();
    let what = "a webhook for an event that nobody has";
    let refused = bench.client().webhooks().create(&new).await;
    let error = refused.must_fail(&[ErrorKind::Invalid], what)?;
    ensure!(
        names(&error, Field::Events.as_str()),
        "{what} names {}, not `events`",
        named(&error)
    );
    bench.nothing_sent(before, what)
}

pub(crate) async fn unproven_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksVerify])?;
    let mut json = HeaderMap::new();
    json.insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json"),
    );
    let bare = Inbound::new(HeaderMap::new(), Bytes::from_static(b"{}"));
    let typed = Inbound::new(json.clone(), Bytes::from_static(b"{\"event\":\"message\"}"));
    let guessed = http::Uri::from_static("/hooks/desk?key=guess&secret=guess&token=guess");
    let guessed = Inbound::new(json, Bytes::from_static(b"{}")).with_uri(&guessed);
    for inbound in [bare, typed, guessed] {
        let before = bench.sent();
        let refused = bench.client().verify_webhook(inbound);
        refused.must_fail(&[ErrorKind::Webhook], "a delivery without proof")?;
        bench.nothing_sent(before, "verifying a delivery")?;
    }
    Ok(())
}

pub(crate) async fn of_another_vendor_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksParse])?;
    let inbound = Inbound::new(HeaderMap::new(), Bytes::from_static(b"{}"));
    let elsewhere = Vendor::from_static("elsewhere");
    let now = Timestamp::now();
    let parsed = Verified::vouch(inbound, elsewhere, Verification::None, now)
        .and_then(|verified| bench.client().parse_webhook(&verified));
    parsed.must_fail(
        &[ErrorKind::Webhook],
        "parsing what another vendor's receiver verified",
    )?;
    Ok(())
}

pub(crate) async fn deliveries_become_events(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksVerify, Operation::WebhooksParse])?;
    let take = fact(bench.plan().deliveries.as_ref(), "deliveries")?;
    let receive = fact(bench.plan().receive.as_ref(), "receive")?;
    let client = bench.client();
    let contact = bench.contact().await?;
    receive((contact.id.clone(), bench.words("Where is it"))).await;
    receive((contact.id.clone(), bench.words("Still nothing"))).await;
    let deliveries = take(()).await;
    ensure!(
        !deliveries.is_empty(),
        "the plan gives no deliveries after a contact wrote twice"
    );
    let mut keys = BTreeSet::new();
    let (mut received, mut events) = (0, 0);
    for delivery in deliveries {
        let verified = client
            .verify_webhook(delivery.clone())
            .must("verifying a delivery")?;
        ensure!(
            verified.vendor() == client.vendor(),
            "verified for another vendor"
        );
        let parsed = client.parse_webhook(&verified).must("parsing a delivery")?;
        let verified = client.verify_webhook(delivery).must("verifying it again")?;
        let again = client.parse_webhook(&verified).must("parsing it again")?;
        let repeated = parsed.len() == again.len()
            && parsed
                .iter()
                .zip(&again)
                .all(|(a, b)| a.dedupe_key == b.dedupe_key);
        ensure!(repeated, "a repeated delivery has other dedupe keys");
        for event in parsed {
            events += 1;
            ensure!(
                event.vendor == *client.vendor(),
                "an event is of another vendor"
            );
            ensure!(!event.dedupe_key.is_empty(), "an event has no dedupe key");
            ensure!(
                event.vendor_data.as_json().is_some(),
                "an event lacks the vendor's own body"
            );
            if event.kind == EventKind::MessageReceived {
                received += 1;
                ensure!(
                    event.contact.as_ref().is_none_or(|own| *own == contact.id),
                    "a received message is of another contact"
                );
            }
            keys.insert(event.dedupe_key);
        }
    }
    ensure!(
        received == 2,
        "two messages came in, {received} events say so"
    );
    ensure!(
        keys.len() == events,
        "different events have the same dedupe key"
    );
    Ok(())
}

pub(crate) async fn altered_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksVerify])?;
    let take = fact(bench.plan().deliveries.as_ref(), "deliveries")?;
    let receive = fact(bench.plan().receive.as_ref(), "receive")?;
    let contact = bench.contact().await?;
    receive((contact.id, bench.words("Hello"))).await;
    for delivery in take(()).await {
        let client = bench.client();
        let verified = client
            .verify_webhook(delivery.clone())
            .must("verifying a delivery")?;
        let mut altered = delivery;
        match verified.by() {
            Verification::Signature => {
                let mut body = altered.body.to_vec();
                body.push(b' ');
                altered.body = body.into();
            }
            Verification::SharedSecret => {
                altered.query = altered.query.map(|query| format!("{query}x"));
                altered.path.push('x');
                for (name, value) in &mut altered.headers {
                    if *name != http::header::CONTENT_TYPE {
                        *value = http::HeaderValue::from_static("altered");
                    }
                }
            }
            _ => continue,
        }
        let refused = client.verify_webhook(altered);
        refused.must_fail(&[ErrorKind::Webhook], "a delivery that was tampered with")?;
    }
    Ok(())
}

pub(crate) async fn unknown_kind_is_other(bench: &Bench) -> Check {
    bench.need(&[Operation::WebhooksVerify, Operation::WebhooksParse])?;
    let make = fact(bench.plan().unknown_delivery.as_ref(), "unknown_delivery")?;
    let delivery = make(()).await;
    let verified = bench
        .client()
        .verify_webhook(delivery)
        .must("verifying an unknown event")?;
    let events = bench
        .client()
        .parse_webhook(&verified)
        .must("parsing an unknown event")?;
    ensure!(!events.is_empty(), "an unknown event is dropped");
    for event in events {
        ensure!(
            !event.kind.is_known(),
            "an unknown event comes out as `{}`",
            event.kind
        );
        ensure!(
            event.vendor_data.as_json().is_some(),
            "an unknown event lacks the vendor's own body"
        );
    }
    Ok(())
}
