//! All numbers here are invented.

use std::collections::{HashMap, HashSet};
use std::error::Error;

use super::{Country, PhoneError, PhoneNumber, equivalent};

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn digits_of(numbers: &[PhoneNumber]) -> Vec<&str> {
    numbers.iter().map(PhoneNumber::digits).collect()
}

/// A small deterministic generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b"0123456789"[self.below(10)]))
            .collect()
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Beginnings on which the rules turn, and some that no rule knows.
const BEGINNINGS: &[&str] = &[
    "54", "549", "5411", "54911", "541115", "5491115", "54345", "5493454", "54345415", "5434515",
    "5435115", "54935115", "5429015", "54290115", "5423", "55", "5511", "55119", "55113", "551139",
    "55119", "551199", "5555", "55559", "5520", "52", "521", "5211", "5255", "52155", "7", "79",
    "77", "7495", "7831", "8", "89", "87", "8495", "8499", "8831", "8863", "886", "84", "86",
    "852", "1", "34", "39", "595", "598", "999",
];

/// Many numbers of every length, most of them near a rule.
fn many() -> Vec<PhoneNumber> {
    let mut dice = Dice(1);
    let mut numbers = Vec::new();
    for _ in 0..400 {
        for beginning in BEGINNINGS {
            let total = 8 + dice.below(8);
            let rest = dice.digits(total.saturating_sub(beginning.len()));
            numbers.push(number(&format!("+{beginning}{rest}")));
        }
        for length in 10..=14 {
            let beginning = dice.pick(&["54", "55", "52", "7", "8"]);
            let rest = dice.digits(length - beginning.len());
            numbers.push(number(&format!("+{beginning}{rest}")));
        }
    }
    numbers
}

#[test]
fn reads_what_people_and_vendors_write() {
    for (text, digits) in [
        ("5511987654321", "5511987654321"),
        ("+5511987654321", "5511987654321"),
        ("+55 (11) 98765-4321", "5511987654321"),
        ("(+55) 11 98765.4321", "5511987654321"),
        ("0055 11 98765/4321", "5511987654321"),
        ("tel:+55-11-98765-4321", "5511987654321"),
        ("TEL: 55 11 98765 4321", "5511987654321"),
        ("  +55\u{a0}11\u{202f}98765\u{2011}4321\n", "5511987654321"),
        ("\u{202a}+55 11 98765\u{2013}4321\u{202c}", "5511987654321"),
        ("+55 (0) 11 98765-4321", "5511987654321"),
        ("+55 (011) 98765-4321", "5511987654321"),
        ("+55 0 15 11 98765-4321", "5511987654321"),
        ("+54 (011) 15-2345-6789", "5491123456789"),
        ("+54 0351 234-5678", "543512345678"),
        ("+52 01 55 2345 6789", "525523456789"),
        ("+58 0414-1234567", "584141234567"),
        ("+598 094 123 456", "59894123456"),
        ("34612345678", "34612345678"),
        ("+34 612 34 56 78", "34612345678"),
        ("+39 06 1234 5678", "390612345678"),
        ("+1 (212) 555-0123", "12125550123"),
        ("+590 690 00 12 34", "590690001234"),
        ("12345678", "12345678"),
        ("123456789012345", "123456789012345"),
    ] {
        assert_eq!(number(text).digits(), digits, "{text}");
        assert_eq!(text.parse(), Ok(number(text)), "{text}");
    }
}

#[test]
fn refuses_what_is_no_number() {
    use PhoneError::{Empty, Extension, NoCountryCode, NotANumber, NotNational, TooLong, TooShort};
    for (text, error) in [
        ("", Empty),
        (" \u{a0}\t", Empty),
        ("tel:", Empty),
        ("-", NotANumber),
        ("+", NotANumber),
        ("()", NotANumber),
        ("[tg] 734937551", NotANumber),
        ("[chat] 5511987654321", NotANumber),
        ("[wa_dialog] 55.11987654321", NotANumber),
        ("whatsapp:+5511987654321", NotANumber),
        ("someone@example.com", NotANumber),
        ("5511987654321 (Ana)", NotANumber),
        ("5511987654321@c.us", NotANumber),
        ("55+11987654321", NotANumber),
        ("++5511987654321", NotANumber),
        ("+5511987654321;phone-context=x", NotANumber),
        ("5511987654321\n5511987654322", NotANumber),
        ("5511987654321, 5511987654322", NotANumber),
        ("5511x87654321", NotANumber),
        ("٥٥١١٩٨٧٦٥٤٣٢١", NotANumber),
        ("５５１１９８７６５４３２１", NotANumber),
        ("-5.5e12", NotANumber),
        ("551134567890 ramal 12", Extension),
        ("+1 212 555 0123 x45", Extension),
        ("+1 212 555 0123 ext. 45", Extension),
        ("tel:+12125550123;ext=45", Extension),
        ("+12125550123#45", Extension),
        ("1234567", TooShort),
        ("+1", TooShort),
        ("1234567890123456", TooLong),
        ("5511 98765-4321 / 5511 98765-4322", TooLong),
        ("01198765432", NoCountryCode),
        ("(011) 4321-5678", NoCountryCode),
        ("+0055 11 98765-4321", NoCountryCode),
        ("00000000000", NoCountryCode),
    ] {
        assert_eq!(PhoneNumber::parse(text), Err(error), "{text}");
        assert!(!equivalent(text, text), "{text}");
    }
    let endless = "5".repeat(100_000);
    assert_eq!(PhoneNumber::parse(&endless), Err(TooLong));

    let kinds = [
        Empty,
        NotANumber,
        Extension,
        TooShort,
        TooLong,
        NoCountryCode,
        NotNational,
    ];
    let lines: HashSet<String> = kinds.iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), kinds.len());
    assert!(kinds.iter().all(|kind| kind.source().is_none()));
    assert!(
        !lines
            .iter()
            .any(|line| line.contains(|c: char| c.is_ascii_digit()))
    );
}

#[test]
fn reads_national_forms() {
    use Country::{
        Argentina, Brazil, Chile, Colombia, DominicanRepublic, Ecuador, Kazakhstan, Mexico, Panama,
        Paraguay, Peru, Russia, Uruguay, Venezuela,
    };
    for (country, text, digits) in [
        (Brazil, "(11) 9 8765-4321", "5511987654321"),
        (Brazil, "11 8765-4321", "551187654321"),
        (Brazil, "11 3456-7890", "551134567890"),
        (Brazil, "011 3456-7890", "551134567890"),
        (Brazil, "0 21 11 3456-7890", "551134567890"),
        (Brazil, "015 11 98765-4321", "5511987654321"),
        (Brazil, "0xx11 3456-7890", "551134567890"),
        (Brazil, "(0XX11) 98765-4321", "5511987654321"),
        // 55 is an area as well as the calling code.
        (Brazil, "55 98765-4321", "5555987654321"),
        (Brazil, "55 3222-1234", "555532221234"),
        (Brazil, "5511987654321", "5511987654321"),
        (Brazil, "551187654321", "551187654321"),
        (Brazil, "55 011 98765-4321", "5511987654321"),
        (Brazil, "+54 9 11 2345-6789", "5491123456789"),
        (Brazil, "89 98765-4321", "5589987654321"),
        (Argentina, "011 15-2345-6789", "5491123456789"),
        (Argentina, "11 15 2345 6789", "5491123456789"),
        (Argentina, "011 2345-6789", "541123456789"),
        (Argentina, "11 2345-6789", "541123456789"),
        (Argentina, "9 11 2345-6789", "5491123456789"),
        (Argentina, "0351 15 234-5678", "5493512345678"),
        (Argentina, "(02901) 15-456789", "5492901456789"),
        (Argentina, "2901 456789", "542901456789"),
        (Argentina, "5491123456789", "5491123456789"),
        (Argentina, "54 11 15 2345 6789", "54111523456789"),
        (Argentina, "0054 9 11 2345 6789", "5491123456789"),
        (Mexico, "55 2345 6789", "525523456789"),
        (Mexico, "044 55 2345 6789", "525523456789"),
        (Mexico, "045 33 2345 6789", "523323456789"),
        (Mexico, "01 (33) 2345 6789", "523323456789"),
        (Mexico, "5215523456789", "5215523456789"),
        (Mexico, "525523456789", "525523456789"),
        (Russia, "8 (499) 123-45-67", "74991234567"),
        (Russia, "84991234567", "74991234567"),
        (Russia, "89123456789", "79123456789"),
        (Russia, "912 345-67-89", "79123456789"),
        (Russia, "79123456789", "79123456789"),
        (Kazakhstan, "8 701 234 5678", "77012345678"),
        (Kazakhstan, "701 234 5678", "77012345678"),
        (Chile, "9 8765 4321", "56987654321"),
        (Chile, "56987654321", "56987654321"),
        (Colombia, "301 234 5678", "573012345678"),
        (DominicanRepublic, "809-555-0123", "18095550123"),
        (DominicanRepublic, "1-809-555-0123", "18095550123"),
        (Ecuador, "099 123 4567", "593991234567"),
        (Panama, "265-1234", "5072651234"),
        (Panama, "6512-3456", "50765123456"),
        (Paraguay, "0981 123456", "595981123456"),
        (Peru, "987 654 321", "51987654321"),
        (Uruguay, "094 123 456", "59894123456"),
        (Venezuela, "0414-123.45.67", "584141234567"),
    ] {
        let read = PhoneNumber::parse_in(text, country).map(|n| n.digits().to_owned());
        assert_eq!(read.as_deref(), Ok(digits), "{country:?} {text}");
    }
}

#[test]
fn refuses_what_fits_no_national_form() {
    use Country::{Argentina, Brazil, DominicanRepublic, Kazakhstan, Mexico, Russia, Uruguay};
    use PhoneError::{Extension, NotANumber, NotNational, TooLong, TooShort};
    for (country, text, error) in [
        // Local numbers: the area is missing.
        (Brazil, "98765-4321", NotNational),
        (Brazil, "3456-789", TooShort),
        (Argentina, "15 2345-6789", NotNational),
        (Mexico, "2345 6789", NotNational),
        // No such area, and service numbers.
        (Brazil, "20 98765-4321", NotNational),
        (Brazil, "0800 123 4567", NotNational),
        (Argentina, "0800 333 4444", NotNational),
        (Mexico, "155 234 5678", NotNational),
        // Eleven digits that do not start with a 9 after the area.
        (Brazil, "11 3 3456-7890", NotNational),
        (Brazil, "11 1234-5678", NotNational),
        // Foreign digits that do not say so.
        (Brazil, "5491123456789", NotNational),
        (Mexico, "1 212 555 0123", NotNational),
        (Argentina, "89123456789", NotNational),
        (Brazil, "89123456789", NotNational),
        (Russia, "701 234 5678", NotNational),
        (Kazakhstan, "912 345 67 89", NotNational),
        (Uruguay, "54 94 123 456", NotNational),
        (DominicanRepublic, "109 555 0123", NotNational),
        (Brazil, "55 11 98765 4321 99999", TooLong),
        (Brazil, "0xx", TooShort),
        (Brazil, "[tg] 11987654321", NotANumber),
        (Brazil, "11 3456-7890 ramal 3", Extension),
        (Mexico, "0xx55 2345 6789", NotANumber),
    ] {
        assert_eq!(
            PhoneNumber::parse_in(text, country),
            Err(error),
            "{country:?} {text}"
        );
    }
}

#[test]
fn knows_the_spellings_of_a_line() {
    for (canonical, others) in [
        ("5511987654321", &["551187654321"][..]),
        ("5599966554433", &["559966554433"]),
        ("5555999991234", &["555599991234"]),
        // Landlines, and new mobile numbers that never had eight digits.
        ("551134567890", &[]),
        ("5511934567890", &[]),
        ("5511901234567", &[]),
        // No such area; too short; too long.
        ("552087654321", &[]),
        ("5511876543", &[]),
        ("55119876543210", &[]),
        (
            "5491123456789",
            &["541123456789", "54111523456789", "549111523456789"],
        ),
        (
            "5493512345678",
            &["543512345678", "54351152345678", "549351152345678"],
        ),
        (
            "5492901456789",
            &["542901456789", "54290115456789", "549290115456789"],
        ),
        // Both 345 and 3454 are areas.
        (
            "5493454223344",
            &[
                "543454223344",
                "54345154223344",
                "549345154223344",
                "54345415223344",
                "549345415223344",
            ],
        ),
        // The 15 belongs to the number.
        ("5491115345678", &["541115345678"]),
        ("5493511512345", &["543511512345"]),
        (
            "5491123456715",
            &["541123456715", "54111523456715", "549111523456715"],
        ),
        // Service numbers, and digits that are no complete number.
        ("548003334444", &[]),
        ("549800333444", &[]),
        ("54112345678", &[]),
        // No such area before the 15.
        ("54200152345678", &[]),
        ("525523456789", &["5215523456789"]),
        ("528123456789", &["5218123456789"]),
        // No area starts with 0 or 1.
        ("521552345678", &[]),
        ("5211523456789", &[]),
        ("5210523456789", &[]),
        ("52552345678", &[]),
        ("79123456789", &["89123456789"]),
        ("77012345678", &["87012345678"]),
        ("78001234567", &["88001234567"]),
        ("78121234567", &["88121234567"]),
        ("74231234567", &["84231234567"]),
        // With an 8 these would be foreign: Vietnam, a network, Bangladesh, Taiwan, Hong Kong.
        ("74951234567", &[]),
        ("74811234567", &[]),
        ("78311234567", &[]),
        ("78031234567", &[]),
        ("78631234567", &[]),
        ("75212345678", &[]),
        ("7912345678", &[]),
        ("791234567890", &[]),
        // Elsewhere nothing has two spellings.
        ("34612345678", &[]),
        ("12125550123", &[]),
        ("56987654321", &[]),
        ("573012345678", &[]),
        ("59894123456", &[]),
        ("84951234567", &[]),
        ("818012345678", &[]),
        ("81312345678", &[]),
        ("85212345678", &[]),
        ("886312345678", &[]),
    ] {
        let first = number(&format!("+{canonical}"));
        let spellings = first.spellings();
        let expected: Vec<_> = [&[canonical][..], others].concat();
        assert_eq!(digits_of(&spellings), expected);
        for spelling in &spellings {
            assert_eq!(spelling.canonical(), first);
            assert!(equivalent(spelling.digits(), canonical));
            assert_eq!(spelling.spellings(), spellings);
        }
    }
}

#[test]
fn keeps_two_lines_apart() {
    for (a, b) in [
        // A landline and a mobile number that differ by the ninth digit, or seem to.
        ("551134567890", "5511934567890"),
        ("551123456789", "5511923456789"),
        ("551187654321", "552187654321"),
        ("551187654321", "5511887654321"),
        ("5511987654321", "5511987654322"),
        ("552087654321", "5520987654321"),
        // The 15 is part of one and a mark in the other.
        ("541115345678", "54111515345678"),
        ("541115345678", "5411345678"),
        ("54111523456789", "541115234567"),
        ("5493512345678", "5493512345679"),
        ("548003334444", "5498003334444"),
        // A Mexican 1 that is none.
        ("521552345678", "52552345678"),
        ("5211523456789", "521523456789"),
        // The same digits under another code.
        ("525523456789", "545523456789"),
        ("34612345678", "341612345678"),
        ("34612345678", "349612345678"),
        ("+34 612 345 678", "+34 9 612 345 678"),
        ("+56 9 8765 4321", "+56 8765 4321"),
        // 8 as the beginning of a foreign code.
        ("+84 95 123 4567", "+7 495 123 4567"),
        ("84951234567", "74951234567"),
        ("+84 91 234 5678", "+7 491 234 56 78"),
        ("+81 3 1234 5678", "+7 131 234 56 78"),
        ("+852 1234 5678", "+7 521 234 56 78"),
        ("+886 3 123 4567", "+7 863 123 45 67"),
        ("+880 3 123 4567", "+7 803 123 45 67"),
        ("+8 (499) 123-45-67", "+7 (499) 123-45-67"),
    ] {
        assert!(!equivalent(a, b), "{a} {b}");
        assert!(!equivalent(b, a), "{b} {a}");
    }
}

#[test]
fn reads_the_domestic_eight_only_where_it_is_one() {
    for (text, digits) in [
        ("89123456789", "79123456789"),
        ("+89123456789", "79123456789"),
        ("8 912 345-67-89", "79123456789"),
        ("87012345678", "77012345678"),
        ("88001234567", "78001234567"),
        ("8 (495) 123-45-67", "74951234567"),
        ("8-863-123-45-67", "78631234567"),
        ("84231234567", "74231234567"),
        // Run together, these are as likely to be foreign.
        ("84951234567", "84951234567"),
        ("+84 95 123 45 67", "84951234567"),
        ("+8 495 123 45 67", "84951234567"),
        ("886 3 123 4567", "88631234567"),
        ("852 1234 5678", "85212345678"),
        ("81 3 1234 5678", "81312345678"),
        // No area here starts so.
        ("8 612 345 67 89", "86123456789"),
        // Not eleven digits.
        ("8 912 345 67 8", "8912345678"),
    ] {
        assert_eq!(number(text).digits(), digits, "{text}");
    }
    let domestic = &number("79123456789").spellings()[1];
    assert_eq!(domestic.digits(), "89123456789");
    assert_eq!(domestic.e164(), "+79123456789");
    assert_eq!(domestic.country_code(), Some("7"));
}

#[test]
fn equivalence_laws_hold() {
    let numbers = many();
    for number in &numbers {
        let canonical = number.canonical();
        assert_eq!(canonical.canonical(), canonical, "{}", number.digits());
        assert!(number.same_line(number));
        assert!(number.same_line(&canonical));

        let spellings = number.spellings();
        assert_eq!(spellings[0], canonical);
        assert!(spellings.len() <= 8);
        assert!(spellings.contains(number), "{}", number.digits());
        let distinct: HashSet<_> = spellings.iter().collect();
        assert_eq!(distinct.len(), spellings.len());
        for spelling in &spellings {
            assert!((8..=15).contains(&spelling.digits().len()));
            assert_eq!(spelling.canonical(), canonical, "{}", spelling.digits());
            // What a vendor has stored is found again, whether it kept the sign or not.
            assert!(equivalent(spelling.digits(), canonical.digits()));
            assert!(equivalent(&spelling.e164(), canonical.digits()));
        }
    }

    // Symmetric and transitive: lines are exactly the classes of the canonical spelling.
    let mut lines: HashMap<PhoneNumber, Vec<&PhoneNumber>> = HashMap::new();
    for number in &numbers {
        lines.entry(number.canonical()).or_default().push(number);
    }
    for (canonical, members) in &lines {
        let spellings: HashSet<_> = canonical.spellings().into_iter().collect();
        for a in members {
            assert!(spellings.contains(*a));
            for b in members {
                assert!(a.same_line(b) && b.same_line(a));
            }
        }
    }
    let sample: Vec<_> = numbers.iter().step_by(97).collect();
    for a in &sample {
        for b in &sample {
            assert_eq!(a.same_line(b), b.same_line(a));
            assert_eq!(a.same_line(b), a.spellings().contains(b));
        }
    }
}

/// Every number one digit away is another line, unless it is one of the listed spellings.
#[test]
fn neighbours_are_other_people() {
    let mut joined = 0;
    for number in many().into_iter().step_by(29) {
        let digits = number.digits();
        let spellings = number.spellings();
        let mut neighbours = HashSet::new();
        for at in 0..=digits.len() {
            let (front, back) = digits.split_at(at);
            let tail = back.get(1..);
            neighbours.extend(tail.map(|tail| format!("{front}{tail}")));
            for digit in '0'..='9' {
                neighbours.insert(format!("{front}{digit}{back}"));
                neighbours.extend(tail.map(|tail| format!("{front}{digit}{tail}")));
            }
        }
        neighbours.remove(digits);
        for neighbour in neighbours {
            let Ok(other) = PhoneNumber::parse(&format!("+{neighbour}")) else {
                continue;
            };
            let same = number.same_line(&other);
            assert_eq!(same, spellings.contains(&other), "{digits} {neighbour}");
            joined += usize::from(same);
        }
    }
    assert!(joined > 100, "the generator misses the rules: {joined}");
}

/// All short forms of one Brazilian area: the ninth digit goes to 6–9 and to nothing else.
#[test]
fn the_ninth_digit_goes_to_mobile_numbers_only() {
    for area in 10..=99 {
        for first in 0..=9 {
            let short = number(&format!("55{area}{first}7654321"));
            let long = number(&format!("55{area}9{first}7654321"));
            let known = PhoneNumber::parse_in(&format!("{area} 98765-4321"), Country::Brazil);
            let expected = known.is_ok() && first >= 6;
            assert_eq!(short.same_line(&long), expected, "{area} {first}");
        }
    }
    let areas = (10..=99)
        .filter(|area| number(&format!("55{area}87654321")).spellings().len() == 2)
        .count();
    assert_eq!(areas, 67);
}

/// Whichever area is tried, the ten digits that remain without the 15 decide.
#[test]
fn the_fifteen_never_moves_digits() {
    let mut dice = Dice(15);
    let mut areas = 0;
    for area in 11..=3999_u32 {
        let area = area.to_string();
        let local = format!("4{}", dice.digits(9 - area.len()));
        let domestic = number(&format!("54{area}15{local}"));
        let plain = number(&format!("54{area}{local}"));
        if domestic.same_line(&plain) {
            areas += 1;
            assert_eq!(domestic.canonical().digits(), format!("549{area}{local}"));
            for (spelling, country) in [
                (format!("0{area}15{local}"), Country::Argentina),
                (format!("{area} 15-{local}"), Country::Argentina),
                (format!("+54 9 {area} 15 {local}"), Country::Brazil),
            ] {
                let read = PhoneNumber::parse_in(&spelling, country).unwrap();
                assert!(read.same_line(&plain), "{spelling}");
            }
        } else {
            assert_eq!(domestic.spellings().len(), 1, "{area}");
        }
    }
    assert_eq!(areas, 1 + 38 + 288);
}

#[test]
fn national_and_international_readings_agree() {
    let mut dice = Dice(7);
    for country in Country::ALL.iter().copied() {
        assert_eq!(Country::from_iso(country.iso()), Some(country));
        for _ in 0..3000 {
            let count = 6 + dice.below(8);
            let text = dice.digits(count);
            let Ok(read) = PhoneNumber::parse_in(&text, country) else {
                continue;
            };
            if !text.starts_with("00") {
                assert!(read.digits().starts_with(country.calling_code()), "{text}");
            }
            // Reading the result again, in any way, changes nothing.
            assert_eq!(PhoneNumber::parse(&read.e164()).unwrap(), read);
            assert_eq!(PhoneNumber::parse(read.digits()).unwrap(), read);
            assert_eq!(PhoneNumber::parse_in(&read.e164(), country).unwrap(), read);
            if !text.starts_with("00") {
                assert_eq!(
                    PhoneNumber::parse_in(read.digits(), country).unwrap(),
                    read,
                    "{country:?} {text}"
                );
            }
        }
    }
    assert_eq!(Country::from_iso("br"), Some(Country::Brazil));
    assert_eq!(Country::from_iso("XX"), None);
}

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
