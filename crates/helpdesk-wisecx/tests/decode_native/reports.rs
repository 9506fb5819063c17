//! Exports, surveys, assistants and orders.

use crate::Log;
use crate::contacts::all;
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::{MeliOrder, Order, SurveyResponse};
use serde_json::json;

const EXPORT: &str = "51e0000000000000000000000000abcd";

pub async fn log(log: &mut Log) {
    log.one(
        "analytics/export.json",
        |desk| async move {
            let input = wire::ExportInput::builder().build();
            desk.api().analytics().export(4401, &input).await
        },
        |export| assert_eq!(export.report_url, None),
    )
    .await;
    for name in ["analytics/status.json", "analytics/status_not_found.json"] {
        log.one(
            name,
            |desk| async move { desk.api().analytics().status(EXPORT).await },
            |export: &wire::Export| {
                let url = format!("https://files.sim.example/exports/2031-05/{EXPORT}.csv");
                let url = (name == "analytics/status.json").then_some(url);
                assert_eq!(export.report_url, url);
            },
        )
        .await;
    }
    surveys(log).await;
    log.one(
        "assistants/execute.json",
        |desk| async move {
            let input = wire::IntentInput::builder().case_id(1_410_001).build();
            desk.api().assistants().execute(240, &input).await
        },
        |_| {},
    )
    .await;
    orders(log).await;
}

async fn surveys(log: &mut Log) {
    log.rows(
        "surveys/list.json",
        |desk| async move { desk.api().surveys().list(&all()).await },
        |_| {},
    )
    .await;
    log.rows(
        "surveys/questions.json",
        |desk| async move { desk.api().surveys().questions(91, &all()).await },
        |_| {},
    )
    .await;
    log.rows(
        "surveys/responses.json",
        |desk| async move { desk.api().surveys().responses(91, &all()).await },
        |rows: Vec<&SurveyResponse>| {
            let values: Vec<_> = rows[1]
                .answers
                .iter()
                .map(|own| own.value.clone())
                .collect();
            assert_eq!(values, [Some(json!(7)), Some(json!(true))]);
            assert!(rows[0].answers.is_empty());
        },
    )
    .await;
    // A survey without answers is an error at the vendor, and an empty list here.
    log.rows(
        "surveys/responses_none.json",
        |desk| async move { desk.api().surveys().responses(92, &all()).await },
        |rows: Vec<&SurveyResponse>| assert!(rows.is_empty()),
    )
    .await;
}

async fn orders(log: &mut Log) {
    log.rows(
        "orders/list.json",
        |desk| async move { desk.api().orders().list(&all()).await },
        |rows: Vec<&Order>| {
            let buyer = rows[1].customer.as_ref().unwrap();
            assert_eq!(buyer.name.as_deref(), Some("Ben Imaginary"));
            assert_eq!(buyer.email.as_deref(), Some("ben@people.example"));
            assert_eq!(buyer.phone.as_deref(), Some("+5500977700002"));
            assert_eq!(buyer.personal_id.as_deref(), Some("9990000002"));
        },
    )
    .await;
    log.rows(
        "orders/list_all_fields.json",
        |desk| async move { desk.api().orders().list(&all()).await },
        |rows: Vec<&Order>| {
            let order = rows[0];
            assert_eq!(order.ecommerce_store_id.as_deref(), Some("store-0001"));
            assert_eq!(order.ecommerce_order_id.as_deref(), Some("order-0003"));
            assert_eq!(order.reject_reason.as_deref(), Some("Sold out"));
            assert_eq!(order.total_amount, Some(466.5));
            assert_eq!(order.order_data, Some(json!({"items": 2})));
        },
    )
    .await;
    log.one(
        "orders/create.json",
        |desk| async move {
            let buyer = wire::NewOrderCustomer::builder()
                .name("Ada Fictional")
                .email("ada@people.example")
                .build();
            let order = wire::NewOrder::builder()
                .ecommerce_store_id("store-1")
                .ecommerce_platform("custom")
                .ecommerce_order_id("order-1")
                .total_amount(466.5)
                .customer(buyer)
                .build();
            desk.api().orders().create(&order).await
        },
        |_| {},
    )
    .await;
    log.one(
        "orders/update.json",
        |desk| async move {
            let update = wire::OrderUpdate::builder().total_amount(1.0).build();
            desk.api().orders().update(9_400_001, &update).await
        },
        |_| {},
    )
    .await;
    log.one(
        "meli/order.json",
        |desk| async move { desk.api().meli().order(9_500_001).await },
        |order: &MeliOrder| {
            assert_eq!(order.meli_order_id.as_deref(), Some("300000000000001"));
            assert_eq!(order.product_id.as_deref(), Some("MLX000000001"));
            assert_eq!(order.pack_id.as_deref(), Some("300000000000002"));
            assert_eq!(order.buyer_id.as_deref(), Some("9000000001"));
            assert_eq!(order.order_data, Some(json!({})));
        },
    )
    .await;
}
