//! Cases.

use crate::common::now;
use crate::{Log, page};
use helpdesk_wisecx::api::{Filter, ListRequest, Operator, Sort};
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::{
    ActivityKind, CaseStatus, CustomField, NewActivity, NewAttachment, Priority, Recipient,
    SourceChannel, TemplateInput, TemplateParameter,
};
use serde_json::json;

pub async fn log(log: &mut Log) {
    let request = ListRequest::builder()
        .filters(vec![
            Filter::equal("case.contact_id", 7_300_001),
            Filter::is_in("case.status", ["opened", "pending"]),
            Filter::time("case.last_update", Operator::GreaterEqual, now()),
        ])
        .sort(Sort::descending("id"))
        .limit(20)
        .page(5)
        .build();
    log.call("cases.list", json!([]), |desk| async move {
        desk.api().cases().list(&request).await
    })
    .await;
    log.call("cases.get", json!({"id": 1}), |desk| async move {
        desk.api().cases().get(1).await
    })
    .await;
    let new = wire::NewCase::builder()
        .group_id(701)
        .user_id(0)
        .source_channel(SourceChannel::Whatsapp)
        .tags(vec!["fragile".into()])
        .type_id(31)
        .subject("Spare lid")
        .priority(Priority::VeryHigh)
        .due_at(now())
        .custom_fields(vec![CustomField::new("shoe_size", "41")])
        .activities(vec![
            NewActivity::builder()
                .kind(ActivityKind::ContactMessage)
                .content("Where is it?")
                .contact_from(
                    Recipient::builder()
                        .email("ada@people.example")
                        .name("Ada Fictional")
                        .build(),
                )
                .attachments(vec![NewAttachment::url(
                    "lid.png",
                    "https://files.example/lid",
                )])
                .build(),
        ])
        .build();
    log.call(
        "cases.create",
        json!({"case_id": 1, "activities": []}),
        |desk| {
            let new = new.clone();
            async move { desk.api().cases().create(&new).await }
        },
    )
    .await;
    let template = wire::NewCase::builder()
        .group_id(701)
        .source_channel(SourceChannel::Whatsapp)
        .subject("Pickup")
        .activities(vec![
            NewActivity::builder()
                .kind(ActivityKind::UserReply)
                .user_id(0)
                .channel(SourceChannel::Whatsapp)
                .template(
                    TemplateInput::builder()
                        .template_id(81)
                        .parameters(vec![TemplateParameter::new("{{1}}", "4711")])
                        .build(),
                )
                .contacts_to(vec![Recipient::by_id(7_300_001)])
                .build(),
        ])
        .build();
    log.call("cases.create (template)", json!({"case_id": 1}), |desk| {
        let template = template.clone();
        async move { desk.api().cases().create(&template).await }
    })
    .await;
    let update = wire::CaseUpdate::builder()
        .group_id(702)
        .user_id(6101)
        .status(CaseStatus::Solved)
        .tags(vec![])
        .subject("Another lid")
        .due_at(now())
        .spam(true)
        .deleted(false)
        .activities(vec![
            NewActivity::builder()
                .kind(ActivityKind::UserReply)
                .user_id(6101)
                .content("It is on its way.")
                .contacts_to(vec![Recipient::by_id(7_300_001)])
                .attachments(vec![NewAttachment::bytes("a.txt", b"hello")])
                .build(),
        ])
        .build();
    log.call("cases.update", json!({"case_id": 1}), |desk| {
        let update = update.clone();
        async move { desk.api().cases().update(1, &update).await }
    })
    .await;
    log.call("cases.add_note", json!({"case_id": 1}), |desk| async move {
        desk.api().cases().add_note(1, 6101, "For us only.").await
    })
    .await;
    log.call(
        "cases.delete",
        json!({"message": "gone"}),
        |desk| async move { desk.api().cases().delete(1).await },
    )
    .await;
    log.call("cases.activities", json!([]), |desk| async move {
        desk.api().cases().activities(1, &page()).await
    })
    .await;
    log.call("cases.activity", json!({"id": 2}), |desk| async move {
        desk.api().cases().activity(1, 2).await
    })
    .await;
    log.call("cases.tags", json!({"data": []}), |desk| async move {
        desk.api().cases().tags(&page()).await
    })
    .await;
    log.call("cases.types", json!({"data": []}), |desk| async move {
        desk.api().cases().types(&ListRequest::default()).await
    })
    .await;
}
