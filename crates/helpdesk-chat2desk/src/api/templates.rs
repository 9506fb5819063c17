//! Templates for quick answers, and their groups.

use helpdesk_core::{Result, Safety, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde_json::{Value, json};

use super::params::opt_number;
use super::{Api, List, ListPage};
use crate::wire;

/// A template, to create or in place of an old one. Give a group or an operator, not both.
#[derive(Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewTemplate {
    /// The name, at most 60 characters.
    pub name: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What an operator types to get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The group it belongs to.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// The operator it belongs to.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

redacted_debug!(NewTemplate {
    show: [group_id, user_id],
    hide: [name, text, shortcut, file]
});

/// Templates: `/v1/templates`.
#[derive(Debug, Clone)]
pub struct Templates {
    pub(super) api: Api,
}

impl Templates {
    /// `GET /v1/templates`: a page of templates.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Template>> {
        let call = Call::get(Safety::Safe, "/v1/templates").name("templates.list");
        self.api.many(page.of(call)).await
    }

    /// `GET /v1/templates/{id}`: one template. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Template>> {
        let call = Call::get(Safety::Safe, "/v1/templates/{id}")
            .name("templates.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/templates`: makes a template; a file is copied to the vendor's storage. Sent once.
    pub async fn create(&self, new: &NewTemplate) -> Result<Kept<wire::Template>> {
        let call = Call::post(Safety::Once, "/v1/templates")
            .name("templates.create")
            .json(new);
        self.api.one(call).await
    }

    /// `PUT /v1/templates/{id}`: puts a template in place of an old one. `NotFound`. What it answers
    /// is not documented.
    pub async fn update(&self, id: &str, template: &NewTemplate) -> Result<Value> {
        let call = Call::put(Safety::Safe, "/v1/templates/{id}")
            .name("templates.update")
            .segment("id", id)
            .json(template);
        self.api.data(call).await
    }

    /// `DELETE /v1/templates/{id}`: removes a template. `NotFound`. Sent once.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Once, "/v1/templates/{id}")
            .name("templates.delete")
            .segment("id", id);
        self.api.done(call).await
    }
}

/// Groups of templates: `/v1/templates_groups`. None of their answers is documented.
#[derive(Debug, Clone)]
pub struct TemplatesGroups {
    pub(super) api: Api,
}

impl TemplatesGroups {
    /// `GET /v1/templates_groups`: a page of groups.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::TemplateGroup>> {
        let call = Call::get(Safety::Safe, "/v1/templates_groups").name("templates_groups.list");
        self.api.many(page.of(call)).await
    }

    /// `GET /v1/templates_groups/{id}`: one group. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::TemplateGroup>> {
        let call = Call::get(Safety::Safe, "/v1/templates_groups/{id}")
            .name("templates_groups.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/templates_groups`: makes a group. Sent once.
    pub async fn create(&self, name: &str) -> Result<Value> {
        let call = Call::post(Safety::Once, "/v1/templates_groups")
            .name("templates_groups.create")
            .json(&json!({ "name": name }));
        self.api.data(call).await
    }

    /// `PUT /v1/templates_groups/{id}`: renames a group. `NotFound`.
    pub async fn update(&self, id: &str, name: &str) -> Result<Value> {
        let call = Call::put(Safety::Safe, "/v1/templates_groups/{id}")
            .name("templates_groups.update")
            .segment("id", id)
            .json(&json!({ "name": name }));
        self.api.data(call).await
    }

    /// `DELETE /v1/templates_groups/{id}`: removes a group. `NotFound`. Sent once.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Once, "/v1/templates_groups/{id}")
            .name("templates_groups.delete")
            .segment("id", id);
        self.api.done(call).await
    }
}
