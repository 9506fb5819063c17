//! Settings.

use super::*;

pub async fn custom_fields() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = CustomFieldDefinition::builder()
        .name("City")
        .kind("text")
        .allowed("contacts")
        .build();
    crud!(calls, custom_fields, "{customFieldsId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn ticket_topics() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = TicketTopicInput::builder().name("Question").build();
    crud!(calls, ticket_topics, "{ticketTopicId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn distribution() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = DistributionInput::builder()
        .name("In turn")
        .max_num(5)
        .time_to_redistribute(10)
        .departments(vec!["department-1".to_owned()])
        .roles(vec!["role-1".to_owned()])
        .redistribute_all(false)
        .redistribute_assigned_tickets(false)
        .distribute_queue(true)
        .build();
    crud!(calls, distribution, "{distributionId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn holiday() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = HolidayInput::builder()
        .name("New year")
        .from("2031-01-01T00:00:00.000Z")
        .to("2031-01-02T00:00:00.000Z")
        .message("Until tomorrow")
        .build();
    crud!(calls, holiday, "{holidayId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn questions() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = QuestionInput::builder()
        .name("Content")
        .kind("NPS")
        .duration(10)
        .tries(2)
        .question_message("How was it?")
        .success_message("Thanks")
        .invalid_message("A number, please")
        .build();
    crud!(calls, questions, "{questionId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn acceptance_terms() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = AcceptanceTermsInput::builder()
        .name("Terms")
        .text_field("Some text")
        .build();
    crud!(calls, acceptance_terms, "{termsId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn quick_replies() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = QuickReplyInput::builder()
        .text("One moment")
        .department_ids(vec!["department-1".to_owned()])
        .build();
    crud!(calls, quick_replies, "{quickRepliesId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn interactive_messages() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = InteractiveMessageInput::builder()
        .name("Confirm")
        .interactive(Interactive::builder().kind(InteractiveType::Button).build())
        .build();
    crud!(calls, interactive_messages, "{interactiveMessagesId}", create &input, delete "");
    calls.finish()
}

pub async fn templates() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = json!({"name": "welcome", "serviceId": "service-1"});
    crud!(calls, whatsapp_business_templates, "{templateId}", create &input, update &input, delete "");
    call!(calls, "{}", "count", async |api: Api| {
        api.whatsapp_business_templates().count().await
    });
    call!(calls, "", "refresh", async |api: Api| {
        api.whatsapp_business_templates().refresh().await
    });
    call!(calls, "", "send_to_review", async |api: Api| {
        api.whatsapp_business_templates()
            .send_to_review("{hsmId}")
            .await
    });
    calls.finish()
}
