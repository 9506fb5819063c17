//! `/external/task`

use bon::Builder;
use helpdesk_core::{Result, Safety};
use helpdesk_http::{Answer, Call, Kept};

use super::queries::joined;
use super::{Api, Direction, Paging, only};
use crate::wire::{EditTask, NewTask, Page, StatusId, Task, TaskAnswer, TaskRow, TasksAnswer};

/// Which tasks to list.
#[derive(Debug, Clone, Default, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListTasks {
    /// Which page.
    #[builder(default)]
    pub paging: Paging,
    /// Of the operator who is to do them.
    pub assigned_employee_id: Option<String>,
    /// Of the operator who asked for them.
    pub requester_employee_id: Option<String>,
    /// With one of these tags, out of those of tickets.
    #[builder(default)]
    pub tags: Vec<String>,
    /// Of one of these statuses.
    #[builder(default)]
    pub status: Vec<StatusId>,
    /// Of this ticket.
    pub ticket_id: Option<String>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// Sorted by `date_limit`, the only one there is.
    pub sort_by: Option<String>,
}

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
        self.0.page::<TasksAnswer, _>(call).await
    }

    /// `POST /external/task`: adds a task to a ticket. May notify the operators. "Create Task".
    ///
    /// Two tasks may be alike, so it is sent once only; after an unknown delivery look at the list.
    pub async fn create(&self, new: &NewTask) -> Result<Kept<Task>> {
        let call = Call::post(Safety::Once, "/external/task")
            .name("tasks.create")
            .json(new);
        self.written(&self.0.send(call).await?, "tasks.create")
    }

    /// `PUT /external/task`: changes a task, whose identifier is in the body. "Edit Task".
    pub async fn edit(&self, change: &EditTask) -> Result<Kept<Task>> {
        let call = Call::put(Safety::Safe, "/external/task")
            .name("tasks.edit")
            .json(change);
        self.written(&self.0.send(call).await?, "tasks.edit")
    }

    /// `DELETE /external/task/{id}`: deletes a task. Sent once only. "Delete Task".
    pub async fn delete(&self, id: &str) -> Result<Kept<Task>> {
        let call = Call::delete(Safety::Once, "/external/task/{id}")
            .name("tasks.delete")
            .segment("id", id);
        self.written(&self.0.send(call).await?, "tasks.delete")
    }

    fn written(self, answer: &Answer, name: &'static str) -> Result<Kept<Task>> {
        let answer: TaskAnswer = answer.json()?;
        answer
            .task
            .or_else(|| only(answer.tasks.unwrap_or_default()))
            .ok_or_else(|| self.0.missing(name, "task"))
    }
}
