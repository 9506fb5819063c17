//! Configuration from environment variables.

use helpdesk_core::{Error, Result};
use serde_json::{Map, Value};

use crate::configuration::{Config, Section};

const PREFIX: &str = "HELPDESK_";
const SEPARATOR: &str = "__";

pub(crate) fn read(variables: impl IntoIterator<Item = (String, String)>) -> Result<Config> {
    let mut config = Config::new();
    for (variable, value) in variables {
        let Some(name) = variable.strip_prefix(PREFIX) else {
            continue;
        };
        if name == "DEFAULT" {
            config.default = Some(value);
            continue;
        }
        if let Some(path) = name
            .strip_prefix("SHARED_STATE")
            .and_then(|rest| rest.strip_prefix(SEPARATOR))
        {
            let keys: Vec<String> = path.split(SEPARATOR).map(str::to_lowercase).collect();
            let table = config.shared_state.get_or_insert_default();
            insert(table, &keys, value).ok_or_else(|| {
                Error::config(
                    variable.clone(),
                    "must be HELPDESK_SHARED_STATE__KEY, and each key one thing",
                )
            })?;
            continue;
        }
        let Some(path) = name
            .strip_prefix("DESKS")
            .and_then(|rest| rest.strip_prefix(SEPARATOR))
        else {
            continue;
        };
        let keys: Vec<String> = path.split(SEPARATOR).map(str::to_lowercase).collect();
        let malformed = || {
            Error::config(
                variable.clone(),
                "must be HELPDESK_DESKS__NAME__KEY; name the desk and the key",
            )
        };
        let Some((desk, keys)) = keys.split_first() else {
            return Err(malformed());
        };
        if keys.is_empty() || desk.is_empty() || keys.iter().any(String::is_empty) {
            return Err(malformed());
        }
        let section = config.desks.entry(desk.clone()).or_insert_with(|| Section {
            table: Map::new(),
            as_text: true,
        });
        insert(&mut section.table, keys, value).ok_or_else(malformed)?;
    }
    Ok(config)
}

fn insert(table: &mut Map<String, Value>, keys: &[String], value: String) -> Option<()> {
    match keys {
        [] => None,
        [key] => {
            let old = table.insert(key.clone(), Value::String(value));
            old.is_none().then_some(())
        }
        [key, inner @ ..] => {
            let slot = table
                .entry(key.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            insert(slot.as_object_mut()?, inner, value)
        }
    }
}
