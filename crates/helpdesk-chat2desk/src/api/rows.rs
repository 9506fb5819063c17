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
        is_short(self.items.len() as u64, &self.meta, asked)
    }
}

/// Whether a page of so many rows is shorter than it may be; see [`List::is_short`].
pub(crate) fn is_short(rows: u64, meta: &wire::Meta, asked: u32) -> bool {
    let applied = meta.limit.filter(|limit| *limit > 0);
    rows < applied.unwrap_or_else(|| u64::from(asked))
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

/// Where the reading of a list stands, whatever its rows are.
struct Place {
    describe: Describe,
    size: u32,
    step: Step,
    over: bool,
    known: HashSet<String>,
    recent: VecDeque<String>,
    first: Option<String>,
}

impl Place {
    /// The call of the next page.
    fn call(&self) -> Call {
        (self.describe)(match self.step {
            Step::Offset(offset) => ListPage::new(self.size, offset),
            Step::StartId(id) => ListPage {
                limit: Some(self.size),
                offset: id,
            },
        })
    }

    /// Goes on behind a page with these rows.
    fn pass(&mut self, api: &Api, marks: &[Option<&str>], meta: &wire::Meta) -> Result<()> {
        let rows = marks.len() as u64;
        self.over = rows == 0;
        let short = is_short(rows, meta, self.size);
        match self.step {
            Step::Offset(offset) => {
                let first = marks.first().copied().flatten();
                if first.is_some() && first == self.first.as_deref() {
                    // A server that ignores the offset would give this page for ever.
                    self.over = true;
                    if meta.total.is_some_and(|total| total > offset) {
                        return Err(api
                            .named(Error::new(
                                ErrorKind::Decode,
                                "the vendor gives the same page again, so the list cannot be read to \
                                 its end",
                            ))
                            .with_delivery(Delivery::Answered));
                    }
                }
                self.first = first.map(str::to_owned);
                let next = offset + rows;
                // A total alone ends nothing, but a short page with a total that promises more does
                // not end the list either.
                self.over |= short && meta.total.is_none_or(|total| total <= next);
                self.step = Step::Offset(next);
            }
            Step::StartId(from) => {
                self.over |= meta.limit.is_some() && short;
                let ids = marks.iter().flatten();
                match ids.filter_map(|id| id.parse::<u64>().ok()).max() {
                    Some(highest) if from.is_none_or(|from| highest >= from) => {
                        self.step = Step::StartId(Some(highest.saturating_add(1)));
                    }
                    _ => self.over = true,
                }
            }
        }
        Ok(())
    }

    /// Whether a row did not come before, as far as it can be told.
    fn is_new(&mut self, mark: Option<&str>) -> bool {
        let Some(id) = mark else {
            return true;
        };
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

/// A list that is read row by row.
pub(crate) struct Reading<T> {
    api: Api,
    place: Place,
    ready: VecDeque<Kept<T>>,
}

impl<T: Row> Reading<T> {
    /// The next row, if there is one.
    pub(crate) async fn next(&mut self) -> Result<Option<Kept<T>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if self.place.over {
                return Ok(None);
            }
            let list = self.api.many::<T>(self.place.call()).await?;
            let marks: Vec<_> = list.items.iter().map(|row| row.wire.mark()).collect();
            self.place.pass(&self.api, &marks, &list.meta)?;
            for row in list.items {
                if self.place.is_new(row.wire.mark()) {
                    self.ready.push_back(row);
                }
            }
        }
    }

    /// All rows that are left.
    pub(crate) async fn all(mut self) -> Result<Vec<Kept<T>>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next().await? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// The rows as a stream.
    pub(super) fn stream(self) -> Rows<T> {
        stream::try_unfold(self, |mut at| async move {
            let row = at.next().await?;
            Ok(row.map(|row| (row, at)))
        })
        .boxed()
    }
}

impl Api {
    /// All rows of a list that is paged by offset.
    pub(super) fn rows<T: Row>(
        &self,
        page: ListPage,
        describe: impl Fn(ListPage) -> Call + Send + Sync + 'static,
    ) -> Reading<T> {
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
    ) -> Reading<T> {
        Reading {
            api: self.clone(),
            place: Place {
                describe: Arc::new(describe),
                size: limit.unwrap_or(MAX_LIMIT),
                step,
                over: false,
                known: HashSet::new(),
                recent: VecDeque::new(),
                first: None,
            },
            ready: VecDeque::new(),
        }
    }
}

/// A stream that is over before it begins, with what is wrong with its query.
pub(super) fn refused<T: Row>(error: Error) -> Rows<T> {
    stream::once(std::future::ready(Err(error))).boxed()
}
