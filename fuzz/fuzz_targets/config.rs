//! Whatever the file: no panic in reading it and in building its desks, and every error names a key.
#![no_main]

use helpdesk::config::BuildContext;
use helpdesk::{Config, Desks, ErrorKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Files are not read: what there is on this machine is no part of the input.
    if text.contains("file") {
        return;
    }
    let config = match Config::from_toml(text) {
        Ok(config) => config,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(!error.field_errors().is_empty());
            return;
        }
    };
    let _ = format!("{config:?}");
    let names: Vec<_> = config.names().map(str::to_owned).collect();
    let context = BuildContext::new().with_environment(|name| Some(name.to_owned()));
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    let _ = desks.default_desk();
    for name in names {
        if let Err(error) = desks.desk(&name) {
            assert_eq!(error.kind(), ErrorKind::Config, "{error:?}");
            assert!(!error.field_errors().is_empty());
        }
    }
});
