//! Pure functions between the vendor's objects and the neutral ones.

pub(crate) mod contacts;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod phones;
mod record;
pub(crate) mod tags;
pub(crate) mod tickets;
pub(crate) mod words;

/// First name and surname in one.
pub(crate) fn full_name(name: Option<String>, lastname: Option<String>) -> Option<String> {
    match (name.and_then(trimmed), lastname.and_then(trimmed)) {
        (Some(name), Some(lastname)) => Some([name, lastname].join(" ")),
        (one, other) => one.or(other),
    }
}

/// A text without white space around it, if anything is left.
fn trimmed(text: String) -> Option<String> {
    let inner = text.trim();
    if inner.len() == text.len() {
        return Some(text).filter(|text| !text.is_empty());
    }
    Some(inner.to_owned()).filter(|inner| !inner.is_empty())
}
