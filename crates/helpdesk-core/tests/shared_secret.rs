//! The shared secret in the URL, and the policy for vendors that do not sign.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;

use helpdesk_core::ErrorKind;
use helpdesk_core::webhook::{Inbound, Rejection, SharedSecret, UnsignedPolicy, Verification};
use http::{HeaderMap, Uri};
use secrecy::SecretString;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn secret(text: &str) -> helpdesk_core::Result<SharedSecret> {
    SharedSecret::new(SecretString::from(text))
}

fn called(uri: &str) -> Inbound {
    Inbound::new(HeaderMap::new(), "{}").with_uri(&uri.parse::<Uri>().unwrap())
}

#[test]
fn it_is_found_in_path_and_query() {
    let own = secret(SECRET).unwrap();
    for uri in [
        format!("/hooks/{SECRET}"),
        format!("/{SECRET}/hooks"),
        format!("/hooks?key={SECRET}"),
        format!("/hooks?a=b&key={SECRET}&c"),
        format!("https://example.com/hooks/{SECRET}?a=b"),
    ] {
        assert_eq!(own.check(&called(&uri)), Ok(()), "{uri}");
    }
}

#[test]
fn anything_else_is_refused() {
    let own = secret(SECRET).unwrap();
    let upper = SECRET.to_uppercase();
    for uri in [
        "/hooks".to_owned(),
        "/hooks?key=".to_owned(),
        format!("/hooks?{SECRET}"),
        format!("/hooks?{SECRET}=x"),
        format!("/hooks/x{SECRET}"),
        format!("/hooks/{SECRET}x"),
        format!("/hooks/{}", &SECRET[1..]),
        format!("/hooks?key={upper}"),
        format!("/hooks?key=x{SECRET}"),
    ] {
        assert_eq!(own.check(&called(&uri)), Err(Rejection::BadSecret), "{uri}");
    }
    assert_eq!(
        own.check(&Inbound::new(HeaderMap::new(), SECRET)),
        Err(Rejection::BadSecret)
    );
}

#[test]
fn a_short_or_odd_secret_is_a_configuration_error() {
    for text in [
        "",
        "short",
        &SECRET[1..],
        "0123456789abcdef/0123456789abcde",
        "0123456789abcdef 0123456789abcdef",
        "ä123456789abcdef0123456789abcdef",
    ] {
        let error = secret(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.field_errors()[0].field, "webhook_secret");
        assert!(
            text.is_empty() || !error.to_string().contains(text),
            "{error}"
        );
    }
    secret(SECRET).unwrap();
    secret("abc-DEF_0123456789-abc-DEF_0123456789").unwrap();
}

/// 256 bits, four in a digit; and they are not the same ones every time.
#[test]
fn a_generated_secret_is_good_and_new() {
    let one = SharedSecret::generate().unwrap();
    let other = SharedSecret::generate().unwrap();
    assert_ne!(one.expose(), other.expose());
    assert_eq!(one.expose().len(), 64);
    assert!(one.expose().bytes().all(|digit| digit.is_ascii_hexdigit()));
    // Every place varies: over 64 secrets a place with one digit alone is out of the question.
    let many: Vec<_> = (0..64).map(|_| SharedSecret::generate().unwrap()).collect();
    for place in 0..64 {
        let digits: BTreeSet<u8> = many
            .iter()
            .map(|secret| secret.expose().as_bytes()[place])
            .collect();
        assert!(digits.len() > 4, "place {place} hardly varies");
    }
    secret(one.expose()).unwrap();
    assert_eq!(format!("{one:?}"), "SharedSecret([redacted])");
}

#[test]
fn the_policy_decides_about_unsigned_deliveries() {
    let good = called(&format!("/hooks/{SECRET}"));
    assert_eq!(
        UnsignedPolicy::default().check(&good),
        Err(Rejection::Unsigned)
    );
    assert_eq!(
        UnsignedPolicy::Accept.check(&called("/hooks")),
        Ok(Verification::None)
    );
    let policy = UnsignedPolicy::Secret(secret(SECRET).unwrap());
    assert_eq!(policy.check(&good), Ok(Verification::SharedSecret));
    assert_eq!(policy.check(&called("/hooks")), Err(Rejection::BadSecret));
}

/// Both hold while the URL is being changed at the vendor; the newest is the one for new URLs.
#[test]
fn several_secrets_hold_at_once() {
    let older = "fedcba9876543210fedcba9876543210";
    let oldest = "an-older-secret-0123456789-abcdef";
    let listed = secret(&format!("{SECRET}, {older},{oldest}")).unwrap();
    let chained = secret(older).unwrap().or_older(secret(oldest).unwrap());
    let chained = secret(SECRET).unwrap().or_older(chained);
    for own in [listed, chained] {
        assert_eq!(own.expose(), SECRET);
        assert_eq!(
            own.in_url("https://example.com/hooks").unwrap(),
            format!("https://example.com/hooks?key={SECRET}")
        );
        for good in [SECRET, older, oldest] {
            for uri in [format!("/hooks?key={good}"), format!("/hooks/{good}")] {
                assert_eq!(own.check(&called(&uri)), Ok(()));
            }
        }
        for wrong in [
            format!("/hooks?key={SECRET},{older}"),
            format!("/hooks?key={SECRET}{older}"),
            format!("/hooks?key={}", "0".repeat(32)),
            "/hooks?key=".to_owned(),
        ] {
            assert_eq!(own.check(&called(&wrong)), Err(Rejection::BadSecret));
        }
        assert_eq!(format!("{own:?}"), "SharedSecret([redacted])");
        let policy = UnsignedPolicy::Secret(own);
        let verified = policy.check(&called(&format!("/hooks/{oldest}")));
        assert_eq!(verified, Ok(Verification::SharedSecret));
    }
}

#[test]
fn each_of_several_secrets_has_to_be_a_good_one() {
    for text in [
        format!("{SECRET},"),
        format!(",{SECRET}"),
        format!("{SECRET},short"),
        format!("{SECRET},,{SECRET}"),
        format!("{SECRET};{SECRET}"),
    ] {
        let error = secret(&text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!error.to_string().contains(SECRET), "{error}");
    }
}
