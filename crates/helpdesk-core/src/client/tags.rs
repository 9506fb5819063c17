//! Tags.

use futures_util::TryStreamExt;

use crate::stream::ListStream;
use crate::{
    NewTag, Operation, Page, PageRequest, Result, Tag, TagId, TagPatch, TagQuery, TagScope,
    TagTarget, Written,
};

handle!(
    /// The tags of a desk.
    TagsHandle,
    tags,
    crate::Tags
);

impl TagsHandle {
    /// One page of tags. See [`Tags::list`](crate::Tags::list).
    pub async fn list(&self, query: &TagQuery, page: &PageRequest) -> Result<Page<Tag>> {
        self.area(Operation::TagsList)?
            .list(query, page, &self.client.options)
            .await
    }

    /// All tags of a query, fetched page by page as they are read.
    #[inline]
    pub fn stream(&self, query: TagQuery) -> ListStream<Tag> {
        list_stream!(
            self,
            Operation::TagsList,
            PageRequest::first(),
            [query],
            |area, page, options| area.list(&query, page, options)
        )
    }

    /// One tag. See [`Tags::get`](crate::Tags::get).
    pub async fn get(&self, id: &TagId) -> Result<Tag> {
        self.area(Operation::TagsGet)?
            .get(id, &self.client.options)
            .await
    }

    /// The tag of this name that can be put on things of this scope; case matters. Reads the list.
    pub async fn find_by_name(&self, name: &str, scope: TagScope) -> Result<Option<Tag>> {
        self.stream(TagQuery::scope(scope))
            .try_filter(|tag| std::future::ready(tag.name == name))
            .try_next()
            .await
    }

    /// Creates a tag. See [`Tags::create`](crate::Tags::create).
    pub async fn create(&self, new: &NewTag) -> Result<Written<Tag>> {
        self.area(Operation::TagsCreate)?
            .create(new, &self.client.options)
            .await
    }

    /// Changes a tag. See [`Tags::update`](crate::Tags::update).
    pub async fn update(&self, id: &TagId, patch: &TagPatch) -> Result<Written<Tag>> {
        self.area(Operation::TagsUpdate)?
            .update(id, patch, &self.client.options)
            .await
    }

    /// Removes a tag. See [`Tags::delete`](crate::Tags::delete).
    pub async fn delete(&self, id: &TagId) -> Result<()> {
        self.area(Operation::TagsDelete)?
            .delete(id, &self.client.options)
            .await
    }

    /// Puts a tag on something. See [`Tags::attach`](crate::Tags::attach).
    pub async fn attach(&self, tag: &TagId, target: impl Into<TagTarget>) -> Result<()> {
        let target = target.into();
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsAttachContact,
            TagTarget::Ticket(_) => Operation::TagsAttachTicket,
        };
        self.area(operation)?
            .attach(tag, &target, &self.client.options)
            .await
    }

    /// Takes a tag off something. See [`Tags::detach`](crate::Tags::detach).
    pub async fn detach(&self, tag: &TagId, target: impl Into<TagTarget>) -> Result<()> {
        let target = target.into();
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsDetachContact,
            TagTarget::Ticket(_) => Operation::TagsDetachTicket,
        };
        self.area(operation)?
            .detach(tag, &target, &self.client.options)
            .await
    }
}
