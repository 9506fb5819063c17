//! Lists: a page, or all rows one by one.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt;
use std::sync::Arc;

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use helpdesk_core::{Delivery, Error, ErrorKind, Result};
use helpdesk_http::{Call, Kept};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Api, ListPage, MAX_LIMIT};
use crate::{row, wire};

/// A list, or a page of one.
#[derive(Clone)]
#[non_exhaustive]
pub struct List<T> {
    /// The rows.
    pub items: Vec<Kept<T>>,
    /// Where the page lies; empty where the vendor does not say.
    pub meta: wire::Meta,
}

impl<T> List<T> {
    /// Whether the page is shorter than the size that the vendor says it applied, or than `asked`
    /// where it says nothing. Totals are not always right, so they decide nothing.
    pub fn is_short(&self, asked: u32) -> bool {
        let applied = self.meta.limit.filter(|limit| *limit > 0);
        (self.items.len() as u64) < applied.unwrap_or_else(|| u64::from(asked))
    }
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("items", &self.items.len())
            .field("meta", &self.meta)
            .finish()
    }
}

/// The rows of a list, one by one.
///
/// Pages are fetched when their first row is asked for, at a request each. A row that moved to the
/// next page while the list was read comes once. After an error the stream is over.
// What gives one is `#[inline]`: it is compiled in the program that calls it, not in every build.
pub type Rows<T> = BoxStream<'static, Result<Kept<T>>>;

/// A row that can be told from others.
pub trait Row: DeserializeOwned + Send + 'static {
    /// What tells it from others; nothing where it has no identifier.
    fn mark(&self) -> Option<&str>;
}

macro_rules! rows {
    ($($name:ty),+ $(,)?) => {$(
        impl Row for $name {
            fn mark(&self) -> Option<&str> {
                Some(&self.id)
            }
        }
    )+};
}

rows!(
    row::Client,
    row::Operator,
    wire::AccessRight,
    wire::Channel,
    wire::Client,
    wire::Country,
    wire::CustomClientField,
    wire::Dialog,
    wire::Message,
    wire::Operator,
    wire::OperatorGroup,
    wire::Region,
    wire::Tag,
    wire::Template,
    wire::Ticket,
    wire::WebhookSubscription
);

impl Row for wire::WebVisit {
    fn mark(&self) -> Option<&str> {
        self.message_id.as_deref()
    }
}

impl Row for BTreeMap<String, Value> {
    fn mark(&self) -> Option<&str> {
        None
    }
}

/// How many identifiers are remembered to keep repeats out. Memory stays flat however long the list.
const REMEMBERED: usize = 4096;

/// Describes the call of a page.
type Describe = Arc<dyn Fn(ListPage) -> Call + Send + Sync>;

/// How the next page is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// So many rows further on.
    Offset(u64),
    /// From the identifier behind the highest one.
    StartId(Option<u64>),
}

/// Where a stream stands.
struct Reading<T> {
    api: Api,
    describe: Describe,
    size: u32,
    step: Step,
    over: bool,
    ready: VecDeque<Kept<T>>,
    known: HashSet<String>,
    recent: VecDeque<String>,
    first: Option<String>,
}

impl<T: Row> Reading<T> {
    async fn fetch(&mut self) -> Result<()> {
        let page = match self.step {
            Step::Offset(offset) => ListPage::new(self.size, offset),
            Step::StartId(id) => ListPage {
                limit: Some(self.size),
                offset: id,
            },
        };
        let list = self.api.many::<T>((self.describe)(page)).await?;
        let rows = list.items.len() as u64;
        self.over = rows == 0;
        match self.step {
            Step::Offset(offset) => {
                let first = list.items.first().and_then(|row| row.wire.mark());
                if first.is_some() && first == self.first.as_deref() {
                    // A server that ignores the offset would give this page for ever.
                    self.over = true;
                    if list.meta.total.is_some_and(|total| total > offset) {
                        return Err(self.api.named(Error::new(
                            ErrorKind::Decode,
                            "the vendor gives the same page again, so the list cannot be read to its \
                             end",
                        ))
                        .with_delivery(Delivery::Answered));
                    }
                }
                self.first = first.map(str::to_owned);
                let next = offset + rows;
                // A total alone ends nothing, but a short page with a total that promises more does
                // not end the list either.
                let more = list.meta.total.is_some_and(|total| total > next);
                self.over |= list.is_short(self.size) && !more;
                self.step = Step::Offset(next);
            }
            Step::StartId(from) => {
                self.over |= list.meta.limit.is_some() && list.is_short(self.size);
                let ids = list.items.iter().filter_map(|row| row.wire.mark());
                match ids.filter_map(|id| id.parse::<u64>().ok()).max() {
                    Some(highest) if from.is_none_or(|from| highest >= from) => {
                        self.step = Step::StartId(Some(highest.saturating_add(1)));
                    }
                    _ => self.over = true,
                }
            }
        }
        for row in list.items {
            if row.wire.mark().is_none_or(|id| self.is_new(id)) {
                self.ready.push_back(row);
            }
        }
        Ok(())
    }

    fn is_new(&mut self, id: &str) -> bool {
        if !self.known.insert(id.to_owned()) {
            return false;
        }
        self.recent.push_back(id.to_owned());
        if self.recent.len() > REMEMBERED
            && let Some(oldest) = self.recent.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

impl Api {
    /// All rows of a list that is paged by offset.
    pub(super) fn rows<T: Row>(
        &self,
        page: ListPage,
        describe: impl Fn(ListPage) -> Call + Send + Sync + 'static,
    ) -> Rows<T> {
        self.reading(page.limit, Step::Offset(page.offset.unwrap_or(0)), describe)
    }

    /// All rows of a list that comes on one page.
    pub(super) fn whole<T: Row>(&self, call: Call) -> Rows<T> {
        let api = self.clone();
        let list = async move { api.many::<T>(call).await };
        stream::once(list)
            .map_ok(|list| stream::iter(list.items.into_iter().map(Ok)))
            .try_flatten()
            .boxed()
    }

    /// All rows of a list, step by step.
    pub(super) fn reading<T: Row>(
        &self,
        limit: Option<u32>,
        step: Step,
        describe: impl Fn(ListPage) -> Call + Send + Sync + 'static,
    ) -> Rows<T> {
        let start = Reading::<T> {
            api: self.clone(),
            describe: Arc::new(describe),
            size: limit.unwrap_or(MAX_LIMIT),
            step,
            over: false,
            ready: VecDeque::new(),
            known: HashSet::new(),
            recent: VecDeque::new(),
            first: None,
        };
        let rows = stream::try_unfold(start, |mut at| async move {
            loop {
                if let Some(row) = at.ready.pop_front() {
                    return Ok(Some((row, at)));
                }
                if at.over {
                    return Ok(None);
                }
                at.fetch().await?;
            }
        });
        rows.boxed()
    }
}

/// A stream that is over before it begins, with what is wrong with its query.
pub(super) fn refused<T: Row>(error: Error) -> Rows<T> {
    stream::once(std::future::ready(Err(error))).boxed()
}
