//! Budgets that several desks share.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use helpdesk_core::config::BuildContext;
use helpdesk_core::{Clock, Error, Result};

use super::{Budget, BudgetStores, Window};
use crate::SharedState;

/// Budgets by key, so that desks behind one IP address or with one API key count together.
///
/// The application makes one and hands it to every desk; there is no global one. Keys end up in
/// logs: make them of a vendor's name and a host, not of a credential.
#[derive(Clone)]
pub struct Budgets {
    clock: Arc<dyn Clock>,
    stores: Option<Arc<dyn BudgetStores>>,
    known: Arc<Mutex<HashMap<String, Budget>>>,
}

impl Budgets {
    /// No budgets yet.
    #[inline]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            stores: None,
            known: Arc::default(),
        }
    }

    /// Counts new budgets there, together with other processes, in place of in this one.
    #[must_use]
    #[inline]
    pub fn with_stores(mut self, stores: Arc<dyn BudgetStores>) -> Self {
        self.stores = Some(stores);
        self
    }

    /// The budgets that the desks of a context share, counted where its [`SharedState`] says.
    ///
    /// The clock is that of the first desk that asks.
    #[inline]
    pub fn in_context(context: &BuildContext, clock: &Arc<dyn Clock>) -> Arc<Self> {
        let shared = SharedState::in_context(context);
        context.shared("helpdesk budgets", || Self {
            clock: Arc::clone(clock),
            stores: shared.budgets().cloned(),
            known: Arc::default(),
        })
    }

    /// The budget of this key, made on first use.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config) when it is there already
    /// with other windows.
    #[inline]
    pub fn get(&self, key: &str, windows: &[Window]) -> Result<Budget> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(budget) = known.get(key) {
            return if budget.windows() == windows {
                Ok(budget.clone())
            } else {
                Err(Error::config(
                    "limits",
                    format!("the budget `{key}` is shared, and another desk gives it other limits"),
                ))
            };
        }
        let budget = match &self.stores {
            Some(stores) => Budget::with_store(key, windows, stores.open(key, windows)),
            None => Budget::new(key, Arc::clone(&self.clock), windows),
        };
        known.insert(key.to_owned(), budget.clone());
        Ok(budget)
    }

    /// Puts a budget of the caller's own in place, such as one counted elsewhere.
    pub fn insert(&self, key: impl Into<String>, budget: Budget) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(key.into(), budget);
    }
}

impl fmt::Debug for Budgets {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys: Vec<_> = known.keys().collect();
        keys.sort();
        f.debug_tuple("Budgets").field(&keys).finish()
    }
}
