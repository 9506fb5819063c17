use std::time::Duration;

use helpdesk_sim::digisac::Quirk;
use helpdesk_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::json;

use super::Desk;

#[tokio::test]
async fn a_call_without_a_good_token_is_refused() {
    let mut desk = Desk::start().await;
    desk.token = "sim-wrong-token".to_owned();
    let (status, body) = desk.call(Method::GET, "/contacts", None).await;
    assert_eq!(status, 401);
    assert_eq!(body["error"], "HttpError");
    assert_eq!(body["status"], 401);
    let in_url = format!("/contacts?access_token={}", desk.sim().token());
    assert_eq!(desk.call(Method::GET, &in_url, None).await.0, 401);
    let url = format!("{}/contacts", desk.server.base_url());
    let bare = desk
        .http
        .get(url)
        .header("authorization", desk.sim().token())
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 401);
}

#[tokio::test]
async fn the_firewall_wants_a_user_agent() {
    let desk = Desk::start().await;
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/me", desk.server.base_url());
    let send = || plain.get(&url).bearer_auth(desk.sim().token()).send();
    let answer = send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.text().await.unwrap(), "error code: 1010");
    desk.one_violation("User-Agent");
    desk.sim().set_quirk(Quirk::NoUserAgentNeeded);
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_password_gives_a_token_that_expires_and_is_refreshed() {
    let mut desk = Desk::start().await;
    let login = desk.sim().password_login();
    let grant = json!({
        "grant_type": "password", "client_id": login.client_id,
        "client_secret": login.client_secret, "username": login.username,
        "password": login.password,
    });
    let (status, first) = desk.post("/oauth/token", grant.clone()).await;
    assert_eq!(status, 200);
    desk.token = first["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("/me").await["id"], desk.sim().agents()[0]);

    let life = first["expires_in"].as_u64().unwrap();
    desk.server.lab().advance(Duration::from_secs(life + 1));
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);

    let refresh = json!({
        "grant_type": "refresh_token", "client_id": "api", "client_secret": "secret",
        "refresh_token": first["refresh_token"],
    });
    let (status, second) = desk.post("/oauth/token", refresh.clone()).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(desk.post("/oauth/token", refresh).await.0, 401);
    desk.token = second["access_token"].as_str().unwrap().to_owned();
    desk.get("/me").await;

    let rule = FaultRule::once(Fault::ExpireToken);
    desk.server.lab().inject(rule);
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);
    desk.token = desk.sim().token();
    desk.get("/me").await;
    let mut wrong = grant;
    wrong["password"] = json!("sim-other");
    assert_eq!(desk.post("/oauth/token", wrong).await.0, 401);
    desk.server.assert_documented();
    desk.sim().revoke_token(&desk.token);
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);
}

#[tokio::test]
async fn a_form_also_gives_a_token() {
    let desk = Desk::start().await;
    let url = format!("{}/oauth/token", desk.server.base_url());
    let body = "grant_type=password&client_id=api&client_secret=secret&scope=*&accountId=\
                &username=aurora%40oficina-lunar.example&password=sim-password";
    let answer = desk
        .http
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    desk.server.assert_documented();
}
