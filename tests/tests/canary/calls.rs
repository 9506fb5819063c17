//! Every operation of the contract, with canaries in whatever it takes.

use helpdesk::{
    ContactPatch, ContactQuery, Error, Field, NewAttachment, NewContact, NewMessage, NewNote,
    NewTag, Operation, PageRequest, Patch, RawRequest, Result, StatusFilter, TagPatch, TagQuery,
    TagScope, TagTarget, TicketPatch, TicketQuery, WebhookPatch,
};
use http::Method;
use serde_json::json;

use crate::desks;
use crate::scene::{PEOPLE, Scene, new_contact, new_webhook};
use crate::shown::Shown;

impl Scene<'_> {
    /// Calls an operation. What goes in and what comes out is looked at.
    pub async fn call(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        match operation.area() {
            "contacts" => self.contacts(operation, shown).await,
            "tickets" => self.tickets(operation, shown).await,
            "tags" => self.tags(operation, shown).await,
            "messages" => self.messages(operation, shown).await,
            "directory" => self.directory(operation, shown).await,
            "webhooks" => self.webhooks(operation, shown).await,
            _ => self.rest(operation, shown).await,
        }
    }

    async fn contacts(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (contacts, place) = (self.stage.client.contacts(), operation.as_str());
        let page = PageRequest::first();
        match operation {
            Op::ContactsList => {
                let query = ContactQuery::all();
                let listed = contacts.list(&query, &page).await;
                shown.outcome(place, listed).map(drop)
            }
            Op::ContactsSearch => {
                // Not every vendor finds by every one of them.
                let mut outcome = Ok(());
                for text in [desks::NAME, desks::EMAIL, desks::PHONE] {
                    let query = ContactQuery::search(text);
                    shown.debug("a search", &query);
                    let listed = contacts.list(&query, &page).await;
                    outcome = shown.outcome(place, listed).map(drop).or(outcome);
                }
                outcome
            }
            Op::ContactsGet => shown
                .outcome(place, contacts.get(&self.contact).await)
                .map(drop),
            Op::ContactsFindByPhone => {
                // With and without the ninth digit, and something that is no number.
                for number in ["+55 11 8374-6512", "83746512 ramal zenobia"] {
                    let found = contacts.find_by_phone(number).await;
                    let _ = shown.outcome(place, found);
                }
                let found = contacts.find_by_phone(desks::PHONE).await;
                shown.outcome(place, found).map(drop)
            }
            Op::ContactsFindByEmail => {
                let found = contacts.find_by_email(desks::EMAIL).await;
                shown.outcome(place, found).map(drop)
            }
            Op::ContactsFindByDocument => {
                let found = contacts.find_by_document(desks::DOCUMENT).await;
                shown.outcome(place, found).map(drop)
            }
            Op::ContactsCreate => {
                let new = new_contact(self.stage, PEOPLE[2]);
                shown.debug("a new contact", &new);
                for key in new.natural_keys() {
                    shown.debug("a key", &key);
                }
                let created = shown.outcome(place, contacts.create(&new).await);
                // It is there already.
                let _ = shown.outcome(place, contacts.create(&new).await);
                let _ = shown.outcome("contacts.upsert", contacts.upsert(&new).await);
                // What is written so cannot be read.
                let odd = NewContact::named(desks::NAME)
                    .phone("canaricoco 83746512")
                    .email("quartzo without a host")
                    .document("zenobia");
                let _ = shown.outcome(place, contacts.create(&odd).await);
                created.map(drop)
            }
            Op::ContactsUpdate => {
                let held = |field: Field| self.holds(operation, &field);
                let mut patch = ContactPatch::new();
                if held(Field::Name) {
                    patch = patch.name(desks::OTHER_NAME.to_owned());
                }
                if let Some(key) = self.stage.custom_field.as_deref()
                    && held(Field::CustomFields)
                {
                    patch = patch.custom_field(key, Patch::Set(json!(desks::FIELD)));
                }
                shown.debug("a patch", &patch);
                let updated = contacts.update(&self.contact, &patch).await;
                let updated = shown.outcome(place, updated);
                let [(_, email, document), (phone, ..), _] = PEOPLE;
                let all = ContactPatch::new()
                    .phones(vec![phone.to_owned()])
                    .emails(vec![format!("x{email}")])
                    .document(document.to_owned());
                shown.debug("a patch", &all);
                let _ = shown.outcome(place, contacts.update(&self.contact, &all).await);
                updated.map(drop)
            }
            Op::ContactsDelete => {
                let deleted = contacts.delete(&self.contact).await;
                shown.outcome(place, deleted)
            }
            Op::ContactsBlock => {
                let blocked = shown.outcome(place, contacts.block(&self.contact).await);
                let _ = shown.outcome(place, contacts.unblock(&self.contact).await);
                blocked
            }
            _ => unknown(operation),
        }
    }

    async fn tickets(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (tickets, place, id) = (
            self.stage.client.tickets(),
            operation.as_str(),
            &self.ticket,
        );
        let done = match operation {
            Op::TicketsList => {
                let page = PageRequest::first();
                let query = TicketQuery::all().status(StatusFilter::Any);
                shown.debug("a query", &query);
                let listed = shown.outcome(place, tickets.list(&query, &page).await);
                let query = query.contact(self.contact.clone());
                let _ = shown.outcome(place, tickets.list(&query, &page).await);
                return listed.map(drop);
            }
            Op::TicketsCreate => {
                let new = self.new_ticket(&self.other_contact);
                shown.debug("a new ticket", &new);
                return shown.outcome(place, tickets.create(&new).await).map(drop);
            }
            Op::TicketsUpdate => {
                let mut patch = TicketPatch::new();
                if self.holds(operation, &Field::Subject) {
                    patch = patch.subject(desks::SUBJECT.to_owned());
                }
                if self.holds(operation, &Field::Description) {
                    patch = patch.description(desks::TEXT.to_owned());
                }
                shown.debug("a patch", &patch);
                return shown
                    .outcome(place, tickets.update(id, &patch).await)
                    .map(drop);
            }
            Op::TicketsDelete => {
                return shown.outcome(place, tickets.delete(id).await);
            }
            Op::TicketsGet => tickets.get(id).await,
            Op::TicketsAssign => tickets.assign(id, &self.agent).await,
            Op::TicketsUnassign => tickets.unassign(id).await,
            Op::TicketsTransfer => tickets.transfer(id, &self.department).await,
            Op::TicketsClose => tickets.close(id).await,
            Op::TicketsReopen => tickets.reopen(id).await,
            _ => return unknown(operation),
        };
        shown.outcome(place, done).map(drop)
    }

    async fn tags(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (tags, place) = (self.stage.client.tags(), operation.as_str());
        let [own, of_tickets] = &self.tags;
        let (contact, ticket): (TagTarget, TagTarget) =
            (self.contact.clone().into(), self.ticket.clone().into());
        match operation {
            Op::TagsList => {
                let listed = tags.list(&TagQuery::all(), &PageRequest::first()).await;
                shown.outcome(place, listed).map(drop)
            }
            Op::TagsGet => {
                let one = shown.outcome(place, tags.get(own).await);
                let other = shown.outcome(place, tags.get(of_tickets).await);
                one.or(other).map(drop)
            }
            Op::TagsCreate => {
                let mut last = Ok(());
                for scope in [TagScope::Contact, TagScope::Ticket] {
                    let new = NewTag::named("Conforme B").scope(scope);
                    shown.debug("a new tag", &new);
                    let made = shown.outcome(place, tags.create(&new).await).map(drop);
                    if made.is_ok() {
                        return made;
                    }
                    last = made;
                }
                last
            }
            Op::TagsUpdate => {
                let patch = TagPatch::rename("Conforme C");
                let one = shown.outcome(place, tags.update(own, &patch).await);
                let other = shown.outcome(place, tags.update(of_tickets, &patch).await);
                one.or(other).map(drop)
            }
            Op::TagsDelete => {
                let one = shown.outcome(place, tags.delete(own).await);
                one.or(shown.outcome(place, tags.delete(of_tickets).await))
            }
            Op::TagsAttachContact => shown.outcome(place, tags.attach(own, contact).await),
            Op::TagsDetachContact => shown.outcome(place, tags.detach(own, contact).await),
            Op::TagsAttachTicket => shown.outcome(place, tags.attach(of_tickets, ticket).await),
            Op::TagsDetachTicket => shown.outcome(place, tags.detach(of_tickets, ticket).await),
            _ => unknown(operation),
        }
    }

    async fn messages(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (messages, place) = (self.stage.client.messages(), operation.as_str());
        let (page, target) = (PageRequest::first(), self.target(operation));
        match operation {
            Op::MessagesList => {
                let listed = messages.list(&target, &page).await;
                shown.outcome(place, listed).map(drop)
            }
            Op::NotesList => {
                let listed = messages.notes(&target, &page).await;
                shown.outcome(place, listed).map(drop)
            }
            Op::MessagesSend => {
                let new = NewMessage::text(target.clone(), desks::TEXT).external_id(desks::FIELD);
                shown.debug("a new message", &new);
                let sent = shown.outcome(place, messages.send(&new).await);
                for file in [
                    NewAttachment::bytes(desks::FILE, "text/plain", desks::TEXT),
                    NewAttachment::url(desks::FILE, "text/plain", desks::FILE_URL),
                ] {
                    let new = NewMessage::text(target.clone(), desks::TEXT).attach(file);
                    shown.debug("a new message", &new);
                    let _ = shown.outcome(place, messages.send(&new).await);
                }
                sent.map(drop)
            }
            Op::NotesAdd => {
                let new = NewNote::new(target, desks::NOTE).author(&self.agent);
                shown.debug("a new note", &new);
                shown
                    .outcome(place, messages.add_note(&new).await)
                    .map(drop)
            }
            _ => unknown(operation),
        }
    }

    async fn directory(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (directory, place) = (self.stage.client.directory(), operation.as_str());
        let page = PageRequest::first();
        match operation {
            Op::AgentsList => shown
                .outcome(place, directory.agents(&page).await)
                .map(drop),
            Op::AgentsGet => {
                let agent = directory.agent(&self.agent).await;
                shown.outcome(place, agent).map(drop)
            }
            Op::DepartmentsList => {
                let listed = directory.departments(&page).await;
                shown.outcome(place, listed).map(drop)
            }
            Op::DepartmentsGet => {
                let department = directory.department(&self.department).await;
                shown.outcome(place, department).map(drop)
            }
            Op::ChannelsList => shown
                .outcome(place, directory.channels(&page).await)
                .map(drop),
            Op::CustomFieldsList => {
                let listed = directory.custom_fields(&page).await;
                shown.outcome(place, listed).map(drop)
            }
            _ => unknown(operation),
        }
    }

    async fn webhooks(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        use Operation as Op;
        let (webhooks, place) = (self.stage.client.webhooks(), operation.as_str());
        let page = PageRequest::first();
        match operation {
            Op::WebhooksList => shown.outcome(place, webhooks.list(&page).await).map(drop),
            Op::WebhooksGet => {
                let got = webhooks.get(&self.webhook).await;
                shown.outcome(place, got).map(drop)
            }
            Op::WebhooksCreate => {
                let new = new_webhook(2);
                shown.debug("a new webhook", &new);
                shown.outcome(place, webhooks.create(&new).await).map(drop)
            }
            Op::WebhooksUpdate => {
                let mut patch = WebhookPatch::new();
                patch.url = Patch::Set(format!("{}&again=1", desks::HOOK_URL));
                patch.active = Patch::Set(true);
                shown.debug("a patch", &patch);
                let updated = webhooks.update(&self.webhook, &patch).await;
                shown.outcome(place, updated).map(drop)
            }
            Op::WebhooksDelete => shown.outcome(place, webhooks.delete(&self.webhook).await),
            Op::WebhooksVerify | Op::WebhooksParse => match &self.delivery {
                Some(inbound) => {
                    self.receive(inbound.clone(), shown).await;
                    Ok(())
                }
                None => Err(Error::not_found("nothing was delivered")),
            },
            _ => unknown(operation),
        }
    }

    async fn rest(&self, operation: Operation, shown: &mut Shown) -> Result<()> {
        let (client, place) = (&self.stage.client, operation.as_str());
        if operation == Operation::AccountCheck {
            return shown.outcome(place, client.check().await).map(drop);
        }
        if operation != Operation::Raw {
            return unknown(operation);
        }
        let raw = RawRequest::new(Method::POST, desks::RAW_PATH)
            .query("q", desks::NAME)
            .json(json!({ desks::FIELD: desks::TEXT }));
        shown.debug("a raw call", &raw);
        // The vendor has no such address; it is the way there that is looked at.
        let _ = shown.outcome(place, client.raw(raw).await);
        Ok(())
    }
}

/// Fails for operations that are added and not called here.
fn unknown(operation: Operation) -> Result<()> {
    panic!("`{operation}` is not called here")
}
