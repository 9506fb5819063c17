//! Agents, departments and channels, in neutral terms.

use async_trait::async_trait;
use helpdesk_core::{
    Agent, AgentId, CallOptions, Channel, CustomField, Department, DepartmentId, Directory, Error,
    Operation, Page, PageRequest, Result,
};

use crate::WiseCx;
use crate::api::ListRequest;
use crate::convert::directory;
use crate::input::number;
use crate::paging::Pages;

#[async_trait]
impl Directory for WiseCx {
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>> {
        let operation = Operation::AgentsList;
        self.run(operation, async {
            let pages = Pages::open(operation, &(), page)?;
            let api = self.api.scoped(operation, options);
            let fetch = |number, limit| {
                let api = &api;
                async move { api.users().list(&ListRequest::page(number, limit)).await }
            };
            let rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            pages.page(rows, directory::agent)
        })
        .await
    }

    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent> {
        let operation = Operation::AgentsGet;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            Ok(directory::agent(api.users().get(id).await?))
        })
        .await
    }

    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>> {
        let operation = Operation::DepartmentsList;
        self.run(operation, async {
            let pages = Pages::open(operation, &(), page)?;
            let api = self.api.scoped(operation, options);
            let fetch = |number, limit| {
                let api = &api;
                async move { api.queues().list(&ListRequest::page(number, limit)).await }
            };
            let rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            pages.page(rows, directory::department)
        })
        .await
    }

    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department> {
        let operation = Operation::DepartmentsGet;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            Ok(directory::department(api.queues().get(id).await?))
        })
        .await
    }

    async fn channels(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Channel>> {
        let operation = Operation::ChannelsList;
        self.run(operation, async {
            let pages = Pages::open(operation, &(), page)?;
            let api = self.api.scoped(operation, options);
            let fetch = |number, limit| {
                let api = &api;
                async move { api.channels().list(&ListRequest::page(number, limit)).await }
            };
            let rows = pages.rows(fetch, |row| row.id.clone()).await?;
            pages.page(rows, directory::channel)
        })
        .await
    }

    async fn custom_fields(&self, _: &PageRequest, _: &CallOptions) -> Result<Page<CustomField>> {
        Err(self.lacking(Operation::CustomFieldsList))
    }
}

impl WiseCx {
    /// The refusal of an operation that the capability table says is not there.
    pub(crate) fn lacking(&self, operation: Operation) -> Error {
        match self.table().require(operation) {
            Err(refused) => refused,
            Ok(()) => Error::unsupported(&crate::VENDOR, operation, "WiseCX has no call for it"),
        }
    }
}
