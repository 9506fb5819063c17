//! Why a text is not read as a phone number.

use std::fmt;

/// Why a text is not read as a phone number. It never holds the text or any part of it.
///
/// ```
/// use helpdesk_core::phone::{PhoneError, PhoneNumber};
///
/// assert_eq!(PhoneNumber::parse("[tg] 734937551"), Err(PhoneError::NotANumber));
/// assert_eq!(PhoneNumber::parse("  "), Err(PhoneError::Empty));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PhoneError {
    /// Nothing was given.
    Empty,
    /// There are letters or signs that no phone number has, or no digits at all.
    NotANumber,
    /// The number carries an extension, which is a place behind the line and not the line.
    Extension,
    /// Too few digits for a number with its country code.
    TooShort,
    /// More digits than any number has.
    TooLong,
    /// The number starts with a zero, so it is a national form; [`parse_in`] reads those.
    ///
    /// [`parse_in`]: super::PhoneNumber::parse_in
    NoCountryCode,
    /// The number fits no form of the given country, and it is not marked as international by a
    /// leading `+` or `00`.
    NotNational,
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the phone number is empty",
            Self::NotANumber => "not a phone number: it has letters or signs, or no digits",
            Self::Extension => "the phone number has an extension; give the line alone",
            Self::TooShort => "the phone number has too few digits",
            Self::TooLong => "the phone number has too many digits",
            Self::NoCountryCode => "the phone number has no country code",
            Self::NotNational => {
                "the phone number fits no form of that country; start it with `+` if it is foreign"
            }
        })
    }
}

impl std::error::Error for PhoneError {}
