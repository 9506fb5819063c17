//! `helpdesk sim`

use std::process::ExitCode;

use helpdesk_sim::{Running, VendorSim, chat2desk, cxpress, digisac, wisecx};

use crate::args::SimAsked;
use crate::failure::Failure;
use crate::output::{say, write_line};

/// The simulators of all vendors, served on loopback while this lives.
pub struct Simulators {
    /// Cxpress.
    pub cxpress: Running<cxpress::Sim>,
    /// Digisac.
    pub digisac: Running<digisac::Sim>,
    /// WiseCX.
    pub wisecx: Running<wisecx::Sim>,
    /// Chat2Desk.
    pub chat2desk: Running<chat2desk::Sim>,
}

impl Simulators {
    /// Serves them on this port and those behind it, or on free ports.
    pub async fn start(port: Option<u16>) -> Result<Self, Failure> {
        Ok(Self {
            cxpress: serve(port, 0).await?,
            digisac: serve(port, 1).await?,
            wisecx: serve(port, 2).await?,
            chat2desk: serve(port, 3).await?,
        })
    }

    /// A configuration file for all of them and the in-memory desk.
    pub fn toml(&self) -> String {
        [
            "default = \"memory\"\n\n[desks.memory]\nvendor = \"memory\"\n".to_owned(),
            section(&self.cxpress),
            section(&self.digisac),
            section(&self.wisecx),
            section(&self.chat2desk),
        ]
        .join("\n")
    }

    /// What was done against the vendors' documentation.
    pub fn violations(&self) -> Vec<String> {
        [
            self.cxpress.lab(),
            self.digisac.lab(),
            self.wisecx.lab(),
            self.chat2desk.lab(),
        ]
        .into_iter()
        .flat_map(helpdesk_sim::Lab::violations)
        .collect()
    }
}

fn section<S: VendorSim>(running: &Running<S>) -> String {
    running.toml(S::VENDOR)
}

async fn serve<S: VendorSim>(first: Option<u16>, place: u16) -> Result<Running<S>, Failure> {
    let Some(first) = first.filter(|port| *port != 0) else {
        return Running::start_on(0)
            .await
            .map_err(|error| Failure::Usage(format!("no port is free: {}", error.kind())));
    };
    let taken = |why: String| Failure::Usage(format!("--port {first} cannot be used: {why}"));
    let port = first
        .checked_add(place)
        .ok_or_else(|| taken("the simulators need four ports in a row".to_owned()))?;
    Running::start_on(port)
        .await
        .map_err(|error| taken(format!("port {port}: {}", error.kind())))
}

/// Serves the simulators until stopped, and prints a configuration that reaches them.
pub async fn run(asked: &SimAsked) -> Result<ExitCode, Failure> {
    let stopped = Stop::new()?;
    let simulators = Simulators::start(asked.port).await?;
    write_line(simulators.toml().trim_end())?;
    say(format_args!(
        "helpdesk: the simulators are served until Ctrl-C"
    ));
    stopped.wait().await?;
    for violation in simulators.violations() {
        say(format_args!("helpdesk: not documented: {violation}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C, or for the system to ask the program to end.
struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    #[cfg(unix)]
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn wait(mut self) -> std::io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.terminate.recv() => Ok(()),
        }
    }

    #[cfg(not(unix))]
    fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
