//! Agents, departments and channels.

use helpdesk_core::{
    Agent, AgentId, AgentRef, Channel, ChannelKind, Department, DepartmentId, DepartmentRef, Field,
    Ref, not_sent,
};
use helpdesk_http::Kept;

use crate::wire;

/// An agent as it comes. WiseCX calls them users.
pub(crate) fn agent(kept: Kept<wire::User>) -> Agent {
    let Kept { wire, data, names } = kept;
    let mut agent = Agent::new(wire.id.to_string(), name(&wire));
    agent.email = wire
        .user_name
        .filter(|name| super::contact::is_address(name));
    agent.departments = wire
        .queues
        .into_iter()
        .map(|queue| {
            named(
                DepartmentRef::by_id(DepartmentId::new(queue.id.to_string())),
                queue.name,
            )
        })
        .collect();
    agent.bot = wire.is_bot.unwrap_or(false);
    agent.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Phone: [],
            Role: [],
            Active: [],
            Email: ["user_name"],
            Departments: ["queues"],
        })
    });
    agent.vendor_data = data;
    agent
}

/// First and last name; the short name where there are none; the user name where there is none.
fn name(user: &wire::User) -> String {
    let parts: Vec<&str> = [&user.first_name, &user.last_name]
        .into_iter()
        .filter_map(|part| part.as_deref().map(str::trim))
        .filter(|part| !part.is_empty())
        .collect();
    if !parts.is_empty() {
        return parts.join(" ");
    }
    user.nick
        .clone()
        .or_else(|| user.user_name.clone())
        .unwrap_or_default()
}

fn named<I>(reference: Ref<I>, name: Option<String>) -> Ref<I> {
    match name {
        Some(name) => reference.named(name),
        None => reference,
    }
}

/// A department as it comes. WiseCX calls them service groups and queues.
pub(crate) fn department(kept: Kept<wire::Queue>) -> Department {
    let Kept { wire, data, names } = kept;
    let mut department = Department::new(wire.id.to_string(), wire.name.unwrap_or_default());
    department.agents = wire
        .users
        .into_iter()
        .map(|user| {
            named(
                AgentRef::by_id(AgentId::new(user.id.to_string())),
                user.name,
            )
        })
        .collect();
    department.not_sent = names.not_sent(
        &data,
        |names| not_sent!(names, { Active: [], Name: ["name"], Agents: ["users"] }),
    );
    department.vendor_data = data;
    department
}

/// A channel as it comes.
pub(crate) fn channel(kept: Kept<wire::Channel>) -> Channel {
    let Kept { wire, data, names } = kept;
    let kinds = wire
        .source
        .as_ref()
        .map(|source| source_kind(source.as_str()))
        .into_iter()
        .collect();
    let mut channel = Channel::new(wire.id, kinds);
    // A mailbox is named by its address.
    channel.address = wire
        .name
        .clone()
        .filter(|name| super::contact::is_address(name));
    channel.name = wire.name;
    channel.provider = wire.source.map(|source| source.to_string());
    channel.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Address: [],
            Connected: [],
            Active: [],
            Name: ["name"],
        })
    });
    if channel.address.is_some() {
        channel.not_sent.retain(|field| *field != Field::Address);
    }
    channel.vendor_data = data;
    channel
}

/// The kind behind a channel's `source`, whose words are not those of cases.
pub(crate) fn source_kind(source: &str) -> ChannelKind {
    match source.to_lowercase().as_str() {
        "incoming_whatsapp" | "whatsapp" => ChannelKind::WhatsApp,
        "chat" | "web" => ChannelKind::WebChat,
        "email" => ChannelKind::Email,
        "phone" => ChannelKind::Voice,
        "app" => ChannelKind::App,
        "internal" => ChannelKind::Internal,
        _ => ChannelKind::Other(source.to_owned()),
    }
}
