//! Settings, and what is only looked at.

use helpdesk_digisac::api::{
    AcceptanceTermsInput, Api, CustomFieldDefinition, CustomFieldOwner, CustomFieldType,
    DistributionInput, HolidayInput, ListRequest, PeriodRequest, QuestionInput, Separator,
    SurveyType, TicketTopicInput,
};
use serde_json::Value;

use crate::{Area, Written, crud, decode};

pub async fn settings() -> Vec<Value> {
    let mut area = Area::new();
    let field = CustomFieldDefinition::builder()
        .name("City")
        .kind(CustomFieldType::Text)
        .allowed(CustomFieldOwner::Contacts)
        .build();
    crud!(area, "custom-fields", custom_fields, "{customFieldsId}",
        create &field, update &field, delete "/delete");
    let topic = TicketTopicInput::builder().name("Question").build();
    crud!(area, "ticket-topics", ticket_topics, "{ticketTopicId}",
        create &topic, update &topic, delete "/delete");
    let rule = DistributionInput::builder().name("In turn").build();
    crud!(area, "distribution", distribution, "{distributionId}",
        create &rule, update &rule, delete "/delete");
    let holiday = HolidayInput::builder()
        .name("New year")
        .from("2031-01-01T00:00:00.000Z")
        .to("2031-01-02T00:00:00.000Z")
        .build();
    crud!(area, "holiday", holiday, "{holidayId}",
        create &holiday, update &holiday, delete "/delete");
    let survey = QuestionInput::builder()
        .name("Content")
        .kind(SurveyType::Nps)
        .build();
    crud!(area, "questions", questions, "{questionId}",
        create &survey, update &survey, delete "/delete");
    let terms = AcceptanceTermsInput::builder().name("Terms").build();
    crud!(area, "acceptance-terms", acceptance_terms, "{termsId}",
        create &terms, update &terms, delete "/delete");
    decode!(
        area,
        "whatsapp-business-templates/delete",
        async |api: Api| {
            api.whatsapp_business_templates()
                .delete("{templateId}")
                .await
        }
    );
    decode!(
        area,
        "whatsapp-business-templates/refresh",
        async |api: Api| { api.whatsapp_business_templates().refresh().await }
    );
    decode!(
        area,
        "whatsapp-business-templates/send_to_review",
        async |api: Api| {
            api.whatsapp_business_templates()
                .send_to_review("{hsmId}")
                .await
        }
    );
    area.entries
}

pub async fn reports() -> Vec<Value> {
    let mut area = Area::new();
    decode!(area, "campaigns/delete", async |api: Api| {
        api.campaigns().delete("{campaignsId}").await
    });
    decode!(area, "campaigns/export_csv", async |api: Api| {
        let mut sink = Vec::new();
        let campaigns = api.campaigns();
        let written = campaigns
            .export_csv("campaign-1", &Separator::SemiColon, &mut sink)
            .await;
        written.map(|_| Written(sink))
    });
    decode!(area, "notifications/read_all", async |api: Api| {
        api.notifications().read_all().await
    });
    let period = PeriodRequest::builder()
        .start_period("2031-01-01T00:00:00Z".parse().unwrap())
        .end_period("2031-01-31T00:00:00Z".parse().unwrap())
        .build();
    decode!(area, "dashboard/by_period", async |api: Api| {
        api.dashboard().by_period(&period).await
    });
    area.entries
}
