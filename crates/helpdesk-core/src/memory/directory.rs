//! Agents, departments, channels, custom fields.

use async_trait::async_trait;

use super::MemoryDesk;
use super::state::State;
use crate::{
    Agent, AgentId, AgentRef, CallOptions, Channel, CustomField, Department, DepartmentId,
    Directory, Operation, Page, PageRequest, Result,
};

#[async_trait]
impl Directory for MemoryDesk {
    async fn agents(&self, page: &PageRequest, _: &CallOptions) -> Result<Page<Agent>> {
        let operation = Operation::AgentsList;
        self.table().require(operation)?;
        let place = self.place(operation, &(), page)?;
        self.run(operation, |state| {
            self.cut(&place, state.agents.placed(), |row| state.show_agent(row))
        })
    }

    async fn agent(&self, id: &AgentId, _: &CallOptions) -> Result<Agent> {
        self.run(Operation::AgentsGet, |state| {
            Ok(state.show_agent(state.agents.get(id.as_str())?))
        })
    }

    async fn departments(&self, page: &PageRequest, _: &CallOptions) -> Result<Page<Department>> {
        let operation = Operation::DepartmentsList;
        self.table().require(operation)?;
        let place = self.place(operation, &(), page)?;
        self.run(operation, |state| {
            self.cut(&place, state.departments.placed(), |row| {
                state.show_department(row)
            })
        })
    }

    async fn department(&self, id: &DepartmentId, _: &CallOptions) -> Result<Department> {
        self.run(Operation::DepartmentsGet, |state| {
            Ok(state.show_department(state.departments.get(id.as_str())?))
        })
    }

    async fn channels(&self, page: &PageRequest, _: &CallOptions) -> Result<Page<Channel>> {
        let operation = Operation::ChannelsList;
        self.table().require(operation)?;
        let place = self.place(operation, &(), page)?;
        self.run(operation, |state| {
            self.cut(&place, state.channels.placed(), |row| {
                state.show_channel(row)
            })
        })
    }

    async fn custom_fields(
        &self,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<CustomField>> {
        let operation = Operation::CustomFieldsList;
        self.table().require(operation)?;
        let place = self.place(operation, &(), page)?;
        self.run(operation, |state| {
            self.cut(&place, state.custom_fields.placed(), |row| {
                state.show_custom_field(row)
            })
        })
    }
}

impl State {
    /// An agent with the names of its departments, and its JSON.
    pub(super) fn show_agent(&self, row: &Agent) -> Agent {
        let mut agent = row.clone();
        for own in &mut agent.departments {
            let department = own
                .id
                .as_ref()
                .and_then(|id| self.departments.find(id.as_str()));
            if let Some(department) = department {
                own.name = Some(department.name.clone());
            }
        }
        agent.vendor_data = self.own_json("agent", agent.id.as_str(), &agent);
        agent
    }

    /// A department with its agents, and its JSON.
    pub(super) fn show_department(&self, row: &Department) -> Department {
        let mut department = row.clone();
        department.agents = self
            .agents
            .iter()
            .filter(|agent| {
                let mut own = agent.departments.iter();
                own.any(|own| own.id.as_ref() == Some(&row.id))
            })
            .map(|agent| AgentRef::by_id(&agent.id).named(agent.name.clone()))
            .collect();
        department.vendor_data = self.own_json("department", row.id.as_str(), &department);
        department
    }

    /// A channel with its JSON.
    pub(super) fn show_channel(&self, row: &Channel) -> Channel {
        let mut channel = row.clone();
        channel.vendor_data = self.own_json("channel", channel.id.as_str(), &channel);
        channel
    }

    /// A definition of a custom field with its JSON.
    pub(super) fn show_custom_field(&self, row: &CustomField) -> CustomField {
        let mut field = row.clone();
        field.vendor_data = self.own_json("custom_field", field.id.as_str(), &field);
        field
    }
}
