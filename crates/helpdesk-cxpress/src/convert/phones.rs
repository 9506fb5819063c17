//! Phone numbers: neutral lines, and the vendor's one phone number and list of WhatsApp numbers.

use helpdesk_core::phone::{self, PhoneNumber};
use helpdesk_core::{Error, Field, Result};

/// A phone number as it is written: digits, beginning with the country code.
pub(crate) fn digits(number: &str) -> Result<String> {
    PhoneNumber::parse(number)
        .map(|number| number.digits().to_owned())
        .map_err(|error| Error::invalid(Field::Phones.as_str(), error.to_string()))
}

/// Phone numbers as they are written, each line once.
pub(crate) fn lines(numbers: &[String]) -> Result<Vec<String>> {
    let mut lines: Vec<String> = Vec::with_capacity(numbers.len());
    for number in numbers {
        let line = digits(number)?;
        if !lines.iter().any(|known| phone::equivalent(known, &line)) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The two numbers of a consumer and which of them a wanted list of lines changes.
///
/// The neutral contact has lines; the vendor has one phone number and a list of WhatsApp numbers.
/// A line that is there keeps its place; a new one becomes both, for a ticket on WhatsApp needs the
/// one and search finds the other.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PhoneChange {
    /// The phone number to write, if it changes.
    pub phone: Option<String>,
    /// The WhatsApp numbers to write, if they change.
    pub whatsapp: Option<Vec<String>>,
}

impl PhoneChange {
    /// What has to be written for a consumer to have exactly these lines; there is at least one.
    pub(crate) fn to(lines: &[String], phone: Option<&str>, whatsapp: Option<&str>) -> Self {
        let same = |a: Option<&str>, b: &str| a.is_some_and(|a| phone::equivalent(a, b));
        let wanted =
            |own: Option<&str>| own.is_some_and(|own| lines.iter().any(|l| same(Some(own), l)));
        // A line that only the phone number has stays out of WhatsApp, and the other way round.
        let only_phone = |line: &str| same(phone, line) && !same(whatsapp, line);
        let only_whatsapp = |line: &str| same(whatsapp, line) && !same(phone, line);
        let new_phone = if wanted(phone) {
            None
        } else {
            lines
                .iter()
                .find(|line| !only_whatsapp(line))
                .or_else(|| lines.first())
                .cloned()
        };
        let mut numbers: Vec<String> = lines
            .iter()
            .filter(|line| !only_phone(line))
            .cloned()
            .collect();
        if numbers.is_empty() && whatsapp.is_some() {
            numbers = lines.to_vec();
        }
        let unchanged = match numbers.as_slice() {
            [] => true,
            [one] => same(whatsapp, one),
            _ => false,
        };
        Self {
            phone: new_phone,
            whatsapp: (!unchanged).then_some(numbers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "5511987654321";
    const A_OLD: &str = "551187654321";
    const B: &str = "5521987650000";
    const C: &str = "5531987651111";

    fn to(
        lines: &[&str],
        phone: Option<&str>,
        whatsapp: Option<&str>,
    ) -> (Option<String>, Option<Vec<String>>) {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let change = PhoneChange::to(&lines, phone, whatsapp);
        (change.phone, change.whatsapp)
    }

    #[allow(clippy::unnecessary_wraps, reason = "it stands beside what `to` gives")]
    fn all(lines: &[&str]) -> Option<Vec<String>> {
        Some(lines.iter().map(|line| (*line).to_owned()).collect())
    }

    #[test]
    fn lines_that_are_there_are_not_written() {
        assert_eq!(to(&[A], Some(A), Some(A)), (None, None));
        assert_eq!(to(&[A_OLD], Some(A), Some(A)), (None, None));
        assert_eq!(to(&[A, B], Some(A), Some(B)), (None, None));
        assert_eq!(to(&[A], Some(A), None), (None, None));
    }

    #[test]
    fn a_new_line_becomes_both() {
        assert_eq!(to(&[A], None, None), (Some(A.to_owned()), all(&[A])));
        assert_eq!(to(&[B], Some(A), Some(A)), (Some(B.to_owned()), all(&[B])));
        assert_eq!(to(&[A, B], Some(A), Some(A)), (None, all(&[A, B])));
        assert_eq!(to(&[A, C], Some(A), Some(B)), (None, all(&[C])));
    }

    #[test]
    fn a_line_that_is_not_wanted_goes() {
        assert_eq!(to(&[A], Some(A), Some(B)), (None, all(&[A])));
        assert_eq!(to(&[B], Some(A), Some(B)), (Some(B.to_owned()), None));
    }
}
