//! Brazil: two digits of area, then eight or nine of number.
//!
//! Mobile numbers once had eight digits, of which the first was 6 to 9; all of them were given a 9
//! in front. Landlines have eight digits, of which the first is 2 to 5, and were given nothing. So
//! the ninth digit may be added to or taken from a number only next to a 6 to 9; a number such as
//! `9 3…` is a modern one that never had a short form.

/// The area codes in use, in order.
const AREAS: &[&str] = &[
    "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "22", "24", "27", "28", "31", "32",
    "33", "34", "35", "37", "38", "41", "42", "43", "44", "45", "46", "47", "48", "49", "51", "53",
    "54", "55", "61", "62", "63", "64", "65", "66", "67", "68", "69", "71", "73", "74", "75", "77",
    "79", "81", "82", "83", "84", "85", "86", "87", "88", "89", "91", "92", "93", "94", "95", "96",
    "97", "98", "99",
];

/// Adds the ninth digit to a mobile number without it.
pub(super) fn canonical(rest: &str) -> Option<String> {
    let (area, number) = split(rest)?;
    is_old_mobile(number).then(|| format!("55{area}9{number}"))
}

/// The number without its ninth digit.
pub(super) fn others(rest: &str) -> Option<String> {
    let (area, number) = split(rest)?;
    let old = number.strip_prefix('9')?;
    is_old_mobile(old).then(|| format!("55{area}{old}"))
}

/// Area and number, after `0` or `0` and the two digits of a carrier, or after nothing.
pub(super) fn national(digits: &str) -> Option<String> {
    let rest = match digits.strip_prefix('0') {
        Some(rest) if rest.len() > 11 => rest.get(2..)?,
        Some(rest) => rest,
        None => digits,
    };
    let (area, number) = split(rest)?;
    let first = number.chars().next()?;
    let plausible = match number.len() {
        8 => ('2'..='9').contains(&first),
        9 => first == '9',
        _ => false,
    };
    plausible.then(|| format!("55{area}{number}"))
}

fn split(rest: &str) -> Option<(&str, &str)> {
    rest.split_at_checked(2)
        .filter(|(area, _)| AREAS.binary_search(area).is_ok())
}

fn is_old_mobile(number: &str) -> bool {
    number.len() == 8 && number.starts_with(['6', '7', '8', '9'])
}

#[cfg(test)]
mod tests {
    #[test]
    fn area_codes_are_in_order() {
        assert!(super::AREAS.is_sorted());
    }
}
