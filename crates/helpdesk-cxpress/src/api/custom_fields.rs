//! `/external/custom-fields`

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, Paging, Rows, only, page, rows};
use crate::wire::{CustomField, EditCustomField, NewCustomField, Page};

/// Custom fields of tickets and consumers.
#[derive(Debug, Clone, Copy)]
pub struct CustomFields<'a>(pub(super) &'a Api);

impl CustomFields<'_> {
    /// `GET /external/custom-fields`: all custom fields, without pages. "List Custom Fields".
    pub async fn list(&self) -> Result<Page<CustomField>> {
        let call = Call::get(Safety::Safe, "/external/custom-fields").name("custom_fields.list");
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<CustomField> {
        let api = self.0.clone();
        rows::numbered(Paging::default(), move |_| {
            let api = api.clone();
            async move { api.custom_fields().list().await }
        })
    }

    /// `POST /external/custom-fields`: creates a custom field. "Create Custom Field".
    ///
    /// **Once a field of tickets is required, every new ticket and every change of one needs a value.**
    /// `Invalid` for a required field of consumers and for sizes below 1 and above 500. `Conflict`
    /// when one of the same entity has that name. After an unknown delivery it is looked for by name,
    /// entity and time before anything is sent again.
    pub async fn create(&self, new: &NewCustomField) -> Result<Kept<CustomField>> {
        let call = Call::post(Safety::VerifyFirst, "/external/custom-fields")
            .name("custom_fields.create")
            .json(new);
        self.0.allowed(&call, new.check())?;
        let since = self.0.since();
        let lookup = || async {
            let all = self.list().await?.items;
            Ok(all.into_iter().find(|field| {
                let field = &field.wire;
                field.name == new.name
                    && field.entity_type_id == new.entity_type_id
                    && field.created_at.is_none_or(|at| at >= since)
            }))
        };
        let decode = |answer: &Answer| self.written(answer, "custom_fields.create");
        self.0.create(call, decode, lookup).await
    }

    /// `PUT /external/custom-fields`: changes a custom field. There is no way to delete one. "Edit
    /// Custom Field".
    ///
    /// `Invalid` for sizes below 1 and above 500. `NotFound`; `Conflict` when another one of the
    /// entity has that name. Writes an absolute state, so it is repeated.
    pub async fn edit(&self, change: &EditCustomField) -> Result<Kept<CustomField>> {
        let call = Call::put(Safety::Safe, "/external/custom-fields")
            .name("custom_fields.edit")
            .json(change);
        self.0.allowed(&call, change.check())?;
        self.written(&self.0.send(call).await?, "custom_fields.edit")
    }

    fn written(self, answer: &Answer, name: &'static str) -> Result<Kept<CustomField>> {
        only(page(answer)?.items).ok_or_else(|| self.0.unanswered(name))
    }
}
