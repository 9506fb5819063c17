//! Lists.

use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use helpdesk_core::{Error, Result, VendorData, builder};
use helpdesk_http::{Call, Kept};

use super::{Api, Filter, LARGEST_PAGE};

/// Which rows of a list, in which order, with which fields.
///
/// ```
/// use helpdesk_wisecx::api::{Filter, ListRequest, Sort};
///
/// let request = ListRequest::builder()
///     .filters(vec![Filter::equal("case.status", "opened")])
///     .sort(Sort::descending("id"))
///     .limit(20)
///     .build();
/// # let _ = request;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListRequest {
    /// The fields to send; all documented ones when none is named. `password` is refused.
    pub fields: Vec<String>,
    /// Conditions that rows meet.
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Option<Sort>,
    /// How many rows at most; 100 is the vendor's limit and default.
    pub limit: Option<u32>,
    /// The page, counted from 1.
    pub page: Option<u32>,
}

builder!(ListRequest, ListRequestBuilder {
    optional: [sort / maybe_sort: Sort, limit / maybe_limit: u32, page / maybe_page: u32],
    default: [fields: Vec<String>, filters: Vec<Filter>],
});

impl ListRequest {
    /// A page of all rows.
    pub fn page(page: u32, limit: u32) -> Self {
        Self {
            limit: Some(limit),
            page: Some(page),
            ..Self::default()
        }
    }

    /// Describes the call. `fields` are sent always, for the default ones are few.
    pub(super) fn apply(&self, call: Call, all: &str) -> Result<Call> {
        self.check()?;
        let fields = if self.fields.is_empty() {
            all.to_owned()
        } else {
            self.fields.join(",")
        };
        Ok(self.apply_bare(call.query("fields", fields)))
    }

    /// Describes the call of a list that takes no `fields`.
    pub(super) fn apply_plain(&self, call: Call) -> Result<Call> {
        self.check()?;
        Ok(self.apply_bare(call))
    }

    fn apply_bare(&self, call: Call) -> Call {
        let sort = self.sort.as_ref();
        call.query_opt("filtering", Filter::text(&self.filters))
            .query_opt("sort", sort.map(Sort::direction))
            .query_opt("sort_field", sort.map(|sort| sort.field.as_str()))
            .query_opt("limit", self.limit)
            .query_opt("page", self.page)
    }

    fn check(&self) -> Result<()> {
        refuse_password(&self.fields)?;
        if self
            .limit
            .is_some_and(|limit| limit == 0 || limit > LARGEST_PAGE)
        {
            return Err(Error::invalid("limit", "must be from 1 to 100"));
        }
        if self.page == Some(0) {
            return Err(Error::invalid("page", "is counted from 1"));
        }
        Ok(())
    }
}

pub(super) fn refuse_password(fields: &[String]) -> Result<()> {
    let asked = |field: &String| {
        field
            .split(',')
            .any(|one| one.trim().eq_ignore_ascii_case("password"))
    };
    if fields.iter().any(asked) {
        return Err(Error::invalid(
            "fields",
            "passwords of contacts are never asked for; leave the field out",
        ));
    }
    Ok(())
}

/// The order of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sort {
    /// The field.
    pub field: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Sort {
    /// The least first.
    pub fn ascending(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            descending: false,
        }
    }

    /// The greatest first.
    pub fn descending(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            descending: true,
        }
    }

    pub(super) fn direction(&self) -> &'static str {
        if self.descending { "desc" } else { "asc" }
    }
}

/// Rows of a list. The vendor's link to the next page is malformed in its own example and is not
/// kept; count pages instead.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct List<T> {
    /// The rows.
    pub items: Vec<Kept<T>>,
    /// The page, where the vendor says.
    pub page: Option<u64>,
    /// The size of a page, where the vendor says.
    pub limit: Option<u64>,
    /// How many rows there are in all, where the vendor says: with campaigns only.
    pub total: Option<u64>,
}

impl<T> List<T> {
    pub(super) fn of(items: Vec<Kept<T>>) -> Self {
        Self {
            items,
            page: None,
            limit: None,
            total: None,
        }
    }

    pub(super) fn empty() -> Self {
        Self::of(Vec::new())
    }
}

/// The rows of a list, one after the other, page by page as they are asked for.
///
/// The page of the request is the first one, its limit the size of the pages (100 when none is
/// given). A stream ends at a page that is not full, at the number of rows the vendor tells, and at a
/// page that begins as the one before it did: then the vendor ignores the page. An error is its last
/// item. Each page is a request with its own deadline.
// What gives one is `#[inline]`: it is compiled in the program that calls it, not in every build.
pub type Rows<T> = BoxStream<'static, Result<Kept<T>>>;

/// Where a stream is.
struct Turned {
    page: u32,
    first: Option<VendorData>,
    seen: u64,
    over: bool,
}

impl Turned {
    fn after<T>(mut self, list: List<T>, size: u64) -> (Vec<Kept<T>>, Self) {
        let List { items, total, .. } = list;
        let count = items.len() as u64;
        let first = items.first().map(|row| row.data.clone());
        if first.is_none() || first == self.first {
            self.over = true;
            return (Vec::new(), self);
        }
        self.seen += count;
        // More than were asked for: the vendor knows no pages here and sends the whole list.
        let more = match total {
            Some(total) => self.seen < total,
            None => count == size,
        };
        match self.page.checked_add(1) {
            Some(next) if more => (self.page, self.first) = (next, first),
            _ => self.over = true,
        }
        (items, self)
    }
}

/// Turns the pages of a list.
pub(super) fn rows<T, F>(
    api: &Api,
    request: &ListRequest,
    fetch: impl Fn(Api, ListRequest) -> F + Send + 'static,
) -> Rows<T>
where
    T: Send + 'static,
    F: Future<Output = Result<List<T>>> + Send + 'static,
{
    let (api, request) = (api.clone(), request.clone());
    let size = request.limit.unwrap_or(LARGEST_PAGE);
    let begin = Turned {
        page: request.page.unwrap_or(1),
        first: None,
        seen: 0,
        over: false,
    };
    let pages = stream::try_unfold(begin, move |turned| {
        let page = (!turned.over).then(|| {
            let mut request = request.clone();
            (request.page, request.limit) = (Some(turned.page), Some(size));
            fetch(api.clone(), request)
        });
        async move {
            let Some(page) = page else {
                return Ok(None);
            };
            Ok(Some(turned.after(page.await?, u64::from(size))))
        }
    });
    pages
        .map_ok(|rows| stream::iter(rows.into_iter().map(Ok)))
        .try_flatten()
        .boxed()
}

/// More pages than this are not turned in search of one row.
const MOST_PAGES: u32 = 200;

/// Every row of a list, page by page. Ends at a page that is not full, and at one that begins as the
/// page before it did: then the vendor ignores the page.
pub(crate) async fn all<T, F>(
    fetch: impl Fn(u32) -> F,
    id: impl Fn(&T) -> String,
    mut enough: impl FnMut(&Kept<T>) -> bool,
) -> Result<Vec<Kept<T>>>
where
    F: Future<Output = Result<List<T>>>,
{
    let mut all: Vec<Kept<T>> = Vec::new();
    let mut first: Option<String> = None;
    for page in 1..=MOST_PAGES {
        let rows = fetch(page).await?.items;
        let begins = rows.first().map(|row| id(&row.wire));
        if begins.is_none() || (begins == first && page > 1) {
            return Ok(all);
        }
        first = begins;
        let full = rows.len() == LARGEST_PAGE as usize;
        for row in rows {
            let last = enough(&row);
            all.push(row);
            if last {
                return Ok(all);
            }
        }
        if !full {
            return Ok(all);
        }
    }
    Err(Error::new(
        helpdesk_core::ErrorKind::Internal,
        "the list has more than 20,000 rows; it is not searched to its end",
    ))
}

/// The first row of a list that fits, page by page.
pub(crate) async fn find<T, F>(
    fetch: impl Fn(u32) -> F,
    id: impl Fn(&T) -> String,
    fits: impl Fn(&T) -> bool,
) -> Result<Option<Kept<T>>>
where
    F: Future<Output = Result<List<T>>>,
{
    let rows = all(fetch, id, |row| fits(&row.wire)).await?;
    Ok(rows.into_iter().find(|row| fits(&row.wire)))
}
