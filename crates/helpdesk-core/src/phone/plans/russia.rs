//! Russia and Kazakhstan: ten digits after 7, or after 8 when dialled inside.

/// The length of area and number together.
const LENGTH: usize = 10;

/// The first digits of the areas in use: 7 is Kazakhstan, the others are Russia.
const FIRST: &[char] = &['3', '4', '7', '8', '9'];

/// The same number with 7, if these digits are one with 8 and can be nothing else.
pub(in crate::phone) fn without_eight(digits: &str) -> Option<String> {
    let national = digits.strip_prefix('8')?;
    (national.len() == LENGTH && is_safe(national)).then(|| format!("7{national}"))
}

/// The same number with 8, if that can be read as nothing else.
pub(super) fn with_eight(digits: &str) -> Option<String> {
    let national = digits.strip_prefix('7')?;
    (national.len() == LENGTH && is_safe(national)).then(|| format!("8{national}"))
}

/// The number with 7, of one that is known to have been dialled inside.
pub(in crate::phone) fn from_domestic(digits: &str) -> Option<String> {
    let national = digits.strip_prefix('8')?;
    (national.len() == LENGTH && national.starts_with(FIRST)).then(|| format!("7{national}"))
}

/// Ten digits that start with one of those given, or 8 and any ten.
pub(super) fn national(digits: &str, first: &[char]) -> Option<String> {
    if digits.len() == LENGTH && digits.starts_with(first) {
        return Some(format!("7{digits}"));
    }
    from_domestic(digits)
}

/// Whether an 8 in front of the ten digits cannot be the beginning of a foreign calling code.
///
/// 81, 82, 85x and 86 have no counterpart among the areas here. The others do:
///
/// - 83x, 89x are not assigned to any country, and numbers of 87x have twelve digits.
/// - 84 is Vietnam, whose mobile numbers continue with 3, 5, 7, 8 or 9. Of the areas here 48x and
///   49x look like them; 471 to 475 do not, because no Vietnamese prefix is among 71 to 75.
/// - 880 is Bangladesh, where no number continues with 0; 882 and 883 are networks without a
///   country, 886 is Taiwan. 881, 884, 885, 887 and 888 have no numbers of eleven digits.
fn is_safe(national: &str) -> bool {
    matches!(
        national.as_bytes(),
        [b'3' | b'7' | b'9', ..]
            | [b'4', b'0'..=b'2', ..]
            | [b'4', b'7', b'1'..=b'5', ..]
            | [b'8', b'1' | b'4' | b'5' | b'7', ..]
            | [b'8', b'0', b'0', ..]
    )
}
