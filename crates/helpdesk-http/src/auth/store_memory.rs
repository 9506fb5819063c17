//! Tokens in memory.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use helpdesk_core::Result;

use super::{StoreGuard, TokenStore, Tokens};

/// [`TokenStore`] in the memory of this process: for tokens that can be fetched anew at any time.
/// Clones share the tokens.
#[derive(Debug, Clone, Default)]
pub struct MemoryTokenStore {
    tokens: Arc<Mutex<Option<Tokens>>>,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl MemoryTokenStore {
    /// An empty store.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    #[inline]
    async fn lock(&self) -> Result<StoreGuard> {
        Ok(StoreGuard::new(Arc::clone(&self.lock).lock_owned().await))
    }

    #[inline]
    async fn load(&self) -> Result<Option<Tokens>> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(tokens.clone())
    }

    #[inline]
    async fn save(&self, tokens: &Tokens) -> Result<()> {
        let mut kept = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(tokens.clone());
        Ok(())
    }
}
