//! Custom fields: addressed by name, with texts for values.

use std::collections::BTreeMap;

use helpdesk_core::{Field, Loss, Patch};
use serde_json::Value;

use crate::input::Problems;
use crate::wire;

/// As they come.
pub(crate) fn read(fields: Vec<wire::CustomField>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for field in fields {
        all.insert(field.field, field.value);
    }
    all
}

/// As they are sent. What is no text is written as one, which is a loss.
pub(crate) fn write(
    fields: &BTreeMap<String, Value>,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> Vec<wire::CustomField> {
    fields
        .iter()
        .map(|(name, value)| wire::CustomField::new(name, text(value, problems, losses)))
        .collect()
}

/// The custom fields of a record after a patch, all of them: whether the vendor keeps those that an
/// update does not name is not documented.
pub(crate) fn merged(
    own: &[wire::CustomField],
    patch: &BTreeMap<String, Patch<Value>>,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> Vec<wire::CustomField> {
    let mut all = own.to_vec();
    for (name, change) in patch {
        let value = match change {
            Patch::Keep => continue,
            Patch::Set(value) => text(value, problems, losses),
            Patch::Clear => String::new(),
        };
        match all.iter_mut().find(|field| field.field == *name) {
            Some(field) => field.value = value.into(),
            None => all.push(wire::CustomField::new(name, value)),
        }
    }
    all
}

/// Whether the vendor kept what was asked for. A name it does not know it may just leave out.
pub(crate) fn kept(wanted: &[wire::CustomField], now: &[wire::CustomField]) -> bool {
    let nothing = |value: &Value| value.is_null() || value.as_str() == Some("");
    wanted.iter().all(
        |field| match now.iter().find(|own| own.field == field.field) {
            Some(own) => own.value == field.value || (nothing(&own.value) && nothing(&field.value)),
            None => nothing(&field.value),
        },
    )
}

fn text(value: &Value, problems: &mut Problems, losses: &mut Vec<Loss>) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Number(_) | Value::Bool(_) => {
            let loss = Loss::new(Field::CustomFields, "values are kept as text");
            if !losses.contains(&loss) {
                losses.push(loss);
            }
            value.to_string()
        }
        Value::Array(_) | Value::Object(_) => {
            problems.add(
                &Field::CustomFields,
                "values are texts at WiseCX; give no lists and no objects",
            );
            String::new()
        }
    }
}
