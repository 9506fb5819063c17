//! `helpdesk tickets …`

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use helpdesk::{
    AgentId, ContactId, DepartmentId, NewTicket, StatusFilter, TagId, TicketId, TicketPatch,
    TicketPriority, TicketQuery, TicketStatus, Timestamp,
};
use serde_json::{Value, json};

use super::contacts::{clear_only, selector};
use crate::args::key_value;
use crate::failure::Failure;
use crate::session::Session;

/// What to do with tickets.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists tickets
    List {
        /// Only those in this state
        #[arg(long, value_enum, default_value_t = State::Any)]
        status: State,
        /// Only those of this contact
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
        /// Only those of this agent
        #[arg(long, value_name = "ID")]
        assignee: Option<String>,
        /// Only those of this department
        #[arg(long, value_name = "ID")]
        department: Option<String>,
        /// Only those with this tag
        #[arg(long, value_name = "ID")]
        tag: Option<String>,
        /// Only those changed at or after this time, as RFC 3339
        #[arg(long, value_name = "TIME")]
        updated_since: Option<Timestamp>,
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Shows a ticket
    Get {
        /// The ticket
        id: String,
    },
    /// Creates a ticket
    Create {
        /// The contact it is about
        #[arg(long, value_name = "ID")]
        contact: String,
        /// What it is about, in a line
        #[arg(long)]
        subject: String,
        /// What it is about, at length; the first message where the vendor begins with one
        #[arg(long)]
        text: Option<String>,
        /// The channel, by its identifier or its kind
        #[arg(long, value_name = "ID-or-kind")]
        channel: Option<String>,
        /// The department it goes to
        #[arg(long, value_name = "ID")]
        department: Option<String>,
        /// The agent it goes to
        #[arg(long, value_name = "ID")]
        assignee: Option<String>,
        /// Status, priority, tags, custom fields
        #[command(flatten)]
        given: Given,
    },
    /// Changes a ticket; tags that are given replace all tags
    Update {
        /// The ticket
        id: String,
        /// What it is about, in a line
        #[arg(long)]
        subject: Option<String>,
        /// What it is about, at length
        #[arg(long)]
        text: Option<String>,
        /// Status, priority, tags, custom fields
        #[command(flatten)]
        given: Given,
        /// Clears a field: subject, description, priority, tags, `due_at`, or KEY of a custom field
        #[arg(long, value_name = "FIELD")]
        clear: Vec<String>,
    },
    /// Gives a ticket to an agent
    Assign {
        /// The ticket
        id: String,
        /// The agent
        #[arg(long, value_name = "ID")]
        agent: String,
    },
    /// Takes a ticket away from its agent
    Unassign {
        /// The ticket
        id: String,
    },
    /// Hands a ticket to another department
    Transfer {
        /// The ticket
        id: String,
        /// The department
        #[arg(long, value_name = "ID")]
        department: String,
    },
    /// Closes a ticket
    Close {
        /// The ticket
        id: String,
    },
    /// Opens a closed ticket again
    Reopen {
        /// The ticket
        id: String,
    },
    /// Removes a ticket
    Delete {
        /// The ticket
        id: String,
    },
}

/// What a ticket is to be.
#[derive(Debug, Args)]
pub struct Given {
    /// The status: new, open, pending, `on_hold`, resolved, closed, or the vendor's own
    #[arg(long, value_name = "VALUE")]
    status: Option<String>,
    /// The priority: none, low, normal, high, urgent, or the vendor's own
    #[arg(long, value_name = "VALUE")]
    priority: Option<String>,
    /// A tag; repeat for more
    #[arg(long, value_name = "ID")]
    tag: Vec<String>,
    /// A custom field; repeat for more
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    field: Vec<(String, String)>,
    /// When it is due, as RFC 3339
    #[arg(long, value_name = "TIME")]
    due_at: Option<Timestamp>,
}

/// The states to list by.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum State {
    /// Those somebody has to act on
    Open,
    /// Those that wait
    Waiting,
    /// Those that are over
    Closed,
    /// All
    Any,
}

impl From<State> for StatusFilter {
    fn from(state: State) -> Self {
        match state {
            State::Open => Self::Open,
            State::Waiting => Self::Waiting,
            State::Closed => Self::Closed,
            State::Any => Self::Any,
        }
    }
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let tickets = session.client()?.tickets();
    let printer = &session.printer;
    match verb {
        Verb::List {
            status,
            contact,
            assignee,
            department,
            tag,
            updated_since,
            limit,
        } => {
            let mut query = TicketQuery::all().status(status.into());
            query.contact = contact.map(ContactId::new);
            query.assignee = assignee.map(AgentId::new);
            query.department = department.map(DepartmentId::new);
            query.tag = tag.map(TagId::new);
            query.updated_since = updated_since;
            printer.stream(tickets.stream(query), limit).await?;
        }
        Verb::Get { id } => printer.object(&tickets.get(&TicketId::new(id)).await?)?,
        Verb::Create {
            contact,
            subject,
            text,
            channel,
            department,
            assignee,
            given,
        } => {
            let mut new = NewTicket::for_contact(contact).subject(subject);
            new.text = text;
            new.channel = channel.map(|text| selector(&text));
            new.department = department.map(DepartmentId::new);
            new.assignee = assignee.map(AgentId::new);
            new.status = given.status.map(TicketStatus::from);
            new.priority = given.priority.map(TicketPriority::from);
            new.tags = given.tag.into_iter().map(TagId::new).collect();
            new.custom_fields = given
                .field
                .into_iter()
                .map(|(key, value)| (key, Value::String(value)))
                .collect();
            new.due_at = given.due_at;
            printer.written(&tickets.create(&new).await?)?;
        }
        Verb::Update {
            id,
            subject,
            text,
            given,
            clear,
        } => {
            let patch = patch(subject, text, given, clear)?;
            printer.written(&tickets.update(&TicketId::new(id), &patch).await?)?;
        }
        Verb::Assign { id, agent } => {
            let ticket = tickets
                .assign(&TicketId::new(id), &AgentId::new(agent))
                .await?;
            printer.changed(&ticket, &[])?;
        }
        Verb::Unassign { id } => {
            printer.changed(&tickets.unassign(&TicketId::new(id)).await?, &[])?;
        }
        Verb::Transfer { id, department } => {
            let ticket = tickets
                .transfer(&TicketId::new(id), &DepartmentId::new(department))
                .await?;
            printer.changed(&ticket, &[])?;
        }
        Verb::Close { id } => printer.changed(&tickets.close(&TicketId::new(id)).await?, &[])?,
        Verb::Reopen { id } => {
            printer.changed(&tickets.reopen(&TicketId::new(id)).await?, &[])?;
        }
        Verb::Delete { id } => {
            tickets.delete(&TicketId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "deleted": true}),
                &format!("deleted {id}"),
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn patch(
    subject: Option<String>,
    text: Option<String>,
    given: Given,
    clear: Vec<String>,
) -> Result<TicketPatch, Failure> {
    let mut patch = TicketPatch::new()
        .subject(subject)
        .description(text)
        .status(given.status.map(TicketStatus::from))
        .priority(given.priority.map(TicketPriority::from))
        .due_at(given.due_at);
    if !given.tag.is_empty() {
        patch = patch.tags(given.tag.into_iter().map(TagId::new).collect::<Vec<_>>());
    }
    for (key, value) in given.field {
        patch = patch.custom_field(key, Value::String(value));
    }
    for field in clear {
        match field.as_str() {
            "subject" => clear_only(&mut patch.subject, &field)?,
            "description" | "text" => clear_only(&mut patch.description, &field)?,
            "priority" => clear_only(&mut patch.priority, &field)?,
            "tags" | "tag" => clear_only(&mut patch.tags, &field)?,
            "due_at" => clear_only(&mut patch.due_at, &field)?,
            "status" => {
                return Err(Failure::Usage(
                    "a ticket always has a status; set another".to_owned(),
                ));
            }
            _ => {
                let slot = patch.custom_fields.entry(field.clone()).or_default();
                clear_only(slot, &field)?;
            }
        }
    }
    if patch.is_empty() {
        return Err(Failure::Usage(
            "nothing to change; give a field, or --clear one".to_owned(),
        ));
    }
    Ok(patch)
}
