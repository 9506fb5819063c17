//! Dialogs.

use helpdesk_core::{Result, Safety, builder};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::params::{flag_as_text, opt_number};
use super::{Api, List, ListPage, Order, Rows};
use crate::wire::{self, DialogState};

/// Which dialogs to list.
///
/// There is no filter by client: the vendor ignores one; ask
/// [`Clients::dialogs`](super::Clients::dialogs).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListDialogs {
    /// Of this operator.
    pub operator_id: Option<String>,
    /// In this state.
    pub state: Option<DialogState>,
    /// In which order; the oldest first when not given.
    pub order: Option<Order>,
    /// The page.
    pub page: ListPage,
}

builder!(ListDialogs, ListDialogsBuilder {
    optional(into): [
        operator_id / maybe_operator_id: String,
        state / maybe_state: DialogState,
        order / maybe_order: Order,
    ],
    default: [page: ListPage],
});

impl ListDialogs {
    fn call(&self, page: ListPage) -> Call {
        let call = Call::get(Safety::Safe, "/v1/dialogs")
            .name("dialogs.list")
            .query_opt("operator_id", self.operator_id.as_deref())
            .query_opt("state", self.state.as_ref())
            .query_opt("order", self.order.as_ref());
        page.of(call)
    }
}

/// Changes to a dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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

builder!(UpdateDialog, UpdateDialogBuilder {
    optional: [force_assign / maybe_force_assign: bool],
    optional(into): [
        operator_id / maybe_operator_id: String,
        state / maybe_state: DialogState,
        initiator_id / maybe_initiator_id: String,
    ],
});

/// Chats: `/v1/dialogs`.
#[derive(Debug, Clone)]
pub struct Dialogs {
    pub(super) api: Api,
}

impl Dialogs {
    /// `GET /v1/dialogs`: a page of dialogs, each with its last message.
    pub async fn list(&self, query: &ListDialogs) -> Result<List<wire::Dialog>> {
        self.list_as(query).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn list_as<T: DeserializeOwned>(
        &self,
        query: &ListDialogs,
    ) -> Result<List<T>> {
        self.api.many(query.call(query.page)).await
    }

    /// The dialogs that [`Self::list`] gives, page by page.
    #[inline]
    pub fn stream(&self, query: &ListDialogs) -> Rows<wire::Dialog> {
        let query = query.clone();
        self.api
            .rows(query.page, move |page| query.call(page))
            .stream()
    }

    /// `GET /v1/dialogs/{id}`: one dialog, with its last request. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Dialog>> {
        self.get_as(id).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(&self, id: &str) -> Result<Kept<T>> {
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
    /// Closing it closes its request too, and may set off a survey that the client sees. Giving it to
    /// an operator tells the operator, and writes a system message into the dialog, each time.
    ///
    /// `Conflict` when it has that state already, or when the operator cannot take it; `NotFound`. A
    /// change of the state alone is repeated after failures that may pass. One that names an operator
    /// is not: after an unknown delivery look at the dialog first.
    pub async fn update(&self, id: &str, update: &UpdateDialog) -> Result<()> {
        self.api.done(Self::update_call(id, update)).await
    }

    /// As [`Self::update`]; after an unknown delivery `lookup` tells whether the change was made.
    pub(crate) async fn update_or_find<L, F>(
        &self,
        id: &str,
        update: &UpdateDialog,
        lookup: L,
    ) -> Result<()>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<()>>>,
    {
        self.api.settle(Self::update_call(id, update), lookup).await
    }

    fn update_call(id: &str, update: &UpdateDialog) -> Call {
        let safety = if update.operator_id.is_some() {
            Safety::VerifyFirst
        } else {
            Safety::Safe
        };
        Call::put(safety, "/v1/dialogs/{id}")
            .name("dialogs.update")
            .segment("id", id)
            .json(update)
    }
}
