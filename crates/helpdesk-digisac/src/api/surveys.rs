//! Surveys and terms.

use helpdesk_core::{builder, redacted_debug};
use serde::Serialize;
use serde_json::Value;

use super::SurveyType;
use crate::wire;

resource!(
    /// Terms that contacts accept. Documented by a third party.
    AcceptanceTerms,
    acceptance_terms
);

resource!(
    /// Surveys. Documented by a third party.
    Questions,
    questions
);

/// Terms to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AcceptanceTermsInput {
    /// The name.
    pub name: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_field: Option<String>,
    /// A file in place of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Value>,
}

builder!(AcceptanceTermsInput, AcceptanceTermsInputBuilder {
    required(into): [name: String],
    optional: [file / maybe_file: Value],
    optional(into): [text_field / maybe_text_field: String],
});

redacted_debug!(AcceptanceTermsInput {
    show: [],
    hide: [name, text_field]
});

/// A survey to create, or changes to one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuestionInput {
    /// The name.
    pub name: String,
    /// What it asks for.
    #[serde(rename = "type")]
    pub kind: SurveyType,
    /// How long an answer is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// How often it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries: Option<u32>,
    /// The question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question_message: Option<String>,
    /// The thanks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_message: Option<String>,
    /// What is said to an answer that is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_message: Option<String>,
}

builder!(QuestionInput, QuestionInputBuilder {
    required(into): [name: String, kind: SurveyType],
    optional: [duration / maybe_duration: u32, tries / maybe_tries: u32],
    optional(into): [
        question_message / maybe_question_message: String,
        success_message / maybe_success_message: String,
        invalid_message / maybe_invalid_message: String,
    ],
});

redacted_debug!(QuestionInput {
    show: [kind, duration, tries],
    hide: [name, question_message, success_message, invalid_message]
});

impl AcceptanceTerms {
    list!(
        "acceptance_terms.list",
        "/acceptance-terms",
        wire::AcceptanceTerms,
        "Documented by a third party."
    );
    get!(
        "acceptance_terms.get",
        "/acceptance-terms/{termsId}",
        "termsId",
        wire::AcceptanceTerms,
        "terms",
        "Documented by a third party."
    );
    create!(
        "acceptance_terms.create",
        "/acceptance-terms",
        AcceptanceTermsInput,
        wire::AcceptanceTerms,
        "terms",
        "Documented by a third party."
    );
    update!(
        "acceptance_terms.update",
        "/acceptance-terms/{termsId}",
        "termsId",
        AcceptanceTermsInput,
        wire::AcceptanceTerms,
        "terms",
        "Documented by a third party."
    );
    delete!(
        "acceptance_terms.delete",
        "/acceptance-terms/{termsId}",
        "termsId",
        "Documented by a third party."
    );
}

impl Questions {
    list!(
        "questions.list",
        "/questions",
        wire::Question,
        "Documented by a third party."
    );
    get!(
        "questions.get",
        "/questions/{questionId}",
        "questionId",
        wire::Question,
        "survey",
        "Documented by a third party."
    );
    create!(
        "questions.create",
        "/questions",
        QuestionInput,
        wire::Question,
        "survey",
        "Documented by a third party."
    );
    update!(
        "questions.update",
        "/questions/{questionId}",
        "questionId",
        QuestionInput,
        wire::Question,
        "survey",
        "Documented by a third party."
    );
    delete!(
        "questions.delete",
        "/questions/{questionId}",
        "questionId",
        "Documented by a third party."
    );
}
