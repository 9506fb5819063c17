//! Service groups, users, channels and templates.

use crate::{Log, page};
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::MemberInput;
use serde_json::json;

pub async fn log(log: &mut Log) {
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
