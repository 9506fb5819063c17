//! `/users`, `/departments`, `/roles`.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::oauth::exposed;
use crate::wire;

resource!(
    /// Agents. Documented by a third party.
    Users,
    users
);
resource!(
    /// Departments. Documented by a third party.
    Departments,
    departments
);
resource!(
    /// Roles. Documented by a third party.
    Roles,
    roles
);

/// An agent to create, or changes to one.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserInput {
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The name.
    pub name: String,
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The password.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "exposed_option"
    )]
    pub password: Option<SecretString>,
    /// Roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles_id: Option<Vec<String>>,
    /// Organisations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_ids: Option<Vec<String>>,
    /// Departments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments_id: Option<Vec<String>>,
}

builder!(UserInput, UserInputBuilder {
    required(into): [name: String],
    optional(into): [
        account_id / maybe_account_id: String,
        email / maybe_email: String,
        password / maybe_password: SecretString,
        roles_id / maybe_roles_id: Vec<String>,
        organization_ids / maybe_organization_ids: Vec<String>,
        departments_id / maybe_departments_id: Vec<String>,
    ],
});

redacted_debug!(UserInput {
    show: [account_id, roles_id, organization_ids, departments_id],
    hide: [name, email, password]
});

#[allow(clippy::ref_option, reason = "serde hands over what the field is")]
fn exposed_option<S: serde::Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => exposed(secret, serializer),
        None => serializer.serialize_none(),
    }
}

/// A department to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DepartmentInput {
    /// The name.
    pub name: String,
}

builder!(DepartmentInput, DepartmentInputBuilder {
    required(into): [name: String],
});

/// A role to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RoleInput {
    /// The name.
    pub display_name: String,
    /// Whether everything is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_admin: Option<bool>,
    /// Permissions, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Value>>,
}

builder!(RoleInput, RoleInputBuilder {
    required(into): [display_name: String],
    optional: [is_admin / maybe_is_admin: bool, permissions / maybe_permissions: Vec<Value>],
});

impl Users {
    list!(
        "users.list",
        "/users",
        wire::User as T,
        "Departments and roles come by `include`. Documented by a third party."
    );

    /// One agent: `GET /users/{userId}`, with these relations. `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn get(&self, id: &str, include: &[&str]) -> Result<Kept<wire::User>> {
        self.get_as(id, include).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(
        &self,
        id: &str,
        include: &[&str],
    ) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/users/{userId}")
            .name("users.get")
            .segment("userId", id);
        let call = include.iter().enumerate().fold(call, |call, (at, name)| {
            call.query(format!("include[{at}]"), name)
        });
        self.api.record(call, "agent").await
    }

    create!(
        "users.create",
        "/users",
        UserInput,
        wire::User,
        "agent",
        "It may cost a seat of the plan. Documented by a third party."
    );
    update!(
        "users.update",
        "/users/{userId}",
        "userId",
        UserInput,
        wire::User,
        "agent",
        "Documented by a third party."
    );
    action!(
        /// Puts an agent away; there is no call that removes one. Documented by a third party.
        archive, "users.archive", "/users/{userId}/archive", "userId", Safe
    );
}

impl Departments {
    list!(
        "departments.list",
        "/departments",
        wire::Department,
        "Documented by a third party."
    );
    get!(
        "departments.get",
        "/departments/{departmentId}",
        "departmentId",
        wire::Department,
        "department",
        "Documented by a third party."
    );
    create!(
        "departments.create",
        "/departments",
        DepartmentInput,
        wire::Department,
        "department",
        "Documented by a third party."
    );
    update!(
        "departments.update",
        "/departments/{departmentId}",
        "departmentId",
        DepartmentInput,
        wire::Department,
        "department",
        "Documented by a third party."
    );
    delete!(
        "departments.delete",
        "/departments/{departmentId}",
        "departmentId",
        "Documented by a third party."
    );
    action!(
        /// Puts a department away. Documented by a third party.
        archive, "departments.archive", "/departments/{departmentId}/archive", "departmentId", Safe
    );
}

impl Roles {
    list!(
        "roles.list",
        "/roles",
        wire::Role,
        "Permissions come by `include`. Documented by a third party."
    );
    get!(
        "roles.get",
        "/roles/{roleId}",
        "roleId",
        wire::Role,
        "role",
        "Documented by a third party."
    );
    create!(
        "roles.create",
        "/roles",
        RoleInput,
        wire::Role,
        "role",
        "Documented by a third party."
    );
    update!(
        "roles.update",
        "/roles/{roleId}",
        "roleId",
        RoleInput,
        wire::Role,
        "role",
        "Documented by a third party."
    );
    delete!(
        "roles.delete",
        "/roles/{roleId}",
        "roleId",
        "Documented by a third party."
    );
}
