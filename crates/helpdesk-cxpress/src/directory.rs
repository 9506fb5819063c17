//! Agents, departments, channels, custom fields: operators, sectors, accounts.

use async_trait::async_trait;
use helpdesk_core::{
    Agent, AgentId, CallOptions, Channel, CustomField, Department, DepartmentId, Directory, Error,
    Operation, Page, PageRequest, Result,
};

use crate::Cxpress;
use crate::api::{ListAgents, ListEmails, ListSectors, Paging};
use crate::convert::custom_fields::definition;
use crate::convert::directory::{agent, automation, department, email};
use crate::paging::{Listing, PAGE, converted, located};
use crate::row;

/// How many pages of sectors are looked through for one of them.
const SECTOR_PAGES: u32 = 50;

#[async_trait]
impl Directory for Cxpress {
    async fn agents(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Agent>> {
        let operation = Operation::AgentsList;
        self.table().require(operation)?;
        let listing = Listing::open(operation, &(), page, 1)?;
        let api = self.begin(operation, options);
        let query = ListAgents::builder().paging(listing.paging()).build();
        let found = api.agents().list_as(&query).await?;
        listing.close(
            found,
            |row: &row::Agent| &row.user_id,
            |row| Some(agent(row)),
        )
    }

    async fn agent(&self, id: &AgentId, options: &CallOptions) -> Result<Agent> {
        let operation = Operation::AgentsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        api.agents().get_as(id.as_str()).await.map(agent)
    }

    async fn departments(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Department>> {
        let operation = Operation::DepartmentsList;
        self.table().require(operation)?;
        let listing = Listing::open(operation, &(), page, 1)?;
        let api = self.begin(operation, options);
        let query = ListSectors::builder().paging(listing.paging()).build();
        let found = api.sectors().list(&query).await?;
        listing.close(found, |row| &row.sector_id, |row| Some(department(row)))
    }

    async fn department(&self, id: &DepartmentId, options: &CallOptions) -> Result<Department> {
        let operation = Operation::DepartmentsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        for page in 1..=SECTOR_PAGES {
            let query = ListSectors::builder()
                .paging(Paging::new(PAGE, page))
                .build();
            let mut found = api.sectors().list(&query).await?;
            let at = found
                .items
                .iter()
                .position(|row| row.wire.sector_id == id.as_str());
            if let Some(at) = at {
                return Ok(department(found.items.swap_remove(at)));
            }
            if found.next_page().is_none_or(|next| next <= page) {
                break;
            }
        }
        Err(located(
            api.failure(Error::not_found("department")),
            operation,
        ))
    }

    async fn channels(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Channel>> {
        let operation = Operation::ChannelsList;
        self.table().require(operation)?;
        let listing = Listing::open(operation, &(), page, 2)?;
        let api = self.begin(operation, options);
        if listing.list() == 0 {
            // All of them come at once; they are cut into pages here.
            let all = api.channel_keys().list_as().await?;
            return listing.cut(converted(all.items, automation));
        }
        let query = ListEmails::builder().paging(listing.paging()).build();
        let found = api.company_emails().list_as(&query).await?;
        listing.close(found, |row: &row::Account| &row.id, |row| Some(email(row)))
    }

    async fn custom_fields(
        &self,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<CustomField>> {
        let operation = Operation::CustomFieldsList;
        self.table().require(operation)?;
        let listing = Listing::open(operation, &(), page, 1)?;
        let api = self.begin(operation, options);
        let all = api.custom_fields().list().await?;
        listing.cut(converted(all.items, |row| Some(definition(row))))
    }
}
