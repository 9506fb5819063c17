//! What the numbering plans of single countries know.
//!
//! Each plan with several spellings has three questions to answer about what follows its calling
//! code: which spelling is the canonical one, which others there are, and how the number is written
//! inside the country.

mod argentina;
mod brazil;
mod mexico;
mod plain;
pub(super) mod russia;

use super::Country;

/// The canonical spelling, if these digits are another one of its line.
pub(super) fn canonical(digits: &str) -> Option<String> {
    if let Some(rest) = digits.strip_prefix("54") {
        argentina::canonical(rest)
    } else if let Some(rest) = digits.strip_prefix("55") {
        brazil::canonical(rest)
    } else if let Some(rest) = digits.strip_prefix("52") {
        mexico::canonical(rest)
    } else {
        russia::without_eight(digits)
    }
}

/// The spellings of a line besides the canonical one, which is given.
pub(super) fn others(canonical: &str) -> Vec<String> {
    if let Some(rest) = canonical.strip_prefix("54") {
        argentina::others(rest)
    } else if let Some(rest) = canonical.strip_prefix("55") {
        brazil::others(rest).into_iter().collect()
    } else if let Some(rest) = canonical.strip_prefix("52") {
        mexico::others(rest).into_iter().collect()
    } else {
        russia::with_eight(canonical).into_iter().collect()
    }
}

/// The international digits of a number that was written inside a country, with its calling code
/// or without.
pub(super) fn from_national(country: Country, digits: &str) -> Option<String> {
    if let Some(international) = national(country, digits) {
        return Some(international);
    }
    // National forms and forms with the calling code never have both the same length and the same
    // beginning, so it does not matter which is tried first.
    let rest = digits.strip_prefix(country.calling_code())?;
    if rest.starts_with('0') {
        return national(country, rest);
    }
    has_length_after_code(country, rest.len()).then(|| digits.to_owned())
}

/// Drops a domestic zero that was left between the calling code and the number: `55 (0) 11 …`.
///
/// None of these countries has numbers with a zero there. Others, such as Italy, do.
pub(super) fn without_domestic_zero(digits: &str) -> Option<String> {
    // Calling codes have up to three digits.
    let mut zeros = (1..=3).filter(|&at| digits.as_bytes().get(at) == Some(&b'0'));
    zeros.find_map(|zero| {
        let (code, rest) = digits.split_at_checked(zero)?;
        let mut countries = Country::with_calling_code(code).iter();
        countries.find_map(|&country| national(country, rest))
    })
}

fn national(country: Country, digits: &str) -> Option<String> {
    match country {
        Country::Argentina => argentina::national(digits),
        Country::Brazil => brazil::national(digits),
        Country::Mexico => mexico::national(digits),
        Country::Russia => russia::national(digits, &['3', '4', '8', '9']),
        Country::Kazakhstan => russia::national(digits, &['7']),
        _ => plain::national(country, digits),
    }
}

fn has_length_after_code(country: Country, length: usize) -> bool {
    match country {
        Country::Argentina => (10..=13).contains(&length),
        Country::Brazil | Country::Mexico => (10..=11).contains(&length),
        _ => plain::lengths(country).contains(&length),
    }
}
