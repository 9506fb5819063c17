//! What desks share with other processes.

use std::fmt;
use std::sync::Arc;

use helpdesk_core::config::BuildContext;

use crate::{BudgetStores, TokenStores};

/// Where budgets are counted and tokens are kept that several processes share.
///
/// Whoever prepares a [`BuildContext`] puts it there with [`SharedState::put_into`] before the first
/// desk is built. Adapters ask for [`Budgets::in_context`](crate::Budgets::in_context) and
/// [`TokenStoreSettings::open`](crate::TokenStoreSettings::open), and need not know of it.
#[derive(Clone, Default)]
pub struct SharedState {
    budgets: Option<Arc<dyn BudgetStores>>,
    tokens: Option<Arc<dyn TokenStores>>,
}

impl SharedState {
    const NAME: &str = "helpdesk shared state";

    /// Nothing is shared: budgets are counted in this process.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts budgets there.
    #[must_use]
    #[inline]
    pub fn with_budgets(mut self, stores: Arc<dyn BudgetStores>) -> Self {
        self.budgets = Some(stores);
        self
    }

    /// Keeps tokens there, where a desk says so.
    #[must_use]
    #[inline]
    pub fn with_tokens(mut self, stores: Arc<dyn TokenStores>) -> Self {
        self.tokens = Some(stores);
        self
    }

    /// Where budgets are counted, if not in this process.
    #[inline]
    pub fn budgets(&self) -> Option<&Arc<dyn BudgetStores>> {
        self.budgets.as_ref()
    }

    /// Where tokens are kept.
    #[inline]
    pub fn tokens(&self) -> Option<&Arc<dyn TokenStores>> {
        self.tokens.as_ref()
    }

    /// Lets the desks of a context share this. What is there already, or was asked for already, stays.
    #[inline]
    pub fn put_into(self, context: &BuildContext) {
        context.shared(Self::NAME, || self);
    }

    /// What the desks of a context share with other processes.
    #[inline]
    pub fn in_context(context: &BuildContext) -> Arc<Self> {
        context.shared(Self::NAME, Self::new)
    }
}

impl fmt::Debug for SharedState {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedState")
            .field("budgets", &self.budgets)
            .field("tokens", &self.tokens)
            .finish()
    }
}
