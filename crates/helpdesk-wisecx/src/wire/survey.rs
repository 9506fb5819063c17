//! Surveys, and the intents of assistants.

use helpdesk_core::{Timestamp, builder, open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

open_enum! {
    /// What kind of question it is.
    pub enum QuestionKind {
        /// From 0 to 10: how likely one is to recommend it.
        Nps10 = "nps10",
        /// Yes or no.
        Boolean = "boolean",
        /// A text.
        Comment = "comment",
        /// A mark.
        Rating = "rating",
    }
}

open_enum! {
    /// Whether a survey was answered.
    pub enum ResponseStatus {
        /// It was.
        Responded = "responded",
        /// It was not yet.
        NotResponded = "not_responded",
    }
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Survey {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// Another identifier.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub guid: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The title people see.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub title: Option<String>,
    /// What it is about.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The colour, as `#fff` or `#ffffff`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub color: Option<String>,
    /// The logo.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub logo_url: Option<String>,
    /// The language.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub language: Option<String>,
    /// What it says at its end.
    #[serde(default)]
    pub completion: Option<SurveyCompletion>,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
}

/// What a survey says at its end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SurveyCompletion {
    /// A text above the button.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The text on the button.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub submit_button_label: Option<String>,
    /// The thanks.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub completion_message: Option<String>,
}

/// A question of a survey.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SurveyQuestion {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The question.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub label: Option<String>,
    /// The kind.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<QuestionKind>,
    /// Whether it has to be answered.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub required: Option<bool>,
    /// Whether it is the main question.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_primary: Option<bool>,
    /// Its place.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub position: Option<u64>,
    /// The page it is on.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub page: Option<u64>,
    /// What the ends of the scale are called.
    #[serde(default)]
    pub nps_labels: Option<NpsLabels>,
    /// The options; their shape is not documented.
    #[serde(default, deserialize_with = "lenient::list")]
    pub options: Vec<Value>,
}

/// What the ends of a scale are called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NpsLabels {
    /// The low end.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub min: Option<String>,
    /// The high end.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub max: Option<String>,
}

/// What somebody answered to a survey, or that nobody has yet.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SurveyResponse {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub response_id: u64,
    /// The survey.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub survey_id: Option<u64>,
    /// The case.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub case_id: Option<u64>,
    /// Whether it was answered.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<ResponseStatus>,
    /// The answers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub answers: Vec<SurveyAnswer>,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub contact_id: Option<u64>,
    /// When it was sent.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub sent_at: Option<Timestamp>,
    /// When it was answered.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub responded_at: Option<Timestamp>,
}

redacted_debug!(SurveyResponse {
    show: [
        response_id,
        survey_id,
        case_id,
        status,
        contact_id,
        sent_at,
        responded_at
    ],
    hide: [answers]
});

/// An answer.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SurveyAnswer {
    /// The question.
    #[serde(deserialize_with = "lenient::id")]
    pub question_id: String,
    /// The kind of the question.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub question_type: Option<QuestionKind>,
    /// The answer: a number, a truth value or a text.
    #[serde(default)]
    pub value: Option<Value>,
}

redacted_debug!(SurveyAnswer {
    show: [question_id, question_type],
    hide: [value]
});

/// What an intent is run with.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IntentInput {
    /// The case.
    pub case_id: u64,
    /// Context, each entry as `key:value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
}

builder!(IntentInput, IntentInputBuilder {
    required: [case_id: u64],
    default: [context: Vec<String>],
});

redacted_debug!(IntentInput {
    show: [case_id],
    hide: [context]
});

/// An intent that was started.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Intent {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub id: Option<u64>,
    /// `OK` when it was started.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
}
