//! A phone number with its country code.

use std::fmt;
use std::str::FromStr;

use super::read::{Reading, read, without_carrier_mark};
use super::{Country, PhoneError, country, plans};

/// The fewest digits of a number with its country code.
const SHORTEST: usize = 8;

/// The most digits of a number with its country code, after E.164.
const LONGEST: usize = 15;

/// A phone number with its country code: the digits of E.164 without `+`.
///
/// `==` compares the digits as they were written. To ask whether two numbers reach the same person
/// use [`same_line`](Self::same_line); to key a map by person use [`canonical`](Self::canonical).
///
/// `Debug` tells the country code and the length, never the number, and there is no `Display`:
/// write [`e164`](Self::e164) or [`digits`](Self::digits) where the number is meant to be seen.
///
/// ```
/// use helpdesk_core::phone::PhoneNumber;
///
/// let number = PhoneNumber::parse("+55 (11) 98765-4321")?;
/// assert_eq!(number.digits(), "5511987654321");
/// assert_eq!(format!("{number:?}"), "PhoneNumber(55…, 13 digits)");
/// # Ok::<(), helpdesk_core::phone::PhoneError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    /// Only ASCII digits, at least [`SHORTEST`] and at most [`LONGEST`].
    digits: String,
}

impl PhoneNumber {
    /// Reads a number that carries its country code.
    ///
    /// Spaces, `()-./` and invisible signs are skipped, as are a leading `tel:`, `+` or `00`.
    /// Without `+` and `00` the digits are taken to start with a country code, which is how the
    /// vendors store them. A domestic zero after the code is dropped where the country has no
    /// numbers with it (`+55 (0) 11 …`). Letters, other signs and extensions are refused.
    ///
    /// An 8 with 10 digits after it is read as Russia or Kazakhstan, whose 8 stands for 7. Some
    /// foreign numbers look the same (a Vietnamese mobile number, a Taiwanese landline): such
    /// digits are read so only when the 8 stands apart, as in `8 (499) …`, and there is no `+`.
    ///
    /// ```
    /// use helpdesk_core::phone::{PhoneError, PhoneNumber};
    ///
    /// assert_eq!(PhoneNumber::parse("00 34 612 345 678")?.digits(), "34612345678");
    /// assert_eq!(PhoneNumber::parse("89123456789")?.digits(), "79123456789");
    /// assert_eq!(PhoneNumber::parse("(011) 4321-5678"), Err(PhoneError::NoCountryCode));
    /// assert_eq!(PhoneNumber::parse("5511987654321 ramal 12"), Err(PhoneError::Extension));
    /// # Ok::<(), PhoneError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        Self::from_reading(read(text)?)
    }

    /// Reads a number as people of a country write it: with the country code or without it.
    ///
    /// A number with `+` or `00` is read as by [`parse`](Self::parse), whatever its country. Any
    /// other must be a national form, with or without area prefixes such as `0`, `0xx`, `01` or
    /// `15`, or start with the code of that country. A local number without its area is refused.
    ///
    /// ```
    /// use helpdesk_core::phone::{Country, PhoneError, PhoneNumber};
    ///
    /// let read = |text, country| PhoneNumber::parse_in(text, country).map(|number| number.e164());
    /// assert_eq!(read("(11) 9 8765-4321", Country::Brazil)?, "+5511987654321");
    /// assert_eq!(read("0xx11 3456-7890", Country::Brazil)?, "+551134567890");
    /// assert_eq!(read("011 15-2345-6789", Country::Argentina)?, "+5491123456789");
    /// assert_eq!(read("55 2345 6789", Country::Mexico)?, "+525523456789");
    /// assert_eq!(read("8 (499) 123-45-67", Country::Russia)?, "+74991234567");
    /// assert_eq!(read("+34 612 345 678", Country::Mexico)?, "+34612345678");
    /// assert_eq!(read("2345 6789", Country::Mexico), Err(PhoneError::NotNational));
    /// # Ok::<(), PhoneError>(())
    /// ```
    #[inline]
    pub fn parse_in(text: &str, country: Country) -> Result<Self, PhoneError> {
        let text = match country {
            Country::Brazil => without_carrier_mark(text),
            _ => text.into(),
        };
        let reading = read(&text)?;
        if reading.international {
            return Self::from_reading(reading);
        }
        if let Some(digits) = plans::from_national(country, &reading.digits) {
            return Self::checked(digits);
        }
        match reading.digits.len() {
            ..SHORTEST => Err(PhoneError::TooShort),
            length if length > LONGEST => Err(PhoneError::TooLong),
            _ => Err(PhoneError::NotNational),
        }
    }

    /// The digits, starting with the country code, without `+`.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The number as E.164 has it, with `+`.
    ///
    /// The spelling with the domestic 8 of Russia and Kazakhstan, which only
    /// [`spellings`](Self::spellings) gives, is written with 7.
    pub fn e164(&self) -> String {
        match plans::russia::without_eight(&self.digits) {
            Some(digits) => ["+", &digits].concat(),
            None => ["+", &self.digits].concat(),
        }
    }

    /// What [`e164`](Self::e164) gives, without another text.
    pub(crate) fn into_e164(self) -> String {
        if plans::russia::without_eight(&self.digits).is_some() {
            return self.e164();
        }
        let mut text = self.digits;
        text.insert(0, '+');
        text
    }

    /// The country code, where the number starts with one that is assigned.
    ///
    /// ```
    /// use helpdesk_core::phone::PhoneNumber;
    ///
    /// assert_eq!(PhoneNumber::parse("+598 94 123 456")?.country_code(), Some("598"));
    /// assert_eq!(PhoneNumber::parse("999 1234 5678")?.country_code(), None);
    /// # Ok::<(), helpdesk_core::phone::PhoneError>(())
    /// ```
    #[inline]
    pub fn country_code(&self) -> Option<&str> {
        if plans::russia::without_eight(&self.digits).is_some() {
            return Some(Country::Russia.calling_code());
        }
        country::calling_code(&self.digits)
    }

    /// The one spelling that stands for all spellings of the line.
    ///
    /// It is the modern international form: Brazil with the ninth digit, Argentina with 9 and
    /// without 15, Mexico without 1, Russia and Kazakhstan with 7. It serves to compare and to
    /// key; an Argentine landline gets its 9 as well, because the digits do not tell it from a
    /// mobile number, so call and write to the number as it was given.
    ///
    /// ```
    /// use helpdesk_core::phone::PhoneNumber;
    ///
    /// let number = PhoneNumber::parse("54 11 15 2345-6789")?;
    /// assert_eq!(number.canonical().digits(), "5491123456789");
    /// assert_eq!(number.canonical().canonical(), number.canonical());
    /// # Ok::<(), helpdesk_core::phone::PhoneError>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn canonical(&self) -> Self {
        match plans::canonical(&self.digits) {
            Some(digits) => Self { digits },
            None => self.clone(),
        }
    }

    /// Every spelling of the line a vendor may have stored: the canonical one first, no repeats,
    /// at most eight, this one among them.
    ///
    /// ```
    /// use helpdesk_core::phone::PhoneNumber;
    ///
    /// let number = PhoneNumber::parse("+52 55 2345 6789")?;
    /// let spellings: Vec<_> = number.spellings().iter().map(|n| n.digits().to_owned()).collect();
    /// assert_eq!(spellings, ["525523456789", "5215523456789"]);
    /// # Ok::<(), helpdesk_core::phone::PhoneError>(())
    /// ```
    pub fn spellings(&self) -> Vec<Self> {
        let canonical = self.canonical();
        let others = plans::others(&canonical.digits);
        let mut spellings = vec![canonical];
        spellings.extend(others.into_iter().map(|digits| Self { digits }));
        spellings
    }

    /// Whether the other number is a spelling of the same line. An equivalence: it holds between a
    /// number and itself, in both directions, and along chains.
    pub fn same_line(&self, other: &Self) -> bool {
        self == other || self.canonical() == other.canonical()
    }

    /// The last `n` digits, or all of them if there are fewer.
    ///
    /// The spellings of a line differ at the front, so a search by the last 8 digits finds
    /// candidates in all of them, save for the Argentine 15 in areas with short numbers; compare
    /// what it finds with [`same_line`](Self::same_line).
    ///
    /// ```
    /// use helpdesk_core::phone::PhoneNumber;
    ///
    /// let number = PhoneNumber::parse("+55 11 98765-4321")?;
    /// assert_eq!(number.tail(8), "87654321");
    /// assert_eq!(number.tail(99), number.digits());
    /// # Ok::<(), helpdesk_core::phone::PhoneError>(())
    /// ```
    pub fn tail(&self, n: usize) -> &str {
        &self.digits[self.digits.len().saturating_sub(n)..]
    }

    fn from_reading(reading: Reading) -> Result<Self, PhoneError> {
        let Reading {
            digits,
            international,
            lone_eight,
        } = reading;
        if digits.starts_with('0') {
            return Err(PhoneError::NoCountryCode);
        }
        if let Some(digits) = plans::russia::without_eight(&digits) {
            return Self::checked(digits);
        }
        if lone_eight
            && !international
            && let Some(digits) = plans::russia::from_domestic(&digits)
        {
            return Self::checked(digits);
        }
        Self::checked(plans::without_domestic_zero(&digits).unwrap_or(digits))
    }

    fn checked(digits: String) -> Result<Self, PhoneError> {
        match digits.len() {
            ..SHORTEST => Err(PhoneError::TooShort),
            SHORTEST..=LONGEST => Ok(Self { digits }),
            _ => Err(PhoneError::TooLong),
        }
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;

    /// The same as [`PhoneNumber::parse`].
    #[inline]
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.country_code().unwrap_or_default();
        write!(f, "PhoneNumber({code}…, {} digits)", self.digits.len())
    }
}
