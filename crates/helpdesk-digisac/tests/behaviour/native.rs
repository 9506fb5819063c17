//! The vendor's own client: streams, exports, and what it refuses before anything is sent.

use futures_util::TryStreamExt as _;
use helpdesk_core::{Error, Timestamp};
use helpdesk_digisac::api::{
    BulkTransfer, CountContacts, CreateWebhook, DashboardRequest, ExportContacts, ExportTicket,
    Interactive, InteractiveType, ListRequest, MessageType, SendMessage, Sort, TemplateComponent,
};

use super::*;

fn oldest_first(per_page: u32) -> ListRequest {
    ListRequest::builder()
        .order(vec![
            ("createdAt".to_owned(), Sort::Ascending),
            ("id".to_owned(), Sort::Ascending),
        ])
        .per_page(per_page)
        .build()
}

#[tokio::test]
async fn a_stream_gives_every_row_once_and_a_request_a_page() {
    let account = account().await;
    account.sim().seed_contacts(45);
    let contacts = account.desk.api().contacts();
    let rows: Vec<_> = contacts
        .stream(&oldest_first(20))
        .try_collect()
        .await
        .unwrap();
    let mut ids: Vec<_> = rows.into_iter().map(|row| row.wire.id).collect();
    assert_eq!(ids, account.sim().contact_ids());
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 45);
    assert_eq!(account.recorder.requests().len(), 3);

    account.recorder.forget();
    let mut rows = contacts.stream(&oldest_first(20));
    assert!(
        account.recorder.requests().is_empty(),
        "nothing is asked for beforehand"
    );
    rows.try_next().await.unwrap().unwrap();
    assert_eq!(account.recorder.requests().len(), 1);

    let from_the_third = ListRequest::builder()
        .order(oldest_first(20).order)
        .page(3)
        .per_page(20)
        .build();
    let rows: Vec<_> = contacts
        .stream(&from_the_third)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rows.len(), 5);
    account.running.assert_documented();
}

#[tokio::test]
async fn a_stream_without_pages_is_one_request() {
    let account = account().await;
    account.sim().seed_contacts(45);
    let all = ListRequest::builder().paginate(false).build();
    let rows: Vec<_> = account
        .desk
        .api()
        .contacts()
        .stream(&all)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rows.len(), 45);
    assert_eq!(account.recorder.requests().len(), 1);
}

#[tokio::test]
async fn a_stream_ends_when_the_vendor_does_not_move_on() {
    let stuck = json!({"data": [{"id": "1"}], "total": 31, "limit": 15, "skip": 0,
                       "currentPage": 1, "lastPage": 3, "from": 0, "to": 15});
    let (desk, recorder) = canned_desk(&Canned::new(200, stuck.to_string()));
    let mut rows = desk.api().tags().stream(&ListRequest::new());
    assert!(rows.try_next().await.unwrap().is_some());
    let error = rows.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(rows.try_next().await.unwrap().is_none(), "it is over");
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn exports_are_written_as_they_arrive() {
    let account = account().await;
    let (_, ticket) = a_ticket(&account).await;
    let protocol = account.sim().ticket(ticket.as_str()).unwrap()["protocol"].clone();
    let tickets = account.desk.api().tickets();
    let export = ExportTicket::builder()
        .protocol(protocol.as_str().unwrap())
        .build();
    let mut text = Vec::new();
    let written = tickets.export(&export, &mut text).await.unwrap();
    assert_eq!(written, text.len() as u64);
    let mut table = Vec::new();
    let all = ListRequest::new();
    let written = tickets.export_history(&all, &mut table).await.unwrap();
    assert_eq!(written, table.len() as u64);
    assert!(std::str::from_utf8(&table).unwrap().contains("protocol"));
    let mut pdf = Vec::new();
    tickets.export_pdf(ticket.as_str(), &mut pdf).await.unwrap();
    assert!(pdf.starts_with(b"%PDF"));

    let mut nothing = Vec::new();
    let missing = "00000000-0000-4000-8000-00000000dead";
    let error = tickets.export_pdf(missing, &mut nothing).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(nothing.is_empty());
    account.running.assert_documented();
}

fn fields(error: &Error) -> Vec<&str> {
    let fields = error.field_errors().iter();
    fields.map(|entry| entry.field.as_str()).collect()
}

#[tokio::test]
async fn what_is_wrong_is_refused_before_anything_is_sent() {
    let (desk, recorder) = canned_desk(&Canned::new(200, r#"{"id":"1"}"#));
    let api = desk.api();
    let mut refused = Vec::new();
    let mut refuse = |error: Error, name: &'static str, wrong: &[&str]| {
        assert_eq!(error.kind(), ErrorKind::Invalid, "{name}");
        assert_eq!(error.operation(), Some(name));
        assert_eq!(error.delivery(), Delivery::NotSent, "{name}");
        assert_eq!(fields(&error), wrong, "{name}");
        refused.push(name);
    };

    let to = || SendMessage::builder().contact_id("contact-1");
    for (message, wrong) in [
        (SendMessage::default(), &["contact_id", "text"][..]),
        (
            SendMessage::builder().number("1").text("x").build(),
            &["service_id"],
        ),
        (to().number("1").text("x").build(), &["number"]),
        (to().build(), &["text"]),
        (
            to().text("x")
                .parameters(vec![TemplateComponent::body(["y"])])
                .build(),
            &["parameters"],
        ),
        (
            to().kind(MessageType::Comment)
                .interactive_message(Interactive::builder().kind(InteractiveType::List).build())
                .build(),
            &["kind"],
        ),
    ] {
        let error = api.messages().send(&message).await.unwrap_err();
        refuse(error, "messages.send", wrong);
    }

    let mut nonsense = ListRequest::page(0, 0);
    nonsense.limit = Some(90);
    let error = api.contacts().list(&nonsense).await.unwrap_err();
    refuse(error, "contacts.list", &["page", "per_page", "limit"]);
    let error = api
        .contacts()
        .stream(&nonsense)
        .try_next()
        .await
        .unwrap_err();
    refuse(error, "contacts.list", &["page", "per_page", "limit"]);
    let error = api.contacts().delete_many(&[]).await.unwrap_err();
    refuse(error, "contacts.delete_many", &["ids"]);
    let error = api.contacts().create_many(&[]).await.unwrap_err();
    refuse(error, "contacts.create_many", &["contacts"]);
    let error = api.contacts().exists("service-1", &[]).await.unwrap_err();
    refuse(error, "contacts.exists", &["numbers"]);
    let error = api.contacts().add_members("1", &[]).await.unwrap_err();
    refuse(error, "contacts.add_members", &["contact_ids"]);
    let error = api.tags().add_contacts("1", &[]).await.unwrap_err();
    refuse(error, "tags.add_contacts", &["contact_ids"]);
    let error = api.tags().remove_contacts("1", &[]).await.unwrap_err();
    refuse(error, "tags.remove_contacts", &["contact_ids"]);
    let export = ExportContacts::builder()
        .list(ListRequest::builder().distinct(true).build())
        .service_type("whatsapp")
        .build();
    let mut sink = Vec::new();
    let error = api
        .contacts()
        .export_csv(&export, &mut sink)
        .await
        .unwrap_err();
    refuse(error, "contacts.export_csv", &["distinct"]);
    let nobody = BulkTransfer::builder()
        .department_id("department-1")
        .tickets_selected_id(Vec::new())
        .build();
    let error = api.contacts().bulk_transfer(&nobody).await.unwrap_err();
    refuse(error, "contacts.bulk_transfer", &["tickets_selected_id"]);
    let silent = CreateWebhook::builder()
        .name("x")
        .url("https://hooks.example")
        .events(Vec::new())
        .user_id("agent-1")
        .account_id("account-1")
        .build();
    let error = api.me_webhooks().create(&silent).await.unwrap_err();
    refuse(error, "me_webhooks.create", &["events"]);
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let backwards = DashboardRequest::builder()
        .start_period(at("2031-02-01T00:00:00Z"))
        .end_period(at("2031-01-01T00:00:00Z"))
        .build();
    let error = api.dashboard().general(&backwards).await.unwrap_err();
    refuse(error, "dashboard.general", &["end_period"]);
    assert_eq!(refused.len(), 18);
    assert!(recorder.requests().is_empty());

    // Everything else goes out.
    api.contacts()
        .count(&CountContacts::builder().build())
        .await
        .unwrap();
    assert_eq!(recorder.requests().len(), 1);
}

#[tokio::test]
async fn a_removal_whose_answer_was_lost_is_done() {
    let account = account().await;
    let api = account.desk.api();
    let contact = a_contact(&account).await;
    let lose = || FaultRule::once(Fault::ResetAfter).on_method("DELETE");
    account.running.lab().inject(lose());
    let done = api.contacts().delete(contact.as_str()).await.unwrap();
    assert_eq!(done.status, 404);
    let error = api.contacts().delete(contact.as_str()).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::NotFound,
        "nothing was lost this time"
    );
    assert_eq!(error.delivery(), Delivery::Answered);
    account.running.lab().inject(lose());
    let tag = account.sim().tags()[0].clone();
    assert_eq!(api.tags().delete(&tag).await.unwrap().status, 404);
}

#[tokio::test]
async fn a_write_that_is_answered_with_nothing_may_have_been_carried_out() {
    let canned = Canned::new(200, "");
    let (desk, _) = canned_desk(&canned);
    let message = SendMessage::builder().contact_id("1").text("x").build();
    let error = desk.api().messages().send(&message).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.delivery(), Delivery::Unknown);
    let error = desk.api().tags().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.delivery(), Delivery::Answered);
}

#[tokio::test]
async fn an_error_inside_a_good_answer_is_an_error() {
    let body = r#"{"error":"BadRequestError","message":"label is required","status":400}"#;
    let (desk, _) = canned_desk(&Canned::new(200, body));
    let error = desk.api().contacts().delete("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.vendor_code(), Some("BadRequestError"));
    // Records have words where errors have numbers.
    let contact = r#"{"id":"1","error":"x","status":"offline"}"#;
    let (desk, _) = canned_desk(&Canned::new(200, contact));
    let found = desk.api().contacts().get("1", &[]).await.unwrap();
    assert_eq!(found.wire.status.as_deref(), Some("offline"));
}
