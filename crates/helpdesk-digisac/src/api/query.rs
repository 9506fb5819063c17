//! What lists can be asked for, in both spellings that Digisac understands.

use helpdesk_core::{Error, Result, builder};
use helpdesk_http::Call;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How a request for a list is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Spelling {
    /// `query=` with JSON in it. Truth values stay truth values, so prefer it for them.
    #[default]
    Json,
    /// `where[field]=value`. Everything is text.
    Brackets,
}

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Sort {
    /// Smallest first.
    #[serde(rename = "ASC")]
    Ascending,
    /// Largest first.
    #[serde(rename = "DESC")]
    Descending,
}

/// A relation that comes with each row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Include {
    /// The relation: `tags`, `contact`, …
    pub model: String,
    /// Only these of its members.
    pub attributes: Vec<String>,
    /// Whether rows without it are left out.
    pub required: Option<bool>,
    /// Only related records that fit. With `required` it filters the rows as well.
    pub filter: Option<Value>,
    /// Relations of the relation.
    pub include: Vec<Include>,
}

impl Include {
    /// A relation with all its members.
    pub fn new(model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            attributes: Vec::new(),
            required: None,
            filter: None,
            include: Vec::new(),
        }
    }

    /// Only these of its members.
    #[must_use]
    pub fn attributes<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.attributes = names.into_iter().map(Into::into).collect();
        self
    }

    /// Leaves out rows without a related record that fits.
    #[must_use]
    pub fn required(mut self, filter: Value) -> Self {
        self.required = Some(true);
        self.filter = Some(filter);
        self
    }

    /// Adds a relation of the relation.
    #[must_use]
    pub fn with(mut self, include: impl Into<Include>) -> Self {
        self.include.push(include.into());
        self
    }

    fn to_value(&self) -> Value {
        let bare = self.attributes.is_empty()
            && self.required.is_none()
            && self.filter.is_none()
            && self.include.is_empty();
        if bare {
            return json!(self.model);
        }
        let mut object = Map::new();
        object.insert("model".to_owned(), json!(self.model));
        if !self.attributes.is_empty() {
            object.insert("attributes".to_owned(), json!(self.attributes));
        }
        if let Some(required) = self.required {
            object.insert("required".to_owned(), json!(required));
        }
        if let Some(filter) = &self.filter {
            object.insert("where".to_owned(), filter.clone());
        }
        if !self.include.is_empty() {
            let include: Vec<Value> = self.include.iter().map(Self::to_value).collect();
            object.insert("include".to_owned(), Value::Array(include));
        }
        Value::Object(object)
    }
}

impl From<&str> for Include {
    fn from(model: &str) -> Self {
        Self::new(model)
    }
}

/// What a list is asked for. Everything is optional: without anything the first 15 rows come.
///
/// Unknown parameters are ignored by the vendor without a word, and so are `limit`, `skip` and
/// `offset` unless `paginate` is `false`.
///
/// ```
/// use helpdesk_digisac::api::{Include, ListRequest, Sort};
/// use serde_json::json;
///
/// let request = ListRequest::builder()
///     .filter(json!({ "isOpen": true }))
///     .include(vec![Include::new("contact").required(json!({ "visible": true }))])
///     .order(vec![("updatedAt".to_owned(), Sort::Descending)])
///     .page(1)
///     .per_page(50)
///     .build();
/// assert_eq!(request.per_page, Some(50));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ListRequest {
    /// Only rows that fit. Operators that are known to work: `$eq $ne $or $and $in $gte $lte
    /// $between $iLike`.
    pub filter: Option<Value>,
    /// Relations that come with each row.
    pub include: Vec<Include>,
    /// Only these members of each row.
    pub attributes: Vec<String>,
    /// The order.
    pub order: Vec<(String, Sort)>,
    /// Whether rows that a relation doubles are told apart.
    pub distinct: Option<bool>,
    /// The page, from 1.
    pub page: Option<u32>,
    /// How many rows a page has; 15 by default. Thousands work; the maximum is not known.
    pub per_page: Option<u32>,
    /// `false` turns the envelope off, and with it the pages: all rows come, or `limit` of them.
    /// Documented by a third party.
    pub paginate: Option<bool>,
    /// How many rows come without pages; `Invalid` unless `paginate` is `false`.
    pub limit: Option<u32>,
    /// Other parameters, as they are: `startPeriod`, `filters[createdAt]`, …
    pub parameters: Vec<(String, String)>,
    /// The spelling.
    pub spelling: Spelling,
}

builder!(ListRequest, ListRequestBuilder {
    optional: [
        filter / maybe_filter: Value,
        distinct / maybe_distinct: bool,
        page / maybe_page: u32,
        per_page / maybe_per_page: u32,
        paginate / maybe_paginate: bool,
        limit / maybe_limit: u32,
    ],
    default: [
        include: Vec<Include>,
        attributes: Vec<String>,
        order: Vec<(String, Sort)>,
        parameters: Vec<(String, String)>,
        spelling: Spelling,
    ],
});

impl ListRequest {
    /// Everything by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    pub fn page(page: u32, per_page: u32) -> Self {
        Self {
            page: Some(page),
            per_page: Some(per_page),
            ..Self::default()
        }
    }

    /// Refuses what the vendor would ignore without a word, or answer for ever alike.
    pub(crate) fn check(&self) -> Result<()> {
        let mut wrong: Option<Error> = None;
        let mut add = |field: &'static str, message: &'static str| {
            wrong = Some(match wrong.take() {
                Some(error) => error.with_field_error(field, message),
                None => Error::invalid(field, message),
            });
        };
        if self.page == Some(0) {
            add("page", "is counted from 1");
        }
        if self.per_page == Some(0) {
            add("per_page", "must be 1 at least");
        }
        if self.limit.is_some() && self.paginate != Some(false) {
            add(
                "limit",
                "is ignored by the vendor unless `paginate` is false; set that, or use `per_page`",
            );
        }
        wrong.map_or(Ok(()), Err)
    }

    /// Whether there is nothing but pages to ask for.
    fn is_plain(&self) -> bool {
        self.filter.is_none()
            && self.include.is_empty()
            && self.attributes.is_empty()
            && self.order.is_empty()
            && self.distinct.is_none()
    }

    /// Puts the request on a call.
    pub(crate) fn apply(&self, call: Call) -> Call {
        let mut call = match self.spelling {
            Spelling::Json if !self.is_plain() => call.query("query", self.json()),
            _ => {
                let mut pairs = Vec::new();
                for (key, value) in self.selection() {
                    flatten(key.to_owned(), &value, &mut pairs);
                }
                let mut call = pairs
                    .into_iter()
                    .fold(call, |call, (key, value)| call.query(key, value));
                call = call.query_opt("distinct", self.distinct);
                call.query_opt("page", self.page)
                    .query_opt("perPage", self.per_page)
            }
        };
        for (key, value) in &self.parameters {
            call = call.query(key.clone(), value);
        }
        call.query_opt("paginate", self.paginate)
            .query_opt("limit", self.limit)
    }

    /// What both spellings say alike.
    fn selection(&self) -> Vec<(&'static str, Value)> {
        let mut parts = Vec::new();
        if let Some(filter) = &self.filter {
            parts.push(("where", filter.clone()));
        }
        if !self.include.is_empty() {
            let include: Vec<Value> = self.include.iter().map(Include::to_value).collect();
            parts.push(("include", Value::Array(include)));
        }
        if !self.attributes.is_empty() {
            parts.push(("attributes", json!(self.attributes)));
        }
        if !self.order.is_empty() {
            parts.push(("order", json!(self.order)));
        }
        parts
    }

    /// The JSON of `query=`, also used as a body by exports.
    pub(crate) fn json(&self) -> Value {
        let mut object = Map::new();
        if let Some(distinct) = self.distinct {
            object.insert("distinct".to_owned(), json!(distinct));
        }
        for (key, value) in self.selection() {
            object.insert(key.to_owned(), value);
        }
        if let Some(page) = self.page {
            object.insert("page".to_owned(), json!(page));
        }
        if let Some(per_page) = self.per_page {
            object.insert("perPage".to_owned(), json!(per_page));
        }
        Value::Object(object)
    }
}

/// Spells a value in brackets: `where[data.number][$iLike]=%1234%`.
fn flatten(key: String, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                flatten(format!("{key}[{name}]"), value, out);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                flatten(format!("{key}[{at}]"), value, out);
            }
        }
        Value::Null => {}
        Value::String(text) => out.push((key, text.clone())),
        other => out.push((key, other.to_string())),
    }
}

/// A text as a pattern of `$iLike` that fits wherever the text stands.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    pattern.push_str(&literal(text));
    pattern.push('%');
    pattern
}

/// A text as a pattern of `$iLike` that fits it alone, whatever its case.
pub(crate) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(sign);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_say_what_json_says() {
        let request = ListRequest::builder()
            .filter(json!({"data.number": {"$iLike": "%1%"}}))
            .include(vec![Include::new("contact").with("tags"), "user".into()])
            .order(vec![("name".to_owned(), Sort::Ascending)])
            .build();
        let mut pairs = Vec::new();
        for (key, value) in request.selection() {
            flatten(key.to_owned(), &value, &mut pairs);
        }
        let text: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            text,
            [
                "where[data.number][$iLike]=%1%",
                "include[0][include][0]=tags",
                "include[0][model]=contact",
                "include[1]=user",
                "order[0][0]=name",
                "order[0][1]=ASC",
            ]
        );
        assert_eq!(
            request.json()["include"],
            json!([{"model": "contact", "include": ["tags"]}, "user"])
        );
    }

    #[test]
    fn patterns_are_literal() {
        assert_eq!(containing("50%_a"), "%50\\%\\_a%");
    }
}
