//! Notifications of the vendor. The URL is entered on the vendor's screens, not through the API;
//! they are not signed, and only `create` and `update` exist.

use serde_json::{Map, Value, json};

use super::quirk::Quirk;
use super::state::World;
use crate::{Delivery, Lab};

/// One configured endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(crate) url: String,
    pub(crate) create: bool,
    pub(crate) update: bool,
}

/// What happened to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Create,
    Update,
}

impl World {
    /// Puts the notifications of this change into the outbox. `entity` is `sector` for departments,
    /// as printed in the documentation; the names of the other six are this simulator's guess.
    pub(crate) fn announce(&self, lab: &Lab, entity: &str, change: Change, data: &Value) {
        for hook in &self.hooks {
            let (wanted, name) = match change {
                Change::Create => (hook.create, "create"),
                Change::Update => (hook.update, "update"),
            };
            if !wanted {
                continue;
            }
            let data = if self.has(Quirk::SpacedWebhookKeys) {
                spaced(data)
            } else {
                data.clone()
            };
            let body = json!({ "entity": entity, "type": name, "data": data });
            lab.deliver(Delivery::json(&hook.url, &body, lab.now()));
        }
    }
}

fn spaced(data: &Value) -> Value {
    let Some(object) = data.as_object() else {
        return data.clone();
    };
    let renamed: Map<String, Value> = object
        .iter()
        .map(|(key, value)| (key.replace('_', " "), value.clone()))
        .collect();
    Value::Object(renamed)
}
