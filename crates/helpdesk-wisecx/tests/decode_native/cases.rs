//! Cases, their activities, tags and types.

use crate::Log;
use crate::contacts::all;
use helpdesk_core::Timestamp;
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::{ActivityKind, Case, NewActivity, Recipient, SourceChannel};

const CASE: u64 = 1_410_001;

pub async fn log(log: &mut Log) {
    let subjects = |rows: Vec<&Case>, expected: &[&str]| {
        let found: Vec<_> = rows
            .iter()
            .filter_map(|row| row.subject.as_deref())
            .collect();
        assert_eq!(found, expected);
    };
    log.rows(
        "cases/list.json",
        |desk| async move { desk.api().cases().list(&all()).await },
        |rows| {
            let expected = ["Kettle leaks again", "Invoice of April", "Spare lid"];
            subjects(rows, &expected);
        },
    )
    .await;
    log.rows(
        "cases/list_enveloped.json",
        |desk| async move { desk.api().cases().list(&all()).await },
        |rows| subjects(rows, &["Spare lid"]),
    )
    .await;
    log.rows(
        "cases/list_all_fields.json",
        |desk| async move { desk.api().cases().list(&all()).await },
        |rows: Vec<&Case>| {
            let (case, at) = (rows[0], |minute| {
                let time = format!("2031-05-05T16:{minute}Z");
                Some(time.parse::<Timestamp>().unwrap())
            });
            assert_eq!(case.last_read, at("31:00"));
            assert_eq!(case.first_read, at("03:10"));
            assert_eq!(case.last_assignment, at("05:00"));
            assert_eq!(case.first_response, at("10:00"));
            assert_eq!(case.last_response, at("30:00"));
            assert_eq!(case.nps_value, Some(9.0));
        },
    )
    .await;
    for name in [
        "cases/get.json",
        "cases/get_all_fields.json",
        "cases/get_number.json",
    ] {
        log.one(
            name,
            |desk| async move { desk.api().cases().get(CASE).await },
            |case: &Case| {
                if name == "cases/get_all_fields.json" {
                    assert_eq!(case.subject.as_deref(), Some("Spare lid"));
                    assert_eq!(case.tags, ["fragile"]);
                    assert_eq!(case.custom_fields[0].field, "shoe_size");
                    assert_eq!(case.custom_fields[0].value, "41");
                    assert_eq!(case.channel_account.as_deref(), Some("5500955500001"));
                    assert_eq!(case.summary, None);
                }
            },
        )
        .await;
    }
    let said = || {
        NewActivity::builder()
            .kind(ActivityKind::ContactMessage)
            .content("Where is it?")
            .contact_from(Recipient::by_id(7_300_001))
            .build()
    };
    log.one(
        "cases/create.json",
        |desk| async move {
            let new = wire::NewCase::builder()
                .group_id(702)
                .source_channel(SourceChannel::Web)
                .subject("Spare lid")
                .activities(vec![said()])
                .build();
            desk.api().cases().create(&new).await
        },
        |_| {},
    )
    .await;
    log.one(
        "cases/update.json",
        |desk| async move { desk.api().cases().add_activity(CASE, said()).await },
        |_| {},
    )
    .await;
    log.done(
        "cases/delete.json",
        |desk| async move { desk.api().cases().delete(CASE).await },
        Some("The case is gone."),
    )
    .await;
    activities(log).await;
    log.rows(
        "cases/tags.json",
        |desk| async move { desk.api().cases().tags(&all()).await },
        |_| {},
    )
    .await;
    log.rows(
        "cases/types.json",
        |desk| async move { desk.api().cases().types(&all()).await },
        |_| {},
    )
    .await;
}

async fn activities(log: &mut Log) {
    let photo = |activity: &wire::Activity| {
        assert_eq!(activity.content.as_deref(), Some("Photo of the lid"));
        let from = activity.contact_from.as_ref().unwrap();
        assert_eq!(from.id, Some(7_300_001));
        assert_eq!(from.email.as_deref(), Some("ada@people.example"));
        assert_eq!(
            (&from.name, &from.phone, &from.personal_id),
            (&None, &None, &None)
        );
        let file = &activity.attachments[0];
        assert_eq!(file.filename.as_deref(), Some("lid.png"));
        let url = file.url.as_deref().unwrap();
        assert!(url.starts_with("/FileAdm/DownloadFile.aspx?file=51aa"));
        assert!(activity.contacts_to.is_empty());
    };
    log.rows(
        "cases/activities.json",
        |desk| async move { desk.api().cases().activities(CASE, &all()).await },
        |rows| {
            photo(rows[1]);
            let answers = rows.iter().filter(|row| !row.contacts_to.is_empty());
            for answer in answers {
                assert_eq!(answer.kind, Some(ActivityKind::UserReply));
                assert_eq!(answer.contacts_to[0].id, Some(7_300_001));
            }
        },
    )
    .await;
    log.rows(
        "cases/activities_system_json.json",
        |desk| async move { desk.api().cases().activities(CASE, &all()).await },
        |rows| {
            let text = rows[0].content.as_deref().unwrap();
            assert!(text.starts_with(r#"{"change":"status""#), "{text}");
        },
    )
    .await;
    log.one(
        "cases/activity.json",
        |desk| async move { desk.api().cases().activity(CASE, 5_200_002).await },
        photo,
    )
    .await;
}
