//! Contacts: the vendor's consumers.

mod change;
mod find;
mod write;

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Field,
    NewContact, Operation, Page, PageRequest, Result, Written,
};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::ListConsumers;
use crate::convert::contacts::{contact, filled, new_consumer};
use crate::convert::tags::TagSet;
use crate::paging::{Listing, located};
use crate::row::Consumer;
use change::Wanted;
use find::{find, terms};

pub(crate) use change::with_minimum;
pub(crate) use write::{conflict, lost_update};

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
            .list_as(&ListConsumers {
                paging: listing.paging(),
                search,
                tags: tags.into_iter().map(str::to_owned).collect(),
                ..ListConsumers::default()
            })
            .await?;
        listing.close(
            found,
            |row: &Consumer| &row.user_id,
            |row| Some(contact(row)),
        )
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        let operation = Operation::ContactsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        api.consumers().get_as(id.as_str()).await.map(contact)
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        self.table().require(operation)?;
        let terms = terms(key).map_err(|error| located(error, operation))?;
        let api = self.begin(operation, options);
        find(&api, key, &terms).await
    }

    /// After an unknown delivery a consumer of this name is looked for by the first of its numbers,
    /// document, addresses and names in networks: found, it is the answer; surely not there, it is
    /// sent once more. One with nothing but a name is `Unknown`.
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
        let created: Kept<Consumer> = match api.consumers().create_as(&consumer).await {
            Ok(created) => created,
            Err(error) => return Err(self.in_the_way(&api, new, error).await),
        };
        let whole = api.consumers().get_as(&created.wire.user_id).await?;
        Ok(Written::new(contact(whole)).with_losses(losses))
    }

    /// Writes an absolute state, which is repeated. When that does not help, or the contact cannot be
    /// read afterwards, it is `Unknown`.
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
        let there = api.consumers().get_as(id.as_str()).await?;
        let (change, lost) = wanted
            .change(id, &there.wire, patch)
            .map_err(|error| located(error, operation))?;
        losses.extend(self.table().settle(operation, lost, options.loss)?);
        let Some(change) = change else {
            return Ok(Written::new(contact(there)).with_losses(losses));
        };
        let after = self.write_consumer(&api, operation, &change).await?;
        Ok(Written::new(contact(after)).with_losses(losses))
    }

    /// Repeated; gone after a lost answer is deleted. When that does not help, it is `Unknown`.
    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        let operation = Operation::ContactsDelete;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "contact", id.as_str(), operation).await?;
        api.consumers().delete(id.as_str()).await
    }

    async fn set_blocked(&self, _: &ContactId, _: bool, _: &CallOptions) -> Result<()> {
        Err(self.lacks(Operation::ContactsBlock))
    }
}
