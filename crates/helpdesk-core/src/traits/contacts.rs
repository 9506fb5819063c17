//! Contacts.

use async_trait::async_trait;

use crate::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, NewContact, Page,
    PageRequest, Result, Written,
};

/// The people who write in.
#[async_trait]
pub trait Contacts: Send + Sync {
    /// One page of contacts; with [`ContactQuery::search`], of those that match.
    ///
    /// Lists may leave fields out; each contact's `not_sent` names them.
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>>;

    /// One contact. `NotFound` when there is none, whatever status the vendor answers for it.
    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact>;

    /// All contacts that answer to a key. A phone number finds every spelling of the same line.
    /// None is an empty list, not an error. A phone number that cannot be read is `Invalid`.
    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>>;

    /// Creates a contact, and gives it back as the vendor has it now.
    ///
    /// `Conflict` when the vendor already has it, with the existing identifier where the vendor
    /// tells. `Invalid` when the vendor needs an identity that is not given. After an unknown
    /// delivery the contact is looked for by its natural keys before anything is sent again.
    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>>;

    /// Changes a contact; fields that the patch keeps stay as they are. Gives back the contact as
    /// the vendor has it now. `NotFound`; `Conflict` when it is in use.
    async fn update(
        &self,
        id: &ContactId,
        patch: &ContactPatch,
        options: &CallOptions,
    ) -> Result<Written<Contact>>;

    /// Removes a contact. `NotFound` when there is none. What goes with it stands in the capability
    /// table's `effects`.
    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()>;

    /// Blocks a contact, or lets it in again. `NotFound`.
    async fn set_blocked(&self, id: &ContactId, blocked: bool, options: &CallOptions)
    -> Result<()>;
}
