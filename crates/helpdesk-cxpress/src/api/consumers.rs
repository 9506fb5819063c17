//! `/external/consumer`

use helpdesk_core::{Result, Safety, builder, open_enum, phone, redacted_debug};
use helpdesk_http::{Answer, Call, Kept};

use super::queries::joined;
use super::rows::{self, Rows, Walk};
use super::{Api, Direction, ListTickets, Paging, nothing_to_look_for, only, page};
use crate::row;
use crate::wire::{Consumer, ConsumerAnswer, EditConsumer, NewConsumer, Page, Row, TicketRow};

open_enum! {
    /// What a list of consumers is sorted by.
    pub enum ConsumerSort {
        /// The name, the only one there is.
        Name = "name",
    }
}

/// Which consumers to list.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListConsumers {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Found by name, mail address, document, phone or WhatsApp number, postal address, or name on
    /// Instagram, Twitter, Facebook or YouTube.
    pub search: Option<String>,
    /// What they are sorted by.
    pub sort_by: Option<ConsumerSort>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// With one of these tags.
    pub tags: Vec<String>,
    /// Of one of these operators.
    pub employee: Vec<String>,
    /// Whether all tags of the company count.
    pub all_tags: Option<bool>,
    /// Those that telephony entered.
    pub is_for_dialer: Option<bool>,
}

builder!(ListConsumers, ListConsumersBuilder {
    optional: [all_tags / maybe_all_tags: bool, is_for_dialer / maybe_is_for_dialer: bool],
    optional(into): [
        search / maybe_search: String,
        sort_by / maybe_sort_by: ConsumerSort,
        order_by / maybe_order_by: Direction,
    ],
    default: [paging: Paging, tags: Vec<String>, employee: Vec<String>],
});

redacted_debug!(ListConsumers {
    show: [
        paging,
        sort_by,
        order_by,
        tags,
        employee,
        all_tags,
        is_for_dialer
    ],
    hide: [search]
});

/// The people who write in.
#[derive(Debug, Clone, Copy)]
pub struct Consumers<'a>(pub(super) &'a Api);

impl Consumers<'_> {
    /// `GET /external/consumer`: one page of consumers. "List Consumers".
    ///
    /// Rows lack tags, custom fields, remarks and most names in networks; [`Self::get`] has them.
    pub async fn list(&self, query: &ListConsumers) -> Result<Page<Consumer>> {
        self.list_as(query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self, query: &ListConsumers) -> Result<Page<T>> {
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/consumer").name("consumers.list"))
            .query_opt("search", query.search.as_ref())
            .query_opt("sort_by", query.sort_by.as_ref())
            .query_opt("order_by", query.order_by.as_ref())
            .query_opt("tags", joined(&query.tags))
            .query_opt("employee", joined(&query.employee))
            .query_opt("allTags", query.all_tags)
            .query_opt("is_for_dialer", query.is_for_dialer);
        self.0.allowed(&call, query.paging.check())?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListConsumers) -> Rows<Consumer> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListConsumers {
                paging,
                ..query.clone()
            };
            async move { api.consumers().list(&query).await }
        })
    }

    /// `GET /external/consumer/{user_id}`: one consumer, by `user_id`. "Show consumer".
    ///
    /// `NotFound`, also where the vendor answers an empty list.
    pub async fn get(&self, user_id: &str) -> Result<Kept<Consumer>> {
        self.get_as(user_id).await
    }

    /// The same as a row of this type.
    pub(crate) async fn get_as<T: Row>(&self, user_id: &str) -> Result<Kept<T>> {
        let name = "consumers.get";
        let call = Call::get(Safety::Safe, "/external/consumer/{user_id}")
            .name(name)
            .segment("user_id", user_id);
        let page = self.0.page(call).await?;
        only(page.items).ok_or_else(|| self.0.missing(name, "contact"))
    }

    /// `POST /external/consumer`: creates a consumer. "Create Consumer".
    ///
    /// The answer lacks tags and custom fields, and its `whatsapp` and `email` are null even if they
    /// were sent. `Invalid` for numbers that are not digits alone. `Conflict` when another consumer
    /// has the document, a mail address, a number or a name in a network. After an unknown delivery a
    /// consumer of this name is looked for by these before anything is sent again; one with nothing
    /// but a name is not sent again.
    pub async fn create(&self, new: &NewConsumer) -> Result<Kept<Consumer>> {
        self.create_as(new).await
    }

    /// The same as a row of this type.
    pub(crate) async fn create_as<T: Row>(&self, new: &NewConsumer) -> Result<Kept<T>> {
        let call = Call::post(Safety::VerifyFirst, "/external/consumer")
            .name("consumers.create")
            .json(new);
        self.0.allowed(&call, new.check())?;
        let decode = |answer: &Answer| {
            only(page(answer)?.items).ok_or_else(|| self.0.unanswered("consumers.create"))
        };
        self.0.create(call, decode, || self.known(new)).await
    }

    /// The consumer of the new one's name that has what the new one would have to itself. One of
    /// another name is not it: then the next try is refused, which says more than a guess.
    async fn known<T: Row>(&self, new: &NewConsumer) -> Result<Option<Kept<T>>> {
        let numbers = new
            .phone
            .iter()
            .chain(new.whatsapp_numbers.iter().flatten());
        let key = numbers
            .chain(&new.document_number)
            .chain(new.email_addresses.iter().flatten())
            .chain(&new.twitter)
            .chain(&new.youtube)
            .next()
            .ok_or_else(nothing_to_look_for)?;
        let fits = |own: &Option<String>| {
            own.as_deref()
                .is_some_and(|own| own.eq_ignore_ascii_case(key) || phone::equivalent(own, key))
        };
        let named = |own: Option<&str>, new: Option<&str>| {
            let plain = |name: Option<&str>| name.unwrap_or_default().trim().to_lowercase();
            plain(own) == plain(new)
        };
        let is_it = |wire: &row::Consumer| {
            let keys = [
                &wire.phone,
                &wire.whatsapp,
                &wire.document_number,
                &wire.email,
                &wire.twitter,
                &wire.youtube,
            ];
            keys.into_iter().any(fits)
                && named(wire.name.as_deref(), Some(&new.name))
                && named(wire.lastname.as_deref(), new.lastname.as_deref())
        };
        let mut query = ListConsumers {
            search: Some(key.clone()),
            ..ListConsumers::default()
        };
        let mut walk = Walk::numbered(query.paging);
        while let Some(paging) = walk.next_page() {
            query.paging = paging;
            let page = self.list_as(&query).await?;
            if !walk.is_new(paging, &page)? {
                break;
            }
            if let Some(row) = page.items.iter().find(|row| is_it(&row.wire)) {
                return self.get_as(&row.wire.user_id).await.map(Some);
            }
        }
        Ok(None)
    }

    /// `PUT /external/consumer`: changes a consumer, whose `user_id` is in the body. "Edit Consumer".
    ///
    /// What is left out stays. The answer lacks `name` and tags. See [`EditConsumer`] for what has to
    /// be sent and what is frozen while tickets are ongoing. `Invalid`, naming `name`, for a change
    /// that the vendor would refuse for want of it. `NotFound`; `Conflict` when another consumer has a
    /// value, or it is frozen. Writes an absolute state, so it is repeated.
    pub async fn edit(&self, change: &EditConsumer) -> Result<Kept<Consumer>> {
        self.edit_as(change).await
    }

    /// The same as a row of this type.
    pub(crate) async fn edit_as<T: Row>(&self, change: &EditConsumer) -> Result<Kept<T>> {
        let call = Call::put(Safety::Safe, "/external/consumer")
            .name("consumers.edit")
            .json(change);
        self.0.allowed(&call, change.check())?;
        let answer: ConsumerAnswer<T> = self.0.send(call).await?.json()?;
        Ok(answer.consumer)
    }

    /// `DELETE /external/consumer/{user_id}`: removes a consumer. "Delete Consumer".
    ///
    /// **Closes every ongoing ticket of the consumer**, and those disappear from the list of tickets.
    /// Repeated after a failure that may pass; gone after a lost answer is deleted. `NotFound`.
    pub async fn delete(&self, user_id: &str) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/external/consumer/{user_id}")
            .name("consumers.delete")
            .segment("user_id", user_id);
        match self.0.remove(call).await? {
            Some(answer) => self.0.done(&answer, "consumers.delete", "1400"),
            None => Ok(()),
        }
    }

    /// `GET /external/consumer/{user_id}/tickets`: one page of a consumer's tickets, ongoing and
    /// finished, without deleted ones. "List tickets of a consumer".
    ///
    /// Rows lack tags and custom fields, and their sector has no identifier.
    pub async fn tickets(&self, user_id: &str, query: &ListTickets) -> Result<Page<TicketRow>> {
        self.tickets_as(user_id, query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn tickets_as<T: Row>(
        &self,
        user_id: &str,
        query: &ListTickets,
    ) -> Result<Page<T>> {
        let call = Call::get(Safety::Safe, "/external/consumer/{user_id}/tickets")
            .name("consumers.tickets")
            .segment("user_id", user_id);
        self.0.allowed(&call, query.check())?;
        self.0.page(query.on(call)).await
    }

    /// All that [`Self::tickets`] lists, row by row.
    #[inline]
    pub fn tickets_stream(&self, user_id: &str, query: &ListTickets) -> Rows<TicketRow> {
        let (api, id, query) = (self.0.clone(), user_id.to_owned(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let (api, id) = (api.clone(), id.clone());
            let query = query.clone().on_page(paging);
            async move { api.consumers().tickets(&id, &query).await }
        })
    }
}
