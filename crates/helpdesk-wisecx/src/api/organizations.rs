//! `/contacts/organizations`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire;

/// Organisations that contacts belong to.
#[derive(Debug, Clone, Copy)]
pub struct Organizations<'a> {
    pub(super) api: &'a Api,
}

impl Organizations<'_> {
    /// `GET /contacts/organizations`: one page of organisations. Filters: `id`, `custom_id`, `name`
    /// by `IN` and `EQUAL`.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Organization>> {
        let call =
            Call::get(Safety::Safe, "/contacts/organizations").name("contacts.organizations.list");
        let call = request.apply(call, "id,custom_id,name")?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Organizations::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Organization> {
        let fetch = |api: Api, request| async move { api.organizations().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `POST /contacts/organizations`: creates an organisation. After an
    /// unknown delivery one with both is looked for before anything is sent again.
    pub async fn create(&self, new: &wire::NewOrganization) -> Result<Kept<wire::Created>> {
        let call = Call::post(Safety::VerifyFirst, "/contacts/organizations")
            .name("contacts.organizations.create")
            .json(new);
        let api = self.api.pinned();
        let own = Organizations { api: &api };
        api.make(call, || async {
            let same = |own: &wire::Organization| {
                own.custom_id.as_ref() == Some(&new.custom_id)
                    && own.name.as_ref() == Some(&new.name)
            };
            let fetch = |page| async move { own.list(&ListRequest::page(page, 100)).await };
            let found = super::list::find(fetch, |own| own.id.to_string(), same).await?;
            Ok(found.map(|kept| kept.map(|own| wire::Created { id: own.id })))
        })
        .await
    }

    /// `PUT /contacts/organizations/{id}`: changes an organisation. `NotFound`. Repeated after
    /// failures that may pass.
    pub async fn update(
        &self,
        id: u64,
        update: &wire::OrganizationUpdate,
    ) -> Result<Kept<wire::Created>> {
        let call = Call::put(Safety::Safe, "/contacts/organizations/{id}")
            .name("contacts.organizations.update")
            .segment("id", id)
            .json(update);
        self.api.wrote(call).await
    }

    /// `DELETE /contacts/organizations/{id}`: removes an organisation. `NotFound`. Repeated after
    /// failures that may pass; that it is gone after a repetition counts as success.
    pub async fn delete(&self, id: u64) -> Result<wire::Done> {
        let call = Call::delete(Safety::Safe, "/contacts/organizations/{id}")
            .name("contacts.organizations.delete")
            .segment("id", id);
        self.api.removed(call).await
    }
}
