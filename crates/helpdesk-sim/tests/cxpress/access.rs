use helpdesk_sim::cxpress::Quirk;
use reqwest::Method;
use serde_json::json;

use super::{Desk, assert_like, send};

#[tokio::test]
async fn refuses_who_does_not_prove_themselves() {
    let desk = Desk::start().await;
    let path = "/external/consumer";
    let origin = format!("https://{}.app.cxpress.io/", desk.setting("domain"));
    let bearer = format!("Bearer {}", desk.setting("api_token"));
    let get = || desk.bare(Method::GET, path);

    let (status, body) = send(get().header("origin", &origin)).await;
    assert_eq!(status, 401);
    assert!(body["message"].is_string() && body["code_cxpress"].is_number());
    let wrong = get()
        .header("origin", &origin)
        .bearer_auth("sim-other-token");
    assert_eq!(send(wrong).await.0, 401);
    assert_eq!(send(get().header("authorization", &bearer)).await.0, 403);
    let elsewhere = get()
        .header("authorization", &bearer)
        .header("origin", "https://elsewhere.app.cxpress.io/");
    assert_eq!(send(elsewhere).await.0, 403);
    let right = get()
        .header("authorization", &bearer)
        .header("origin", &origin);
    assert_eq!(send(right).await.0, 200);
    desk.running.assert_documented();

    let leak = format!("{path}?search={}", desk.setting("api_token"));
    assert_eq!(desk.call(Method::GET, &leak, None).await.0, 400);
    assert!(desk.violations()[0].contains("secret"));
}

#[tokio::test]
async fn the_list_of_mails_takes_the_other_header() {
    let desk = Desk::start().await;
    let origin = format!("https://{}.app.cxpress.io/", desk.setting("domain"));
    let token = desk.setting("api_token");
    let call = || {
        desk.bare(Method::GET, "/external/company/email")
            .header("origin", &origin)
    };
    assert_eq!(send(call().bearer_auth(&token)).await.0, 401);
    assert_eq!(send(call().header("x-api-key", &token)).await.0, 200);
    desk.sim().set_quirk(Quirk::EmailsTakeBearer);
    assert_eq!(send(call().bearer_auth(&token)).await.0, 200);
    assert_eq!(send(call().header("x-api-key", &token)).await.0, 401);
}

#[tokio::test]
async fn renews_tokens_once_per_refresh_token() {
    let desk = Desk::start().await;
    let old = desk.setting("refresh_token");
    desk.get("/external/tag").await;
    desk.tick(3600);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 401);
    desk.sim().set_quirk(Quirk::ExpiredTokenIs403);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 403);

    let renewal = json!({ "refresh_token": old });
    let answer = desk.put("/external/update/token", renewal.clone()).await;
    assert_like("token/update", &answer);
    assert_eq!(
        answer.1["refresToken"],
        json!(desk.setting("refresh_token"))
    );
    assert_eq!(answer.1["token"], json!(desk.setting("api_token")));
    desk.get("/external/tag").await;
    assert_eq!(desk.put("/external/update/token", renewal).await.0, 401);

    desk.sim().set_quirk(Quirk::RefreshTokenReusable);
    let again = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(
        desk.put("/external/update/token", again.clone()).await.0,
        200
    );
    assert_eq!(desk.put("/external/update/token", again).await.0, 200);

    desk.tick(168 * 3600);
    let late = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(desk.put("/external/update/token", late).await.0, 401);
    desk.running.assert_documented();
}

#[tokio::test]
async fn blocks_an_address_for_ten_minutes() {
    let desk = Desk::start().await;
    desk.sim().set_rate_limit(5);
    for _ in 0..5 {
        desk.get("/external/tag").await;
    }
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 429);
    assert!(desk.sim().is_blocked());
    desk.tick(599);
    desk.sim().set_quirk(Quirk::BlockIs403);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 403);
    desk.tick(1);
    desk.get("/external/tag").await;

    desk.sim().enforce_limits(false);
    for _ in 0..20 {
        desk.get("/external/tag").await;
    }
    desk.sim().enforce_limits(true);
    desk.sim().set_rate_limit(300);
    for _ in 0..300 {
        desk.get("/external/tag").await;
    }
    desk.tick(60);
    desk.get("/external/tag").await;
    desk.running.assert_documented();
}

#[tokio::test]
async fn takes_permissions_away() {
    let desk = Desk::start().await;
    desk.sim().deny("GET /external/sector");
    assert_eq!(
        desk.call(Method::GET, "/external/sector", None).await.0,
        403
    );
    desk.get("/external/tag").await;
    desk.sim().allow("GET /external/sector");
    desk.get("/external/sector").await;
}
