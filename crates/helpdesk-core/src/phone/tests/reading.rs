//! What is read as a number, abroad and at home.

use std::collections::HashSet;
use std::error::Error;

use super::number;
use crate::phone::{Country, PhoneError, PhoneNumber, equivalent};

#[test]
fn reads_what_people_and_vendors_write() {
    for (text, digits) in [
        ("5511987654321", "5511987654321"),
        ("+5511987654321", "5511987654321"),
        ("005511987654321", "5511987654321"),
        (" 5511987654321 ", "5511987654321"),
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
