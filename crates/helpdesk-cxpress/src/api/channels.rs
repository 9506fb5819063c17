//! `/external/channel/keys` and `/external/company/email`

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::Call;

use super::{Api, Direction, Paging, Rows, rows};
use crate::wire::{CompanyEmail, IntegratedAutomation, Page, Row};

/// Accounts of all channels but mail.
#[derive(Debug, Clone, Copy)]
pub struct ChannelKeys<'a>(pub(super) &'a Api);

impl ChannelKeys<'_> {
    /// `GET /external/channel/keys`: all integrated automations, without pages. "List Integrated
    /// Automations".
    pub async fn list(&self) -> Result<Page<IntegratedAutomation>> {
        self.list_as().await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self) -> Result<Page<T>> {
        let call = Call::get(Safety::Safe, "/external/channel/keys").name("channel_keys.list");
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<IntegratedAutomation> {
        let api = self.0.clone();
        rows::numbered(Paging::default(), move |_| {
            let api = api.clone();
            async move { api.channel_keys().list().await }
        })
    }
}

/// Which integrated emails to list.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListEmails {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// Found by address.
    pub search: Option<String>,
}

builder!(ListEmails, ListEmailsBuilder {
    optional(into): [order_by / maybe_order_by: Direction, search / maybe_search: String],
    default: [paging: Paging],
});

redacted_debug!(ListEmails {
    show: [paging, order_by],
    hide: [search]
});

/// Mail addresses of the company.
#[derive(Debug, Clone, Copy)]
pub struct CompanyEmails<'a>(pub(super) &'a Api);

impl CompanyEmails<'_> {
    /// `GET /external/company/email`: one page of integrated emails. "List Integrated Emails".
    ///
    /// The documentation gives this one call another authentication than all others, `X-API-Key`;
    /// the token is sent both ways.
    pub async fn list(&self, query: &ListEmails) -> Result<Page<CompanyEmail>> {
        self.list_as(query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self, query: &ListEmails) -> Result<Page<T>> {
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/company/email").name("company_emails.list"))
            .query_opt("order_by", query.order_by.as_ref())
            .query_opt("search", query.search.as_ref());
        self.0.allowed(&call, query.paging.check())?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListEmails) -> Rows<CompanyEmail> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListEmails {
                paging,
                ..query.clone()
            };
            async move { api.company_emails().list(&query).await }
        })
    }
}
