//! Contacts, in neutral terms.

use async_trait::async_trait;
use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Error,
    ErrorKind, Field, Loss, LossPolicy, NewContact, Operation, Page, PageRequest, Result, Written,
};
use helpdesk_http::Kept;

use crate::WiseCx;
use crate::api::{Api, Filter, ListRequest, Sort};
use crate::convert::{contact, custom_fields};
use crate::input::{Problems, lost, number};
use crate::paging::Pages;
use crate::wire;

#[async_trait]
impl Contacts for WiseCx {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        let operation = query.operation();
        self.table().require_filters(operation, &query.fields())?;
        self.run(operation, async {
            let pages = Pages::open(operation, query, page)?;
            let api = self.api.scoped(operation, options);
            if let Some(text) = &query.search {
                return search(&api, text, &pages).await;
            }
            let fetch = |number, limit| {
                let mut request = ListRequest::page(number, limit);
                request.sort = Some(Sort::ascending("id"));
                let api = &api;
                async move { api.contacts().list(&request).await }
            };
            let rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            pages.page(rows, contact::read)
        })
        .await
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        let operation = Operation::ContactsGet;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            Ok(contact::read(api.contacts().get(id).await?))
        })
        .await
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        self.run(operation, async {
            let filter = filter(key)?;
            let api = self.api.scoped(operation, options);
            let found = find(&api, key, filter).await?;
            Ok(found.into_iter().map(contact::read).collect())
        })
        .await
    }

    /// After an unknown delivery a contact with all the identities that were given is looked for
    /// before anything is sent again.
    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        let operation = Operation::ContactsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        self.run(operation, async {
            let (mut problems, mut approximations) = (Problems::default(), Vec::new());
            let input = contact::create(new, &mut problems, &mut approximations);
            problems.check()?;
            losses.extend(
                self.table()
                    .settle(operation, approximations, options.loss)?,
            );

            let api = self.api.scoped(operation, options);
            self.refuse_known(&api, operation, &input).await?;
            let id = api.contacts().create(&input).await?.wire.id;
            let now = api.contacts().get(id).await?;
            if !custom_fields::kept(&input.custom_fields, &now.wire.custom_fields) {
                let error = not_kept(operation).with_existing_id(id.to_string());
                losses.push(unkept(error, options.loss)?);
            }
            Ok(Written::new(contact::read(now)).with_losses(losses))
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn update(
        &self,
        id: &ContactId,
        patch: &ContactPatch,
        options: &CallOptions,
    ) -> Result<Written<Contact>> {
        let operation = Operation::ContactsUpdate;
        let mut losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        self.run(operation, async {
            let (mut problems, mut approximations) = (Problems::default(), Vec::new());
            let id = problems.number("id", id.as_str());
            let mut input = contact::patch(patch, &mut problems, &mut approximations);
            let fields = &patch.custom_fields;
            custom_fields::merged(&[], fields, &mut problems, &mut approximations);
            problems.check()?;
            losses.extend(
                self.table()
                    .settle(operation, approximations, options.loss)?,
            );

            let api = self.api.scoped(operation, options);
            let _turn = self.turn(&api, "contact", id).await?;
            let own = api.contacts().get(id).await?;
            let changes = fields.values().any(|change| !change.is_keep());
            if input == wire::ContactInput::default() && !changes {
                return Ok(Written::new(contact::read(own)).with_losses(losses));
            }
            let mut problems = Problems::default();
            if changes {
                let own = &own.wire.custom_fields;
                input.custom_fields =
                    custom_fields::merged(own, fields, &mut problems, &mut Vec::new());
            }
            contact::identify(&mut input, &own.wire, &mut problems);
            problems.check()?;
            api.contacts().update(id, &input).await?;
            let now = api.contacts().get(id).await?;
            let wanted =
                custom_fields::merged(&[], fields, &mut Problems::default(), &mut Vec::new());
            if !custom_fields::kept(&wanted, &now.wire.custom_fields) {
                losses.push(unkept(not_kept(operation), options.loss)?);
            }
            Ok(Written::new(contact::read(now)).with_losses(losses))
        })
        .await
    }

    /// Repeated after failures that may pass. That it is gone although the answer to an earlier
    /// attempt was lost counts as success.
    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        let operation = Operation::ContactsDelete;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            api.contacts().delete(id).await.map(drop)
        })
        .await
    }

    async fn set_blocked(&self, _: &ContactId, _: bool, _: &CallOptions) -> Result<()> {
        Err(self.lacking(Operation::ContactsBlock))
    }
}

impl WiseCx {
    /// Refuses a contact that is there already. What WiseCX does with a second one of the same phone
    /// is not documented, so it is never asked to make one.
    async fn refuse_known(
        &self,
        api: &Api,
        operation: Operation,
        input: &wire::ContactInput,
    ) -> Result<()> {
        let keys = [
            input.phone.clone().map(ContactKey::Phone),
            input.personal_id.clone().map(ContactKey::Document),
            input.email.clone().map(ContactKey::Email),
        ];
        for key in keys.into_iter().flatten() {
            let found = find(api, &key, filter(&key)?).await?;
            if let Some(known) = found.first() {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "a contact with this identity is there already",
                )
                .with_vendor(crate::VENDOR)
                .with_operation(operation.as_str())
                .with_field_error(key.field().as_str(), "belongs to that contact")
                .with_existing_id(known.wire.id.to_string()));
            }
        }
        Ok(())
    }
}

/// A custom field that the vendor did not keep: a failure, or a loss where that is allowed.
pub(crate) fn unkept(error: Error, policy: LossPolicy) -> Result<Loss> {
    match policy {
        LossPolicy::Allow => Ok(Loss::new(Field::CustomFields, UNKEPT)),
        _ => Err(error),
    }
}

const UNKEPT: &str = "the vendor did not keep all of them; is there a custom field of each name?";

pub(crate) fn not_kept(operation: Operation) -> Error {
    lost(
        operation,
        "the record was written, but not all of it was kept",
    )
    .with_field_error(Field::CustomFields.as_str(), UNKEPT)
}

/// How the vendor is asked for a key, in all the spellings it may have kept it in.
fn filter(key: &ContactKey) -> Result<Filter> {
    match key {
        ContactKey::Phone(text) => {
            let number = PhoneNumber::parse(text)
                .map_err(|error| Error::invalid(Field::Phones.as_str(), error.to_string()))?;
            let mut texts = Vec::new();
            for spelling in number.spellings() {
                texts.push(spelling.digits().to_owned());
                texts.push(format!("+{}", spelling.digits()));
            }
            Ok(Filter::is_in("contact.phone", distinct(texts)))
        }
        ContactKey::Email(text) => {
            let address = text.trim();
            if !contact::is_address(address) {
                return Err(Error::invalid(Field::Emails.as_str(), "not a mail address"));
            }
            let texts = vec![address.to_owned(), address.to_lowercase()];
            Ok(Filter::is_in("contact.email", distinct(texts)))
        }
        ContactKey::Document(text) => {
            let text = text.trim();
            let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            if plain.is_empty() {
                return Err(Error::invalid(
                    Field::Document.as_str(),
                    "has neither letters nor digits",
                ));
            }
            let mut texts = vec![text.to_owned(), plain.clone(), plain.to_uppercase()];
            texts.extend(punctuated(&plain));
            Ok(Filter::is_in("contact.personal_id", distinct(texts)))
        }
        _ => Err(Error::invalid(
            "key",
            "is of a kind that WiseCX does not know",
        )),
    }
}

/// The usual punctuation of Brazilian and Argentine documents, by their length.
fn punctuated(plain: &str) -> Option<String> {
    if !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (a, b) = plain.split_at_checked(3)?;
    match plain.len() {
        // CPF: 000.000.000-00.
        11 => Some(format!("{a}.{}.{}-{}", &b[..3], &b[3..6], &b[6..])),
        // CNPJ: 00.000.000/0000-00.
        14 => Some(format!(
            "{}.{}.{}/{}-{}",
            &plain[..2],
            &plain[2..5],
            &plain[5..8],
            &plain[8..12],
            &plain[12..]
        )),
        _ => None,
    }
}

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// All contacts that answer to a key, those the vendor gives and the key does not fit left out.
async fn find(api: &Api, key: &ContactKey, filter: Filter) -> Result<Vec<Kept<wire::Contact>>> {
    let fetch = |page| {
        let request = ListRequest::builder()
            .filters(vec![filter.clone()])
            .sort(Sort::ascending("id"))
            .limit(crate::api::LARGEST_PAGE)
            .page(page)
            .build();
        async move { api.contacts().list(&request).await }
    };
    let mut found = crate::api::all(fetch, |row| row.id.to_string(), |_| false).await?;
    found.retain(|kept| contact::read(kept.clone()).matches(key));
    let mut seen = std::collections::HashSet::new();
    found.retain(|kept| seen.insert(kept.wire.id));
    Ok(found)
}

/// Contacts by free text: what the text can be as a whole is looked for.
async fn search(api: &Api, text: &str, pages: &Pages) -> Result<Page<Contact>> {
    let text = text.trim();
    let mut keys = Vec::new();
    if contact::is_address(text) {
        keys.push(ContactKey::Email(text.to_owned()));
    } else {
        if PhoneNumber::parse(text).is_ok() {
            keys.push(ContactKey::Phone(text.to_owned()));
        }
        if text.chars().any(|c| c.is_ascii_digit()) {
            keys.push(ContactKey::Document(text.to_owned()));
        }
    }
    if keys.is_empty() {
        return Err(Error::invalid(
            Field::Search.as_str(),
            "must be a whole mail address, phone number or document number: WiseCX searches for \
             nothing else",
        ));
    }
    let mut found: Vec<Kept<wire::Contact>> = Vec::new();
    for key in &keys {
        found.extend(find(api, key, filter(key)?).await?);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|kept| seen.insert(kept.wire.id));
    pages.page(pages.cut(found), contact::read)
}
