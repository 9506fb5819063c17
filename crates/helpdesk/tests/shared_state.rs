//! The section `[shared_state]`: refused with the remedy, or handed to every desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use helpdesk::{Config, Desks, ErrorKind};

const DESK: &str = "[desks.test]\nvendor = \"memory\"\n";

fn refused(text: &str) -> String {
    let outcome = Desks::from_toml(&format!("{text}\n{DESK}")).and_then(|desks| desks.desk("test"));
    let error = outcome.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    error.field_errors()[0].field.clone()
}

#[test]
fn the_section_is_a_section() {
    assert_eq!(refused("shared_state = \"redis://canary\""), "shared_state");
}

#[test]
fn the_password_is_not_shown() {
    let text = "shared_state = { redis = \"redis://:canary@localhost\" }";
    let config = Config::from_toml(text).unwrap();
    assert!(!format!("{config:?}").contains("canary"));
}

#[cfg(not(feature = "redis"))]
#[test]
fn without_the_feature_it_is_named() {
    let text = format!("shared_state = {{ redis = \"redis://localhost\" }}\n{DESK}");
    let desks = Desks::from_toml(&text).unwrap();
    let error = desks.desk("test").map(drop).unwrap_err();
    assert!(
        error.to_string().contains("cargo feature `redis`"),
        "{error}"
    );
}

#[cfg(feature = "redis")]
mod with_redis {
    use std::sync::{Arc, Mutex};

    use helpdesk::config::{BuildContext, Factory, Registry, Settings};
    use helpdesk::{Helpdesk, Result, Vendor};
    use helpdesk_core::memory::MemoryFactory;
    use helpdesk_http::{Budgets, TokenStoreSettings, TokioClock, Window};

    use super::*;

    #[test]
    fn every_mistake_is_named() {
        for (text, key) in [
            ("shared_state = {}", "shared_state.redis"),
            ("shared_state = { redis = 1 }", "shared_state.redis"),
            (
                "shared_state = { redis = \"canary\" }",
                "shared_state.redis",
            ),
            (
                "shared_state = { redis = { env = \"NOT_SET\" } }",
                "shared_state.redis",
            ),
            (
                "shared_state = { redis = \"redis://canary\", prefix = \"a b\" }",
                "shared_state.prefix",
            ),
            (
                "shared_state = { redis = \"redis://canary\", prefix = 1 }",
                "shared_state.prefix",
            ),
            (
                "shared_state = { redis = \"redis://canary\", canary-ttl = 1 }",
                "shared_state.canary-ttl",
            ),
        ] {
            if key.contains("canary") {
                let error = Desks::from_toml(&format!("{text}\n{DESK}"))
                    .and_then(|desks| desks.desk("test"))
                    .map(drop)
                    .unwrap_err();
                assert_eq!(error.field_errors()[0].field, key);
            } else {
                assert_eq!(refused(text), key);
            }
        }
    }

    #[test]
    fn it_comes_from_the_environment_and_from_code_as_well() {
        let variables = [
            ("HELPDESK_SHARED_STATE__REDIS__ENV", "ADDRESS"),
            ("HELPDESK_SHARED_STATE__PREFIX", "crm"),
            ("HELPDESK_DESKS__TEST__VENDOR", "memory"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let from_environment = Config::from_variables(variables).unwrap();
        let from_code = Config::new().with_shared_state([("redis", "redis://elsewhere")]);
        let config = from_code.overridden_by(from_environment);
        let context = BuildContext::new()
            .with_environment(|name| (name == "ADDRESS").then(|| "redis://localhost".to_owned()));
        let desks = Desks::with_registry(config, helpdesk::registry(), context);
        let stores = desks.redis().unwrap().unwrap();
        assert!(format!("{stores:?}").contains("\"crm\""), "{stores:?}");
        desks.desk("test").unwrap();
    }

    #[test]
    fn without_the_section_there_is_no_redis() {
        assert!(Desks::from_toml(DESK).unwrap().redis().unwrap().is_none());
    }

    /// A vendor of which only what it shares is looked at.
    struct Sharing(Arc<Mutex<Vec<String>>>);

    #[derive(serde::Deserialize)]
    struct Keys {
        token_store: TokenStoreSettings,
    }

    impl Factory for Sharing {
        fn vendor(&self) -> Vendor {
            Vendor::from_static("sharing")
        }

        fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
            let keys: Keys = settings.read()?;
            let tokens = keys.token_store.open(settings, context)?;
            let clock: Arc<dyn helpdesk::Clock> = Arc::new(TokioClock::new());
            let budgets = Budgets::in_context(context, &clock);
            let windows = [Window::new(1, std::time::Duration::from_secs(1))];
            budgets.get("sharing", &windows)?;
            let shared = helpdesk_http::SharedState::in_context(context);
            let seen = format!("{tokens:?} {:?}", shared.budgets());
            self.0.lock().unwrap().push(seen);
            let table = serde_json::from_str(r#"{"vendor":"memory"}"#).unwrap();
            MemoryFactory::new().build(&Settings::new("inner", table)?, context)
        }
    }

    #[test]
    fn desks_get_budgets_and_tokens_from_redis() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let registry = || Registry::new().with(Sharing(Arc::clone(&seen)));
        let text = |shared: &str| {
            format!("{shared}\n[desks.a]\nvendor = \"sharing\"\ntoken_store = {{ redis = \"a\" }}")
        };
        let open = |text: &str| {
            let config = Config::from_toml(text).unwrap();
            Desks::with_registry(config, registry(), BuildContext::new())
        };
        let shared = text("shared_state = { redis = \"redis://localhost\" }");
        open(&shared).desk("a").unwrap();
        let said = seen.lock().unwrap().pop().unwrap();
        assert!(said.contains("RedisTokenStore"), "{said}");
        assert!(said.contains("RedisBudgets"), "{said}");

        let error = open(&text("")).desk("a").map(drop).unwrap_err();
        assert_eq!(error.field_errors()[0].field, "desks.a.token_store");
    }
}
