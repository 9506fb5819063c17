//! Finding contacts.

use helpdesk_core::{Contact, Error, Field, Result};
use helpdesk_http::Kept;

use super::draft::Draft;
use super::{mail_address, readable};
use crate::api::{Api, ListClients, ListPage, MAX_LIMIT};
use crate::paging::converted;
use crate::{Chat2Desk, row};

impl Chat2Desk {
    /// All clients with a phone number, in any spelling: as the messenger's own number and as the one
    /// in the card.
    /// Only those with one of the tags, if there are any.
    pub(super) async fn by_phone(
        &self,
        api: &Api,
        number: &str,
        tags: &[String],
    ) -> Result<Vec<Contact>> {
        let number = readable(number)?;
        let mut found = Found::default();
        for spelling in number.spellings() {
            for in_card in [false, true] {
                let mut query = ListClients {
                    tags: tags.to_vec(),
                    ..ListClients::default()
                };
                let digits = Some(spelling.digits().to_owned());
                if in_card {
                    query.client_phone = digits;
                } else {
                    query.phone = digits;
                }
                found.add(self.all(api, query).await?);
            }
        }
        let mut contacts = found.contacts;
        contacts.retain(|contact| contact.has_phone(number.digits()));
        Ok(contacts)
    }

    /// All clients with a mail address: as that of a client of the mail transport, and in the custom
    /// field.
    pub(super) async fn by_address(&self, api: &Api, address: &str) -> Result<Vec<Contact>> {
        let address = mail_address(address)?;
        let mut found = Found::default();
        let query = of_address(address);
        found.add(self.all(api, query).await?);
        if let Some(field) = self.options.aliases.email.as_deref() {
            found.add(self.by_field(api, field, address).await?);
        }
        let mut contacts = found.contacts;
        contacts.retain(|contact| contact.has_email(address));
        Ok(contacts)
    }

    /// All clients with a document, in the custom field that holds it.
    pub(super) async fn by_document(&self, api: &Api, document: &str) -> Result<Vec<Contact>> {
        let document = document.trim();
        let (Some(field), true) = (
            self.options.aliases.document.as_deref(),
            document.contains(char::is_alphanumeric),
        ) else {
            return Err(Error::invalid(
                Field::Document.as_str(),
                "is empty; give the document to look for",
            ));
        };
        let mut found = Found::default();
        for spelling in spellings(document) {
            found.add(self.by_field(api, field, &spelling).await?);
        }
        let mut contacts = found.contacts;
        contacts.retain(|contact| contact.has_document(document));
        Ok(contacts)
    }

    /// All clients in whose custom field the vendor finds a text.
    async fn by_field(&self, api: &Api, field: &str, text: &str) -> Result<Vec<Contact>> {
        let query = ListClients {
            custom_field: Some((field.to_owned(), text.to_owned())),
            ..ListClients::default()
        };
        self.all(api, query).await
    }

    /// All pages of a narrow query.
    async fn all(&self, api: &Api, query: ListClients) -> Result<Vec<Contact>> {
        let rows = api.clients().rows(&query).all().await?;
        Ok(converted(rows, |row| self.contact(row)))
    }

    /// A client with the address of a new one, on whichever messenger.
    pub(super) async fn with_address(
        &self,
        api: &Api,
        draft: &Draft,
    ) -> Result<Option<Kept<row::Client>>> {
        if let Some(same) = self.just_made(api, draft).await? {
            return Ok(Some(same));
        }
        let query = of_address(&draft.client.phone);
        let mut rows = api.clients().list_as::<row::Client>(&query).await?.items;
        let at = rows.iter().position(|row| draft.is_at(&row.wire));
        Ok(at.map(|at| rows.swap_remove(at)))
    }

    /// The client that a create of unknown outcome has made, if it has.
    pub(super) async fn just_made(
        &self,
        api: &Api,
        draft: &Draft,
    ) -> Result<Option<Kept<row::Client>>> {
        let mut query = of_address(&draft.client.phone);
        query.page = ListPage::new(MAX_LIMIT, 0);
        for row in api.clients().list_as::<row::Client>(&query).await?.items {
            if !draft.is_at(&row.wire) {
                continue;
            }
            // Somebody with this number may be there already, by another messenger.
            let client = api.clients().get_as::<row::Client>(&row.wire.id).await?;
            if draft.fits(&client.wire) {
                return Ok(Some(client));
            }
        }
        Ok(None)
    }
}

/// The clients with an address in a messenger.
fn of_address(address: &str) -> ListClients {
    ListClients {
        phone: Some(address.to_owned()),
        ..ListClients::default()
    }
}

/// Contacts, each once.
#[derive(Default)]
struct Found {
    contacts: Vec<Contact>,
}

impl Found {
    fn add(&mut self, contacts: Vec<Contact>) {
        for contact in contacts {
            if !self.contacts.iter().any(|known| known.id == contact.id) {
                self.contacts.push(contact);
            }
        }
    }
}

/// The ways in which a document is written: as given, without signs, and the two Brazilian ones with
/// theirs. The vendor looks for the very text.
fn spellings(document: &str) -> Vec<String> {
    let plain: String = document.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut spellings = vec![document.to_owned()];
    let part = |from: usize, to: usize| plain.get(from..to).unwrap_or_default();
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    let signed = match plain.len() {
        11 if digits => Some(format!(
            "{}.{}.{}-{}",
            part(0, 3),
            part(3, 6),
            part(6, 9),
            part(9, 11)
        )),
        14 if digits => Some(format!(
            "{}.{}.{}/{}-{}",
            part(0, 2),
            part(2, 5),
            part(5, 8),
            part(8, 12),
            part(12, 14)
        )),
        _ => None,
    };
    for spelling in [Some(plain.clone()), signed].into_iter().flatten() {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}
