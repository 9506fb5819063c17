//! `/external/consumer-tag` and `/external/tag`

use helpdesk_core::{Result, Safety, Timestamp, builder, open_enum};
use helpdesk_http::{Answer, Call, Kept};

use super::rows::{self, Rows, Walk};
use super::{Api, Direction, Paging};
use crate::wire::{EditTag, NewTag, Page, Tag, TagAnswer};

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

/// The calls of one of the two sets of tags, which differ in path and name alone.
#[derive(Clone, Copy)]
pub(crate) struct AnyTags<'a> {
    api: &'a Api,
    path: &'static str,
    /// The names of the calls that list, create and edit.
    names: [&'static str; 3],
}

impl<'a> AnyTags<'a> {
    pub(crate) fn of_consumers(api: &'a Api) -> Self {
        Self {
            api,
            path: "/external/consumer-tag",
            names: [
                "consumer_tags.list",
                "consumer_tags.create",
                "consumer_tags.edit",
            ],
        }
    }

    pub(crate) fn of_tickets(api: &'a Api) -> Self {
        Self {
            api,
            path: "/external/tag",
            names: ["ticket_tags.list", "ticket_tags.create", "ticket_tags.edit"],
        }
    }

    pub(crate) async fn list(self, query: &ListTags) -> Result<Page<Tag>> {
        let [name, ..] = self.names;
        let call = Call::get(Safety::Safe, self.path).name(name);
        self.api.allowed(&call, query.paging.check())?;
        let call = query
            .paging
            .on(call)
            .query_opt("active", query.active)
            .query_opt("search", query.search.as_ref())
            .query_opt("sort_by", query.sort_by.as_ref())
            .query_opt("order_by", query.order_by.as_ref());
        self.api.page(call).await
    }

    pub(crate) async fn create(self, new: &NewTag) -> Result<Option<Kept<Tag>>> {
        let [_, name, _] = self.names;
        let call = Call::post(Safety::VerifyFirst, self.path)
            .name(name)
            .json(new);
        let since = self.api.since();
        let lookup = || async {
            let fits = |tag: &Tag| is_new(tag, &new.name, since);
            Ok(self.found(&new.name, &fits).await?.map(Some))
        };
        let decode = |answer: &Answer| self.written(answer, name);
        self.api.create(call, decode, lookup).await
    }

    pub(crate) async fn edit(self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        let [.., name] = self.names;
        let call = Call::put(Safety::Safe, self.path).name(name).json(change);
        self.written(&self.api.send(call).await?, name)
    }

    pub(crate) async fn named(self, name: &str) -> Result<Option<Kept<Tag>>> {
        self.found(name, &|tag| tag.name == name).await
    }

    pub(crate) async fn by_id(self, id: &str) -> Result<Option<Kept<Tag>>> {
        self.found(id, &|tag| tag.id == id).await
    }

    /// The first tag that fits, of all that a search for a text finds.
    async fn found(
        self,
        text: &str,
        fits: &(dyn Fn(&Tag) -> bool + Sync),
    ) -> Result<Option<Kept<Tag>>> {
        let mut query = ListTags {
            search: Some(text.to_owned()),
            ..ListTags::default()
        };
        let mut walk = Walk::numbered(query.paging);
        while let Some(paging) = walk.next_page() {
            query.paging = paging;
            let page = self.list(&query).await?;
            if !walk.is_new(paging, &page)? {
                break;
            }
            for row in page.items {
                if fits(&row.wire) {
                    return Ok(Some(row));
                }
            }
        }
        Ok(None)
    }

    /// The tag in the answer to a write, or at least a word that it was carried out.
    fn written(self, answer: &Answer, call: &'static str) -> Result<Option<Kept<Tag>>> {
        let tag = answer.json::<TagAnswer>()?.tag;
        if tag.is_none() {
            self.api.done(answer, call, "5500")?;
        }
        Ok(tag)
    }
}

/// Whether a tag is the one that was just made. An older one of the name is not: then the next try
/// is refused, which says more than a guess.
fn is_new(tag: &Tag, name: &str, since: Timestamp) -> bool {
    tag.name == name && tag.created_at.is_none_or(|at| at >= since)
}

/// Tags of consumers.
#[derive(Debug, Clone, Copy)]
pub struct ConsumerTags<'a>(pub(super) &'a Api);

impl ConsumerTags<'_> {
    /// `GET /external/consumer-tag`: one page of tags of consumers. "List Consumer Tags".
    pub async fn list(&self, query: &ListTags) -> Result<Page<Tag>> {
        AnyTags::of_consumers(self.0).list(query).await
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
        AnyTags::of_consumers(self.0).create(new).await
    }

    /// `PUT /external/consumer-tag`: renames a tag of consumers, or switches it on or off. There is
    /// no way to delete one. "Edit Consumer Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_consumers(self.0).edit(change).await
    }

    /// The tag of exactly this name, out of all that [`Self::list`] finds for it.
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_consumers(self.0).named(name).await
    }

    /// The tag of this identifier, out of all that [`Self::list`] finds for it.
    pub async fn by_id(&self, id: &str) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_consumers(self.0).by_id(id).await
    }
}

/// Tags of tickets.
#[derive(Debug, Clone, Copy)]
pub struct TicketTags<'a>(pub(super) &'a Api);

impl TicketTags<'_> {
    /// `GET /external/tag`: one page of tags of tickets. "List Ticket Tags".
    pub async fn list(&self, query: &ListTags) -> Result<Page<Tag>> {
        AnyTags::of_tickets(self.0).list(query).await
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
        AnyTags::of_tickets(self.0).create(new).await
    }

    /// `PUT /external/tag`: renames a tag of tickets, or switches it on or off. There is no way to
    /// delete one. "Edit Ticket Tag".
    ///
    /// `NotFound`; `Conflict` when another one has that name. Repeated where that is of use.
    pub async fn edit(&self, change: &EditTag) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_tickets(self.0).edit(change).await
    }

    /// The tag of exactly this name, out of all that [`Self::list`] finds for it.
    pub async fn named(&self, name: &str) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_tickets(self.0).named(name).await
    }

    /// The tag of this identifier, out of all that [`Self::list`] finds for it.
    pub async fn by_id(&self, id: &str) -> Result<Option<Kept<Tag>>> {
        AnyTags::of_tickets(self.0).by_id(id).await
    }
}
