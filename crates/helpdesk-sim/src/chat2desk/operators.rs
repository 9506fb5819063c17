//! `operators`, `operators_groups` and `access_rights`.

use serde_json::{Map, Value, json};

use super::Quirk;
use super::hooks;
use super::model::{AccessRight, Operator};
use super::state::{Desk, stamp};
use super::wire::{Answer, Call, Kind, Param, Route, page, route};

const WRITE: &[Param] = &[
    ("email", Kind::Text),
    ("access_rights_id", Kind::Id),
    ("avatar", Kind::Text),
    ("external_id", Kind::Text),
    ("first_name", Kind::Text),
    ("last_name", Kind::Text),
    ("status_id", Kind::Id),
];

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/operators",
        &[
            ("limit", Kind::Id),
            ("offset", Kind::Id),
            ("phone", Kind::Text),
            ("email", Kind::Text),
            ("online", Kind::Id),
            ("status_id", Kind::Id),
            ("disableNewChats", Kind::Bool),
            ("role", Kind::Text),
            ("status", Kind::Text),
        ],
        list,
    ),
    route("POST", "/v1/operators", WRITE, create),
    route("PUT", "/v1/operators/{id}", WRITE, update),
    route("GET", "/v1/operators/statuses", &[], statuses),
    route("GET", "/v1/operators_groups", &[], groups),
    route("GET", "/v1/access_rights", &[], rights),
    route("GET", "/v1/access_rights/{id}", &[], right),
];

/// Working statuses: id, English, Russian, and the word in `offline_type`.
const STATUSES: &[(u64, &str, &str, Option<&str>)] = &[
    (0, "Working", "Работает", None),
    (1, "Busy", "Занят", Some("busy")),
    (2, "Having break", "Перерыв", Some("break")),
    (3, "Training", "Обучение", Some("training")),
    (4, "Tech break", "Тех. перерыв", Some("tech break")),
    (5, "Holiday", "Выходной", Some("holiday")),
];

/// The word for a working status.
fn offline_type(status: u64) -> Option<&'static str> {
    let found = STATUSES.iter().find(|(id, ..)| *id == status);
    found.and_then(|(.., word)| *word)
}

fn row(desk: &Desk<'_>, operator: &Operator) -> Value {
    let right = operator.access_right;
    let name = desk
        .world
        .access_rights
        .iter()
        .find(|r| Some(r.id) == right);
    let mut body = json!({
        "id": operator.id,
        "email": operator.email,
        "phone": operator.phone,
        "role": operator.role,
        "access_right_id": right,
        "online": u8::from(operator.online),
        "offline_type": operator.offline_type,
        "avatar": operator.avatar,
        "opened_dialogs": desk.opened_dialogs(operator.id),
        "first_name": operator.first_name,
        "last_name": operator.last_name,
        "external_id": operator.external_id,
        "last_visit": operator.last_visit.map(stamp),
        "status_id": operator.status_id,
        "two_factor": operator.two_factor,
        "status": operator.status,
        "access_right_name": name.map(|right| right.name),
    });
    if desk.world.quirk(Quirk::OldOperatorRows)
        && let Some(members) = body.as_object_mut()
    {
        members.remove("status");
        members.remove("access_right_name");
    }
    body
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let text =
        |key: &str, value: Option<&str>| call.text(key).is_none_or(|wanted| value == Some(wanted));
    let fits = |operator: &&Operator| {
        text("phone", operator.phone.as_deref())
            && text("email", Some(&operator.email))
            && text("role", Some(&operator.role))
            && text("status", Some(&operator.status))
            && call
                .number("online")
                .is_none_or(|online| u64::from(operator.online) == online)
            && call
                .number("status_id")
                .is_none_or(|status| operator.status_id == status)
            && call
                .flag("disableNewChats")
                .is_none_or(|disabled| operator.new_chats != disabled)
    };
    let rows: Vec<&Operator> = desk.world.operators.iter().filter(fits).collect();
    let total = rows.len();
    page(desk, call, rows.into_iter(), total, |o| row(desk, o))
}

fn fault(field: &str, error: &Value) -> Answer {
    let mut body = Map::new();
    body.insert(field.to_owned(), json!([error]));
    Answer::new(400, Value::Object(body))
}

/// Checks what both writes share.
fn check(desk: &Desk<'_>, call: &Call) -> Result<(), Answer> {
    if let Some(right) = call.number("access_rights_id")
        && !desk.world.access_rights.iter().any(|r| r.id == right)
    {
        let text = "Access rights not found for this company!";
        return Err(fault("access_rights_id", &json!({"error": text})));
    }
    if let Some(status) = call.number("status_id")
        && !STATUSES.iter().any(|(id, ..)| *id == status)
    {
        let text = "This status id is not correct!";
        return Err(fault("status_id", &json!({"error": text})));
    }
    Ok(())
}

fn apply(desk: &mut Desk<'_>, call: &Call, id: u64) {
    let right = call.number("access_rights_id");
    let role = desk
        .world
        .access_rights
        .iter()
        .find(|r| Some(r.id) == right);
    let role = role.map(|right| right.role);
    let Some(operator) = desk.world.operators.iter_mut().find(|o| o.id == id) else {
        return;
    };
    let text = |key: &str| call.text(key).map(str::to_owned);
    operator.email = text("email").unwrap_or_else(|| std::mem::take(&mut operator.email));
    operator.avatar = text("avatar").or_else(|| operator.avatar.take());
    operator.external_id = text("external_id").or_else(|| operator.external_id.take());
    operator.first_name = text("first_name").or_else(|| operator.first_name.take());
    operator.last_name = text("last_name").or_else(|| operator.last_name.take());
    if let Some(role) = role {
        role.clone_into(&mut operator.role);
        operator.access_right = right;
    }
    if let Some(status) = call.number("status_id") {
        operator.status_id = status;
        operator.offline_type = offline_type(status).map(str::to_owned);
    }
}

fn create(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(email) = call.text("email") else {
        return fault("email", &json!("can't be blank"));
    };
    if desk.world.operators.iter().any(|o| o.email == email) {
        return fault("email", &json!("must be uniqueness"));
    }
    if let Err(refusal) = check(desk, call) {
        return refusal;
    }
    if desk.world.operators.len() >= 50 {
        return fault("operators_limit", &json!("operators limit"));
    }
    let id = 326_900 + desk.lab.number("operator");
    desk.world.operators.push(Operator {
        id,
        email: email.to_owned(),
        phone: None,
        role: "operator".into(),
        access_right: None,
        online: false,
        offline_type: None,
        avatar: None,
        first_name: None,
        last_name: None,
        external_id: None,
        last_visit: None,
        status_id: 0,
        two_factor: false,
        status: "enabled".into(),
        new_chats: true,
    });
    apply(desk, call, id);
    let Some(operator) = desk.world.operator(id) else {
        return Answer::not_found(format!("Operator #{id} not found"));
    };
    let mut body = row(desk, operator);
    if let Some(members) = body.as_object_mut() {
        members.remove("opened_dialogs");
    }
    Answer::data(body)
}

fn update(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    let Some(before) = desk.world.operator(id).map(|o| o.status_id) else {
        return Answer::not_found(format!("Operator #{id} not found"));
    };
    if let Some(email) = call.text("email")
        && desk
            .world
            .operators
            .iter()
            .any(|o| o.email == email && o.id != id)
    {
        return fault("email", &json!("has already been taken"));
    }
    if let Err(refusal) = check(desk, call) {
        return refusal;
    }
    apply(desk, call, id);
    if call
        .number("status_id")
        .is_some_and(|status| status != before)
    {
        hooks::operator_status(desk, id);
    }
    Answer::done()
}

fn statuses(_: &mut Desk<'_>, _: &Call) -> Answer {
    let rows = STATUSES.iter();
    let rows = rows.map(|(id, en, ru, _)| json!({"id": id, "name": {"en": en, "ru": ru}}));
    Answer::new(200, rows.collect())
}

fn groups(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let groups = desk.world.groups.iter();
    let rows = groups
        .map(|group| json!({"id": group.id, "name": group.name, "operator_ids": group.operators}));
    Answer::data(rows.collect::<Vec<_>>())
}

const PERMISSIONS: &str = "balance dashboard manage_dashboards manage_custom_reports \
    bulk_messanging_and_mass_ops sales_tunnel account_settings macroses workmode auto_answer \
    long_answer_notification auto_closing offline_period auto_assignment_of_chats broadcast_to_tg \
    settings_other operators create_and_manage_operators customization accounts online_chat widget \
    templates tags_and_requests self_service_menu chat_bot api rating integrations smart_scripts \
    url_tracking blacklist info news widget_v2 billing_thresholds assign_dialog export_dialog \
    manage_status manage_avatar tg_application close_dialog manage_requests attach_tags_to_client \
    attach_tags_to_request manage_comments add_to_blacklist edit_client_phone write_first \
    realtime_dashboard system_messages tickets_view tickets_create_and_edit tickets_partial_edit \
    tickets_delete enable_technical_support_access manage_user_sessions group_clients \
    manage_channels create_and_manage_messengers pin_messages telephony telephony_call";

fn right_row(right: &AccessRight) -> Value {
    let names = PERMISSIONS.split_whitespace();
    let permissions: Map<String, Value> = names
        .map(|name| (name.to_owned(), json!(right.all)))
        .collect();
    json!({
        "id": right.id,
        "name": right.name,
        "role": right.role,
        "base_role": right.base,
        "permissions": permissions,
    })
}

fn rights(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let rights = desk.world.access_rights.iter();
    Answer::data(rights.map(right_row).collect::<Vec<_>>())
}

fn right(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    let found = desk.world.access_rights.iter().find(|r| r.id == id);
    found.map_or_else(
        || {
            Answer::new(
                400,
                json!({
                    "message": "not_found",
                    "errors": {"text": format!("Access rights id #{id} not found")},
                    "status": "error",
                }),
            )
        },
        |right| Answer::data(right_row(right)),
    )
}
