//! `/external/task`

use helpdesk_core::{Result, Safety, builder, open_enum};
use helpdesk_http::{Answer, Call, Kept};

use super::queries::joined;
use super::{Api, Direction, Paging, Rows, only, rows};
use crate::wire::{EditTask, NewTask, Page, StatusId, Task, TaskAnswer, TaskRow};

open_enum! {
    /// What a list of tasks is sorted by.
    pub enum TaskSort {
        /// The deadline, the only one there is.
        DateLimit = "date_limit",
    }
}

/// Which tasks to list.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ListTasks {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Of the operator who is to do them.
    pub assigned_employee_id: Option<String>,
    /// Of the operator who asked for them.
    pub requester_employee_id: Option<String>,
    /// With one of these tags, out of those of tickets.
    pub tags: Vec<String>,
    /// Of one of these statuses.
    pub status: Vec<StatusId>,
    /// Of this ticket.
    pub ticket_id: Option<String>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// What they are sorted by.
    pub sort_by: Option<TaskSort>,
}

builder!(ListTasks, ListTasksBuilder {
    optional(into): [
        assigned_employee_id / maybe_assigned_employee_id: String,
        requester_employee_id / maybe_requester_employee_id: String,
        ticket_id / maybe_ticket_id: String,
        order_by / maybe_order_by: Direction,
        sort_by / maybe_sort_by: TaskSort,
    ],
    default: [paging: Paging, tags: Vec<String>, status: Vec<StatusId>],
});

/// Tasks inside tickets.
#[derive(Debug, Clone, Copy)]
pub struct Tasks<'a>(pub(super) &'a Api);

impl Tasks<'_> {
    /// `GET /external/task`: one page of tasks. "List Tasks".
    pub async fn list(&self, query: &ListTasks) -> Result<Page<TaskRow>> {
        let status: Vec<String> = query.status.iter().map(ToString::to_string).collect();
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/task").name("tasks.list"))
            .query_opt("assigned_employee_id", query.assigned_employee_id.as_ref())
            .query_opt(
                "requester_employee_id",
                query.requester_employee_id.as_ref(),
            )
            .query_opt("tags", joined(&query.tags))
            .query_opt("status", joined(&status))
            .query_opt("ticket_id", query.ticket_id.as_ref())
            .query_opt("order_by", query.order_by.as_ref())
            .query_opt("sort_by", query.sort_by.as_ref());
        self.0.allowed(&call, query.paging.check())?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListTasks) -> Rows<TaskRow> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListTasks {
                paging,
                ..query.clone()
            };
            async move { api.tasks().list(&query).await }
        })
    }

    /// `POST /external/task`: adds a task to a ticket. "Create Task".
    ///
    /// **May remind the operator** before the deadline, and the vendor calls it delayed when that is
    /// over. `Invalid` for a deadline in the past and for the status Delayed. Two tasks may be alike, so it is sent once only; after an unknown delivery look at the list.
    pub async fn create(&self, new: &NewTask) -> Result<Kept<Task>> {
        let call = Call::post(Safety::Once, "/external/task")
            .name("tasks.create")
            .json(new);
        self.0
            .allowed(&call, new.check(self.0.pipeline.clock().now()))?;
        self.written(&self.0.send(call).await?, "tasks.create")
    }

    /// `PUT /external/task`: changes a task, whose identifier is in the body. "Edit Task".
    ///
    /// What is left out stays. `Invalid` for a deadline in the past and for the status Delayed.
    /// `NotFound`. Writes an absolute state, so it is repeated.
    pub async fn edit(&self, change: &EditTask) -> Result<Kept<Task>> {
        let call = Call::put(Safety::Safe, "/external/task")
            .name("tasks.edit")
            .json(change);
        self.0
            .allowed(&call, change.check(self.0.pipeline.clock().now()))?;
        self.written(&self.0.send(call).await?, "tasks.edit")
    }

    /// `DELETE /external/task/{id}`: deletes a task, and gives it back. "Delete Task".
    ///
    /// Repeated after a failure that may pass; `None` when it is gone after a lost answer, which is
    /// deleted too. `NotFound`.
    pub async fn delete(&self, id: &str) -> Result<Option<Kept<Task>>> {
        let call = Call::delete(Safety::Safe, "/external/task/{id}")
            .name("tasks.delete")
            .segment("id", id);
        let answer = self.0.remove(call).await?;
        answer
            .map(|answer| self.written(&answer, "tasks.delete"))
            .transpose()
    }

    // Compiled where a task is written, not in every build.
    #[inline]
    fn written(self, answer: &Answer, name: &'static str) -> Result<Kept<Task>> {
        let answer: TaskAnswer = answer.json()?;
        answer
            .task
            .or_else(|| only(answer.tasks.unwrap_or_default()))
            .ok_or_else(|| self.0.unanswered(name))
    }
}
