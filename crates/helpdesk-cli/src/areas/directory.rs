//! `helpdesk directory …`

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::Session;

/// What to look up.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The people who answer
    Agents,
    /// Departments, sectors, queues, groups
    Departments,
    /// Connections to messengers, mail and telephony
    Channels,
    /// Definitions of custom fields
    CustomFields,
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let directory = session.client()?.directory();
    let printer = &session.printer;
    match verb {
        Verb::Agents => printer.stream(directory.agents_stream(), None).await?,
        Verb::Departments => printer.stream(directory.departments_stream(), None).await?,
        Verb::Channels => printer.stream(directory.channels_stream(), None).await?,
        Verb::CustomFields => {
            printer
                .stream(directory.custom_fields_stream(), None)
                .await?
        }
    }
    Ok(ExitCode::SUCCESS)
}
