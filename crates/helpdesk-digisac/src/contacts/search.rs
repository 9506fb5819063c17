//! Requests that look for contacts.

use helpdesk_core::{Contact, Error, Result};
use serde_json::{Value, json};

use super::{RELATIONS, by_age, is_person, is_visible, people_only};
use crate::api::{Api, Include, ListRequest, Spelling, containing, literal};
use crate::desk::refused;
use crate::{Digisac, convert, paging, row};

/// Where free text is looked for: in the names, and in the number if it looks like one.
pub(super) fn alternatives(text: &str) -> Vec<Value> {
    let text = text.trim();
    let pattern = containing(text);
    let mut alternatives: Vec<Value> = ["name", "internalName", "alternativeName"]
        .iter()
        .map(|field| json!({ *field: { "$iLike": pattern } }))
        .collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = !text.chars().any(char::is_alphabetic);
    if is_number && digits.len() >= 4 {
        // The stored number may lack a digit that the written one has, but never behind it.
        let tail = &digits[digits.len().saturating_sub(8)..];
        alternatives.push(json!({ "data.number": { "$iLike": containing(tail) } }));
    }
    alternatives
}

/// A search spelled in brackets, as it is known to work for numbers.
pub(super) fn in_brackets(filter: Value, page: u32, per: u32) -> ListRequest {
    ListRequest::builder()
        .filter(filter)
        .include(RELATIONS.iter().copied().map(Include::new).collect())
        .order(by_age())
        .page(page)
        .per_page(per)
        .spelling(Spelling::Brackets)
        .build()
}

/// A list of people with these relations.
fn people_with(include: Vec<Include>, page: u32, per: u32) -> ListRequest {
    ListRequest::builder()
        .distinct(true)
        .filter(people_only())
        .include(include)
        .order(by_age())
        .page(page)
        .per_page(per)
        .build()
}

/// The ways a document may be written: as given, bare, and as Brazil's two kinds are printed.
pub(super) fn document_spellings(document: &str) -> Vec<String> {
    let given = document.trim().to_owned();
    let bare: String = given
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    let part = |range: std::ops::Range<usize>| bare.get(range).unwrap_or_default();
    let printed = match bare.len() {
        11 => Some(format!(
            "{}.{}.{}-{}",
            part(0..3),
            part(3..6),
            part(6..9),
            part(9..11)
        )),
        14 => Some(format!(
            "{}.{}.{}/{}-{}",
            part(0..2),
            part(2..5),
            part(5..8),
            part(8..12),
            part(12..14)
        )),
        _ => None,
    };
    let mut spellings = vec![given];
    for spelling in std::iter::once(bare).chain(printed) {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

impl Digisac {
    /// The contacts whose custom field holds an address.
    ///
    /// The rows show that field alone, so each contact that is found is read whole.
    pub(super) async fn find_by_email(&self, api: &Api, address: &str) -> Result<Vec<Contact>> {
        let address = address.trim();
        let field = self.settings().email_custom_field.as_ref();
        let (Some(field), false) = (field, address.is_empty()) else {
            return Err(refused(
                helpdesk_core::Operation::ContactsFindByEmail,
                Error::invalid("emails", "is empty; give an address"),
            ));
        };
        let value =
            json!({ "customFieldId": field.as_str(), "value": { "$iLike": literal(address) } });
        let rows = paging::all(api, |page, per| {
            let include = vec![Include::new("customFieldValues").required(value.clone())];
            let (contacts, request) = (api.contacts(), people_with(include, page, per));
            async move { contacts.list_as::<row::Contact>(&request).await }
        })
        .await?;
        let mut found = Vec::new();
        for row in rows.iter().filter(|row| is_person(row) && is_visible(row)) {
            match self.whole_contact(api, &row.wire.id).await {
                Ok(contact) if contact.has_email(address) => found.push(contact),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// The people who have a document, by their identifiers.
    pub(super) async fn people_with_document(
        &self,
        api: &Api,
        document: &str,
    ) -> Result<Vec<String>> {
        let spellings = document_spellings(document);
        let rows = paging::all(api, |page, per| {
            let request = ListRequest::builder()
                .filter(json!({ "document": { "$in": spellings } }))
                .order(by_age())
                .page(page)
                .per_page(per)
                .build();
            let people = api.people();
            async move { people.list_as::<row::Person>(&request).await }
        })
        .await?;
        let fits = |own: &str| {
            let mut probe = Contact::new("");
            probe.document = Some(own.to_owned());
            probe.has_document(document)
        };
        Ok(rows
            .into_iter()
            .map(|row| row.wire)
            .filter(|person| {
                person.deleted_at.is_none() && person.document.as_deref().is_some_and(fits)
            })
            .map(|person| person.id)
            .collect())
    }

    /// The contacts of the people who have a document.
    pub(super) async fn find_by_document(&self, api: &Api, document: &str) -> Result<Vec<Contact>> {
        if !document.contains(|sign: char| sign.is_ascii_alphanumeric()) {
            return Err(refused(
                helpdesk_core::Operation::ContactsFindByDocument,
                Error::invalid("document", "is empty; give the number"),
            ));
        }
        let people = self.people_with_document(api, document).await?;
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let rows = paging::all(api, |page, per| {
            let include = RELATIONS
                .iter()
                .map(|relation| match *relation {
                    "person" => Include::new("person").required(json!({ "id": { "$in": people } })),
                    relation => Include::new(relation),
                })
                .collect();
            let (contacts, request) = (api.contacts(), people_with(include, page, per));
            async move { contacts.list_as::<row::Contact>(&request).await }
        })
        .await?;
        Ok(rows
            .into_iter()
            .filter(|row| is_person(row) && is_visible(row))
            .map(|row| convert::contact(row, self.reading()))
            .filter(|contact| contact.has_document(document))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_looked_for_in_all_their_spellings() {
        assert_eq!(
            document_spellings("00000000191"),
            ["00000000191", "000.000.001-91"]
        );
        assert_eq!(
            document_spellings("12.345.678/0001-95"),
            ["12.345.678/0001-95", "12345678000195"]
        );
        assert_eq!(document_spellings("ab-1"), ["ab-1", "AB1"]);
    }

    #[test]
    fn numbers_are_looked_for_by_their_end() {
        let text = json!(alternatives("(20) 9000-1001")).to_string();
        assert!(text.contains("%90001001%"), "{text}");
        assert!(
            !json!(alternatives("Rua 1234"))
                .to_string()
                .contains("data.number")
        );
    }
}
