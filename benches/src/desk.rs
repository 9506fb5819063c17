//! Desks of every vendor over a transport of one's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::{SharedSecret, UnsignedPolicy};
use helpdesk_core::{Client, Clock, Sleep, Timestamp};

use crate::sample::Desk;

/// What a desk is built from, beside its vendor.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The transport; the default one when absent.
    pub transport: Option<Arc<dyn Transport>>,
    /// The clock; tokio's when absent.
    pub clock: Option<Arc<dyn Clock>>,
    /// The secret in the URL of webhooks, for vendors that do not sign them.
    pub secret: Option<SharedSecret>,
    /// Where the vendor is; some address of no consequence when absent.
    pub base: Option<String>,
}

impl Parts {
    /// Only a transport.
    pub fn over(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport: Some(transport),
            ..Self::default()
        }
    }

    /// A client of the desk.
    pub fn client(&self, desk: Desk) -> Client {
        let base = self.base.clone();
        match desk {
            Desk::Cxpress => {
                use helpdesk_cxpress::{Config, Cxpress};
                let base = base.unwrap_or_else(|| "https://cxpress.example".to_owned());
                let mut config =
                    Config::new("acme", "token".into(), "refresh".into()).with_base_url(base);
                if let Some(transport) = &self.transport {
                    config = config.with_transport(Arc::clone(transport));
                }
                if let Some(clock) = &self.clock {
                    config = config.with_clock(Arc::clone(clock));
                }
                if let Some(secret) = &self.secret {
                    config = config.with_webhook_secret(secret.clone());
                }
                Client::new(Cxpress::new(config).expect("a desk"))
            }
            Desk::Digisac => {
                use helpdesk_digisac::{Config, Digisac};
                let base = base.unwrap_or_else(|| "https://digisac.example/api/v1".to_owned());
                let mut config = Config::with_token(base, "token");
                config.transport.clone_from(&self.transport);
                config.clock.clone_from(&self.clock);
                if let Some(secret) = &self.secret {
                    config.unsigned = UnsignedPolicy::Secret(secret.clone());
                }
                Client::new(Digisac::new(config).expect("a desk"))
            }
            Desk::WiseCx => {
                use helpdesk_wisecx::{Config, WiseCx};
                let base = base.unwrap_or_else(|| "https://wisecx.example/core/v1".to_owned());
                let mut config = Config::new("key".into(), "user").with_base_url(base);
                if let Some(transport) = &self.transport {
                    config = config.with_transport(Arc::clone(transport));
                }
                if let Some(clock) = &self.clock {
                    config = config.with_clock(Arc::clone(clock));
                }
                if let Some(secret) = &self.secret {
                    config = config.with_webhooks(UnsignedPolicy::Secret(secret.clone()));
                }
                Client::new(WiseCx::new(config).expect("a desk"))
            }
            Desk::Chat2Desk => {
                use helpdesk_chat2desk::{Chat2Desk, Config};
                let base = base.unwrap_or_else(|| "https://chat2desk.example".to_owned());
                let mut config = Config::new("token").with_base_url(base);
                config.transport.clone_from(&self.transport);
                config.clock.clone_from(&self.clock);
                Client::new(Chat2Desk::new(config).expect("a desk"))
            }
        }
    }
}

/// A clock that goes on by some time whenever it is read, so that no budget ever makes a call wait. It
/// sleeps in real time.
#[derive(Debug)]
pub struct Hurrying {
    start: Instant,
    readings: AtomicU32,
}

impl Default for Hurrying {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            readings: AtomicU32::new(0),
        }
    }
}

impl Clock for Hurrying {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn instant(&self) -> Instant {
        let readings = self.readings.fetch_add(1, Ordering::Relaxed);
        self.start + Duration::from_millis(300) * readings
    }

    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(time))
    }
}
