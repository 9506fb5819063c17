//! Agents, channels, credentials.

use super::*;

pub async fn users() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = UserInput::builder()
        .account_id("account-1")
        .name("Somebody")
        .email("somebody@people.example")
        .password("a-password")
        .roles_id(vec!["role-1".to_owned()])
        .departments_id(vec!["department-1".to_owned()])
        .build();
    call!(calls, LIST, "list", async |api: Api| {
        let request = ListRequest::builder()
            .include(vec!["departments".into(), "roles".into()])
            .build();
        api.users().list(&request).await
    });
    call!(calls, RECORD, "get", async |api: Api| {
        api.users().get("{userId}", &["departments", "roles"]).await
    });
    call!(calls, RECORD, "create", async |api: Api| {
        api.users().create(&input).await
    });
    call!(calls, RECORD, "update", async |api: Api| {
        api.users().update("{userId}", &input).await
    });
    call!(calls, "", "archive", async |api: Api| {
        api.users().archive("{userId}").await
    });
    calls.finish()
}

pub async fn departments() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = DepartmentInput::builder().name("Front desk").build();
    crud!(calls, departments, "{departmentId}", create &input, update &input, delete "");
    call!(calls, "", "archive", async |api: Api| {
        api.departments().archive("{departmentId}").await
    });
    calls.finish()
}

pub async fn roles() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = RoleInput::builder()
        .display_name("Agent")
        .is_admin(false)
        .permissions(Vec::new())
        .build();
    crud!(calls, roles, "{roleId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn services() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = ServiceInput::builder()
        .name("Line")
        .kind(ChannelType::Whatsapp)
        .other([("botId".to_owned(), json!("bot-1"))].into_iter().collect())
        .build();
    crud!(calls, services, "{serviceId}", create &input, update &input, delete "");
    let archive = ArchiveService::builder()
        .archive(true)
        .kind("whatsapp")
        .build();
    call!(calls, "", "archive", async |api: Api| {
        api.services().archive("{serviceId}", &archive).await
    });
    call!(calls, "", "start", async |api: Api| {
        api.services().start("{serviceId}").await
    });
    call!(calls, "", "restart", async |api: Api| {
        api.services().restart("{serviceId}").await
    });
    call!(calls, "", "shutdown", async |api: Api| {
        api.services().shutdown("{serviceId}").await
    });
    call!(calls, "", "logout", async |api: Api| {
        api.services().logout("{serviceId}").await
    });
    calls.finish()
}

pub async fn bots() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = json!({"name": "Robot"});
    crud!(calls, bots, "{botId}", update &input, delete "");
    call!(calls, "", "trigger_signal", async |api: Api| {
        api.bots()
            .trigger_signal("{botId}", "{contactId}", "come-back")
            .await
    });
    calls.finish()
}

pub async fn me() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    call!(calls, RECORD, "get", async |api: Api| api.me().get().await);
    call!(calls, RECORD, "update_language", async |api: Api| {
        api.me().update_language(&Language::Spanish).await
    });
    calls.finish()
}

pub async fn me_tokens() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    crud!(calls, me_tokens, "{tokenId}", create "program", update "program two", delete "");
    calls.finish()
}

pub async fn me_webhooks() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = CreateWebhook::builder()
        .name("program")
        .url("https://hooks.example/digisac")
        .events(vec![WebhookEvent::MessageCreated])
        .user_id("agent-1")
        .account_id("account-1")
        .build();
    let change = UpdateWebhook::builder()
        .active(false)
        .name("program")
        .events(vec![WebhookEvent::MessageCreated])
        .build();
    crud!(
        calls,
        me_webhooks,
        "{webhookId}",
        create & input,
        update & change
    );
    calls.finish()
}

pub async fn oauth() -> BTreeMap<&'static str, Value> {
    const TOKEN: &str = r#"{"access_token":"x","refresh_token":"y","expires_in":1}"#;
    let mut calls = Calls::new();
    let password = PasswordGrant::builder()
        .username("somebody@people.example")
        .password("a-password")
        .build();
    call!(calls, TOKEN, "password", async |api: Api| {
        api.oauth().password(&password).await
    });
    let refresh = RefreshGrant::builder().refresh_token("a-password").build();
    call!(calls, TOKEN, "refresh", async |api: Api| {
        api.oauth().refresh(&refresh).await
    });
    call!(calls, "", "reset_password", async |api: Api| {
        api.reset_password()
            .request("somebody@people.example")
            .await
    });
    calls.finish()
}
