//! Bodies of calls that write custom fields.

use helpdesk_core::{Error, Result, builder};
use serde::Serialize;

use crate::wire::{CustomFieldTypeId, DatatypeId, EntityTypeId};

/// A custom field to create. Its name must be new among those of its entity.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct NewCustomField {
    /// What it belongs to.
    pub entity_type_id: EntityTypeId,
    /// How it is shown.
    pub custom_field_type_id: CustomFieldTypeId,
    /// The name.
    pub name: String,
    /// What is shown while it is empty.
    pub placeholder: String,
    /// Whether tickets need a value. Always false for consumers.
    pub required: bool,
    /// The fewest characters, at least 1.
    pub field_size_min: u32,
    /// The most characters, at most 500.
    pub field_size_max: u32,
    /// What it takes.
    pub custom_field_datatype_id: DatatypeId,
}

builder!(NewCustomField, NewCustomFieldBuilder {
    required: [required: bool, field_size_min: u32, field_size_max: u32],
    required(into): [
        entity_type_id: EntityTypeId,
        custom_field_type_id: CustomFieldTypeId,
        name: String,
        placeholder: String,
        custom_field_datatype_id: DatatypeId,
    ],
});

/// A custom field as it is to be.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct EditCustomField {
    /// The field.
    pub id: String,
    /// What it belongs to.
    pub entity_type_id: EntityTypeId,
    /// How it is shown.
    pub custom_field_type_id: CustomFieldTypeId,
    /// The name.
    pub name: String,
    /// What is shown while it is empty.
    pub placeholder: String,
    /// Whether tickets need a value. False for consumers, says the documentation's text; its sample
    /// writes true.
    pub required: bool,
    /// What it takes.
    pub custom_field_datatype_id: DatatypeId,
    /// The fewest characters. Not in the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_size_min: Option<u32>,
    /// The most characters. Not in the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_size_max: Option<u32>,
}

builder!(EditCustomField, EditCustomFieldBuilder {
    required: [required: bool],
    required(into): [
        id: String,
        entity_type_id: EntityTypeId,
        custom_field_type_id: CustomFieldTypeId,
        name: String,
        placeholder: String,
        custom_field_datatype_id: DatatypeId,
    ],
    optional: [
        field_size_min / maybe_field_size_min: u32,
        field_size_max / maybe_field_size_max: u32,
    ],
});

/// The sizes that a field may have.
fn check_sizes(least: Option<u32>, most: Option<u32>) -> Result<()> {
    if least == Some(0) {
        return Err(Error::invalid("field_size_min", "must be 1 or more"));
    }
    if most.is_some_and(|most| most > 500) {
        return Err(Error::invalid("field_size_max", "must be 500 or less"));
    }
    Ok(())
}

impl NewCustomField {
    /// What the documentation requires and types cannot.
    pub(crate) fn check(&self) -> Result<()> {
        if self.required && self.entity_type_id == EntityTypeId::Consumer {
            return Err(Error::invalid(
                "required",
                "must be false, for consumers have no required fields",
            ));
        }
        check_sizes(Some(self.field_size_min), Some(self.field_size_max))
    }
}

impl EditCustomField {
    /// What the documentation requires and types cannot. Its sample makes a field of consumers
    /// required, so that is left to the vendor.
    pub(crate) fn check(&self) -> Result<()> {
        check_sizes(self.field_size_min, self.field_size_max)
    }
}
