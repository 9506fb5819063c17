use std::time::Duration;

use helpdesk_sim::{Fault, FaultRule};
use serde_json::json;

use super::{bench, call, get, post, put, violated};

#[tokio::test]
async fn what_is_not_documented_is_a_violation() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    assert_eq!(get(&bench, "/clients?search=ludo").await.0, 200);
    assert!(violated(&bench, "`search`"));
    let (status, _) = put(&bench, &format!("/clients/{id}"), json!({"comment": "x"})).await;
    assert_eq!(status, 200, "unknown members are ignored");
    assert!(violated(&bench, "`comment`"));
    let (status, body) = put(&bench, &format!("/clients/{id}"), json!({"nickname": 5})).await;
    assert_eq!(status, 400, "{body}");
    assert!(violated(&bench, "`nickname` has the wrong type"));
    assert_eq!(get(&bench, "/api_info").await.0, 404);
    assert!(violated(&bench, "GET /v1/api_info"));
    assert_eq!(call(&bench, "DELETE", "/clients", None).await.0, 404);
    assert!(violated(&bench, "DELETE /v1/clients"));
    assert_eq!(get(&bench, "/tickets/TICK-1").await.0, 404);
    assert!(violated(&bench, "`TICK-1`"));
    assert_eq!(get(&bench, "/messages?offset=20").await.0, 200);
    assert!(violated(&bench, "`offset`"));
}

#[tokio::test]
async fn limits_are_enforced_on_the_simulated_clock() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let wish = json!({"client_id": id, "text": "Hi"});
    for _ in 0..15 {
        assert_eq!(post(&bench, "/messages", wish.clone()).await.0, 200);
    }
    let (status, body) = post(&bench, "/messages", wish.clone()).await;
    assert_eq!(status, 429, "{body}");
    bench.lab().advance(Duration::from_secs(1));
    assert_eq!(post(&bench, "/messages", wish.clone()).await.0, 200);
    assert_eq!(bench.sim().message_count(), 16);

    let used = bench.sim().calls_used();
    bench.sim().set_monthly_quota(used + 1);
    let (_, body) = get(&bench, "/companies/api_info").await;
    let calls = &body["data"]["api_calls"];
    assert_eq!(calls["left_free_requests"], 0);
    assert_eq!(calls["used_this_month"], used + 1);
    let (status, body) = get(&bench, "/clients").await;
    assert_eq!(status, 429);
    assert!(body["message"].as_str().unwrap().contains("per month"));
    bench.sim().enforce_limits(false);
    assert_eq!(get(&bench, "/clients").await.0, 200);
    bench.sim().enforce_limits(true);
    bench.lab().advance(Duration::from_secs(31 * 24 * 3600));
    assert_eq!(get(&bench, "/clients").await.0, 200, "a new month");
}

#[tokio::test]
async fn faults_show_through() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let rule = FaultRule::once(Fault::ResetAfter).on_method("POST");
    bench.lab().inject(rule.on_path("/messages"));
    let lost = reqwest::Client::new()
        .post(format!("{}/messages", bench.base_url()))
        .header("authorization", bench.sim().token())
        .json(&json!({"client_id": id, "text": "Hi"}));
    assert!(lost.send().await.is_err());
    assert_eq!(bench.sim().message_count(), 1, "the vendor acted");
    let token = bench.sim().token();
    bench.lab().inject(FaultRule::once(Fault::ExpireToken));
    let url = format!("{}/clients", bench.base_url());
    let late = reqwest::Client::new()
        .get(url)
        .header("authorization", token);
    assert_eq!(late.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn many_contacts_page_quickly() {
    let bench = bench().await;
    bench.sim().seed_contacts(100_000);
    let (_, body) = get(&bench, "/clients?limit=200&offset=99900").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 100);
    assert_eq!(bench.sim().contact_count(), 100_000);
}
