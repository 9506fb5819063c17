//! What answers are wrapped in.

use helpdesk_http::{Kept, Listed, RowText, lenient};
use serde::{Deserialize, Serialize};

use super::{
    Agent, ChatMessage, Consumer, CustomField, ListedSector, Sector, Tag, Task, TaskRow, Ticket,
    TicketRow, sent_list,
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
        let pagination = self.pagination.as_ref()?;
        match (pagination.last_page, pagination.current_page) {
            (Some(last), Some(current)) if current >= last => None,
            (Some(_), Some(current)) => current.checked_add(1),
            _ if self.items.is_empty() => None,
            _ => pagination.next_page,
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

/// Declares the answers that are lists, each with its rows under a key of its own.
macro_rules! lists {
    ($($name:ident { $rows:ident: $row:ty })+) => {$(
        #[derive(Deserialize)]
        #[serde(bound = "R: Deserialize<'de>")]
        pub(crate) struct $name<R = Kept<$row>> {
            #[serde(deserialize_with = "lenient::list")]
            pub(crate) $rows: Vec<R>,
            #[serde(default)]
            pub(crate) pagination: Option<Pagination>,
        }

        impl Listed for $name {
            type Row = $row;
            type Texts<'de> = $name<RowText<'de>>;
            const ROWS: &'static str = stringify!($rows);

            fn texts<'a>(list: &'a $name<RowText<'_>>) -> &'a [RowText<'a>] {
                &list.$rows
            }

            fn with_rows(list: $name<RowText<'_>>, rows: Vec<Kept<$row>>) -> Self {
                let pagination = list.pagination;
                Self { $rows: rows, pagination }
            }
        }

        impl From<$name> for Page<$row> {
            fn from(answer: $name) -> Self {
                Self::new(answer.$rows, answer.pagination)
            }
        }
    )+};
}

lists! {
    ConsumersAnswer { consumers: Consumer }
    TagsAnswer { tags: Tag }
    TicketsAnswer { tickets: TicketRow }
    TasksAnswer { tasks: TaskRow }
    SectorsAnswer { sectors: ListedSector }
    CustomFieldsAnswer { custom_fields: CustomField }
    AgentsAnswer { data: Agent }
    NotesAnswer { chat_messages: ChatMessage }
}

/// A list below `data`.
#[derive(Deserialize)]
#[serde(bound = "T: serde::de::DeserializeOwned")]
pub(crate) struct DataAnswer<T> {
    #[serde(deserialize_with = "lenient::list")]
    pub(crate) data: Vec<Kept<T>>,
    #[serde(default)]
    pub(crate) pagination: Option<Pagination>,
}

/// The answer to a changed consumer: an object where all others have a list.
#[derive(Deserialize)]
pub(crate) struct ConsumerAnswer {
    pub(crate) consumer: Kept<Consumer>,
}

/// The answer to a created or changed tag; a created consumer tag is not in it.
#[derive(Deserialize)]
pub(crate) struct TagAnswer {
    #[serde(default)]
    pub(crate) tag: Option<Kept<Tag>>,
}

/// The answer to a created, changed or deleted ticket.
#[derive(Deserialize)]
pub(crate) struct TicketAnswer {
    pub(crate) data: TicketData,
}

#[derive(Deserialize)]
pub(crate) struct TicketData {
    pub(crate) ticket: Kept<Ticket>,
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
