//! `helpdesk tags …`

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use helpdesk::{ContactId, NewTag, TagId, TagPatch, TagQuery, TagScope, TagTarget, TicketId};
use serde_json::json;

use crate::failure::Failure;
use crate::session::Session;

/// What to do with tags.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists tags
    List {
        /// Only those that can be put on this
        #[arg(long, value_enum)]
        scope: Option<Scope>,
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Shows a tag
    Get {
        /// The tag
        id: String,
    },
    /// Creates a tag
    Create {
        /// The word
        #[arg(long)]
        name: String,
        /// What it is to be put on
        #[arg(long, value_enum)]
        scope: Option<Scope>,
    },
    /// Renames a tag
    Update {
        /// The tag
        id: String,
        /// The word
        #[arg(long)]
        name: String,
    },
    /// Removes a tag
    Delete {
        /// The tag
        id: String,
    },
    /// Puts a tag on a contact or a ticket
    Attach {
        /// The tag
        tag: String,
        /// On what
        #[command(flatten)]
        target: Target,
    },
    /// Takes a tag off a contact or a ticket
    Detach {
        /// The tag
        tag: String,
        /// Off what
        #[command(flatten)]
        target: Target,
    },
}

/// What tags can be put on.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Scope {
    /// Contacts
    Contact,
    /// Tickets
    Ticket,
}

impl From<Scope> for TagScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Contact => Self::Contact,
            Scope::Ticket => Self::Ticket,
        }
    }
}

/// A contact or a ticket.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Target {
    /// The contact
    #[arg(long, value_name = "ID")]
    contact: Option<String>,
    /// The ticket
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
}

impl Target {
    fn parts(&self) -> (Option<String>, Option<String>) {
        (self.contact.clone(), self.ticket.clone())
    }

    fn into_tag_target(self) -> TagTarget {
        match (self.contact, self.ticket) {
            (Some(contact), _) => TagTarget::Contact(ContactId::new(contact)),
            (None, ticket) => TagTarget::Ticket(TicketId::new(ticket.unwrap_or_default())),
        }
    }
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let tags = session.client()?.tags();
    let printer = &session.printer;
    match verb {
        Verb::List { scope, limit } => {
            let query = scope.map_or_else(TagQuery::all, |scope| TagQuery::scope(scope.into()));
            printer.stream(tags.stream(query), limit).await?;
        }
        Verb::Get { id } => printer.object(&tags.get(&TagId::new(id)).await?)?,
        Verb::Create { name, scope } => {
            let mut new = NewTag::named(name);
            new.scope = scope.map(Into::into);
            printer.written(&tags.create(&new).await?)?;
        }
        Verb::Update { id, name } => {
            printer.written(
                &tags
                    .update(&TagId::new(id), &TagPatch::rename(name))
                    .await?,
            )?;
        }
        Verb::Delete { id } => {
            tags.delete(&TagId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "deleted": true}),
                &format!("deleted {id}"),
            )?;
        }
        Verb::Attach { tag, target } => {
            let (contact, ticket) = target.parts();
            tags.attach(&TagId::new(&*tag), target.into_tag_target())
                .await?;
            printer.done(
                &json!({"tag": tag, "contact": contact, "ticket": ticket, "attached": true}),
                &format!("attached {tag}"),
            )?;
        }
        Verb::Detach { tag, target } => {
            let (contact, ticket) = target.parts();
            tags.detach(&TagId::new(&*tag), target.into_tag_target())
                .await?;
            printer.done(
                &json!({"tag": tag, "contact": contact, "ticket": ticket, "attached": false}),
                &format!("detached {tag}"),
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
