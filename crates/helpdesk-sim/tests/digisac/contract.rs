use std::time::Duration;

use helpdesk_sim::{Fault, FaultRule};
use serde_json::json;

use super::Desk;

#[tokio::test]
async fn what_is_not_documented_is_a_violation() {
    let contact_path = "/contacts/{contact}";
    let cases = [
        ("GET", "/contacts?search=x", None, "search", 200),
        ("GET", "/contacts?where[phone]=1", None, "phone", 400),
        (
            "GET",
            "/contacts?where[name][$regexp]=x",
            None,
            "$regexp",
            400,
        ),
        ("GET", "/contacts?include[0]=tickets", None, "tickets", 400),
        (
            "GET",
            "/contacts?order[0][0]=name&order[0][1]=UP",
            None,
            "order",
            400,
        ),
        ("GET", "/contacts?query=%7Bnot", None, "JSON", 400),
        (
            "GET",
            "/contacts/{contact}/tickets",
            None,
            "path or method",
            404,
        ),
        (
            "PATCH",
            contact_path,
            Some(json!({})),
            "path or method",
            404,
        ),
        (
            "PUT",
            contact_path,
            Some(json!({"name": "x"})),
            "`name`",
            400,
        ),
        (
            "PUT",
            contact_path,
            Some(json!({"tagIds": "x"})),
            "wrong type",
            400,
        ),
        (
            "POST",
            "/contacts",
            Some(json!({"internalName": "x"})),
            "missing",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"contactId": "{contact}"})),
            "nothing to send",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"text": "x", "type": "text", "contactId": "{contact}"})),
            "`type`",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"text": "x", "quotedMessageId": "{contact}"})),
            "quotedMessageId",
            400,
        ),
        (
            "POST",
            "/me/webhooks",
            Some(json!({"url": "https://a.example", "events": ["message.received"]})),
            "message.received",
            400,
        ),
    ];
    for (method, path, body, part, expected) in cases {
        let desk = Desk::start().await;
        let contact = desk.sim().seed_contact("552090000001", "A");
        let path = path.replace("{contact}", &contact);
        let body = body.map(|body| {
            serde_json::from_str(&body.to_string().replace("{contact}", &contact)).unwrap()
        });
        let (status, _) = desk.call(method.parse().unwrap(), &path, body).await;
        assert_eq!(status, expected, "{method} {path}");
        desk.one_violation(part);
        assert_eq!(desk.sim().message_count(), 0);
    }
    let desk = Desk::start().await;
    let url = format!("http://{}/contacts", desk.server.address());
    let answer = desk
        .http
        .get(url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 404, "outside the base path");
    desk.one_violation("/contacts");
}

#[tokio::test]
async fn a_limit_that_is_set_is_enforced_on_the_simulated_clock() {
    let desk = Desk::start().await;
    desk.server
        .lab()
        .freeze_at("2026-03-09T12:00:00Z".parse().unwrap());
    desk.sim().set_rate_limit(Some((2, 60)));
    desk.get("/me").await;
    desk.get("/me").await;
    let url = format!("{}/me", desk.server.base_url());
    let answer = desk
        .http
        .get(url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "60");
    desk.server.lab().advance(Duration::from_secs(60));
    desk.get("/me").await;
    desk.sim().enforce_limits(false);
    for _ in 0..5 {
        desk.get("/me").await;
    }
}

#[tokio::test]
async fn faults_do_not_keep_the_vendor_from_acting() {
    let desk = Desk::start().await;
    let contact = desk.sim().seed_contact("552090000001", "A");
    let url = format!("{}/messages", desk.server.base_url());
    let send = || {
        desk.http
            .post(&url)
            .bearer_auth(&desk.token)
            .json(&json!({"text": "oi", "contactId": contact}))
            .send()
    };
    desk.server
        .lab()
        .inject(FaultRule::once(Fault::ResetBefore));
    assert!(send().await.is_err());
    assert_eq!(desk.sim().message_count(), 0);
    desk.server
        .lab()
        .inject(FaultRule::once(Fault::ResetAfter).on_method("POST"));
    assert!(send().await.is_err());
    assert_eq!(desk.sim().message_count(), 1);
}
