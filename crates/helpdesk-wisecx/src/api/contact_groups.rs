//! `/contacts/groups`, and who is in them.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire;

/// Groups of contacts.
#[derive(Debug, Clone, Copy)]
pub struct ContactGroups<'a> {
    pub(super) api: &'a Api,
}

impl ContactGroups<'_> {
    /// `GET /contacts/groups`: one page of groups. Filters: `id`, `code`, `name` by `IN` and `EQUAL`.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::ContactGroup>> {
        let call = Call::get(Safety::Safe, "/contacts/groups").name("contacts.groups.list");
        let call = request.apply(call, "id,code,name")?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`ContactGroups::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::ContactGroup> {
        let fetch = |api: Api, request| async move { api.contact_groups().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `POST /contacts/groups`: creates a group. After an unknown delivery a group of this name is
    /// looked for before anything is sent again.
    pub async fn create(&self, new: &wire::NewGroup) -> Result<Kept<wire::Created>> {
        let call = Call::post(Safety::VerifyFirst, "/contacts/groups")
            .name("contacts.groups.create")
            .json(new);
        let api = self.api.pinned();
        let own = ContactGroups { api: &api };
        api.make(call, || async {
            let named = |group: &wire::ContactGroup| group.name.as_ref() == Some(&new.name);
            let found = own.find(named).await?;
            Ok(found.map(|kept| kept.map(|group| wire::Created { id: group.id })))
        })
        .await
    }

    /// The first group that fits, page by page: a request for each hundred groups.
    pub async fn find(
        &self,
        fits: impl Fn(&wire::ContactGroup) -> bool,
    ) -> Result<Option<Kept<wire::ContactGroup>>> {
        let fetch = |page| async move { self.list(&ListRequest::page(page, 100)).await };
        let found = super::list::find(fetch, |group| group.id.to_string(), fits).await;
        found.map_err(|error| self.api.scope().failure(error))
    }

    /// `PUT /contacts/{contact_id}/groups/{group_id}`: puts a contact into a group. `NotFound` for
    /// either. Repeated after failures that may pass.
    pub async fn add_contact(&self, contact_id: u64, group_id: u64) -> Result<wire::Done> {
        let call = Call::put(Safety::Safe, "/contacts/{contact_id}/groups/{group_id}")
            .name("contacts.groups.add_contact")
            .segment("contact_id", contact_id)
            .segment("group_id", group_id);
        self.api.done(call).await
    }

    /// `DELETE /contacts/{contact_id}/groups/{group_id}`: takes a contact out of a group. What is
    /// answered when it is not in it is not documented. Repeated after failures that may pass; that it
    /// is not in it any more although the answer to an earlier attempt was lost counts as success.
    pub async fn remove_contact(&self, contact_id: u64, group_id: u64) -> Result<wire::Done> {
        let call = Call::delete(Safety::Safe, "/contacts/{contact_id}/groups/{group_id}")
            .name("contacts.groups.remove_contact")
            .segment("contact_id", contact_id)
            .segment("group_id", group_id);
        self.api.removed(call).await
    }
}
