//! Phone numbers, and the several spellings of one line.
//!
//! The same person is stored as `5511987654321` at one vendor and as `551187654321` at another,
//! because national plans grew a digit, carry a mobile mark that some systems drop, or have a
//! prefix for domestic calls. [`PhoneNumber::same_line`] compares numbers with that in mind;
//! finding, creating and merging contacts by phone all go through it.
//!
//! | Plan | Spellings of one line | Canonical |
//! |---|---|---|
//! | Brazil | `55 AA 9NNNNNNNN`, `55 AA NNNNNNNN` where the short number starts with 6 to 9 | with the ninth digit |
//! | Argentina | `54 9 A N`, `54 A N`, `54 A 15 N`, `54 9 A 15 N` | `54 9 A N` |
//! | Mexico | `52 N`, `52 1 N` | `52 N` |
//! | Russia, Kazakhstan | `7 N`, `8 N` | `7 N` |
//!
//! Numbers of every other country have exactly one spelling. Where a rule might join two different
//! people, it does not apply: a contact found twice is an annoyance, two people merged into one is
//! a leak.
//!
//! ```
//! use helpdesk_core::phone::{self, Country, PhoneNumber};
//!
//! let stored = PhoneNumber::parse("551187654321")?;
//! let typed = PhoneNumber::parse_in("(11) 9 8765-4321", Country::Brazil)?;
//! assert!(stored.same_line(&typed));
//! assert_eq!(stored.canonical().e164(), "+5511987654321");
//!
//! assert!(phone::equivalent("+52 1 55 2345 6789", "525523456789"));
//! assert!(!phone::equivalent("[tg] 734937551", "734937551"));
//! # Ok::<(), phone::PhoneError>(())
//! ```

mod country;
mod error;
mod number;
mod plans;
mod read;

#[cfg(test)]
mod tests;

pub use country::Country;
pub use error::PhoneError;
pub use number::PhoneNumber;

/// Whether two texts are spellings of the same line.
///
/// Both are read with [`PhoneNumber::parse`]; a text that is no phone number is equivalent to
/// nothing, not even to itself.
///
/// ```
/// use helpdesk_core::phone::equivalent;
///
/// assert!(equivalent("5491123456789", "+54 (11) 2345-6789"));
/// assert!(equivalent("8 (912) 345-67-89", "79123456789"));
/// assert!(!equivalent("551123456789", "5511923456789"), "a landline has no ninth digit");
/// assert!(!equivalent("", ""));
/// ```
pub fn equivalent(a: &str, b: &str) -> bool {
    match (PhoneNumber::parse(a), PhoneNumber::parse(b)) {
        (Ok(a), Ok(b)) => a.same_line(&b),
        _ => false,
    }
}
