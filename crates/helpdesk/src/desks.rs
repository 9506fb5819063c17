//! The desks of a configuration.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use helpdesk_core::config::{BuildContext, Registry};
use helpdesk_core::{Client, Result};

use crate::{Config, registry, shared_state};

/// The desks of a configuration, built when they are first asked for.
///
/// Desks that share an address or an account share its budget. Cloning is cheap. Building a desk
/// sends nothing.
#[derive(Debug, Clone)]
pub struct Desks {
    config: Arc<Config>,
    registry: Registry,
    context: BuildContext,
    built: Arc<Mutex<BTreeMap<String, Client>>>,
}

impl Desks {
    /// The desks of a configuration, with the vendors that were compiled in.
    pub fn new(config: Config) -> Self {
        Self::with_registry(config, registry(), BuildContext::new())
    }

    /// The desks of a TOML file. See [`Config::from_file`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        Config::from_file(path).map(Self::new)
    }

    /// The desks of TOML text. See [`Config::from_toml`].
    pub fn from_toml(text: &str) -> Result<Self> {
        Config::from_toml(text).map(Self::new)
    }

    /// The desks of the process's environment. See [`Config::from_environment`].
    pub fn from_environment() -> Result<Self> {
        Config::from_environment().map(Self::new)
    }

    /// The desks of a configuration, with vendors, environment, clock and transport of the caller's
    /// choice.
    pub fn with_registry(config: Config, registry: Registry, context: BuildContext) -> Self {
        let context = match &config.directory {
            Some(directory) => context.with_directory(directory.clone()),
            None => context,
        };
        Self {
            config: Arc::new(config),
            registry,
            context,
            built: Arc::default(),
        }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The Redis of the configuration's `[shared_state]`, if there is one: for its webhook dedupe, and
    /// to wait at the end of a program until it knows everything.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config), naming the key and the remedy.
    #[cfg(feature = "redis")]
    pub fn redis(&self) -> Result<Option<helpdesk_redis::RedisStores>> {
        shared_state::stores(&self.config, &self.context)
    }

    /// The desk that is meant when none is named.
    ///
    /// Fails as [`Desks::desk`] does, and when it is not clear which one is meant.
    pub fn default_desk(&self) -> Result<Client> {
        self.desk(self.config.default_name()?)
    }

    /// A desk by its name. The same desk each time: connections, tokens and budgets are shared.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config), naming the key and the remedy.
    pub fn desk(&self, name: &str) -> Result<Client> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = built.get(name) {
            return Ok(client.clone());
        }
        shared_state::prepare(&self.config, &self.context)?;
        let client = self
            .registry
            .build(&self.config.settings(name)?, &self.context)?;
        built.insert(name.to_owned(), client.clone());
        Ok(client)
    }
}
