//! `/contacts`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, Filter, List, ListRequest, Rows, Sort, answer};
use crate::wire;

/// All documented fields of a contact in a list, `password` left out.
const LIST_FIELDS: &str = "id,email,personal_id,phone,name,guid,custom_fields,last_update,\
     organization_id,address";

/// All documented fields of one contact, `password` left out: fewer than a list has.
const FIELDS: &str = "id,email,personal_id,phone,name,guid,custom_fields,last_update";

/// Contacts.
#[derive(Debug, Clone, Copy)]
pub struct Contacts<'a> {
    pub(super) api: &'a Api,
}

impl Contacts<'_> {
    /// `GET /contacts`: one page of contacts.
    ///
    /// Filters (`contact.…`): `id`, `email`, `personal_id`, `phone`, `last_update`,
    /// `organization_id`, by `IN` and `EQUAL`. Repeated after failures that may pass.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Contact>> {
        let call = Call::get(Safety::Safe, "/contacts").name("contacts.list");
        let call = request.apply(call, LIST_FIELDS)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Contacts::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Contact> {
        let fetch = |api: Api, request| async move { api.contacts().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /contacts/{id}`: one contact. The organisation and the address come in lists only.
    /// `NotFound`.
    pub async fn get(&self, id: u64) -> Result<Kept<wire::Contact>> {
        let call = Call::get(Safety::Safe, "/contacts/{id}")
            .name("contacts.get")
            .segment("id", id)
            .query("fields", FIELDS);
        self.api.one(call).await
    }

    /// `POST /contacts`: creates a contact, which needs a mail address, a personal id or a phone.
    ///
    /// What happens when another contact has one of them is not documented. After an unknown
    /// delivery the contact is looked for by what identifies it before anything is sent again.
    /// `Invalid` without any of the three, before anything is sent.
    pub async fn create(&self, new: &wire::ContactInput) -> Result<Kept<wire::Created>> {
        new.check()?;
        let call = Call::post(Safety::VerifyFirst, "/contacts")
            .name("contacts.create")
            .json(new);
        let api = self.api.pinned();
        let own = Contacts { api: &api };
        api.make(call, || own.created(new)).await
    }

    /// Looks for a contact that has all the identities of `new`: the newest, if there are several.
    async fn created(&self, new: &wire::ContactInput) -> Result<Option<Kept<wire::Created>>> {
        let given = [
            ("contact.phone", &new.phone),
            ("contact.personal_id", &new.personal_id),
            ("contact.email", &new.email),
        ];
        let filters: Vec<Filter> = given
            .into_iter()
            .filter_map(|(field, value)| Some(Filter::equal(field, value.as_ref()?)))
            .collect();
        let request = ListRequest::builder()
            .filters(filters)
            .sort(Sort::descending("id"))
            .build();
        let same = |own: &Option<String>, wanted: &Option<String>| {
            wanted.is_none() || own.as_deref() == wanted.as_deref()
        };
        let found = self.list(&request).await?.items.into_iter().find(|kept| {
            let found = &kept.wire;
            same(&found.phone, &new.phone)
                && same(&found.personal_id, &new.personal_id)
                && same(&found.email, &new.email)
        });
        Ok(found.map(|contact| contact.map(|contact| wire::Created { id: contact.id })))
    }

    /// `PUT /contacts/{id}`: changes a contact. What is not given stays, but one of `email`,
    /// `personal_id` and `phone` has to be given always. Whether custom fields that are not named
    /// stay is not documented. `NotFound`; `Invalid` without an identity, before anything is sent.
    /// Repeated after failures that may pass.
    pub async fn update(
        &self,
        id: u64,
        update: &wire::ContactInput,
    ) -> Result<Kept<wire::Created>> {
        update.check()?;
        let call = Call::put(Safety::Safe, "/contacts/{id}")
            .name("contacts.update")
            .segment("id", id)
            .json(update);
        self.api.wrote(call).await
    }

    /// `DELETE /contacts/{id}`: removes a contact. What becomes of its cases is not documented.
    ///
    /// `NotFound`. Repeated after failures that may pass; that it is gone although the answer to
    /// an earlier attempt was lost counts as success.
    pub async fn delete(&self, id: u64) -> Result<wire::Done> {
        let call = Call::delete(Safety::Safe, "/contacts/{id}")
            .name("contacts.delete")
            .segment("id", id);
        self.api.removed(call).await
    }
}
