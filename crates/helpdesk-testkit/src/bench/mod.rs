//! What laws are tried with.

mod contacts;
mod talk;
mod tickets;
mod world;

use std::sync::atomic::{AtomicU32, Ordering};

use helpdesk_core::{Capabilities, Client, Field, Operation};

use crate::{Check, Desk, Plan, Stop};

pub(crate) use world::tag_operations;

/// A fresh account, and the means to fill it.
#[derive(Debug)]
pub struct Bench {
    desk: Desk,
    next: AtomicU32,
}

impl Bench {
    /// A bench on this account.
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            next: AtomicU32::new(1),
        }
    }

    /// The account.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The client.
    pub fn client(&self) -> &Client {
        self.desk.client()
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.desk.plan()
    }

    /// What the desk says it can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.client().capabilities()
    }

    /// Whether the desk can carry out an operation.
    pub fn supports(&self, operation: Operation) -> bool {
        self.client().supports(operation)
    }

    /// Whether the desk holds a field in a write, or filters by it in a list.
    pub fn holds(&self, operation: Operation, field: &Field) -> bool {
        self.capabilities().holds(operation, field)
    }

    /// Skips the law when the desk cannot carry out one of these operations.
    ///
    /// # Errors
    /// [`Stop::Unsupported`] then.
    pub fn need(&self, operations: &[Operation]) -> Check {
        match operations
            .iter()
            .find(|operation| !self.supports(**operation))
        {
            Some(operation) => Err(Stop::Unsupported(*operation)),
            None => Ok(()),
        }
    }

    /// What is wrong at the end of a law, whatever it was about.
    pub(crate) fn closing(&self) -> Option<String> {
        let complaints = self.desk.complaints();
        (!complaints.is_empty()).then(|| format!("the vendor complains: {}", complaints.join("; ")))
    }

    /// How many requests were sent so far.
    pub fn sent(&self) -> usize {
        self.desk.requests().len()
    }

    /// Fails the law when requests were sent since `before`.
    ///
    /// # Errors
    /// [`Stop::Broken`] then.
    #[track_caller]
    pub fn nothing_sent(&self, before: usize, what: &str) -> Check {
        let requests = self.desk.requests();
        let since: Vec<String> = requests
            .iter()
            .skip(before)
            .map(|request| format!("{} {}", request.method, request.path))
            .collect();
        ensure!(
            since.is_empty(),
            "{what} must send nothing, but sent {}",
            since.join(", ")
        );
        Ok(())
    }

    /// A number that was not used before on this bench.
    pub fn number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}
