//! Deliveries to webhook subscriptions. The subscriptions themselves are documents under
//! `/me/webhooks`.

use serde_json::{Value, json};

use crate::Delivery;

use super::records::{Message, Seen, Ticket, stamp};
use super::state::World;
use super::{Quirk, Sim};

/// Events that are known to exist. Anything below `contact.` is accepted besides.
pub(super) const EVENTS: &[&str] = &[
    "message.created",
    "message.updated",
    "ticket.created",
    "ticket.updated",
    "contact.created",
    "contact.updated",
    "bot.command",
    "card.created",
    "card.updated",
    "card.finished",
    "card.moved",
    "service.updated",
];

impl Sim {
    /// Sends an event to every active subscription that asks for it.
    pub(super) fn emit(&self, world: &World, event: &str, data: &Value) {
        let now = self.lab.now();
        let Some(hooks) = world.table("me/webhooks") else {
            return;
        };
        for hook in hooks.iter() {
            let asked = hook["events"]
                .as_array()
                .is_some_and(|events| events.iter().any(|asked| asked == event));
            if hook["active"] != true || !asked {
                continue;
            }
            let body = json!({
                "event": event,
                "data": data,
                "webhookId": hook["id"],
                "timestamp": stamp(now),
            });
            let delivery = Delivery::json(hook["url"].as_str().unwrap_or_default(), &body, now);
            if world.quirk(Quirk::RepeatDeliveries) {
                self.lab.deliver(delivery.clone());
            }
            self.lab.deliver(delivery);
        }
    }

    /// `message.created` for a message.
    pub(super) fn emit_message(&self, world: &World, message: &Message) {
        self.emit(
            world,
            "message.created",
            &message.json(&world.account, Seen::Hook),
        );
    }

    /// A ticket event: the record without its dates of creation and change.
    pub(super) fn emit_ticket(&self, world: &World, event: &str, ticket: &Ticket) {
        let mut data = ticket.json(&world.account, world.quirk(Quirk::MetricsWhileOpen));
        if let Some(members) = data.as_object_mut() {
            members.remove("createdAt");
            members.remove("updatedAt");
            if world.quirk(Quirk::IsOpenAsText) {
                members.insert("isOpen".to_owned(), json!(ticket.is_open.to_string()));
            }
        }
        self.emit(world, event, &data);
    }

    /// A contact event: the bare contact.
    pub(super) fn emit_contact(&self, world: &World, event: &str, id: &str) {
        if let Some(contact) = world.contacts.get(id) {
            self.emit(world, event, &contact.json(&world.account));
        }
    }
}
