//! Operators, groups, channels, custom fields.

use helpdesk_core::{
    Agent, AgentRef, Channel, CustomField, CustomFieldEntity, CustomFieldType, Department, Field,
    not_sent,
};
use helpdesk_http::Kept;
use serde_json::Value;

use super::words::channel_kinds;
use crate::row;
use crate::wire::{self, OperatorStatus};

/// An operator.
pub fn agent(kept: Kept<row::Operator>) -> Agent {
    let Kept { wire, data, names } = kept;
    let name = [wire.first_name, wire.last_name]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let mut agent = Agent::new(wire.id, name);
    agent.active = match (&wire.status, wire.role.as_deref()) {
        (Some(OperatorStatus::Disabled | OperatorStatus::Deleted), _) => false,
        (Some(_), _) => true,
        // Older servers say it with the role alone.
        (None, role) => !matches!(role, Some("deleted" | "disabled")),
    };
    agent.email = wire.email;
    agent.phone = wire.phone;
    agent.role = wire.access_right_name.or(wire.role);
    agent.online = wire.online;
    agent.not_sent = names.not_sent(
        &data,
        |names| not_sent!(names, { Departments: [], Phone: ["phone"], Email: ["email"] }),
    );
    agent.vendor_data = data;
    agent
}

/// A group of operators.
pub fn department(kept: Kept<wire::OperatorGroup>) -> Department {
    let Kept { wire, data, .. } = kept;
    let mut department = Department::new(wire.id, wire.name.unwrap_or_default());
    department.agents = wire
        .operator_ids
        .into_iter()
        .map(|id| AgentRef::by_id(id.into_string()))
        .collect();
    department.not_sent = vec![Field::Active];
    department.vendor_data = data;
    department
}

/// A channel.
pub fn channel(kept: Kept<row::Channel>) -> Channel {
    let Kept { wire, data, names } = kept;
    let mut channel = Channel::new(wire.id, channel_kinds(&wire.transports));
    channel.name = wire.name;
    channel.provider = (!wire.transports.is_empty()).then(|| wire.transports.join(","));
    channel.address = wire.phone;
    channel.not_sent = names.not_sent(
        &data,
        |names| not_sent!(names, { Connected: [], Active: [], Address: ["phone"] }),
    );
    channel.vendor_data = data;
    channel
}

/// The definition of a custom field. All of them belong to clients.
pub fn custom_field(kept: Kept<wire::CustomClientField>) -> CustomField {
    let Kept { wire, data, .. } = kept;
    let value_type = match wire.kind.as_deref() {
        Some("input") => CustomFieldType::Text,
        Some("dropdown") => CustomFieldType::Select,
        Some(word) => CustomFieldType::Other(word.to_owned()),
        None => CustomFieldType::Other(String::new()),
    };
    let options = if value_type == CustomFieldType::Select {
        options(&wire.value)
    } else {
        Vec::new()
    };
    let mut field = CustomField::new(
        wire.id.as_str(),
        wire.id.as_str(),
        wire.name.unwrap_or_default(),
        CustomFieldEntity::Contact,
        value_type,
    );
    field.options = options;
    field.vendor_data = data;
    field
}

/// The options of a dropdown. How they stand in `value` is not documented: a list, a text with line
/// breaks and a text with commas are understood.
fn options(value: &Value) -> Vec<String> {
    let parts: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(super::value_as_text).collect(),
        Value::Object(map) => map.values().filter_map(super::value_as_text).collect(),
        Value::String(text) if text.contains('\n') => text.lines().map(str::to_owned).collect(),
        Value::String(text) => text.split([',', ';']).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    parts
        .into_iter()
        .map(|option| option.trim().to_owned())
        .filter(|option| !option.is_empty())
        .collect()
}
