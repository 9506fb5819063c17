//! Contacts, with conveniences.

use crate::stream::ListStream;
use crate::{
    Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Error, ErrorKind, Loss, NewContact,
    Operation, Page, PageRequest, Patch, Result, Written,
};

handle!(
    /// The contacts of a desk.
    ContactsHandle,
    contacts,
    crate::Contacts
);

/// What [`ContactsHandle::upsert`] and [`ContactsHandle::find_or_create`] did.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Upserted {
    /// The contact.
    pub contact: Contact,
    /// Whether it was created just now.
    pub created: bool,
    /// What the vendor could not hold.
    pub losses: Vec<Loss>,
}

impl ContactsHandle {
    /// One page of contacts. See [`Contacts::list`](crate::Contacts::list).
    pub async fn list(&self, query: &ContactQuery, page: &PageRequest) -> Result<Page<Contact>> {
        self.area(query.operation())?
            .list(query, page, &self.client.options)
            .await
    }

    /// All contacts of a query, fetched page by page as they are read.
    #[inline]
    pub fn stream(&self, query: ContactQuery) -> ListStream<Contact> {
        self.stream_from(query, PageRequest::first())
    }

    /// Like [`Self::stream`], with a page size and a place to begin.
    #[inline]
    pub fn stream_from(&self, query: ContactQuery, first: PageRequest) -> ListStream<Contact> {
        list_stream!(
            self,
            query.operation(),
            first,
            [query],
            |area, page, options| area.list(&query, page, options)
        )
    }

    /// One contact. See [`Contacts::get`](crate::Contacts::get).
    pub async fn get(&self, id: &ContactId) -> Result<Contact> {
        self.area(Operation::ContactsGet)?
            .get(id, &self.client.options)
            .await
    }

    /// All contacts that answer to a key. See [`Contacts::find`](crate::Contacts::find).
    pub async fn find(&self, key: &ContactKey) -> Result<Vec<Contact>> {
        self.area(key.operation())?
            .find(key, &self.client.options)
            .await
    }

    /// All contacts with this phone number, in any of its spellings.
    pub async fn find_by_phone(&self, number: impl Into<String>) -> Result<Vec<Contact>> {
        self.find(&ContactKey::Phone(number.into())).await
    }

    /// All contacts with this mail address.
    pub async fn find_by_email(&self, address: impl Into<String>) -> Result<Vec<Contact>> {
        self.find(&ContactKey::Email(address.into())).await
    }

    /// All contacts with this identity document.
    pub async fn find_by_document(&self, document: impl Into<String>) -> Result<Vec<Contact>> {
        self.find(&ContactKey::Document(document.into())).await
    }

    /// Creates a contact. See [`Contacts::create`](crate::Contacts::create).
    pub async fn create(&self, new: &NewContact) -> Result<Written<Contact>> {
        self.area(Operation::ContactsCreate)?
            .create(new, &self.client.options)
            .await
    }

    /// Changes a contact. See [`Contacts::update`](crate::Contacts::update).
    pub async fn update(&self, id: &ContactId, patch: &ContactPatch) -> Result<Written<Contact>> {
        self.area(Operation::ContactsUpdate)?
            .update(id, patch, &self.client.options)
            .await
    }

    /// Removes a contact. See [`Contacts::delete`](crate::Contacts::delete).
    pub async fn delete(&self, id: &ContactId) -> Result<()> {
        self.area(Operation::ContactsDelete)?
            .delete(id, &self.client.options)
            .await
    }

    /// Blocks a contact.
    pub async fn block(&self, id: &ContactId) -> Result<()> {
        self.area(Operation::ContactsBlock)?
            .set_blocked(id, true, &self.client.options)
            .await
    }

    /// Lets a blocked contact in again.
    pub async fn unblock(&self, id: &ContactId) -> Result<()> {
        self.area(Operation::ContactsBlock)?
            .set_blocked(id, false, &self.client.options)
            .await
    }

    /// Finds a contact by the phones, the document or the mails of `new`, in this order, or creates
    /// it. A contact that is found stays as it is.
    ///
    /// A search that the vendor does not have is skipped. When the vendor answers that the contact
    /// exists after all, the existing one is given back. `Conflict` when a key answers to several
    /// contacts: a program must not choose among people.
    #[inline]
    pub async fn find_or_create(&self, new: &NewContact) -> Result<Upserted> {
        if let Some(contact) = self.find_known(new).await? {
            return Ok(Upserted {
                contact,
                created: false,
                losses: Vec::new(),
            });
        }
        match self.create(new).await {
            Ok(written) => Ok(Upserted {
                contact: written.value,
                created: true,
                losses: written.losses,
            }),
            Err(error) => {
                let contact = self.existing(new, error).await?;
                Ok(Upserted {
                    contact,
                    created: false,
                    losses: Vec::new(),
                })
            }
        }
    }

    /// Finds a contact as [`Self::find_or_create`] does and brings it up to what `new` says, or
    /// creates it. Tags are added, not replaced; phones and mails that the contact has already are
    /// kept beside new ones.
    #[inline]
    pub async fn upsert(&self, new: &NewContact) -> Result<Upserted> {
        let mut done = self.find_or_create(new).await?;
        if done.created {
            return Ok(done);
        }
        let patch = difference(&done.contact, new);
        if !patch.is_empty() {
            let written = self.update(&done.contact.id, &patch).await?;
            done.contact = written.value;
            done.losses = written.losses;
        }
        Ok(done)
    }

    #[inline]
    async fn find_known(&self, new: &NewContact) -> Result<Option<Contact>> {
        for key in new.natural_keys() {
            if !self.client.supports(key.operation()) {
                continue;
            }
            let mut found = self.find(&key).await?;
            if let Some(channel) = &new.channel {
                found.retain(|contact| on_channel(contact, channel));
            }
            match found.len() {
                0 => {}
                1 => return Ok(found.pop()),
                many => {
                    return Err(Error::new(
                        ErrorKind::Conflict,
                        "several contacts answer to the same key; choose one of them",
                    )
                    .with_vendor(self.client.vendor().clone())
                    .with_operation(key.operation().as_str())
                    .with_field_error(key.field().as_str(), format!("{many} contacts have it"))
                    .with_delivery(crate::Delivery::Answered));
                }
            }
        }
        Ok(None)
    }

    /// The contact that stood in the way of a create.
    #[inline]
    async fn existing(&self, new: &NewContact, error: Error) -> Result<Contact> {
        if error.kind() != ErrorKind::Conflict {
            return Err(error);
        }
        match error.existing_id() {
            Some(id) => self.get(&ContactId::new(id)).await,
            None => self.find_known(new).await?.ok_or(error),
        }
    }
}

/// Whether a contact is on a channel, as far as it tells. Contacts that belong to no channel are on
/// all of them.
#[inline]
fn on_channel(contact: &Contact, wanted: &crate::ChannelSelector) -> bool {
    let Some(own) = &contact.channel else {
        return true;
    };
    match wanted {
        crate::ChannelSelector::Id(id) => own.id.as_ref().is_none_or(|own| own == id),
        crate::ChannelSelector::Kind(kind) => own.kind.as_ref().is_none_or(|own| own == kind),
    }
}

/// What has to change for a contact to hold all that `new` says.
#[inline]
fn difference(contact: &Contact, new: &NewContact) -> ContactPatch {
    let mut patch = ContactPatch::new();
    if new.name.is_some() && new.name != contact.name {
        patch.name = new.name.clone().into();
    }
    if !new.phones.iter().all(|number| contact.has_phone(number)) {
        let missing = new
            .phones
            .iter()
            .filter(|number| !contact.has_phone(number))
            .cloned();
        patch.phones = Patch::Set(
            contact
                .phones
                .iter()
                .map(|p| p.number.clone())
                .chain(missing)
                .collect(),
        );
    }
    if !new.emails.iter().all(|address| contact.has_email(address)) {
        let missing = new
            .emails
            .iter()
            .filter(|address| !contact.has_email(address))
            .cloned();
        patch.emails = Patch::Set(contact.emails.iter().cloned().chain(missing).collect());
    }
    if new
        .document
        .as_deref()
        .is_some_and(|document| !contact.has_document(document))
    {
        patch.document = new.document.clone().into();
    }
    if !new
        .handles
        .iter()
        .all(|handle| contact.handles.contains(handle))
    {
        let missing = new
            .handles
            .iter()
            .filter(|handle| !contact.handles.contains(handle));
        patch.handles = Patch::Set(contact.handles.iter().chain(missing).cloned().collect());
    }
    let own: Vec<_> = contact
        .tags
        .iter()
        .filter_map(|tag| tag.id.clone())
        .collect();
    if !new.tags.iter().all(|tag| own.contains(tag)) {
        let missing = new.tags.iter().filter(|tag| !own.contains(tag)).cloned();
        patch.tags = Patch::Set(own.iter().cloned().chain(missing).collect());
    }
    for (key, value) in &new.custom_fields {
        if contact.custom_fields.get(key) != Some(value) {
            patch
                .custom_fields
                .insert(key.clone(), Patch::Set(value.clone()));
        }
    }
    if new.owner.is_some()
        && contact.owner.as_ref().and_then(|owner| owner.id.as_ref()) != new.owner.as_ref()
    {
        patch.owner = new.owner.clone().into();
    }
    let organization = contact
        .organization
        .as_ref()
        .and_then(|own| own.id.as_ref());
    if new.organization.is_some() && organization != new.organization.as_ref() {
        patch.organization = new.organization.clone().into();
    }
    patch
}
