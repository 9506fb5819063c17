//! Agents, departments, channels, custom fields.

use crate::stream::ListStream;
use crate::{
    Agent, AgentId, Channel, CustomField, Department, DepartmentId, Operation, Page, PageRequest,
    Result,
};

handle!(
    /// The directory of a desk.
    DirectoryHandle,
    directory,
    crate::Directory
);

impl DirectoryHandle {
    /// One page of agents. See [`Directory::agents`](crate::Directory::agents).
    pub async fn agents(&self, page: &PageRequest) -> Result<Page<Agent>> {
        self.area(Operation::AgentsList)?
            .agents(page, &self.client.options)
            .await
    }

    /// All agents.
    #[inline]
    pub fn agents_stream(&self) -> ListStream<Agent> {
        list_stream!(
            self,
            Operation::AgentsList,
            PageRequest::first(),
            [],
            |area, page, options| area.agents(page, options)
        )
    }

    /// One agent. See [`Directory::agent`](crate::Directory::agent).
    pub async fn agent(&self, id: &AgentId) -> Result<Agent> {
        self.area(Operation::AgentsGet)?
            .agent(id, &self.client.options)
            .await
    }

    /// One page of departments. See [`Directory::departments`](crate::Directory::departments).
    pub async fn departments(&self, page: &PageRequest) -> Result<Page<Department>> {
        self.area(Operation::DepartmentsList)?
            .departments(page, &self.client.options)
            .await
    }

    /// All departments.
    #[inline]
    pub fn departments_stream(&self) -> ListStream<Department> {
        list_stream!(
            self,
            Operation::DepartmentsList,
            PageRequest::first(),
            [],
            |area, page, options| area.departments(page, options)
        )
    }

    /// One department. See [`Directory::department`](crate::Directory::department).
    pub async fn department(&self, id: &DepartmentId) -> Result<Department> {
        self.area(Operation::DepartmentsGet)?
            .department(id, &self.client.options)
            .await
    }

    /// One page of channels. See [`Directory::channels`](crate::Directory::channels).
    pub async fn channels(&self, page: &PageRequest) -> Result<Page<Channel>> {
        self.area(Operation::ChannelsList)?
            .channels(page, &self.client.options)
            .await
    }

    /// All channels.
    #[inline]
    pub fn channels_stream(&self) -> ListStream<Channel> {
        list_stream!(
            self,
            Operation::ChannelsList,
            PageRequest::first(),
            [],
            |area, page, options| area.channels(page, options)
        )
    }

    /// One page of custom field definitions. See
    /// [`Directory::custom_fields`](crate::Directory::custom_fields).
    pub async fn custom_fields(&self, page: &PageRequest) -> Result<Page<CustomField>> {
        self.area(Operation::CustomFieldsList)?
            .custom_fields(page, &self.client.options)
            .await
    }

    /// All custom field definitions.
    #[inline]
    pub fn custom_fields_stream(&self) -> ListStream<CustomField> {
        list_stream!(
            self,
            Operation::CustomFieldsList,
            PageRequest::first(),
            [],
            |area, page, options| { area.custom_fields(page, options) }
        )
    }
}
