//! `/cards` and `/pipelines`: the sales pipeline.

use helpdesk_core::redacted_debug;
use serde::Serialize;

use super::PipelineType;
use crate::wire;

resource!(
    /// Cards of the sales pipeline. Documented by a third party.
    Cards,
    cards
);
resource!(
    /// Sales pipelines. Documented by a third party.
    Pipelines,
    pipelines
);

/// A card to create, or changes to one.
#[derive(Clone, PartialEq, Default, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CardInput {
    /// What it is about.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// More about it.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The pipeline.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<String>,
    /// The stage.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline_stage_id: Option<String>,
    /// The agent.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// The amount.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_value: Option<f64>,
}

redacted_debug!(CardInput {
    show: [contact_id, pipeline_id, pipeline_stage_id, owner_id],
    hide: [title, description, total_value]
});

/// A pipeline to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelineInput {
    /// The name.
    #[builder(setter(into))]
    pub name: String,
    /// What it is for.
    #[builder(default = PipelineType::Sales, setter(into))]
    #[serde(rename = "type")]
    pub kind: PipelineType,
    /// Whether cards may go back.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub go_back: Option<bool>,
}

impl Cards {
    list!(
        "cards.list",
        "/cards",
        wire::Card,
        "Documented by a third party."
    );
    get!(
        "cards.get",
        "/cards/{cardsId}",
        "cardsId",
        wire::Card,
        "card",
        "Documented by a third party."
    );
    create!(
        "cards.create",
        "/cards",
        CardInput,
        wire::Card,
        "card",
        "Documented by a third party."
    );
    update!(
        "cards.update",
        "/cards/{cardsId}",
        "cardsId",
        CardInput,
        wire::Card,
        "card",
        "Documented by a third party."
    );
    delete!(
        "cards.delete",
        "/cards/{cardsId}",
        "cardsId",
        "Documented by a third party."
    );
}

impl Pipelines {
    list!(
        "pipelines.list",
        "/pipelines",
        wire::Pipeline,
        "Documented by a third party."
    );
    get!(
        "pipelines.get",
        "/pipelines/{pipelineId}",
        "pipelineId",
        wire::Pipeline,
        "pipeline",
        "Documented by a third party."
    );
    create!(
        "pipelines.create",
        "/pipelines",
        PipelineInput,
        wire::Pipeline,
        "pipeline",
        "Documented by a third party."
    );
    update!(
        "pipelines.update",
        "/pipelines/{pipelineId}",
        "pipelineId",
        PipelineInput,
        wire::Pipeline,
        "pipeline",
        "Documented by a third party."
    );
    delete!(
        "pipelines.delete",
        "/pipelines/{pipelineId}",
        "pipelineId",
        "Documented by a third party."
    );
}
