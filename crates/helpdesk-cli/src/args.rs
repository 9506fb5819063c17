//! The command line, as a whole.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::areas::{contacts, directory, messages, tags, tickets, webhooks};
use crate::output::Format;

/// One command line over many helpdesks.
#[derive(Debug, Parser)]
#[command(name = "helpdesk", version, about)]
pub struct Arguments {
    /// The configuration file [default: helpdesk.toml here, then in the user's configuration folder]
    #[arg(long, global = true, value_name = "FILE", env = "HELPDESK_CONFIG")]
    pub config: Option<PathBuf>,

    /// The desk [default: the configuration's `default`]
    #[arg(long, global = true, value_name = "NAME")]
    pub desk: Option<String>,

    /// The form of the answer [default: table on a terminal, else json]
    #[arg(long, global = true, value_enum)]
    pub output: Option<Format>,

    /// Goes ahead without what the vendor cannot hold, and lists it
    #[arg(long, global = true)]
    pub allow_loss: bool,

    /// Adds the vendor's own JSON to each object
    #[arg(long = "raw", global = true)]
    pub vendor_data: bool,

    /// Gives up after this many seconds
    #[arg(long, global = true, value_name = "SECONDS")]
    pub timeout: Option<u64>,

    /// Tells more on standard error; repeat for more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The areas.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The people who write in
    #[command(subcommand)]
    Contacts(contacts::Verb),
    /// The matters the helpdesk takes care of
    #[command(subcommand)]
    Tickets(tickets::Verb),
    /// Words that contacts and tickets are sorted by
    #[command(subcommand)]
    Tags(tags::Verb),
    /// Public messages and internal notes
    #[command(subcommand)]
    Messages(messages::Verb),
    /// Agents, departments, channels, custom fields
    #[command(subcommand)]
    Directory(directory::Verb),
    /// Webhook subscriptions and deliveries
    #[command(subcommand)]
    Webhooks(webhooks::Verb),
    /// What a desk can do, and what would be lost by moving to another
    Capabilities(CapabilitiesAsked),
    /// Any call of the vendor's own interface, through the same pipeline
    Raw(RawCall),
    /// Configuration, credentials, reachability, quota
    Doctor,
    /// Runs one program against every vendor, on simulators
    Demo,
    /// Serves the simulators until stopped
    Sim(SimAsked),
}

/// Which capabilities are wanted.
#[derive(Debug, Args)]
pub struct CapabilitiesAsked {
    /// Another desk: shows what would be lost by moving there, and exits with 1 if anything is
    #[arg(long, value_name = "DESK")]
    pub diff: Option<String>,
}

/// A call of the vendor's own interface.
#[derive(Debug, Args)]
pub struct RawCall {
    /// The HTTP method
    pub method: String,
    /// The path below the base URL
    pub path: String,
    /// A query parameter
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub query: Vec<(String, String)>,
    /// The body
    #[arg(long, value_name = "BODY")]
    pub json: Option<String>,
    /// Says that repeating the call is harmless, so that it may be sent again after a failure
    #[arg(long)]
    pub repeatable: bool,
}

/// Which simulators are wanted.
#[derive(Debug, Args)]
pub struct SimAsked {
    /// The port of the first simulator; the others follow [default: free ports]
    #[arg(long)]
    pub port: Option<u16>,
}

/// Reads `KEY=VALUE`.
pub fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("must be KEY=VALUE".to_owned()),
    }
}
