//! Which vendors there are, and how their desks are built.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{BuildContext, Settings};
use crate::{Client, Error, Helpdesk, Result, Vendor};

/// Builds desks of one vendor.
pub trait Factory: Send + Sync {
    /// The vendor.
    fn vendor(&self) -> Vendor;

    /// Builds a desk. Sends nothing.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config), naming the key and the remedy.
    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>>;
}

/// The vendors that a program knows.
///
/// The facade fills one with the vendors it was compiled with; a program adds its own adapters.
#[derive(Clone, Default)]
pub struct Registry {
    factories: BTreeMap<String, Arc<dyn Factory>>,
    absent: BTreeMap<String, String>,
}

impl Registry {
    /// No vendors yet.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a vendor; one of the same name is replaced.
    #[must_use]
    pub fn with(mut self, factory: impl Factory + 'static) -> Self {
        let name = factory.vendor().as_str().to_owned();
        self.absent.remove(&name);
        self.factories.insert(name, Arc::new(factory));
        self
    }

    /// Remembers a vendor that exists but was not compiled in, and the feature that would.
    #[must_use]
    #[inline]
    pub fn with_absent(mut self, vendor: &str, feature: &str) -> Self {
        if !self.factories.contains_key(vendor) {
            self.absent.insert(vendor.to_owned(), feature.to_owned());
        }
        self
    }

    /// The names of the vendors that can be built.
    #[inline]
    pub fn vendors(&self) -> impl Iterator<Item = &str> {
        self.factories.keys().map(String::as_str)
    }

    /// Builds a client from settings. Sends nothing.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config): an unknown vendor with the list of
    /// known ones, one that was not compiled in with the feature to enable.
    #[inline]
    pub fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Client> {
        let name = settings.vendor();
        if let Some(factory) = self.factories.get(name) {
            return factory.build(settings, context).map(Client::from_arc);
        }
        if let Some(feature) = self.absent.get(name) {
            return Err(settings.error(
                "vendor",
                format!("`{name}` was not compiled in; enable the cargo feature `{feature}`"),
            ));
        }
        let known: Vec<&str> = self
            .vendors()
            .chain(self.absent.keys().map(String::as_str))
            .collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        Err(Error::config(
            settings.key("vendor"),
            format!("`{name}` is no vendor known here; known are: {known}"),
        ))
    }
}

impl std::fmt::Debug for Registry {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("vendors", &self.vendors().collect::<Vec<_>>())
            .field("absent", &self.absent.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
