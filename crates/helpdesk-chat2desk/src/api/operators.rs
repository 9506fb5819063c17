//! Operators, their groups and their rights.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::params::{number, opt_number};
use super::rows::{Reading, Row};
use super::{Api, List, ListPage, OperatorRole, Rows};
use crate::wire;

/// Which operators to list.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListOperators {
    /// With this phone number.
    pub phone: Option<String>,
    /// With this mail address.
    pub email: Option<String>,
    /// Logged in or not.
    pub online: Option<bool>,
    /// In this working status, by its number.
    pub status_id: Option<String>,
    /// Who cannot take new chats, or who can.
    pub disable_new_chats: Option<bool>,
    /// In this role.
    pub role: Option<OperatorRole>,
    /// The page.
    pub page: ListPage,
}

builder!(ListOperators, ListOperatorsBuilder {
    optional: [online / maybe_online: bool, disable_new_chats / maybe_disable_new_chats: bool],
    optional(into): [
        phone / maybe_phone: String,
        email / maybe_email: String,
        status_id / maybe_status_id: String,
        role / maybe_role: OperatorRole,
    ],
    default: [page: ListPage],
});

redacted_debug!(ListOperators {
    show: [online, status_id, disable_new_chats, role, page],
    hide: [phone, email]
});

impl ListOperators {
    fn call(&self, page: ListPage) -> Call {
        let call = Call::get(Safety::Safe, "/v1/operators")
            .name("operators.list")
            .query_opt("phone", self.phone.as_deref())
            .query_opt("email", self.email.as_deref())
            .query_opt("online", self.online.map(u8::from))
            .query_opt("status_id", self.status_id.as_deref())
            .query_opt("disableNewChats", self.disable_new_chats)
            .query_opt("role", self.role.as_ref());
        page.of(call)
    }
}

/// An operator to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewOperator {
    /// The mail address; unique.
    pub email: String,
    /// The rights.
    #[serde(serialize_with = "number")]
    pub access_rights_id: String,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The working status, by its number.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub status_id: Option<String>,
    /// The public address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The identifier in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

builder!(NewOperator, NewOperatorBuilder {
    required(into): [email: String, access_rights_id: String],
    optional(into): [
        first_name / maybe_first_name: String,
        last_name / maybe_last_name: String,
        status_id / maybe_status_id: String,
        avatar / maybe_avatar: String,
        external_id / maybe_external_id: String,
    ],
});

redacted_debug!(NewOperator {
    show: [access_rights_id, status_id],
    hide: [email, first_name, last_name, avatar, external_id]
});

/// Changes to an operator.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UpdateOperator {
    /// The mail address; unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The rights.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub access_rights_id: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The working status, by its number.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub status_id: Option<String>,
    /// The public address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The identifier in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

builder!(UpdateOperator, UpdateOperatorBuilder {
    optional(into): [
        email / maybe_email: String,
        access_rights_id / maybe_access_rights_id: String,
        first_name / maybe_first_name: String,
        last_name / maybe_last_name: String,
        status_id / maybe_status_id: String,
        avatar / maybe_avatar: String,
        external_id / maybe_external_id: String,
    ],
});

redacted_debug!(UpdateOperator {
    show: [access_rights_id, status_id],
    hide: [email, first_name, last_name, avatar, external_id]
});

/// The people who answer: `/v1/operators`.
#[derive(Debug, Clone)]
pub struct Operators {
    pub(super) api: Api,
}

impl Operators {
    /// `GET /v1/operators`: a page of operators.
    pub async fn list(&self, query: &ListOperators) -> Result<List<wire::Operator>> {
        self.list_as(query).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn list_as<T: DeserializeOwned>(
        &self,
        query: &ListOperators,
    ) -> Result<List<T>> {
        self.api.many(query.call(query.page)).await
    }

    /// The operators that [`Self::list`] gives, page by page.
    #[inline]
    pub fn stream(&self, query: &ListOperators) -> Rows<wire::Operator> {
        self.rows(query).stream()
    }

    /// The same one by one, of which only so much is read.
    #[inline]
    pub(crate) fn rows<T: Row>(&self, query: &ListOperators) -> Reading<T> {
        let query = query.clone();
        self.api.rows(query.page, move |page| query.call(page))
    }

    /// `POST /v1/operators`: makes an operator, who takes a seat of the plan. `Conflict` when the
    /// mail address is in use or the plan has no seat left. After an unknown delivery nothing is sent
    /// again: look for the mail address first.
    pub async fn create(&self, new: &NewOperator) -> Result<Kept<wire::Operator>> {
        let call = Call::post(Safety::VerifyFirst, "/v1/operators")
            .name("operators.create")
            .json(new);
        self.api.one(call).await
    }

    /// `PUT /v1/operators/{id}`: changes an operator. `Conflict` when the mail address is in use.
    /// Repeated after failures that may pass.
    pub async fn update(&self, id: &str, update: &UpdateOperator) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/operators/{id}")
            .name("operators.update")
            .segment("id", id)
            .json(update);
        self.api.done(call).await
    }

    /// `GET /v1/operators/statuses`: the working statuses.
    pub async fn statuses(&self) -> Result<List<wire::OperatorStatusName>> {
        let call = Call::get(Safety::Safe, "/v1/operators/statuses").name("operators.statuses");
        self.api.many(call).await
    }
}

/// Groups of operators: `/v1/operators_groups`.
#[derive(Debug, Clone)]
pub struct OperatorsGroups {
    pub(super) api: Api,
}

impl OperatorsGroups {
    /// `GET /v1/operators_groups`: all of them, on one page.
    pub async fn list(&self) -> Result<List<wire::OperatorGroup>> {
        self.api.many(groups_call()).await
    }

    /// All of them, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<wire::OperatorGroup> {
        self.api.whole(groups_call())
    }
}

fn groups_call() -> Call {
    Call::get(Safety::Safe, "/v1/operators_groups").name("operators_groups.list")
}

fn rights_call() -> Call {
    Call::get(Safety::Safe, "/v1/access_rights").name("access_rights.list")
}

/// What operators may do: `/v1/access_rights`.
#[derive(Debug, Clone)]
pub struct AccessRights {
    pub(super) api: Api,
}

impl AccessRights {
    /// `GET /v1/access_rights`: all of them, on one page.
    pub async fn list(&self) -> Result<List<wire::AccessRight>> {
        self.api.many(rights_call()).await
    }

    /// All of them, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<wire::AccessRight> {
        self.api.whole(rights_call())
    }

    /// `GET /v1/access_rights/{id}`: one of them. `NotFound`, which the vendor answers with HTTP 400.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::AccessRight>> {
        let call = Call::get(Safety::Safe, "/v1/access_rights/{id}")
            .name("access_rights.get")
            .segment("id", id);
        self.api.one(call).await
    }
}
