//! Agents, channels, credentials.

use helpdesk_digisac::api::{
    Api, ArchiveService, CreateWebhook, DepartmentInput, Language, ListRequest, PasswordGrant,
    RefreshGrant, RoleInput, ServiceInput, UpdateWebhook, UserInput, WebhookEvent,
};
use serde_json::Value;

use crate::{Area, crud, decode};

pub async fn staff() -> Vec<Value> {
    let mut area = Area::new();
    let user = UserInput::builder().name("Somebody").build();
    for name in ["list", "list_with_includes"] {
        decode!(area, &format!("users/{name}"), async |api: Api| {
            api.users().list(&ListRequest::new()).await
        });
    }
    decode!(area, "users/get", async |api: Api| api
        .users()
        .get("{userId}", &[])
        .await);
    decode!(area, "users/create", async |api: Api| api
        .users()
        .create(&user)
        .await);
    decode!(area, "users/update", async |api: Api| {
        api.users().update("{userId}", &user).await
    });
    decode!(area, "users/archive", async |api: Api| api
        .users()
        .archive("{userId}")
        .await);
    let department = DepartmentInput::builder().name("Front desk").build();
    crud!(area, "departments", departments, "{departmentId}",
        create &department, update &department, delete "/delete");
    decode!(area, "departments/archive", async |api: Api| {
        api.departments().archive("{departmentId}").await
    });
    let role = RoleInput::builder().display_name("Agent").build();
    crud!(area, "roles", roles, "{roleId}", create &role, update &role, delete "/delete");
    decode!(area, "roles/list_with_permissions", async |api: Api| {
        api.roles().list(&ListRequest::new()).await
    });
    area.entries
}

pub async fn services() -> Vec<Value> {
    let mut area = Area::new();
    let line = ServiceInput::builder().name("Line").build();
    crud!(area, "services", services, "{serviceId}", create &line, update &line, delete "/delete");
    for name in ["get_2021", "get_disconnected"] {
        decode!(area, &format!("services/{name}"), async |api: Api| {
            api.services().get("{serviceId}").await
        });
    }
    let archive = ArchiveService::builder()
        .archive(true)
        .kind("whatsapp")
        .build();
    decode!(area, "services/archive", async |api: Api| {
        api.services().archive("{serviceId}", &archive).await
    });
    decode!(area, "services/start", async |api: Api| api
        .services()
        .start("{serviceId}")
        .await);
    decode!(area, "services/restart", async |api: Api| {
        api.services().restart("{serviceId}").await
    });
    decode!(area, "services/shutdown", async |api: Api| {
        api.services().shutdown("{serviceId}").await
    });
    decode!(area, "services/logout", async |api: Api| {
        api.services().logout("{serviceId}").await
    });
    decode!(area, "bots/delete", async |api: Api| api
        .bots()
        .delete("{botId}")
        .await);
    decode!(area, "bots/trigger_signal", async |api: Api| {
        api.bots()
            .trigger_signal("{botId}", "{contactId}", "flag")
            .await
    });
    area.entries
}

pub async fn me() -> Vec<Value> {
    let mut area = Area::new();
    decode!(area, "me/get", async |api: Api| api.me().get().await);
    decode!(area, "me/update", async |api: Api| {
        api.me().update_language(&Language::Portuguese).await
    });
    decode!(area, "me-tokens/delete", async |api: Api| {
        api.me_tokens().delete("{tokenId}").await
    });
    let new = CreateWebhook::builder()
        .name("program")
        .url("https://hooks.example/digisac")
        .events(vec![WebhookEvent::MessageCreated])
        .user_id("agent-1")
        .account_id("account-1")
        .build();
    let change = UpdateWebhook::builder().active(false).build();
    crud!(
        area,
        "me-webhooks",
        me_webhooks,
        "{webhookId}",
        create & new,
        update & change
    );
    let password = PasswordGrant::builder()
        .username("somebody@people.example")
        .password("a-password")
        .build();
    decode!(area, "oauth/token_password", async |api: Api| {
        api.oauth().password(&password).await
    });
    let refresh = RefreshGrant::builder().refresh_token("a-token").build();
    decode!(area, "oauth/token_refresh", async |api: Api| api
        .oauth()
        .refresh(&refresh)
        .await);
    decode!(area, "reset-password/request", async |api: Api| {
        api.reset_password()
            .request("somebody@people.example")
            .await
    });
    area.entries
}
