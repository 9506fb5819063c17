//! `helpdesk messages …`

use std::process::ExitCode;

use clap::{Args, Subcommand};
use helpdesk::{AgentId, ContactId, MessageTarget, NewMessage, NewNote, TicketId};

use crate::failure::Failure;
use crate::session::Session;

/// What to do with messages.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists what was exchanged
    List {
        /// With whom
        #[command(flatten)]
        target: Target,
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Lists internal notes
    Notes {
        /// About whom
        #[command(flatten)]
        target: Target,
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Sends a public message: the contact sees it
    Send {
        /// To whom
        #[command(flatten)]
        target: Target,
        /// The text
        #[arg(long)]
        text: String,
        /// The agent in whose name
        #[arg(long, value_name = "ID")]
        agent: Option<String>,
    },
    /// Adds an internal note: the contact never sees it
    Note {
        /// About whom
        #[command(flatten)]
        target: Target,
        /// The text
        #[arg(long)]
        text: String,
        /// The agent in whose name
        #[arg(long, value_name = "ID")]
        agent: Option<String>,
    },
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
    fn into_message_target(self) -> MessageTarget {
        match (self.contact, self.ticket) {
            (Some(contact), _) => MessageTarget::Contact(ContactId::new(contact)),
            (None, ticket) => MessageTarget::Ticket(TicketId::new(ticket.unwrap_or_default())),
        }
    }
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let messages = session.client()?.messages();
    let printer = &session.printer;
    match verb {
        Verb::List { target, limit } => {
            printer
                .stream(messages.stream(target.into_message_target()), limit)
                .await?;
        }
        Verb::Notes { target, limit } => {
            printer
                .stream(messages.notes_stream(target.into_message_target()), limit)
                .await?;
        }
        Verb::Send {
            target,
            text,
            agent,
        } => {
            let mut new = NewMessage::text(target.into_message_target(), text);
            new.author = agent.map(AgentId::new);
            printer.written(&messages.send(&new).await?)?;
        }
        Verb::Note {
            target,
            text,
            agent,
        } => {
            let mut new = NewNote::new(target.into_message_target(), text);
            new.author = agent.map(AgentId::new);
            printer.written(&messages.add_note(&new).await?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
