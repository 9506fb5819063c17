//! Errors: one line, no values, three questions.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::error::Error as _;
use std::time::Duration;

use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    ContactKey, Delivery, Error, ErrorKind, Field, JsonCause, Operation, Vendor, VendorData,
};

const ACME: Vendor = Vendor::from_static("acme");

fn full() -> Error {
    Error::new(ErrorKind::Conflict, "the contact exists")
        .with_vendor(ACME)
        .with_operation(Operation::ContactsCreate.as_str())
        .with_status(409)
        .with_vendor_code("E17")
        .with_field_error("phones", "is in use")
        .with_field_error("emails", "is in use as well")
        .with_existing_id("canary-id")
        .with_request_id("canary-request")
        .with_retry_after(Duration::from_secs(30))
        .with_delivery(Delivery::Unknown)
        .with_attempts(2)
        .with_source("canary-source")
}

#[test]
fn display_is_one_line_without_values() {
    assert_eq!(
        full().to_string(),
        "acme contacts.create: the contact exists; phones: is in use, emails: is in use as well \
         (HTTP 409, code E17); try again in 30 s; the vendor may have acted"
    );
    assert_eq!(Error::new(ErrorKind::Internal, "odd").to_string(), "odd");
    assert_eq!(Error::not_found("ticket").to_string(), "no such ticket");
    let brief =
        Error::new(ErrorKind::RateLimited, "slow down").with_retry_after(Duration::from_millis(3));
    assert_eq!(brief.to_string(), "slow down; try again in 1 s");
    let code_alone = Error::new(ErrorKind::Invalid, "no")
        .with_vendor(ACME)
        .with_status(422);
    assert_eq!(code_alone.to_string(), "acme: no (HTTP 422)");
}

#[test]
fn every_question_has_its_answer() {
    let error = full();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.message(), "the contact exists");
    assert_eq!(error.vendor(), Some(&ACME));
    assert_eq!(error.operation(), Some("contacts.create"));
    assert_eq!(
        (error.status(), error.vendor_code()),
        (Some(409), Some("E17"))
    );
    assert_eq!(error.field_errors().len(), 2);
    assert_eq!(error.existing_id(), Some("canary-id"));
    assert_eq!(error.request_id(), Some("canary-request"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 2));
    assert_eq!(error.source().unwrap().to_string(), "canary-source");
    assert!(format!("{error:?}").contains("Conflict"));
}

#[test]
fn what_may_pass_is_retryable() {
    for kind in [
        ErrorKind::RateLimited,
        ErrorKind::Unavailable,
        ErrorKind::Transport,
        ErrorKind::Timeout,
    ] {
        assert!(Error::new(kind, "x").is_retryable(), "{kind}");
    }
    for kind in [
        ErrorKind::QuotaExhausted,
        ErrorKind::Conflict,
        ErrorKind::Invalid,
        ErrorKind::Decode,
        ErrorKind::Unauthorized,
    ] {
        assert!(!Error::new(kind, "x").is_retryable(), "{kind}");
    }
    assert_eq!(
        Error::new(ErrorKind::Internal, "x").delivery(),
        Delivery::NotSent
    );
}

#[test]
fn the_ready_made_ones() {
    let error = Error::invalid("phones", "cannot be read");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, "phones");
    let error = Error::loss(&Field::Subject, "has no place");
    assert!(error.is_unsupported());
    assert_eq!(error.field_errors()[0].field, "subject");
    let error = Error::config("desks.a.token", "is missing");
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(
        error.to_string(),
        "the configuration is wrong; desks.a.token: is missing"
    );
    assert!(Error::not_found("tag").is_not_found());
}

fn movable<T: Send + Sync + 'static>() {}

#[test]
fn the_error_is_one_pointer() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    movable::<Error>();
}

#[test]
fn a_json_cause_tells_the_place_and_no_value() {
    let error = serde_json::from_str::<u32>("\"canary\"").unwrap_err();
    assert!(
        error.to_string().contains("canary"),
        "serde quotes; that is why"
    );
    let cause = JsonCause::of(&error).to_string();
    assert_eq!(
        cause,
        "another type or value than expected at line 1, column 8"
    );
    assert!(
        JsonCause::of(&serde_json::from_str::<u32>("[").unwrap_err())
            .to_string()
            .contains("line 1")
    );

    let data = VendorData::from_json(r#"{"a":{"b":"canary"}}"#);
    let error = data
        .decode::<std::collections::BTreeMap<String, std::collections::BTreeMap<String, u8>>>()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`a.b`"), "{error}");
    let all = format!("{error} {error:?} {}", error.source().unwrap());
    assert!(!all.contains("canary"), "{all}");
    assert!(
        VendorData::none()
            .decode::<u8>()
            .unwrap_err()
            .is_not_found()
    );
}

#[test]
fn a_refused_phone_number_is_not_in_the_message() {
    let error = PhoneNumber::parse("canary 5511987654321").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("98765"));
    assert!(!format!("{:?}", ContactKey::Phone("98765".into())).contains("98765"));
}
