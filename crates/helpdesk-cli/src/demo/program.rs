//! The program that runs on every desk. It knows the neutral contract and nothing else.

use futures_util::TryStreamExt;
use helpdesk::{
    Agent, Capability, Client, Contact, ContactPatch, ContactQuery, Department, Error, Loss,
    MessageTarget, NewContact, NewMessage, NewNote, NewTag, NewTicket, Operation, Result, Support,
    Tag, TagQuery, TagScope, Ticket, TicketQuery, TicketStatus,
};
use serde_json::{Value, json};

/// The steps, in their order.
pub const STEPS: [&str; 17] = [
    "check the account",
    "list agents",
    "list departments",
    "list channels",
    "create a contact",
    "find it by another spelling",
    "upsert makes no second one",
    "rename it",
    "list contacts",
    "choose or create a tag",
    "tag the contact",
    "create a ticket",
    "assign it",
    "add an internal note",
    "send a message",
    "close the ticket",
    "list closed tickets",
];

/// What came of a step.
#[derive(Debug)]
pub enum Outcome {
    /// The vendor has a call for it.
    Done,
    /// It was composed from other calls.
    Emulated,
    /// The vendor cannot do it.
    Unsupported,
    /// An earlier step gave nothing to work on.
    Skipped,
    /// It failed.
    Failed,
}

/// A step and what came of it.
#[derive(Debug)]
pub struct Step {
    /// What was to be done.
    pub name: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// How, why, or what was lost.
    pub note: String,
}

impl Step {
    /// One word for a table.
    pub fn word(&self) -> String {
        match self.outcome {
            Outcome::Done if self.note.starts_with("lost") => "done, with loss",
            Outcome::Done => "done",
            Outcome::Emulated => "emulated",
            Outcome::Unsupported => "unsupported",
            Outcome::Skipped => "–",
            Outcome::Failed => "FAILED",
        }
        .to_owned()
    }

    /// The step as JSON.
    pub fn to_json(&self) -> Value {
        json!({"step": self.name, "outcome": self.word(), "note": self.note})
    }
}

/// Runs the program.
pub async fn run(client: &Client) -> Vec<Step> {
    Program {
        client,
        steps: Vec::new(),
    }
    .run()
    .await
}

struct Program<'a> {
    client: &'a Client,
    steps: Vec<Step>,
}

/// What a step gave, and what was lost on the way.
type Given<T> = Result<(T, Vec<Loss>)>;

impl Program<'_> {
    async fn run(mut self) -> Vec<Step> {
        let client = self.client;
        self.note(Operation::AccountCheck, plain(client.check().await));
        let agent = self.agent().await;
        let department = self.department().await;
        self.note(
            Operation::ChannelsList,
            plain(
                client
                    .directory()
                    .channels_stream()
                    .try_collect::<Vec<_>>()
                    .await,
            ),
        );
        let contact = self.contact().await;
        let tag = self.tag().await;
        match (&contact, &tag) {
            (Some(contact), Some(tag)) => {
                let tagged = client.tags().attach(&tag.id, contact.id.clone()).await;
                self.note(Operation::TagsAttachContact, plain(tagged));
            }
            _ => self.skip(Operation::TagsAttachContact),
        }
        let ticket = self.ticket(contact.as_ref(), department.as_ref()).await;
        let Some(ticket) = ticket else {
            while self.steps.len() < STEPS.len() {
                self.skip(Operation::TicketsGet);
            }
            return self.steps;
        };
        match &agent {
            Some(agent) => {
                let assigned = client.tickets().assign(&ticket.id, &agent.id).await;
                self.note(Operation::TicketsAssign, plain(assigned));
            }
            None => self.skip(Operation::TicketsAssign),
        }
        let author = agent.map(|agent| agent.id);
        let target = contact.map_or_else(
            || MessageTarget::Ticket(ticket.id.clone()),
            |contact| MessageTarget::Contact(contact.id),
        );
        let mut noted = NewNote::new(target.clone(), "Asked for the invoice of March.");
        noted.author.clone_from(&author);
        self.note(
            Operation::NotesAdd,
            written(client.messages().add_note(&noted).await),
        );
        let mut message = NewMessage::text(target, "We are looking into it.");
        message.author = author;
        self.note(
            Operation::MessagesSend,
            written(client.messages().send(&message).await),
        );
        self.note(
            Operation::TicketsClose,
            plain(client.tickets().close(&ticket.id).await),
        );
        let closed = TicketQuery::all().status(helpdesk::StatusFilter::Closed);
        let closed = client
            .tickets()
            .stream(closed)
            .try_collect::<Vec<_>>()
            .await;
        let closed = closed.and_then(|tickets| {
            let there = tickets.iter().any(|closed| closed.id == ticket.id);
            if there {
                Ok(())
            } else {
                Err(surprise("the closed ticket is not listed"))
            }
        });
        self.note(Operation::TicketsList, plain(closed));
        self.steps
    }

    async fn agent(&mut self) -> Option<Agent> {
        let agents = self
            .client
            .directory()
            .agents_stream()
            .try_collect::<Vec<_>>()
            .await;
        let agents = self.note(Operation::AgentsList, plain(agents))?;
        agents.into_iter().find(|agent| agent.active && !agent.bot)
    }

    async fn department(&mut self) -> Option<Department> {
        let departments = self
            .client
            .directory()
            .departments_stream()
            .try_collect::<Vec<_>>()
            .await;
        let departments = self.note(Operation::DepartmentsList, plain(departments))?;
        departments.into_iter().find(|department| department.active)
    }

    async fn contact(&mut self) -> Option<Contact> {
        let contacts = self.client.contacts();
        let new = NewContact::named("Rosa Exemplo").phone("+55 11 98765-0001");
        let contact = self.note(
            Operation::ContactsCreate,
            written(contacts.create(&new).await),
        );
        let Some(contact) = contact else {
            for operation in [
                Operation::ContactsFindByPhone,
                Operation::ContactsFindByPhone,
                Operation::ContactsUpdate,
                Operation::ContactsList,
            ] {
                self.skip(operation);
            }
            return None;
        };
        // The same line without its ninth digit.
        let found = contacts
            .find_by_phone("551187650001")
            .await
            .and_then(|found| {
                let there = found.iter().any(|one| one.id == contact.id);
                if there {
                    Ok(())
                } else {
                    Err(surprise("the contact was not found"))
                }
            });
        self.note(Operation::ContactsFindByPhone, plain(found));
        let again = NewContact::named("Rosa Exemplo").phone("551187650001");
        let upserted = contacts.upsert(&again).await.and_then(|done| {
            if done.created {
                Err(surprise("there are two contacts now"))
            } else {
                Ok(())
            }
        });
        self.note(Operation::ContactsFindByPhone, plain(upserted));
        let renamed = contacts
            .update(
                &contact.id,
                &ContactPatch::new().name("Rosa Exemplo Lima".to_owned()),
            )
            .await;
        self.note(Operation::ContactsUpdate, written(renamed));
        let all = contacts
            .stream(ContactQuery::all())
            .try_collect::<Vec<_>>()
            .await;
        self.note(Operation::ContactsList, plain(all));
        Some(contact)
    }

    async fn tag(&mut self) -> Option<Tag> {
        let tags = self.client.tags();
        let existing = tags
            .stream(TagQuery::scope(TagScope::Contact))
            .try_collect::<Vec<_>>()
            .await;
        let existing = existing.map(|tags| {
            tags.into_iter()
                .find(|tag| tag.active && tag.scope.covers(TagScope::Contact))
        });
        match existing {
            Ok(Some(tag)) => self.note(Operation::TagsList, Ok((tag, Vec::new()))),
            Ok(None) => {
                let new = NewTag::named("demo").scope(TagScope::Contact);
                self.note(Operation::TagsCreate, written(tags.create(&new).await))
            }
            Err(error) => self.note(Operation::TagsList, Err(error)),
        }
    }

    async fn ticket(
        &mut self,
        contact: Option<&Contact>,
        department: Option<&Department>,
    ) -> Option<Ticket> {
        let mut new = NewTicket::new()
            .subject("Invoice of March")
            .text("The invoice of March is missing.")
            .status(TicketStatus::Open)
            .channel(helpdesk::ChannelKind::WhatsApp);
        new.contact = contact.map(|contact| contact.id.clone());
        new.department = department.map(|department| department.id.clone());
        let created = self.client.tickets().create(&new).await;
        self.note(Operation::TicketsCreate, written(created))
    }

    fn note<T>(&mut self, operation: Operation, given: Given<T>) -> Option<T> {
        let capability = self.client.capabilities().get(operation);
        let (value, outcome, note) = match given {
            Ok((value, losses)) => (Some(value), done(capability), in_words(capability, &losses)),
            Err(error) if error.is_unsupported() => {
                (None, Outcome::Unsupported, error.message().to_owned())
            }
            Err(error) => (None, Outcome::Failed, error.to_string()),
        };
        self.push(outcome, note);
        value
    }

    fn skip(&mut self, operation: Operation) {
        let supported = self.client.supports(operation);
        let outcome = if supported {
            Outcome::Skipped
        } else {
            Outcome::Unsupported
        };
        let note = self
            .client
            .capabilities()
            .get(operation)
            .support
            .note()
            .to_owned();
        self.push(
            outcome,
            if supported {
                "nothing to work on".to_owned()
            } else {
                note
            },
        );
    }

    fn push(&mut self, outcome: Outcome, note: String) {
        let name = STEPS.get(self.steps.len()).copied().unwrap_or("?");
        self.steps.push(Step {
            name,
            outcome,
            note,
        });
    }
}

fn plain<T>(result: Result<T>) -> Given<T> {
    result.map(|value| (value, Vec::new()))
}

fn written<T>(result: Result<helpdesk::Written<T>>) -> Given<T> {
    result.map(|written| (written.value, written.losses))
}

fn surprise(what: &'static str) -> Error {
    Error::new(helpdesk::ErrorKind::Internal, what)
}

fn done(capability: &Capability) -> Outcome {
    match capability.support {
        Support::Emulated { .. } => Outcome::Emulated,
        _ => Outcome::Done,
    }
}

fn in_words(capability: &Capability, losses: &[Loss]) -> String {
    if losses.is_empty() {
        return capability.support.note().to_owned();
    }
    let lost: Vec<String> = losses
        .iter()
        .map(|loss| format!("{} ({})", loss.field, loss.reason))
        .collect();
    format!("lost: {}", lost.join(", "))
}
