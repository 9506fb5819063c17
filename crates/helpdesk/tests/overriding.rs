//! Configurations over one another.
#![cfg(feature = "chat2desk")]
#![allow(clippy::unwrap_used, missing_docs)]

use helpdesk::config::BuildContext;
use helpdesk::{Config, Desks};

/// The file holds two mistakes, so that what is left of it shows.
const FILE: &str = r#"
[desks.crm]
vendor = "chat2desk"
token = { file = "/nowhere/token" }

[desks.crm.http]
max_attempts = 0
timeout_seconds = 7
"#;

/// The key that is complained about, if any.
fn complaint(variables: &[(&str, &str)]) -> Option<String> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let over = Config::from_variables(variables).unwrap();
    let config = Config::from_toml(FILE).unwrap().overridden_by(over);
    let context = BuildContext::new()
        .with_environment(|name| (name == "TOKEN").then(|| "a-token".to_owned()));
    let desk = Desks::with_registry(config, helpdesk::registry(), context).desk("crm");
    desk.err()
        .map(|error| error.field_errors()[0].field.clone())
}

#[test]
fn tables_inside_a_desk_are_merged_key_by_key() {
    let token = ("HELPDESK_DESKS__CRM__TOKEN__ENV", "TOKEN");
    let other_key = ("HELPDESK_DESKS__CRM__HTTP__TIMEOUT_SECONDS", "9");
    let same_key = ("HELPDESK_DESKS__CRM__HTTP__MAX_ATTEMPTS", "3");
    let kept = complaint(&[token, other_key]);
    assert_eq!(kept.as_deref(), Some("desks.crm.http.max_attempts"));
    assert_eq!(complaint(&[token, other_key, same_key]), None);
}

#[test]
fn where_a_secret_is_kept_is_replaced_whole() {
    let attempts = ("HELPDESK_DESKS__CRM__HTTP__MAX_ATTEMPTS", "3");
    let kept = complaint(&[attempts]);
    assert_eq!(kept.as_deref(), Some("desks.crm.token"));
    let env = ("HELPDESK_DESKS__CRM__TOKEN__ENV", "TOKEN");
    assert_eq!(complaint(&[attempts, env]), None);
}
