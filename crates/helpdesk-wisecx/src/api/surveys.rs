//! `/surveys`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire;

/// Surveys.
#[derive(Debug, Clone, Copy)]
pub struct Surveys<'a> {
    pub(super) api: &'a Api,
}

impl Surveys<'_> {
    /// `GET /surveys`: surveys, as a bare list. It takes no `fields`.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Survey>> {
        let call = Call::get(Safety::Safe, "/surveys").name("surveys.list");
        let call = request.apply_plain(call)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Surveys::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Survey> {
        let fetch = |api: Api, request| async move { api.surveys().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /surveys/{id}/questions`: the questions of a survey.
    pub async fn questions(
        &self,
        id: u64,
        request: &ListRequest,
    ) -> Result<List<wire::SurveyQuestion>> {
        let call = Call::get(Safety::Safe, "/surveys/{id}/questions")
            .name("surveys.questions")
            .segment("id", id);
        let call = request.apply_plain(call)?;
        answer::list_or_empty(self.api.send(call).await, |error| {
            error.message().to_ascii_lowercase().contains("question")
        })
    }

    /// The rows of [`Surveys::questions`], page by page.
    #[inline]
    pub fn questions_stream(&self, id: u64, request: &ListRequest) -> Rows<wire::SurveyQuestion> {
        rows(self.api, request, move |api: Api, request| async move {
            api.surveys().questions(id, &request).await
        })
    }

    /// `GET /surveys/{id}/responses`: what was answered to a survey, and what was not yet.
    ///
    /// Filters: `status`, `responded_since`, `responded_until`, `sent_since`, `sent_until`. A survey
    /// without answers is HTTP 400 at the vendor (documented by a third party) and an empty list
    /// here.
    pub async fn responses(
        &self,
        id: u64,
        request: &ListRequest,
    ) -> Result<List<wire::SurveyResponse>> {
        let call = Call::get(Safety::Safe, "/surveys/{id}/responses")
            .name("surveys.responses")
            .segment("id", id);
        let call = request.apply_plain(call)?;
        answer::list_or_empty(self.api.send(call).await, |error| {
            error.message().to_ascii_lowercase().contains("response")
        })
    }

    /// The rows of [`Surveys::responses`], page by page.
    #[inline]
    pub fn responses_stream(&self, id: u64, request: &ListRequest) -> Rows<wire::SurveyResponse> {
        rows(self.api, request, move |api: Api, request| async move {
            api.surveys().responses(id, &request).await
        })
    }
}
