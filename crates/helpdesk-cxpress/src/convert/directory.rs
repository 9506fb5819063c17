//! Operators, sectors and accounts.

use helpdesk_core::{
    Agent, AgentId, AgentRef, Channel, Department, DepartmentId, DepartmentRef, Field, not_sent,
};
use helpdesk_http::Kept;
use serde_json::Value;

use super::full_name;
use super::words::channel_kind;
use crate::row;
use crate::wire::{self, ChannelTypeId};

/// An operator.
pub(crate) fn agent(kept: Kept<row::Agent>) -> Agent {
    let Kept { wire, data, names } = kept;
    let name = full_name(wire.name, wire.lastname).unwrap_or_default();
    let mut agent = Agent::new(wire.user_id, name);
    agent.email = wire.email;
    agent.phone = wire.phone;
    agent.role = match wire.role {
        Some(Value::String(role)) if !role.is_empty() => Some(role),
        _ => wire.profile_id,
    };
    agent.departments = wire
        .sector
        .iter()
        .flatten()
        .filter(|sector| sector.deleted_at.is_none())
        .filter_map(|sector| {
            DepartmentRef::from_parts(
                Some(DepartmentId::new(sector.id.as_str())),
                sector.name.clone(),
            )
        })
        .collect();
    agent.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Name: ["name"],
            Email: ["email"],
            Phone: ["phone"],
            Departments: ["sector"],
            // Nothing tells whether the account is in use: former operators are not listed.
            Active: [],
        })
    });
    agent.vendor_data = data;
    agent
}

/// A sector in the list.
pub(crate) fn department(kept: Kept<wire::ListedSector>) -> Department {
    let Kept { wire, data, .. } = kept;
    let mut department = Department::new(wire.sector_id, wire.sector_name);
    match wire.active {
        Some(active) => department.active = active,
        None => department.not_sent.push(Field::Active),
    }
    match wire.agents {
        Some(agents) => {
            department.agents = agents
                .into_iter()
                .filter(|agent| agent.deleted_at.is_none())
                .filter_map(|agent| {
                    AgentRef::from_parts(Some(AgentId::new(agent.user_id)), agent.name)
                })
                .collect();
        }
        None => department.not_sent.push(Field::Agents),
    }
    department.vendor_data = data;
    department
}

/// The account behind an automation; `None` for one without any key.
pub(crate) fn automation(kept: Kept<row::Account>) -> Option<Channel> {
    let Kept { wire, data, .. } = kept;
    let (kind, key) = [
        (ChannelTypeId::WhatsApp, wire.whatsapp_key),
        (ChannelTypeId::Facebook, wire.facebook_key),
        (ChannelTypeId::Instagram, wire.instagram_key),
        (ChannelTypeId::Webchat, wire.webchat_key),
    ]
    .into_iter()
    .find_map(|(kind, key)| Some((kind, key?)))?;
    let mut channel = Channel::new(key.id, vec![channel_kind(&kind)]);
    channel.name = key.name.or(wire.name);
    channel.provider = Some(kind.as_str().to_owned());
    channel.address = key.phone_number;
    channel.not_sent = vec![Field::Connected, Field::Active];
    if channel.address.is_none() {
        channel.not_sent.push(Field::Address);
    }
    channel.vendor_data = data;
    Some(channel)
}

/// An integrated email as a channel.
pub(crate) fn email(kept: Kept<row::Account>) -> Channel {
    let Kept { wire, data, .. } = kept;
    let kind = ChannelTypeId::Email;
    let mut channel = Channel::new(wire.id, vec![channel_kind(&kind)]);
    channel.provider = Some(kind.as_str().to_owned());
    channel.name.clone_from(&wire.email);
    channel.address = wire.email;
    channel.not_sent = vec![Field::Connected];
    match wire.active {
        Some(active) => channel.active = active,
        None => channel.not_sent.push(Field::Active),
    }
    channel.vendor_data = data;
    channel
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn account(row: Value) -> Kept<row::Account> {
        serde_json::from_value(row).unwrap()
    }

    #[test]
    fn an_account_is_known_by_the_key_it_has() {
        for (member, kind) in [
            ("whatsapp_key", ChannelTypeId::WhatsApp),
            ("facebook_key", ChannelTypeId::Facebook),
            ("instagram_key", ChannelTypeId::Instagram),
            ("webchat_key", ChannelTypeId::Webchat),
        ] {
            let row = json!({ "id": "1", "name": "a", member: { "id": 7, "phone_number": "55" } });
            let channel = automation(account(row)).unwrap();
            assert_eq!(channel.id.as_str(), "7");
            assert_eq!(channel.provider.as_deref(), Some(kind.as_str()));
            assert_eq!(channel.name.as_deref(), Some("a"));
            assert_eq!(channel.address.as_deref(), Some("55"));
        }
        let without = json!({ "id": "1", "webchat_key": null });
        assert!(automation(account(without)).is_none());
    }

    #[test]
    fn a_sector_that_was_deleted_is_none_of_an_agent() {
        let row = json!({ "user_id": "1", "sector": [
            { "id": "a", "name": "A", "deleted_at": null },
            { "id": "b", "name": "B", "deleted_at": "2031-05-06T07:08:09Z" },
        ]});
        let agent = agent(serde_json::from_value(row).unwrap());
        let names: Vec<_> = agent
            .departments
            .iter()
            .map(|own| own.name.as_deref())
            .collect();
        assert_eq!(names, [Some("A")]);
    }
}
