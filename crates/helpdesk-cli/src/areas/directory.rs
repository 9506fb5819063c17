//! `helpdesk directory …`

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::session::Session;

/// What to look up. Each answer is a list.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The people who answer
    Agents(Asked),
    /// Departments, sectors, queues, groups
    Departments(Asked),
    /// Connections to messengers, mail and telephony
    Channels(Asked),
    /// Definitions of custom fields
    CustomFields(Asked),
}

/// How much of it.
#[derive(Debug, Args)]
pub struct Asked {
    /// At most this many
    #[arg(long)]
    limit: Option<usize>,
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let directory = session.client()?.directory();
    let printer = &session.printer;
    match verb {
        Verb::Agents(Asked { limit }) => printer.stream(directory.agents_stream(), limit).await?,
        Verb::Departments(Asked { limit }) => {
            printer
                .stream(directory.departments_stream(), limit)
                .await?;
        }
        Verb::Channels(Asked { limit }) => {
            printer.stream(directory.channels_stream(), limit).await?;
        }
        Verb::CustomFields(Asked { limit }) => {
            printer
                .stream(directory.custom_fields_stream(), limit)
                .await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
