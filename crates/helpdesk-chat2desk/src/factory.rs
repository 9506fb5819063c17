//! Desks from a configuration file.

use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::config::{BuildContext, Factory, Settings};
use helpdesk_core::{Clock, Helpdesk, Result, Vendor};
use helpdesk_http::{Budgets, TokioClock};

use crate::config::Section;
use crate::{Chat2Desk, Config, VENDOR};

/// Builds desks from sections of a configuration with `vendor = "chat2desk"`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chat2DeskFactory;

impl Chat2DeskFactory {
    /// The factory.
    pub const fn new() -> Self {
        Self
    }

    /// What a section says, with its secrets read.
    #[inline]
    fn config(settings: &Settings, context: &BuildContext) -> Result<Config> {
        let section: Section = settings.read()?;
        let mut config = Config::new(section.token.read(&settings.key("token"), context)?);
        if let Some(url) = section.base_url {
            config.base_url = url;
        }
        config.ticket_source = section.ticket_source;
        config.default_channel = section.default_channel.map(|word| word.0);
        config.default_transport = section.default_transport;
        config.default_tag_group = section.default_tag_group.map(|word| word.0);
        config.email_custom_field = section.email_custom_field.map(|word| word.0);
        config.document_custom_field = section.document_custom_field.map(|word| word.0);
        if let Some(open) = section.open_dialog_on_send {
            config.open_dialog_on_send = open;
        }
        if let Some(messages) = section.messages_per_second {
            config.messages_per_second = messages;
        }
        for (at, source) in section.webhook_tokens.iter().enumerate() {
            let key = settings.key(&format!("webhook_tokens[{at}]"));
            config.webhook_tokens.push(source.read(&key, context)?);
        }
        config.webhook_key = section.webhook_key;
        if let Some(seconds) = section.webhook_tolerance_seconds {
            config.webhook_tolerance = Duration::from_secs(seconds);
        }
        if let Some(source) = &section.webhook_secret {
            config.webhook_secret = Some(source.read(&settings.key("webhook_secret"), context)?);
        }
        config.accept_unsigned = section.accept_unsigned;
        config.http = section.http;

        let clock: Arc<dyn Clock> = match context.clock() {
            Some(clock) => Arc::clone(clock),
            None => Arc::new(TokioClock::new()),
        };
        config.budgets = Some(Budgets::in_context(context, &clock));
        config.clock = Some(clock);
        config.transport = context.transport().cloned();
        Ok(config)
    }
}

impl Factory for Chat2DeskFactory {
    fn vendor(&self) -> Vendor {
        VENDOR
    }

    // `#[inline]`, as what it calls: compiled where a configuration is read, not in every build.
    #[inline]
    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        let config = Self::config(settings, context)?;
        let desk = Chat2Desk::build(config, &|key| settings.key(key))?;
        Ok(Arc::new(desk))
    }
}
