//! The simulated account: everything that the vendor would keep.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::people::People;
use super::webhooks::Subscription;
use super::{Quirk, Quirks};
use crate::Lab;

/// The first case has this identifier.
pub(super) const FIRST_CASE: u64 = 1_410_001;
/// The first activity has this identifier.
pub(super) const FIRST_ACTIVITY: u64 = 5_200_001;

/// Whole requests per minute and per day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) enforced: bool,
    pub(super) per_minute: u64,
    pub(super) per_day: u64,
    pub(super) minute: (i64, u64),
    pub(super) day: (i64, u64),
}

/// A person who answers, or a bot.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: u64,
    /// `user_name` on the wire.
    pub(super) login: String,
    pub(super) nick: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) is_bot: bool,
    pub(super) created_at: Timestamp,
    pub(super) last_login: Option<Timestamp>,
}

/// A service group.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    pub(super) id: u64,
    pub(super) name: String,
    /// Users in it, and whether cases are given to them automatically.
    pub(super) users: BTreeMap<u64, bool>,
}

/// A WhatsApp template.
#[derive(Debug, Clone)]
pub(super) struct Template {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) content: &'static str,
}

/// A channel of the account.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) source: &'static str,
}

/// An organization or a contact group: identifier, code or custom identifier, name.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: u64,
    pub(super) code: String,
    pub(super) name: String,
}

/// A case.
#[derive(Debug, Clone, Default)]
pub(super) struct Case {
    pub(super) id: u64,
    pub(super) number: u64,
    pub(super) group_id: u64,
    pub(super) user_id: u64,
    pub(super) contact_id: u64,
    pub(super) status: String,
    pub(super) source_channel: String,
    pub(super) channel_account: String,
    pub(super) tags: Vec<String>,
    pub(super) type_id: u64,
    pub(super) subject: String,
    pub(super) priority: String,
    pub(super) ticket_area: String,
    pub(super) custom_fields: BTreeMap<String, String>,
    pub(super) spam: bool,
    pub(super) deleted: bool,
    pub(super) created_at: Timestamp,
    pub(super) last_update: Timestamp,
    pub(super) due_at: Option<Timestamp>,
    pub(super) solved_at: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) first_read: Option<Timestamp>,
    pub(super) last_read: Option<Timestamp>,
    pub(super) last_assignment: Option<Timestamp>,
    pub(super) first_response: Option<Timestamp>,
    pub(super) last_response: Option<Timestamp>,
    /// Positions in the list of all activities.
    pub(super) activities: Vec<usize>,
}

/// A file of an activity.
#[derive(Debug, Clone)]
pub(super) struct Attachment {
    pub(super) filename: String,
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

/// One activity of a case.
#[derive(Debug, Clone, Default)]
pub(super) struct Activity {
    pub(super) id: u64,
    pub(super) case_id: u64,
    pub(super) kind: String,
    pub(super) user_id: u64,
    pub(super) channel: String,
    pub(super) content: String,
    pub(super) contact_from: Option<u64>,
    pub(super) contacts_to: Vec<u64>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) created_at: Timestamp,
    pub(super) sending_status: String,
}

/// The whole account.
#[derive(Debug)]
pub(super) struct World {
    pub(super) lab: Lab,
    pub(super) quirks: Quirks,
    pub(super) limits: Limits,
    /// Tokens, and when they stop being valid.
    pub(super) tokens: HashMap<String, Timestamp>,
    pub(super) users: Vec<User>,
    pub(super) queues: Vec<Queue>,
    pub(super) channels: Vec<Channel>,
    pub(super) templates: Vec<Template>,
    /// Identifier, name, identifier of the parent.
    pub(super) types: Vec<(u64, &'static str, u64)>,
    pub(super) tags: Vec<(u64, String)>,
    pub(super) custom_fields: Vec<&'static str>,
    pub(super) organizations: Vec<Named>,
    pub(super) contact_groups: Vec<Named>,
    pub(super) people: People,
    pub(super) cases: Vec<Case>,
    pub(super) cases_of: HashMap<u64, Vec<usize>>,
    pub(super) activities: Vec<Activity>,
    pub(super) subscriptions: Vec<Subscription>,
    /// When the export of a report was started.
    pub(super) exports: HashMap<String, Timestamp>,
}

impl World {
    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.lock().contains(&quirk)
    }

    pub(super) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(super) fn queue(&self, id: u64) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    pub(super) fn case_at(&self, id: u64) -> Option<usize> {
        let at = usize::try_from(id.checked_sub(FIRST_CASE)?).ok()?;
        (at < self.cases.len()).then_some(at)
    }

    /// Puts a new case away and gives its position.
    pub(super) fn add_case(&mut self, mut case: Case) -> usize {
        let at = self.cases.len();
        case.id = FIRST_CASE + at as u64;
        case.number = at as u64 + 1;
        case.created_at = self.lab.now();
        case.last_update = case.created_at;
        if case.user_id != 0 {
            case.last_assignment = Some(case.created_at);
        }
        if case.source_channel == "whatsapp" {
            WHATSAPP.clone_into(&mut case.channel_account);
        }
        self.cases_of.entry(case.contact_id).or_default().push(at);
        self.cases.push(case);
        at
    }

    /// Appends an activity to a case, tells the subscribers, and gives its identifier.
    pub(super) fn add_activity(&mut self, case: usize, mut activity: Activity) -> u64 {
        let now = self.lab.now();
        activity.id = FIRST_ACTIVITY + self.activities.len() as u64;
        activity.created_at = now;
        activity.case_id = self.cases[case].id;
        if activity.sending_status.is_empty() {
            "ok".clone_into(&mut activity.sending_status);
        }
        let held = &mut self.cases[case];
        if activity.channel.is_empty() {
            activity.channel.clone_from(&held.source_channel);
        }
        held.last_update = now;
        if activity.kind == "user_reply" {
            held.first_response.get_or_insert(now);
            held.last_response = Some(now);
        }
        held.activities.push(self.activities.len());
        let (id, kind) = (activity.id, activity.kind.clone());
        self.activities.push(activity);
        self.tell("activity_new", case, id, &kind);
        id
    }

    /// Appends what the system notes about a case.
    pub(super) fn note_change(&mut self, case: usize, user_id: u64, content: String) {
        self.add_activity(
            case,
            Activity {
                kind: "system".to_owned(),
                user_id,
                content,
                ..Activity::default()
            },
        );
    }

    /// Changes the status with its dates; false when that is refused.
    pub(super) fn set_status(&mut self, case: usize, status: &str) -> bool {
        let now = self.lab.now();
        let held = &mut self.cases[case];
        if held.status == status {
            return true;
        }
        if held.status == "closed" && self.quirks.lock().contains(&Quirk::ClosedIsFinal) {
            return false;
        }
        let from = std::mem::replace(&mut held.status, status.to_owned());
        match status {
            "solved" => held.solved_at = Some(now),
            "closed" => held.closed_at = Some(now),
            _ => (held.solved_at, held.closed_at) = (None, None),
        }
        // A system activity's content can itself be a JSON text.
        let content = json!({ "change": "status", "from": from, "to": status }).to_string();
        self.note_change(case, 0, content);
        true
    }

    /// Replaces (or, as a quirk, extends) the tags of a case.
    pub(super) fn set_tags(&mut self, case: usize, mut tags: Vec<String>) {
        tags.retain(|tag| !tag.is_empty());
        if self.has(Quirk::UnknownTagsIgnored) {
            tags.retain(|tag| self.tags.iter().any(|(_, known)| known == tag));
        }
        for tag in &tags {
            if !self.tags.iter().any(|(_, known)| known == tag) {
                let id = self.tags.iter().map(|(id, _)| *id).max().unwrap_or(0) + 1;
                self.tags.push((id, tag.clone()));
            }
        }
        let before = self.cases[case].tags.clone();
        let mut after = if self.has(Quirk::TagsAppend) {
            before.clone()
        } else {
            Vec::new()
        };
        for tag in tags {
            if !after.contains(&tag) {
                after.push(tag);
            }
        }
        let added: Vec<&str> = after
            .iter()
            .filter(|tag| !before.contains(tag))
            .map(String::as_str)
            .collect();
        let removed: Vec<&str> = before
            .iter()
            .filter(|tag| !after.contains(tag))
            .map(String::as_str)
            .collect();
        let notes = [("[added_tag]", added), ("[removed_tag]", removed)]
            .map(|(word, tags)| (!tags.is_empty()).then(|| format!("{word} {}", tags.join(", "))));
        self.cases[case].tags = after;
        for note in notes.into_iter().flatten() {
            self.note_change(case, 0, note);
        }
    }
}

/// The account's WhatsApp number.
pub(super) const WHATSAPP: &str = "5500955500001";

/// A time as the vendor writes it: UTC, without a zone.
pub(super) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A time that may be missing.
pub(super) fn stamp_or_null(time: Option<Timestamp>) -> Value {
    time.map_or(Value::Null, |time| json!(stamp(time)))
}

/// Reads a date, a date and time, or a timestamp; without a zone it is UTC.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    let civil: DateTime = text.parse().ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp())
}

/// The oldest creation time that the list of cases still shows.
pub(super) fn three_months_before(now: Timestamp) -> Timestamp {
    now.to_zoned(TimeZone::UTC)
        .checked_sub(3.months())
        .map_or(Timestamp::MIN, |zoned| zoned.timestamp())
}

/// Custom fields as the vendor lists them.
pub(super) fn custom_fields(fields: &BTreeMap<String, String>) -> Value {
    fields
        .iter()
        .map(|(field, value)| json!({ "field": field, "value": value }))
        .collect()
}
