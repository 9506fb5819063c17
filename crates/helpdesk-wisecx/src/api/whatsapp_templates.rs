//! `/whatsapp_templates`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;

use super::{Api, List, ListRequest, answer};
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
}
