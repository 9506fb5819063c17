//! Agents, departments, channels, custom fields.

use async_trait::async_trait;

use crate::{
    Agent, AgentId, CallOptions, Channel, CustomField, Department, DepartmentId, Page, PageRequest,
    Result,
};

/// What an account consists of.
#[async_trait]
pub trait Directory: Send + Sync {
    /// One page of agents.
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>>;

    /// One agent. `NotFound`.
    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent>;

    /// One page of departments.
    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>>;

    /// One department. `NotFound`.
    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department>;

    /// One page of channels.
    async fn channels(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Channel>>;

    /// One page of custom field definitions.
    async fn custom_fields(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<CustomField>>;
}
