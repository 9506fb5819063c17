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

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::failure::Failure;
use crate::session::Session;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_standard_error(arguments.verbose);
    let json_errors = arguments.output.is_some_and(output::Format::is_json);
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

fn log_to_standard_error(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        2 => tracing::Level::DEBUG,
        _ => tracing::Level::TRACE,
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_target(false)
        .init();
}
