//! `/external/consumer-tag` and `/external/tag`

use futures_util::TryStreamExt;
use helpdesk_core::{Result, Safety, Timestamp, builder, open_enum};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, Direction, Paging, Rows, rows};
use crate::wire::{EditTag, NewTag, Page, Tag, TagAnswer, TagsAnswer};

open_enum! {
    /// What a list of tags is sorted by.
    pub enum TagSort {
        /// The name.
        Name = "name",
        /// A running number.
        Reference = "reference_id",
        /// Whether it is in use.
        Active = "active",
        /// When it came to be.
        Created = "created_at",
    }
}

/// Which tags to list.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ListTags {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Those in use, or those that are not. Both when it is left out.
    pub active: Option<bool>,
    /// Found by name or identifier.
    pub search: Option<String>,
    /// What they are sorted by.
    pub sort_by: Option<TagSort>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
}

builder!(ListTags, ListTagsBuilder {
    optional: [active / maybe_active: bool],
    optional(into): [
        search / maybe_search: String,
        sort_by / maybe_sort_by: TagSort,
        order_by / maybe_order_by: Direction,
    ],
    default: [paging: Paging],
});

async fn list(api: &Api, call: Call, query: &ListTags) -> Result<Page<Tag>> {
    api.allowed(&call, query.paging.check())?;
    let call = query
        .paging
        .on(call)
        .query_opt("active", query.active)
        .query_opt("search", query.search.as_ref())
        .query_opt("sort_by", query.sort_by.as_ref())
        .query_opt("order_by", query.order_by.as_ref());
    api.page::<TagsAnswer, _>(call).await
}

/// The first tag that fits, of all that a search finds.
async fn found(mut rows: Rows<Tag>, fits: impl Fn(&Tag) -> bool) -> Result<Option<Kept<Tag>>> {
    while let Some(row) = rows.try_next().await? {
        if fits(&row.wire) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// A search for a text.
fn search(text: &str) -> ListTags {
    ListTags::builder().search(text).build()
}

/// Whether a tag is the one that was just made. An older one of the name is not: then the next try
/// is refused, which says more than a guess.
fn is_new(tag: &Tag, name: &str, since: Timestamp) -> bool {
    tag.name == name && tag.created_at.is_none_or(|at| at >= since)
}

/// The tag in the answer to a write, or at least a word that it was carried out.
fn written(api: &Api, answer: &Answer, call: &'static str) -> Result<Option<Kept<Tag>>> {
    let tag = answer.json::<TagAnswer>()?.tag;
    if tag.is_none() {
        api.done(answer, call, "5500")?;
    }
    Ok(tag)
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

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListTags) -> Rows<Tag> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListTags {
                paging,
                ..query.clone()
            };
            async move { api.consumer_tags().list(&query).await }
        })
    }

    /// `POST /external/consumer-tag`: creates a tag of consumers. "Create Consumer Tag".
    ///
    /// **The vendor does not answer the tag**, so this is usually `None`: look for it by its name.
    /// `Conflict` when there is one of that name. After an unknown delivery it is looked for by name
    /// and time before anything is sent again.
    pub async fn create(&self, new: &NewTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::post(Safety::VerifyFirst, "/external/consumer-tag")
            .name("consumer_tags.create")
            .json(new);
        let since = self.0.since();
        let lookup = || async {
            let fits = |tag: &Tag| is_new(tag, &new.name, since);
            let found = found(self.stream(&search(&new.name)), fits).await?;
            Ok(found.map(Some))
        };
        let decode = |answer: &Answer| written(self.0, answer, "consumer_tags.create");
        self.0.create(call, decode, lookup).await
    }

    /// `PUT /external/consumer-tag`: renames a tag of consumers, or switches it on or off. There is
    /// no way to delete one. "Edit Consumer Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::put(Safety::Safe, "/external/consumer-tag")
            .name("consumer_tags.edit")
            .json(change);
        written(self.0, &self.0.send(call).await?, "consumer_tags.edit")
    }

    /// The tag of exactly this name, out of all that [`Self::list`] finds for it.
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        found(self.stream(&search(name)), |tag| tag.name == name).await
    }

    /// The tag of this identifier, out of all that [`Self::list`] finds for it.
    pub async fn by_id(&self, id: &str) -> Result<Option<Kept<Tag>>> {
        found(self.stream(&search(id)), |tag| tag.id == id).await
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

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListTags) -> Rows<Tag> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListTags {
                paging,
                ..query.clone()
            };
            async move { api.ticket_tags().list(&query).await }
        })
    }

    /// `POST /external/tag`: creates a tag of tickets. "Create Ticket Tag".
    ///
    /// The vendor answers the tag. `Conflict` when there is one of that name. After an unknown
    /// delivery it is looked for by name and time before anything is sent again.
    pub async fn create(&self, new: &NewTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::post(Safety::VerifyFirst, "/external/tag")
            .name("ticket_tags.create")
            .json(new);
        let since = self.0.since();
        let lookup = || async {
            let fits = |tag: &Tag| is_new(tag, &new.name, since);
            let found = found(self.stream(&search(&new.name)), fits).await?;
            Ok(found.map(Some))
        };
        let decode = |answer: &Answer| written(self.0, answer, "ticket_tags.create");
        self.0.create(call, decode, lookup).await
    }

    /// `PUT /external/tag`: renames a tag of tickets, or switches it on or off. There is no way to
    /// delete one. "Edit Ticket Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        let call = Call::put(Safety::Safe, "/external/tag")
            .name("ticket_tags.edit")
            .json(change);
        written(self.0, &self.0.send(call).await?, "ticket_tags.edit")
    }

    /// The tag of exactly this name, out of all that [`Self::list`] finds for it.
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        found(self.stream(&search(name)), |tag| tag.name == name).await
    }

    /// The tag of this identifier, out of all that [`Self::list`] finds for it.
    pub async fn by_id(&self, id: &str) -> Result<Option<Kept<Tag>>> {
        found(self.stream(&search(id)), |tag| tag.id == id).await
    }
}
