//! `/whatsapp_templates`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire;

/// WhatsApp templates.
#[derive(Debug, Clone, Copy)]
pub struct WhatsappTemplates<'a> {
    pub(super) api: &'a Api,
}

impl WhatsappTemplates<'_> {
    /// `GET /whatsapp_templates`: one page of templates.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::WhatsappTemplate>> {
        let call = Call::get(Safety::Safe, "/whatsapp_templates").name("whatsapp_templates.list");
        let all = "template_id,content,name,whatsapp_number,whatsapp_description";
        let call = request.apply(call, all)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`WhatsappTemplates::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::WhatsappTemplate> {
        let fetch =
            |api: Api, request| async move { api.whatsapp_templates().list(&request).await };
        rows(self.api, request, fetch)
    }
}
