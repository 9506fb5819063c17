//! Custom fields: values and their rules. The key of a field is its identifier.

use std::collections::BTreeMap;

use helpdesk_core::{
    CustomField, CustomFieldEntity, CustomFieldType, Error, Field, Loss, Patch, Problems, Result,
};
use helpdesk_http::Kept;
use serde_json::Value;

use crate::wire::{self, CustomFieldTypeId, CustomFieldValue, DatatypeId, EntityTypeId};

/// Values as they are read: one text as a text, several as a list, none not at all.
pub(crate) fn values(values: Vec<CustomFieldValue>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for mut field in values {
        let value = match field.value.len() {
            0 | 1 => {
                let Some(text) = field.value.pop() else {
                    continue;
                };
                Value::from(text)
            }
            _ => Value::from(field.value),
        };
        all.insert(field.custom_field_id, value);
    }
    all
}

/// A value as it is written: a list of texts.
pub(crate) fn write(key: &str, value: &Value) -> Result<CustomFieldValue> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let texts = match value {
        Value::Array(values) => values.iter().map(text).collect::<Option<Vec<_>>>(),
        value => text(value).map(|text| vec![text]),
    };
    match texts {
        Some(texts) if !texts.is_empty() => Ok(CustomFieldValue::new(key, texts)),
        _ => Err(invalid(
            key,
            "takes a text, a number, or a list of them, and not an empty one",
        )),
    }
}

/// New values as they are written.
pub(crate) fn write_all(given: &BTreeMap<String, Value>) -> Result<Vec<CustomFieldValue>> {
    given.iter().map(|(key, value)| write(key, value)).collect()
}

/// What is there with the changes in it. It is sent as a whole: whether the vendor would keep what
/// is left out is not documented. A value cannot be cleared; that is a loss.
pub(crate) fn change(
    there: &[CustomFieldValue],
    patch: &BTreeMap<String, Patch<Value>>,
) -> Result<(Vec<CustomFieldValue>, Vec<Loss>)> {
    let mut all = there.to_vec();
    all.retain(|field| !field.value.is_empty());
    let mut losses = Vec::new();
    for (key, change) in patch {
        let at = all.iter().position(|field| field.custom_field_id == *key);
        match change {
            Patch::Keep => {}
            Patch::Set(value) => {
                let field = write(key, value)?;
                match at {
                    Some(at) => all[at] = field,
                    None => all.push(field),
                }
            }
            Patch::Clear => losses.push(Loss::new(
                Field::CustomFields,
                "the vendor documents no way to empty a custom field; it keeps its value",
            )),
        }
    }
    Ok((all, losses))
}

fn invalid(key: &str, message: &str) -> Error {
    Error::invalid(Field::CustomFields.as_str(), format!("`{key}` {message}"))
}

/// What is wrong with a value for a field.
pub(crate) fn check(definition: &wire::CustomField, value: &CustomFieldValue) -> Result<()> {
    let wrong = |message: String| {
        Err(invalid(
            &value.custom_field_id,
            &format!("({}) {message}", shortened(&definition.name)),
        ))
    };
    for text in &value.value {
        let length = text.chars().count();
        if definition
            .field_size_min
            .is_some_and(|least| length < least as usize)
            || definition
                .field_size_max
                .is_some_and(|most| length > most as usize)
        {
            return wrong(format!(
                "takes {} to {} characters",
                definition.field_size_min.unwrap_or(0),
                definition
                    .field_size_max
                    .map_or_else(|| "any number of".to_owned(), |most| most.to_string()),
            ));
        }
        match definition.custom_field_datatype_id {
            Some(DatatypeId::Numeric) if !text.bytes().all(|b| b.is_ascii_digit()) => {
                return wrong("takes digits only, without spaces".to_owned());
            }
            Some(DatatypeId::Text) if !text.chars().all(char::is_alphabetic) => {
                return wrong("takes letters only, without spaces".to_owned());
            }
            _ => {}
        }
    }
    Ok(())
}

fn shortened(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control())
        .take(60)
        .collect::<String>()
}

/// Checks values against the definitions of an entity: that they exist, and take the values.
pub(crate) fn check_all(
    definitions: &[wire::CustomField],
    entity: &EntityTypeId,
    values: &[CustomFieldValue],
) -> Result<()> {
    for value in values {
        let known = definitions
            .iter()
            .find(|field| field.id == value.custom_field_id && field.deleted_at.is_none());
        match known {
            Some(field) if field.entity_type_id == *entity => check(field, value)?,
            Some(_) => {
                return Err(invalid(
                    &value.custom_field_id,
                    match entity {
                        EntityTypeId::Consumer => "belongs to tickets; take one of contacts",
                        _ => "belongs to contacts; take one of tickets",
                    },
                ));
            }
            None => {
                return Err(invalid(
                    &value.custom_field_id,
                    "is no custom field; the directory lists their keys",
                ));
            }
        }
    }
    Ok(())
}

/// The fields that every ticket must have a value of.
pub(crate) fn required(
    definitions: &[wire::CustomField],
) -> impl Iterator<Item = &wire::CustomField> {
    definitions.iter().filter(|field| {
        field.entity_type_id == EntityTypeId::Ticket
            && field.required == Some(true)
            && field.deleted_at.is_none()
    })
}

/// Refuses a ticket without a value of every field that is required.
pub(crate) fn check_required(
    definitions: &[wire::CustomField],
    values: &[CustomFieldValue],
) -> Result<()> {
    let mut problems = Problems::default();
    for field in required(definitions) {
        problems.add_if(
            values.iter().all(|value| value.custom_field_id != field.id),
            Field::CustomFields,
            format!("`{}` ({}) is required", field.id, shortened(&field.name)),
        );
    }
    problems.finish()
}

/// A definition.
pub(crate) fn definition(kept: Kept<wire::CustomField>) -> CustomField {
    let Kept { wire, data, .. } = kept;
    let value_type = match (&wire.custom_field_datatype_id, &wire.custom_field_type_id) {
        (Some(DatatypeId::Numeric), _) => CustomFieldType::Number,
        (_, Some(CustomFieldTypeId::Textarea)) => CustomFieldType::LongText,
        (_, Some(CustomFieldTypeId::Other(other))) => CustomFieldType::from(other.as_str()),
        _ => CustomFieldType::Text,
    };
    let entity = match &wire.entity_type_id {
        EntityTypeId::Ticket => CustomFieldEntity::Ticket,
        EntityTypeId::Consumer => CustomFieldEntity::Contact,
        EntityTypeId::Other(other) => CustomFieldEntity::from(other.as_str()),
    };
    let mut field = CustomField::new(
        wire.id.as_str(),
        wire.id.as_str(),
        wire.name,
        entity,
        value_type,
    );
    if let Some(Value::Array(options)) = &wire.options {
        field.options = options
            .iter()
            .filter_map(|option| option.as_str().map(str::to_owned))
            .collect();
    }
    field.required = wire.required.unwrap_or(false);
    field.min_length = wire.field_size_min;
    field.max_length = wire.field_size_max;
    field.active = wire.deleted_at.is_none();
    field.vendor_data = data;
    field
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(json: Value) -> wire::CustomField {
        serde_json::from_value(json).unwrap()
    }

    fn definitions() -> Vec<wire::CustomField> {
        vec![
            field(json!({
                "id": "n", "name": "Plate", "entity_type_id": EntityTypeId::Ticket,
                "custom_field_datatype_id": DatatypeId::Numeric, "required": true,
                "field_size_min": 2, "field_size_max": 3
            })),
            field(json!({
                "id": "t", "name": "Word", "entity_type_id": EntityTypeId::Consumer,
                "custom_field_datatype_id": DatatypeId::Text, "required": false
            })),
        ]
    }

    #[test]
    fn values_are_lists_on_the_wire() {
        let value = write("n", &json!("12")).unwrap();
        assert_eq!(
            serde_json::to_value(&value).unwrap(),
            json!({ "custom_field_id": "n", "value": ["12"] })
        );
        assert_eq!(write("n", &json!(12)).unwrap().value, ["12"]);
        assert_eq!(write("n", &json!(["1", "2"])).unwrap().value, ["1", "2"]);
        for bad in [
            json!(null),
            json!(true),
            json!({}),
            json!([]),
            json!([null]),
        ] {
            assert!(write("n", &bad).is_err(), "{bad}");
        }
        let read: Vec<CustomFieldValue> = serde_json::from_value(json!([
            { "custom_field_id": "a", "value": ["x"] }, { "id": "b", "value": "y" },
            { "id": "c", "value": ["1", "2"] }, { "id": "d", "value": null }
        ]))
        .unwrap();
        assert_eq!(
            serde_json::to_value(values(read)).unwrap(),
            json!({ "a": "x", "b": "y", "c": ["1", "2"] })
        );
    }

    #[test]
    fn what_the_vendor_would_refuse_is_refused() {
        let all = definitions();
        let check = |entity: &EntityTypeId, key: &str, value: &str| {
            check_all(
                &all,
                entity,
                &[CustomFieldValue::new(key, vec![value.to_owned()])],
            )
        };
        assert!(check(&EntityTypeId::Ticket, "n", "12").is_ok());
        for (entity, key, value, part) in [
            (EntityTypeId::Ticket, "n", "1", "2 to 3 characters"),
            (EntityTypeId::Ticket, "n", "1234", "2 to 3 characters"),
            (EntityTypeId::Ticket, "n", "1a", "digits only"),
            (EntityTypeId::Consumer, "t", "two words", "letters only"),
            (EntityTypeId::Consumer, "n", "12", "belongs to tickets"),
            (EntityTypeId::Ticket, "t", "w", "belongs to contacts"),
            (EntityTypeId::Ticket, "x", "w", "no custom field"),
        ] {
            let error = check(&entity, key, value).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        assert!(check(&EntityTypeId::Consumer, "t", "ação").is_ok());
        let error = check_required(&all, &[]).unwrap_err().to_string();
        assert!(error.contains("`n` (Plate) is required"), "{error}");
    }

    #[test]
    fn a_change_keeps_what_is_not_named() {
        let there = [
            CustomFieldValue::new("a", vec!["1".to_owned()]),
            CustomFieldValue::new("b", vec!["2".to_owned()]),
        ];
        let patch = BTreeMap::from([
            ("b".to_owned(), Patch::Set(json!("3"))),
            ("c".to_owned(), Patch::Set(json!("4"))),
            ("a".to_owned(), Patch::Clear),
        ]);
        let (all, losses) = change(&there, &patch).unwrap();
        assert_eq!(
            serde_json::to_value(values(all)).unwrap(),
            json!({ "a": "1", "b": "3", "c": "4" })
        );
        assert_eq!(losses.len(), 1);
    }
}
