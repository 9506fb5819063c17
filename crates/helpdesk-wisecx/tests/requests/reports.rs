//! Exports, surveys, assistants and orders.

use crate::{Log, page};
use helpdesk_wisecx::api::ListRequest;
use helpdesk_wisecx::wire;
use serde_json::json;

pub async fn log(log: &mut Log) {
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
                wire::NewOrderCustomer::builder()
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
