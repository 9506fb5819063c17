//! Contacts: the vendor's clients.

use async_trait::async_trait;
use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Delivery,
    Error, ErrorKind, Field, Loss, NewContact, Operation, Page, PageRequest, Patch, Result, TagId,
    Written,
};
use helpdesk_http::Kept;

use crate::api::{Api, AssigneeType, ListClients, UpdateClient};
use crate::convert::contacts::contact;
use crate::outcome::{in_part, read_again};
use crate::paging::{Offsets, given_out, is_given_out, named, slice};
use crate::{Chat2Desk, VENDOR, row};

mod draft;
mod find;
mod revision;

use draft::Draft;
use revision::Revision;

#[async_trait]
impl Contacts for Chat2Desk {
    /// A read: repeated after failures that may pass.
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        let operation = query.operation();
        self.table().require_filters(operation, &query.fields())?;
        let api = self.begin(operation, options);
        let at = Offsets::open(operation, query, page)?;
        if query
            .tag
            .as_ref()
            .is_some_and(|tag| !is_given_out(tag.as_str()))
        {
            // No contact has a tag that cannot exist, and the vendor may ignore the filter.
            return Ok(Page::last(Vec::new()));
        }
        let tags: Vec<String> = ids(query.tag.as_slice());
        if let Some(text) = &query.search {
            let number = PhoneNumber::parse(text).map_err(|_| not_searchable())?;
            let found = self.by_phone(&api, number.digits(), &tags).await?;
            return slice(operation, query, page, found);
        }
        let request = ListClients {
            tags,
            page: at.request(),
            ..ListClients::default()
        };
        let rows = api.clients().list_as(&request).await?;
        at.close(
            rows,
            |row: &row::Client| &row.id,
            |row| Some(self.contact(row)),
        )
    }

    /// A read: repeated after failures that may pass.
    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        let api = self.start_at(Operation::ContactsGet, id.as_str(), options)?;
        let client = api.clients().get_as(id.as_str()).await?;
        Ok(self.contact(client))
    }

    /// A read: repeated after failures that may pass.
    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        let api = self.start(operation, options)?;
        let found = match key {
            ContactKey::Phone(number) => self.by_phone(&api, number, &[]).await,
            ContactKey::Email(address) => self.by_address(&api, address).await,
            ContactKey::Document(document) => self.by_document(&api, document).await,
            _ => Err(Error::invalid("key", "the vendor cannot look for this")),
        };
        let mut found = found.map_err(|error| match error.operation() {
            None => named(error, operation),
            Some(_) => error,
        })?;
        found.retain(|contact| contact.matches(key));
        Ok(found)
    }

    /// Never sent twice blindly: after an unknown delivery the phone number or mail address is looked for,
    /// and a client with it, on the same messenger and channel as far as the server tells, is it. Where
    /// that cannot be told, the caller gets `Delivery::Unknown`. When the client is there and its custom
    /// fields or tags could not be set, the failure says so and names the client.
    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        let (draft, losses) = self.new_contact(new, options)?;
        let api = self.begin(Operation::ContactsCreate, options);
        existing_tags(&api, &draft.tags).await?;

        let made = api
            .clients()
            .create_or_find(&draft.client, || self.just_made(&api, &draft))
            .await;
        let made = match made {
            Ok(made) => made,
            Err(error) => return Err(self.naming_existing(&api, &draft, error).await),
        };
        let id = made.wire.id.clone();
        complete(&api, &id, &draft).await.map_err(|error| {
            in_part(
                error,
                "the contact was created, but not everything about it was set; update it",
            )
            .with_existing_id(id.as_str())
        })?;
        // The client is there: that it cannot be read again does not undo it.
        let client = api.clients().get_as(&id).await.unwrap_or(made);
        Ok(Written::new(self.contact(client)).with_losses(losses))
    }

    /// Repeated after failures that may pass: the same values twice are the same. A failure after the first
    /// of several changes has `Delivery::Unknown` and says that a part was done.
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
        given_out(id.as_str(), operation)?;
        Revision::check(patch, &self.options).map_err(|error| named(error, operation))?;
        let api = self.begin(operation, options);
        let clients = api.clients();
        let _held = self.hold(&api, "client", id.as_str()).await?;

        let before = clients.get_as(id.as_str()).await?;
        let revision = Revision::of(patch, &before.wire, &self.options)
            .map_err(|error| named(error, operation))?;
        losses.extend(
            self.table()
                .settle(operation, revision.losses.clone(), options.loss)?,
        );
        existing_tags(&api, &revision.tags_on).await?;
        let mut wrote = false;
        let mut so_far = |result: Result<()>| match result {
            Ok(()) => {
                wrote = true;
                Ok(())
            }
            Err(error) if wrote => Err(in_part(
                error,
                "the contact was changed in part; read it and try again",
            )),
            Err(error) => Err(error),
        };
        if revision.update != UpdateClient::default() {
            so_far(clients.change(id.as_str(), &revision.update).await)?;
        }
        if !revision.tags_on.is_empty() {
            let tags: Vec<String> = ids(&revision.tags_on);
            so_far(
                api.tags()
                    .assign_to(&tags, AssigneeType::Client, id.as_str())
                    .await,
            )?;
        }
        for tag in &revision.tags_off {
            so_far(
                self.take_off(&api, tag, AssigneeType::Client, id.as_str())
                    .await,
            )?;
        }
        let after = self.contact(read_again(clients.get_as(id.as_str()).await)?);
        if let Patch::Set(tags) = &patch.tags {
            self.same_tags(&after, tags)?;
        }
        Ok(Written::new(after).with_losses(losses))
    }

    async fn delete(&self, _id: &ContactId, _options: &CallOptions) -> Result<()> {
        self.table().require(Operation::ContactsDelete)?;
        Err(Error::unsupported(
            &VENDOR,
            Operation::ContactsDelete,
            "the vendor cannot remove a client",
        ))
    }

    /// Repeated after failures that may pass: blocking twice is blocking.
    async fn set_blocked(
        &self,
        id: &ContactId,
        blocked: bool,
        options: &CallOptions,
    ) -> Result<()> {
        let api = self.start_at(Operation::ContactsBlock, id.as_str(), options)?;
        let update = UpdateClient {
            ban_status: Some(blocked),
            ..UpdateClient::default()
        };
        api.clients().change(id.as_str(), &update).await
    }
}

impl Chat2Desk {
    /// A contact to create, and what is lost.
    fn new_contact(&self, new: &NewContact, options: &CallOptions) -> Result<(Draft, Vec<Loss>)> {
        let operation = Operation::ContactsCreate;
        let mut given = new.fields();
        if new.phones.is_empty() {
            // A mail address alone makes a client of the mail transport, where it has its place.
            given.retain(|field| *field != Field::Emails);
        }
        let mut losses = self.table().screen(operation, &given, options.loss)?;
        let mut draft = Draft::of(new, &self.options).map_err(|error| named(error, operation))?;
        let further = std::mem::take(&mut draft.losses);
        for loss in self.table().settle(operation, further, options.loss)? {
            if !losses.iter().any(|known| known.field == loss.field) {
                losses.push(loss);
            }
        }
        Ok((draft, losses))
    }

    pub(crate) fn contact(&self, kept: Kept<row::Client>) -> Contact {
        contact(kept, &self.options.aliases)
    }

    /// A duplicate, with who is there: servers do not always tell.
    async fn naming_existing(&self, api: &Api, draft: &Draft, error: Error) -> Error {
        if error.kind() != ErrorKind::Conflict || error.existing_id().is_some() {
            return error;
        }
        match self.with_address(api, draft).await {
            Ok(Some(existing)) => error.with_existing_id(existing.wire.id),
            _ => error,
        }
    }

    fn same_tags(&self, contact: &Contact, wanted: &[TagId]) -> Result<()> {
        let has = |tag: &TagId| contact.tags.iter().any(|own| own.id.as_ref() == Some(tag));
        let extra = contact
            .tags
            .iter()
            .filter_map(|own| own.id.as_ref())
            .any(|own| !wanted.contains(own));
        if wanted.iter().all(has) && !extra {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Conflict,
            "somebody else changed the tags at the same time; read the contact and try again",
        )
        .with_vendor(self.table().vendor().clone())
        .with_operation(Operation::ContactsUpdate.as_str())
        .with_field_error(Field::Tags.as_str(), "are others than the ones written")
        .with_delivery(Delivery::Unknown))
    }
}

/// A phone number that a caller gave.
fn readable(number: &str) -> Result<PhoneNumber> {
    PhoneNumber::parse(number).map_err(|error| {
        Error::invalid(
            Field::Phones.as_str(),
            format!("{error}; give it with its country code"),
        )
    })
}

/// A mail address that a caller gave.
fn mail_address(text: &str) -> Result<&str> {
    let text = text.trim();
    let fits = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if fits && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        Ok(text)
    } else {
        Err(Error::invalid(
            Field::Emails.as_str(),
            "is no mail address; write it like `name@example.com`",
        ))
    }
}

/// Sets what a new client is not made with.
async fn complete(api: &Api, id: &str, draft: &Draft) -> Result<()> {
    if !draft.custom_fields.is_empty() {
        let update = UpdateClient {
            custom_fields: draft.custom_fields.clone(),
            ..UpdateClient::default()
        };
        api.clients().change(id, &update).await?;
    }
    if !draft.tags.is_empty() {
        let tags = ids(&draft.tags);
        api.tags()
            .assign_to(&tags, AssigneeType::Client, id)
            .await?;
    }
    Ok(())
}

fn ids(tags: &[TagId]) -> Vec<String> {
    tags.iter().map(|tag| tag.as_str().to_owned()).collect()
}

/// Sees whether tags exist, for the vendor ignores those that do not.
async fn existing_tags(api: &Api, tags: &[TagId]) -> Result<()> {
    for tag in tags {
        match api.tags().get(tag.as_str()).await {
            Ok(_) => {}
            Err(error) if error.is_not_found() => {
                let mut invalid = Error::invalid(
                    Field::Tags.as_str(),
                    "holds a tag that does not exist; create it first",
                )
                .with_vendor(VENDOR)
                .with_delivery(Delivery::Answered)
                .with_attempts(error.attempts());
                if let Some(operation) = error.operation() {
                    invalid = invalid.with_operation(operation.to_owned());
                }
                return Err(invalid);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The vendor has no search by name.
fn not_searchable() -> Error {
    let error = Error::invalid(
        Field::Search.as_str(),
        "must be a whole phone number with its country code: Chat2Desk searches for nothing else",
    );
    named(error, Operation::ContactsSearch)
}
