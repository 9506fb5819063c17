//! Where a configuration says that tokens are kept.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use helpdesk_core::Result;
use helpdesk_core::config::{BuildContext, Settings};
use serde::Deserialize;

use super::{FileTokenStore, TokenStore};
use crate::SharedState;

/// Opens token stores that several processes share.
pub trait TokenStores: Send + Sync + fmt::Debug {
    /// The tokens of this name. Asking again gives the same ones. Sends nothing.
    fn open(&self, name: &str) -> Arc<dyn TokenStore>;
}

/// The key `token_store` of a desk: `{ file = "state/tokens.json" }`, or `{ redis = "name" }` where the
/// configuration has a `shared_state`.
///
/// ```
/// use helpdesk_core::config::{BuildContext, Settings};
/// use helpdesk_http::TokenStoreSettings;
///
/// let keys: TokenStoreSettings = serde_json::from_str(r#"{ "redis": "legacy" }"#).unwrap();
/// let table = serde_json::from_str(r#"{ "vendor": "example" }"#).unwrap();
/// let settings = Settings::new("legacy", table)?;
///
/// // Nothing is shared in this context.
/// let error = keys.open(&settings, &BuildContext::new()).unwrap_err();
/// assert_eq!(error.field_errors()[0].field, "desks.legacy.token_store");
/// # Ok::<(), helpdesk_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TokenStoreSettings {
    /// The file. A relative path begins at the folder of the configuration.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// The name in the shared Redis. Desks with the same credentials have the same one.
    #[serde(default)]
    pub redis: Option<String>,
}

impl TokenStoreSettings {
    /// The store. Opens and sends nothing yet.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config) at `token_store` of the desk.
    #[inline]
    pub fn open(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn TokenStore>> {
        let wrong = |message: &str| Err(settings.error("token_store", message));
        match (&self.file, &self.redis) {
            (Some(file), None) => {
                let mut store = FileTokenStore::new(context.resolve(file));
                if let Some(clock) = context.clock() {
                    store = store.with_clock(Arc::clone(clock));
                }
                Ok(Arc::new(store))
            }
            (None, Some(name)) if name.trim().is_empty() => {
                wrong("`redis` is empty; name the tokens, for example like the desk")
            }
            (None, Some(name)) => match SharedState::in_context(context).tokens() {
                Some(stores) => Ok(stores.open(name)),
                None => wrong(
                    "there is no Redis; add `shared_state = { redis = … }` at the top of the \
                     configuration, or keep the tokens in a file: { file = \"PATH\" }",
                ),
            },
            _ => wrong("has exactly one of the keys `file` and `redis`"),
        }
    }
}
