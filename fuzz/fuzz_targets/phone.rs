//! Whatever the text: no panic, and the laws of `phone` hold.
#![no_main]

use helpdesk_core::phone::{Country, PhoneNumber, equivalent};
use libfuzzer_sys::fuzz_target;

const COUNTRIES: [Country; 4] = [
    Country::Brazil,
    Country::Argentina,
    Country::Mexico,
    Country::Russia,
];

fn laws(number: &PhoneNumber) {
    let canonical = number.canonical();
    assert_eq!(canonical.canonical(), canonical);
    assert!(number.same_line(&canonical));
    let spellings = number.spellings();
    assert!(spellings.len() <= 8);
    assert_eq!(spellings[0], canonical);
    assert!(spellings.contains(number));
    for spelling in &spellings {
        assert_eq!(spelling.canonical(), canonical);
        assert_eq!(spelling.spellings(), spellings);
    }
    let again = PhoneNumber::parse(&number.e164()).expect("what is written is read");
    assert!(again.same_line(number));
    assert!(number.digits().bytes().all(|byte| byte.is_ascii_digit()));
}

fuzz_target!(|texts: (&str, &str)| {
    let read = [texts.0, texts.1].map(|text| {
        for country in COUNTRIES {
            if let Ok(number) = PhoneNumber::parse_in(text, country) {
                laws(&number);
            }
        }
        let number = PhoneNumber::parse(text).ok();
        number.iter().for_each(laws);
        number
    });
    let same = equivalent(texts.0, texts.1);
    assert_eq!(same, equivalent(texts.1, texts.0));
    if let [Some(one), Some(other)] = &read {
        assert_eq!(same, one.same_line(other));
        assert_eq!(same, one.spellings().contains(other));
    } else {
        assert!(!same);
    }
});
