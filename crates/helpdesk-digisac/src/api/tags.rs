//! `/tags`.

use helpdesk_core::{Result, Safety, builder};
use helpdesk_http::Call;
use serde::Serialize;
use serde_json::json;

use super::{Done, at_least_one};
use crate::wire;

resource!(
    /// Tags, which are put on contacts. Documented by a third party.
    Tags,
    tags
);

/// A tag to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TagInput {
    /// The word.
    pub label: String,
    /// The colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// The departments that have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<String>>,
}

builder!(TagInput, TagInputBuilder {
    required(into): [label: String],
    optional: [departments / maybe_departments: Vec<String>],
    optional(into): [background_color / maybe_background_color: String],
});

impl Tags {
    list!(
        "tags.list",
        "/tags",
        wire::Tag,
        "Documented by a third party."
    );
    get!(
        "tags.get",
        "/tags/{tagId}",
        "tagId",
        wire::Tag,
        "tag",
        "Documented by a third party."
    );

    /// Creates a tag: `POST /tags`. Whether two may have the same word is not known.
    ///
    /// Sent once: after an unknown delivery the error says so. Documented by a third party.
    pub async fn create(&self, new: &TagInput) -> Result<helpdesk_http::Kept<wire::Tag>> {
        self.api.record(Self::create_call(new), "tag").await
    }

    pub(crate) fn create_call(new: &TagInput) -> Call {
        Call::post(Safety::VerifyFirst, "/tags")
            .name("tags.create")
            .json(new)
    }

    update!(
        "tags.update",
        "/tags/{tagId}",
        "tagId",
        TagInput,
        wire::Tag,
        "tag",
        "Documented by a third party."
    );
    delete!(
        "tags.delete",
        "/tags/{tagId}",
        "tagId",
        "It comes off every contact. Documented by a third party."
    );

    /// Puts a tag on contacts: `POST /tags/{tagId}/contacts`. `NotFound`.
    ///
    /// Sent again after failures that may pass, for it sets a state. Documented by a third party;
    /// the answer is not.
    pub async fn add_contacts(&self, id: &str, contact_ids: &[&str]) -> Result<Done> {
        self.api.allow(
            "tags.add_contacts",
            at_least_one("contact_ids", contact_ids),
        )?;
        let call = Call::post(Safety::Safe, "/tags/{tagId}/contacts")
            .name("tags.add_contacts")
            .segment("tagId", id)
            .json(&json!({ "where": { "id": contact_ids } }));
        self.api.done(call).await
    }

    /// Takes a tag off contacts: `DELETE /tags/{tagId}/contacts`, with a body that lists them.
    /// `NotFound`.
    ///
    /// Sent again after failures that may pass, for it sets a state; when an earlier attempt did it and
    /// its answer was lost, it is done. Documented by a third party; the answer is not.
    pub async fn remove_contacts(&self, id: &str, contact_ids: &[&str]) -> Result<Done> {
        self.api.allow(
            "tags.remove_contacts",
            at_least_one("contact_ids", contact_ids),
        )?;
        let call = Call::delete(Safety::Safe, "/tags/{tagId}/contacts")
            .name("tags.remove_contacts")
            .segment("tagId", id)
            .json(&json!({ "where": { "id": contact_ids } }));
        self.api.removed(call).await
    }
}
