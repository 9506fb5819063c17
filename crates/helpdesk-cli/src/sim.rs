//! `helpdesk sim`

use std::process::ExitCode;

use helpdesk_sim::{Running, VendorSim, chat2desk, cxpress, digisac, wisecx};

use crate::args::SimAsked;
use crate::failure::Failure;

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
    pub async fn start(port: Option<u16>) -> std::io::Result<Self> {
        let at = |place: u16| port.map_or(0, |port| port.saturating_add(place));
        Ok(Self {
            cxpress: Running::start_on(at(0)).await?,
            digisac: Running::start_on(at(1)).await?,
            wisecx: Running::start_on(at(2)).await?,
            chat2desk: Running::start_on(at(3)).await?,
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

/// Serves the simulators until stopped, and prints a configuration that reaches them.
pub async fn run(asked: &SimAsked) -> Result<ExitCode, Failure> {
    let simulators = Simulators::start(asked.port).await?;
    println!("{}", simulators.toml());
    eprintln!("helpdesk: the simulators are served until Ctrl-C");
    tokio::signal::ctrl_c().await?;
    for violation in simulators.violations() {
        eprintln!("helpdesk: not documented: {violation}");
    }
    Ok(ExitCode::SUCCESS)
}
