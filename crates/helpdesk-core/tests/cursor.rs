//! Cursors: bound to vendor, operation and query; anything else is refused, never misread.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use helpdesk_core::{ContactQuery, Cursor, Error, ErrorKind, Operation, PageRequest, Seal, Vendor};
use proptest::prelude::*;

const HERE: Vendor = Vendor::from_static("here");

fn seal(position: u64) -> Cursor {
    Cursor::seal(
        &HERE,
        Operation::ContactsList,
        &ContactQuery::all(),
        &position,
    )
    .unwrap()
}

fn open(cursor: &Cursor) -> Result<u64, Error> {
    cursor.open(&HERE, Operation::ContactsList, &ContactQuery::all())
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, "cursor");
    assert_eq!(error.vendor(), Some(&HERE));
}

#[test]
fn a_position_comes_back() {
    assert_eq!(open(&seal(42)).unwrap(), 42);
    let kept = Cursor::from_text(seal(42).as_str());
    assert_eq!(open(&kept).unwrap(), 42);
    let json = serde_json::to_string(&seal(42)).unwrap();
    assert_eq!(open(&serde_json::from_str(&json).unwrap()).unwrap(), 42);
    let both = Cursor::seal(&HERE, Operation::TagsList, &(), &("page", 3)).unwrap();
    let (word, number): (String, u32) = both.open(&HERE, Operation::TagsList, &()).unwrap();
    assert_eq!((&*word, number), ("page", 3));
}

#[test]
fn several_positions_are_sealed_as_one_is() {
    let query = ContactQuery::search("a \"b\" \u{e9}");
    let operation = Operation::ContactsSearch;
    let seals = Seal::of(&HERE, operation, &query).unwrap();
    for position in [("", 0), ("page \"3\"", 3), ("é", u64::MAX)] {
        let cursor = seals.at(&position).unwrap();
        assert_eq!(
            cursor,
            Cursor::seal(&HERE, operation, &query, &position).unwrap()
        );
        let (word, number): (String, u64) = cursor.open(&HERE, operation, &query).unwrap();
        assert_eq!((&*word, number), position);
    }
    // A position may hold nothing.
    let cursor = seals.at(&()).unwrap();
    cursor.open::<_, ()>(&HERE, operation, &query).unwrap();
    assert!(!format!("{seals:?}").contains("here"));
}

#[test]
fn cursors_that_were_kept_still_open() {
    // {"v":"here","o":"contacts.list","q":…,"s":42}
    let kept = seal(42);
    let json: Vec<u8> = (0..kept.as_str().len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&kept.as_str()[at..at + 2], 16).unwrap())
        .collect();
    let json = String::from_utf8(json).unwrap();
    assert!(
        json.starts_with(r#"{"v":"here","o":"contacts.list","q":"#),
        "{json}"
    );
    assert!(json.ends_with(r#","s":42}"#), "{json}");
}

#[test]
fn it_opens_nowhere_else() {
    let cursor = seal(42);
    let all = ContactQuery::all();
    let other = Vendor::from_static("there");
    let error = cursor
        .open::<_, u64>(&other, Operation::ContactsList, &all)
        .unwrap_err();
    assert!(error.to_string().contains("another vendor"), "{error}");
    assert_refused(cursor.open::<_, u64>(&HERE, Operation::ContactsSearch, &all));
    assert_refused(cursor.open::<_, u64>(&HERE, Operation::ContactsList, &all.with_tag("t")));
    assert_refused(cursor.open::<_, u64>(
        &HERE,
        Operation::ContactsList,
        &ContactQuery::search("a"),
    ));
    assert_refused(cursor.open::<_, String>(&HERE, Operation::ContactsList, &ContactQuery::all()));
}

#[test]
fn garbage_is_refused() {
    let whole = seal(42);
    for text in [
        "",
        "0",
        "zz",
        "7b7d",
        "6e756c6c",
        "ffff",
        "éé",
        "🦀",
        &whole.as_str()[2..],
        &whole.as_str()[..whole.as_str().len() - 2],
        &format!("{}00", whole.as_str()),
        &format!("{}0", whole.as_str()),
    ] {
        assert_refused(open(&Cursor::from_text(text)));
    }
}

/// Cursors are kept for another day, so their form must not change.
#[test]
fn the_form_of_a_cursor_stays_the_same() {
    let kept = "7b2276223a2268657265222c226f223a22636f6e74616374732e6c697374222c2271223a31303337373232373335313937323532383935312c2273223a34327d";
    assert_eq!(seal(42).as_str(), kept);
    assert_eq!(open(&Cursor::from_text(kept)).unwrap(), 42);
}

#[test]
fn debug_shows_a_length_and_a_limit_of_zero_is_refused() {
    let cursor = Cursor::from_text("secret");
    assert_eq!(format!("{cursor:?}"), "Cursor(6 characters)");
    let error = PageRequest::first().limit(0).size(50).unwrap_err();
    assert_eq!(error.field_errors()[0].field, "limit");
    assert_eq!(PageRequest::first().limit(9).size(50).unwrap(), 9);
    assert_eq!(PageRequest::first().limit(99).size(50).unwrap(), 50);
    assert_eq!(PageRequest::first().size(50).unwrap(), 50);
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text in ".*") {
        prop_assert!(open(&Cursor::from_text(text)).is_err());
    }

    #[test]
    fn any_bytes_in_hexadecimal_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        use std::fmt::Write as _;
        let text = bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        prop_assert!(open(&Cursor::from_text(text)).is_err());
    }

    #[test]
    fn a_changed_digit_never_opens_as_another_query(at in any::<proptest::sample::Index>(), digit in "[0-9a-f]") {
        let mut text = seal(42).as_str().to_owned();
        let at = at.index(text.len());
        text.replace_range(at..=at, &digit);
        let search = ContactQuery::search("x");
        let opened: Result<u64, Error> = Cursor::from_text(text).open(&HERE, Operation::ContactsSearch, &search);
        prop_assert!(opened.is_err());
    }

    #[test]
    fn every_position_comes_back(position: u64, search in ".*", tag in ".*") {
        let query = ContactQuery::search(search).with_tag(tag);
        let cursor = Cursor::seal(&HERE, Operation::ContactsSearch, &query, &position).unwrap();
        let opened: u64 = cursor.open(&HERE, Operation::ContactsSearch, &query).unwrap();
        prop_assert_eq!(opened, position);
    }
}
