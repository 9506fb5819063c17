//! Tickets.

mod list;
mod search;
mod write;

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, Channel, ChannelSelector, DepartmentId, Error, ErrorKind, Field, Loss,
    NewTicket, Operation, Page, PageRequest, Patch, Result, Ticket, TicketId, TicketPatch,
    TicketQuery, TicketStatus, Tickets, Written,
};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::{Api, ListEmails};
use crate::convert::contacts::filled;
use crate::convert::custom_fields;
use crate::convert::directory::{automation, email};
use crate::convert::tags::TagSet;
use crate::convert::words::{self, StatusWrite};
use crate::desk::after_write;
use crate::paging::located;
use crate::wire::{self, ChannelTypeId, CustomFieldValue, EditTicket, EntityTypeId, StatusId};
use write::{give_to, tag_with};

#[async_trait]
impl Tickets for Cxpress {
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        let api = self.begin(operation, options);
        self.list_tickets(&api, query, page).await
    }

    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsGet;
        let api = self.begin(operation, options);
        let found = self.find_ticket(&api, operation, id).await?;
        Ok(self.ticket(found))
    }

    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut draft = Draft::of(new).map_err(|error| located(error, operation))?;
        losses.extend(self.table().settle(
            operation,
            std::mem::take(&mut draft.losses),
            options.loss,
        )?);

        let api = self.begin(operation, options);
        let (channel, lost) = self.channel(&api, operation, draft.channel).await?;
        losses.extend(self.table().settle(operation, lost, options.loss)?);
        if let Some(definitions) = self.definitions(&api).await? {
            custom_fields::check_all(&definitions, &EntityTypeId::Ticket, &draft.custom_fields)
                .and_then(|()| custom_fields::check_required(&definitions, &draft.custom_fields))
                .map_err(|error| located(error, operation))?;
        }

        let mut extra = EditTicket::default();
        if let Some(agent) = &new.assignee {
            give_to(&mut extra, agent, self.spelling().assigner());
        }
        if !draft.tags.is_empty() {
            tag_with(&mut extra, &draft.tags, self.spelling().tags_ids());
        }
        let body = wire::NewTicket {
            channel_id: channel,
            consumer_user_id: draft.contact,
            subject: draft.subject,
            status_id: draft.status,
            assigned_employee_user_id: extra.assigned_employee_user_id,
            assigner_employee_user_id: extra.assigner_employee_user_id,
            followers_id: None,
            sector_id: new.department.as_ref().map(ToString::to_string),
            custom_fields: (!draft.custom_fields.is_empty()).then_some(draft.custom_fields),
            tag_ids: extra.tag_ids,
            tags_ids: extra.tags_ids,
        };
        let created = api.tickets().create(&body).await?;
        let id = TicketId::new(created.wire.id.as_str());
        let ticket = match &new.assignee {
            Some(agent) => self.assured(&api, operation, created, agent).await?,
            None => self.read_again(&api, created).await?,
        };
        let ticket = self
            .tags_assured(&api, operation, &id, ticket, &draft.tags)
            .await?;
        Ok(Written::new(ticket).with_losses(losses))
    }

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
        let wanted = Wanted::of(patch).map_err(|error| located(error, operation))?;
        losses.extend(
            self.table()
                .settle(operation, wanted.losses, options.loss)?,
        );
        let mut change = wanted.change;
        let fields = patch
            .custom_fields
            .values()
            .any(|patch| matches!(patch, Patch::Set(_)));

        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        if change.subject.is_none()
            && change.status_id.is_none()
            && wanted.tags.is_none()
            && !fields
        {
            let found = self.find_ticket(&api, operation, id).await?;
            return Ok(Written::new(self.ticket(found)).with_losses(losses));
        }
        change.custom_fields = if fields {
            Some(self.changed_fields(&api, operation, id, patch).await?)
        } else {
            self.required_fields(&api, operation, id).await?
        };
        let ticket = if let Some(tags) = &wanted.tags {
            self.write_tags(&api, operation, id, change, tags).await?
        } else {
            let written = self.edit_ticket(&api, operation, id, &change).await?;
            self.read_again(&api, written).await?
        };
        Ok(Written::new(ticket).with_losses(losses))
    }

    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsAssign;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let mut change = EditTicket::default();
        give_to(&mut change, agent, self.spelling().assigner());
        change.custom_fields = self.required_fields(&api, operation, id).await?;
        let written = self.edit_ticket(&api, operation, id, &change).await?;
        self.assured(&api, operation, written, agent).await
    }

    async fn unassign(&self, _: &TicketId, _: &CallOptions) -> Result<Ticket> {
        Err(self.lacks(Operation::TicketsUnassign))
    }

    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsTransfer;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let change = EditTicket {
            sector_id: Some(department.as_str().to_owned()),
            custom_fields: self.required_fields(&api, operation, id).await?,
            ..EditTicket::default()
        };
        let written = self.edit_ticket(&api, operation, id, &change).await?;
        self.read_again(&api, written).await
    }

    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsClose;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let change = EditTicket {
            status_id: Some(StatusId::Resolved),
            custom_fields: self.required_fields(&api, operation, id).await?,
            ..EditTicket::default()
        };
        match self.edit_ticket(&api, operation, id, &change).await {
            Ok(written) => self.read_again(&api, written).await,
            Err(error) => self.closed_already(&api, operation, id, error).await,
        }
    }

    async fn reopen(&self, _: &TicketId, _: &CallOptions) -> Result<Ticket> {
        Err(self.lacks(Operation::TicketsReopen))
    }

    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()> {
        let operation = Operation::TicketsDelete;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        api.tickets().delete(id.as_str()).await.map(drop)
    }
}

/// What a new ticket comes to, checked before anything is sent.
struct Draft {
    contact: String,
    subject: String,
    channel: ChannelSelector,
    status: StatusId,
    tags: Vec<String>,
    custom_fields: Vec<CustomFieldValue>,
    losses: Vec<Loss>,
}

impl Draft {
    fn of(new: &NewTicket) -> Result<Self> {
        let mut wrong: Vec<Error> = Vec::new();
        let needed = |field: Field, message: &str| Error::invalid(field.as_str(), message);
        let contact = new.contact.as_ref().map(ToString::to_string);
        if contact.is_none() {
            wrong.push(needed(Field::Contact, "a ticket needs a contact; name one"));
        }
        let subject = match &new.subject {
            Some(subject) => filled(&Field::Subject, subject),
            None => Err(needed(Field::Subject, "a ticket needs a subject; give one")),
        };
        let subject = subject.map_err(|error| wrong.push(error)).ok();
        if new.channel.is_none() {
            wrong.push(needed(
                Field::Channel,
                "a ticket needs a channel that the contact has an address on; name one, such as \
                 `whatsapp`",
            ));
        }
        if let Some(ChannelSelector::Kind(kind)) = &new.channel
            && words::channel_type(kind).is_none()
        {
            wrong.push(needed(
                Field::Channel,
                "the vendor does not have this kind; it has whatsapp, email, voice, messenger, \
                 instagram and web_chat",
            ));
        }
        let tags = TagSet::Ticket
            .own_all(&new.tags)
            .map_err(|error| wrong.push(error))
            .ok();
        let custom_fields = custom_fields::write_all(&new.custom_fields)
            .map_err(|error| wrong.push(error))
            .ok();
        let mut losses = Vec::new();
        let status = match new.status.as_ref().map(words::first_status) {
            None => StatusId::New,
            Some(StatusWrite::Exact(status)) => status,
            Some(StatusWrite::Near(status, why)) => {
                losses.push(Loss::new(Field::Status, why));
                status
            }
            Some(StatusWrite::Refused(why)) => {
                losses.push(Loss::new(Field::Status, format!("{why}; it begins as new")));
                StatusId::New
            }
        };
        match (contact, subject, new.channel.clone(), tags, custom_fields) {
            (Some(contact), Some(subject), Some(channel), Some(tags), Some(custom_fields))
                if wrong.is_empty() =>
            {
                Ok(Self {
                    contact,
                    subject,
                    channel,
                    status,
                    tags,
                    custom_fields,
                    losses,
                })
            }
            _ => Err(together(wrong)),
        }
    }
}

/// Several mistakes as one error.
fn together(errors: Vec<Error>) -> Error {
    let mut all = Error::new(
        ErrorKind::Invalid,
        "the input was refused before anything was sent",
    );
    for error in errors {
        for field in error.field_errors() {
            all = all.with_field_error(field.field.clone(), field.message.clone());
        }
    }
    all
}

/// What a patch comes to, custom fields apart.
struct Wanted {
    change: EditTicket,
    tags: Option<Vec<String>>,
    losses: Vec<Loss>,
}

impl Wanted {
    fn of(patch: &TicketPatch) -> Result<Self> {
        let mut change = EditTicket::default();
        let mut losses = Vec::new();
        match &patch.subject {
            Patch::Keep => {}
            Patch::Set(subject) => change.subject = Some(filled(&Field::Subject, subject)?),
            Patch::Clear => losses.push(Loss::new(
                Field::Subject,
                "a ticket always has a subject; it keeps its own",
            )),
        }
        match &patch.status {
            Patch::Keep => {}
            Patch::Set(status) => change.status_id = status_id(status, &mut losses),
            Patch::Clear => losses.push(Loss::new(
                Field::Status,
                "a ticket always has a status; it keeps its own",
            )),
        }
        let tags = match &patch.tags {
            Patch::Keep => None,
            Patch::Set(tags) => Some(TagSet::Ticket.own_all(tags)?),
            Patch::Clear => Some(Vec::new()),
        };
        let (_, cleared) = custom_fields::change(&[], &patch.custom_fields)?;
        losses.extend(cleared);
        Ok(Self {
            change,
            tags,
            losses,
        })
    }
}

/// The status to write, and what is lost by it.
fn status_id(status: &TicketStatus, losses: &mut Vec<Loss>) -> Option<StatusId> {
    match words::status_write(status) {
        StatusWrite::Exact(id) => Some(id),
        StatusWrite::Near(id, why) => {
            losses.push(Loss::new(Field::Status, why));
            Some(id)
        }
        StatusWrite::Refused(why) => {
            losses.push(Loss::new(Field::Status, format!("{why}; it keeps its own")));
            None
        }
    }
}

impl Cxpress {
    /// The kind of channel that is meant. The vendor opens tickets on a kind; which account it takes
    /// is its own choice, so naming one of several is a loss.
    async fn channel(
        &self,
        api: &Api,
        operation: Operation,
        wanted: ChannelSelector,
    ) -> Result<(ChannelTypeId, Vec<Loss>)> {
        let id = match wanted {
            ChannelSelector::Kind(kind) => {
                return words::channel_type(&kind)
                    .map(|kind| (kind, Vec::new()))
                    .ok_or_else(|| unknown_channel(operation));
            }
            ChannelSelector::Id(id) => id,
            _ => return Err(unknown_channel(operation)),
        };
        let kind = ChannelTypeId::from(id.as_str());
        if kind.is_known() {
            return Ok((kind, Vec::new()));
        }
        let keys = api.channel_keys().list().await?;
        let mut accounts: Vec<Channel> = keys.items.into_iter().filter_map(automation).collect();
        if !accounts.iter().any(|account| account.id == id) {
            let emails = api.company_emails().list(&ListEmails::default()).await?;
            accounts.extend(emails.items.into_iter().map(email));
        }
        let own = accounts.iter().find(|account| account.id == id);
        let Some(kind) = own.and_then(|account| account.provider.as_deref()) else {
            return Err(unknown_channel(operation));
        };
        let alike = accounts
            .iter()
            .filter(|account| account.provider.as_deref() == Some(kind))
            .count();
        let losses = if alike > 1 {
            vec![Loss::new(
                Field::Channel,
                "the vendor opens tickets on a kind of channel and chooses the account itself; name \
                 the kind",
            )]
        } else {
            Vec::new()
        };
        Ok((ChannelTypeId::from(kind), losses))
    }

    /// A new ticket whose tags are there, if need be by writing the other spelling of the key.
    async fn tags_assured(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        ticket: Ticket,
        tags: &[String],
    ) -> Result<Ticket> {
        if tags.is_empty() || ticket.not_sent.contains(&Field::Tags) || !ticket.tags.is_empty() {
            return Ok(ticket);
        }
        let change = EditTicket {
            custom_fields: self
                .required_fields(api, operation, id)
                .await
                .map_err(after_write)?,
            ..EditTicket::default()
        };
        let mut tagged = self
            .write_tags(api, operation, id, change, tags)
            .await
            .map_err(after_write)?;
        if ticket.assignee.is_some() {
            tagged.assignee = ticket.assignee;
        }
        Ok(tagged)
    }

    /// The custom fields of a ticket with the changes in them, all of which are sent.
    async fn changed_fields(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        patch: &TicketPatch,
    ) -> Result<Vec<CustomFieldValue>> {
        let (given, _) = custom_fields::change(&[], &patch.custom_fields)
            .map_err(|error| located(error, operation))?;
        if let Some(definitions) = self.definitions(api).await? {
            custom_fields::check_all(&definitions, &EntityTypeId::Ticket, &given)
                .map_err(|error| located(error, operation))?;
        }
        let there = self.find_ticket(api, operation, id).await?;
        let own = Self::own_fields(operation, &there)?;
        let (all, _) = custom_fields::change(own, &patch.custom_fields)
            .map_err(|error| located(error, operation))?;
        Ok(all)
    }

    /// The custom fields of a row, which finished tickets do not show.
    fn own_fields(
        operation: Operation,
        there: &Kept<wire::TicketRow>,
    ) -> Result<&[CustomFieldValue]> {
        there.wire.custom_fiejds.as_deref().ok_or_else(|| {
            located(
                Error::new(
                    ErrorKind::Conflict,
                    "the ticket is finished, and the vendor neither shows nor changes its custom fields",
                )
                .with_field_error(Field::CustomFields.as_str(), "cannot be changed any more")
                .with_delivery(helpdesk_core::Delivery::Answered)
                .with_attempts(1),
                operation,
            )
        })
    }

    /// Whether closing was refused because the ticket is closed, which is as good as closing it.
    async fn closed_already(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        error: Error,
    ) -> Result<Ticket> {
        let worth_a_look = match error.kind() {
            ErrorKind::Conflict | ErrorKind::Invalid => true,
            // A stranger would be looked for in vain through every list.
            ErrorKind::NotFound => self.references().get(id).is_some(),
            _ => false,
        };
        if !worth_a_look {
            return Err(error);
        }
        match self.find_ticket(api, operation, id).await {
            Ok(found) => {
                let ticket = self.ticket(found);
                if ticket.is_closed() {
                    Ok(ticket)
                } else {
                    Err(error)
                }
            }
            Err(_) => Err(error),
        }
    }
}

fn unknown_channel(operation: Operation) -> Error {
    located(
        Error::invalid(
            Field::Channel.as_str(),
            "is no channel of the account; the directory lists them",
        ),
        operation,
    )
}
