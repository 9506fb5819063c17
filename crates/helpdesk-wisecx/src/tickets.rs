//! Tickets, in neutral terms.

mod query;

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, ChannelSelector, DepartmentId, Error, ErrorKind, Field, NewTicket,
    Operation, Page, PageRequest, Result, StatusCategory, Ticket, TicketId, TicketPatch,
    TicketQuery, Tickets, Written,
};

use crate::WiseCx;
use crate::api::{Api, ListRequest, Sort};
use crate::contacts::{not_kept, unkept};
use crate::convert::{custom_fields, directory, ticket, ticket_input};
use crate::input::{Problems, lost, number};
use crate::paging::Pages;
use crate::wire::{CaseStatus, CaseUpdate, SourceChannel};

#[async_trait]
impl Tickets for WiseCx {
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        self.run(operation, async {
            let filters = query::filters(query)?;
            let pages = Pages::open(operation, query, page)?;
            let api = self.api.scoped(operation, options);
            let fetch = |number, limit| {
                let mut request = ListRequest::page(number, limit);
                request.sort = Some(Sort::ascending("id"));
                request.filters = filters;
                let api = &api;
                async move { api.cases().list(&request).await }
            };
            let mut rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            rows.items.retain(|kept| kept.wire.deleted != Some(true));
            let mut page = pages.page(rows, ticket::read)?;
            page.items.retain(|ticket| query::admits(query, ticket));
            Ok(page)
        })
        .await
    }

    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsGet;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            Ok(ticket::read(api.cases().get(id).await?))
        })
        .await
    }

    /// After an unknown delivery a case of the same contact and subject that came to be meanwhile is
    /// looked for before anything is sent again.
    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        self.run(operation, async {
            let (mut problems, mut approximations) = (Problems::default(), Vec::new());
            let channel = match &new.channel {
                Some(ChannelSelector::Kind(kind)) => {
                    ticket_input::source_channel(kind, &mut problems)
                }
                // Which kind it is, is asked below.
                Some(_) => Some(SourceChannel::Internal),
                None => None,
            };
            ticket_input::channel_losses(new.channel.as_ref(), &mut approximations);
            let mut case = ticket_input::create(
                new,
                self.defaults(),
                channel,
                &mut problems,
                &mut approximations,
            );
            problems.check()?;
            losses.extend(
                self.table()
                    .settle(operation, approximations, options.loss)?,
            );

            let api = self.api.scoped(operation, options);
            if let Some(ChannelSelector::Id(id)) = &new.channel {
                case.source_channel = channel_of(&api, id.as_str()).await?;
                for activity in &mut case.activities {
                    activity.channel = Some(case.source_channel.clone());
                }
            }
            require_tags(&api, &case.tags).await?;
            let id = api.cases().create(&case).await?.wire.case_id;
            let now = api.cases().get(id).await?;
            if !custom_fields::kept(&case.custom_fields, &now.wire.custom_fields) {
                let error = not_kept(operation).with_existing_id(id.to_string());
                losses.push(unkept(error, options.loss)?);
            }
            Ok(Written::new(ticket::read(now)).with_losses(losses))
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsUpdate;
        let mut losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        self.run(operation, async {
            let (mut problems, mut approximations) = (Problems::default(), Vec::new());
            let id = problems.number("id", id.as_str());
            let mut update = ticket_input::patch(patch, &mut problems, &mut approximations);
            let fields = &patch.custom_fields;
            let wanted = custom_fields::merged(&[], fields, &mut problems, &mut approximations);
            problems.check()?;
            losses.extend(
                self.table()
                    .settle(operation, approximations, options.loss)?,
            );

            let api = self.api.scoped(operation, options);
            let _turn = self.turn(&api, "case", id).await?;
            let changes = fields.values().any(|change| !change.is_keep());
            if ticket_input::is_empty(&update) && !changes {
                let own = api.cases().get(id).await?;
                return Ok(Written::new(ticket::read(own)).with_losses(losses));
            }
            if let Some(names) = &update.tags {
                require_tags(&api, names).await?;
            }
            if changes {
                let own = api.cases().get(id).await?.wire.custom_fields;
                let (mut problems, mut known) = (Problems::default(), Vec::new());
                update.custom_fields =
                    custom_fields::merged(&own, fields, &mut problems, &mut known);
            }
            api.cases().update(id, &update).await?;
            let now = api.cases().get(id).await?;
            if !custom_fields::kept(&wanted, &now.wire.custom_fields) {
                losses.push(unkept(not_kept(operation), options.loss)?);
            }
            if let Some(names) = &update.tags
                && !same_names(names, &now.wire.tags)
            {
                return Err(lost(
                    operation,
                    "the ticket has other tags than were written; somebody else changed them, or \
                     the vendor adds tags and takes none away",
                )
                .with_field_error(Field::Tags.as_str(), "were not all kept"));
            }
            if update.status.is_some()
                && category(now.wire.status.as_ref()) != category(update.status.as_ref())
            {
                return Err(
                    lost(operation, "the vendor kept the ticket in another status")
                        .with_field_error(Field::Status.as_str(), "was not kept"),
                );
            }
            Ok(Written::new(ticket::read(now)).with_losses(losses))
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsAssign;
        self.run(operation, async {
            let mut problems = Problems::default();
            let id = problems.number("id", id.as_str());
            let user = problems.number(Field::Assignee.as_str(), agent.as_str());
            problems.check()?;
            let update = CaseUpdate::builder().user_id(user).build();
            let api = self.api.scoped(operation, options);
            changed(&api, operation, id, &update).await
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn unassign(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsUnassign;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let update = CaseUpdate::builder().user_id(0).build();
            let api = self.api.scoped(operation, options);
            changed(&api, operation, id, &update).await
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsTransfer;
        self.run(operation, async {
            let mut problems = Problems::default();
            let id = problems.number("id", id.as_str());
            let group = problems.number(Field::Department.as_str(), department.as_str());
            problems.check()?;
            let update = CaseUpdate::builder().group_id(group).build();
            let api = self.api.scoped(operation, options);
            changed(&api, operation, id, &update).await
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsClose;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            let now = ticket::read(api.cases().get(id).await?);
            if now.is_closed() {
                return Ok(now);
            }
            let update = CaseUpdate::builder().status(CaseStatus::Closed).build();
            changed(&api, operation, id, &update).await
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted. Nothing is looked for.
    async fn reopen(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsReopen;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            let now = ticket::read(api.cases().get(id).await?);
            if matches!(
                now.status.category,
                StatusCategory::Open | StatusCategory::Waiting
            ) {
                return Err(Error::new(ErrorKind::Conflict, "the ticket is not closed")
                    .with_field_error(Field::Status.as_str(), "is not a closed one"));
            }
            let update = CaseUpdate::builder().status(CaseStatus::Opened).build();
            changed(&api, operation, id, &update).await
        })
        .await
    }

    /// Repeated after failures that may pass. That it is gone although the answer to an earlier
    /// attempt was lost counts as success.
    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()> {
        let operation = Operation::TicketsDelete;
        self.run(operation, async {
            let id = number("id", id.as_str())?;
            let api = self.api.scoped(operation, options);
            api.cases().delete(id).await.map(drop)
        })
        .await
    }
}

/// Changes a case, and gives it back as it is afterwards; a vendor that answers well and changes
/// nothing is not believed.
async fn changed(api: &Api, operation: Operation, id: u64, update: &CaseUpdate) -> Result<Ticket> {
    api.cases().update(id, update).await?;
    let now = api.cases().get(id).await?;
    let took = update
        .user_id
        .is_none_or(|user| now.wire.user_id.unwrap_or(0) == user)
        && update
            .group_id
            .is_none_or(|group| now.wire.group_id == Some(group))
        && (update.status.is_none()
            || category(now.wire.status.as_ref()) == category(update.status.as_ref()));
    if took {
        Ok(ticket::read(now))
    } else {
        Err(lost(
            operation,
            "the vendor accepted the change and did not make it, or somebody undid it",
        ))
    }
}

/// A rule of the account may move a case on at once, from solved to closed, say.
fn category(status: Option<&CaseStatus>) -> StatusCategory {
    ticket::status(status).category
}

/// Refuses tags that do not exist, which the vendor might make or leave out.
async fn require_tags(api: &Api, names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let mut missing = names.to_vec();
    let fetch = |page| async move { api.cases().tags(&ListRequest::page(page, 100)).await };
    crate::api::all(
        fetch,
        |tag| tag.name.clone(),
        |tag| {
            missing.retain(|name| *name != tag.wire.name);
            missing.is_empty()
        },
    )
    .await?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(
        Field::Tags.as_str(),
        "there is no tag of that name; make it on WiseCX's screens",
    ))
}

/// The kind of a channel, in the word cases have for it.
async fn channel_of(api: &Api, id: &str) -> Result<SourceChannel> {
    let fetch = |page| async move { api.channels().list(&ListRequest::page(page, 100)).await };
    let rows = crate::api::all(fetch, |row| row.id.clone(), |row| row.wire.id == id).await?;
    let found = rows.into_iter().find(|row| row.wire.id == id);
    let Some(source) = found.and_then(|row| row.wire.source) else {
        return Err(Error::invalid(
            Field::Channel.as_str(),
            "there is no channel of this identifier; the directory lists them",
        ));
    };
    let mut problems = Problems::default();
    let word =
        ticket_input::source_channel(&directory::source_kind(source.as_str()), &mut problems);
    problems.check()?;
    word.ok_or_else(|| Error::invalid(Field::Channel.as_str(), "cannot be used"))
}

fn same_names(wanted: &[String], now: &[String]) -> bool {
    wanted.len() == now.len() && wanted.iter().all(|name| now.contains(name))
}
