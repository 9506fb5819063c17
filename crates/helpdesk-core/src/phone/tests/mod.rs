//! All numbers here are invented.

mod laws;
mod parts;
mod reading;
mod spellings;

use super::PhoneNumber;

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
