//! `/external/custom-fields`, and the values of custom fields elsewhere.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, created, ok};
use super::state::{Field, Values, World};
use super::uid::{Uid, iso, known};
use super::webhooks::Change;

fn row(world: &World, field: &Field) -> Value {
    json!({
        "id": field.id,
        "company_id": world.company,
        "entity_type_id": field.entity,
        "custom_field_type_id": field.widget,
        "name": field.name,
        "placeholder": field.placeholder,
        "options": null,
        "default_value": null,
        "created_at": iso(field.created_at),
        "updated_at": iso(field.updated_at),
        "required": field.required,
        "custom_field_datatype_id": field.data,
        "field_size_min": field.min,
        "field_size_max": field.max,
    })
}

fn row_with_deletion(world: &World, field: &Field) -> Value {
    let mut body = row(world, field);
    body["deleted_at"] = Value::Null;
    body
}

/// Values as they are written: the documentation shows no read of one that is set.
pub(crate) fn values_json(values: &[(Uid, Vec<String>)]) -> Value {
    let list: Vec<Value> = values
        .iter()
        .map(|(id, value)| json!({ "custom_field_id": id, "value": value }))
        .collect();
    json!(list)
}

/// Puts new values over old ones, field by field.
pub(crate) fn merge(old: &mut Values, new: Values) {
    for (id, value) in new {
        match old.iter_mut().find(|(own, _)| *own == id) {
            Some((_, slot)) => *slot = value,
            None => old.push((id, value)),
        }
    }
}

/// The documented rules: fields of this entity only, and values of the field's kind and size.
pub(crate) fn check(world: &World, entity: Uid, values: &Values) -> Result<(), Refusal> {
    for (id, texts) in values {
        let field = world
            .fields
            .iter()
            .find(|field| field.id == *id)
            .ok_or_else(|| Refusal::missing("Custom field"))?;
        if field.entity != entity {
            return Err(Refusal::invalid(format!(
                "Custom field {id} belongs to another entity."
            )));
        }
        for text in texts {
            let size = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let right_kind = match field.data {
                known::NUMERIC => text.bytes().all(|b| b.is_ascii_digit()),
                known::LETTERS => text.chars().all(char::is_alphabetic),
                _ => true,
            };
            if !right_kind || size < field.min || size > field.max {
                return Err(Refusal::invalid(format!(
                    "The value of custom field {id} is not valid."
                )));
            }
        }
    }
    Ok(())
}

/// Required fields of tickets have to be in every body that creates or updates one.
pub(crate) fn required(world: &World, values: &Values) -> Result<(), Refusal> {
    let missing = world.fields.iter().find(|field| {
        field.entity == known::FOR_TICKETS
            && field.required
            && !values
                .iter()
                .any(|(id, texts)| *id == field.id && !texts.is_empty())
    });
    match missing {
        Some(field) => Err(Refusal::invalid(format!(
            "Custom field {} is required.",
            field.id
        ))),
        None => Ok(()),
    }
}

pub(crate) fn list(_: &Call<'_>, world: &mut World) -> Outcome {
    let rows: Vec<Value> = world.fields.iter().map(|f| row(world, f)).collect();
    ok(json!({ "message": "successfully.", "custom_fields": rows, "code_cxpress": 3300 }))
}

/// One of these values, if the member is there.
fn choice(call: &Call<'_>, key: &str, values: &[Uid]) -> Result<Option<Uid>, Refusal> {
    match call.id_of(key)? {
        Some(id) if !values.contains(&id) => {
            Err(Refusal::invalid(format!("{key} has an unknown value.")))
        }
        found => Ok(found),
    }
}

struct Draft {
    entity: Option<Uid>,
    widget: Option<Uid>,
    data: Option<Uid>,
    min: Option<i64>,
    max: Option<i64>,
}

fn draft(call: &Call<'_>) -> Result<Draft, Refusal> {
    let kinds = [known::GENERAL, known::NUMERIC, known::LETTERS];
    let draft = Draft {
        entity: choice(
            call,
            "entity_type_id",
            &[known::FOR_TICKETS, known::FOR_CONSUMERS],
        )?,
        widget: choice(
            call,
            "custom_field_type_id",
            &[known::TEXT_BOX, known::TEXT_AREA],
        )?,
        data: choice(call, "custom_field_datatype_id", &kinds)?.or(choice(
            call,
            "custom_field_data_type_id",
            &kinds,
        )?),
        min: call.whole("field_size_min"),
        max: call.whole("field_size_max"),
    };
    if draft.min.is_some_and(|n| n < 1) || draft.max.is_some_and(|n| n > 500) {
        return Err(Refusal::invalid("The field size must be from 1 to 500."));
    }
    Ok(draft)
}

fn unique(world: &World, entity: Uid, name: &str, own: Option<Uid>) -> Result<(), Refusal> {
    let twin = world
        .fields
        .iter()
        .any(|f| f.entity == entity && f.name == name && Some(f.id) != own);
    if twin {
        return Err(Refusal::conflict("Another custom field has this name."));
    }
    Ok(())
}

pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Outcome {
    let draft = draft(call)?;
    let (Some(entity), Some(widget)) = (draft.entity, draft.widget) else {
        return Err(Refusal::invalid("The type of the field is required."));
    };
    let data = draft
        .data
        .ok_or_else(|| Refusal::invalid("custom_field_datatype_id is required."))?;
    let name = call.text("name").unwrap_or_default();
    unique(world, entity, name, None)?;
    let field = Field {
        id: world.new_id(),
        entity,
        widget,
        data,
        name: name.to_owned(),
        placeholder: call.text("placeholder").unwrap_or_default().to_owned(),
        required: call.flag("required").unwrap_or_default(),
        min: draft.min.unwrap_or(1),
        max: draft.max.unwrap_or(500),
        created_at: call.now,
        updated_at: call.now,
    };
    let body = row_with_deletion(world, &field);
    world.fields.push(field);
    world.announce(call.lab, "custom_field", Change::Create, &body);
    created(json!({
        "message": "Field successfully created.",
        "custom_fields": [body],
        "code_cxpress": 3300,
    }))
}

pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.id_of("id").ok().flatten();
    let at = world
        .fields
        .iter()
        .position(|field| Some(field.id) == id)
        .ok_or_else(|| Refusal::missing("Custom field"))?;
    let draft = draft(call)?;
    let entity = draft.entity.unwrap_or(world.fields[at].entity);
    if let Some(name) = call.text("name") {
        unique(world, entity, name, id)?;
    }
    let field = &mut world.fields[at];
    field.entity = entity;
    field.widget = draft.widget.unwrap_or(field.widget);
    field.data = draft.data.unwrap_or(field.data);
    field.min = draft.min.unwrap_or(field.min);
    field.max = draft.max.unwrap_or(field.max);
    field.required = call.flag("required").unwrap_or(field.required);
    if let Some(name) = call.text("name") {
        name.clone_into(&mut field.name);
    }
    if let Some(text) = call.text("placeholder") {
        text.clone_into(&mut field.placeholder);
    }
    field.updated_at = call.now;
    let body = row_with_deletion(world, &world.fields[at]);
    world.announce(call.lab, "custom_field", Change::Update, &body);
    ok(json!({
        "message": "Field successfully updated.",
        "custom_fields": [body],
        "code_cxpress": 3300,
    }))
}
