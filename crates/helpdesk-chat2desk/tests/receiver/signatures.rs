//! What is verified: the signature, its time, a secret in the URL, and the form of the body.

use std::sync::Arc;
use std::time::Duration;

use helpdesk_chat2desk::{Chat2DeskReceiver, Config, WebhookKey};
use helpdesk_core::webhook::{Inbound, Rejection, Verification};
use helpdesk_core::{Error, ErrorKind, Helpdesk};
use helpdesk_testkit::ManualClock;
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;

use crate::common::{self, Fixture, TOKEN};
use crate::{SECRET, config, desk, signed};

fn verify(config: Config, inbound: Inbound) -> Result<Verification, Error> {
    let desk = desk(config);
    desk.receiver()
        .unwrap()
        .verify(inbound)
        .map(|verified| verified.by())
}

fn rejection(config: Config, inbound: Inbound) -> Rejection {
    let error = verify(config, inbound).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Webhook);
    assert_eq!(error.vendor().unwrap().as_str(), "chat2desk");
    Rejection::of(&error).unwrap()
}

fn with_header(name: &'static str, value: &str) -> Inbound {
    let mut inbound = signed();
    inbound
        .headers
        .insert(name, HeaderValue::from_str(value).unwrap());
    inbound
}

fn without_header(name: &str) -> Inbound {
    let mut inbound = signed();
    inbound.headers.remove(name);
    inbound
}

#[test]
fn a_good_signature() {
    assert_eq!(verify(config(), signed()).unwrap(), Verification::Signature);
    let upper = signed().header("x-signature").unwrap().to_uppercase();
    assert!(verify(config(), with_header("x-signature", &upper)).is_ok());
    // The vendor's documentation names no content type.
    assert!(verify(config(), without_header("content-type")).is_ok());
}

#[test]
fn a_bad_one() {
    let mut altered = signed();
    let mut body = altered.body.to_vec();
    body[20] ^= 1;
    altered.body = body.into();
    assert_eq!(rejection(config(), altered), Rejection::BadSignature);

    let other = with_header("x-timestamp", "1935900921");
    assert_eq!(rejection(config(), other), Rejection::BadSignature);
    let zeros = with_header("x-signature", &"0".repeat(64));
    assert_eq!(rejection(config(), zeros), Rejection::BadSignature);
    let short = with_header("x-signature", "74");
    assert_eq!(rejection(config(), short), Rejection::BadSignature);
    let empty = with_header("x-signature", "");
    assert_eq!(rejection(config(), empty), Rejection::BadSignature);
    let right = signed().header("x-signature").unwrap().to_owned();
    for other in [format!("{right}00"), right[..62].to_owned()] {
        let other = with_header("x-signature", &other);
        assert_eq!(rejection(config(), other), Rejection::BadSignature);
    }

    let mut foreign = config();
    foreign.token = "another-token".into();
    assert_eq!(rejection(foreign, signed()), Rejection::BadSignature);
}

#[test]
fn one_that_cannot_be_read() {
    for inbound in [
        with_header("x-signature", "not hexadecimal"),
        with_header("x-timestamp", "yesterday"),
        with_header("x-timestamp", "99999999999999999999"),
        with_header("x-timestamp", ""),
        without_header("x-timestamp"),
    ] {
        assert_eq!(rejection(config(), inbound), Rejection::MalformedSignature);
    }
    let mut twice = signed();
    twice
        .headers
        .append("x-signature", HeaderValue::from_static("74"));
    assert_eq!(rejection(config(), twice), Rejection::MalformedSignature);
}

#[test]
fn none_at_all() {
    let bare = without_header("x-signature");
    assert_eq!(rejection(config(), bare), Rejection::MissingSignature);

    let accepting = config().accept_unsigned();
    let bare = without_header("x-signature");
    assert_eq!(verify(accepting, bare).unwrap(), Verification::None);
}

/// Whatever else is accepted, a signature that is there has to fit.
#[test]
fn a_bad_one_is_never_made_good() {
    let zeros = with_header("x-signature", &"0".repeat(64));
    let accepting = config().accept_unsigned();
    assert_eq!(rejection(accepting, zeros), Rejection::BadSignature);

    let uri: http::Uri = format!("/hooks/{SECRET}").parse().unwrap();
    let zeros = with_header("x-signature", &"0".repeat(64)).with_uri(&uri);
    let secret = config().with_webhook_secret(SECRET);
    assert_eq!(rejection(secret, zeros), Rejection::BadSignature);
}

#[test]
fn a_secret_in_the_url() {
    let secret = || config().with_webhook_secret(SECRET);
    let right: http::Uri = format!("/hooks/desk?key={SECRET}").parse().unwrap();
    let inbound = without_header("x-signature").with_uri(&right);
    assert_eq!(
        verify(secret(), inbound).unwrap(),
        Verification::SharedSecret
    );

    let wrong: http::Uri = "/hooks/desk?key=guess".parse().unwrap();
    let inbound = without_header("x-signature").with_uri(&wrong);
    assert_eq!(rejection(secret(), inbound), Rejection::BadSecret);
    // A signature serves without the secret.
    assert_eq!(verify(secret(), signed()).unwrap(), Verification::Signature);
}

#[test]
fn several_tokens() {
    let mut newer = config().with_webhook_token(TOKEN);
    newer.token = "newer-token".into();
    assert_eq!(verify(newer, signed()).unwrap(), Verification::Signature);
}

#[test]
fn forms_of_the_key() {
    let raw = Fixture::load("webhooks/inbox_signed");
    let raw = Inbound::new(raw.headers, raw.body);
    let with = |form| config().with_webhook_key(form);
    assert!(verify(with(WebhookKey::Either), raw.clone()).is_ok());
    assert_eq!(
        rejection(with(WebhookKey::RawMd5), raw),
        Rejection::BadSignature
    );
}

/// Two tokens at once, each with either form of the key, as [`WebhookKey`] says.
#[test]
fn tokens_and_forms_while_a_token_is_changed() {
    let (old, new): (SecretString, SecretString) = ("old-token".into(), "new-token".into());
    let body = r#"{"hook_type":"inbox","message_id":1}"#;
    let stamp: helpdesk_core::Timestamp = common::NOW.parse().unwrap();
    let signed = |token: &SecretString, form| {
        let stamp = stamp.as_second();
        let signature = Chat2DeskReceiver::sign(token, form, body.as_bytes(), stamp);
        let mut headers = HeaderMap::new();
        headers.insert("x-timestamp", stamp.into());
        headers.insert("x-signature", signature.parse().unwrap());
        Inbound::new(headers, body)
    };
    for (form, takes_hex, takes_raw) in [
        (WebhookKey::HexMd5, true, false),
        (WebhookKey::RawMd5, false, true),
        (WebhookKey::Either, true, true),
    ] {
        let config = || {
            let mut config = config()
                .with_webhook_key(form)
                .with_webhook_token(old.clone());
            config.token = new.clone();
            config
        };
        for token in [&old, &new] {
            let by = |made| verify(config(), signed(token, made)).is_ok();
            assert_eq!(by(WebhookKey::HexMd5), takes_hex, "{form:?}");
            assert_eq!(by(WebhookKey::RawMd5), takes_raw, "{form:?}");
        }
        let stranger = "third-token".into();
        for made in [WebhookKey::HexMd5, WebhookKey::RawMd5] {
            let rejected = rejection(config(), signed(&stranger, made));
            assert_eq!(rejected, Rejection::BadSignature);
        }
    }
    let either = Chat2DeskReceiver::sign(&old, WebhookKey::Either, b"x", 1);
    assert_eq!(
        either,
        Chat2DeskReceiver::sign(&old, WebhookKey::HexMd5, b"x", 1)
    );
}

#[test]
fn time() {
    let at = |offset: i64| {
        let base: helpdesk_core::Timestamp = "2031-05-05T06:15:20Z".parse().unwrap();
        let sent: i64 = signed().header("x-timestamp").unwrap().parse().unwrap();
        let sent = helpdesk_core::Timestamp::from_second(sent).unwrap();
        assert_eq!(sent, base, "the fixture's own time");
        let now = helpdesk_core::Timestamp::from_second(sent.as_second() + offset).unwrap();
        config().with_clock(Arc::new(ManualClock::at(now)))
    };
    assert!(verify(at(0), signed()).is_ok());
    assert!(verify(at(8100), signed()).is_ok(), "the third repetition");
    assert_eq!(rejection(at(8101), signed()), Rejection::Stale);
    assert!(verify(at(-300), signed()).is_ok(), "clocks differ");
    assert_eq!(rejection(at(-301), signed()), Rejection::Future);
    let strict = at(61).with_webhook_tolerance(Duration::from_secs(60));
    assert_eq!(rejection(strict, signed()), Rejection::Stale);
}

#[test]
fn form() {
    let accepting = || config().accept_unsigned();
    let inbound = |body: Vec<u8>, mime: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(mime));
        Inbound::new(headers, body)
    };
    let json = "application/json";
    assert!(
        verify(
            accepting(),
            inbound(b"{}".to_vec(), "Application/JSON; charset=utf-8")
        )
        .is_ok()
    );
    assert_eq!(
        rejection(accepting(), inbound(b"{}".to_vec(), "text/plain")),
        Rejection::ContentType
    );
    assert_eq!(
        rejection(accepting(), inbound(vec![b'"', 0xff, b'"'], json)),
        Rejection::NotUtf8
    );
    assert_eq!(
        rejection(accepting(), inbound(vec![b' '; (4 << 20) + 1], json)),
        Rejection::TooLarge
    );
}
