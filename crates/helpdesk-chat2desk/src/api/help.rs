//! Types and values that the vendor lists.

use std::collections::BTreeMap;

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::{Api, List, ListPage, Rows};
use crate::wire;

/// Types and values: `/v1/help`.
#[derive(Debug, Clone)]
pub struct Help {
    pub(super) api: Api,
}

impl Help {
    /// `GET /v1/help/api_modes`: the levels of access.
    pub async fn api_modes(&self) -> Result<List<wire::ApiMode>> {
        let call = Call::get(Safety::Safe, "/v1/help/api_modes").name("help.api_modes");
        self.api.many(call).await
    }

    /// `GET /v1/help/transports`: what each messenger can carry, by its name.
    pub async fn transports(&self) -> Result<BTreeMap<String, wire::TransportContents>> {
        let call = Call::get(Safety::Safe, "/v1/help/transports").name("help.transports");
        self.api.data(call).await
    }

    /// `GET /v1/help/message_types`: the types of messages.
    pub async fn message_types(&self) -> Result<List<wire::MessageTypeInfo>> {
        let call = Call::get(Safety::Safe, "/v1/help/message_types").name("help.message_types");
        self.api.many(call).await
    }

    /// `GET /v1/help/dialog_states`: the states of dialogs.
    pub async fn dialog_states(&self) -> Result<Vec<String>> {
        let call = Call::get(Safety::Safe, "/v1/help/dialog_states").name("help.dialog_states");
        self.api.data(call).await
    }

    /// `GET /v1/help/roles`: the roles of operators.
    pub async fn roles(&self) -> Result<Vec<String>> {
        let call = Call::get(Safety::Safe, "/v1/help/roles").name("help.roles");
        self.api.data(call).await
    }

    /// `GET /v1/help/tickets`: the statuses and priorities of tickets.
    pub async fn tickets(&self) -> Result<Kept<wire::TicketWords>> {
        let call = Call::get(Safety::Safe, "/v1/help/tickets").name("help.tickets");
        self.api.one(call).await
    }
}

/// Countries: `/v1/countries`.
#[derive(Debug, Clone)]
pub struct Countries {
    pub(super) api: Api,
}

impl Countries {
    /// `GET /v1/countries`: a page of countries.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Country>> {
        self.api.many(countries(page)).await
    }

    /// All countries, page by page.
    #[inline]
    pub fn stream(&self) -> Rows<wire::Country> {
        self.api.rows(ListPage::default(), countries).stream()
    }
}

/// Regions: `/v1/regions`.
#[derive(Debug, Clone)]
pub struct Regions {
    pub(super) api: Api,
}

impl Regions {
    /// `GET /v1/regions`: a page of regions.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Region>> {
        self.api.many(regions(page)).await
    }

    /// All regions, page by page.
    #[inline]
    pub fn stream(&self) -> Rows<wire::Region> {
        self.api.rows(ListPage::default(), regions).stream()
    }
}

fn countries(page: ListPage) -> Call {
    page.of(Call::get(Safety::Safe, "/v1/countries").name("countries.list"))
}

fn regions(page: ListPage) -> Call {
    page.of(Call::get(Safety::Safe, "/v1/regions").name("regions.list"))
}
