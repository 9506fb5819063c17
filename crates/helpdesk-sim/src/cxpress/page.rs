//! Pages of lists, with the peculiarities of the documented answers.

use serde_json::{Value, json};

use super::call::{Call, Refusal};
use super::quirk::Quirk;
use super::state::World;

/// How a list describes its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `to` is the end of the rows that are there.
    Exact,
    /// `to` is the end of the page, even if there are fewer rows.
    FullTo,
    /// Names a next page even at the end.
    NextAlways,
    /// Names a next page even at the end, and has no last page.
    Open,
}

/// A page that was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    number: usize,
    per: usize,
    tidy: bool,
}

impl Page {
    pub(crate) fn of(call: &Call<'_>, world: &World) -> Result<Self, Refusal> {
        let number = positive(call, "page", 1)?;
        let per = positive(call, "limit", 100)?;
        Ok(Self {
            number,
            per: world.page_cap.map_or(per, |cap| per.min(cap.max(1))),
            tidy: world.has(Quirk::TidyPagination),
        })
    }

    fn from(self) -> usize {
        (self.number - 1).saturating_mul(self.per)
    }

    /// The part of the list that is on this page.
    pub(crate) fn slice<T>(self, all: &[T]) -> &[T] {
        let from = self.from().min(all.len());
        &all[from..from.saturating_add(self.per).min(all.len())]
    }

    pub(crate) fn describe(self, total: usize, style: Style) -> Value {
        let style = if self.tidy { Style::Exact } else { style };
        let last = total.div_ceil(self.per);
        let end = self.from().saturating_add(self.per);
        let next = self.number < last || matches!(style, Style::NextAlways | Style::Open);
        json!({
            "total": total,
            "lastPage": (style != Style::Open).then_some(last),
            "prevPage": (self.number > 1).then(|| self.number - 1),
            "nextPage": next.then_some(self.number + 1),
            "perPage": self.per,
            "currentPage": self.number,
            "from": self.from(),
            "to": if style == Style::Exact { end.min(total.max(self.from())) } else { end },
        })
    }
}

fn positive(call: &Call<'_>, key: &str, default: usize) -> Result<usize, Refusal> {
    match call.param(key) {
        None => Ok(default),
        Some(text) => match text.parse() {
            Ok(n) if n > 0 => Ok(n),
            _ => Err(call.violation(&format!("`{key}` must be a whole number above 0"))),
        },
    }
}
