//! Finding contacts by what they are known by.

use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{Contact, ContactKey, Error, Field, Result};

use super::SEARCH_PAGES;
use crate::api::{Api, ListConsumers, Paging};
use crate::convert::contacts::{contact, filled};
use crate::paging::PAGE;

/// What to search for a key: each in turn, until one finds it.
///
/// `Invalid` for a key that is none.
pub(super) fn terms(key: &ContactKey) -> Result<Vec<String>> {
    let mut terms: Vec<String> = Vec::new();
    match key {
        ContactKey::Phone(number) => {
            let number = PhoneNumber::parse(number)
                .map_err(|error| Error::invalid(Field::Phones.as_str(), error.to_string()))?;
            terms.push(number.tail(8).to_owned());
            terms.extend(
                number
                    .spellings()
                    .iter()
                    .map(|spelling| spelling.digits().to_owned()),
            );
        }
        ContactKey::Email(address) => {
            terms.push(filled(&Field::Emails, address)?);
        }
        ContactKey::Document(document) => {
            let given = filled(&Field::Document, document)?;
            let plain: String = given.chars().filter(char::is_ascii_alphanumeric).collect();
            if plain.is_empty() {
                return Err(Error::invalid(
                    Field::Document.as_str(),
                    "must hold at least one letter from A to Z or one digit",
                ));
            }
            let dotted = punctuated(&plain);
            terms.push(given);
            terms.push(plain);
            terms.extend(dotted);
        }
        _ => {
            return Err(Error::invalid("key", "this kind of key is not known here"));
        }
    }
    let mut seen: Vec<String> = Vec::with_capacity(terms.len());
    for term in terms {
        if !seen.contains(&term) {
            seen.push(term);
        }
    }
    Ok(seen)
}

/// A CPF or CNPJ as people write it.
fn punctuated(plain: &str) -> Option<String> {
    if !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| &plain[from..to];
    match plain.len() {
        11 => Some(format!(
            "{}.{}.{}-{}",
            part(0, 3),
            part(3, 6),
            part(6, 9),
            part(9, 11)
        )),
        14 => Some(format!(
            "{}.{}.{}/{}-{}",
            part(0, 2),
            part(2, 5),
            part(5, 8),
            part(8, 12),
            part(12, 14)
        )),
        _ => None,
    }
}

/// The contacts that answer to a key. Rows of the search lack tags and custom fields, so each that
/// fits is read as a whole.
pub(super) async fn find(api: &Api, key: &ContactKey, terms: &[String]) -> Result<Vec<Contact>> {
    for term in terms {
        let mut ids: Vec<String> = Vec::new();
        for page in 1..=SEARCH_PAGES {
            let query = ListConsumers::builder()
                .paging(Paging::new(PAGE, page))
                .search(term.as_str())
                .build();
            let found = api.consumers().list_as(&query).await?;
            let next = found.next_page();
            for row in found.items {
                let row = contact(row);
                if row.matches(key) && !ids.iter().any(|id| id == row.id.as_str()) {
                    ids.push(row.id.as_str().to_owned());
                }
            }
            if next.is_none_or(|next| next <= page) {
                break;
            }
        }
        let mut contacts = Vec::with_capacity(ids.len());
        for id in ids {
            match api.consumers().get_as(&id).await {
                Ok(whole) => contacts.push(contact(whole)),
                // It was removed since.
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        if !contacts.is_empty() {
            return Ok(contacts);
        }
    }
    Ok(Vec::new())
}
