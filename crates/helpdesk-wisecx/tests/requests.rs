//! What every method of the native client sends.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{Stub, desk, now, sent};
use helpdesk_core::Result;
use helpdesk_testkit::Recorder;
use helpdesk_testkit::transport::Redactor;
use helpdesk_wisecx::WiseCx;
use helpdesk_wisecx::api::{Filter, ListRequest, Operator, Sort};
use helpdesk_wisecx::wire::{
    self, ActivityKind, CaseStatus, CustomField, MemberInput, NewActivity, NewAttachment, Priority,
    Recipient, SourceChannel, TemplateInput, TemplateParameter,
};
use serde_json::{Map, Value, json};

/// Every endpoint that the vendor documents.
const ENDPOINTS: &str = "
GET /authenticate
GET /cases/types
GET /cases/tags
POST /cases
PUT /cases/{id}
GET /cases
GET /cases/{id}
DELETE /cases/{id}
GET /cases/{id}/activities
GET /cases/{id}/activities/{activity_id}
GET /contacts/organizations
POST /contacts/organizations
PUT /contacts/organizations/{id}
DELETE /contacts/organizations/{id}
GET /contacts/groups
POST /contacts/groups
PUT /contacts/{contact_id}/groups/{group_id}
DELETE /contacts/{contact_id}/groups/{group_id}
POST /contacts
PUT /contacts/{id}
GET /contacts
GET /contacts/{id}
DELETE /contacts/{id}
GET /queues
POST /queues
GET /queues/{id}
PUT /queues/{id}/users
DELETE /queues/{id}/users/{user_id}
DELETE /queues/{id}/users
GET /business_hours/is_open
GET /users
GET /users/{id}
POST /users
PUT /users/{id}/queues
DELETE /users/{id}/queues
POST /analytics/export/{id}
GET /analytics/export/{export_id}/status
GET /surveys
GET /surveys/{id}/questions
GET /surveys/{id}/responses
POST /assistans/node/{Id}/execute
POST /orders
PUT /orders/{id}
GET /orders
GET /meli/orders/{id}
GET /whatsapp_templates
POST /nitro/campaigns/{campaign_id}/actions/schedule
POST /nitro/campaigns/{campaign_id}/actions/send
POST /nitro/campaigns/{campaign_id}/actions/activate
POST /nitro/campaigns/{campaign_id}/actions/stop
POST /nitro/campaigns/{campaign_id}/actions/delete
POST /nitro/campaigns/{campaign_id}/actions/cancel-send
POST /nitro/transactional/{id}/send
POST /nitro/transactional/send
GET /nitro/transactional/requests/{tracking_id}
GET /nitro/campaigns
POST /nitro/campaigns
GET /nitro/campaigns/{campaign_id}
PUT /nitro/campaigns/{campaign_id}
POST /nitro/campaigns/{campaign_id}/messages
PUT /nitro/campaigns/{campaign_id}/messages/{message_id}
GET /nitro/campaigns/{campaign_id}/messages/{message_id}/contacts
GET /channels
";

/// A desk whose every call is answered with this, and what it has sent so far.
struct Log {
    requests: Map<String, Value>,
    seen: BTreeSet<String>,
}

impl Log {
    fn new() -> Self {
        Self {
            requests: Map::new(),
            seen: BTreeSet::new(),
        }
    }

    async fn call<T: std::fmt::Debug, F: Future<Output = Result<T>>>(
        &mut self,
        name: &str,
        answer: Value,
        call: impl FnOnce(WiseCx) -> F,
    ) {
        let (desk, recorder) = desk(&Stub::json(&answer));
        call(desk)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        self.note(name, &recorder);
    }

    fn note(&mut self, name: &str, recorder: &Recorder) {
        let requests = sent(recorder);
        assert_eq!(requests.len(), 1, "{name}");
        for request in recorder.requests() {
            self.seen
                .insert(format!("{} {}", request.method, request.path));
        }
        let snapshot = requests[0].snapshot(&Redactor::new().secret(common::TOKEN));
        self.requests.insert(name.to_owned(), snapshot);
    }
}

fn page() -> ListRequest {
    ListRequest::page(2, 20)
}

async fn cases(log: &mut Log) {
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

async fn contacts(log: &mut Log) {
    let request = ListRequest::builder()
        .fields(vec!["id".into(), "phone".into()])
        .filters(vec![Filter::equal("contact.phone", "5500955500001")])
        .build();
    log.call("contacts.list", json!({"data": []}), |desk| async move {
        desk.api().contacts().list(&request).await
    })
    .await;
    log.call(
        "contacts.list (all fields)",
        json!({"data": []}),
        |desk| async move { desk.api().contacts().list(&page()).await },
    )
    .await;
    log.call("contacts.get", json!({"id": 7}), |desk| async move {
        desk.api().contacts().get(7).await
    })
    .await;
    let input = wire::ContactInput::builder()
        .email("ada@people.example")
        .personal_id("AB-99/7")
        .phone("5500955500001")
        .name("Ada Fictional")
        .guid("g-1")
        .organization_id(-1)
        .address("Lid Lane 1")
        .custom_fields(vec![CustomField::new("shoe_size", "41")])
        .build();
    log.call("contacts.create", json!({"id": 7}), |desk| {
        let input = input.clone();
        async move { desk.api().contacts().create(&input).await }
    })
    .await;
    log.call("contacts.update", json!({"id": 7}), |desk| {
        let input = input.clone();
        async move { desk.api().contacts().update(7, &input).await }
    })
    .await;
    log.call(
        "contacts.delete",
        json!({"message": "gone"}),
        |desk| async move { desk.api().contacts().delete(7).await },
    )
    .await;
    log.call(
        "contact_groups.list",
        json!({"data": []}),
        |desk| async move { desk.api().contact_groups().list(&page()).await },
    )
    .await;
    log.call(
        "contact_groups.create",
        json!({"id": 8}),
        |desk| async move {
            let group = wire::NewGroup::builder().name("Regulars").build();
            desk.api().contact_groups().create(&group).await
        },
    )
    .await;
    log.call(
        "contact_groups.add_contact",
        json!({"message": "in"}),
        |desk| async move { desk.api().contact_groups().add_contact(7, 8).await },
    )
    .await;
    log.call(
        "contact_groups.remove_contact",
        json!({"message": "out"}),
        |desk| async move { desk.api().contact_groups().remove_contact(7, 8).await },
    )
    .await;
    log.call(
        "organizations.list",
        json!({"data": []}),
        |desk| async move { desk.api().organizations().list(&page()).await },
    )
    .await;
    let organization = wire::OrganizationInput::builder()
        .custom_id("30-0001")
        .name("Invented Kettles")
        .build();
    log.call("organizations.create", json!({"id": 9}), |desk| {
        let organization = organization.clone();
        async move { desk.api().organizations().create(&organization).await }
    })
    .await;
    log.call("organizations.update", json!({"id": 9}), |desk| {
        let organization = organization.clone();
        async move { desk.api().organizations().update(9, &organization).await }
    })
    .await;
    log.call(
        "organizations.delete",
        json!({"id": 9}),
        |desk| async move { desk.api().organizations().delete(9).await },
    )
    .await;
}

async fn directory(log: &mut Log) {
    let members = [MemberInput::new(10).auto_assign(true), MemberInput::new(11)];
    log.call("queues.list", json!({"data": []}), |desk| async move {
        desk.api().queues().list(&page()).await
    })
    .await;
    log.call(
        "queues.get",
        json!({"data": {"id": 701}}),
        |desk| async move { desk.api().queues().get(701).await },
    )
    .await;
    log.call(
        "queues.create",
        json!({"data": {"id": 701}}),
        |desk| async move {
            let queue = wire::NewQueue::builder()
                .name("Support")
                .users(members.to_vec())
                .build();
            desk.api().queues().create(&queue).await
        },
    )
    .await;
    log.call(
        "queues.put_users",
        json!({"data": {"added": 1}}),
        |desk| async move { desk.api().queues().put_users(701, &members).await },
    )
    .await;
    log.call("queues.remove_user", json!(null), |desk| async move {
        desk.api().queues().remove_user(701, 10).await
    })
    .await;
    log.call(
        "queues.remove_users",
        json!({"data": {"removed": 2}}),
        |desk| async move { desk.api().queues().remove_users(701, &[10, 11]).await },
    )
    .await;
    log.call(
        "business_hours.is_open",
        json!({"message": "True"}),
        |desk| async move { desk.api().business_hours().is_open(Some(701)).await },
    )
    .await;
    log.call("users.list", json!({"data": []}), |desk| async move {
        desk.api().users().list(&page()).await
    })
    .await;
    log.call(
        "users.get",
        json!({"data": {"id": 10}}),
        |desk| async move { desk.api().users().get(10).await },
    )
    .await;
    log.call(
        "users.create",
        json!({"data": {"id": 10}}),
        |desk| async move {
            let user = wire::NewUser::builder()
                .user_name("zita@desk.example")
                .nick("Zita")
                .is_bot(false)
                .build();
            desk.api().users().create(&user).await
        },
    )
    .await;
    log.call(
        "users.put_queues",
        json!({"data": {"added": 1}}),
        |desk| async move { desk.api().users().put_queues(10, &members).await },
    )
    .await;
    log.call(
        "users.remove_queues",
        json!({"data": {"removed": 1}}),
        |desk| async move { desk.api().users().remove_queues(10, &[701]).await },
    )
    .await;
    log.call("channels.list", json!({"data": []}), |desk| async move {
        desk.api().channels().list(&page()).await
    })
    .await;
    log.call(
        "whatsapp_templates.list",
        json!({"data": []}),
        |desk| async move { desk.api().whatsapp_templates().list(&page()).await },
    )
    .await;
}

async fn reports(log: &mut Log) {
    log.call(
        "analytics.export",
        json!({"export_id": "5a97"}),
        |desk| async move {
            let input = wire::ExportInput::builder()
                .columns("all")
                .group_by("d")
                .filter("2031-01-01", "2031-01-31")
                .build();
            desk.api().analytics().export(6541, &input).await
        },
    )
    .await;
    log.call(
        "analytics.status",
        json!({"export_id": "5a97"}),
        |desk| async move { desk.api().analytics().status("5a97").await },
    )
    .await;
    log.call("surveys.list", json!([]), |desk| async move {
        desk.api().surveys().list(&ListRequest::default()).await
    })
    .await;
    log.call(
        "surveys.questions",
        json!({"data": []}),
        |desk| async move {
            desk.api()
                .surveys()
                .questions(4, &ListRequest::default())
                .await
        },
    )
    .await;
    log.call(
        "surveys.responses",
        json!({"data": []}),
        |desk| async move { desk.api().surveys().responses(4, &page()).await },
    )
    .await;
    log.call(
        "assistants.execute",
        json!({"id": 1, "message": "OK"}),
        |desk| async move {
            let input = wire::IntentInput::builder()
                .case_id(1)
                .context(vec!["key:value".into()])
                .build();
            desk.api().assistants().execute(420, &input).await
        },
    )
    .await;
    log.call("orders.list", json!([]), |desk| async move {
        desk.api().orders().list(&page()).await
    })
    .await;
    log.call("orders.create", json!({"id": 7}), |desk| async move {
        let order = wire::NewOrder::builder()
            .ecommerce_store_id("store-1")
            .ecommerce_platform("custom")
            .ecommerce_order_id("order-1")
            .total_amount(466.5)
            .sales_recovery(false)
            .customer(
                wire::OrderCustomer::builder()
                    .name("Ada Fictional")
                    .email("ada@people.example")
                    .build(),
            )
            .build();
        desk.api().orders().create(&order).await
    })
    .await;
    log.call("orders.update", json!({"id": 7}), |desk| async move {
        let order = wire::OrderUpdate::builder()
            .reject_reason("sold out")
            .build();
        desk.api().orders().update(7, &order).await
    })
    .await;
    log.call("meli.order", json!({"id": 12}), |desk| async move {
        desk.api().meli().order(12).await
    })
    .await;
}

async fn nitro(log: &mut Log) {
    log.call("nitro.campaigns", json!({"data": []}), |desk| async move {
        let request = ListRequest::builder()
            .sort(Sort::ascending("name"))
            .page(1)
            .limit(10)
            .build();
        desk.api().nitro().campaigns(&request).await
    })
    .await;
    log.call(
        "nitro.campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move { desk.api().nitro().campaign("1").await },
    )
    .await;
    log.call(
        "nitro.create_campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move {
            let campaign = wire::CampaignInput::builder()
                .name("Welcome")
                .kind("simple")
                .groups_ids("123,456")
                .build();
            desk.api().nitro().create_campaign(&campaign).await
        },
    )
    .await;
    log.call(
        "nitro.update_campaign",
        json!({"data": {"id": "1"}}),
        |desk| async move {
            let campaign = wire::CampaignUpdate::builder().name("Welcome 2").build();
            desk.api().nitro().update_campaign("1", &campaign).await
        },
    )
    .await;
    log.call(
        "nitro.create_message",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let message = wire::NewCampaignMessage::builder()
                .channel("whatsapp")
                .channel_config(json!({"template_id": "40184"}))
                .build();
            desk.api().nitro().create_message("1", &message).await
        },
    )
    .await;
    log.call(
        "nitro.update_message",
        json!({"data": {"id": 2}}),
        |desk| async move {
            let config = json!({"template_id": "40200"});
            desk.api().nitro().update_message("1", "2", &config).await
        },
    )
    .await;
    log.call(
        "nitro.message_contacts",
        json!({"data": []}),
        |desk| async move { desk.api().nitro().message_contacts("1", "2", &page()).await },
    )
    .await;
    log.call(
        "nitro.schedule",
        json!({"campaign_id": 1}),
        |desk| async move {
            let when = wire::ScheduleInput::at("2031-05-06 10:00:00");
            desk.api().nitro().schedule("1", &when).await
        },
    )
    .await;
    log.call("nitro.send", json!({"campaign_id": 1}), |desk| async move {
        desk.api().nitro().send("1").await
    })
    .await;
    log.call(
        "nitro.activate",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().activate("1").await },
    )
    .await;
    log.call("nitro.stop", json!({"campaign_id": 1}), |desk| async move {
        desk.api().nitro().stop("1").await
    })
    .await;
    log.call(
        "nitro.delete",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().delete("1").await },
    )
    .await;
    log.call(
        "nitro.cancel_send",
        json!({"campaign_id": 1}),
        |desk| async move { desk.api().nitro().cancel_send("1").await },
    )
    .await;
    let message = wire::TransactionalSend::builder()
        .channels(vec!["whatsapp".into()])
        .campaign_id(1321)
        .contact(
            wire::TransactionalContact::builder()
                .phone("5500955500001")
                .build(),
        )
        .variables(vec![("{2}".into(), "b".into()), ("{1}".into(), "a".into())])
        .metadata(vec![("area".into(), "sales".into())])
        .build();
    log.call("nitro.send_transactional", json!([]), |desk| {
        let message = message.clone();
        async move {
            desk.api()
                .nitro()
                .send_transactional("1321", &message)
                .await
        }
    })
    .await;
    log.call("nitro.send_transactional_bulk", json!([]), |desk| {
        let messages = [message.clone()];
        async move { desk.api().nitro().send_transactional_bulk(&messages).await }
    })
    .await;
    log.call("nitro.request", json!({"case": null}), |desk| async move {
        desk.api().nitro().request("em-340").await
    })
    .await;
}

#[tokio::test]
async fn every_method_sends_what_is_documented() {
    let mut whole = BTreeSet::new();
    for area in ["cases", "contacts", "directory", "reports", "nitro"] {
        let mut log = Log::new();
        match area {
            "cases" => cases(&mut log).await,
            "contacts" => contacts(&mut log).await,
            "directory" => directory(&mut log).await,
            "reports" => reports(&mut log).await,
            _ => nitro(&mut log).await,
        }
        insta::assert_json_snapshot!(format!("requests_{area}"), log.requests);
        whole.extend(log.seen);
    }

    // Every documented endpoint was called, and no other path.
    let mut left: Vec<&str> = ENDPOINTS.lines().filter(|line| !line.is_empty()).collect();
    for request in &whole {
        let request = request.replace("/core/v1", "");
        let best = ENDPOINTS
            .lines()
            .filter(|endpoint| fits(endpoint, &request))
            .min_by_key(|endpoint| endpoint.matches('{').count());
        let best = best.unwrap_or_else(|| panic!("{request} is documented nowhere"));
        left.retain(|endpoint| *endpoint != best);
    }
    assert!(left.is_empty(), "no method for {left:?}");
}

fn fits(endpoint: &str, request: &str) -> bool {
    let (endpoint, request) = (endpoint.split('/'), request.split('/'));
    endpoint.clone().count() == request.clone().count()
        && endpoint
            .zip(request)
            .all(|(own, other)| own == other || own.starts_with('{'))
}

#[tokio::test]
async fn the_key_is_in_a_header_and_passwords_are_never_asked_for() {
    let (desk, recorder) = desk(&Stub::json(&json!({"data": []})));
    desk.api().contacts().list(&page()).await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.headers["x-api-key"], common::KEY);
        assert!(!request.url().contains(common::KEY));
        assert!(!request.url().contains("password"));
    }
    assert_eq!(requests[0].query_value("user"), Some(common::USER));
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(
        requests[1].headers["authorization"],
        format!("Bearer {}", common::TOKEN)
    );

    for fields in ["password", "id, Password"] {
        let mut request = page();
        request.fields = vec![fields.to_owned()];
        let error = desk.api().contacts().list(&request).await.unwrap_err();
        assert_eq!(error.field_errors()[0].field, "fields");
    }
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn input_that_the_vendor_documents_as_wrong_is_not_sent() {
    let (desk, recorder) = desk(&Stub::json(&json!({})));
    let api = desk.api();
    for error in [
        api.cases()
            .list(&ListRequest::page(1, 101))
            .await
            .unwrap_err(),
        api.cases()
            .list(&ListRequest::page(0, 10))
            .await
            .unwrap_err(),
        api.queues()
            .put_users(1, &[MemberInput::new(0)])
            .await
            .unwrap_err(),
        api.users()
            .put_queues(1, &[MemberInput::new(2), MemberInput::new(2)])
            .await
            .unwrap_err(),
        api.queues()
            .create(&wire::NewQueue::builder().name("x".repeat(51)).build())
            .await
            .unwrap_err(),
        api.organizations()
            .create(&wire::OrganizationInput::builder().name("Half").build())
            .await
            .unwrap_err(),
        api.analytics().status("..").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), helpdesk_core::ErrorKind::Invalid, "{error}");
        assert!(!error.field_errors().is_empty(), "{error}");
    }
    assert!(recorder.requests().is_empty());
}
