//! Service groups, users, channels and templates.

use crate::Log;
use crate::contacts::all;
use helpdesk_wisecx::wire::{self, MemberInput, Queue, User};

pub async fn log(log: &mut Log) {
    let members = |queue: &Queue| {
        assert!(queue.users.iter().all(|user| user.name.is_some()));
        assert!(!queue.users.is_empty());
    };
    log.rows(
        "queues/list.json",
        |desk| async move { desk.api().queues().list(&all()).await },
        |rows| members(rows[0]),
    )
    .await;
    log.one(
        "queues/get.json",
        |desk| async move { desk.api().queues().get(701).await },
        members,
    )
    .await;
    log.one(
        "queues/create.json",
        |desk| async move {
            let queue = wire::NewQueue::builder().name("Night shift").build();
            desk.api().queues().create(&queue).await
        },
        |_| {},
    )
    .await;
    log.one(
        "queues/put_users.json",
        |desk| async move {
            let users = [MemberInput::new(6101)];
            desk.api().queues().put_users(701, &users).await
        },
        |_| {},
    )
    .await;
    log.nothing("queues/remove_user.json", |desk| async move {
        desk.api().queues().remove_user(701, 6101).await
    })
    .await;
    log.one(
        "queues/remove_users.json",
        |desk| async move { desk.api().queues().remove_users(701, &[6101]).await },
        |_| {},
    )
    .await;
    log.one(
        "queues/is_open.json",
        |desk| async move { desk.api().business_hours().is_open(None).await },
        |_| {},
    )
    .await;
    users(log).await;
    log.rows(
        "channels/list.json",
        |desk| async move { desk.api().channels().list(&all()).await },
        |rows| {
            let names: Vec<_> = rows.iter().filter_map(|row| row.name.as_deref()).collect();
            let expected = [
                "Invented WhatsApp",
                "Invented Web Chat",
                "post@kettles.example",
            ];
            assert_eq!(names, expected);
        },
    )
    .await;
    log.rows(
        "whatsapp_templates/list.json",
        |desk| async move { desk.api().whatsapp_templates().list(&all()).await },
        |rows| {
            let first = rows[0];
            let text = "Order {{1}} waits for you at counter {{2}}";
            assert_eq!(first.content.as_deref(), Some(text));
            assert_eq!(first.whatsapp_number.as_deref(), Some("5500955500001"));
            let called = first.whatsapp_description.as_deref();
            assert_eq!(called, Some("Invented front desk"));
        },
    )
    .await;
}

async fn users(log: &mut Log) {
    let zita = |user: &User| {
        assert_eq!(user.user_name.as_deref(), Some("zita@desk.example"));
        assert_eq!(user.nick.as_deref(), Some("Zita"));
        assert_eq!(user.first_name.as_deref(), Some("Zita"));
        assert_eq!(user.last_name.as_deref(), Some("Fictional"));
        let queues = user.queues.iter();
        let queues: Vec<_> = queues
            .map(|own| (own.id, own.name.as_deref(), own.auto_assign))
            .collect();
        let expected = [
            (701, Some("Front Desk"), Some(true)),
            (702, Some("Workshop"), Some(false)),
        ];
        assert_eq!(queues, expected);
    };
    log.rows(
        "users/list.json",
        |desk| async move { desk.api().users().list(&all()).await },
        |rows| zita(rows[0]),
    )
    .await;
    log.one(
        "users/get.json",
        |desk| async move { desk.api().users().get(6101).await },
        zita,
    )
    .await;
    log.one(
        "users/create.json",
        |desk| async move {
            let user = wire::NewUser::builder()
                .user_name("new@desk.example")
                .build();
            desk.api().users().create(&user).await
        },
        |_| {},
    )
    .await;
    log.one(
        "users/put_queues.json",
        |desk| async move {
            let queues = [MemberInput::new(701)];
            desk.api().users().put_queues(6101, &queues).await
        },
        |_| {},
    )
    .await;
    log.one(
        "users/remove_queues.json",
        |desk| async move { desk.api().users().remove_queues(6101, &[701]).await },
        |_| {},
    )
    .await;
}
