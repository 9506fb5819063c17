//! `/external/consumer-tag` and `/external/tag`

use bon::Builder;
use helpdesk_core::{Result, Safety};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, Direction, Paging};
use crate::wire::{EditTag, NewTag, Page, Tag, TagAnswer, TagsAnswer};

/// Which tags to list.
#[derive(Debug, Clone, Default, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListTags {
    /// Which page.
    #[builder(default)]
    pub paging: Paging,
    /// Those in use, or those that are not. Both when it is left out.
    pub active: Option<bool>,
    /// Found by name or identifier.
    pub search: Option<String>,
    /// Sorted by `name`, `reference_id`, `active` or `created_at`.
    pub sort_by: Option<String>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
}

async fn list(api: &Api, call: Call, query: &ListTags) -> Result<Page<Tag>> {
    let call = query
        .paging
        .on(call)
        .query_opt("active", query.active)
        .query_opt("search", query.search.as_ref())
        .query_opt("sort_by", query.sort_by.as_ref())
        .query_opt("order_by", query.order_by.as_ref());
    api.page::<TagsAnswer, _>(call).await
}

/// The tag of this name, if there is one.
async fn named<F>(name: &str, list: impl Fn(ListTags) -> F) -> Result<Option<Kept<Tag>>>
where
    F: Future<Output = Result<Page<Tag>>>,
{
    let found = list(ListTags::builder().search(name).build()).await?;
    Ok(found.items.into_iter().find(|tag| tag.wire.name == name))
}

fn created(answer: &Answer) -> Result<Option<Kept<Tag>>> {
    Ok(answer.json::<TagAnswer>()?.tag)
}

/// Tags of consumers.
#[derive(Debug, Clone, Copy)]
pub struct ConsumerTags<'a>(pub(super) &'a Api);

impl ConsumerTags<'_> {
    /// `GET /external/consumer-tag`: one page of tags of consumers. "List Consumer Tags".
    pub async fn list(&self, query: &ListTags) -> Result<Page<Tag>> {
        let call = Call::get(Safety::Safe, "/external/consumer-tag").name("consumer_tags.list");
        list(self.0, call, query).await
    }

    /// `POST /external/consumer-tag`: creates a tag of consumers. "Create Consumer Tag".
    ///
    /// **The vendor does not answer the tag**, so this is usually `None`: look for it by its name.
    /// `Conflict` when there is one of that name. After an unknown delivery it is looked for before
    /// anything is sent again.
    pub async fn create(&self, new: &NewTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::post(Safety::VerifyFirst, "/external/consumer-tag")
            .name("consumer_tags.create")
            .json(new);
        let lookup = || async { Ok(self.named(&new.name).await?.map(Some)) };
        self.0.create(call, created, lookup).await
    }

    /// `PUT /external/consumer-tag`: renames a tag of consumers, or switches it on or off. There is
    /// no way to delete one. "Edit Consumer Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::put(Safety::Safe, "/external/consumer-tag")
            .name("consumer_tags.edit")
            .json(change);
        created(&self.0.send(call).await?)
    }

    /// The tag of exactly this name, by [`Self::list`].
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        named(name, |query| async move { self.list(&query).await }).await
    }
}

/// Tags of tickets.
#[derive(Debug, Clone, Copy)]
pub struct TicketTags<'a>(pub(super) &'a Api);

impl TicketTags<'_> {
    /// `GET /external/tag`: one page of tags of tickets. "List Ticket Tags".
    pub async fn list(&self, query: &ListTags) -> Result<Page<Tag>> {
        let call = Call::get(Safety::Safe, "/external/tag").name("ticket_tags.list");
        list(self.0, call, query).await
    }

    /// `POST /external/tag`: creates a tag of tickets. "Create Ticket Tag".
    ///
    /// The vendor answers the tag. `Conflict` when there is one of that name. After an unknown
    /// delivery it is looked for before anything is sent again.
    pub async fn create(&self, new: &NewTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::post(Safety::VerifyFirst, "/external/tag")
            .name("ticket_tags.create")
            .json(new);
        let lookup = || async { Ok(self.named(&new.name).await?.map(Some)) };
        self.0.create(call, created, lookup).await
    }

    /// `PUT /external/tag`: renames a tag of tickets, or switches it on or off. There is no way to
    /// delete one. "Edit Ticket Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::put(Safety::Safe, "/external/tag")
            .name("ticket_tags.edit")
            .json(change);
        created(&self.0.send(call).await?)
    }

    /// The tag of exactly this name, by [`Self::list`].
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        named(name, |query| async move { self.list(&query).await }).await
    }
}
