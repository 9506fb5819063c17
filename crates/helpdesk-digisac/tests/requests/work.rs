//! Tickets, messages, plans for later.

use super::*;

pub async fn tickets() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let period = ListRequest::builder()
        .parameters(vec![
            (
                "startPeriod".to_owned(),
                "2031-01-01T00:00:00.000Z".to_owned(),
            ),
            (
                "endPeriod".to_owned(),
                "2031-01-31T23:59:59.999Z".to_owned(),
            ),
        ])
        .build();
    call!(calls, LIST, "list", async |api: Api| {
        api.tickets().list(&period).await
    });
    let one = ListRequest::builder()
        .include(vec![
            Include::new("contact").with("avatar").with("thumbAvatar"),
            "department".into(),
            "user".into(),
            "ticketTopics".into(),
        ])
        .spelling(Spelling::Brackets)
        .build();
    call!(calls, RECORD, "get", async |api: Api| {
        api.tickets().get("{ticketId}", &one).await
    });
    let export = ExportTicket::builder().protocol("2031050600001").build();
    call!(calls, "text", "export", async |api: Api| {
        api.tickets().export(&export, &mut Vec::new()).await
    });
    let table = ListRequest::builder()
        .distinct(true)
        .filter(json!({}))
        .order(vec![("updatedAt".to_owned(), Sort::Descending)])
        .build();
    call!(calls, "a;b", "export_history", async |api: Api| {
        api.tickets().export_history(&table, &mut Vec::new()).await
    });
    call!(calls, "%PDF", "export_pdf", async |api: Api| {
        api.tickets()
            .export_pdf("{ticketId}", &mut Vec::new())
            .await
    });
    let open = TransferTicket::builder()
        .department_id("department-1")
        .comments("please call back")
        .build();
    call!(calls, "", "transfer_ticket", async |api: Api| {
        api.contacts().transfer_ticket("{contactId}", &open).await
    });
    let to_agent = TransferTicket::builder()
        .department_id("department-1")
        .user_id("agent-1")
        .by_user_id("agent-2")
        .build();
    call!(
        calls,
        "",
        "transfer_ticket to an agent",
        async |api: Api| {
            api.contacts()
                .transfer_ticket("{contactId}", &to_agent)
                .await
        }
    );
    call!(calls, "", "close_ticket", async |api: Api| {
        api.contacts().close_ticket("{contactId}", None).await
    });
    let close = CloseTicket::builder()
        .ticket_topic_ids(vec!["topic-1".to_owned()])
        .comments("solved")
        .by_user_id("agent-1")
        .build();
    call!(calls, "", "close_ticket with a topic", async |api: Api| {
        api.contacts()
            .close_ticket("{contactId}", Some(&close))
            .await
    });
    let bulk = BulkTransfer::builder()
        .department_id("department-1")
        .tickets_selected_id(vec!["ticket-1".to_owned()])
        .build();
    call!(calls, "", "bulk_transfer", async |api: Api| {
        api.contacts().bulk_transfer(&bulk).await
    });
    calls.finish()
}

pub async fn messages() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    call!(calls, LIST, "list", async |api: Api| {
        api.messages().list(&ListRequest::page(1, 50)).await
    });
    call!(calls, RECORD, "get", async |api: Api| {
        api.messages().get("{messageId}", &["file"]).await
    });
    let text = SendMessage::builder()
        .text("good morning")
        .kind("chat")
        .contact_id("contact-1")
        .user_id("agent-1")
        .origin("bot")
        .dont_open_ticket(true)
        .build();
    call!(calls, RECORD, "send", async |api: Api| {
        api.messages().send(&text).await
    });
    let file = SendMessage::builder()
        .number("552090001001")
        .service_id("service-1")
        .file(FileInput::from_bytes("picture.png", "image/png", [0, 0, 0]))
        .build();
    call!(
        calls,
        RECORD,
        "send a file to a number",
        async |api: Api| { api.messages().send(&file).await }
    );
    let template = SendMessage::builder()
        .contact_id("contact-1")
        .hsm_id("template-1")
        .parameters(vec![
            TemplateComponent::body(["x"]),
            TemplateComponent::builder()
                .kind(ComponentType::Button)
                .sub_type("url")
                .index(0)
                .parameters(vec![TemplateValue::text("y")])
                .build(),
        ])
        .ticket_department_id("department-1")
        .build();
    call!(calls, RECORD, "send a template", async |api: Api| {
        api.messages().send(&template).await
    });
    let buttons = SendMessage::builder()
        .contact_id("contact-1")
        .interactive_message(
            Interactive::builder()
                .kind(InteractiveType::Button)
                .body(json!({"text": "x"}))
                .build(),
        )
        .build();
    call!(calls, RECORD, "send buttons", async |api: Api| {
        api.messages().send(&buttons).await
    });
    let edit = EditMessage::builder()
        .text("good evening")
        .contact_id("contact-1")
        .build();
    call!(calls, RECORD, "edit", async |api: Api| {
        api.messages().edit("{messageId}", &edit).await
    });
    call!(calls, RECORD, "send_reaction", async |api: Api| {
        api.messages().send_reaction("{messageId}", "👍").await
    });
    call!(calls, "{}", "magic_text", async |api: Api| {
        api.messages().magic_text("hi", "formal").await
    });
    calls.finish()
}

pub async fn schedule() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = ScheduleInput::builder()
        .contact_id("contact-1")
        .department_id("department-1")
        .user_id("agent-1")
        .message("As agreed")
        .notificate_user(true)
        .open_ticket(true)
        .scheduled_at("2031-05-06T07:08:09".parse().unwrap())
        .build();
    crud!(calls, schedule, "{scheduleId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn cards() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = CardInput::builder()
        .title("Oven")
        .description("A large one")
        .contact_id("contact-1")
        .pipeline_id("pipeline-1")
        .pipeline_stage_id("stage-1")
        .owner_id("agent-1")
        .total_value(12.5)
        .build();
    crud!(calls, cards, "{cardsId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn pipelines() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = PipelineInput::builder().name("Sales").go_back(true).build();
    crud!(calls, pipelines, "{pipelineId}", create &input, update &input, delete "");
    calls.finish()
}
