//! Parts of a number, and what of it is shown.

use super::{many, number};
use crate::phone::Country;

#[test]
fn debug_shows_no_number() {
    assert_eq!(
        format!("{:?}", number("5511987654321")),
        "PhoneNumber(55…, 13 digits)"
    );
    assert_eq!(
        format!("{:#?}", number("59894123456")),
        "PhoneNumber(598…, 11 digits)"
    );
    assert_eq!(
        format!("{:?}", number("99912345678")),
        "PhoneNumber(…, 11 digits)"
    );
    for number in many() {
        let shown = format!("{number:?} {number:#?} {:?}", Some(&number));
        assert!(!shown.contains(number.digits()));
        assert!(!shown.contains(number.tail(4)), "{shown}");
    }
}

#[test]
fn tells_country_codes() {
    for (text, code) in [
        ("5511987654321", Some("55")),
        ("+1 809 555 0123", Some("1")),
        ("79123456789", Some("7")),
        ("77012345678", Some("7")),
        ("50761234567", Some("507")),
        ("34612345678", Some("34")),
        ("+84951234567", Some("84")),
        ("21012345678", None),
        ("99912345678", None),
    ] {
        assert_eq!(number(text).country_code(), code, "{text}");
    }
    for country in Country::ALL {
        let text = format!("+{}23456789", country.calling_code());
        assert_eq!(number(&text).country_code(), Some(country.calling_code()));
    }
}

#[test]
fn tail_gives_the_last_digits() {
    let number = number("+55 11 98765-4321");
    for (n, tail) in [
        (0, ""),
        (1, "1"),
        (8, "87654321"),
        (13, "5511987654321"),
        (14, "5511987654321"),
        (usize::MAX, "5511987654321"),
    ] {
        assert_eq!(number.tail(n), tail);
    }
    for spelling in number.spellings() {
        assert_eq!(spelling.tail(8), "87654321");
    }
}
