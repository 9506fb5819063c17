//! `/users`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::queues::check_members;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire::{self, MemberInput};

/// Users, the people and bots that answer.
#[derive(Debug, Clone, Copy)]
pub struct Users<'a> {
    pub(super) api: &'a Api,
}

impl Users<'_> {
    /// `GET /users`: one page of users, with the service groups they belong to.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::User>> {
        let call = Call::get(Safety::Safe, "/users").name("users.list");
        let all = "id,user_name,nick,first_name,last_name,is_bot,created_at,last_login,queues";
        let call = request.apply(call, all)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Users::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::User> {
        let fetch = |api: Api, request| async move { api.users().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /users/{id}`: one user, always with all fields. `NotFound`.
    pub async fn get(&self, id: u64) -> Result<Kept<wire::User>> {
        let call = Call::get(Safety::Safe, "/users/{id}")
            .name("users.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /users`: creates a user. After an unknown delivery it is looked for by its user name
    /// before anything is sent again.
    pub async fn create(&self, new: &wire::NewUser) -> Result<Kept<wire::Created>> {
        let call = Call::post(Safety::VerifyFirst, "/users")
            .name("users.create")
            .json(new);
        let api = self.api.pinned();
        let own = Users { api: &api };
        api.make(call, || async {
            let named = |user: &wire::User| user.user_name.as_ref() == Some(&new.user_name);
            let fetch = |page| async move { own.list(&ListRequest::page(page, 100)).await };
            let found = super::list::find(fetch, |user| user.id.to_string(), named).await?;
            Ok(found.map(|kept| kept.map(|user| wire::Created { id: user.id })))
        })
        .await
    }

    /// `PUT /users/{id}/queues`: adds a user to service groups, and changes those it is in. It is
    /// removed from none. Repeated after failures that may pass.
    pub async fn put_queues(
        &self,
        id: u64,
        queues: &[MemberInput],
    ) -> Result<Kept<wire::MembersChanged>> {
        check_members(queues)?;
        let call = Call::put(Safety::Safe, "/users/{id}/queues")
            .name("users.put_queues")
            .segment("id", id)
            .json(queues);
        self.api.wrote(call).await
    }

    /// `DELETE /users/{id}/queues`, with a body: takes a user out of service groups. Repeated after
    /// failures that may pass.
    pub async fn remove_queues(
        &self,
        id: u64,
        queues: &[u64],
    ) -> Result<Kept<wire::MembersRemoved>> {
        let call = Call::delete(Safety::Safe, "/users/{id}/queues")
            .name("users.remove_queues")
            .segment("id", id)
            .json(&serde_json::json!({ "queues_ids": queues }));
        self.api.wrote(call).await
    }
}
