//! Contacts that break rules.

use async_trait::async_trait;
use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts, Error,
    ErrorKind, NewContact, Operation, Page, PageRequest, Patch, Result, Written,
};

use crate::desk::{Break, Broken};

impl Broken {
    fn people(&self) -> &dyn Contacts {
        self.inner.desk().contacts().unwrap()
    }

    async fn everybody(&self) -> Result<Vec<Contact>> {
        let all = PageRequest::first();
        let page = self
            .people()
            .list(&ContactQuery::all(), &all, &CallOptions::new())
            .await?;
        Ok(page.items)
    }
}

#[async_trait]
impl Contacts for Broken {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Contact>> {
        self.hurry(options)?;
        self.begin()?;
        tokio::task::yield_now().await;
        let (mut query, mut request) = (query.clone(), page.clone());
        match self.how {
            Break::SearchIgnored => query.search = None,
            Break::TagFilterIgnored => query.tag = None,
            Break::LimitIgnored => request.limit = None,
            Break::ZeroIsOne => request.limit = request.limit.map(|limit| limit.max(1)),
            _ => {}
        }
        let mut listed = self.people().list(&query, &request, options).await;
        if self.is(Break::ForeignCursor) && listed.is_err() {
            request.cursor = None;
            listed = self.people().list(&query, &request, options).await;
        }
        self.end();
        let mut answer = listed?;
        match self.how {
            Break::PageRepeats => {
                let mut first = self.first.lock().unwrap();
                match (&*first, page.limit) {
                    (Some(first), Some(limit)) if page.cursor.is_some() => {
                        if answer.items.len() < limit as usize {
                            answer.items.push(first.clone());
                        }
                    }
                    _ => *first = answer.items.first().cloned(),
                }
            }
            Break::LastPageLost => {
                if let Some(next) = answer.next.clone() {
                    let mut peek = PageRequest::first().after(next);
                    peek.limit = request.limit;
                    if self
                        .people()
                        .list(&query, &peek, options)
                        .await?
                        .next
                        .is_none()
                    {
                        answer.next = None;
                    }
                    answer.ahead.clear();
                }
            }
            Break::RowsLackSilently => {
                for row in &mut answer.items {
                    row.emails.clear();
                }
            }
            Break::EmptyIsTheEnd if answer.items.is_empty() => answer.next = None,
            _ => {}
        }
        Ok(answer)
    }

    async fn get(&self, id: &ContactId, options: &CallOptions) -> Result<Contact> {
        if self.is(Break::AsksFirst) {
            let _ = self.everybody().await;
            return Err(Error::unsupported(
                self.inner.vendor(),
                Operation::ContactsGet,
                "it says so",
            ));
        }
        if self.is(Break::SupportedRefuses) {
            return Err(Error::unsupported(
                self.inner.vendor(),
                Operation::ContactsGet,
                "it was forgotten",
            ));
        }
        self.people()
            .get(id, options)
            .await
            .map_err(|error| self.spoil(error))
    }

    async fn find(&self, key: &ContactKey, options: &CallOptions) -> Result<Vec<Contact>> {
        let wanted = match (key, self.how) {
            (ContactKey::Email(wanted), Break::EmailCaseMatters) => {
                let mut all = self.everybody().await?;
                all.retain(|one| one.emails.contains(wanted));
                return Ok(all);
            }
            (ContactKey::Document(wanted), Break::DocumentDotsMatter) => {
                let mut all = self.everybody().await?;
                all.retain(|one| one.document.as_ref() == Some(wanted));
                return Ok(all);
            }
            (ContactKey::Phone(wanted), _) => wanted,
            _ => return self.people().find(key, options).await,
        };
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        match self.how {
            Break::FindExactOnly => {
                PhoneNumber::parse(wanted).map_err(|_| Error::invalid("phones", "no number"))?;
                let mut all = self.everybody().await?;
                all.retain(|one| {
                    one.phones
                        .iter()
                        .any(|own| digits(&own.number) == digits(wanted))
                });
                Ok(all)
            }
            Break::FindByEnd => {
                let wanted = digits(wanted);
                let end = &wanted[wanted.len().saturating_sub(8)..];
                let mut all = self.everybody().await?;
                all.retain(|one| one.phones.iter().any(|own| own.number.ends_with(end)));
                Ok(all)
            }
            Break::FindNobodyFails => {
                let found = self.people().find(key, options).await?;
                if found.is_empty() {
                    return Err(Error::not_found("contact"));
                }
                Ok(found)
            }
            Break::FindNonsense => {
                let found = self.people().find(key, options).await;
                Ok(found.unwrap_or_default())
            }
            _ => self.people().find(key, options).await,
        }
    }

    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        self.hurry(options)?;
        let mut new = new.clone();
        match self.how {
            Break::Panics => panic!("a bug"),
            Break::NobodyCreated if new == NewContact::new() => {
                new.name = Some("Nobody".to_owned());
            }
            Break::WrongPhoneDropped => {
                new.phones.retain(|phone| PhoneNumber::parse(phone).is_ok());
            }
            Break::SilentLoss => {
                let mut written = self.people().create(&new, &options.allow_loss()).await?;
                written.losses.clear();
                return Ok(written);
            }
            _ => {}
        }
        match self.people().create(&new, options).await {
            Err(error) if error.kind() == ErrorKind::Conflict => match self.how {
                Break::DuplicateMade => {
                    let name = new.name.unwrap_or_default();
                    self.people()
                        .create(&NewContact::named(name), options)
                        .await
                }
                Break::NameInError => {
                    let name = new.name.unwrap_or_default();
                    Err(Error::new(
                        ErrorKind::Conflict,
                        format!("{name} is there already"),
                    ))
                }
                _ => Err(error),
            },
            Ok(mut written) if self.is(Break::LossUnlisted) => {
                written.losses.clear();
                Ok(written)
            }
            created => created,
        }
    }

    async fn update(
        &self,
        id: &ContactId,
        patch: &ContactPatch,
        options: &CallOptions,
    ) -> Result<Written<Contact>> {
        let mut patch = patch.clone();
        match self.how {
            Break::UpdateDropsDocument if patch.document.is_keep() => {
                patch.document = Patch::Clear;
            }
            Break::UpdateDoesNothing => patch = ContactPatch::new(),
            _ => {}
        }
        self.people().update(id, &patch, options).await
    }

    async fn delete(&self, id: &ContactId, options: &CallOptions) -> Result<()> {
        if self.is(Break::DeleteDoesNothing) {
            return Ok(());
        }
        self.people().delete(id, options).await
    }

    async fn set_blocked(
        &self,
        id: &ContactId,
        blocked: bool,
        options: &CallOptions,
    ) -> Result<()> {
        let blocked = blocked && !self.is(Break::BlockDoesNothing);
        self.people().set_blocked(id, blocked, options).await
    }
}
