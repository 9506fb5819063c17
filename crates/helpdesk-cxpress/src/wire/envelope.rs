//! What answers are wrapped in.

use std::fmt;
use std::marker::PhantomData;

use helpdesk_http::{Kept, Listed, RowText, lenient};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};
use serde::{Deserialize, Serialize};

use super::{
    Agent, ChatMessage, CompanyEmail, Consumer, CustomField, IntegratedAutomation, ListedSector,
    Sector, Tag, Task, TaskRow, TicketRow, sent_list,
};

/// The block `pagination` of a list.
///
/// The documentation's own examples contradict themselves: a list of tasks with `lastPage: 1` and
/// `nextPage: 2`, a history with `total: 3` and `nextPage: 2` and no `lastPage`. See
/// [`Page::next_page`](super::Page::next_page) for what is made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Pagination {
    /// How many rows there are in all; in the history, how many there are on the page.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub total: Option<u64>,
    /// The last page; null in the history.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub last_page: Option<u32>,
    /// The page before.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub prev_page: Option<u32>,
    /// The page after.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub next_page: Option<u32>,
    /// How many rows a page has.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub per_page: Option<u32>,
    /// This page.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub current_page: Option<u32>,
    /// The place of the first row.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub from: Option<u64>,
    /// The place of the last row, or of the last one that would fit.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub to: Option<u64>,
}

/// One page of rows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows, each with its own JSON.
    pub items: Vec<Kept<T>>,
    /// The block `pagination`, where the list has one.
    pub pagination: Option<Pagination>,
}

impl<T> Page<T> {
    pub(crate) fn new(items: Vec<Kept<T>>, pagination: Option<Pagination>) -> Self {
        Self { items, pagination }
    }

    /// The page to ask for next, or `None` when this is the last.
    ///
    /// `lastPage` counts where it is sent, for the examples name a `nextPage` behind it. Where it is
    /// null `nextPage` counts, and an empty page is the end: the history names a next page for ever.
    pub fn next_page(&self) -> Option<u32> {
        self.pagination.as_ref()?.behind(self.items.is_empty())
    }
}

impl Pagination {
    /// The page behind one with rows, or without any.
    fn behind(&self, empty: bool) -> Option<u32> {
        match (self.last_page, self.current_page) {
            (Some(last), Some(current)) if current >= last => None,
            (Some(_), Some(current)) => current.checked_add(1),
            _ if empty => None,
            _ => self.next_page,
        }
    }
}

/// The body of a refusal. The documentation shows none; it is the form of all other answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Refusal {
    /// A sentence, in the language of the company.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
    /// The vendor's code. Codes belong to areas, and good answers have them too.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub code_cxpress: Option<String>,
}

/// A row of a list, and the member of the answer that the rows stand in.
pub(crate) trait Row: DeserializeOwned + Send {
    const MEMBER: &'static str;
}

macro_rules! rows {
    ($($row:ty: $member:literal,)+) => {
        $(impl Row for $row {
            const MEMBER: &'static str = $member;
        })+
    };
}

rows! {
    Agent: "data",
    ChatMessage: "chat_messages",
    CompanyEmail: "data",
    Consumer: "consumers",
    CustomField: "custom_fields",
    IntegratedAutomation: "data",
    ListedSector: "sectors",
    Tag: "tags",
    TaskRow: "tasks",
    TicketRow: "tickets",
}

/// An answer that is a list.
pub(crate) struct ListAnswer<T>(pub(crate) Page<T>);

impl<T: Row> Listed for ListAnswer<T> {
    type Row = T;
    type Texts<'de> = Texts<'de, T>;
    const ROWS: &'static str = T::MEMBER;

    fn texts<'a>(list: &'a Texts<'_, T>) -> &'a [RowText<'a>] {
        &list.rows
    }

    fn with_rows(list: Texts<'_, T>, rows: Vec<Kept<T>>) -> Self {
        Self(Page::new(rows, list.pagination))
    }
}

/// The same with the texts of its rows.
pub(crate) struct Texts<'de, T> {
    rows: Vec<RowText<'de>>,
    pagination: Option<Pagination>,
    row: PhantomData<T>,
}

impl<'de, T: Row> Deserialize<'de> for Texts<'de, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (rows, pagination) = deserializer.deserialize_map(Envelope(T::MEMBER))?;
        Ok(Self {
            rows,
            pagination,
            row: PhantomData,
        })
    }
}

/// What stands around rows is the same whatever they are, save for the name of their member. It is
/// given when it is read, so that this is compiled once and not for every type of row.
#[derive(Clone, Copy)]
struct Envelope(&'static str);

impl<'de> Visitor<'de> for Envelope {
    type Value = (Vec<RowText<'de>>, Option<Pagination>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with rows in it")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut pagination) = (None, None);
        while let Some(member) = map.next_key_seed(self)? {
            match member {
                Member::Rows if rows.is_some() => {
                    return Err(de::Error::duplicate_field(self.0));
                }
                Member::Pagination if pagination.is_some() => {
                    return Err(de::Error::duplicate_field(PAGINATION));
                }
                Member::Rows => rows = Some(map.next_value::<RowTexts<'de>>()?.0),
                Member::Pagination => pagination = Some(map.next_value()?),
                Member::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let rows = rows.ok_or_else(|| de::Error::missing_field(self.0))?;
        Ok((rows, pagination.flatten()))
    }
}

const PAGINATION: &str = "pagination";

/// A member of such an object.
enum Member {
    Rows,
    Pagination,
    Other,
}

impl<'de> DeserializeSeed<'de> for Envelope {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_identifier(MemberVisitor(self.0))
    }
}

struct MemberVisitor(&'static str);

impl Visitor<'_> for MemberVisitor {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Member, E> {
        Ok(match name {
            PAGINATION => Member::Pagination,
            name if name == self.0 => Member::Rows,
            _ => Member::Other,
        })
    }
}

struct RowTexts<'de>(Vec<RowText<'de>>);

impl<'de> Deserialize<'de> for RowTexts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::list(deserializer).map(Self)
    }
}

/// The answer to a changed consumer: an object where all others have a list.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub(crate) struct ConsumerAnswer<T> {
    pub(crate) consumer: Kept<T>,
}

/// The answer to a created or changed tag; a created consumer tag is not in it.
#[derive(Deserialize)]
pub(crate) struct TagAnswer {
    #[serde(default)]
    pub(crate) tag: Option<Kept<Tag>>,
}

/// The answer to a created, changed or deleted ticket.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub(crate) struct TicketAnswer<T> {
    pub(crate) data: TicketData<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub(crate) struct TicketData<T> {
    pub(crate) ticket: Kept<T>,
}

/// The answer to a task that was created, changed (`task`) or deleted (`tasks`).
#[derive(Deserialize)]
pub(crate) struct TaskAnswer {
    #[serde(default)]
    pub(crate) task: Option<Kept<Task>>,
    #[serde(default, deserialize_with = "sent_list")]
    pub(crate) tasks: Option<Vec<Kept<Task>>>,
}

/// The answer to a created or changed sector.
#[derive(Deserialize)]
pub(crate) struct SectorAnswer {
    pub(crate) sector: Kept<Sector>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Result<(usize, Option<u32>), String> {
        let list: Texts<'_, Tag> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let page = list.pagination.and_then(|own| own.current_page);
        Ok((list.rows.len(), page))
    }

    #[test]
    fn rows_stand_in_the_member_that_is_theirs() {
        let page = r#"{"message":["a"],"tags":[{},{}],"pagination":{"currentPage":3},"data":1}"#;
        assert_eq!(tags(page), Ok((2, Some(3))));
        assert_eq!(tags(r#"{"tag\u0073":{}}"#), Ok((1, None)));
        assert_eq!(tags(r#"{"tags":null,"pagination":null}"#), Ok((0, None)));
    }

    #[test]
    fn an_answer_that_is_no_list_is_not_taken_for_an_empty_one() {
        for (text, why) in [
            (r#"{"pagination":{}}"#, "missing field `tags`"),
            (r#"{"data":[{}]}"#, "missing field `tags`"),
            (r#"{"tags":[{}],"tags":[]}"#, "duplicate field `tags`"),
            (
                r#"{"tags":[],"pagination":{},"pagination":{}}"#,
                "duplicate field `pagination`",
            ),
            (r#"{"tags":7}"#, "a single value"),
            ("[]", "invalid type: sequence"),
        ] {
            let error = tags(text).unwrap_err();
            assert!(error.starts_with(why), "{error}");
        }
    }
}
