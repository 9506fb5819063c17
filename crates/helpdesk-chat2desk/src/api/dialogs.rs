//! Dialogs.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use super::params::{flag_as_text, opt_number};
use super::{Api, List, ListPage};
use crate::wire::{self, DialogState};

/// Which dialogs to list.
///
/// There is no filter by client: the vendor ignores one; ask
/// [`Clients::dialogs`](super::Clients::dialogs).
#[derive(Debug, Clone, Default, PartialEq, Eq, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListDialogs {
    /// Of this operator.
    pub operator_id: Option<String>,
    /// In this state.
    pub state: Option<DialogState>,
    /// `asc` or `desc`.
    pub order: Option<String>,
    /// The page.
    #[builder(default)]
    pub page: ListPage,
}

/// Changes to a dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct UpdateDialog {
    /// The operator it is given to.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// Open or closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<DialogState>,
    /// The operator who is said to have transferred it; the administrator when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub initiator_id: Option<String>,
    /// Whether queues, limits and absence are passed over; they are when not given.
    #[serde(
        serialize_with = "flag_as_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub force_assign: Option<bool>,
}

/// Chats: `/v1/dialogs`.
#[derive(Debug, Clone)]
pub struct Dialogs {
    pub(super) api: Api,
}

impl Dialogs {
    /// `GET /v1/dialogs`: a page of dialogs, each with its last message.
    pub async fn list(&self, query: &ListDialogs) -> Result<List<wire::Dialog>> {
        let call = Call::get(Safety::Safe, "/v1/dialogs")
            .name("dialogs.list")
            .query_opt("operator_id", query.operator_id.as_deref())
            .query_opt("state", query.state.as_ref())
            .query_opt("order", query.order.as_deref());
        self.api.many(query.page.of(call)).await
    }

    /// `GET /v1/dialogs/{id}`: one dialog, with its last request. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Dialog>> {
        let call = Call::get(Safety::Safe, "/v1/dialogs/{id}")
            .name("dialogs.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `GET /v1/dialogs/unanswered`: the dialogs whose client has waited for so many seconds.
    pub async fn unanswered(&self, seconds: u64) -> Result<Kept<wire::Unanswered>> {
        let call = Call::get(Safety::Safe, "/v1/dialogs/unanswered")
            .name("dialogs.unanswered")
            .query("limit", seconds);
        self.api.one(call).await
    }

    /// `PUT /v1/dialogs/{id}`: gives a dialog to an operator, closes it or opens it again.
    ///
    /// `Conflict` when it has that state already, or when the operator cannot take it; `NotFound`.
    /// Repeated after failures that may pass.
    pub async fn update(&self, id: &str, update: &UpdateDialog) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/dialogs/{id}")
            .name("dialogs.update")
            .segment("id", id)
            .json(update);
        self.api.done(call).await
    }
}
