//! Pages turned into streams.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use crate::{Cursor, Error, ErrorKind, Page, PageRequest, Result};

/// Fetches one page.
pub(crate) type Fetch<T> =
    Arc<dyn Fn(PageRequest) -> BoxFuture<'static, Result<Page<T>>> + Send + Sync>;

/// Tells objects apart, so that one that moved to the next page while it was read comes out once.
pub trait Identified {
    /// The identifier.
    fn identity(&self) -> &str;
}

macro_rules! identified {
    ($($name:ty),+ $(,)?) => {$(
        impl Identified for $name {
            fn identity(&self) -> &str {
                self.id.as_str()
            }
        }
    )+};
}

identified!(
    crate::Agent,
    crate::Channel,
    crate::Contact,
    crate::CustomField,
    crate::Department,
    crate::Message,
    crate::Tag,
    crate::Ticket,
    crate::Webhook
);

/// A page on its way, and the cursor it was asked for with.
type Flying<T> = BoxFuture<'static, (Option<Cursor>, Result<Page<T>>)>;

/// How many identifiers are remembered to keep repeats out. Memory stays flat however long the list.
const REMEMBERED: usize = 4096;

fn mark_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A list, object by object, fetched page by page as it is read.
///
/// Pages are fetched when they are needed; as many as the prefetch setting says are on their way at
/// the same time, where the vendor's paging lets their places be known beforehand. An object that
/// moves from one page to the next while the list is read comes out once. A vendor that hands out
/// the same cursor twice ends the stream with an error. After an error the stream is over.
pub struct ListStream<T> {
    fetch: Fetch<T>,
    limit: Option<u32>,
    prefetch: NonZeroUsize,
    waiting: VecDeque<Option<Cursor>>,
    flying: FuturesOrdered<Flying<T>>,
    ready: VecDeque<T>,
    recent: VecDeque<u64>,
    known: HashSet<u64>,
    visited: HashSet<u64>,
    failure: Option<Error>,
    over: bool,
}

impl<T: Identified + Send + 'static> ListStream<T> {
    pub(crate) fn new(fetch: Fetch<T>, first: PageRequest, prefetch: NonZeroUsize) -> Self {
        Self {
            fetch,
            limit: first.limit,
            prefetch,
            waiting: VecDeque::from([first.cursor]),
            flying: FuturesOrdered::new(),
            ready: VecDeque::new(),
            recent: VecDeque::new(),
            known: HashSet::new(),
            visited: HashSet::new(),
            failure: None,
            over: false,
        }
    }

    fn launch(&mut self) {
        while self.flying.len() < self.prefetch.get() {
            let Some(cursor) = self.waiting.pop_front() else {
                return;
            };
            let page = (self.fetch)(PageRequest {
                limit: self.limit,
                cursor: cursor.clone(),
            });
            self.flying
                .push_back(Box::pin(async move { (cursor, page.await) }));
        }
    }

    fn take_in(&mut self, at: Option<&Cursor>, page: Page<T>) -> Result<()> {
        for item in page.items {
            if self.is_new(&item) {
                self.ready.push_back(item);
            }
        }
        let Some(next) = page.next else {
            // The list ends here: nothing is on the pages that were asked for behind it.
            self.waiting.clear();
            self.flying = FuturesOrdered::new();
            return Ok(());
        };
        // The pages behind this one in their order; the first of them are in line already.
        let known = self.waiting.len() + self.flying.len();
        for cursor in std::iter::once(next).chain(page.ahead).skip(known) {
            self.follow(at, cursor)?;
        }
        Ok(())
    }

    /// Puts a page in line. One that was read already would lead round in a circle.
    fn follow(&mut self, at: Option<&Cursor>, next: Cursor) -> Result<()> {
        self.visited.extend(at.map(mark_of));
        if !self.visited.insert(mark_of(&next)) {
            return Err(
                Error::new(ErrorKind::Decode, "the vendor's paging does not move on")
                    .with_delivery(crate::Delivery::Answered),
            );
        }
        self.waiting.push_back(Some(next));
        Ok(())
    }

    fn is_new(&mut self, item: &T) -> bool {
        let mark = mark_of(item.identity());
        if !self.known.insert(mark) {
            return false;
        }
        self.recent.push_back(mark);
        if self.recent.len() > REMEMBERED
            && let Some(oldest) = self.recent.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

impl<T: Identified + Send + Unpin + 'static> Stream for ListStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(error) = self.failure.take() {
                return Poll::Ready(Some(Err(error)));
            }
            if self.over {
                return Poll::Ready(None);
            }
            self.launch();
            match self.flying.poll_next_unpin(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => self.over = true,
                Poll::Ready(Some((at, page))) => {
                    let outcome = page.and_then(|page| self.take_in(at.as_ref(), page));
                    if let Err(error) = outcome {
                        self.over = true;
                        self.failure = Some(error);
                    }
                }
            }
        }
    }
}

impl<T> std::fmt::Debug for ListStream<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ListStream")
            .field("ready", &self.ready.len())
            .field("over", &self.over)
            .finish_non_exhaustive()
    }
}
