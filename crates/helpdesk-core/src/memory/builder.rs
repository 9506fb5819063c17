//! How a desk comes to be.

use std::sync::Arc;

use super::desk::Settings;
use super::state::{Fault, State};
use super::{MemoryDesk, VENDOR, capability};
use crate::webhook::{SharedSecret, UnsignedPolicy};
use crate::{
    Agent, Capabilities, Capability, Channel, ChannelKind, Clock, CustomField, CustomFieldEntity,
    CustomFieldType, Department, DepartmentRef, Error, Field, Operation, Tag, Vendor,
};

/// How many objects a page has at most, unless told otherwise.
const PAGE_SIZE_MAX: u32 = 100;

/// Builds a [`MemoryDesk`].
///
/// It begins with the standard world; [`MemoryBuilder::empty`] takes that away.
///
/// | Kind | Identifiers |
/// |---|---|
/// | departments | `department-1` Support, `department-2` Sales |
/// | agents | `agent-1` Ana Souza in Support, `agent-2` Bruno Lima in Sales |
/// | channels | `channel-1` WhatsApp, `channel-2` mail, `channel-3` web chat |
/// | custom fields | `city` and `plan` (one of `free`, `paid`) of contacts, `order` of tickets |
#[must_use]
pub struct MemoryBuilder {
    state: State,
    settings: Settings,
}

impl MemoryBuilder {
    pub(super) fn new() -> Self {
        let vendor = Vendor::from_static(VENDOR);
        let mut state = State::new();
        standard_world(&mut state);
        Self {
            state,
            settings: Settings {
                capabilities: capability::complete(vendor.clone()),
                vendor,
                clock: None,
                page_size_max: PAGE_SIZE_MAX,
                empty_middle_page: false,
                unsigned: UnsignedPolicy::Refuse,
            },
        }
    }

    /// Takes everything out that the world holds so far.
    pub fn empty(mut self) -> Self {
        self.state.agents.clear();
        self.state.departments.clear();
        self.state.channels.clear();
        self.state.custom_fields.clear();
        self.state.tags.clear();
        self
    }

    /// Adds an agent; one of the same identifier is replaced.
    pub fn agent(mut self, agent: Agent) -> Self {
        self.state.agents.put(agent);
        self
    }

    /// Adds a department; one of the same identifier is replaced. The agents it names are put into
    /// it when the desk is built.
    pub fn department(mut self, department: Department) -> Self {
        self.state.departments.put(department);
        self
    }

    /// Adds a channel; one of the same identifier is replaced.
    pub fn channel(mut self, channel: Channel) -> Self {
        self.state.channels.put(channel);
        self
    }

    /// Adds the definition of a custom field; one of the same identifier is replaced.
    pub fn custom_field(mut self, field: CustomField) -> Self {
        self.state.custom_fields.put(field);
        self
    }

    /// Adds a tag; one of the same identifier is replaced.
    pub fn tag(mut self, tag: Tag) -> Self {
        self.state.tags.put(tag);
        self
    }

    /// Plays a vendor that can do this. The desk takes its name from the table, and refuses what
    /// the table calls unsupported.
    pub fn with_capabilities(mut self, capabilities: Capabilities) -> Self {
        self.settings.vendor = capabilities.vendor().clone();
        self.settings.capabilities = capabilities;
        self
    }

    /// Plays a vendor that cannot do this.
    pub fn without(mut self, operation: Operation) -> Self {
        let lacks = Capability::unsupported("this memory desk was built without it");
        self.settings.capabilities = self.settings.capabilities.with(operation, lacks);
        self
    }

    /// Plays a vendor that cannot hold this field in a write, or filter by it in a list.
    pub fn without_field(mut self, operation: Operation, field: &Field) -> Self {
        let mut capability = self.settings.capabilities.get(operation).clone();
        capability.fields.retain(|own| own != field);
        self.settings.capabilities = self.settings.capabilities.with(operation, capability);
        self
    }

    /// The most objects a page has: 100 unless told otherwise, and at least one.
    pub fn page_size_max(mut self, objects: u32) -> Self {
        self.settings.page_size_max = objects.max(1);
        self
    }

    /// Whether every list gives an empty page between its first and its second, as some vendors do.
    pub fn empty_middle_page(mut self, on: bool) -> Self {
        self.settings.empty_middle_page = on;
        self
    }

    /// Lets the next call of this operation fail. See [`MemoryDesk::fail_next`].
    pub fn fail_next(mut self, operation: Operation, error: Error) -> Self {
        self.state.faults.push(Fault {
            operation,
            error,
            acted: false,
        });
        self
    }

    /// Takes time from here in place of the machine's clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.clock = Some(clock);
        self
    }

    /// The secret that the URL of webhook deliveries must hold. Without one, and unless
    /// [`MemoryBuilder::accept_unsigned`] is called, the desk's receiver refuses every delivery.
    pub fn webhook_secret(mut self, secret: SharedSecret) -> Self {
        self.settings.unsigned = UnsignedPolicy::Secret(secret);
        self
    }

    /// Accepts webhook deliveries without a secret.
    pub fn accept_unsigned(mut self) -> Self {
        self.settings.unsigned = UnsignedPolicy::Accept;
        self
    }

    /// The desk.
    pub fn build(mut self) -> MemoryDesk {
        let departments: Vec<Department> = self.state.departments.iter().cloned().collect();
        for department in departments {
            for agent in department
                .agents
                .iter()
                .filter_map(|agent| agent.id.as_ref())
            {
                if let Ok(agent) = self.state.agents.get_mut(agent.as_str()) {
                    let there = agent
                        .departments
                        .iter()
                        .any(|own| own.id.as_ref() == Some(&department.id));
                    if !there {
                        agent.departments.push(DepartmentRef::by_id(&department.id));
                    }
                }
            }
        }
        MemoryDesk::assemble(self.settings, self.state)
    }
}

impl std::fmt::Debug for MemoryBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryBuilder")
            .field("vendor", &self.settings.vendor.as_str())
            .field("page_size_max", &self.settings.page_size_max)
            .finish_non_exhaustive()
    }
}

fn standard_world(state: &mut State) {
    state
        .departments
        .put(Department::new("department-1", "Support"));
    state
        .departments
        .put(Department::new("department-2", "Sales"));

    for (id, name, email, department) in [
        ("agent-1", "Ana Souza", "ana@example.com", "department-1"),
        ("agent-2", "Bruno Lima", "bruno@example.com", "department-2"),
    ] {
        let mut agent = Agent::new(id, name);
        agent.email = Some(email.to_owned());
        agent.role = Some("agent".to_owned());
        agent.departments.push(DepartmentRef::by_id(department));
        agent.online = Some(true);
        state.agents.put(agent);
    }

    for (id, kind, name, address) in [
        (
            "channel-1",
            ChannelKind::WhatsApp,
            "WhatsApp",
            "+5511930000001",
        ),
        ("channel-2", ChannelKind::Email, "Mail", "help@example.com"),
        (
            "channel-3",
            ChannelKind::WebChat,
            "Web chat",
            "https://example.com/chat",
        ),
    ] {
        let mut channel = Channel::new(id, vec![kind]);
        channel.name = Some(name.to_owned());
        channel.provider = Some("memory".to_owned());
        channel.address = Some(address.to_owned());
        channel.connected = Some(true);
        state.channels.put(channel);
    }

    let contact = CustomFieldEntity::Contact;
    let text = CustomFieldType::Text;
    let city = CustomField::new(
        "custom_field-1",
        "city",
        "City",
        contact.clone(),
        text.clone(),
    );
    let select = CustomFieldType::Select;
    let mut plan = CustomField::new("custom_field-2", "plan", "Plan", contact, select);
    plan.options = vec!["free".to_owned(), "paid".to_owned()];
    let ticket = CustomFieldEntity::Ticket;
    let order = CustomField::new("custom_field-3", "order", "Order number", ticket, text);
    for field in [city, plan, order] {
        state.custom_fields.put(field);
    }
}
