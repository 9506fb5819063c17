//! `/cards` and `/pipelines`: the sales pipeline.

use helpdesk_core::{builder, redacted_debug};
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
#[derive(Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CardInput {
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<String>,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline_stage_id: Option<String>,
    /// The agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// The amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_value: Option<f64>,
}

builder!(CardInput, CardInputBuilder {
    optional: [total_value / maybe_total_value: f64],
    optional(into): [
        title / maybe_title: String,
        description / maybe_description: String,
        contact_id / maybe_contact_id: String,
        pipeline_id / maybe_pipeline_id: String,
        pipeline_stage_id / maybe_pipeline_stage_id: String,
        owner_id / maybe_owner_id: String,
    ],
});

redacted_debug!(CardInput {
    show: [contact_id, pipeline_id, pipeline_stage_id, owner_id],
    hide: [title, description, total_value]
});

/// A pipeline to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelineInput {
    /// The name.
    pub name: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: PipelineType,
    /// Whether cards may go back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub go_back: Option<bool>,
}

builder!(PipelineInput, PipelineInputBuilder {
    required(into): [name: String],
    optional: [go_back / maybe_go_back: bool],
    default(into): [kind: PipelineType = PipelineType::Sales],
});

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
