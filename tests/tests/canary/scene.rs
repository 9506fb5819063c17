//! The records that calls are about, and the deliveries they bring about.

use helpdesk::webhook::{EventKind, Inbound};
use helpdesk::{
    AgentId, ContactId, ContactPatch, DepartmentId, Field, MessageTarget, NewContact, NewTag,
    NewTicket, NewWebhook, Operation, PageRequest, TagId, TagQuery, TagScope, TicketId, WebhookId,
};
use http::HeaderMap;

use crate::desks::{self, Stage};
use crate::shown::Shown;

/// The records that calls are about. What a vendor has none of is a name of nothing.
pub struct Scene<'a> {
    pub stage: &'a Stage,
    pub contact: ContactId,
    /// One without a ticket.
    pub other_contact: ContactId,
    pub ticket: TicketId,
    /// One of contacts and one of tickets.
    pub tags: [TagId; 2],
    pub agent: AgentId,
    pub department: DepartmentId,
    pub webhook: WebhookId,
    pub delivery: Option<Inbound>,
}

impl<'a> Scene<'a> {
    /// Makes the records.
    pub async fn new(stage: &'a Stage, shown: &mut Shown) -> Self {
        let mut scene = Self {
            stage,
            contact: "1".into(),
            other_contact: "1".into(),
            ticket: "1".into(),
            tags: ["1".into(), "1".into()],
            agent: "1".into(),
            department: "1".into(),
            webhook: "1".into(),
            delivery: None,
        };
        let (client, page) = (&stage.client, PageRequest::first());
        let agents = client.directory().agents(&page).await.expect("agents");
        let agent = agents.items.iter().find(|one| one.active && !one.bot);
        scene.agent = agent.expect("an agent").id.clone();
        let departments = client.directory().departments(&page).await;
        let departments = departments.expect("departments").items;
        let department = departments.iter().find(|one| one.active);
        scene.department = department.expect("a department").id.clone();

        let [one, two, _] = PEOPLE;
        for (person, id) in [(one, &mut scene.contact), (two, &mut scene.other_contact)] {
            let created = client.contacts().create(&new_contact(stage, person)).await;
            let created = shown.outcome("a created contact", created);
            *id = created.expect("a contact").value.id;
            (stage.before_ticket)(id.as_str());
        }
        let created = client
            .tickets()
            .create(&scene.new_ticket(&scene.contact))
            .await;
        let created = shown.outcome("a created ticket", created);
        scene.ticket = created.expect("a ticket").value.id;
        (stage.receive)(scene.contact.as_str());
        for (at, scope) in [TagScope::Contact, TagScope::Ticket]
            .into_iter()
            .enumerate()
        {
            let new = NewTag::named("Conforme").scope(scope);
            let tag = if let Ok(written) = client.tags().create(&new).await {
                Some(written.value.id)
            } else {
                let all = client.tags().list(&TagQuery::scope(scope), &page).await;
                all.ok().and_then(|all| Some(all.items.first()?.id.clone()))
            };
            if let Some(tag) = tag {
                scene.tags[at] = tag;
            }
        }
        if client.supports(Operation::WebhooksCreate) {
            let new = new_webhook(1);
            let created = shown.outcome("a webhook", client.webhooks().create(&new).await);
            scene.webhook = created.expect("a webhook").value.id;
        }
        // Something happens, so that there is something to deliver.
        (stage.receive)(scene.contact.as_str());
        let patch = ContactPatch::new().name(desks::OTHER_NAME.to_owned());
        let _ = client.contacts().update(&scene.contact, &patch).await;
        let mut deliveries = (stage.deliveries)();
        scene.delivery = deliveries.pop();
        for inbound in deliveries {
            scene.receive(inbound, shown).await;
        }
        scene
    }

    pub fn holds(&self, operation: Operation, field: &Field) -> bool {
        self.stage.client.capabilities().holds(operation, field)
    }

    pub fn new_ticket(&self, contact: &ContactId) -> NewTicket {
        let mut new = NewTicket::for_contact(contact)
            .subject(desks::SUBJECT)
            .text(desks::TEXT)
            .department(&self.department);
        new.channel.clone_from(&self.stage.channel);
        new
    }

    pub fn target(&self, operation: Operation) -> MessageTarget {
        let holds = |field: Field| self.holds(operation, &field);
        if holds(Field::Ticket) && !holds(Field::Contact) {
            self.ticket.clone().into()
        } else {
            self.contact.clone().into()
        }
    }

    /// Hands a delivery in, as it is, changed, and with another secret.
    pub async fn receive(&self, inbound: Inbound, shown: &mut Shown) {
        let client = &self.stage.client;
        shown.debug("a delivery", &inbound);
        let verified = client.verify_webhook(inbound.clone());
        if let Ok(verified) = shown.outcome("a verified delivery", verified) {
            let events = client.parse_webhook(&verified);
            for event in shown.outcome("its events", events).unwrap_or_default() {
                shown.debug("an event", &event);
                let _ = shown.outcome("a whole event", client.hydrate(event).await);
            }
        }
        let body = String::from_utf8_lossy(&inbound.body).into_owned();
        let half: String = body.chars().take(body.chars().count() / 2).collect();
        let odd = format!("{{\"event\":{body},\"data\":[\"{}\"]}}", desks::TEXT);
        for body in [half, odd, desks::TEXT.to_owned()] {
            let mut changed = inbound.clone();
            changed.body = body.into();
            let verified = client.verify_webhook(changed);
            if let Ok(verified) = shown.outcome("a changed delivery", verified) {
                let events = client.parse_webhook(&verified);
                let _ = shown.outcome("the events of a changed delivery", events);
            }
        }
        let wrong = Inbound::new(HeaderMap::new(), inbound.body).with_uri(
            &format!("/desk?key={}x", desks::HOOK_SECRET)
                .parse()
                .expect("a URL"),
        );
        let _ = shown.outcome(
            "a delivery with another secret",
            client.verify_webhook(wrong),
        );
    }
}

/// Phone number, mail address, document.
pub type Identity = (&'static str, &'static str, &'static str);

/// The contact, one without a ticket, and one that is made later.
pub const PEOPLE: [Identity; 3] = [
    (desks::PHONE, desks::EMAIL, desks::DOCUMENT),
    (
        "+5511983746513",
        "quartzo.k8q@people.example",
        "37174652956",
    ),
    (
        "+5511983746514",
        "quartzo.k9q@people.example",
        "37174653090",
    ),
];

pub fn new_contact(stage: &Stage, (phone, email, document): Identity) -> NewContact {
    let capabilities = stage.client.capabilities();
    let held = |field: Field| capabilities.holds(Operation::ContactsCreate, &field);
    let mut new = NewContact::named(desks::NAME).phone(phone);
    if held(Field::Emails) {
        new = new.email(email);
    }
    if held(Field::Document) {
        new = new.document(document);
    }
    if held(Field::Handles) {
        new = new.handle("instagram", desks::HANDLE);
    }
    match &stage.custom_field {
        Some(key) if held(Field::CustomFields) => new.custom_field(key, desks::FIELD),
        _ => new,
    }
}

pub fn new_webhook(number: u32) -> NewWebhook {
    let events = [EventKind::MessageReceived, EventKind::ContactUpdated];
    NewWebhook::new(format!("{}&number={number}", desks::HOOK_URL), events).name("Zenobia's")
}
