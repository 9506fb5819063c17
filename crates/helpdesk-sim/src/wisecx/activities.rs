//! `/cases/{id}/activities`, and reading the `activity` objects that cases are written with.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value, json};

use super::Sim;
use super::check::{Answer, Ask, Kind, Member, Refusal, id_of, text};
use super::files;
use super::list::{Envelope, Rules, select};
use super::people::Contact;
use super::state::{Activity, Attachment, World, custom_fields, stamp};

const FIELDS: Rules = Rules {
    fields: &[
        "id",
        "case_id",
        "type",
        "user_id",
        "channel",
        "content",
        "contact_from",
        "contacts_to",
        "attachments",
        "recordings",
        "created_at",
        "sending_status",
    ],
    default: &["id", "type", "user_id", "content", "created_at"],
    filters: &[],
    prefix: "activity",
};

/// The documented channels; the documentation spells some with a capital.
pub(super) const CHANNELS: &[&str] = &["web", "app", "phone", "whatsapp", "email", "internal"];

/// A person as a request names one.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    id: u64,
    email: String,
    personal_id: String,
    phone: String,
    name: String,
    custom_fields: BTreeMap<String, String>,
}

/// An activity of a request, checked but not done yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) kind: String,
    user_id: u64,
    channel: String,
    content: String,
    from: Option<Named>,
    to: Vec<Named>,
    attachments: Vec<Attachment>,
}

/// `GET /cases/{id}/activities`: a bare array.
pub(super) async fn list(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &FIELDS)?;
    let id = sim.id(&ask, &id, "Case")?;
    let world = sim.world();
    let case = world.live_case(id)?;
    let positions = world.cases[case].activities.clone();
    drop(world);
    Ok(sim.page_of(
        &ask,
        Envelope::AlwaysBare,
        &listing,
        positions.into_iter(),
        |position, field| {
            let world = sim.world();
            show(&world, &world.activities[*position], field)
        },
    ))
}

/// `GET /cases/{id}/activities/{activity_id}`.
pub(super) async fn get(
    State(sim): State<Sim>,
    Path((case, activity)): Path<(String, String)>,
    ask: Ask,
) -> Answer {
    let fields = sim.fields(&ask, &FIELDS)?;
    let case = sim.id(&ask, &case, "Case")?;
    let activity = sim.id(&ask, &activity, "Activity")?;
    let world = sim.world();
    let case = world.live_case(case)?;
    let found = world.cases[case]
        .activities
        .iter()
        .map(|position| &world.activities[*position])
        .find(|held| held.id == activity)
        .ok_or_else(|| Refusal::not_found("Activity"))?;
    Ok(Json(select(&fields, |field| show(&world, found, field))))
}

fn show(world: &World, activity: &Activity, field: &str) -> Value {
    match field {
        "id" => json!(activity.id),
        "case_id" => json!(activity.case_id),
        "type" => json!(activity.kind),
        "user_id" => json!(activity.user_id),
        "channel" => json!(activity.channel),
        "content" => json!(activity.content),
        "contact_from" => activity
            .contact_from
            .map_or(Value::Null, |id| person(world, id)),
        "contacts_to" if activity.contacts_to.is_empty() => Value::Null,
        "contacts_to" => activity
            .contacts_to
            .iter()
            .map(|id| person(world, *id))
            .collect(),
        "attachments" if activity.attachments.is_empty() => Value::Null,
        "attachments" => activity
            .attachments
            .iter()
            .map(|file| {
                json!({
                    "filename": file.filename,
                    "attachment_id": 0,
                    "url": files::link(&file.file),
                })
            })
            .collect(),
        "created_at" => json!(stamp(activity.created_at)),
        "sending_status" => json!(activity.sending_status),
        _ => Value::Null,
    }
}

fn person(world: &World, id: u64) -> Value {
    let contact = world.people.get(id).unwrap_or_else(|| Contact {
        id,
        ..Contact::default()
    });
    json!({
        "id": contact.id,
        "email": contact.email,
        "name": contact.name,
        "phone": contact.phone,
        "personal_id": contact.personal_id,
        "custom_fields": custom_fields(&contact.custom_fields),
    })
}

const ACTIVITY: &[Member] = &[
    ("type", Kind::Text, true),
    ("user_id", Kind::Number, false),
    ("channel", Kind::Text, false),
    ("content", Kind::Text, false),
    ("template", Kind::Object, false),
    ("contact_from", Kind::Object, false),
    ("contacts_to", Kind::List, false),
    ("attachments", Kind::List, false),
];

const PERSON: &[Member] = &[
    ("id", Kind::Number, false),
    ("email", Kind::Text, false),
    ("personal_id", Kind::Text, false),
    ("phone", Kind::Text, false),
    ("name", Kind::Text, false),
    ("custom_fields", Kind::List, false),
];

impl Sim {
    /// Checks the `activities` of a body. `case_channel` is the channel of the case.
    pub(super) fn drafts(
        &self,
        ask: &Ask,
        object: &Map<String, Value>,
        case_channel: &str,
        creating: bool,
    ) -> Result<Vec<Draft>, Refusal> {
        let items = object.get("activities").and_then(Value::as_array);
        let drafts: Vec<Draft> = items
            .into_iter()
            .flatten()
            .map(|item| self.draft(ask, item, case_channel, creating))
            .collect::<Result<_, _>>()?;
        files::within_limit(drafts.iter().flat_map(|draft| &draft.attachments))?;
        Ok(drafts)
    }

    fn draft(
        &self,
        ask: &Ask,
        item: &Value,
        case_channel: &str,
        creating: bool,
    ) -> Result<Draft, Refusal> {
        let object = self.object(&ask.endpoint, item, ACTIVITY)?;
        let kind = text(object, "type").unwrap_or_default();
        if !["user_reply", "contact_message", "note"].contains(&kind.as_str()) {
            return Err(self.violated(&ask.endpoint, &format!("undocumented activity `{kind}`")));
        }
        let channel = text(object, "channel").map(|channel| channel.to_lowercase());
        if let Some(channel) = &channel
            && !CHANNELS.contains(&channel.as_str())
        {
            let what = format!("undocumented activity channel `{channel}`");
            return Err(self.violated(&ask.endpoint, &what));
        }
        let channel = channel.unwrap_or_else(|| case_channel.to_owned());
        let mut content = text(object, "content").unwrap_or_default();
        let replies = kind == "user_reply";
        let whatsapp = channel == "whatsapp";
        let template = object.get("template");
        if let Some(template) = template {
            if !(replies && whatsapp) {
                return Err(Refusal::bad(
                    "A template is sent in a user_reply of a whatsapp case",
                ));
            }
            content = self.template_text(ask, template)?;
        }
        let attachments = self.attachments_in(ask, object)?;
        let needs_text = attachments.is_empty() || (whatsapp && replies);
        if content.is_empty() && needs_text {
            return Err(Refusal::bad("The field content is required"));
        }
        let user_id = id_of(object, "user_id");
        let needs_user = (replies && template.is_none()) || kind == "note";
        if needs_user && !object.contains_key("user_id") {
            return Err(Refusal::bad("The field user_id is required"));
        }
        if (needs_user || user_id != 0) && self.world().user(user_id).is_none() {
            return Err(Refusal::not_found("User"));
        }
        let from = match object.get("contact_from") {
            Some(person) if kind == "contact_message" => Some(self.named(ask, person, creating)?),
            None if kind == "contact_message" => {
                return Err(Refusal::bad("The field contact_from is required"));
            }
            _ => None,
        };
        let mut to = Vec::new();
        if replies {
            let people = object.get("contacts_to").and_then(Value::as_array);
            for person in people.into_iter().flatten() {
                to.push(self.named(ask, person, creating)?);
            }
            if to.is_empty() {
                return Err(Refusal::bad("The field contacts_to is required"));
            }
            if whatsapp {
                to.truncate(1);
            }
        }
        Ok(Draft {
            kind,
            user_id,
            channel,
            content,
            from,
            to,
            attachments,
        })
    }

    fn template_text(&self, ask: &Ask, template: &Value) -> Result<String, Refusal> {
        let object = self.object(
            &ask.endpoint,
            template,
            &[
                ("template_id", Kind::Number, true),
                ("parameters", Kind::List, false),
            ],
        )?;
        let id = id_of(object, "template_id");
        let mut content = self
            .world()
            .templates
            .iter()
            .find(|template| template.id == id)
            .map(|template| template.content.to_owned())
            .ok_or_else(|| Refusal::not_found("Template"))?;
        let parameters = object.get("parameters").and_then(Value::as_array);
        for item in parameters.into_iter().flatten() {
            let item = self.object(
                &ask.endpoint,
                item,
                &[("key", Kind::Text, true), ("value", Kind::Text, true)],
            )?;
            let key = text(item, "key").unwrap_or_default();
            let key = key.trim_matches(['{', '}']);
            let value = text(item, "value").unwrap_or_default();
            content = content.replace(&format!("{{{{{key}}}}}"), &value);
        }
        Ok(content)
    }

    /// A `contact` object. Its custom fields are documented for new cases only.
    fn named(&self, ask: &Ask, person: &Value, creating: bool) -> Result<Named, Refusal> {
        let members = if creating {
            PERSON
        } else {
            &PERSON[..PERSON.len() - 1]
        };
        let object = self.object(&ask.endpoint, person, members)?;
        let part = |name: &str| text(object, name).unwrap_or_default();
        let named = Named {
            id: id_of(object, "id"),
            email: part("email"),
            personal_id: part("personal_id"),
            phone: part("phone"),
            name: part("name"),
            custom_fields: self.custom_fields_in(&ask.endpoint, object)?,
        };
        if named.id == 0
            && [&named.email, &named.personal_id, &named.phone]
                .iter()
                .all(|value| value.is_empty())
        {
            return Err(Refusal::bad(
                "A contact needs one of id, email, personal_id, phone",
            ));
        }
        if named.id != 0 && !self.world().people.exists(named.id) {
            return Err(Refusal::not_found("Contact"));
        }
        Ok(named)
    }
}

impl Draft {
    /// The person on the other side, if the draft names one.
    pub(super) fn other_side(&self) -> Option<&Named> {
        self.from.as_ref().or_else(|| self.to.first())
    }

    /// Whether this is a reply over WhatsApp.
    pub(super) fn whatsapp_reply(&self) -> bool {
        self.kind == "user_reply" && self.channel == "whatsapp"
    }
}

impl World {
    /// The contact that a request means, if there is one.
    pub(super) fn known(&self, named: &Named) -> Option<u64> {
        if named.id != 0 {
            return self.people.exists(named.id).then_some(named.id);
        }
        [
            ("email", &named.email),
            ("personal_id", &named.personal_id),
            ("phone", &named.phone),
        ]
        .iter()
        .filter_map(|(field, value)| self.people.having(field, value))
        .find_map(|ids| ids.first().copied())
    }

    /// The contact that a request means; it is created when there is none.
    pub(super) fn known_or_new(&mut self, named: &Named) -> u64 {
        if let Some(id) = self.known(named) {
            return id;
        }
        let contact = Contact {
            email: named.email.clone(),
            personal_id: named.personal_id.clone(),
            phone: named.phone.clone(),
            name: named.name.clone(),
            custom_fields: named.custom_fields.clone(),
            last_update: self.lab.now(),
            ..Contact::default()
        };
        self.people.add(contact)
    }

    /// Carries out a draft, and gives what the answer says of it.
    pub(super) fn carry_out(&mut self, case: usize, draft: Draft) -> Value {
        let from = draft.from.as_ref().map(|named| self.known_or_new(named));
        let to: Vec<u64> = draft
            .to
            .iter()
            .map(|named| self.known_or_new(named))
            .collect();
        let ids: Vec<u64> = from.into_iter().chain(to.iter().copied()).collect();
        let id = self.add_activity(
            case,
            Activity {
                kind: draft.kind,
                user_id: draft.user_id,
                channel: draft.channel,
                content: draft.content,
                contact_from: from,
                contacts_to: to,
                attachments: draft.attachments,
                ..Activity::default()
            },
        );
        json!({ "id": id, "contacts_ids": ids })
    }
}
