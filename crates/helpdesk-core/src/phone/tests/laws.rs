//! What holds of every number.

use std::collections::{HashMap, HashSet};

use super::{Dice, many, number};
use crate::phone::{Country, PhoneNumber, equivalent};

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
