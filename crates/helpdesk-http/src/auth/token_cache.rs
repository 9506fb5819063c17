//! Tokens that expire: fetched when needed, once for everyone, and never lost.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::{Result, Timestamp};
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, Request};
use jiff::SignedDuration;
use secrecy::SecretString;

use super::flight::{self, Flight};
use super::static_header::sensitive;
use super::{Authenticate, Exchange, Generation, MemoryTokenStore, TokenStore, Tokens};
use crate::jitter::part_of;

/// How a vendor gives out tokens.
#[async_trait]
pub trait TokenSource: Send + Sync + fmt::Debug + 'static {
    /// Fetches new tokens: with the refresh token of `current`, or by logging in.
    ///
    /// `current` is the newest there is anywhere, whether or not its access token is still good.
    /// What comes back replaces it as a whole; a refresh token that stays valid has to be carried
    /// over. A refused login should be
    /// [`ErrorKind::Unauthorized`](helpdesk_core::ErrorKind::Unauthorized) with the remedy.
    async fn fetch(&self, current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens>;

    /// The headers that carry the access token: `Authorization: Bearer …`, unless the vendor wants it
    /// elsewhere. They are made once for each token.
    fn headers(&self, tokens: &Tokens) -> Result<HeaderMap> {
        let value = sensitive("Bearer ", &tokens.access)?;
        Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
    }

    /// Puts these headers on a request: all of them, unless the vendor wants some in certain places.
    fn apply(&self, headers: &HeaderMap, request: &mut Request<Bytes>) {
        for (name, value) in headers {
            request.headers_mut().insert(name, value.clone());
        }
    }
}

/// [`Authenticate`] with tokens that expire.
///
/// * Nothing is fetched before the first call, and nothing by anyone but a call.
/// * One refresh at a time: whoever needs a token while one is being fetched waits for that one.
/// * A rejection counts for the token that was used, not for the one that has replaced it meanwhile.
/// * New tokens are stored before they are used. Fetching and storing happen in a task of their own,
///   begun by the call that needs it, so a caller that gives up loses no refresh token.
/// * Before a refresh the store is locked and read again. When another process was faster, its
///   tokens are taken; an old refresh token is never used.
/// * Shortly before a token ends, one call refreshes it and the others go on with it. When that
///   fails, the token is used until its end.
pub struct TokenCache<S> {
    shared: Arc<Shared<S>>,
}

/// Settings of a [`TokenCache`].
#[must_use = "a builder does nothing until it builds"]
pub struct TokenCacheBuilder<S> {
    source: S,
    store: Arc<dyn TokenStore>,
    seed: Option<Tokens>,
    margin: Duration,
    spread: Duration,
    headers: HeaderMap,
}

/// After a failed early refresh, the next one is tried this much later.
const EARLY_PAUSE: Duration = Duration::from_secs(30);

struct Shared<S> {
    source: S,
    store: Arc<dyn TokenStore>,
    seed: Option<Tokens>,
    margin: Duration,
    spread: Duration,
    headers: HeaderMap,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    generations: u64,
    flight: Option<Flight<Live>>,
    /// Fetched, but the store failed to keep them: the only copy there is.
    unsaved: Option<Tokens>,
    no_early_before: Option<Instant>,
}

#[derive(Clone)]
struct Live {
    tokens: Arc<Tokens>,
    /// What the token is sent in; nothing when it cannot be sent.
    headers: Option<Arc<HeaderMap>>,
    generation: Generation,
    refresh_at: Option<Timestamp>,
    rejected: bool,
}

impl Live {
    fn is_good(&self, now: Timestamp) -> bool {
        !self.rejected && self.tokens.is_live(now)
    }
}

enum Plan {
    Use(Live),
    Wait(Flight<Live>, Option<Live>),
}

impl<S: TokenSource> TokenCache<S> {
    /// Tokens from this source, kept in memory unless told otherwise.
    pub fn builder(source: S) -> TokenCacheBuilder<S> {
        TokenCacheBuilder {
            source,
            store: Arc::new(MemoryTokenStore::new()),
            seed: None,
            margin: Duration::from_secs(300),
            spread: Duration::from_secs(60),
            headers: HeaderMap::new(),
        }
    }
}

impl<S: TokenSource> TokenCacheBuilder<S> {
    /// Keeps the tokens there.
    pub fn store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.store = store;
        self
    }

    /// Starts with these tokens when the store has none.
    pub fn seed(mut self, tokens: Tokens) -> Self {
        self.seed = Some(tokens);
        self
    }

    /// Refreshes this long before the end, and up to `spread` earlier by chance, so that processes
    /// do not all do it at once. Never before half of the token's life is over. 300 s and 60 s by
    /// default.
    pub fn early(mut self, margin: Duration, spread: Duration) -> Self {
        (self.margin, self.spread) = (margin, spread);
        self
    }

    /// Sends a secret header with every signed call beside the token.
    pub fn header(mut self, name: HeaderName, value: &SecretString) -> Result<Self> {
        self.headers.insert(name, sensitive("", value)?);
        Ok(self)
    }

    /// The authenticator.
    pub fn build(self) -> TokenCache<S> {
        TokenCache {
            shared: Arc::new(Shared {
                source: self.source,
                store: self.store,
                seed: self.seed,
                margin: self.margin,
                spread: self.spread,
                headers: self.headers,
                state: Mutex::default(),
            }),
        }
    }
}

impl<S: TokenSource> TokenCache<S> {
    fn plan(&self, exchange: &Exchange) -> Result<Plan> {
        let now = exchange.now();
        let mut state = self.shared.state();
        let good = state.live.clone().filter(|live| live.is_good(now));
        if let Some(live) = &good {
            let due = live.refresh_at.is_some_and(|at| now >= at);
            let paused = state
                .no_early_before
                .is_some_and(|until| exchange.clock().instant() < until);
            if !due || paused || state.flight.is_some() {
                return Ok(Plan::Use(live.clone()));
            }
        }
        if let Some(flight) = &state.flight {
            return Ok(Plan::Wait(flight.clone(), None));
        }
        let (shared, exchange) = (Arc::clone(&self.shared), exchange.clone());
        let flight = flight::start(async move { shared.refresh(&exchange).await })?;
        state.flight = Some(flight.clone());
        Ok(Plan::Wait(flight, good))
    }
}

impl<S: TokenSource> Shared<S> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The whole refresh. Runs in a task of its own, one at a time.
    async fn refresh(&self, exchange: &Exchange) -> Result<Live> {
        let _landing = Landing(self);
        let _locked = self.store.lock().await?;
        let unsaved = self.state().unsaved.clone();
        if let Some(tokens) = unsaved {
            return self.keep(tokens, exchange).await;
        }
        let stored = self.store.load().await?;
        let mine = self.state().live.clone();
        let now = exchange.now();
        // What another process fetched, or this one in an earlier life.
        let foreign = stored.as_ref().filter(|stored| {
            stored.is_live(now)
                && mine
                    .as_ref()
                    .is_none_or(|mine| !stored.same_access(&mine.tokens))
        });
        let first = match (foreign, &mine, &stored) {
            (Some(foreign), ..) => Some(foreign.clone()),
            (None, None, None) => self.seed.clone().filter(|seed| seed.is_live(now)),
            _ => None,
        };
        if let Some(tokens) = &first
            && self.refresh_at(tokens, exchange).is_none_or(|at| now < at)
        {
            return Ok(self.adopt(tokens.clone(), exchange));
        }
        let current = stored
            .as_ref()
            .or(mine.as_ref().map(|mine| &*mine.tokens))
            .or(self.seed.as_ref());
        match self.source.fetch(current, exchange).await {
            Ok(tokens) => self.keep(tokens, exchange).await,
            Err(error) => {
                self.state().no_early_before = exchange.clock().instant().checked_add(EARLY_PAUSE);
                match first {
                    Some(tokens) => Ok(self.adopt(tokens, exchange)),
                    None => Err(error),
                }
            }
        }
    }

    /// Stores tokens, and only then uses them.
    async fn keep(&self, tokens: Tokens, exchange: &Exchange) -> Result<Live> {
        self.state().unsaved = Some(tokens.clone());
        self.store.save(&tokens).await?;
        self.state().unsaved = None;
        Ok(self.adopt(tokens, exchange))
    }

    fn adopt(&self, tokens: Tokens, exchange: &Exchange) -> Live {
        let refresh_at = self.refresh_at(&tokens, exchange);
        let headers = self.source.headers(&tokens).ok().map(Arc::new);
        let mut state = self.state();
        state.generations += 1;
        let live = Live {
            tokens: Arc::new(tokens),
            headers,
            generation: Generation(state.generations),
            refresh_at,
            rejected: false,
        };
        state.live = Some(live.clone());
        live
    }

    fn refresh_at(&self, tokens: &Tokens, exchange: &Exchange) -> Option<Timestamp> {
        let end = tokens.expires_at?;
        let start = tokens.issued_at.unwrap_or_else(|| exchange.now());
        let half = end.duration_since(start).max(SignedDuration::ZERO) / 2;
        let early = self.margin + part_of(self.spread, exchange.jitter());
        let early = SignedDuration::try_from(early).unwrap_or(SignedDuration::MAX);
        end.checked_sub(early.min(half)).ok()
    }
}

/// Makes room for the next refresh, however this one ends.
struct Landing<'a, S: TokenSource>(&'a Shared<S>);

impl<S: TokenSource> Drop for Landing<'_, S> {
    fn drop(&mut self) {
        self.0.state().flight = None;
    }
}

#[async_trait]
impl<S: TokenSource> Authenticate for TokenCache<S> {
    async fn sign(&self, request: &mut Request<Bytes>, exchange: &Exchange) -> Result<Generation> {
        let live = match self.plan(exchange)? {
            Plan::Use(live) => live,
            Plan::Wait(flight, meanwhile) => match flight.await {
                Ok(live) => live,
                Err(error) => meanwhile
                    .filter(|live| live.tokens.is_live(exchange.now()))
                    .ok_or_else(|| flight::copy(&error))?,
            },
        };
        for (name, value) in &self.shared.headers {
            request.headers_mut().insert(name, value.clone());
        }
        let source = &self.shared.source;
        match &live.headers {
            Some(headers) => source.apply(headers, request),
            // Asked once more, the source says why.
            None => source.apply(&source.headers(&live.tokens)?, request),
        }
        Ok(live.generation)
    }

    async fn reject(&self, generation: Generation) -> bool {
        let mut state = self.shared.state();
        if let Some(live) = &mut state.live
            && live.generation == generation
        {
            live.rejected = true;
        }
        true
    }
}

impl<S: TokenSource> fmt::Debug for TokenCache<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("source", &self.shared.source)
            .field("store", &self.shared.store)
            .finish_non_exhaustive()
    }
}

impl<S: TokenSource> fmt::Debug for TokenCacheBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCacheBuilder")
            .field("source", &self.source)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
