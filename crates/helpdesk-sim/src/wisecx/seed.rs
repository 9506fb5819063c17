//! Building and looking into the simulated account, past the API.

use super::Sim;
use super::people::Contact;
use super::state::{Activity, Case};

/// What a stored message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// A reply that the contact sees.
    Public,
    /// A note.
    Internal,
    /// A message of the contact.
    Inbound,
}

/// A message as the simulated account holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// The activity's identifier.
    pub id: String,
    /// The case.
    pub ticket_id: String,
    /// The contact on the other side; for a note, the contact of the case. `0` for none.
    pub contact_id: String,
    /// Public, internal or inbound.
    pub kind: MessageKind,
    /// The text.
    pub text: String,
    /// The user who wrote it; `0` for none.
    pub user_id: String,
    /// The channel, such as `whatsapp`.
    pub channel: String,
    /// Names of the files.
    pub files: Vec<String>,
}

/// A case as the simulated account holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredCase {
    /// The case.
    pub id: String,
    /// Its contact; `0` for none.
    pub contact_id: String,
    /// The service group.
    pub group_id: String,
    /// The assigned user; `0` for none.
    pub user_id: String,
    /// `opened`, `pending`, `hold`, `solved` or `closed`.
    pub status: String,
    /// The subject.
    pub subject: String,
    /// `none` to `very-high`.
    pub priority: String,
    /// Names of the tags.
    pub tags: Vec<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Whether it was marked as spam.
    pub spam: bool,
}

impl Sim {
    /// Adds `n` contacts at once, with invented names, phones and mail addresses, and gives their
    /// identifiers. A million of them take little time and memory.
    pub fn seed_contacts(&self, n: usize) -> Vec<String> {
        let now = self.lab.now();
        let ids = self.world().people.seed(n, now);
        ids.into_iter().map(|id| id.to_string()).collect()
    }

    /// Adds a contact and gives its identifier.
    pub fn seed_contact(&self, phone: &str, name: &str) -> String {
        let last_update = self.lab.now();
        let contact = Contact {
            phone: phone.to_owned(),
            name: name.to_owned(),
            last_update,
            ..Contact::default()
        };
        self.world().people.add(contact).to_string()
    }

    /// Opens a case over WhatsApp for a contact, in the first service group, without any message,
    /// and gives its identifier.
    pub fn seed_ticket(&self, contact_id: &str) -> String {
        let contact_id = contact_id.parse().unwrap_or(0);
        let mut world = self.world();
        let group_id = world.queues.first().map_or(0, |queue| queue.id);
        let case = world.add_case(Case {
            group_id,
            contact_id,
            status: "opened".to_owned(),
            source_channel: "whatsapp".to_owned(),
            subject: "Seeded case".to_owned(),
            priority: "none".to_owned(),
            ..Case::default()
        });
        world.cases[case].id.to_string()
    }

    /// A WhatsApp message from the person: it lands in their newest case that is not closed,
    /// deleted or spam, and opens that one again; without such a case a new one is opened. Gives
    /// the activity's identifier.
    pub fn receive_message(&self, contact_id: &str, text: &str) -> String {
        let contact: u64 = contact_id.parse().unwrap_or(0);
        let open = {
            let world = self.world();
            world.cases_of.get(&contact).and_then(|cases| {
                cases.iter().rev().copied().find(|case| {
                    let case = &world.cases[*case];
                    case.status != "closed" && !case.deleted && !case.spam
                })
            })
        };
        let case = open.unwrap_or_else(|| {
            let id = self.seed_ticket(contact_id).parse().unwrap_or(0);
            self.world().case_at(id).unwrap_or_default()
        });
        let mut world = self.world();
        let id = world.add_activity(
            case,
            Activity {
                kind: "contact_message".to_owned(),
                content: text.to_owned(),
                contact_from: Some(contact),
                ..Activity::default()
            },
        );
        world.set_status(case, "opened");
        id.to_string()
    }

    /// Lets a user open a case on the screen: a system activity, and the dates of reading.
    /// False when there is no such case or user.
    pub fn read_ticket(&self, case_id: &str, user_id: &str) -> bool {
        let mut world = self.world();
        let user = user_id.parse().ok().and_then(|id| world.user(id)).cloned();
        let case = case_id.parse().ok().and_then(|id| world.case_at(id));
        let (Some(case), Some(user)) = (case, user) else {
            return false;
        };
        let now = world.lab.now();
        let held = &mut world.cases[case];
        held.first_read.get_or_insert(now);
        held.last_read = Some(now);
        world.note_change(case, user.id, format!("Read by {}", user.nick));
        true
    }

    /// How many contacts there are.
    pub fn contact_count(&self) -> usize {
        self.world().people.count()
    }

    /// How many cases there are, without the deleted ones.
    pub fn ticket_count(&self) -> usize {
        self.world().cases.iter().filter(|c| !c.deleted).count()
    }

    /// How many messages and notes there are, without the system's own activities.
    pub fn message_count(&self) -> usize {
        let world = self.world();
        let messages = world.activities.iter().filter(|a| a.kind != "system");
        messages.count()
    }

    /// Every message and note, in the order in which they were stored.
    pub fn messages(&self) -> Vec<StoredMessage> {
        let world = self.world();
        world
            .activities
            .iter()
            .filter_map(|activity| {
                let kind = match activity.kind.as_str() {
                    "user_reply" => MessageKind::Public,
                    "note" => MessageKind::Internal,
                    "contact_message" => MessageKind::Inbound,
                    _ => return None,
                };
                let case = world.case_at(activity.case_id)?;
                let contact = activity
                    .contact_from
                    .or_else(|| activity.contacts_to.first().copied())
                    .unwrap_or(world.cases[case].contact_id);
                Some(StoredMessage {
                    id: activity.id.to_string(),
                    ticket_id: activity.case_id.to_string(),
                    contact_id: contact.to_string(),
                    kind,
                    text: activity.content.clone(),
                    user_id: activity.user_id.to_string(),
                    channel: activity.channel.clone(),
                    files: activity
                        .attachments
                        .iter()
                        .map(|file| file.filename.clone())
                        .collect(),
                })
            })
            .collect()
    }

    /// A case, deleted or not.
    pub fn ticket(&self, case_id: &str) -> Option<StoredCase> {
        let world = self.world();
        let case = &world.cases[world.case_at(case_id.parse().ok()?)?];
        Some(StoredCase {
            id: case.id.to_string(),
            contact_id: case.contact_id.to_string(),
            group_id: case.group_id.to_string(),
            user_id: case.user_id.to_string(),
            status: case.status.clone(),
            subject: case.subject.clone(),
            priority: case.priority.clone(),
            tags: case.tags.clone(),
            deleted: case.deleted,
            spam: case.spam,
        })
    }

    /// Identifiers of the users who are no bots.
    pub fn agents(&self) -> Vec<String> {
        let world = self.world();
        let people = world.users.iter().filter(|user| !user.is_bot);
        people.map(|user| user.id.to_string()).collect()
    }

    /// Identifiers of the users who are bots.
    pub fn bots(&self) -> Vec<String> {
        let world = self.world();
        let bots = world.users.iter().filter(|user| user.is_bot);
        bots.map(|user| user.id.to_string()).collect()
    }

    /// Identifiers of the service groups.
    pub fn departments(&self) -> Vec<String> {
        let world = self.world();
        world.queues.iter().map(|q| q.id.to_string()).collect()
    }

    /// Identifiers of the channels; the first is WhatsApp.
    pub fn channels(&self) -> Vec<String> {
        let world = self.world();
        world.channels.iter().map(|c| c.id.to_owned()).collect()
    }

    /// Names of the custom fields, which is how this vendor addresses them.
    pub fn custom_fields(&self) -> Vec<String> {
        let world = self.world();
        world
            .custom_fields
            .iter()
            .map(|f| (*f).to_owned())
            .collect()
    }

    /// Names of the case tags, which is how this vendor addresses them.
    pub fn tags(&self) -> Vec<String> {
        let world = self.world();
        world.tags.iter().map(|(_, name)| name.clone()).collect()
    }

    /// Identifiers of the contact groups.
    pub fn contact_groups(&self) -> Vec<String> {
        let world = self.world();
        let groups = world.contact_groups.iter();
        groups.map(|group| group.id.to_string()).collect()
    }

    /// Identifiers of the case types.
    pub fn case_types(&self) -> Vec<String> {
        let world = self.world();
        world.types.iter().map(|(id, ..)| id.to_string()).collect()
    }

    /// Identifiers of the WhatsApp templates.
    pub fn templates(&self) -> Vec<String> {
        let world = self.world();
        let templates = world.templates.iter();
        templates.map(|template| template.id.to_string()).collect()
    }
}
