//! Bodies of calls that write custom fields.

use bon::Builder;
use serde::Serialize;

use crate::wire::{CustomFieldTypeId, DatatypeId, EntityTypeId};

/// A custom field to create. Its name must be new among those of its entity.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewCustomField {
    /// What it belongs to.
    #[builder(into)]
    pub entity_type_id: EntityTypeId,
    /// How it is shown.
    #[builder(into)]
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
    #[builder(into)]
    pub custom_field_datatype_id: DatatypeId,
}

/// A custom field as it is to be.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditCustomField {
    /// The field.
    pub id: String,
    /// What it belongs to.
    #[builder(into)]
    pub entity_type_id: EntityTypeId,
    /// How it is shown.
    #[builder(into)]
    pub custom_field_type_id: CustomFieldTypeId,
    /// The name.
    pub name: String,
    /// What is shown while it is empty.
    pub placeholder: String,
    /// Whether tickets need a value. Always false for consumers.
    pub required: bool,
    /// What it takes.
    #[builder(into)]
    pub custom_field_datatype_id: DatatypeId,
    /// The fewest characters. Not in the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_size_min: Option<u32>,
    /// The most characters. Not in the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_size_max: Option<u32>,
}
