//! What all lists share: `fields`, `filtering`, `sort`, `limit` and `page`.

use std::cmp::Ordering;

use axum::Json;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::check::{Ask, Refusal};
use super::filter::{Filter, meets, plain};
use super::{Quirk, Sim};
use crate::strict;

/// The largest page, and the size of a page when nothing is asked for.
pub(super) const PAGE: usize = 100;

/// What the documentation says of one list.
#[derive(Debug)]
pub(super) struct Rules {
    /// Names that `fields` may hold.
    pub(super) fields: &'static [&'static str],
    /// The fields when `fields` is missing.
    pub(super) default: &'static [&'static str],
    /// Fields of `filtering`, and their operators.
    pub(super) filters: &'static [(&'static str, &'static [&'static str])],
    /// The name before the dot in a filter's field, such as `case`.
    pub(super) prefix: &'static str,
}

/// The checked query of a list.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) fields: Vec<String>,
    pub(super) filters: Vec<Filter>,
    pub(super) sort_field: Option<String>,
    pub(super) descending: bool,
    pub(super) limit: usize,
    pub(super) page: usize,
}

/// How a list is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Envelope {
    /// An array, whatever the quirks say.
    AlwaysBare,
    /// An array.
    Bare,
    /// `{data}`.
    Data,
    /// `{data, paging}`.
    Paged,
}

impl Sim {
    /// The fields of a single record's request.
    pub(super) fn fields(&self, ask: &Ask, rules: &Rules) -> Result<Vec<String>, Refusal> {
        self.query(ask, &["fields"])?;
        self.no_get_body(ask)?;
        let pairs = strict::query_pairs(&ask.query);
        self.pick_fields(ask, &pairs, rules)
    }

    fn no_get_body(&self, ask: &Ask) -> Result<(), Refusal> {
        if ask.body.is_empty() {
            return Ok(());
        }
        Err(self.violated(&ask.endpoint, "a GET request takes no body"))
    }

    fn pick_fields(
        &self,
        ask: &Ask,
        pairs: &[(String, String)],
        rules: &Rules,
    ) -> Result<Vec<String>, Refusal> {
        let Some((_, wanted)) = pairs.iter().find(|(key, _)| key == "fields") else {
            return Ok(rules.default.iter().map(|f| (*f).to_owned()).collect());
        };
        let mut fields = Vec::new();
        for field in wanted.split(',').map(str::trim) {
            if !rules.fields.contains(&field) {
                return Err(self.violated(&ask.endpoint, &format!("undocumented field `{field}`")));
            }
            fields.push(field.to_owned());
        }
        Ok(fields)
    }

    /// Checks the query of a list.
    pub(super) fn listing(&self, ask: &Ask, rules: &Rules) -> Result<Listing, Refusal> {
        let mut known = vec!["fields", "limit", "page", "sort", "sort_field"];
        if !rules.filters.is_empty() {
            known.push("filtering");
        }
        self.query(ask, &known)?;
        self.no_get_body(ask)?;
        let pairs = strict::query_pairs(&ask.query);
        let value = |key: &str| {
            pairs
                .iter()
                .find(|(k, _)| k == key)
                .map(|(_, v)| v.as_str())
        };
        let count = |key: &str, missing: usize| match value(key) {
            None => Ok(missing),
            Some(text) => match text.parse::<usize>() {
                Ok(n) if n > 0 => Ok(n),
                _ => {
                    Err(self.violated(&ask.endpoint, &format!("`{key}` is not a positive number")))
                }
            },
        };
        let descending = match value("sort") {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(self.violated(&ask.endpoint, "`sort` is neither asc nor desc")),
        };
        let sort_field = value("sort_field").map(str::to_owned);
        if let Some(field) = &sort_field
            && !rules.fields.contains(&field.as_str())
        {
            return Err(self.violated(&ask.endpoint, "`sort_field` is not a documented field"));
        }
        Ok(Listing {
            fields: self.pick_fields(ask, &pairs, rules)?,
            filters: match value("filtering") {
                Some(text) => self.filters(ask, text, rules)?,
                None => Vec::new(),
            },
            sort_field,
            descending,
            limit: count("limit", PAGE)?.min(PAGE),
            page: count("page", 1)?,
        })
    }

    /// Wraps the rows of a page.
    pub(super) fn envelope(
        &self,
        ask: &Ask,
        form: Envelope,
        rows: Vec<Value>,
        listing: &Listing,
        more: bool,
    ) -> Json<Value> {
        let form = match form {
            Envelope::Bare | Envelope::Data if self.has(Quirk::EnvelopedLists) => Envelope::Paged,
            form => form,
        };
        Json(match form {
            Envelope::AlwaysBare | Envelope::Bare => Value::Array(rows),
            Envelope::Data => json!({ "data": rows }),
            Envelope::Paged => json!({
                "data": rows,
                "paging": {
                    "next": more.then(|| next_link(ask, listing)),
                    "page": listing.page,
                    "limit": listing.limit,
                },
            }),
        })
    }

    /// Filters, sorts and pages records that are all at hand.
    pub(super) fn page_of<T>(
        &self,
        ask: &Ask,
        form: Envelope,
        listing: &Listing,
        records: impl Iterator<Item = T>,
        show: impl Fn(&T, &str) -> Value,
    ) -> Json<Value> {
        let mut records: Vec<T> = records
            .filter(|record| listing.matches(|field| show(record, field)))
            .collect();
        let field = listing.sort_field.as_deref().unwrap_or("id");
        if listing.sort_field.is_some() {
            records.sort_by(|a, b| order(&show(a, field), &show(b, field)));
        }
        if listing.descending {
            records.reverse();
        }
        let skip = listing.skip();
        let more = records.len() > skip.saturating_add(listing.limit);
        let rows = records
            .iter()
            .skip(skip)
            .take(listing.limit)
            .map(|record| listing.row(|field| show(record, field)))
            .collect();
        self.envelope(ask, form, rows, listing, more)
    }
}

impl Listing {
    /// How many records come before this page.
    pub(super) fn skip(&self) -> usize {
        (self.page - 1).saturating_mul(self.limit)
    }

    /// Whether a record meets every condition.
    pub(super) fn matches(&self, show: impl Fn(&str) -> Value) -> bool {
        self.filters.iter().all(|filter| {
            let held = show(&filter.field);
            meets(&held, filter)
        })
    }

    /// The record with the wanted fields only.
    pub(super) fn row(&self, show: impl Fn(&str) -> Value) -> Value {
        select(&self.fields, show)
    }
}

/// A record with these fields only.
pub(super) fn select(fields: &[String], show: impl Fn(&str) -> Value) -> Value {
    let row: Map<String, Value> = fields
        .iter()
        .map(|field| (field.clone(), show(field)))
        .collect();
    Value::Object(row)
}

/// Orders two shown values: nothing first, numbers by size, everything else by text.
pub(super) fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Number(a), Value::Number(b)) => a.as_i64().cmp(&b.as_i64()),
        _ => plain(a).cmp(&plain(b)),
    }
}

/// The link to the next page. The one for contacts repeats a part of the path, as the vendor's does.
fn next_link(ask: &Ask, listing: &Listing) -> String {
    let mut pairs: Vec<(String, String)> = strict::query_pairs(&ask.query)
        .into_iter()
        .filter(|(key, _)| key != "page" && key != "limit")
        .collect();
    pairs.push(("limit".to_owned(), listing.limit.to_string()));
    pairs.push(("page".to_owned(), (listing.page + 1).to_string()));
    pairs.sort();
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
        .replace("%2C", ",");
    let path = match ask.path.trim_end_matches('/') {
        "/contacts" => "/contacts/v1/contacts/".to_owned(),
        other => other.to_owned(),
    };
    format!("http://{}/core/v1{path}?{query}", ask.host)
}
