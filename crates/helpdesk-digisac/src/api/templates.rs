//! `/whatsapp-business-templates`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde_json::Value;

use super::Done;

resource!(
    /// Templates of WhatsApp Business. Documented by a third party; the records are not.
    WhatsappBusinessTemplates,
    whatsapp_business_templates
);

impl WhatsappBusinessTemplates {
    list!(
        "whatsapp_business_templates.list",
        "/whatsapp-business-templates",
        Value,
        "Documented by a third party."
    );
    get!(
        "whatsapp_business_templates.get",
        "/whatsapp-business-templates/{templateId}",
        "templateId",
        Value,
        "template",
        "Documented by a third party."
    );
    create!(
        "whatsapp_business_templates.create",
        "/whatsapp-business-templates",
        Value,
        Value,
        "template",
        "What is sent is not documented. Documented by a third party."
    );
    update!(
        "whatsapp_business_templates.update",
        "/whatsapp-business-templates/{templateId}",
        "templateId",
        Value,
        Value,
        "template",
        "What is sent is not documented. Documented by a third party."
    );
    delete!(
        "whatsapp_business_templates.delete",
        "/whatsapp-business-templates/{templateId}",
        "templateId",
        "Documented by a third party."
    );

    /// Counts templates: `GET /whatsapp-business-templates/count`. Documented by a third party; the
    /// answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn count(&self) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/whatsapp-business-templates/count")
            .name("whatsapp_business_templates.count");
        self.api.record(call, "count").await
    }

    /// Fetches the templates from WhatsApp anew: `POST
    /// /whatsapp-business-templates/refresh-templates`. Documented by a third party.
    ///
    /// Sent again after failures that may pass.
    pub async fn refresh(&self) -> Result<Done> {
        let call = Call::post(
            Safety::Safe,
            "/whatsapp-business-templates/refresh-templates",
        )
        .name("whatsapp_business_templates.refresh");
        self.api.done(call).await
    }

    action!(
        /// Hands a template to WhatsApp for approval. Sent once. Documented by a third party.
        send_to_review,
        "whatsapp_business_templates.send_to_review",
        "/whatsapp-business-templates/{hsmId}/send-to-review",
        "hsmId",
        Once
    );
}
