//! Mexico: ten digits, of which the first is 2 to 9.
//!
//! Until 2019 mobile numbers had a 1 between the calling code and the ten digits when called from
//! abroad, and messengers still store it. No area starts with 1, so the 1 cannot be mistaken.

/// The length of area and number together.
const LENGTH: usize = 10;

/// What used to be dialled before area and number inside the country.
const PREFIXES: &[&str] = &["044", "045", "01"];

/// Drops the 1.
pub(super) fn canonical(rest: &str) -> Option<String> {
    let number = rest.strip_prefix('1')?;
    is_complete(number).then(|| format!("52{number}"))
}

/// The number with the 1.
pub(super) fn others(rest: &str) -> Option<String> {
    is_complete(rest).then(|| format!("521{rest}"))
}

/// Ten digits, after one of the old prefixes or after nothing.
pub(super) fn national(digits: &str) -> Option<String> {
    let number = PREFIXES
        .iter()
        .find_map(|prefix| digits.strip_prefix(prefix))
        .unwrap_or(digits);
    is_complete(number).then(|| format!("52{number}"))
}

fn is_complete(number: &str) -> bool {
    number.len() == LENGTH && !number.starts_with(['0', '1'])
}
