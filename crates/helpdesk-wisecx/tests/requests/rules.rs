//! What the vendor's documentation says it would refuse is not sent, and the field is named.

use crate::common::{Stub, desk};
use helpdesk_core::{Delivery, Error, ErrorKind};
use helpdesk_wisecx::WiseCx;
use helpdesk_wisecx::wire::{
    ActivityKind, CallConfig, CampaignInput, CampaignKind, CampaignMessageUpdate, CampaignUpdate,
    CaseUpdate, ChannelConfig, ContactInput, EmailConfig, ExportInput, MailHeader, NewActivity,
    NewAttachment, NewCampaignMessage, NewCase, NewOrder, NewOrderCustomer, NitroChannel,
    Recipient, ScheduleInput, SourceChannel, TemplateInput, TransactionalContact,
    TransactionalSend, WhatsappConfig,
};
use serde_json::json;

/// The fields an error names. Nothing may have been sent.
fn named(error: &Error) -> Vec<&str> {
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    let fields = error.field_errors().iter();
    fields.map(|own| own.field.as_str()).collect()
}

fn stub() -> (WiseCx, helpdesk_testkit::Recorder) {
    desk(&Stub::json(&json!({"id": 1, "case_id": 1})))
}

/// Settings of a message, and the fields that are wrong with them.
async fn settings(config: impl Into<ChannelConfig>, wrong: &[&str]) {
    let (desk, recorder) = stub();
    let (config, nitro) = (config.into(), desk.api().nitro());
    let new = NewCampaignMessage::builder()
        .channel_config(config.clone())
        .build();
    let update = CampaignMessageUpdate::builder()
        .channel_config(config)
        .build();
    if wrong.is_empty() {
        nitro.create_message("1", &new).await.unwrap();
        nitro.update_message("1", "2", &update).await.unwrap();
        return;
    }
    let wrong: Vec<String> = wrong
        .iter()
        .map(|field| format!("channel_config.{field}"))
        .collect();
    let error = nitro.create_message("1", &new).await.unwrap_err();
    assert_eq!(named(&error), wrong);
    let error = nitro.update_message("1", "2", &update).await.unwrap_err();
    assert_eq!(named(&error), wrong);
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn replies_to_whatsapp_messages() {
    let of = |kind: &str, id: Option<u64>, node: Option<&str>| {
        WhatsappConfig::builder()
            .template_id("81")
            .reply_type(kind)
            .maybe_reply_id(id)
            .maybe_reply_node(node.map(Into::into))
            .build()
    };
    settings(of("group", Some(5), None), &[]).await;
    settings(of("group", None, None), &["reply_id"]).await;
    settings(of("group", Some(0), None), &["reply_id"]).await;
    settings(of("group", Some(5), Some("start")), &["reply_node"]).await;
    settings(of("user", None, None), &[]).await;
    settings(of("user", Some(5), Some("x")), &["reply_id", "reply_node"]).await;
    settings(of("assistant", Some(5), Some("start")), &[]).await;
    settings(of("assistant", None, None), &["reply_id", "reply_node"]).await;
    settings(of("assistant", Some(5), Some(" ")), &["reply_node"]).await;
    settings(of("ivr", Some(5), None), &["reply_type"]).await;
    // What is not known here is the vendor's to judge.
    settings(of("carrier pigeon", Some(5), None), &[]).await;

    let bare = WhatsappConfig::builder().template_id("81");
    settings(bare.build(), &[]).await;
    let empty = WhatsappConfig::builder().template_id(" ").reply_node("x");
    settings(empty.build(), &["template_id", "reply_node"]).await;
}

#[tokio::test]
async fn mails_of_campaigns() {
    let mail = |from: &str, subject: &str, text: &str| {
        EmailConfig::builder()
            .from_email(from)
            .subject(subject)
            .email_content(text)
    };
    let good = || mail("a@kettles.example", "s", "t");
    settings(good().reply_type("group").reply_id(5).build(), &[]).await;
    settings(good().reply_type("user").build(), &["reply_type"]).await;
    let all = ["from_email", "subject", "email_content"];
    settings(mail("", " ", "").build(), &all).await;
    let headers = vec![
        MailHeader::new("X-A", "1"),
        MailHeader::new("", "1"),
        MailHeader::new("X-B", ""),
    ];
    let wrong = ["headers[1].key", "headers[2].value"];
    settings(good().headers(headers).build(), &wrong).await;
}

#[tokio::test]
async fn calls_of_campaigns() {
    let call = |kind: Option<&str>, id: Option<u64>, url: Option<&str>| {
        CallConfig::builder()
            .call_number_id(456)
            .maybe_reply_type(kind.map(Into::into))
            .maybe_reply_id(id)
            .maybe_reply_url(url.map(Into::into))
            .build()
    };
    for kind in ["group", "user", "ivr", "survey"] {
        settings(call(Some(kind), Some(5), None), &[]).await;
        settings(call(Some(kind), None, None), &["reply_id"]).await;
        settings(call(Some(kind), Some(5), Some("u")), &["reply_url"]).await;
    }
    let url = Some("https://files.example/a.mp3");
    settings(call(Some("audio"), None, url), &[]).await;
    settings(
        call(Some("audio"), Some(5), None),
        &["reply_url", "reply_id"],
    )
    .await;
    settings(call(Some("assistant"), None, None), &["reply_type"]).await;
    settings(call(None, None, None), &[]).await;
    settings(call(None, Some(5), None), &["reply_type"]).await;
    for (calls, wrong) in [(0, true), (1, false), (7, false), (8, true)] {
        let call = CallConfig::builder()
            .call_number_id(456)
            .simultaneous_calls(calls)
            .build();
        let wrong: &[&str] = if wrong { &["simultaneous_calls"] } else { &[] };
        settings(call, wrong).await;
    }
    let nobody = CallConfig::builder().call_number_id(0).build();
    settings(nobody, &["call_number_id"]).await;
}

#[tokio::test]
async fn campaigns() {
    let (desk, recorder) = stub();
    let nitro = desk.api().nitro();
    let new = |kind: CampaignKind, groups: Vec<u64>| {
        CampaignInput::builder()
            .name("c")
            .kind(kind)
            .groups_ids(groups)
            .build()
    };
    let simple = new(CampaignKind::Simple, vec![]);
    let error = nitro.create_campaign(&simple).await.unwrap_err();
    assert_eq!(named(&error), ["groups_ids"]);
    let nobody = new(CampaignKind::Simple, vec![5, 0]);
    let error = nitro.create_campaign(&nobody).await.unwrap_err();
    assert_eq!(named(&error), ["groups_ids"]);
    let unnamed = CampaignUpdate::builder().name(" ").build();
    let error = nitro.update_campaign("1", &unnamed).await.unwrap_err();
    assert_eq!(named(&error), ["name"]);
    for time in [
        "tomorrow",
        "2031-05-06",
        "2031-05-06T10:00:00Z",
        "2031-02-30 10:00:00",
    ] {
        let when = ScheduleInput::at(time);
        let error = nitro.schedule("1", &when).await.unwrap_err();
        assert_eq!(named(&error), ["scheduled_at"], "{time}");
        let message = NewCampaignMessage::builder()
            .channel_config(WhatsappConfig::builder().template_id("81").build())
            .scheduled_at(time)
            .build();
        let error = nitro.create_message("1", &message).await.unwrap_err();
        assert_eq!(named(&error), ["scheduled_at"], "{time}");
    }
    assert!(recorder.requests().is_empty());
    let transactional = new(CampaignKind::Transactional, vec![]);
    nitro.create_campaign(&transactional).await.unwrap();
}

#[tokio::test]
async fn transactional_messages_need_what_their_channels_go_by() {
    let (desk, recorder) = stub();
    let nitro = desk.api().nitro();
    let send = |channels: &[NitroChannel], contact: TransactionalContact| {
        TransactionalSend::builder()
            .channels(channels.to_vec())
            .contact(contact)
            .build()
    };
    let mail = || TransactionalContact::builder().email("ada@people.example");
    let document = TransactionalContact::builder().personal_id("AB-99/7");
    let (whatsapp, email) = (NitroChannel::Whatsapp, NitroChannel::Email);
    for (message, wrong) in [
        (send(&[], mail().build()), vec!["channels"]),
        (
            send(&[whatsapp.clone(), email.clone()], mail().build()),
            vec!["contact.phone"],
        ),
        (
            send(&[NitroChannel::Sms], mail().build()),
            vec!["contact.phone"],
        ),
        (
            send(&[NitroChannel::Call], mail().build()),
            vec!["contact.phone"],
        ),
        (
            send(std::slice::from_ref(&email), document.build()),
            vec!["contact.email"],
        ),
        (
            send(
                std::slice::from_ref(&email),
                TransactionalContact::default(),
            ),
            vec!["contact.id", "contact.email"],
        ),
    ] {
        let error = nitro.send_transactional("1", &message).await.unwrap_err();
        assert_eq!(named(&error), wrong);
    }
    let known = TransactionalContact::builder().id(7).build();
    let message = send(&[whatsapp, email], known);
    let alone = [message.clone()];
    let alone = nitro.send_transactional_bulk(&alone).await;
    assert_eq!(named(&alone.unwrap_err()), ["[0].campaign_id"]);
    let mut called = message.clone();
    (called.campaign_id, called.user_id) = (Some(1), Some(2));
    let together = nitro.send_transactional_bulk(&[called]).await;
    assert_eq!(named(&together.unwrap_err()), ["[0].user_id"]);
    assert!(recorder.requests().is_empty());
    let (desk, _) = crate::desk(&Stub::json(&json!([])));
    let nitro = desk.api().nitro();
    nitro.send_transactional("1", &message).await.unwrap();
}

fn activity(kind: ActivityKind) -> NewActivity {
    NewActivity::builder().kind(kind).build()
}

#[tokio::test]
async fn activities_of_cases() {
    let (desk, recorder) = stub();
    let cases = desk.api().cases();
    let nobody = Recipient::builder().name("Ada").build();
    let ada = Recipient::by_id(7);
    let template = TemplateInput::builder().template_id(81).build();
    let file = NewAttachment::bytes("a.txt", b"a");
    let note = NewActivity::builder().kind(ActivityKind::Note);
    let reply = || NewActivity::builder().kind(ActivityKind::UserReply);
    let said = || NewActivity::builder().kind(ActivityKind::ContactMessage);
    let to = || vec![ada.clone()];
    for (wrong, fields) in [
        (activity(ActivityKind::Note), vec!["user_id", "content"]),
        (note.user_id(0).content("x").build(), vec!["user_id"]),
        (
            activity(ActivityKind::UserReply),
            vec!["user_id", "content", "contacts_to"],
        ),
        (
            reply().content("x").contacts_to(to()).build(),
            vec!["user_id"],
        ),
        (
            reply()
                .user_id(1)
                .content("x")
                .contacts_to(vec![nobody.clone()])
                .build(),
            vec!["contacts_to[0]"],
        ),
        (
            reply()
                .user_id(1)
                .channel(SourceChannel::Whatsapp)
                .attachments(vec![file.clone()])
                .contacts_to(to())
                .build(),
            vec!["content"],
        ),
        (
            activity(ActivityKind::ContactMessage),
            vec!["content", "contact_from"],
        ),
        (
            said().content("x").contact_from(nobody).build(),
            vec!["contact_from"],
        ),
        (
            said()
                .contact_from(ada.clone())
                .template(template.clone())
                .build(),
            vec!["template"],
        ),
        (
            said()
                .contact_from(ada.clone())
                .attachments(vec![NewAttachment::bytes("", b"a")])
                .build(),
            vec!["attachments[0].filename"],
        ),
    ] {
        let fields: Vec<String> = fields
            .iter()
            .map(|field| format!("activities[0].{field}"))
            .collect();
        let update = CaseUpdate::builder().activities(vec![wrong]).build();
        let error = cases.update(1, &update).await.unwrap_err();
        assert_eq!(named(&error), fields);
    }
    let large = NewAttachment::bytes("a.png", &vec![0; 2_700_000]);
    let two = said()
        .contact_from(ada.clone())
        .attachments(vec![large.clone(), large])
        .build();
    let update = CaseUpdate::builder().activities(vec![two]).build();
    let error = cases.update(1, &update).await.unwrap_err();
    assert_eq!(named(&error), ["attachments"]);

    // A reply on the channel of the case; a case without anything.
    let files = reply()
        .user_id(1)
        .attachments(vec![file])
        .contacts_to(to())
        .build();
    let new = |subject: &str, activities: Vec<NewActivity>| {
        NewCase::builder()
            .group_id(1)
            .source_channel(SourceChannel::Whatsapp)
            .subject(subject)
            .activities(activities)
            .build()
    };
    let error = cases
        .create(&new("s", vec![files.clone()]))
        .await
        .unwrap_err();
    assert_eq!(named(&error), ["activities[0].content"]);
    let mut empty = new(" ", vec![]);
    empty.group_id = 0;
    let error = cases.create(&empty).await.unwrap_err();
    assert_eq!(named(&error), ["group_id", "subject", "activities"]);
    assert!(recorder.requests().is_empty());

    // Good ones: a template of nobody, and exactly 5 MB.
    let sent = reply()
        .user_id(0)
        .template(template)
        .contacts_to(to())
        .build();
    cases.create(&new("s", vec![sent])).await.unwrap();
    let all = NewAttachment::bytes("a.png", &vec![0; 5 * 1024 * 1024]);
    let full = said().contact_from(ada).attachments(vec![all]).build();
    let update = CaseUpdate::builder().activities(vec![full]).build();
    cases.update(1, &update).await.unwrap();
}

#[tokio::test]
async fn contacts_orders_and_exports() {
    let (desk, recorder) = stub();
    let api = desk.api();
    let nobody = ContactInput::builder().name("Ada").phone(" ").build();
    let identities = ["email", "personal_id", "phone"];
    let error = api.contacts().create(&nobody).await.unwrap_err();
    assert_eq!(named(&error), identities);
    let error = api.contacts().update(7, &nobody).await.unwrap_err();
    assert_eq!(named(&error), identities);

    let buyer = NewOrderCustomer::builder()
        .name("Ada")
        .email("ada@people.example")
        .build();
    let order = NewOrder::builder()
        .ecommerce_store_id("store-1")
        .ecommerce_platform("custom")
        .ecommerce_order_id("order-1")
        .total_amount(f64::NAN)
        .customer(buyer)
        .build();
    let error = api.orders().create(&order).await.unwrap_err();
    assert_eq!(named(&error), ["total_amount"]);

    let export = |from: &str, to: &str| ExportInput::builder().filter(from, to).build();
    let reports = api.analytics();
    for (from, to, wrong) in [
        ("2031-01-01", "2030-12-31", vec!["filter.date_to"]),
        ("2031-01-01", "2032-01-02", vec!["filter.date_to"]),
        (
            "01/02/2031",
            "2031-02-30",
            vec!["filter.date_from", "filter.date_to"],
        ),
        (
            "2031-01-01 10:00:00",
            "2031-01-02",
            vec!["filter.date_from"],
        ),
    ] {
        let error = reports.export(1, &export(from, to)).await.unwrap_err();
        assert_eq!(named(&error), wrong, "{from} {to}");
    }
    assert!(recorder.requests().is_empty());

    let (desk, _) = crate::desk(&Stub::json(&json!({"export_id": "e"})));
    let reports = desk.api().analytics();
    for (from, to) in [
        ("2031-01-01", "2032-01-01"),
        ("2031-01-01T08:00:00", "2031-01-01T08:00:00"),
    ] {
        reports.export(1, &export(from, to)).await.unwrap();
    }
}
