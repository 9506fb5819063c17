//! `/external/custom-fields`

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, only};
use crate::wire::{CustomField, CustomFieldsAnswer, EditCustomField, NewCustomField, Page};

/// Custom fields of tickets and consumers.
#[derive(Debug, Clone, Copy)]
pub struct CustomFields<'a>(pub(super) &'a Api);

impl CustomFields<'_> {
    /// `GET /external/custom-fields`: all custom fields, without pages. "List Custom Fields".
    pub async fn list(&self) -> Result<Page<CustomField>> {
        let call = Call::get(Safety::Safe, "/external/custom-fields").name("custom_fields.list");
        self.0.page::<CustomFieldsAnswer, _>(call).await
    }

    /// `POST /external/custom-fields`: creates a custom field. "Create Custom Field".
    ///
    /// `Conflict` when one of the same entity has that name. After an unknown delivery it is looked
    /// for by name and entity before anything is sent again.
    pub async fn create(&self, new: &NewCustomField) -> Result<Kept<CustomField>> {
        let call = Call::post(Safety::VerifyFirst, "/external/custom-fields")
            .name("custom_fields.create")
            .json(new);
        let lookup = || async {
            let all = self.list().await?.items;
            Ok(all.into_iter().find(|field| {
                field.wire.name == new.name && field.wire.entity_type_id == new.entity_type_id
            }))
        };
        let decode = |answer: &Answer| self.written(answer, "custom_fields.create");
        self.0.create(call, decode, lookup).await
    }

    /// `PUT /external/custom-fields`: changes a custom field. There is no way to delete one. "Edit
    /// Custom Field".
    pub async fn edit(&self, change: &EditCustomField) -> Result<Kept<CustomField>> {
        let call = Call::put(Safety::Safe, "/external/custom-fields")
            .name("custom_fields.edit")
            .json(change);
        self.written(&self.0.send(call).await?, "custom_fields.edit")
    }

    fn written(self, answer: &Answer, name: &'static str) -> Result<Kept<CustomField>> {
        let answer: CustomFieldsAnswer = answer.json()?;
        only(answer.custom_fields).ok_or_else(|| self.0.missing(name, "custom field"))
    }
}
