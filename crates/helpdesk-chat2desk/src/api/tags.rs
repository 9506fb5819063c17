//! Tags and their groups.

use helpdesk_core::{Error, Problems, Result, Safety, builder};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use super::clients::ClientOnly;
use super::params::{number, numbers, opt_flag_as_number};
use super::rows::Reading;
use super::{Api, List, ListPage, Rows};
use crate::wire;

/// A tag to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewTag {
    /// The group; every tag has one.
    #[serde(serialize_with = "number")]
    pub tag_group_id: String,
    /// The word, at most 20 characters.
    pub tag_label: String,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_description: Option<String>,
    /// The colour behind the word, six hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_bg_color: Option<String>,
    /// The colour of the word, six hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_text_color: Option<String>,
    /// Its place among the others on the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_show: Option<i64>,
}

builder!(NewTag, NewTagBuilder {
    required(into): [tag_group_id: String, tag_label: String],
    optional: [order_show / maybe_order_show: i64],
    optional(into): [
        tag_description / maybe_tag_description: String,
        tag_bg_color / maybe_tag_bg_color: String,
        tag_text_color / maybe_tag_text_color: String,
    ],
});

impl NewTag {
    fn check(&self) -> Result<()> {
        let mut wrong = Problems::default();
        wrong.add_if(self.tag_label.trim().is_empty(), "tag_label", "is empty");
        wrong.add_if(
            self.tag_label.chars().count() > LONGEST_LABEL,
            "tag_label",
            "is longer than 20 characters; shorten it",
        );
        wrong.finish()
    }
}

/// The longest word of a tag.
pub(crate) const LONGEST_LABEL: usize = 20;

/// A group of tags to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewTagGroup {
    /// The name.
    pub tag_group_name: String,
    /// Its place among the others on the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_show: Option<i64>,
    /// Whether operators see it.
    #[serde(
        serialize_with = "opt_flag_as_number",
        skip_serializing_if = "Option::is_none"
    )]
    pub display: Option<bool>,
}

builder!(NewTagGroup, NewTagGroupBuilder {
    required(into): [tag_group_name: String],
    optional: [order_show / maybe_order_show: i64, display / maybe_display: bool],
});

/// What a tag is put on or taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AssigneeType {
    /// A client.
    Client,
    /// A request.
    Request,
}

#[derive(Serialize)]
struct Assignment<'a> {
    #[serde(serialize_with = "numbers")]
    tag_ids: &'a [String],
    assignee_type: AssigneeType,
    /// A text, as in the documentation.
    assignee_id: &'a str,
}

#[derive(Serialize)]
struct RequestOnly<'a> {
    #[serde(serialize_with = "number")]
    request_id: &'a str,
}

/// Tags: `/v1/tags`.
#[derive(Debug, Clone)]
pub struct Tags {
    pub(super) api: Api,
}

impl Tags {
    /// `GET /v1/tags`: a page of tags.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Tag>> {
        self.api.many(list_call(page)).await
    }

    /// All tags, page by page.
    #[inline]
    pub fn stream(&self) -> Rows<wire::Tag> {
        self.rows().stream()
    }

    /// The same one by one.
    #[inline]
    pub(crate) fn rows(&self) -> Reading<wire::Tag> {
        self.api.rows(ListPage::default(), list_call)
    }

    /// `GET /v1/tags/{id}`: one tag. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Tag>> {
        let call = Call::get(Safety::Safe, "/v1/tags/{id}")
            .name("tags.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/tags`: makes a tag. `Invalid` for a word that is empty or longer than 20 characters. The answer is an object or a list of one. After an unknown
    /// delivery nothing is sent again: look for the word first.
    pub async fn create(&self, new: &NewTag) -> Result<Kept<wire::Tag>> {
        self.api.allow("tags.create", new.check())?;
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewTag,
        lookup: L,
    ) -> Result<Kept<wire::Tag>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<wire::Tag>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewTag) -> Call {
        Call::post(Safety::VerifyFirst, "/v1/tags")
            .name("tags.create")
            .json(new)
    }

    /// `POST /v1/tags/assign_to`: puts tags on a client or a request. Tags that are there stay.
    ///
    /// Tags that do not exist are ignored, and the call succeeds all the same. `Invalid` without any
    /// tag; `NotFound` for the client or the request. Repeated after failures that may pass.
    pub async fn assign_to(
        &self,
        tag_ids: &[String],
        assignee_type: AssigneeType,
        assignee_id: &str,
    ) -> Result<()> {
        if tag_ids.is_empty() {
            let none = Error::invalid("tag_ids", "are missing; name at least one tag");
            return self.api.allow("tags.assign_to", Err(none));
        }
        let call = Call::post(Safety::Safe, "/v1/tags/assign_to")
            .name("tags.assign_to")
            .json(&Assignment {
                tag_ids,
                assignee_type,
                assignee_id,
            });
        self.api.done(call).await
    }

    /// `DELETE /v1/tags/{id}/delete_from`: takes a tag off a client or a request; the tag itself
    /// stays. A DELETE with a body.
    ///
    /// `NotFound` for the tag, for the client or request, and also when the tag was not there. Repeated
    /// after failures that may pass; then `NotFound` with an unknown delivery says that it is off.
    pub async fn delete_from(
        &self,
        id: &str,
        assignee_type: AssigneeType,
        assignee_id: &str,
    ) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/v1/tags/{id}/delete_from")
            .name("tags.delete_from")
            .segment("id", id);
        let call = match assignee_type {
            AssigneeType::Client => call.json(&ClientOnly {
                client_id: assignee_id,
            }),
            AssigneeType::Request => call.json(&RequestOnly {
                request_id: assignee_id,
            }),
        };
        self.api.done(call).await
    }
}

fn list_call(page: ListPage) -> Call {
    page.of(Call::get(Safety::Safe, "/v1/tags").name("tags.list"))
}

/// Groups of tags: `/v1/tag_groups`. They cannot be listed.
#[derive(Debug, Clone)]
pub struct TagGroups {
    pub(super) api: Api,
}

impl TagGroups {
    /// `POST /v1/tag_groups`: makes a group. Sent once, for groups cannot be looked up.
    pub async fn create(&self, new: &NewTagGroup) -> Result<Kept<wire::TagGroup>> {
        let call = Call::post(Safety::Once, "/v1/tag_groups")
            .name("tag_groups.create")
            .json(new);
        self.api.one(call).await
    }
}
