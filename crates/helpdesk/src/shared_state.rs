//! The section `[shared_state]` of a configuration: what many processes share, in Redis.

use helpdesk_core::Result;
use helpdesk_core::config::BuildContext;

use crate::Config;

#[cfg(feature = "redis")]
pub(crate) use with_redis::stores;

/// Puts what is shared into the context, before a desk is built with it.
#[cfg(feature = "redis")]
pub(crate) fn prepare(config: &Config, context: &BuildContext) -> Result<()> {
    if let Some(stores) = stores(config, context)? {
        stores.shared_state().put_into(context);
    }
    Ok(())
}

/// Without Redis, a configuration that wants it is refused: counting alone is not what it asks for.
#[cfg(not(feature = "redis"))]
pub(crate) fn prepare(config: &Config, _: &BuildContext) -> Result<()> {
    match config.shared_state {
        None => Ok(()),
        Some(_) => Err(helpdesk_core::Error::config(
            "shared_state",
            "needs Redis, which was not compiled in; enable the cargo feature `redis`",
        )),
    }
}

#[cfg(feature = "redis")]
mod with_redis {
    use std::sync::{Arc, OnceLock};

    use helpdesk_core::config::{BuildContext, SecretSource};
    use helpdesk_core::{Error, Result};
    use helpdesk_redis::RedisStores;
    use serde::Deserialize;
    use serde_json::Value;

    use crate::Config;

    const PREFIX: &str = "helpdesk";

    /// The stores of a context, opened when they are first asked for. Nothing is sent.
    pub(crate) fn stores(config: &Config, context: &BuildContext) -> Result<Option<RedisStores>> {
        let Some(keys) = &config.shared_state else {
            return Ok(None);
        };
        let opened = context.shared("helpdesk redis", OnceLock::<RedisStores>::new);
        if let Some(stores) = opened.get() {
            return Ok(Some(stores.clone()));
        }
        let (mut source, mut prefix) = (None, PREFIX);
        for (key, value) in keys {
            match (key.as_str(), value) {
                ("redis", value) => {
                    let read = SecretSource::deserialize(value).map_err(|_| {
                        Error::config(
                            "shared_state.redis",
                            "must be a text, { env = \"NAME\" } or { file = \"PATH\" }",
                        )
                    })?;
                    source = Some(read);
                }
                ("prefix", Value::String(text)) => prefix = text,
                ("prefix", _) => {
                    return Err(Error::config("shared_state.prefix", "must be a text"));
                }
                (other, _) => {
                    return Err(Error::config(
                        format!("shared_state.{other}"),
                        "is not known here; known are `redis` and `prefix`",
                    ));
                }
            }
        }
        let source = source.ok_or_else(|| {
            Error::config(
                "shared_state.redis",
                "is missing; give the address, redis://HOST",
            )
        })?;
        let url = source.read("shared_state.redis", context)?;
        let mut stores = RedisStores::open(url, prefix)?;
        if let Some(clock) = context.clock() {
            stores = stores.with_clock(Arc::clone(clock));
        }
        Ok(Some(opened.get_or_init(|| stores).clone()))
    }
}
