#![doc = include_str!("../README.md")]

mod areas;
mod args;
mod capabilities;
mod demo;
mod doctor;
mod failure;
mod output;
mod raw;
mod session;
mod sim;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tracing_subscriber::EnvFilter;

use crate::args::{Arguments, Command};
use crate::failure::{Failure, exit};
use crate::output::Format;
use crate::session::Session;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return not_understood(&error),
    };
    log_to_standard_error(arguments.verbose);
    let json_errors = arguments.output == Some(Format::Json);
    match run(arguments).await {
        Ok(code) => code,
        Err(failure) => failure.report(json_errors),
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let session = Session::new(&arguments);
    match arguments.command {
        Command::Contacts(verb) => areas::contacts::run(&session, verb).await,
        Command::Tickets(verb) => areas::tickets::run(&session, verb).await,
        Command::Tags(verb) => areas::tags::run(&session, verb).await,
        Command::Messages(verb) => areas::messages::run(&session, verb).await,
        Command::Directory(verb) => areas::directory::run(&session, verb).await,
        Command::Webhooks(verb) => areas::webhooks::run(&session, verb).await,
        Command::Capabilities(asked) => capabilities::run(&session, &asked),
        Command::Raw(call) => raw::run(&session, call).await,
        Command::Doctor => doctor::run(&session).await,
        Command::Demo => demo::run(&session).await,
        Command::Sim(asked) => sim::run(&asked).await,
    }
}

/// Answers `--help` and `--version`, and tells in one line what is wrong with a command line.
fn not_understood(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(if error.use_stderr() { exit::USAGE } else { 0 });
    }
    let text = error.render().to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or_default();
    let told = told.strip_prefix("error:").unwrap_or(told);
    let line = told.split_whitespace().collect::<Vec<_>>().join(" ");
    Failure::Usage(format!("{line}; try --help")).report(asks_for_json(std::env::args_os()))
}

/// Whether `--output json` stands in a command line that could not be read as a whole.
fn asks_for_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.collect();
    arguments.iter().any(|argument| argument == "--output=json")
        || arguments
            .windows(2)
            .any(|pair| pair[0] == "--output" && pair[1] == "json")
}

/// Only this program's own logs: those of the libraries below may show headers.
fn log_to_standard_error(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info",
        2 => "debug",
        _ => "trace",
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(format!("warn,helpdesk={level}")))
        .with_target(false)
        .init();
}
