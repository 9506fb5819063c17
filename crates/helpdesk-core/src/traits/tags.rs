//! Tags.

use async_trait::async_trait;

use crate::{
    CallOptions, NewTag, Page, PageRequest, Result, Tag, TagId, TagPatch, TagQuery, TagTarget,
    Written,
};

/// Words that contacts and tickets are sorted by.
#[async_trait]
pub trait Tags: Send + Sync {
    /// One page of tags.
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>>;

    /// One tag. `NotFound`.
    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag>;

    /// Creates a tag. `Conflict` when there is one of that name, with its identifier where known.
    /// A scope the vendor does not have is `Unsupported`. After an unknown delivery the tag is
    /// looked for by its name before anything is sent again.
    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>>;

    /// Changes a tag. `NotFound`.
    async fn update(
        &self,
        id: &TagId,
        patch: &TagPatch,
        options: &CallOptions,
    ) -> Result<Written<Tag>>;

    /// Removes a tag. `NotFound`.
    async fn delete(&self, id: &TagId, options: &CallOptions) -> Result<()>;

    /// Puts a tag on something. A tag that is already there stays, and the call succeeds.
    /// `NotFound` for the tag or the target; `Invalid` for a tag of the wrong scope, before sending.
    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()>;

    /// Takes a tag off something. A tag that is not there stays away, and the call succeeds.
    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()>;
}
