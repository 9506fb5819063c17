//! `/external/agent`

use helpdesk_core::{Error, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};

use super::{Api, Direction, ListTickets, Paging, Rows, only, rows};
use crate::wire::{Agent, Page, Row, TicketRow};

/// Which operators to list.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListAgents {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// Found by name, mail address or document.
    pub search: Option<String>,
}

builder!(ListAgents, ListAgentsBuilder {
    optional(into): [order_by / maybe_order_by: Direction, search / maybe_search: String],
    default: [paging: Paging],
});

redacted_debug!(ListAgents {
    show: [paging, order_by],
    hide: [search]
});

/// Operators.
#[derive(Debug, Clone, Copy)]
pub struct Agents<'a>(pub(super) &'a Api);

impl Agents<'_> {
    /// `GET /external/agent`: one page of operators. "List Operators".
    pub async fn list(&self, query: &ListAgents) -> Result<Page<Agent>> {
        self.list_as(query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self, query: &ListAgents) -> Result<Page<T>> {
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/agent").name("agents.list"))
            .query_opt("order_by", query.order_by.as_ref())
            .query_opt("search", query.search.as_ref());
        self.0.allowed(&call, query.paging.check())?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListAgents) -> Rows<Agent> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListAgents {
                paging,
                ..query.clone()
            };
            async move { api.agents().list(&query).await }
        })
    }

    /// `GET /external/agent/{id}`: one operator, by `user_id` or `id`. "Show Operator".
    ///
    /// The answer lacks the sectors. `NotFound`, also where the vendor answers an empty list.
    pub async fn get(&self, id: &str) -> Result<Kept<Agent>> {
        self.get_as(id).await
    }

    /// The same as a row of this type.
    pub(crate) async fn get_as<T: Row>(&self, id: &str) -> Result<Kept<T>> {
        let name = "agents.get";
        let call = Call::get(Safety::Safe, "/external/agent/{id}")
            .name(name)
            .segment("id", id);
        let page = self.0.page(call).await?;
        only(page.items).ok_or_else(|| self.0.missing(name, "agent"))
    }

    /// `GET /external/agent/{user_id}/tickets`: one page of an operator's tickets, ongoing and
    /// finished, without deleted ones. "List tickets of an operator".
    ///
    /// Rows lack tags, custom fields and the operator. `Invalid` for a query with
    /// [`ListTickets::employee`], which this list does not have.
    pub async fn tickets(&self, user_id: &str, query: &ListTickets) -> Result<Page<TicketRow>> {
        let call = Call::get(Safety::Safe, "/external/agent/{user_id}/tickets")
            .name("agents.tickets")
            .segment("user_id", user_id);
        let checked = match query.employee {
            Some(_) => Err(Error::invalid(
                "employee",
                "is not for the tickets of one operator; leave it out",
            )),
            None => query.check(),
        };
        self.0.allowed(&call, checked)?;
        self.0.page(query.on(call)).await
    }

    /// All that [`Self::tickets`] lists, row by row.
    #[inline]
    pub fn tickets_stream(&self, user_id: &str, query: &ListTickets) -> Rows<TicketRow> {
        let (api, id, query) = (self.0.clone(), user_id.to_owned(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let (api, id) = (api.clone(), id.clone());
            let query = query.clone().on_page(paging);
            async move { api.agents().tickets(&id, &query).await }
        })
    }
}
