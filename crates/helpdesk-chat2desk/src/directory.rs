//! Agents, departments, channels, custom fields.

use async_trait::async_trait;
use helpdesk_core::{
    Agent, AgentId, CallOptions, Channel, CustomField, Delivery, Department, DepartmentId,
    Directory, Error, Operation, Page, PageRequest, Result,
};

use crate::Chat2Desk;
use crate::api::ListOperators;
use crate::convert::directory::{agent, channel, custom_field, department};
use crate::paging::{Offsets, converted, named, slice};
use crate::row;

/// Reads only: each is repeated after failures that may pass, so no delivery stays unknown.
#[async_trait]
impl Directory for Chat2Desk {
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>> {
        let operation = Operation::AgentsList;
        let api = self.start(operation, options)?;
        let at = Offsets::open(operation, &(), page)?;
        let query = ListOperators {
            page: at.request(),
            ..ListOperators::default()
        };
        let rows = api.operators().list_as::<row::Operator>(&query).await?;
        at.close(rows, |row| &row.id, |row| Some(agent(row)))
    }

    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent> {
        let operation = Operation::AgentsGet;
        let api = self.start_at(operation, id.as_str(), options)?;
        let mut rows = api
            .operators()
            .rows::<row::Operator>(&ListOperators::default());
        while let Some(row) = rows.next().await? {
            if row.wire.id == id.as_str() {
                return Ok(agent(row));
            }
        }
        Err(named(Error::not_found("agent"), operation)
            .with_delivery(Delivery::Answered)
            .with_attempts(1))
    }

    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>> {
        let operation = Operation::DepartmentsList;
        let api = self.start(operation, options)?;
        Offsets::open(operation, &(), page)?;
        let rows = api.operators_groups().list().await?.items;
        slice(operation, &(), page, converted(rows, department))
    }

    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department> {
        let operation = Operation::DepartmentsGet;
        let api = self.start_at(operation, id.as_str(), options)?;
        let rows = api.operators_groups().list().await?.items;
        rows.into_iter()
            .find(|row| row.wire.id == id.as_str())
            .map(department)
            .ok_or_else(|| {
                named(Error::not_found("department"), operation)
                    .with_delivery(Delivery::Answered)
                    .with_attempts(1)
            })
    }

    async fn channels(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Channel>> {
        let operation = Operation::ChannelsList;
        let api = self.start(operation, options)?;
        let at = Offsets::open(operation, &(), page)?;
        let rows = api.channels().list_as::<row::Channel>(at.request()).await?;
        at.close(rows, |row| &row.id, |row| Some(channel(row)))
    }

    async fn custom_fields(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<CustomField>> {
        let operation = Operation::CustomFieldsList;
        let api = self.start(operation, options)?;
        Offsets::open(operation, &(), page)?;
        let rows = api.custom_client_fields().list().await?.items;
        slice(operation, &(), page, converted(rows, custom_field))
    }
}
