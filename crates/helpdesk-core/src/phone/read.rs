//! From text as people write it to bare digits.

use std::borrow::Cow;

use super::PhoneError;

/// More digits than any way of writing a number has, prefixes and all.
const FAR_TOO_LONG: usize = 24;

/// From how many digits on a mark such as `ext` is taken for that of an extension.
const BEFORE_EXTENSION: usize = 7;

/// What introduces an extension.
const EXTENSION_MARKS: &[&str] = &["ext", "x", "#", "ramal", "int", "anexo", "доб"];

/// What a text says.
pub(super) struct Reading {
    /// The digits, without the `00` of an international number.
    pub digits: String,
    /// Whether a leading `+` or `00` says that they start with a calling code.
    pub international: bool,
    /// Whether a leading 8 stands apart from the digits after it, as Russians write it.
    pub lone_eight: bool,
}

/// Reads a text.
pub(super) fn read(text: &str) -> Result<Reading, PhoneError> {
    // One more for the `+` that may be put in front.
    let room = |text: &str| String::with_capacity(text.len().min(FAR_TOO_LONG) + 1);
    // Vendors mostly keep bare digits.
    let bare = (1..=FAR_TOO_LONG).contains(&text.len());
    if bare && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut digits = room(text);
        digits.push_str(text);
        return Ok(told_international(digits, false, false));
    }

    let text = without_scheme(text.trim()).trim();
    if text.is_empty() {
        return Err(PhoneError::Empty);
    }
    let mut digits = room(text);
    let mut plus = false;
    let mut lone_eight = false;
    for (at, sign) in text.char_indices() {
        match sign {
            '0'..='9' => digits.push(sign),
            '+' if digits.is_empty() && !plus => plus = true,
            _ if is_invisible(sign) => {}
            _ if is_separator(sign) => lone_eight |= digits == "8",
            _ if digits.len() >= BEFORE_EXTENSION && is_extension(&text[at..]) => {
                return Err(PhoneError::Extension);
            }
            _ => return Err(PhoneError::NotANumber),
        }
        if digits.len() > FAR_TOO_LONG {
            return Err(PhoneError::TooLong);
        }
    }
    if digits.is_empty() {
        return Err(PhoneError::NotANumber);
    }

    Ok(told_international(digits, plus, lone_eight))
}

/// What digits say, of which a `00` in front says the same as a `+`.
fn told_international(mut digits: String, plus: bool, lone_eight: bool) -> Reading {
    let zeros = !plus && digits.starts_with("00");
    if zeros {
        digits.drain(..2);
    }
    Reading {
        digits,
        international: plus || zeros,
        lone_eight,
    }
}

/// Takes the placeholder for a carrier out of `0xx11…`, as Brazilians print it.
pub(super) fn without_carrier_mark(text: &str) -> Cow<'_, str> {
    let Some(zero) = text.find(|sign: char| sign.is_ascii_digit()) else {
        return Cow::Borrowed(text);
    };
    match text.get(zero..zero + 3) {
        Some(mark) if mark.eq_ignore_ascii_case("0xx") => {
            Cow::Owned(format!("{}0{}", &text[..zero], &text[zero + 3..]))
        }
        _ => Cow::Borrowed(text),
    }
}

fn without_scheme(text: &str) -> &str {
    match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &text[4..],
        _ => text,
    }
}

/// Signs that group digits. A line break is none: it parts two numbers.
fn is_separator(sign: char) -> bool {
    matches!(
        sign,
        '(' | ')' | '-' | '.' | '/' | '\t' | '\u{2010}'..='\u{2015}' | '\u{2212}'
    ) || (sign.is_whitespace() && !sign.is_control() && !matches!(sign, '\u{2028}' | '\u{2029}'))
}

/// Signs without a shape, which come along when a number is copied from a page or an address book.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_extension(rest: &str) -> bool {
    let mark = rest.trim_start_matches([';', ',', ' ']).to_lowercase();
    EXTENSION_MARKS.iter().any(|known| mark.starts_with(known))
        && rest.contains(|sign: char| sign.is_ascii_digit())
}
