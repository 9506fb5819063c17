//! Contacts.

mod create;
mod input;
mod search;

use async_trait::async_trait;
use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Error,
    ErrorKind, NewContact, Operation, Page, PageRequest, Result, TagId, Written,
};
use helpdesk_http::Kept;
use serde_json::json;

use crate::api::{Api, BlockContact, Include, ListRequest, Sort, UpdateContact, containing};
use crate::convert::{self, Reading};
use crate::desk::refused;
use crate::{Digisac, paging, row};

/// The relations that make a contact whole.
pub(crate) const RELATIONS: [&str; 4] = ["tags", "customFieldValues", "service", "person"];

/// Whether it is a person and not a group, a broadcast list or something removed.
pub(crate) fn is_person(row: &Kept<row::Contact>) -> bool {
    row.wire.is_group != Some(true)
        && row.wire.is_broadcast != Some(true)
        && row.wire.deleted_at.is_none()
}

/// Whether it is shown.
pub(crate) fn is_visible(row: &Kept<row::Contact>) -> bool {
    row.wire.visible != Some(false)
}

/// Lists hold groups, broadcast lists and hidden contacts unless they are kept out.
pub(crate) fn people_only() -> serde_json::Value {
    json!({
        "visible": true,
        "isGroup": { "$eq": false },
        "isBroadcast": { "$eq": false },
    })
}

/// Oldest first: what is added meanwhile comes at the end and moves nothing.
pub(crate) fn by_age() -> Vec<(String, Sort)> {
    vec![
        ("createdAt".to_owned(), Sort::Ascending),
        ("id".to_owned(), Sort::Ascending),
    ]
}

fn list_request(query: &ContactQuery, at: paging::Position) -> ListRequest {
    let mut filter = people_only();
    if let Some(text) = &query.search {
        filter["$or"] = json!(search::alternatives(text));
    }
    let include = RELATIONS
        .iter()
        .map(|relation| match (&query.tag, *relation) {
            (Some(tag), "tags") => Include::new("tags").required(json!({ "id": tag.as_str() })),
            (_, relation) => Include::new(relation),
        })
        .collect();
    ListRequest::builder()
        .distinct(true)
        .filter(filter)
        .include(include)
        .order(by_age())
        .page(at.page)
        .per_page(at.per)
        .build()
}

impl Digisac {
    /// A contact with all its relations. `NotFound` when it was removed as well.
    pub(crate) async fn whole_contact(&self, api: &Api, id: &str) -> Result<Contact> {
        let row = api.identified(
            api.contacts()
                .get_as::<row::Contact>(id, &RELATIONS)
                .await?,
        )?;
        if row.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such contact"));
        }
        Ok(convert::contact(row, self.reading()))
    }

    /// What a `NotFound` that the vendor did not say in so many words comes to: the record is
    /// looked for, and when it is there the vendor failed.
    pub(crate) async fn doubted(&self, api: &Api, id: &str, error: Error) -> Error {
        let unclear = error.kind() == ErrorKind::NotFound && error.status() == Some(500);
        if !unclear
            || api
                .contacts()
                .get_as::<row::Contact>(id, &[])
                .await
                .is_err()
        {
            return error;
        }
        api.seen(ErrorKind::Unavailable, "the vendor failed")
            .with_status(500)
            .with_delivery(helpdesk_core::Delivery::Unknown)
    }

    /// All contacts with a number, in whatever spelling; on one channel, or on all.
    pub(crate) async fn with_number(
        &self,
        api: &Api,
        number: &PhoneNumber,
        service: Option<&str>,
    ) -> Result<Vec<Kept<row::Contact>>> {
        let mut tails: Vec<String> = Vec::new();
        for spelling in number.spellings() {
            let tail = spelling.tail(8).to_owned();
            if !tails.contains(&tail) {
                tails.push(tail);
            }
        }
        let mut found: Vec<Kept<row::Contact>> = Vec::new();
        for tail in tails {
            let mut filter = json!({ "data.number": { "$iLike": containing(&tail) } });
            if let Some(service) = service {
                filter["serviceId"] = json!(service);
            }
            let rows = paging::all(api, |page, per| {
                let request = search::in_brackets(filter.clone(), page, per);
                let contacts = api.contacts();
                async move { contacts.list_as::<row::Contact>(&request).await }
            })
            .await?;
            for row in rows {
                let fits = row
                    .wire
                    .data
                    .number
                    .as_deref()
                    .and_then(|own| PhoneNumber::parse(own).ok())
                    .is_some_and(|own| own.same_line(number));
                let known = found.iter().any(|other| other.wire.id == row.wire.id);
                if fits && !known && is_person(&row) {
                    found.push(row);
                }
            }
        }
        Ok(found)
    }

    /// Puts tags on a contact and takes others off, one by one, until it has those that are wanted.
    async fn set_tags(&self, api: &Api, id: &str, now: &Contact, wanted: &[TagId]) -> Result<()> {
        let has = |tag: &TagId| now.tags.iter().any(|own| own.id.as_ref() == Some(tag));
        for tag in wanted.iter().filter(|tag| !has(tag)) {
            let added = api.tags().add_contacts(tag.as_str(), &[id]).await;
            added.map_err(|error| unknown_tag(api, error))?;
        }
        for own in now.tags.iter().filter_map(|own| own.id.as_ref()) {
            if !wanted.contains(own) {
                match api.tags().remove_contacts(own.as_str(), &[id]).await {
                    Err(error) if !error.is_not_found() => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// A tag that does not exist is wrong input here: the contact does exist.
fn unknown_tag(api: &Api, error: Error) -> Error {
    if error.is_not_found() {
        api.seen(ErrorKind::Invalid, "the vendor refused the input")
            .with_field_error("tags", "there is no such tag; create it first")
    } else {
        error
    }
}

#[async_trait]
impl Contacts for Digisac {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        let operation = query.operation();
        self.table().require_filters(operation, &query.fields())?;
        if query
            .search
            .as_ref()
            .is_some_and(|text| text.trim().is_empty())
        {
            return Err(refused(
                operation,
                Error::invalid("search", "is empty; give some text, or leave it out"),
            ));
        }
        let at = paging::wanted(operation, query, page)?;
        let api = self.scoped(operation, options);
        let list = api
            .contacts()
            .list_as::<row::Contact>(&list_request(query, at))
            .await?;
        let reading = Reading {
            one_tag_only: query.tag.is_some(),
            ..self.reading()
        };
        paging::page(&api, operation, query, at, list, |row| {
            (is_person(&row) && is_visible(&row)).then(|| convert::contact(row, reading))
        })
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        self.table().require(Operation::ContactsGet)?;
        let api = self.scoped(Operation::ContactsGet, options);
        self.whole_contact(&api, id.as_str()).await
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        self.table().require(operation)?;
        let api = self.scoped(operation, options);
        match key {
            ContactKey::Phone(number) => {
                let number = PhoneNumber::parse(number).map_err(|error| {
                    refused(operation, Error::invalid("phones", error.to_string()))
                })?;
                let rows = self.with_number(&api, &number, None).await?;
                let rows = rows.into_iter().filter(is_visible);
                Ok(rows
                    .map(|row| convert::contact(row, self.reading()))
                    .collect())
            }
            ContactKey::Email(address) => self.find_by_email(&api, address).await,
            ContactKey::Document(document) => self.find_by_document(&api, document).await,
            _ => Err(refused(
                operation,
                Error::new(ErrorKind::Unsupported, "Digisac does not find by this"),
            )),
        }
    }

    /// Looks for the number on the channel, creates the contact, and reads it back.
    ///
    /// After an unknown delivery it is looked for by number and channel. A document becomes a
    /// person, or the contact joins the person that has it.
    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        let operation = Operation::ContactsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let input = input::of_new(new, self.settings())?;
        losses.extend(
            self.table()
                .settle(operation, input.losses.clone(), options.loss)?,
        );
        let api = self.scoped(operation, options);
        let id = self.create_contact(&api, new, input).await?;
        let contact = self.whole_contact(&api, &id).await?;
        Ok(Written::new(contact).with_losses(losses))
    }

    /// Changes the fields that are named and puts tags on and takes them off one by one. The
    /// contact is read back; when its tags are others than they were set to, somebody else changed
    /// them at the same time, and that is a `Conflict`. Each call is sent again after an unknown
    /// delivery, for it sets a state.
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
        let change = input::of_patch(patch, self.settings())?;
        losses.extend(
            self.table()
                .settle(operation, change.losses, options.loss)?,
        );
        let api = self.scoped(operation, options);
        let id = id.as_str();
        let _alone = self.turn(&api, "contact", id).await?;

        let before = match &change.tags {
            Some(_) => Some(self.whole_contact(&api, id).await?),
            None => None,
        };
        if change.body != UpdateContact::default()
            && let Err(error) = api
                .contacts()
                .update_as::<row::Contact>(id, &change.body)
                .await
        {
            return Err(self.doubted(&api, id, error).await);
        }
        if let (Some(wanted), Some(before)) = (&change.tags, &before) {
            self.set_tags(&api, id, before, wanted).await?;
        }
        let contact = self.whole_contact(&api, id).await?;
        if let Some(wanted) = &change.tags {
            let has = |tag: &TagId| contact.tags.iter().any(|own| own.id.as_ref() == Some(tag));
            if contact.tags.len() != wanted.len() || !wanted.iter().all(has) {
                return Err(api
                    .seen(
                        ErrorKind::Conflict,
                        "the contact's tags changed at the same time; read it and try again",
                    )
                    .with_field_error("tags", "are not as they were set"));
            }
        }
        Ok(Written::new(contact).with_losses(losses))
    }

    /// Looks whether the contact is there, and removes it. After an unknown delivery it is sent again;
    /// when it is gone then, it is done.
    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        self.table().require(Operation::ContactsDelete)?;
        let api = self.scoped(Operation::ContactsDelete, options);
        let id = id.as_str();
        let _alone = self.turn(&api, "contact", id).await?;
        // Removing what is not there fails like a bug of the vendor's, so it is looked for first.
        // After that a missing record is one that an earlier attempt, or somebody else, removed.
        self.whole_contact(&api, id).await?;
        match api.contacts().delete(id).await {
            Ok(_) => Ok(()),
            Err(error) => match self.doubted(&api, id, error).await {
                error if error.is_not_found() => Ok(()),
                error => Err(error),
            },
        }
    }

    /// Blocks the contact or lets it in, and looks afterwards. It is sent again after an unknown
    /// delivery, for it sets a state.
    async fn set_blocked(
        &self,
        id: &ContactId,
        blocked: bool,
        options: &CallOptions,
    ) -> Result<()> {
        self.table().require(Operation::ContactsBlock)?;
        let api = self.scoped(Operation::ContactsBlock, options);
        let id = id.as_str();
        let request = BlockContact::builder().block(blocked).build();
        if let Err(error) = api.contacts().block(id, &request).await {
            return Err(self.doubted(&api, id, error).await);
        }
        match self.whole_contact(&api, id).await?.blocked {
            Some(now) if now != blocked => Err(api.seen(
                ErrorKind::Conflict,
                "the contact was blocked or let in by somebody else at the same time",
            )),
            _ => Ok(()),
        }
    }
}
