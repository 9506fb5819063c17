use std::time::Duration;

use helpdesk_sim::wisecx::Quirk;
use helpdesk_sim::{Fault, FaultRule};
use reqwest::Method;

use super::Desk;

#[tokio::test]
async fn authentication_wants_key_and_user() {
    let desk = Desk::start().await;
    let (key, user) = desk.sim().credentials();
    let ask = |query: String, key: Option<&str>| {
        let mut request = desk
            .client
            .get(format!("{}/authenticate{query}", desk.base()));
        if let Some(key) = key {
            request = request.header("x-api-key", key);
        }
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(ask(format!("?user={user}"), Some(key)).await, 200);
    assert_eq!(ask(format!("?user={user}"), None).await, 403);
    assert_eq!(ask(format!("?user={user}"), Some("wrong")).await, 403);
    assert_eq!(ask("?user=somebody".to_owned(), Some(key)).await, 403);
    assert_eq!(ask(String::new(), Some(key)).await, 400);
    desk.running.assert_documented();

    assert_eq!(
        ask(format!("?user={user}&x-api-key={key}"), Some(key)).await,
        403
    );
    assert_eq!(desk.violations(), 1, "a secret in the URL is a violation");
}

#[tokio::test]
async fn every_call_wants_key_and_token() {
    let desk = Desk::start().await;
    let (key, _) = desk.sim().credentials();
    let url = format!("{}/users", desk.base());
    let token_only = || desk.client.get(&url).bearer_auth(&desk.token).send();
    let key_only = || desk.client.get(&url).header("x-api-key", key).send();
    assert_eq!(token_only().await.unwrap().status(), 403);
    assert_eq!(key_only().await.unwrap().status(), 403);
    desk.sim().set_quirk(Quirk::ApiKeyOnlyAtAuthenticate);
    assert_eq!(token_only().await.unwrap().status(), 200);
    assert_eq!(key_only().await.unwrap().status(), 403);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tokens_expire_after_an_hour() {
    let mut desk = Desk::start().await;
    desk.running.lab().advance(Duration::from_secs(3590));
    desk.get("/users").await;
    desk.running.lab().advance(Duration::from_secs(11));
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 403);
    desk.sim().set_quirk(Quirk::ExpiredTokenIs401);
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 401);

    desk.token = desk.token().await;
    desk.get("/users").await;
    desk.running
        .lab()
        .inject(FaultRule::once(Fault::ExpireToken).on_path("/users"));
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 401);
    desk.running.assert_documented();
}
