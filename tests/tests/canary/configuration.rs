//! Configuration that is wrong, with canaries for values.

use helpdesk::config::BuildContext;
use helpdesk::{Config, Desks, Error, ErrorKind};
use helpdesk_testkit::Canary;

use crate::shown::Shown;

const CANARY: &str = "canarconf-0123456789abcdef0123456789abcdef";

/// A vendor, a good section, and the keys that hold secrets.
type Section = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const SECTIONS: &[Section] = &[
    ("memory", &[], &["webhook_secret"]),
    (
        "cxpress",
        &[
            ("domain", "acme"),
            ("api_token", "a"),
            ("refresh_token", "r"),
        ],
        &["api_token", "refresh_token", "webhook_secret"],
    ),
    (
        "digisac",
        &[
            ("base_url", "https://acme.example.com/api/v1"),
            ("username", "u"),
            ("password", "p"),
        ],
        &[
            "token",
            "username",
            "password",
            "client_secret",
            "webhook_secret",
        ],
    ),
    (
        "wisecx",
        &[("api_key", "k"), ("user", "7")],
        &["api_key", "webhook_secret"],
    ),
    ("chat2desk", &[("token", "t")], &["token", "webhook_secret"]),
];

fn build(text: &str) -> Result<(), Error> {
    let config = Config::from_toml(text)?;
    let context = BuildContext::new().with_environment(|_| None);
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    desks.desk("one").map(drop)
}

#[test]
fn no_canary_shows_in_an_error_of_configuration() {
    let mut canary = Canary::new();
    canary.watch("value", "canarconf");
    let mut shown = Shown::new(vec![canary]);
    for (vendor, good, secrets) in SECTIONS {
        let section = |key: &str, value: &str| {
            let head = format!("[desks.one]\nvendor = \"{vendor}\"\n");
            let others = good.iter().filter(|(own, _)| *own != key);
            let lines: Vec<String> = others
                .map(|(own, value)| format!("{own} = \"{value}\""))
                .chain([format!("{key} = {value}")])
                .collect();
            head + &lines.join("\n")
        };
        let mut wrong = Vec::new();
        for key in *secrets {
            // Forms that a secret does not have.
            for value in [
                format!("[\"{CANARY}\"]"),
                format!("{{ text = \"{CANARY}\" }}"),
                format!("{{ env = \"A\", {CANARY} = \"b\" }}"),
                format!("\"{CANARY}\\nsecond line\""),
                format!("\"{CANARY}\\u0001\""),
                format!("\"{CANARY}"),
                format!("\"{CANARY}\"\n{key} = \"{CANARY}\""),
            ] {
                wrong.push(section(key, &value));
            }
        }
        // Something that looks like a secret, where none belongs.
        for key in [
            "base_url",
            "requests_per_minute",
            "accept_unsigned",
            "default_channel",
            "default_group",
            "domain",
            "token_store",
            "messages_per_second",
            "webhook_key",
            "http",
        ] {
            wrong.push(section(key, &format!("\"{CANARY} {CANARY}\"")));
            wrong.push(section(key, &format!("[\"{CANARY}\"]")));
        }
        for url in [
            "https://me:{}@host.example",
            "https://host.example/?k={}",
            "{}",
        ] {
            wrong.push(section(
                "base_url",
                &format!("\"{}\"", url.replace("{}", CANARY)),
            ));
        }
        wrong.push(section(
            "http",
            &format!("{{ user_agent = \"{CANARY}\\n\" }}"),
        ));
        wrong.push(section(
            "http",
            &format!("{{ max_attempts = \"{CANARY}\" }}"),
        ));
        let mut refused = 0;
        for text in wrong {
            if let Err(error) = build(&text) {
                assert_eq!(error.kind(), ErrorKind::Config, "{error:?}\n{text}");
                shown.error(&format!("an error of {vendor}"), &error);
                refused += 1;
            }
        }
        assert!(refused > 20, "{vendor}: {refused}");
    }
    crate::assert_nothing(&shown.end());
}
