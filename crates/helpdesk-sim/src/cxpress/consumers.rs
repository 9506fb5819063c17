//! `/external/consumer`: the people.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, created, ok};
use super::page::{Page, Style};
use super::people::{Consumer, More, unique_key};
use super::quirk::Quirk;
use super::state::World;
use super::tags::{active_tags, tags_json};
use super::uid::{Uid, iso, known};
use super::webhooks::Change;
use super::{custom_fields, rows};

fn row(world: &World, at: usize) -> Value {
    let consumer = &world.people.all[at];
    let more = consumer.more();
    json!({
        "name": consumer.name,
        "lastname": consumer.lastname(),
        "user_id": consumer.user_id,
        "email": consumer.emails.first(),
        "document_number": more.and_then(|m| m.document_number.as_deref()),
        "phone": consumer.phone,
        "address": more.and_then(|m| m.address.as_deref()),
        "whatsapp": consumer.whatsapp.first(),
        "employee_user_id": more.and_then(|m| m.employee),
        "direct_attendance_n2": consumer.direct,
        "created_by_employee": consumer.by_employee.to_string(),
    })
}

/// The members that all single consumers share.
fn base(consumer: &Consumer) -> Value {
    let empty = More::default();
    let more = consumer.more().unwrap_or(&empty);
    json!({
        "id": consumer.id,
        "user_id": consumer.user_id,
        "name": consumer.name,
        "lastname": more.lastname,
        "document_number": more.document_number,
        "email": consumer.emails.first(),
        "phone": consumer.phone,
        "instagram": null,
        "twitter": more.twitter,
        "facebook": null,
        "youtube": more.youtube,
        "whatsapp": consumer.whatsapp.first(),
        "address": more.address,
        "observations": more.observations,
        "webchat": null,
        "employee_user_id": more.employee,
        "instagram_user": null,
        "facebook_user": null,
        "line_type_whatsapp": (!consumer.whatsapp.is_empty()).then_some("mobile"),
        "direct_attendance_n2": consumer.direct,
    })
}

/// A single consumer as `GET` shows it.
pub(crate) fn shown(world: &World, consumer: &Consumer) -> Value {
    let mut body = base(consumer);
    let tags = consumer.more().map_or(&[][..], |m| &m.tags);
    body["created_by_employee"] = json!(consumer.by_employee.to_string());
    body["tags"] = if tags.is_empty() {
        json!([null])
    } else {
        tags_json(world, &world.consumer_tags, tags)
    };
    body["custom_fields"] = custom_fields::values_json(consumer.more().map_or(&[], |m| &m.custom));
    body
}

/// `GET /external/consumer`. Unsorted, it lists in the order of creation, which the documentation
/// leaves open.
pub(crate) fn list(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let search = call.param("search").map(str::to_lowercase);
    let sorted = call.param_of("sort_by", &["name"])?.is_some();
    let down = call.descending()?;
    let tags = call.param_ids("tags")?;
    let employees = call.param_ids("employee")?;
    let tagged = call.param_flag("allTags")? == Some(true);
    let dialer = call.param_flag("is_for_dialer")? == Some(true);
    let plain = search.is_none()
        && !sorted
        && down.is_none()
        && tags.is_none()
        && employees.is_none()
        && !tagged
        && !dialer;
    let (total, places) = if plain {
        let live = &world.people.live;
        (live.len(), page.slice(live).to_vec())
    } else {
        let all = world.list(call.list_key(), |world| {
            let keep = |at: &usize| {
                let consumer = &world.people.all[*at];
                let own = consumer.more().map_or(&[][..], |m| &m.tags);
                !dialer
                    && search.as_deref().is_none_or(|s| found(consumer, s))
                    && tags
                        .as_ref()
                        .is_none_or(|w| w.iter().any(|t| own.contains(t)))
                    && (!tagged || !own.is_empty())
                    && employees.as_ref().is_none_or(|wanted| {
                        consumer
                            .more()
                            .and_then(|m| m.employee)
                            .is_some_and(|e| wanted.contains(&e))
                    })
            };
            let mut list: Vec<usize> = world.people.live.iter().copied().filter(keep).collect();
            if sorted || down.is_some() {
                list.sort_by_cached_key(|at| world.people.all[*at].name.to_lowercase());
                if down == Some(true) {
                    list.reverse();
                }
            }
            list
        });
        (all.len(), page.slice(&all).to_vec())
    };
    let consumers: Vec<Value> = places.iter().map(|at| row(world, *at)).collect();
    ok(json!({
        "message": "successfully.",
        "consumers": consumers,
        "code_cxpress": 1400,
        "pagination": page.describe(total, Style::FullTo),
    }))
}

fn found(consumer: &Consumer, needle: &str) -> bool {
    let digits = needle.bytes().all(|b| b.is_ascii_digit());
    let within = |text: &str| {
        if digits {
            text.contains(needle)
        } else {
            text.to_lowercase().contains(needle)
        }
    };
    within(&consumer.name)
        || consumer.phone.as_deref().is_some_and(within)
        || consumer.whatsapp.iter().any(|v| within(v))
        || consumer.emails.iter().any(|v| within(v))
        || consumer.more().is_some_and(|more| {
            [
                &more.document_number,
                &more.twitter,
                &more.youtube,
                &more.address,
            ]
            .iter()
            .any(|v| v.as_deref().is_some_and(within))
        })
}

fn locate(call: &Call<'_>, world: &World) -> Result<usize, Refusal> {
    let user = call.path_id("Consumer")?;
    world
        .people
        .find(user)
        .ok_or_else(|| Refusal::missing("Consumer"))
}

/// `GET /external/consumer/{user_id}`: a list of one.
pub(crate) fn show(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = locate(call, world)?;
    ok(json!({
        "message": "successfully.",
        "consumers": [shown(world, &world.people.all[at])],
        "code_cxpress": 1400,
    }))
}

/// `POST /external/consumer`.
pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Outcome {
    check(call, world, None)?;
    let mut consumer = Consumer {
        id: world.new_id(),
        user_id: world.new_id(),
        name: Box::default(),
        phone: None,
        whatsapp: Vec::new(),
        emails: Vec::new(),
        by_employee: true,
        direct: false,
        deleted: false,
        created_at: call.now,
        updated_at: call.now,
        more: None,
    };
    write(call, &mut consumer)?;
    let at = world.people.add(consumer);
    let consumer = &world.people.all[at];
    world.announce(call.lab, "consumer", Change::Create, &base(consumer));
    let mut body = base(consumer);
    if !world.has(Quirk::CreateEchoesAddresses) {
        for key in ["email", "whatsapp", "line_type_whatsapp"] {
            body[key] = Value::Null;
        }
    }
    created(json!({
        "message": "successfully.",
        "consumers": [body],
        "code_cxpress": 1400,
    }))
}

/// `PUT /external/consumer`, with the `user_id` as `id` in the body.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = call
        .id_of("id")
        .ok()
        .flatten()
        .and_then(|user| world.people.find(user))
        .ok_or_else(|| Refusal::missing("Consumer"))?;
    let enough = [
        "name",
        "lastname",
        "phone",
        "email_addresses",
        "document_number",
        "twitter",
        "observations",
    ];
    if !enough.iter().any(|key| call.has(key)) {
        return Err(Refusal::invalid(
            "At least one of name, lastname, phone, email_addresses, document_number, twitter, observations is required.",
        ));
    }
    let frozen = call.has("email_addresses") || call.has("whatsapp_numbers");
    if frozen && world.being_served(at) {
        return Err(Refusal::conflict(
            "email_addresses and whatsapp_numbers cannot change while the consumer has ongoing tickets.",
        ));
    }
    check(call, world, Some(at))?;
    for key in world.people.all[at].unique_keys() {
        world.people.unique.remove(&key);
    }
    let consumer = &mut world.people.all[at];
    let result = write(call, consumer);
    consumer.updated_at = call.now;
    for key in consumer.unique_keys() {
        world.people.unique.insert(key, at);
    }
    result?;
    let consumer = &world.people.all[at];
    world.announce(call.lab, "consumer", Change::Update, &base(consumer));
    let mut body = base(consumer);
    if let Some(object) = body.as_object_mut() {
        object.remove("name");
        object.remove("employee_user_id");
    }
    for key in ["email", "whatsapp", "line_type_whatsapp"] {
        body[key] = Value::Null;
    }
    let numbers: Vec<Value> = consumer
        .whatsapp
        .iter()
        .map(|n| json!({ "number": n, "line_type": "mobile" }))
        .collect();
    body["whatsapp_numbers"] = json!((!numbers.is_empty()).then_some(numbers));
    body["email_addresses"] = json!((!consumer.emails.is_empty()).then_some(&consumer.emails));
    body["custom_fields"] = custom_fields::values_json(consumer.more().map_or(&[], |m| &m.custom));
    ok(json!({
        "message": "Consumer successfully updated.",
        "consumer": body,
        "code_cxpress": 1400,
    }))
}

/// `DELETE /external/consumer/{user_id}`. Closes the person's ongoing tickets.
pub(crate) fn delete(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = locate(call, world)?;
    let theirs = world.tickets_of.get(&at).cloned().unwrap_or_default();
    for ticket in theirs {
        if world.tickets[ticket].ongoing() {
            world.tickets[ticket].finish(known::RESOLVED, call.now);
            let data = rows::full(world, &world.tickets[ticket]);
            world.announce(call.lab, "ticket", Change::Update, &data);
        }
    }
    world.people.remove(at, call.now);
    ok(json!({ "message": "Consumer successfully deleted.", "code_cxpress": 1400 }))
}

/// The documented rules about values, before anything is written.
fn check(call: &Call<'_>, world: &World, own: Option<usize>) -> Result<(), Refusal> {
    if call.text("name").is_some_and(|name| name.trim().is_empty()) {
        return Err(Refusal::invalid("name must not be empty."));
    }
    if call.text("phone").is_some_and(|phone| !is_phone(phone)) {
        return Err(Refusal::invalid("phone must be a valid phone number."));
    }
    for (key, valid) in [
        ("whatsapp_numbers", is_phone as fn(&str) -> bool),
        ("email_addresses", is_email),
    ] {
        if let Some(list) = call.texts(key)
            && (list.is_empty() || !list.iter().all(|one| valid(one)))
        {
            return Err(Refusal::invalid(format!("{key} must have valid values.")));
        }
    }
    if let Some(employee) = call.id_of("employee_user_id")?
        && !world.agents.iter().any(|a| a.user_id == employee)
    {
        return Err(Refusal::missing("Operator"));
    }
    if let Some(tags) = call.ids_of("tags")? {
        active_tags(&world.consumer_tags, &tags)?;
    }
    if let Some(values) = call.values()? {
        custom_fields::check(world, known::FOR_CONSUMERS, &values)?;
    }
    for field in ["document_number", "phone", "twitter", "youtube"] {
        if let Some(value) = call.text(field) {
            unused(world, own, field, value)?;
        }
    }
    for field in ["email_addresses", "whatsapp_numbers"] {
        for value in call.texts(field).unwrap_or_default() {
            unused(world, own, field, &value)?;
        }
    }
    Ok(())
}

fn unused(world: &World, own: Option<usize>, field: &str, value: &str) -> Result<(), Refusal> {
    match world.people.unique.get(&unique_key(field, value)) {
        Some(at) if Some(*at) != own => Err(Refusal::conflict(format!(
            "Another consumer has this {field}."
        ))),
        _ => Ok(()),
    }
}

fn write(call: &Call<'_>, consumer: &mut Consumer) -> Result<(), Refusal> {
    let boxed = |list: Vec<String>| list.into_iter().map(String::into_boxed_str).collect();
    if let Some(name) = call.text("name") {
        consumer.name = name.into();
    }
    if let Some(phone) = call.text("phone") {
        consumer.phone = Some(phone.into());
    }
    if let Some(list) = call.texts("whatsapp_numbers") {
        consumer.whatsapp = boxed(list);
    }
    if let Some(list) = call.texts("email_addresses") {
        consumer.emails = boxed(list);
    }
    if let Some(direct) = call.flag("direct_attendance_n2") {
        consumer.direct = direct;
    }
    let mut more = consumer.more.take().unwrap_or_default();
    for (key, slot) in [
        ("lastname", &mut more.lastname),
        ("document_number", &mut more.document_number),
        ("twitter", &mut more.twitter),
        ("observations", &mut more.observations),
        ("youtube", &mut more.youtube),
        ("address", &mut more.address),
    ] {
        if let Some(text) = call.text(key) {
            *slot = Some(text.to_owned());
        }
    }
    if let Some(employee) = call.id_of("employee_user_id")? {
        more.employee = Some(employee);
    }
    if let Some(tags) = call.ids_of("tags")? {
        more.tags = tags;
    }
    if let Some(values) = call.values()? {
        custom_fields::merge(&mut more.custom, values);
    }
    consumer.more = Some(more);
    Ok(())
}

fn is_phone(text: &str) -> bool {
    (8..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

/// The consumer inside the tickets of an active trigger.
pub(crate) fn embedded(world: &World, consumer: &Consumer) -> Value {
    let mut body = base(consumer);
    body["id"] = json!(consumer.user_id);
    body["company_id"] = json!(world.company);
    body["created_at"] = json!(super::uid::iso_offset(consumer.created_at));
    body["updated_at"] = json!(super::uid::iso_offset(consumer.updated_at));
    body["deleted_at"] = Value::Null;
    body
}

/// The consumer as the simulator has it, for assertions.
pub(crate) fn stored(world: &World, user: Uid) -> Option<Value> {
    let consumer = &world.people.all[world.people.find(user)?];
    let mut body = shown(world, consumer);
    body["tags"] = json!(consumer.more().map_or(&[][..], |m| &m.tags));
    body["email_addresses"] = json!(consumer.emails);
    body["whatsapp_numbers"] = json!(consumer.whatsapp);
    body["updated_at"] = json!(iso(consumer.updated_at));
    Some(body)
}
