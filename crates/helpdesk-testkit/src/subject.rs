//! What is judged.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::Client;

use crate::{Plan, Recorded, Recorder};

/// A desk that can be judged: it makes accounts to try laws on.
///
/// Any `async fn() -> Desk` is one.
#[async_trait]
pub trait Subject: Send + Sync {
    /// A new account that shares nothing with those made before, and a client for it.
    async fn fresh(&self) -> Desk;
}

#[async_trait]
impl<F, Fut> Subject for F
where
    F: Fn() -> Fut + Send + Sync,
    Fut: Future<Output = Desk> + Send,
{
    async fn fresh(&self) -> Desk {
        self().await
    }
}

/// An account that a law is tried on: the client, what it has sent, and the plan.
pub struct Desk {
    client: Client,
    plan: Plan,
    requests: Arc<dyn Fn() -> Vec<Recorded> + Send + Sync>,
    violations: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    kept: Vec<Box<dyn Any + Send + Sync>>,
}

impl Desk {
    /// An account. `requests` tells what was sent to the vendor so far; for adapters over HTTP take
    /// [`Desk::recorded`].
    pub fn new(
        client: Client,
        plan: Plan,
        requests: impl Fn() -> Vec<Recorded> + Send + Sync + 'static,
    ) -> Self {
        Self {
            client,
            plan,
            requests: Arc::new(requests),
            violations: Arc::new(Vec::new),
            kept: Vec::new(),
        }
    }

    /// An account whose client sends through this recorder.
    pub fn recorded(client: Client, plan: Plan, recorder: &Recorder) -> Self {
        let recorder = recorder.clone();
        Self::new(client, plan, move || recorder.requests())
    }

    /// Tells what the vendor, or its simulator, complained of. Every law ends by looking at it.
    #[must_use]
    pub fn violations(
        mut self,
        violations: impl Fn() -> Vec<String> + Send + Sync + 'static,
    ) -> Self {
        self.violations = Arc::new(violations);
        self
    }

    /// Keeps something alive as long as the account: a server, a temporary folder.
    #[must_use]
    pub fn keep(mut self, guard: impl Any + Send + Sync) -> Self {
        self.kept.push(Box::new(guard));
        self
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What was sent so far.
    pub fn requests(&self) -> Vec<Recorded> {
        (self.requests)()
    }

    /// What the vendor complained of so far.
    pub fn complaints(&self) -> Vec<String> {
        (self.violations)()
    }

    /// The same account with its client changed: wrapped by something that breaks a rule, to see
    /// that a law notices.
    #[must_use]
    pub fn map_client(mut self, change: impl FnOnce(Client) -> Client) -> Self {
        self.client = change(self.client);
        self
    }

    /// The same account with its plan changed.
    #[must_use]
    pub fn map_plan(mut self, change: impl FnOnce(Plan) -> Plan) -> Self {
        self.plan = change(self.plan);
        self
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
