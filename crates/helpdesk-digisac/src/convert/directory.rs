//! Agents, departments and the definitions of custom fields.

use helpdesk_core::{Agent, CustomField, CustomFieldEntity, CustomFieldType, Department, Field};
use helpdesk_http::Kept;

use super::reference;
use crate::{row, wire};

/// An agent.
pub(crate) fn agent(row: Kept<row::User>) -> Agent {
    let wire = row.wire;
    let mut agent = Agent::new(wire.id, wire.name.unwrap_or_default());
    agent.email = wire.email;
    agent.phone = wire.phone_number;
    match wire.departments {
        Some(departments) => {
            agent.departments = departments
                .into_iter()
                .filter_map(|own| reference(own.id, own.name))
                .collect();
        }
        None => agent.not_sent.push(Field::Departments),
    }
    match wire.roles {
        Some(roles) => {
            let names: Vec<String> = roles
                .into_iter()
                .filter_map(|role| role.display_name)
                .collect();
            agent.role = (!names.is_empty()).then(|| names.join(", "));
        }
        None => agent.not_sent.push(Field::Role),
    }
    agent.active =
        wire.active != Some(false) && wire.archived_at.is_none() && wire.deleted_at.is_none();
    agent.online = wire.status.map(|status| status == "online");
    agent.vendor_data = row.data;
    agent
}

/// A department. Digisac does not say who works in it; each agent says that.
pub(crate) fn department(row: Kept<wire::Department>) -> Department {
    let wire = row.wire;
    let mut department = Department::new(wire.id, wire.name.unwrap_or_default());
    department.active = wire.archived_at.is_none() && wire.deleted_at.is_none();
    department.not_sent.push(Field::Agents);
    department.vendor_data = row.data;
    department
}

/// The definition of a custom field. Its identifier is the key.
pub(crate) fn custom_field(row: Kept<wire::CustomField>) -> CustomField {
    let wire = row.wire;
    let entity = match wire.allowed.as_deref() {
        Some("contacts") => CustomFieldEntity::Contact,
        Some("tickets") => CustomFieldEntity::Ticket,
        Some("organizations") => CustomFieldEntity::Organization,
        Some(other) => CustomFieldEntity::Other(other.to_owned()),
        None => CustomFieldEntity::Other(String::new()),
    };
    let kind = wire.kind.as_deref().unwrap_or_default();
    let mut field = CustomField::new(
        wire.id.as_str(),
        wire.id.as_str(),
        wire.name.unwrap_or_default(),
        entity,
        CustomFieldType::from(kind),
    );
    field.active = wire.deleted_at.is_none();
    field.vendor_data = row.data;
    field
}
