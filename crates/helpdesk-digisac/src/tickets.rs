//! Tickets.

mod create;

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, DepartmentId, Error, ErrorKind, NewTicket, Operation, Page, PageRequest,
    Result, StatusFilter, Ticket, TicketId, TicketPatch, TicketQuery, Tickets, Written,
};
use helpdesk_http::Kept;
use serde_json::{Map, Value, json};

use crate::api::{Api, BulkTransfer, Contacts, Include, ListRequest, Sort, Spelling, moment};
use crate::contacts::by_age;
use crate::{Digisac, convert, paging, row};

/// The relations that make a ticket whole. The contact brings its tags and its channel.
fn relations(tag: Option<&str>) -> Vec<Include> {
    let tags = match tag {
        Some(tag) => Include::new("tags").required(json!({ "id": tag })),
        None => Include::new("tags"),
    };
    let mut contact = Include::new("contact").with(tags).with("service");
    contact.required = tag.map(|_| true);
    vec![
        contact,
        "department".into(),
        "user".into(),
        "firstMessage".into(),
    ]
}

fn list_request(query: &TicketQuery, at: paging::Position) -> ListRequest {
    let mut filter = Map::new();
    match query.status {
        StatusFilter::Open => filter.insert("isOpen".to_owned(), json!(true)),
        StatusFilter::Closed => filter.insert("isOpen".to_owned(), json!(false)),
        _ => filter.insert("isOpen".to_owned(), json!({ "$in": [true, false] })),
    };
    for (field, id) in [
        ("contactId", query.contact.as_ref().map(AsRef::as_ref)),
        ("userId", query.assignee.as_ref().map(AsRef::as_ref)),
        ("departmentId", query.department.as_ref().map(AsRef::as_ref)),
    ] {
        let id: Option<&str> = id;
        if let Some(id) = id {
            filter.insert(field.to_owned(), json!(id));
        }
    }
    // What changes meanwhile comes at the end and is read again, instead of being missed.
    let order = match query.updated_since {
        Some(since) => {
            // What is cut off makes it earlier, so nothing is missed.
            filter.insert("updatedAt".to_owned(), json!({ "$gte": moment(since) }));
            vec![
                ("updatedAt".to_owned(), Sort::Ascending),
                ("id".to_owned(), Sort::Ascending),
            ]
        }
        None => by_age(),
    };
    ListRequest::builder()
        .distinct(true)
        .filter(Value::Object(filter))
        .include(relations(query.tag.as_ref().map(AsRef::as_ref)))
        .order(order)
        .page(at.page)
        .per_page(at.per)
        .build()
}

impl Digisac {
    /// A ticket with all its relations.
    pub(crate) async fn whole_ticket(&self, api: &Api, id: &str) -> Result<Kept<row::Ticket>> {
        let request = ListRequest::builder()
            .include(relations(None))
            .spelling(Spelling::Brackets)
            .build();
        api.identified(api.tickets().get_as(id, &request).await?)
    }

    /// The open tickets of a contact. There is one at most.
    pub(crate) async fn open_tickets(
        &self,
        api: &Api,
        contact: &str,
    ) -> Result<Vec<Kept<row::Ticket>>> {
        let query = TicketQuery::all()
            .status(StatusFilter::Open)
            .contact(contact);
        let at = paging::Position { page: 1, per: 10 };
        let list = api
            .tickets()
            .list_as::<row::Ticket>(&list_request(&query, at))
            .await?;
        let mut open = list.items;
        open.retain(|row| {
            row.wire.is_open == Some(true) && row.wire.contact_id.as_deref() == Some(contact)
        });
        Ok(open)
    }

    /// Hands an open ticket on, by its own identifier, and reads it back.
    ///
    /// A transfer leaves a record among the messages, so after an unknown delivery the ticket is read,
    /// and the call is sent once more only when the ticket is surely not there yet.
    async fn hand_on(
        &self,
        api: &Api,
        id: &TicketId,
        department: Option<&DepartmentId>,
        agent: Option<&AgentId>,
    ) -> Result<Ticket> {
        let _alone = self.turn(api, "ticket", id.as_str()).await?;
        let row = self.whole_ticket(api, id.as_str()).await?;
        if row.wire.is_open != Some(true) {
            return Err(api.seen(
                ErrorKind::Conflict,
                "the ticket is closed; a new one has to be created",
            ));
        }
        let department = department
            .map(|id| id.as_str().to_owned())
            .or_else(|| row.wire.department_id.clone())
            .or_else(|| {
                let default = self.settings().default_department.as_ref();
                default.map(|id| id.as_str().to_owned())
            })
            .ok_or_else(|| {
                api.seen(ErrorKind::Conflict, "the ticket is in no department")
                    .with_field_error(
                        "department",
                        "transfer it to one first, or set `default_department`",
                    )
            })?;
        let request = BulkTransfer::builder()
            .department_id(department.as_str())
            .maybe_user_id(agent.map(|agent| agent.as_str().to_owned()))
            .tickets_selected_id(vec![id.as_str().to_owned()])
            .build();
        let as_wanted = |row: &row::Ticket| {
            row.department_id.as_deref() == Some(department.as_str())
                && row.user_id.as_deref() == agent.map(AgentId::as_str)
        };
        let moved = || async {
            let row = self.whole_ticket(api, id.as_str()).await?;
            Ok(as_wanted(&row.wire).then_some(()))
        };
        let call = Contacts::bulk_transfer_call(&request);
        api.pipeline()
            .create(call, &api.scope(), |_| Ok(()), moved)
            .await?;
        let row = self.whole_ticket(api, id.as_str()).await?;
        if !as_wanted(&row.wire) {
            return Err(api.seen(
                ErrorKind::Conflict,
                "the ticket is not where it was transferred to; somebody else may have changed it, \
                 or the vendor did not take it",
            ));
        }
        Ok(convert::ticket(row, false))
    }
}

#[async_trait]
impl Tickets for Digisac {
    /// Oldest first; with `updated_since`, those that changed longest ago first.
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        let at = paging::wanted(operation, query, page)?;
        if query.status == StatusFilter::Waiting {
            // Digisac's tickets are open or closed.
            return Ok(Page::last(Vec::new()).with_total(Some(0)));
        }
        let api = self.scoped(operation, options);
        let list = api
            .tickets()
            .list_as::<row::Ticket>(&list_request(query, at))
            .await?;
        let one_tag_only = query.tag.is_some();
        paging::page(&api, operation, query, at, list, |row| {
            let ticket = convert::ticket(row, one_tag_only);
            let recent = match (query.updated_since, ticket.updated_at) {
                (Some(since), Some(at)) => at >= since,
                _ => true,
            };
            (recent && query.status.admits(&ticket.status)).then_some(ticket)
        })
    }

    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        self.table().require(Operation::TicketsGet)?;
        let api = self.scoped(Operation::TicketsGet, options);
        let row = self.whole_ticket(&api, id.as_str()).await?;
        Ok(convert::ticket(row, false))
    }

    /// Looks for the contact and its open ticket, opens one, and reads it back.
    ///
    /// The vendor's call opens a ticket when none is open and transfers it otherwise; so one that is
    /// open is a `Conflict` with its identifier. After an unknown delivery the contact's open ticket
    /// is looked for: there was none before.
    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let input = create::checked(new, self.settings())?;
        losses.extend(
            self.table()
                .settle(operation, input.losses.clone(), options.loss)?,
        );
        let api = self.scoped(operation, options);
        let row = self.create_ticket(&api, new, &input).await?;
        Ok(Written::new(convert::ticket(row, false)).with_losses(losses))
    }

    async fn update(
        &self,
        _id: &TicketId,
        _patch: &TicketPatch,
        _options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        Err(self.cannot(Operation::TicketsUpdate))
    }

    /// Reads the ticket for its department and transfers it by its own identifier, so that no other
    /// ticket of the contact can be hit. `Conflict` when it is closed. After an unknown delivery the
    /// ticket is looked at: with that agent, it is done.
    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        self.table().require(Operation::TicketsAssign)?;
        let api = self.scoped(Operation::TicketsAssign, options);
        self.hand_on(&api, id, None, Some(agent)).await
    }

    async fn unassign(&self, _id: &TicketId, _options: &CallOptions) -> Result<Ticket> {
        Err(self.cannot(Operation::TicketsUnassign))
    }

    /// Transfers the ticket by its own identifier. It loses its agent. `Conflict` when it is closed.
    /// After an unknown delivery the ticket is looked at: in that department, it is done.
    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        self.table().require(Operation::TicketsTransfer)?;
        let api = self.scoped(Operation::TicketsTransfer, options);
        self.hand_on(&api, id, Some(department), None).await
    }

    /// Closes the contact's open ticket after making sure that it is this one. `Conflict` when it is
    /// another.
    ///
    /// Whatever is answered, the ticket is read afterwards: errors come although it was closed. After
    /// an unknown delivery it is sent once more only when the ticket is still open.
    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        self.table().require(Operation::TicketsClose)?;
        let api = self.scoped(Operation::TicketsClose, options);
        let row = self.whole_ticket(&api, id.as_str()).await?;
        if row.wire.is_open == Some(false) {
            return Ok(convert::ticket(row, false));
        }
        let Some(contact) = row.wire.contact_id.clone() else {
            return Err(api.seen(
                ErrorKind::Decode,
                "the ticket has no contact, and Digisac closes tickets by contact",
            ));
        };
        let _alone = self.turn(&api, "contact-ticket", &contact).await?;
        let open = self.open_tickets(&api, &contact).await?;
        if let Some(other) = open.iter().find(|open| open.wire.id != id.as_str()) {
            return Err(api
                .seen(
                    ErrorKind::Conflict,
                    "the contact has another open ticket, and Digisac would close that one",
                )
                .with_existing_id(other.wire.id.as_str()));
        }
        let closed = || async {
            let row = self.whole_ticket(&api, id.as_str()).await?;
            Ok((row.wire.is_open == Some(false)).then_some(row))
        };
        let answered: Result<()> = api
            .pipeline()
            .create(
                Contacts::close_ticket_call(&contact, None),
                &api.scope(),
                |_| Ok(()),
                || async { Ok(closed().await?.map(|_| ())) },
            )
            .await;
        match (closed().await, answered) {
            (Ok(Some(row)), _) => Ok(convert::ticket(row, false)),
            (Ok(None) | Err(_), Err(error)) | (Err(error), Ok(())) => Err(error),
            (Ok(None), Ok(())) => Err(api.seen(
                ErrorKind::Conflict,
                "the vendor answered that the ticket was closed, and it is open",
            )),
        }
    }

    async fn reopen(&self, _id: &TicketId, _options: &CallOptions) -> Result<Ticket> {
        Err(self.cannot(Operation::TicketsReopen))
    }

    async fn delete(&self, _id: &TicketId, _options: &CallOptions) -> Result<()> {
        Err(self.cannot(Operation::TicketsDelete))
    }
}

impl Digisac {
    /// The refusal of an operation that the vendor does not have.
    pub(crate) fn cannot(&self, operation: Operation) -> Error {
        self.table().require(operation).err().unwrap_or_else(|| {
            Error::unsupported(
                self.table().vendor(),
                operation,
                "Digisac has no call for it",
            )
        })
    }
}
