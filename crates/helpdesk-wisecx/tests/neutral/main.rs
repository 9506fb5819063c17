//! What the neutral traits do beyond the laws of the suite.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::missing_panics_doc)]

#[path = "../common/mod.rs"]
mod common;
mod contacts;
mod desk;
mod hydrate;
mod messages;
mod tags;
mod tickets;

use helpdesk_core::{Client, ContactId, Error, TagId, TicketId};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::wisecx::Sim;
use helpdesk_testkit::Recorder;
use helpdesk_wisecx::{Config, WiseCx};
use std::sync::Arc;

pub struct World {
    pub running: Running<Sim>,
    pub recorder: Recorder,
    pub client: Client,
}

pub async fn world() -> World {
    let running = Running::<Sim>::start().await.unwrap();
    let transport = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(transport));
    let (key, user) = running.sim().credentials();
    let config = Config::new(key.into(), user)
        .with_base_url(running.base_url())
        .with_default_group(running.sim().departments()[0].parse().unwrap())
        .with_default_user(running.sim().agents()[0].parse().unwrap())
        .with_default_channel("whatsapp")
        .with_transport(recorder.transport());
    World {
        client: Client::new(WiseCx::new(config).unwrap()),
        running,
        recorder,
    }
}

impl World {
    pub fn sim(&self) -> &Sim {
        self.running.sim()
    }

    pub fn contact(&self) -> ContactId {
        self.sim()
            .seed_contact("5511987654321", "Ada Fictional")
            .into()
    }

    pub fn ticket(&self) -> TicketId {
        self.sim().seed_ticket(self.contact().as_str()).into()
    }

    pub fn tag(&self, at: usize) -> TagId {
        TagId::new(format!("ticket:{}", self.sim().tags()[at]))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.running.assert_documented();
        }
    }
}

pub fn fields(error: &Error) -> Vec<&str> {
    error
        .field_errors()
        .iter()
        .map(|e| e.field.as_str())
        .collect()
}
