//! What desks are built with beside their settings.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Clock;
use crate::transport::Transport;

type Environment = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;
type Shared = Mutex<HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>>;

/// What desks are built with beside their settings: the environment, the clock, the transport, and
/// what desks of one program share, such as the budget of an address.
///
/// Clones share everything. Nothing in it is global: two contexts know nothing of each other.
#[derive(Clone)]
pub struct BuildContext {
    environment: Environment,
    directory: Option<PathBuf>,
    clock: Option<Arc<dyn Clock>>,
    transport: Option<Arc<dyn Transport>>,
    shared: Arc<Shared>,
}

impl BuildContext {
    /// The process's own environment, and defaults for all else.
    #[inline]
    pub fn new() -> Self {
        Self {
            environment: Arc::new(|name| std::env::var(name).ok()),
            directory: None,
            clock: None,
            transport: None,
            shared: Arc::default(),
        }
    }

    /// Looks environment variables up here in place of the process's own.
    #[must_use]
    pub fn with_environment(
        mut self,
        look_up: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.environment = Arc::new(look_up);
        self
    }

    /// Relative paths begin here: the folder of the configuration file.
    #[must_use]
    pub fn with_directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// Takes time from here.
    #[must_use]
    #[inline]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sends requests through this transport in place of the adapters' own.
    #[must_use]
    #[inline]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// An environment variable.
    #[inline]
    pub fn environment(&self, name: &str) -> Option<String> {
        (self.environment)(name)
    }

    /// The clock, if one was given.
    #[inline]
    pub fn clock(&self) -> Option<&Arc<dyn Clock>> {
        self.clock.as_ref()
    }

    /// The transport, if one was given.
    #[inline]
    pub fn transport(&self) -> Option<&Arc<dyn Transport>> {
        self.transport.as_ref()
    }

    /// A path from the configuration, with relative ones resolved.
    #[inline]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        match &self.directory {
            Some(directory) if path.is_relative() => directory.join(path),
            _ => path.to_owned(),
        }
    }

    /// What desks of this context share under a name, made when it is first asked for.
    pub fn shared<T: Send + Sync + 'static>(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = shared
            .entry((TypeId::of::<T>(), name.to_owned()))
            .or_insert_with(|| Arc::new(make()));
        match slot.clone().downcast::<T>() {
            Ok(value) => value,
            Err(_) => unreachable!("the key holds the type"),
        }
    }
}

impl Default for BuildContext {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for BuildContext {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BuildContext")
            .field("directory", &self.directory)
            .field("clock", &self.clock)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}
