//! A wrapper around a memory desk whose finding can be made wrong.

use std::any::Any;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Contact, ContactId, ContactKey, ContactPatch, ContactQuery,
    Contacts, Directory, Error, ErrorKind, Helpdesk, Messages, NewContact, Page, PageRequest,
    RawRequest, RawResponse, Result, Tags, Tickets, Vendor, Webhooks, Written,
};

/// The wrapper.
pub struct Wrapper {
    pub desk: MemoryDesk,
    pub finds: Finds,
}

/// Whom it finds.
pub enum Finds {
    /// Everybody, whatever is asked for.
    Everybody,
    /// Nobody at first, as when somebody else creates the contact at the same moment.
    NobodyOnce(AtomicBool),
}

#[async_trait]
impl Contacts for Wrapper {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        Contacts::list(&self.desk, query, page, options).await
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        Contacts::get(&self.desk, id, options).await
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        match &self.finds {
            Finds::Everybody => {
                let page = PageRequest::first();
                Ok(self.list(&ContactQuery::all(), &page, options).await?.items)
            }
            Finds::NobodyOnce(done) => {
                if done.swap(true, Ordering::Relaxed) {
                    self.desk.find(key, options).await
                } else {
                    Ok(Vec::new())
                }
            }
        }
    }

    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        // As a vendor that does not say which contact is in the way.
        match Contacts::create(&self.desk, new, options).await {
            Err(error) if error.kind() == ErrorKind::Conflict => {
                Err(Error::new(ErrorKind::Conflict, "there is one"))
            }
            other => other,
        }
    }

    async fn update(
        &self,
        id: &ContactId,
        patch: &ContactPatch,
        options: &CallOptions,
    ) -> Result<Written<Contact>> {
        Contacts::update(&self.desk, id, patch, options).await
    }

    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        Contacts::delete(&self.desk, id, options).await
    }

    async fn set_blocked(
        &self,
        id: &ContactId,
        blocked: bool,
        options: &CallOptions,
    ) -> Result<()> {
        self.desk.set_blocked(id, blocked, options).await
    }
}

#[async_trait]
impl Helpdesk for Wrapper {
    fn vendor(&self) -> &Vendor {
        Helpdesk::vendor(&self.desk)
    }

    fn capabilities(&self) -> &Capabilities {
        self.desk.capabilities()
    }

    fn contacts(&self) -> Option<&dyn Contacts> {
        Some(self)
    }

    fn tickets(&self) -> Option<&dyn Tickets> {
        self.desk.tickets()
    }

    fn tags(&self) -> Option<&dyn Tags> {
        self.desk.tags()
    }

    fn messages(&self) -> Option<&dyn Messages> {
        self.desk.messages()
    }

    fn directory(&self) -> Option<&dyn Directory> {
        self.desk.directory()
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        self.desk.webhooks()
    }

    fn receiver(&self) -> Option<&dyn Receiver> {
        self.desk.receiver()
    }

    async fn check(&self, options: &CallOptions) -> Result<Account> {
        self.desk.check(options).await
    }

    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        self.desk.raw(request, options).await
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        Some(&self.desk)
    }
}
