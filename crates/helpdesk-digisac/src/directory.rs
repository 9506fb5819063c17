//! Agents, departments, channels, custom fields.

use async_trait::async_trait;
use helpdesk_core::{
    Agent, AgentId, CallOptions, Channel, CustomField, Department, DepartmentId, Directory,
    ErrorKind, Operation, Page, PageRequest, Result,
};

use crate::api::{Include, ListRequest};
use crate::contacts::by_age;
use crate::{Digisac, convert, paging, row};

/// The relations that make an agent whole.
const RELATIONS: [&str; 2] = ["departments", "roles"];

fn request(at: paging::Position, include: &[&str]) -> ListRequest {
    ListRequest::builder()
        .include(include.iter().copied().map(Include::new).collect())
        .order(by_age())
        .page(at.page)
        .per_page(at.per)
        .build()
}

/// One page of records that are listed alike.
macro_rules! directory_page {
    ($desk:ident, $operation:expr, $page:ident, $options:ident, $resource:ident . $list:ident $(::<$row:ty>)?, $include:expr, $convert:path) => {{
        let operation = $operation;
        $desk.table().require(operation)?;
        let at = paging::wanted(operation, &(), $page)?;
        let api = $desk.scoped(operation, $options);
        let list = api.$resource().$list $(::<$row>)? (&request(at, $include)).await?;
        paging::page(&api, operation, &(), at, list, |row| {
            row.wire.deleted_at.is_none().then(|| $convert(row))
        })
    }};
}

#[async_trait]
impl Directory for Digisac {
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>> {
        directory_page!(
            self,
            Operation::AgentsList,
            page,
            options,
            users.list_as::<row::User>,
            &RELATIONS,
            convert::agent
        )
    }

    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent> {
        self.table().require(Operation::AgentsGet)?;
        let api = self.scoped(Operation::AgentsGet, options);
        let row = api.identified(
            api.users()
                .get_as::<row::User>(id.as_str(), &RELATIONS)
                .await?,
        )?;
        if row.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such agent"));
        }
        Ok(convert::agent(row))
    }

    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>> {
        directory_page!(
            self,
            Operation::DepartmentsList,
            page,
            options,
            departments.list,
            &[],
            convert::department
        )
    }

    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department> {
        self.table().require(Operation::DepartmentsGet)?;
        let api = self.scoped(Operation::DepartmentsGet, options);
        let row = api.identified(api.departments().get(id.as_str()).await?)?;
        if row.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such department"));
        }
        Ok(convert::department(row))
    }

    async fn channels(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Channel>> {
        directory_page!(
            self,
            Operation::ChannelsList,
            page,
            options,
            services.list_as::<row::Channel>,
            &[],
            convert::channel
        )
    }

    async fn custom_fields(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<CustomField>> {
        directory_page!(
            self,
            Operation::CustomFieldsList,
            page,
            options,
            custom_fields.list,
            &[],
            convert::custom_field
        )
    }
}
