//! A desk whose pages are scripted.

use std::any::Any;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use futures_util::TryStreamExt;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Capability, Client, Contact, ContactId, ContactKey,
    ContactPatch, ContactQuery, Contacts, Cursor, Directory, Error, ErrorKind, Helpdesk, Messages,
    NewContact, Operation, Page, PageRequest, RawRequest, RawResponse, Result, Tags, Tickets,
    Vendor, Webhooks, Written,
};

/// One scripted page: what is on it, and how many turns of the executor it takes to come.
#[derive(Clone, Default)]
pub struct Script {
    pub ids: &'static [&'static str],
    pub next: Option<&'static str>,
    pub ahead: &'static [&'static str],
    pub turns: usize,
    pub fails: bool,
}

/// The page that was asked for, and the limit.
pub type Asked = (String, Option<u32>);

/// A desk whose contact list is scripted. The first page is called `first`.
#[derive(Clone)]
pub struct Scripted {
    capabilities: Capabilities,
    pages: Arc<HashMap<&'static str, Script>>,
    pub asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scripted {
    pub fn new(pages: impl IntoIterator<Item = (&'static str, Script)>) -> Self {
        Self {
            capabilities: Capabilities::new(Vendor::from_static("scripted"))
                .with(Operation::ContactsList, Capability::native()),
            pages: Arc::new(pages.into_iter().collect()),
            asked: Arc::default(),
        }
    }

    pub fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().map(|(page, _)| page.clone()).collect()
    }

    pub fn client(&self, prefetch: usize) -> Client {
        Client::new(self.clone()).with_prefetch(NonZeroUsize::new(prefetch).unwrap())
    }

    pub async fn ids(&self, prefetch: usize) -> Result<Vec<String>> {
        self.client(prefetch)
            .contacts()
            .stream(ContactQuery::all())
            .map_ok(|contact| contact.id.to_string())
            .try_collect()
            .await
    }
}

#[async_trait]
impl Contacts for Scripted {
    async fn list(
        &self,
        _: &ContactQuery,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Contact>> {
        let name = page.cursor.as_ref().map_or("first", Cursor::as_str);
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((name.to_owned(), page.limit));
        assert!(self.asked().len() < 1000, "the stream does not end");
        let script = self.pages[name].clone();
        for _ in 0..script.turns {
            tokio::task::yield_now().await;
        }
        if script.fails {
            return Err(Error::new(ErrorKind::Unavailable, "down"));
        }
        let items = script.ids.iter().map(|id| Contact::new(*id)).collect();
        let ahead = script
            .ahead
            .iter()
            .map(|name| Cursor::from_text(*name))
            .collect();
        Ok(Page::new(items, script.next.map(Cursor::from_text)).with_ahead(ahead))
    }

    async fn get(&self, _: &ContactId, _: &CallOptions) -> Result<Contact> {
        unreachable!()
    }

    async fn find(&self, _: &ContactKey, _: &CallOptions) -> Result<Vec<Contact>> {
        unreachable!()
    }

    async fn create(&self, _: &NewContact, _: &CallOptions) -> Result<Written<Contact>> {
        unreachable!()
    }

    async fn update(
        &self,
        _: &ContactId,
        _: &ContactPatch,
        _: &CallOptions,
    ) -> Result<Written<Contact>> {
        unreachable!()
    }

    async fn delete(&self, _: &ContactId, _: &CallOptions) -> Result<()> {
        unreachable!()
    }

    async fn set_blocked(&self, _: &ContactId, _: bool, _: &CallOptions) -> Result<()> {
        unreachable!()
    }
}

#[async_trait]
impl Helpdesk for Scripted {
    fn vendor(&self) -> &Vendor {
        self.capabilities.vendor()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn contacts(&self) -> Option<&dyn Contacts> {
        Some(self)
    }

    fn tickets(&self) -> Option<&dyn Tickets> {
        None
    }

    fn tags(&self) -> Option<&dyn Tags> {
        None
    }

    fn messages(&self) -> Option<&dyn Messages> {
        None
    }

    fn directory(&self) -> Option<&dyn Directory> {
        None
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        None
    }

    fn receiver(&self) -> Option<&dyn Receiver> {
        None
    }

    async fn check(&self, _: &CallOptions) -> Result<Account> {
        unreachable!()
    }

    async fn raw(&self, _: RawRequest, _: &CallOptions) -> Result<RawResponse> {
        unreachable!()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

pub fn page(ids: &'static [&'static str], next: Option<&'static str>) -> Script {
    Script {
        ids,
        next,
        ..Script::default()
    }
}
