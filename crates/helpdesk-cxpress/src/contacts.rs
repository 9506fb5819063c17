//! Contacts: the vendor's consumers.

use async_trait::async_trait;
use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Error,
    ErrorKind, Field, Handle, Loss, NewContact, Operation, Page, PageRequest, Patch, Result,
    Written,
};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::{Api, ListConsumers, ListTickets, Paging};
use crate::convert::contacts::{
    PhoneChange, addresses, contact, filled, lines, new_consumer, split_name, written_handles,
};
use crate::convert::custom_fields;
use crate::convert::tags::TagSet;
use crate::convert::words;
use crate::desk::after_write;
use crate::paging::{Answered, Listing, PAGE, located};
use crate::wire::{Consumer, CustomFieldValue, EditConsumer, EntityTypeId};

/// How many pages of what a search finds are looked through for a key.
const SEARCH_PAGES: u32 = 10;

#[async_trait]
impl Contacts for Cxpress {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        let operation = query.operation();
        self.table().require_filters(operation, &query.fields())?;
        let located = |error| located(error, operation);
        let search = query
            .search
            .as_deref()
            .map(|text| filled(&Field::Search, text))
            .transpose()
            .map_err(located)?;
        let tags = query
            .tag
            .as_ref()
            .map(|tag| TagSet::Contact.own(tag, Field::Tags.as_str()))
            .transpose()
            .map_err(located)?;
        let listing = Listing::open(operation, query, page, 1)?;

        let api = self.begin(operation, options);
        let found = api
            .consumers()
            .list(&ListConsumers {
                paging: listing.paging(),
                search,
                tags: tags.into_iter().map(str::to_owned).collect(),
                ..ListConsumers::default()
            })
            .await?;
        let answered = Answered::of(&found, |row| &row.user_id);
        let contacts = found.items.into_iter().map(contact).collect();
        listing.page(&answered, contacts, true)
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        let api = self.begin(Operation::ContactsGet, options);
        api.consumers().get(id.as_str()).await.map(contact)
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        self.table().require(operation)?;
        let terms = terms(key).map_err(|error| located(error, operation))?;
        let api = self.begin(operation, options);
        find(&api, key, &terms).await
    }

    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        let operation = Operation::ContactsCreate;
        let given = new.fields();
        let mut losses = self.table().screen(operation, &given, options.loss)?;
        let (consumer, approximated) =
            new_consumer(new).map_err(|error| located(error, operation))?;
        losses.extend(self.table().settle(operation, approximated, options.loss)?);

        let api = self.begin(operation, options);
        self.check_fields(&api, operation, consumer.custom_fields.as_deref())
            .await?;
        let created = match api.consumers().create(&consumer).await {
            Ok(created) => created,
            Err(error) => return Err(self.in_the_way(&api, new, error).await),
        };
        let whole = api
            .consumers()
            .get(&created.wire.user_id)
            .await
            .map_err(after_write)?;
        Ok(Written::new(contact(whole)).with_losses(losses))
    }

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
        let wanted = Wanted::of(patch).map_err(|error| located(error, operation))?;
        losses.extend(
            self.table()
                .settle(operation, wanted.losses.clone(), options.loss)?,
        );

        let api = self.begin(operation, options);
        self.check_fields(&api, operation, Some(&Wanted::given_fields(patch)))
            .await?;
        let _turn = self.hold(&api, "contact", id.as_str(), operation).await?;
        let there = api.consumers().get(id.as_str()).await?;
        let (change, lost) = wanted
            .change(id, &there, patch)
            .map_err(|error| located(error, operation))?;
        losses.extend(self.table().settle(operation, lost, options.loss)?);
        let Some(change) = change else {
            return Ok(Written::new(contact(there)).with_losses(losses));
        };
        let after = self.write_consumer(&api, operation, &change).await?;
        Ok(Written::new(contact(after)).with_losses(losses))
    }

    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        let operation = Operation::ContactsDelete;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "contact", id.as_str(), operation).await?;
        api.consumers().delete(id.as_str()).await
    }

    async fn set_blocked(&self, _: &ContactId, _: bool, _: &CallOptions) -> Result<()> {
        Err(self.lacks(Operation::ContactsBlock))
    }
}

/// What to search for a key: each in turn, until one finds it.
///
/// `Invalid` for a key that is none.
fn terms(key: &ContactKey) -> Result<Vec<String>> {
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
pub(crate) async fn find(api: &Api, key: &ContactKey, terms: &[String]) -> Result<Vec<Contact>> {
    for term in terms {
        let mut ids: Vec<String> = Vec::new();
        for page in 1..=SEARCH_PAGES {
            let query = ListConsumers::builder()
                .paging(Paging::new(PAGE, page))
                .search(term.as_str())
                .build();
            let found = api.consumers().list(&query).await?;
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
            match api.consumers().get(&id).await {
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

impl Cxpress {
    /// Checks values of contacts' custom fields against their definitions, if there are any values.
    async fn check_fields(
        &self,
        api: &Api,
        operation: Operation,
        values: Option<&[CustomFieldValue]>,
    ) -> Result<()> {
        let values = values.unwrap_or_default();
        if values.is_empty() {
            return Ok(());
        }
        let Some(definitions) = self.definitions(api).await? else {
            return Ok(());
        };
        custom_fields::check_all(&definitions, &EntityTypeId::Consumer, values)
            .map_err(|error| located(error, operation))
    }

    /// Says which contact stood in the way of a new one, if one did. How the vendor refuses a
    /// duplicate is not documented, so a refusal of any kind is looked into.
    async fn in_the_way(&self, api: &Api, new: &NewContact, error: Error) -> Error {
        if !matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid) {
            return error;
        }
        for key in new.natural_keys() {
            let Ok(terms) = terms(&key) else { continue };
            let Ok(found) = find(api, &key, &terms).await else {
                return error;
            };
            let Some(existing) = found.first() else {
                continue;
            };
            return conflict(
                &error,
                "another contact has it already",
                &key.field(),
                "another contact has it",
            )
            .with_existing_id(existing.id.as_str());
        }
        error
    }

    /// Writes a change and gives back the whole consumer, with the tags that were wanted.
    pub(crate) async fn write_consumer(
        &self,
        api: &Api,
        operation: Operation,
        change: &EditConsumer,
    ) -> Result<Kept<Consumer>> {
        if let Err(error) = api.consumers().edit(change).await {
            return Err(frozen(api, change, error).await);
        }
        let after = api.consumers().get(&change.id).await.map_err(after_write)?;
        if let Some(wanted) = &change.tags {
            let there: Vec<&str> = after
                .wire
                .tags
                .iter()
                .flatten()
                .map(|tag| tag.id.as_str())
                .collect();
            let same = wanted.len() == there.len()
                && wanted.iter().all(|tag| there.contains(&tag.as_str()));
            if !same {
                return Err(located(lost_update(), operation));
            }
        }
        Ok(after)
    }
}

/// The tags are not what was just written.
pub(crate) fn lost_update() -> Error {
    Error::new(
        ErrorKind::Conflict,
        "the tags are not those that were written: somebody else changed them at the same time, or \
         one of them is not in use; read them again",
    )
    .with_field_error(Field::Tags.as_str(), "differ from what was written")
    .with_delivery(helpdesk_core::Delivery::Answered)
    .with_attempts(1)
}

/// A refusal that turned out to be a collision.
pub(crate) fn conflict(
    refusal: &Error,
    message: &'static str,
    field: &Field,
    what: &'static str,
) -> Error {
    let mut error = Error::new(ErrorKind::Conflict, message)
        .with_field_error(field.as_str(), what)
        .with_delivery(refusal.delivery())
        .with_attempts(refusal.attempts());
    if let Some(vendor) = refusal.vendor() {
        error = error.with_vendor(vendor.clone());
    }
    if let Some(operation) = refusal.operation() {
        error = error.with_operation(operation.to_owned());
    }
    if let Some(status) = refusal.status() {
        error = error.with_status(status);
    }
    if let Some(code) = refusal.vendor_code() {
        error = error.with_vendor_code(code);
    }
    error
}

/// Says when a change was refused because tickets are ongoing, which freezes the addresses.
async fn frozen(api: &Api, change: &EditConsumer, error: Error) -> Error {
    let addresses = change.email_addresses.is_some() || change.whatsapp_numbers.is_some();
    if !addresses || error.kind() != ErrorKind::Invalid {
        return error;
    }
    let Ok(tickets) = api
        .consumers()
        .tickets(&change.id, &ListTickets::default())
        .await
    else {
        return error;
    };
    let ongoing = tickets.items.iter().any(|row| {
        words::status(&row.wire.status_id).category != helpdesk_core::StatusCategory::Closed
    });
    if !ongoing {
        return error;
    }
    let field = if change.email_addresses.is_some() {
        Field::Emails
    } else {
        Field::Phones
    };
    conflict(
        &error,
        "the contact has ongoing tickets, and until they are closed its addresses are frozen",
        &field,
        "cannot be changed now",
    )
}

/// What a patch comes to, checked before anything is sent.
struct Wanted {
    name: Option<String>,
    lines: Option<Vec<String>>,
    emails: Option<Vec<String>>,
    document: Option<String>,
    handles: Option<Vec<Handle>>,
    tags: Option<Vec<String>>,
    owner: Option<String>,
    losses: Vec<Loss>,
}

impl Wanted {
    fn of(patch: &ContactPatch) -> Result<Self> {
        let mut losses = Vec::new();
        let mut lose = |field: Field| {
            losses.push(Loss::new(
                field,
                "the vendor documents no way to empty it; it keeps its value",
            ));
        };
        let name = match &patch.name {
            Patch::Set(name) => Some(filled(&Field::Name, name)?),
            Patch::Clear => {
                lose(Field::Name);
                None
            }
            Patch::Keep => None,
        };
        let list = |patch: &Patch<Vec<String>>| match patch {
            Patch::Set(list) if !list.is_empty() => (Some(list.clone()), false),
            Patch::Keep => (None, false),
            Patch::Set(_) | Patch::Clear => (None, true),
        };
        let (phones, no_phones) = list(&patch.phones);
        let (emails, no_emails) = list(&patch.emails);
        let lines = phones.as_deref().map(lines).transpose()?;
        let emails = emails.as_deref().map(addresses).transpose()?;
        if no_phones {
            lose(Field::Phones);
        }
        if no_emails {
            lose(Field::Emails);
        }
        let document = match &patch.document {
            Patch::Set(document) => Some(filled(&Field::Document, document)?),
            Patch::Clear => {
                lose(Field::Document);
                None
            }
            Patch::Keep => None,
        };
        let handles = match &patch.handles {
            Patch::Set(handles) => Some(handles.clone()),
            Patch::Clear => Some(Vec::new()),
            Patch::Keep => None,
        };
        let tags = match &patch.tags {
            Patch::Set(tags) => Some(TagSet::Contact.own_all(tags)?),
            Patch::Clear => Some(Vec::new()),
            Patch::Keep => None,
        };
        let owner = match &patch.owner {
            Patch::Set(owner) => Some(owner.as_str().to_owned()),
            Patch::Clear => {
                lose(Field::Owner);
                None
            }
            Patch::Keep => None,
        };
        let (_, cleared) = custom_fields::change(&[], &patch.custom_fields)?;
        losses.extend(cleared);
        Ok(Self {
            name,
            lines,
            emails,
            document,
            handles,
            tags,
            owner,
            losses,
        })
    }

    /// The custom field values that are given.
    fn given_fields(patch: &ContactPatch) -> Vec<CustomFieldValue> {
        custom_fields::change(&[], &patch.custom_fields).map_or(Vec::new(), |(given, _)| given)
    }

    /// What has to be written for a consumer to become what is wanted, `None` when nothing changes;
    /// and what is lost by it.
    fn change(
        &self,
        id: &ContactId,
        kept: &Kept<Consumer>,
        patch: &ContactPatch,
    ) -> Result<(Option<EditConsumer>, Vec<Loss>)> {
        let there = &kept.wire;
        let mut losses = Vec::new();
        let mut change = EditConsumer::builder().id(id.as_str()).build();
        let mut changes = false;
        if let Some(name) = &self.name {
            let (name, lastname) = split_name(name, there.lastname.is_some());
            change.name = Some(name);
            change.lastname = lastname;
            changes = true;
        }
        if let Some(lines) = &self.lines {
            let phones = PhoneChange::to(lines, there.phone.as_deref(), there.whatsapp.as_deref());
            changes |= phones.phone.is_some() || phones.whatsapp.is_some();
            change.phone = phones.phone;
            change.whatsapp_numbers = phones.whatsapp;
        }
        if let Some(emails) = &self.emails {
            let same = match (emails.as_slice(), &there.email) {
                ([one], Some(own)) => one.eq_ignore_ascii_case(own),
                _ => false,
            };
            if !same {
                change.email_addresses = Some(emails.clone());
                changes = true;
            }
        }
        if let Some(document) = &self.document {
            change.document_number = Some(document.clone());
            changes = true;
        }
        if let Some(handles) = &self.handles {
            let own = contact(kept.clone()).handles;
            let (written, lost) = written_handles(handles, &own);
            changes |= written.twitter.is_some() || written.youtube.is_some();
            change.twitter = written.twitter;
            change.youtube = written.youtube;
            losses = lost;
        }
        if let Some(tags) = &self.tags {
            change.tags = Some(tags.clone());
            changes = true;
        }
        if let Some(owner) = &self.owner {
            change.employee_user_id = Some(owner.clone());
            changes = true;
        }
        if patch
            .custom_fields
            .values()
            .any(|patch| matches!(patch, Patch::Set(_)))
        {
            let own = there.custom_fields.as_deref().unwrap_or_default();
            let (all, _) = custom_fields::change(own, &patch.custom_fields)?;
            change.custom_fields = Some(all);
            changes = true;
        }
        Ok((changes.then(|| with_minimum(change, there)), losses))
    }
}

/// The vendor refuses a change that holds none of some fields, so the name is sent again.
pub(crate) fn with_minimum(mut change: EditConsumer, there: &Consumer) -> EditConsumer {
    let enough = change.name.is_some()
        || change.lastname.is_some()
        || change.phone.is_some()
        || change.email_addresses.is_some()
        || change.document_number.is_some()
        || change.twitter.is_some()
        || change.observations.is_some();
    if !enough {
        change.name.clone_from(&there.name);
        if change.name.is_none() {
            change.lastname.clone_from(&there.lastname);
            change.phone.clone_from(&there.phone);
            change.document_number.clone_from(&there.document_number);
        }
    }
    change
}
