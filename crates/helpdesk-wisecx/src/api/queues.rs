//! `/queues`: service groups.

use helpdesk_core::{Error, Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire::{self, MemberInput};

const FIELDS: &str = "id,name,businessHours,users";

/// Service groups.
#[derive(Debug, Clone, Copy)]
pub struct Queues<'a> {
    pub(super) api: &'a Api,
}

impl Queues<'_> {
    /// `GET /queues`: one page of service groups, with business hours and users.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Queue>> {
        let call = Call::get(Safety::Safe, "/queues").name("queues.list");
        let call = request.apply(call, FIELDS)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Queues::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Queue> {
        let fetch = |api: Api, request| async move { api.queues().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /queues/{id}`: one service group. `NotFound`.
    pub async fn get(&self, id: u64) -> Result<Kept<wire::Queue>> {
        let call = Call::get(Safety::Safe, "/queues/{id}")
            .name("queues.get")
            .segment("id", id)
            .query("fields", FIELDS);
        self.api.one(call).await
    }

    /// `POST /queues`: creates a service group. Its name has at most 50 characters and is no other
    /// group's. After an unknown delivery it is looked for by its name before anything is sent again.
    pub async fn create(&self, new: &wire::NewQueue) -> Result<Kept<wire::Created>> {
        check_members(&new.users)?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 50 {
            return Err(Error::invalid("name", "must have from 1 to 50 characters"));
        }
        let call = Call::post(Safety::VerifyFirst, "/queues")
            .name("queues.create")
            .json(new);
        let api = self.api.pinned();
        let own = Queues { api: &api };
        api.make(call, || async {
            let named = |queue: &wire::Queue| queue.name.as_deref() == Some(name);
            let fetch = |page| async move { own.list(&ListRequest::page(page, 100)).await };
            let found = super::list::find(fetch, |queue| queue.id.to_string(), named).await?;
            Ok(found.map(|kept| kept.map(|queue| wire::Created { id: queue.id })))
        })
        .await
    }

    /// `PUT /queues/{id}/users`: adds users to a service group, and changes those that are in it.
    /// Nobody is removed. Repeated after failures that may pass.
    pub async fn put_users(
        &self,
        id: u64,
        users: &[MemberInput],
    ) -> Result<Kept<wire::MembersChanged>> {
        check_members(users)?;
        let call = Call::put(Safety::Safe, "/queues/{id}/users")
            .name("queues.put_users")
            .segment("id", id)
            .json(users);
        self.api.wrote(call).await
    }

    /// `DELETE /queues/{id}/users/{user_id}`: takes a user out of a service group. The vendor answers
    /// with nothing. Repeated after failures that may pass; that the user is not in it any more
    /// although the answer to an earlier attempt was lost counts as success.
    pub async fn remove_user(&self, id: u64, user_id: u64) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/queues/{id}/users/{user_id}")
            .name("queues.remove_user")
            .segment("id", id)
            .segment("user_id", user_id);
        self.api.removed(call).await.map(drop)
    }

    /// `DELETE /queues/{id}/users`, with a body: takes several users out of a service group. Repeated
    /// after failures that may pass.
    pub async fn remove_users(&self, id: u64, users: &[u64]) -> Result<Kept<wire::MembersRemoved>> {
        let call = Call::delete(Safety::Safe, "/queues/{id}/users")
            .name("queues.remove_users")
            .segment("id", id)
            .json(&serde_json::json!({ "ids": users }));
        self.api.wrote(call).await
    }
}

/// The vendor wants identifiers above 0, each once.
#[inline]
pub(super) fn check_members(members: &[MemberInput]) -> Result<()> {
    let mut ids: Vec<u64> = members.iter().map(|member| member.id).collect();
    ids.sort_unstable();
    if ids.first() == Some(&0) || ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::invalid(
            "id",
            "must be above 0, and each may stand there once",
        ));
    }
    Ok(())
}
