//! The rest.

use super::*;

#[tokio::test]
async fn raw_answers_come_whatever_their_status() {
    let account = account().await;
    let request = RawRequest::new(
        Method::GET,
        "/contacts/00000000-0000-4000-8000-00000000dead",
    );
    let answer = account.desk.raw(request, &options()).await.unwrap();
    assert_eq!(answer.status, 404);
    assert!(answer.json().unwrap()["message"].is_string());
}

#[tokio::test]
async fn raw_answers_come_after_retries() {
    for (status, safe, sent) in [
        (404, true, 1),
        (409, false, 1),
        (429, true, 4),
        (429, false, 4),
        (500, true, 4),
        (503, false, 1),
    ] {
        let (desk, recorder) = canned_desk(&Canned::new(status, r#"{"message":"so it is"}"#));
        let request = if safe {
            RawRequest::new(Method::GET, "/tags").safety(Safety::Safe)
        } else {
            RawRequest::new(Method::POST, "/tags")
        };
        let answer = desk.raw(request, &options()).await.unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.json().unwrap()["message"], "so it is");
        assert_eq!(recorder.requests().len(), sent, "{status} {safe}");
    }
}

#[tokio::test]
async fn a_webhook_that_is_removed_is_out_of_use() {
    let account = account().await;
    let url = "https://hooks.example/x";
    let new = NewWebhook::new(url, [helpdesk_core::webhook::EventKind::TicketClosed]);
    let made = Webhooks::create(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(made.value.raw_events, ["ticket.updated"]);
    Webhooks::delete(&account.desk, &made.value.id, &options())
        .await
        .unwrap();
    let now = Webhooks::get(&account.desk, &made.value.id, &options())
        .await
        .unwrap();
    assert!(!now.active);
    assert_eq!(now.url, url);
    assert_eq!(now.raw_events, ["ticket.updated"]);
    account.running.assert_documented();
}

#[tokio::test]
async fn the_vendors_own_client_is_within_reach() {
    let account = account().await;
    let client = Client::new(account.desk.clone());
    let native = client.native::<Digisac>().unwrap();
    let me = native.api().me().get().await.unwrap();
    assert!(me.wire.internal_chat_token.is_some());
    assert!(!format!("{:?} {me:?}", me.wire).contains("sim-internal-chat-token"));
    let agent = client
        .directory()
        .agent(&me.wire.id.as_str().into())
        .await
        .unwrap();
    assert!(!format!("{agent:?}").contains("sim-internal-chat-token"));
    let limited = native
        .api()
        .with_options(CallOptions::new().with_timeout(Duration::ZERO));
    let error = limited.me().get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("me.get"));
}
