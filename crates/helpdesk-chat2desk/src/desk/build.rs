//! From a configuration to a desk.

use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::webhook::{SharedSecret, UnsignedPolicy};
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use helpdesk_http::{BaseUrl, Budget, Pipeline, ReqwestTransport, TokioClock, Window};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::{Chat2Desk, Options};
use crate::api::{Api, MESSAGES};
use crate::convert::contacts::Aliases;
use crate::errors::Errors;
use crate::receiver::Chat2DeskReceiver;
use crate::{Config, VENDOR, auth, capability};

impl Chat2Desk {
    /// As [`Self::new`], with the names that keys have in a file.
    pub(crate) fn build(config: Config, key: &dyn Fn(&str) -> String) -> Result<Self> {
        let at =
            |error: Error, prefix: &str| at_key(error, &|name| key(&format!("{prefix}{name}")));
        let wrong = |name: &str, message: &str| Err(Error::config(key(name), message));

        let token = auth::token(&key("token"), &config.token)?;
        config.http.validate().map_err(|error| at(error, "http."))?;
        let base = config.base_url.trim().trim_end_matches('/');
        let base = base.strip_suffix("/v1").unwrap_or(base);
        let base =
            BaseUrl::parse(base, config.http.insecure_http()).map_err(|error| at(error, ""))?;
        for (name, id) in [
            ("default_channel", &config.default_channel),
            ("email_custom_field", &config.email_custom_field),
            ("document_custom_field", &config.document_custom_field),
        ] {
            if let Some(id) = id
                && (id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()))
            {
                return wrong(name, "must be the vendor's number of it");
            }
        }
        if config.email_custom_field.is_some()
            && config.email_custom_field == config.document_custom_field
        {
            return wrong(
                "document_custom_field",
                "is the same field as `email_custom_field`; give each its own",
            );
        }
        if let Some(word) = &config.default_transport
            && (word.is_empty()
                || !word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'))
        {
            return wrong(
                "default_transport",
                "must be a messenger in the vendor's word, such as `whatsapp`, `viber`, `email` or `sms`",
            );
        }
        if config
            .default_tag_group
            .as_ref()
            .is_some_and(|group| group.trim().is_empty())
        {
            return wrong(
                "default_tag_group",
                "is empty; give the group's number or name",
            );
        }
        if !(1..=1000).contains(&config.messages_per_second) {
            return wrong("messages_per_second", "must be from 1 to 1000");
        }
        let tolerance = config.webhook_tolerance;
        if tolerance < Duration::from_secs(1) || tolerance > Duration::from_secs(604_800) {
            return wrong(
                "webhook_tolerance_seconds",
                "must be from 1 to 604800; the vendor repeats deliveries for some two hours",
            );
        }
        let mut tokens = vec![token.clone()];
        for (place, further) in config.webhook_tokens.iter().enumerate() {
            tokens.push(auth::token(
                &key(&format!("webhook_tokens[{place}]")),
                further,
            )?);
        }
        let unsigned = match (config.webhook_secret, config.accept_unsigned) {
            (Some(_), true) => {
                return wrong(
                    "accept_unsigned",
                    "stands beside `webhook_secret`, which it would make useless; leave one of them out",
                );
            }
            (Some(secret), false) => {
                let secret = SharedSecret::new(secret).map_err(|error| at(error, ""))?;
                UnsignedPolicy::Secret(secret)
            }
            (None, true) => UnsignedPolicy::Accept,
            (None, false) => UnsignedPolicy::Refuse,
        };

        let clock: Arc<dyn Clock> = match config.clock {
            Some(clock) => clock,
            None => Arc::new(TokioClock::new()),
        };
        let transport = match config.transport {
            Some(transport) => transport,
            None => Arc::new(
                config
                    .http
                    .apply_to_transport(ReqwestTransport::builder())
                    .and_then(helpdesk_http::ReqwestTransportBuilder::build)
                    .map_err(|error| at(error, "http."))?,
            ),
        };
        let window = Window::new(config.messages_per_second, Duration::from_secs(1));
        let budget = match &config.budgets {
            Some(budgets) => budgets
                .get(&budget_key(&base, &token), &[window])
                .map_err(|_| {
                    Error::config(
                        key("messages_per_second"),
                        "differs from that of another desk with the same token; give both the same",
                    )
                })?,
            None => Budget::new("chat2desk messages", Arc::clone(&clock), [window]),
        };
        let builder = Pipeline::builder(VENDOR, base)
            .transport(transport)
            .clock(Arc::clone(&clock))
            .auth(Arc::new(
                auth::authenticator(&token).map_err(|error| at(error, ""))?,
            ))
            .classifier(Arc::new(Errors))
            .bucket(MESSAGES, budget);
        let pipeline = config
            .http
            .apply(builder)
            .and_then(helpdesk_http::PipelineBuilder::build)
            .map_err(|error| at(error, "http."))?;

        let options = Options {
            source: config.ticket_source,
            channel: config.default_channel,
            transport: config.default_transport,
            tag_group: config.default_tag_group,
            aliases: Aliases {
                email: config.email_custom_field,
                document: config.document_custom_field,
            },
            open_dialog: config.open_dialog_on_send,
        };
        let receiver =
            Chat2DeskReceiver::new(&tokens, config.webhook_key, tolerance, unsigned, clock)
                .reading(options.aliases.clone(), options.source);
        Ok(Self {
            api: Api::new(pipeline),
            capabilities: Arc::new(capability::table(&options)),
            receiver: Arc::new(receiver),
            options: Arc::new(options),
            turns: Arc::default(),
            made: Arc::default(),
        })
    }
}

/// A configuration error under the key it has in the file.
fn at_key(error: Error, key: &dyn Fn(&str) -> String) -> Error {
    if error.kind() != ErrorKind::Config {
        return error;
    }
    match error.field_errors() {
        [] => error,
        fields => fields.iter().fold(
            Error::new(ErrorKind::Config, "the configuration is wrong"),
            |error, one| error.with_field_error(key(&one.field), one.message.clone()),
        ),
    }
}

/// Messages are limited per company, that is per token. The key ends up in logs, so it holds no more
/// of the token than a few digits of a sum.
fn budget_key(base: &BaseUrl, token: &SecretString) -> String {
    let mut sum = Sha256::new();
    sum.update(b"helpdesk-chat2desk messages ");
    sum.update(token.expose_secret().as_bytes());
    let mut mark = hex::encode(sum.finalize());
    mark.truncate(8);
    format!("{VENDOR} messages {base} {mark}")
}
