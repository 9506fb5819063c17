//! What every command works with: the configuration, the chosen desk, and how to answer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use helpdesk::{Client, Config, Desks, Error};

use crate::args::Arguments;
use crate::failure::Failure;
use crate::output::{Format, Printer};

/// The file that is looked for when none is named.
const FILE: &str = "helpdesk.toml";

/// What every command works with.
#[derive(Debug)]
pub struct Session {
    config: Option<PathBuf>,
    desk: Option<String>,
    allow_loss: bool,
    timeout: Option<Duration>,
    /// How answers are written.
    pub printer: Printer,
}

impl Session {
    /// The session that the command line asks for. Reads nothing yet.
    pub fn new(arguments: &Arguments) -> Self {
        Self {
            config: arguments.config.clone(),
            desk: arguments.desk.clone(),
            allow_loss: arguments.allow_loss,
            timeout: arguments.timeout.map(Duration::from_secs),
            printer: Printer::new(
                arguments.output.unwrap_or_else(Format::by_terminal),
                arguments.vendor_data,
                arguments.allow_loss,
            ),
        }
    }

    /// The desk that was chosen.
    pub fn client(&self) -> Result<Client, Failure> {
        let desks = self.desks()?;
        let client = match &self.desk {
            Some(name) => desks.desk(name)?,
            None => desks.default_desk()?,
        };
        Ok(self.adjusted(&client))
    }

    /// A desk by its name, whatever was chosen.
    pub fn client_named(&self, name: &str) -> Result<Client, Failure> {
        Ok(self.adjusted(&self.desks()?.desk(name)?))
    }

    /// The client, with the settings of the command line.
    pub fn adjusted(&self, client: &Client) -> Client {
        let client = if self.allow_loss {
            client.allow_loss()
        } else {
            client.clone()
        };
        match self.timeout {
            Some(timeout) => client.with_timeout(timeout),
            None => client,
        }
    }

    /// All desks: the file's, overridden by the environment's.
    pub fn desks(&self) -> Result<Desks, Failure> {
        let from_environment = Config::from_environment()?;
        let config = match self.file() {
            Some(file) => Config::from_file(file)?.overridden_by(from_environment),
            None if from_environment.names().next().is_some() => from_environment,
            None => {
                return Err(Error::config(
                    "--config",
                    format!("there is no {FILE} here or in the user's configuration folder; write one, or name it"),
                )
                .into());
            }
        };
        Ok(Desks::new(config))
    }

    fn file(&self) -> Option<PathBuf> {
        if let Some(file) = &self.config {
            return Some(file.clone());
        }
        let here = PathBuf::from(FILE);
        let in_home = configuration_folder().map(|folder| folder.join("helpdesk").join(FILE));
        [Some(here), in_home]
            .into_iter()
            .flatten()
            .find(|file| Path::exists(file))
    }
}

/// Where the user's programs keep their configuration on this system.
fn configuration_folder() -> Option<PathBuf> {
    let folder = |variable: &str| {
        std::env::var_os(variable)
            .filter(|text| !text.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        folder("APPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library").join("Application Support"))
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")))
    }
}
