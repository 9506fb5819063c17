//! Templates for quick answers, and their groups.

use helpdesk_core::{Problems, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use super::params::number;
use super::{Api, List, ListPage, Rows};
use crate::wire;

/// Whom a template belongs to: one of them, never both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateOwner {
    /// A group of templates.
    Group(String),
    /// An operator.
    User(String),
}

impl Serialize for TemplateOwner {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        struct Number<'a>(&'a str);

        impl Serialize for Number<'_> {
            fn serialize<S: Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                number(self.0, serializer)
            }
        }

        let (key, id) = match self {
            Self::Group(id) => ("group_id", id),
            Self::User(id) => ("user_id", id),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(key, &Number(id))?;
        map.end()
    }
}

/// A template, to create or in place of an old one.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewTemplate {
    /// The name, from 1 to 60 characters.
    pub name: String,
    /// Whom it belongs to.
    #[serde(flatten)]
    pub owner: TemplateOwner,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What an operator types to get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

builder!(NewTemplate, NewTemplateBuilder {
    required: [owner: TemplateOwner],
    required(into): [name: String],
    optional(into): [
        text / maybe_text: String,
        shortcut / maybe_shortcut: String,
        file / maybe_file: String,
    ],
});

/// The longest name.
const LONGEST: usize = 60;

impl NewTemplate {
    fn check(&self) -> Result<()> {
        let mut wrong = Problems::default();
        wrong.add_if(self.name.trim().is_empty(), "name", "is empty");
        wrong.add_if(
            self.name.chars().count() > LONGEST,
            "name",
            "is longer than 60 characters; shorten it",
        );
        wrong.finish()
    }
}

redacted_debug!(NewTemplate {
    show: [owner],
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
        self.api.many(list_call(page)).await
    }

    /// All templates, page by page.
    #[inline]
    pub fn stream(&self) -> Rows<wire::Template> {
        self.api.rows(ListPage::default(), list_call).stream()
    }

    /// `GET /v1/templates/{id}`: one template. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Template>> {
        let call = Call::get(Safety::Safe, "/v1/templates/{id}")
            .name("templates.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/templates`: makes a template; a file goes by its public address and is copied to the
    /// vendor's storage. `Invalid` for a name that is empty or longer than 60 characters. Sent once.
    pub async fn create(&self, new: &NewTemplate) -> Result<Kept<wire::Template>> {
        self.api.allow("templates.create", new.check())?;
        let call = Call::post(Safety::Once, "/v1/templates")
            .name("templates.create")
            .json(new);
        self.api.one(call).await
    }

    /// `PUT /v1/templates/{id}`: puts a template in place of an old one. `NotFound`. What it answers
    /// is not documented.
    pub async fn update(&self, id: &str, template: &NewTemplate) -> Result<Value> {
        self.api.allow("templates.update", template.check())?;
        let call = Call::put(Safety::Safe, "/v1/templates/{id}")
            .name("templates.update")
            .segment("id", id)
            .json(template);
        self.api.data(call).await
    }

    /// `DELETE /v1/templates/{id}`: removes a template. `NotFound`. Repeated after failures that may
    /// pass.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/v1/templates/{id}")
            .name("templates.delete")
            .segment("id", id);
        self.api.removed(call).await
    }
}

fn list_call(page: ListPage) -> Call {
    page.of(Call::get(Safety::Safe, "/v1/templates").name("templates.list"))
}

/// Groups of templates: `/v1/templates_groups`. None of their answers is documented, so they come as
/// JSON values.
#[derive(Debug, Clone)]
pub struct TemplatesGroups {
    pub(super) api: Api,
}

impl TemplatesGroups {
    /// `GET /v1/templates_groups`: a page of groups.
    pub async fn list(&self, page: ListPage) -> Result<Value> {
        let call = Call::get(Safety::Safe, "/v1/templates_groups").name("templates_groups.list");
        self.api.data(page.of(call)).await
    }

    /// `GET /v1/templates_groups/{id}`: one group. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Value> {
        let call = Call::get(Safety::Safe, "/v1/templates_groups/{id}")
            .name("templates_groups.get")
            .segment("id", id);
        self.api.data(call).await
    }

    /// `POST /v1/templates_groups`: makes a group. Sent once.
    pub async fn create(&self, name: &str) -> Result<Value> {
        let call = Call::post(Safety::Once, "/v1/templates_groups")
            .name("templates_groups.create")
            .json(&json!({ "name": name }));
        self.api.data(call).await
    }

    /// `PUT /v1/templates_groups/{id}`: renames a group. `NotFound`. Repeated after failures that may
    /// pass.
    pub async fn update(&self, id: &str, name: &str) -> Result<Value> {
        let call = Call::put(Safety::Safe, "/v1/templates_groups/{id}")
            .name("templates_groups.update")
            .segment("id", id)
            .json(&json!({ "name": name }));
        self.api.data(call).await
    }

    /// `DELETE /v1/templates_groups/{id}`: removes a group. `NotFound`. Repeated after failures that
    /// may pass. What becomes of its templates is not documented.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/v1/templates_groups/{id}")
            .name("templates_groups.delete")
            .segment("id", id);
        self.api.removed(call).await
    }
}
