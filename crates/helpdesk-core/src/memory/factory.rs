//! Memory desks from configuration.

use std::sync::Arc;

use serde::Deserialize;
use url::Url;

use super::{MemoryDesk, VENDOR};
use crate::config::{BuildContext, Factory, SecretSource, Settings};
use crate::webhook::SharedSecret;
use crate::{Helpdesk, Result, Vendor};

/// Builds memory desks: `vendor = "memory"`.
///
/// | Key | Meaning |
/// |---|---|
/// | `webhook_secret` | the secret that the URL of webhook deliveries must hold; several with commas between them while it changes |
/// | `accept_unsigned` | `true` accepts deliveries without a secret |
/// | `base_url` | accepted as for every vendor, and not used |
///
/// Each desk that is built has a world of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemoryFactory;

impl MemoryFactory {
    /// The factory.
    pub const fn new() -> Self {
        Self
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemorySettings {
    webhook_secret: Option<SecretSource>,
    #[serde(default)]
    accept_unsigned: bool,
    base_url: Option<String>,
}

impl Factory for MemoryFactory {
    fn vendor(&self) -> Vendor {
        Vendor::from_static(VENDOR)
    }

    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        let own: MemorySettings = settings.read()?;
        if own.base_url.is_some_and(|url| Url::parse(&url).is_err()) {
            return Err(settings.error("base_url", "is not a URL"));
        }
        let mut builder = MemoryDesk::builder();
        match (own.webhook_secret, own.accept_unsigned) {
            (Some(_), true) => {
                return Err(settings.error(
                    "accept_unsigned",
                    "contradicts `webhook_secret`; leave one of them out",
                ));
            }
            (Some(source), false) => {
                let secret = source.read(&settings.key("webhook_secret"), context)?;
                let secret = SharedSecret::new(secret).map_err(|error| {
                    let why = error.field_errors().first();
                    let why = why.map_or("cannot be used", |field| &*field.message);
                    settings.error("webhook_secret", why)
                })?;
                builder = builder.webhook_secret(secret);
            }
            (None, true) => builder = builder.accept_unsigned(),
            (None, false) => {}
        }
        if let Some(clock) = context.clock() {
            builder = builder.clock(clock.clone());
        }
        Ok(Arc::new(builder.build()))
    }
}
