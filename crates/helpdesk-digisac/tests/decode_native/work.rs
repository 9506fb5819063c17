//! Tickets, messages, plans for later.

use helpdesk_digisac::api::{
    Api, BulkTransfer, CardInput, CloseTicket, EditMessage, ExportTicket, Interactive,
    InteractiveMessageInput, InteractiveType, ListRequest, PipelineInput, QuickReplyInput,
    ScheduleInput, SendMessage, TransferTicket,
};
use serde_json::Value;

use crate::{Area, Written, crud, decode};

const CONTACT: &str = "{contactId}";

pub async fn tickets() -> Vec<Value> {
    let mut area = Area::new();
    for name in [
        "list",
        "list_all",
        "list_by_period",
        "list_of_service",
        "list_open_of_department",
    ] {
        decode!(area, &format!("tickets/{name}"), async |api: Api| {
            api.tickets().list(&ListRequest::new()).await
        });
    }
    for name in ["get", "get_is_open_text", "get_with_includes"] {
        decode!(area, &format!("tickets/{name}"), async |api: Api| {
            api.tickets().get("{ticketId}", &ListRequest::new()).await
        });
    }
    let open = TransferTicket::builder()
        .department_id("department-1")
        .build();
    for name in ["transfer", "transfer_answers_record"] {
        decode!(area, &format!("tickets/{name}"), async |api: Api| {
            api.contacts().transfer_ticket(CONTACT, &open).await
        });
    }
    for name in ["close", "close_answers_record"] {
        decode!(area, &format!("tickets/{name}"), async |api: Api| {
            let close = CloseTicket::default();
            api.contacts().close_ticket(CONTACT, Some(&close)).await
        });
    }
    let bulk = BulkTransfer::builder()
        .department_id("department-1")
        .tickets_selected_id(vec!["ticket-1".to_owned()])
        .build();
    decode!(area, "tickets/bulk_transfer", async |api: Api| {
        api.contacts().bulk_transfer(&bulk).await
    });
    decode!(area, "tickets/export", async |api: Api| {
        let (mut sink, ticket) = (Vec::new(), ExportTicket::builder().protocol("1").build());
        api.tickets()
            .export(&ticket, &mut sink)
            .await
            .map(|_| Written(sink))
    });
    decode!(area, "tickets/export_history", async |api: Api| {
        let mut sink = Vec::new();
        let all = ListRequest::new();
        api.tickets()
            .export_history(&all, &mut sink)
            .await
            .map(|_| Written(sink))
    });
    decode!(area, "tickets/export_pdf", async |api: Api| {
        let mut sink = Vec::new();
        api.tickets()
            .export_pdf("{ticketId}", &mut sink)
            .await
            .map(|_| Written(sink))
    });
    area.entries
}

pub async fn messages() -> Vec<Value> {
    let mut area = Area::new();
    for name in ["list", "list_with_media"] {
        decode!(area, &format!("messages/{name}"), async |api: Api| {
            api.messages().list(&ListRequest::new()).await
        });
    }
    for name in [
        "get",
        "get_voice",
        "get_system_ticketOpen",
        "get_system_ticketTransfer",
        "get_system_ticketClose",
    ] {
        decode!(area, &format!("messages/{name}"), async |api: Api| {
            api.messages().get("{messageId}", &[]).await
        });
    }
    let text = SendMessage::builder()
        .contact_id("contact-1")
        .text("x")
        .build();
    for name in [
        "send",
        "send_comment",
        "send_file",
        "send_interactive",
        "send_template",
        "send_to_number",
        "send_without_ticket",
    ] {
        decode!(area, &format!("messages/{name}"), async |api: Api| {
            api.messages().send(&text).await
        });
    }
    let edit = EditMessage::builder()
        .text("y")
        .contact_id("contact-1")
        .build();
    decode!(area, "messages/edit", async |api: Api| {
        api.messages().edit("{messageId}", &edit).await
    });
    decode!(area, "messages/send_reaction", async |api: Api| {
        api.messages().send_reaction("{messageId}", "👍").await
    });
    area.entries
}

pub async fn planning() -> Vec<Value> {
    let mut area = Area::new();
    let later = ScheduleInput::builder()
        .contact_id("contact-1")
        .scheduled_at("2031-05-06T07:08:09".parse().unwrap())
        .build();
    crud!(area, "schedule", schedule, "{scheduleId}", create &later, update &later, delete "/delete");
    let card = CardInput::builder().title("Oven").build();
    crud!(area, "cards", cards, "{cardsId}", create &card, update &card, delete "/delete");
    let pipeline = PipelineInput::builder().name("Sales").build();
    crud!(area, "pipelines", pipelines, "{pipelineId}",
        create &pipeline, update &pipeline, delete "/delete");
    let reply = QuickReplyInput::builder().text("One moment").build();
    crud!(area, "quick-replies", quick_replies, "{quickRepliesId}",
        create &reply, update &reply, delete "/delete");
    let buttons = InteractiveMessageInput::builder()
        .name("Confirm")
        .interactive(Interactive::builder().kind(InteractiveType::Button).build())
        .build();
    crud!(area, "interactive-messages", interactive_messages, "{interactiveMessagesId}",
        create &buttons, delete "/delete");
    area.entries
}
