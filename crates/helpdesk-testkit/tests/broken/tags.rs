//! Tags that break rules.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, ContactPatch, Error, ErrorKind, NewTag, Page, PageRequest, Result, Tag, TagId,
    TagPatch, TagQuery, TagScope, TagTarget, Tags, Written,
};

use crate::desk::{Break, Broken};

impl Broken {
    fn words(&self) -> &dyn Tags {
        self.inner.desk().tags().unwrap()
    }

    async fn tags_of(&self, target: &TagTarget) -> Result<Vec<TagId>> {
        let tags = match target {
            TagTarget::Contact(id) => self.inner.contacts().get(id).await?.tags,
            TagTarget::Ticket(id) => self.inner.tickets().get(id).await?.tags,
            _ => Vec::new(),
        };
        Ok(tags.into_iter().filter_map(|tag| tag.id).collect())
    }
}

#[async_trait]
impl Tags for Broken {
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>> {
        if self.is(Break::ScopeIgnored) {
            return self.words().list(&TagQuery::all(), page, options).await;
        }
        self.words().list(query, page, options).await
    }

    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag> {
        self.words().get(id, options).await
    }

    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        match self.words().create(new, options).await {
            Err(error) if self.is(Break::TagTwice) && error.kind() == ErrorKind::Conflict => {
                let tag = Tag::new("tag-900", new.name.clone(), TagScope::Both);
                Ok(Written::new(tag))
            }
            created => created,
        }
    }

    async fn update(
        &self,
        id: &TagId,
        patch: &TagPatch,
        options: &CallOptions,
    ) -> Result<Written<Tag>> {
        if self.is(Break::RenameDoesNothing) {
            return self.words().get(id, options).await.map(Written::new);
        }
        self.words().update(id, patch, options).await
    }

    async fn delete(&self, id: &TagId, options: &CallOptions) -> Result<()> {
        if self.is(Break::TagDeleteDoesNothing) {
            return Ok(());
        }
        self.words().delete(id, options).await
    }

    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        match self.how {
            Break::AttachTwiceFails if self.tags_of(target).await?.contains(tag) => {
                Err(Error::new(ErrorKind::Conflict, "the tag is there"))
            }
            Break::AttachReplaces => match target {
                TagTarget::Contact(id) => {
                    let patch = ContactPatch::new().tags(vec![tag.clone()]);
                    self.inner.contacts().update(id, &patch).await.map(drop)
                }
                _ => self.words().attach(tag, target, options).await,
            },
            Break::MissingTagIgnored | Break::WrongScopeIgnored => {
                let _ = self.words().attach(tag, target, options).await;
                Ok(())
            }
            _ => self.words().attach(tag, target, options).await,
        }
    }

    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        self.words().detach(tag, target, options).await
    }
}
