//! Agents, departments, channels, custom fields.

use async_trait::async_trait;
use helpdesk_core::{
    Agent, AgentId, CallOptions, Channel, CustomField, Delivery, Department, DepartmentId,
    Directory, Error, Operation, Page, PageRequest, Result,
};

use crate::Chat2Desk;
use crate::api::{ListOperators, ListPage, MAX_LIMIT};
use crate::convert::directory::{agent, channel, custom_field, department};
use crate::paging::{Offsets, named, slice};

#[async_trait]
impl Directory for Chat2Desk {
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>> {
        let operation = Operation::AgentsList;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let at = Offsets::open(operation, &(), page)?;
        let query = ListOperators::builder().page(at.request()).build();
        let rows = api.operators().list(&query).await?;
        at.close(rows, |row| &row.id, |row| Some(agent(row)))
    }

    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent> {
        let operation = Operation::AgentsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let mut offset = 0;
        let mut first = None;
        loop {
            let query = ListOperators::builder()
                .page(ListPage::new(MAX_LIMIT, offset))
                .build();
            let list = api.operators().list(&query).await?;
            let rows = list.items.len() as u64;
            let applied = list.meta.limit.unwrap_or_else(|| u64::from(MAX_LIMIT));
            let begins = list.items.first().map(|row| row.wire.id.clone());
            let again = begins.is_some() && begins == first;
            first = begins;
            if let Some(row) = list
                .items
                .into_iter()
                .find(|row| row.wire.id == id.as_str())
            {
                return Ok(agent(row));
            }
            offset += rows;
            if rows < applied || again {
                return Err(named(Error::not_found("agent"), operation)
                    .with_delivery(Delivery::Answered)
                    .with_attempts(1));
            }
        }
    }

    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>> {
        let operation = Operation::DepartmentsList;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        Offsets::open(operation, &(), page)?;
        let rows = api.operators_groups().list().await?.items;
        let all: Vec<_> = rows.into_iter().map(department).collect();
        slice(operation, &(), page, all)
    }

    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department> {
        let operation = Operation::DepartmentsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
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
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let at = Offsets::open(operation, &(), page)?;
        let rows = api.channels().list(at.request()).await?;
        at.close(rows, |row| &row.id, |row| Some(channel(row)))
    }

    async fn custom_fields(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<CustomField>> {
        let operation = Operation::CustomFieldsList;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        Offsets::open(operation, &(), page)?;
        let rows = api.custom_client_fields().list().await?.items;
        let all: Vec<_> = rows.into_iter().map(custom_field).collect();
        slice(operation, &(), page, all)
    }
}
