//! Every request of the native client, as it is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeMap;

use common::{Canned, canned_desk};
use helpdesk_digisac::api::{
    AcceptanceTermsInput, Api, ArchiveService, BlockContact, BulkTransfer, CardInput, CloseTicket,
    CountContacts, CreateContact, CreateGroup, CreateWebhook, CustomFieldDefinition,
    CustomFieldInput, DashboardRequest, DepartmentInput, DistributionInput, EditMessage,
    ExportContacts, ExportTicket, FileInput, HolidayInput, Include, ListRequest, OrganizationInput,
    PasswordGrant, PeriodRequest, PersonInput, PipelineInput, QuestionInput, QuickReplyInput,
    RefreshGrant, RoleInput, ScheduleInput, SendMessage, Sort, Spelling, TagInput,
    TicketTopicInput, TransferTicket, UpdateContact, UpdateWebhook, UserInput,
};
use helpdesk_testkit::Recorder;
use helpdesk_testkit::transport::Redactor;
use serde_json::{Value, json};

const LIST: &str = r#"{"data":[],"total":0,"limit":15,"skip":0,"currentPage":1,"lastPage":1}"#;
const RECORD: &str = r#"{"id":"1"}"#;

/// What is sent by each call of a resource, by the method's name.
struct Calls {
    canned: Canned,
    api: Api,
    recorder: Recorder,
    sent: BTreeMap<&'static str, Value>,
}

impl Calls {
    fn new() -> Self {
        let canned = Canned::default();
        let (desk, recorder) = canned_desk(&canned);
        Self {
            canned,
            api: desk.api().clone(),
            recorder,
            sent: BTreeMap::new(),
        }
    }

    fn keep(&mut self, name: &'static str) {
        let redactor = Redactor::new().secret("a-password");
        let Value::Array(mut requests) = self.recorder.snapshot_with(&redactor) else {
            panic!("a list");
        };
        assert_eq!(requests.len(), 1, "{name}");
        let mut request = requests.remove(0);
        let path = request["path"].as_str().unwrap();
        request["path"] = json!(path.replace("%7B", "{").replace("%7D", "}"));
        assert!(self.sent.insert(name, request).is_none(), "{name} twice");
        self.recorder.forget();
    }

    /// The requests, for the snapshot, and their methods and paths, for the list of endpoints.
    fn finish(self) -> BTreeMap<&'static str, Value> {
        self.sent
    }
}

/// Carries a call out on an answer, and keeps what was sent.
macro_rules! call {
    ($calls:ident, $answer:expr, $name:literal, $call:expr) => {{
        $calls.canned.answer(200, $answer);
        let api = $calls.api.clone();
        let run = $call;
        run(api).await.unwrap();
        $calls.keep($name);
    }};
}

/// A resource with list, get, create, update and delete.
macro_rules! crud {
    ($calls:ident, $resource:ident, $id:literal $(, create $create:expr)? $(, update $update:expr)? $(, delete $delete:literal)?) => {{
        call!($calls, LIST, "list", async |api: Api| api.$resource().list(&ListRequest::new()).await);
        call!($calls, RECORD, "get", async |api: Api| api.$resource().get($id).await);
        $(call!($calls, RECORD, "create", async |api: Api| api.$resource().create($create).await);)?
        $(call!($calls, RECORD, "update", async |api: Api| api.$resource().update($id, $update).await);)?
        $(let _ = $delete; call!($calls, "", "delete", async |api: Api| api.$resource().delete($id).await);)?
    }};
}

async fn contacts() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let query = ListRequest::builder()
        .distinct(true)
        .filter(json!({"visible": true, "isGroup": {"$eq": false}}))
        .include(vec![
            Include::new("tags"),
            Include::new("person").required(json!({"id": "person-1"})),
            Include::new("service").attributes(["id", "name"]),
        ])
        .order(vec![("name".to_owned(), Sort::Ascending)])
        .page(2)
        .per_page(30)
        .build();
    call!(calls, LIST, "list", async |api: Api| {
        api.contacts().list(&query).await
    });
    let brackets = ListRequest::builder()
        .filter(json!({"data.number": {"$iLike": "%90001001%"}, "serviceId": "service-1"}))
        .include(vec!["tags".into()])
        .spelling(Spelling::Brackets)
        .page(1)
        .per_page(15)
        .build();
    call!(calls, LIST, "list in brackets", async |api: Api| {
        api.contacts().list(&brackets).await
    });
    let unpaged = ListRequest::builder().paginate(false).limit(90).build();
    call!(calls, "[]", "list without pages", async |api: Api| {
        api.contacts().list(&unpaged).await
    });
    call!(calls, LIST, "list a page", async |api: Api| {
        api.contacts().list(&ListRequest::page(3, 100)).await
    });
    call!(calls, RECORD, "get", async |api: Api| {
        api.contacts()
            .get("{contactId}", &["tags", "customFieldValues"])
            .await
    });
    let new = CreateContact::builder()
        .internal_name("Somebody")
        .number("552090001001")
        .service_id("service-1")
        .tag_ids(vec!["tag-1".to_owned()])
        .custom_fields(vec![
            CustomFieldInput::builder()
                .id("field-1")
                .value(json!("text"))
                .build(),
        ])
        .build();
    call!(calls, RECORD, "create", async |api: Api| {
        api.contacts().create(&new).await
    });
    let full = CreateContact::builder()
        .number("552090001001")
        .service_id("service-1")
        .default_department_id("department-1")
        .default_user_id("agent-1")
        .alternative_name("Another name")
        .email("somebody@people.example")
        .person_id("person-1")
        .build();
    call!(calls, RECORD, "create with all", async |api: Api| {
        api.contacts().create(&full).await
    });
    call!(calls, "", "create_many", async |api: Api| {
        api.contacts().create_many(std::slice::from_ref(&new)).await
    });
    let change = UpdateContact::builder()
        .internal_name("Somebody else")
        .tag_ids(vec!["tag-1".to_owned()])
        .is_silenced(true)
        .unread(false)
        .custom_fields(vec![
            CustomFieldInput::builder()
                .id("field-1")
                .value(json!("text"))
                .build(),
        ])
        .build();
    call!(calls, RECORD, "update", async |api: Api| {
        api.contacts().update("{contactId}", &change).await
    });
    call!(calls, "", "delete", async |api: Api| {
        api.contacts().delete("{contactId}").await
    });
    call!(calls, "", "delete_many", async |api: Api| {
        api.contacts()
            .delete_many(&["contact-1", "contact-2"])
            .await
    });
    let block = BlockContact::builder()
        .block(false)
        .description("a mistake")
        .build();
    call!(calls, "", "block", async |api: Api| {
        api.contacts().block("{contactId}", &block).await
    });
    call!(calls, "{}", "exists", async |api: Api| {
        api.contacts()
            .exists("service-1", &["552090001001", "552090001002"])
            .await
    });
    let count = CountContacts::builder()
        .is_filtered(true)
        .department_ids(vec!["department-1".to_owned()])
        .build();
    call!(calls, "{}", "count", async |api: Api| {
        api.contacts().count(&count).await
    });
    let export = ExportContacts::builder()
        .list(query.clone())
        .service_type("whatsapp")
        .build();
    call!(calls, "name,number", "export_csv", async |api: Api| {
        api.contacts().export_csv(&export).await
    });
    call!(calls, "", "sync", async |api: Api| {
        api.contacts().sync("{contactId}").await
    });
    call!(calls, LIST, "of_person", async |api: Api| {
        api.contacts().of_person("person-1").await
    });
    let group = CreateGroup::builder()
        .service_id("service-1")
        .internal_name("A group")
        .build();
    call!(calls, RECORD, "create_group", async |api: Api| {
        api.contacts().create_group(&group).await
    });
    call!(calls, "", "add_members", async |api: Api| {
        api.contacts()
            .add_members("{contactId}", &["contact-2"])
            .await
    });
    call!(calls, "", "promote_members", async |api: Api| {
        api.contacts()
            .promote_members("{contactId}", &["contact-2"])
            .await
    });
    call!(calls, "", "demote_members", async |api: Api| {
        api.contacts()
            .demote_members("{contactId}", &["contact-2"])
            .await
    });
    calls.finish()
}

async fn tickets() -> BTreeMap<&'static str, Value> {
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
        api.tickets().export(&export).await
    });
    let table = ListRequest::builder()
        .distinct(true)
        .filter(json!({}))
        .order(vec![("updatedAt".to_owned(), Sort::Descending)])
        .build();
    call!(calls, "a;b", "export_history", async |api: Api| {
        api.tickets().export_history(&table).await
    });
    call!(calls, "%PDF", "export_pdf", async |api: Api| {
        api.tickets().export_pdf("{ticketId}").await
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

async fn messages() -> BTreeMap<&'static str, Value> {
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
        .file(
            FileInput::builder()
                .base64("AAAA")
                .mimetype("image/png")
                .name("picture.png")
                .build(),
        )
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
        .parameters(json!([{"type": "body", "parameters": [{"type": "text", "text": "x"}]}]))
        .ticket_department_id("department-1")
        .build();
    call!(calls, RECORD, "send a template", async |api: Api| {
        api.messages().send(&template).await
    });
    let buttons = SendMessage::builder()
        .contact_id("contact-1")
        .interactive_message(json!({"interactive": {"type": "button", "body": {"text": "x"}}}))
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

async fn tags() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = TagInput::builder()
        .label("urgent")
        .background_color("#336699")
        .departments(vec!["department-1".to_owned()])
        .build();
    crud!(calls, tags, "{tagId}", create &input, update &input, delete "");
    call!(calls, "", "add_contacts", async |api: Api| {
        api.tags().add_contacts("{tagId}", &["contact-1"]).await
    });
    call!(calls, "", "remove_contacts", async |api: Api| {
        api.tags().remove_contacts("{tagId}", &["contact-1"]).await
    });
    calls.finish()
}

async fn users() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = UserInput::builder()
        .account_id("account-1")
        .name("Somebody")
        .email("somebody@people.example")
        .password("a-password")
        .roles_id(vec!["role-1".to_owned()])
        .departments_id(vec!["department-1".to_owned()])
        .build();
    call!(calls, LIST, "list", async |api: Api| {
        let request = ListRequest::builder()
            .include(vec!["departments".into(), "roles".into()])
            .build();
        api.users().list(&request).await
    });
    call!(calls, RECORD, "get", async |api: Api| {
        api.users().get("{userId}", &["departments", "roles"]).await
    });
    call!(calls, RECORD, "create", async |api: Api| {
        api.users().create(&input).await
    });
    call!(calls, RECORD, "update", async |api: Api| {
        api.users().update("{userId}", &input).await
    });
    call!(calls, "", "archive", async |api: Api| {
        api.users().archive("{userId}").await
    });
    calls.finish()
}

async fn departments() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = DepartmentInput::builder().name("Front desk").build();
    crud!(calls, departments, "{departmentId}", create &input, update &input, delete "");
    call!(calls, "", "archive", async |api: Api| {
        api.departments().archive("{departmentId}").await
    });
    calls.finish()
}

async fn roles() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = RoleInput::builder()
        .display_name("Agent")
        .is_admin(false)
        .permissions(Vec::new())
        .build();
    crud!(calls, roles, "{roleId}", create &input, update &input, delete "");
    calls.finish()
}

async fn services() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = json!({"name": "Line", "type": "whatsapp"});
    crud!(calls, services, "{serviceId}", create &input, update &input, delete "");
    let archive = ArchiveService::builder()
        .archive(true)
        .kind("whatsapp")
        .build();
    call!(calls, "", "archive", async |api: Api| {
        api.services().archive("{serviceId}", &archive).await
    });
    call!(calls, "", "start", async |api: Api| {
        api.services().start("{serviceId}").await
    });
    call!(calls, "", "restart", async |api: Api| {
        api.services().restart("{serviceId}").await
    });
    call!(calls, "", "shutdown", async |api: Api| {
        api.services().shutdown("{serviceId}").await
    });
    call!(calls, "", "logout", async |api: Api| {
        api.services().logout("{serviceId}").await
    });
    calls.finish()
}

async fn bots() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = json!({"name": "Robot"});
    crud!(calls, bots, "{botId}", update &input, delete "");
    call!(calls, "", "trigger_signal", async |api: Api| {
        api.bots()
            .trigger_signal("{botId}", "{contactId}", "come-back")
            .await
    });
    calls.finish()
}

async fn me() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    call!(calls, RECORD, "get", async |api: Api| api.me().get().await);
    call!(calls, RECORD, "update_language", async |api: Api| {
        api.me().update_language("es").await
    });
    calls.finish()
}

async fn me_tokens() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    crud!(calls, me_tokens, "{tokenId}", create "program", update "program two", delete "");
    calls.finish()
}

async fn me_webhooks() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = CreateWebhook::builder()
        .name("program")
        .url("https://hooks.example/digisac")
        .events(vec!["message.created".to_owned()])
        .user_id("agent-1")
        .account_id("account-1")
        .build();
    let change = UpdateWebhook::builder()
        .active(false)
        .name("program")
        .events(vec!["message.created".to_owned()])
        .build();
    crud!(
        calls,
        me_webhooks,
        "{webhookId}",
        create & input,
        update & change
    );
    calls.finish()
}

async fn oauth() -> BTreeMap<&'static str, Value> {
    const TOKEN: &str = r#"{"access_token":"x","refresh_token":"y","expires_in":1}"#;
    let mut calls = Calls::new();
    let password = PasswordGrant::builder()
        .username("somebody@people.example")
        .password("a-password")
        .build();
    call!(calls, TOKEN, "password", async |api: Api| {
        api.oauth().password(&password).await
    });
    let refresh = RefreshGrant::builder().refresh_token("a-password").build();
    call!(calls, TOKEN, "refresh", async |api: Api| {
        api.oauth().refresh(&refresh).await
    });
    call!(calls, "", "reset_password", async |api: Api| {
        api.reset_password()
            .request("somebody@people.example")
            .await
    });
    calls.finish()
}

async fn people() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = PersonInput::builder()
        .name("Somebody")
        .document("00000000191")
        .organization_ids(vec!["organization-1".to_owned()])
        .build();
    crud!(calls, people, "{peopleId}", create &input, update &input, delete "");
    calls.finish()
}

async fn organizations() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = OrganizationInput::builder().name("Shop").build();
    crud!(calls, organizations, "{organizationId}", create &input, update &input, delete "");
    calls.finish()
}

async fn cards() -> BTreeMap<&'static str, Value> {
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

async fn pipelines() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = PipelineInput::builder().name("Sales").go_back(true).build();
    crud!(calls, pipelines, "{pipelineId}", create &input, update &input, delete "");
    calls.finish()
}

async fn custom_fields() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = CustomFieldDefinition::builder()
        .name("City")
        .kind("text")
        .allowed("contacts")
        .build();
    crud!(calls, custom_fields, "{customFieldsId}", create &input, update &input, delete "");
    calls.finish()
}

async fn ticket_topics() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = TicketTopicInput::builder().name("Question").build();
    crud!(calls, ticket_topics, "{ticketTopicId}", create &input, update &input, delete "");
    calls.finish()
}

async fn distribution() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = DistributionInput::builder()
        .name("In turn")
        .max_num(5)
        .time_to_redistribute(10)
        .departments(vec![json!({"id": "department-1"})])
        .roles(vec![json!({"id": "role-1"})])
        .redistribute_all(false)
        .redistribute_assigned_tickets(false)
        .distribute_queue(true)
        .build();
    crud!(calls, distribution, "{distributionId}", create &input, update &input, delete "");
    calls.finish()
}

async fn holiday() -> BTreeMap<&'static str, Value> {
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

async fn questions() -> BTreeMap<&'static str, Value> {
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

async fn acceptance_terms() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = AcceptanceTermsInput::builder()
        .name("Terms")
        .text_field("Some text")
        .build();
    crud!(calls, acceptance_terms, "{termsId}", create &input, update &input, delete "");
    calls.finish()
}

async fn quick_replies() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = QuickReplyInput::builder()
        .text("One moment")
        .department_ids(vec!["department-1".to_owned()])
        .build();
    crud!(calls, quick_replies, "{quickRepliesId}", create &input, update &input, delete "");
    calls.finish()
}

async fn interactive_messages() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = json!({"name": "Confirm", "interactive": {"type": "button"}});
    crud!(calls, interactive_messages, "{interactiveMessagesId}", create &input, delete "");
    calls.finish()
}

async fn schedule() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = ScheduleInput::builder()
        .contact_id("contact-1")
        .department_id("department-1")
        .user_id("agent-1")
        .message("As agreed")
        .notificate_user(true)
        .open_ticket(true)
        .scheduled_at("2031-05-06 07:08:09")
        .build();
    crud!(calls, schedule, "{scheduleId}", create &input, update &input, delete "");
    calls.finish()
}

async fn templates() -> BTreeMap<&'static str, Value> {
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

async fn reports() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let all = ListRequest::new();
    call!(calls, LIST, "absence.list", async |api: Api| {
        api.absence().list(&all).await
    });
    call!(calls, "{}", "answers.list", async |api: Api| {
        api.answers().list(&all).await
    });
    call!(calls, "{}", "answers.overview", async |api: Api| {
        api.answers().overview(&all).await
    });
    call!(calls, LIST, "auth_history.list", async |api: Api| {
        api.auth_history().list(&all).await
    });
    call!(calls, RECORD, "auth_history.get", async |api: Api| {
        api.auth_history().get("{authId}").await
    });
    call!(calls, LIST, "campaigns.list", async |api: Api| {
        api.campaigns().list(&all).await
    });
    call!(calls, RECORD, "campaigns.get", async |api: Api| {
        api.campaigns().get("{campaignsId}").await
    });
    call!(calls, RECORD, "campaigns.update", async |api: Api| {
        api.campaigns()
            .update("{campaignsId}", &json!({"name": "Spring"}))
            .await
    });
    call!(calls, "", "campaigns.delete", async |api: Api| {
        api.campaigns().delete("{campaignsId}").await
    });
    call!(calls, "{}", "campaigns.stats", async |api: Api| {
        api.campaigns().stats("{campaignId}").await
    });
    call!(calls, "a;b", "campaigns.export_csv", async |api: Api| {
        api.campaigns().export_csv("campaign-1").await
    });
    call!(calls, LIST, "credit_movements.list", async |api: Api| {
        api.credit_movements().list(&all).await
    });
    call!(calls, RECORD, "credit_movements.get", async |api: Api| {
        api.credit_movements().get("{movementId}").await
    });
    call!(
        calls,
        "{}",
        "credit_movements.balances",
        async |api: Api| { api.credit_movements().balances().await }
    );
    let general = DashboardRequest::builder()
        .start_period("2031-01-01T00:00:00.000Z")
        .end_period("2031-01-31T23:59:59.999Z")
        .grouping("")
        .department_id("department-1")
        .user_id("agent-1")
        .build();
    call!(calls, "{}", "dashboard.general", async |api: Api| {
        api.dashboard().general(&general).await
    });
    let period = PeriodRequest::builder()
        .start_period("2031-01-01T00:00:00.000Z")
        .end_period("2031-01-31T23:59:59.999Z")
        .period_type("openDate")
        .build();
    call!(
        calls,
        r#"{"items":[]}"#,
        "dashboard.by_period",
        async |api: Api| { api.dashboard().by_period(&period).await }
    );
    call!(calls, LIST, "integrations.list", async |api: Api| {
        api.integrations().list(&ListRequest::page(1, 40)).await
    });
    call!(calls, RECORD, "integrations.get", async |api: Api| {
        api.integrations().get("{integrationId}").await
    });
    call!(calls, LIST, "notifications.list", async |api: Api| {
        api.notifications().list(&all).await
    });
    call!(calls, "", "notifications.read_all", async |api: Api| {
        api.notifications().read_all().await
    });
    call!(calls, "{}", "now.resume", async |api: Api| {
        api.now().resume().await
    });
    call!(calls, "{}", "now.departments_resume", async |api: Api| {
        api.now().departments_resume().await
    });
    call!(calls, "{}", "now.attendance_resume", async |api: Api| {
        api.now().attendance_resume().await
    });
    call!(calls, LIST, "plans.list", async |api: Api| {
        api.plans().list(&all).await
    });
    call!(calls, RECORD, "plans.get", async |api: Api| {
        api.plans().get("{planId}").await
    });
    call!(calls, "{}", "versions.list", async |api: Api| {
        api.versions().list().await
    });
    call!(
        calls,
        "{}",
        "whatsapp_groups.of_service",
        async |api: Api| { api.whatsapp_groups().of_service("{serviceId}").await }
    );
    calls.finish()
}

/// Every resource and what its calls send.
async fn everything() -> BTreeMap<&'static str, BTreeMap<&'static str, Value>> {
    let mut all = BTreeMap::new();
    macro_rules! add {
        ($($resource:ident),+ $(,)?) => {
            $(all.insert(stringify!($resource), $resource().await);)+
        };
    }
    add!(
        acceptance_terms,
        bots,
        cards,
        contacts,
        custom_fields,
        departments,
        distribution,
        holiday,
        interactive_messages,
        me,
        me_tokens,
        me_webhooks,
        messages,
        oauth,
        organizations,
        people,
        pipelines,
        questions,
        quick_replies,
        reports,
        roles,
        schedule,
        services,
        tags,
        templates,
        ticket_topics,
        tickets,
        users,
    );
    all
}

#[tokio::test]
async fn every_request_is_as_it_was_reviewed() {
    for (resource, requests) in everything().await {
        insta::assert_json_snapshot!(resource, requests);
    }
}

/// The endpoints that are documented, by method and path.
const ENDPOINTS: &str = include_str!("endpoints.txt");

#[tokio::test]
async fn every_documented_endpoint_has_a_method() {
    let sent: Vec<String> = everything()
        .await
        .values()
        .flat_map(BTreeMap::values)
        .map(|request| {
            format!(
                "{} {}",
                request["method"].as_str().unwrap(),
                request["path"].as_str().unwrap()
            )
        })
        .collect();
    let missing: Vec<&str> = ENDPOINTS
        .lines()
        .filter(|line| !sent.iter().any(|sent| sent == line))
        .collect();
    assert!(missing.is_empty(), "no method for {missing:#?}");
    assert_eq!(ENDPOINTS.lines().count(), 176);
}

#[tokio::test]
async fn calls_carry_a_user_agent_and_the_token() {
    let canned = Canned::new(200, RECORD);
    let (desk, recorder) = canned_desk(&canned);
    desk.api().me().get().await.unwrap();
    let request = recorder.requests().remove(0);
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert!(header("user-agent").starts_with("helpdesk-rust/"));
    assert_eq!(header("authorization"), "Bearer canned-token");
}
