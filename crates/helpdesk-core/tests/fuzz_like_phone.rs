//! Phone numbers: whatever the text, no panic, and the laws hold. `fuzz/fuzz_targets/phone.rs` is the
//! same with libFuzzer choosing the text.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use helpdesk_core::phone::{Country, PhoneNumber, equivalent};
use proptest::prelude::*;

/// Anything, or something that looks like a number.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => ".{0,40}",
        2 => "(tel:)?[+]?[0-9 ().-]{4,24}",
        4 => "[+]?(55|54|549|52|521|7|8|1|34)[0-9]{6,13}",
    ]
}

fn laws(number: &PhoneNumber) -> Result<(), TestCaseError> {
    let canonical = number.canonical();
    prop_assert_eq!(&canonical.canonical(), &canonical);
    prop_assert!(number.same_line(&canonical) && canonical.same_line(number));
    prop_assert!(number.same_line(number));

    let spellings = number.spellings();
    prop_assert!(!spellings.is_empty() && spellings.len() <= 8);
    prop_assert_eq!(&spellings[0], &canonical);
    prop_assert!(spellings.contains(number));
    for (at, spelling) in spellings.iter().enumerate() {
        prop_assert!(!spellings[..at].contains(spelling));
        prop_assert_eq!(&spelling.canonical(), &canonical);
        prop_assert_eq!(&spelling.spellings(), &spellings);
    }

    // What is written is read back, and is the same line.
    let again = PhoneNumber::parse(&number.e164());
    prop_assert!(again.is_ok_and(|again| again.same_line(number)));
    prop_assert!(number.digits().bytes().all(|byte| byte.is_ascii_digit()));
    prop_assert!(number.digits().ends_with(number.tail(8)));
    let shown = format!("{number:?}");
    prop_assert!(!shown.contains(number.digits()), "{}", shown);
    Ok(())
}

const COUNTRIES: [Country; 4] = [
    Country::Brazil,
    Country::Argentina,
    Country::Mexico,
    Country::Russia,
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_whatever_is_read(text in text()) {
        if let Ok(number) = PhoneNumber::parse(&text) {
            laws(&number)?;
            prop_assert!(equivalent(&text, &text));
        } else {
            prop_assert!(!equivalent(&text, &text));
        }
        for country in COUNTRIES {
            if let Ok(number) = PhoneNumber::parse_in(&text, country) {
                laws(&number)?;
            }
        }
    }

    #[test]
    fn being_the_same_line_is_an_equivalence(texts in proptest::collection::vec("(55|54|549|52|521|7|8)[0-9]{8,12}", 3)) {
        let numbers: Vec<_> = texts.iter().filter_map(|text| PhoneNumber::parse(text).ok()).collect();
        for a in &numbers {
            for b in &numbers {
                prop_assert_eq!(a.same_line(b), b.same_line(a));
                prop_assert_eq!(a.same_line(b), a.spellings().contains(b));
                for c in &numbers {
                    prop_assert!(!(a.same_line(b) && b.same_line(c)) || a.same_line(c));
                }
            }
        }
    }
}
