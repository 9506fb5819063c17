//! What the vendor sends to the webhooks channels that someone added on its screens.
//!
//! Deliveries are thin, unsigned, and say nothing of retries.

use serde_json::{Value, json};

use super::state::World;
use super::{Quirk, Sim};
use crate::Delivery;

/// A webhooks channel of the account.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Subscription {
    /// Where events go.
    pub url: String,
    /// The service groups whose cases are reported; empty for all of them.
    pub queues: Vec<u64>,
    /// The *New Activity* switch.
    pub new_activity: bool,
    /// The *WhatsApp Status* switch.
    pub whatsapp_status: bool,
}

impl Subscription {
    /// A channel that reports new activities of all service groups.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            queues: Vec::new(),
            new_activity: true,
            whatsapp_status: false,
        }
    }

    /// Only cases of these service groups.
    #[must_use]
    pub fn of_queues(mut self, queues: &[u64]) -> Self {
        self.queues = queues.to_vec();
        self
    }

    /// Also changes in the status of WhatsApp messages.
    #[must_use]
    pub fn with_whatsapp_status(mut self) -> Self {
        self.whatsapp_status = true;
        self
    }
}

impl World {
    /// Reports an activity.
    pub(super) fn tell(&mut self, event: &str, case: usize, activity: u64, kind: &str) {
        if self.subscriptions.is_empty() {
            return;
        }
        let held = &self.cases[case];
        let mut body = json!({
            "event": event,
            "case_id": held.id,
            "activity_id": activity,
            "activity_type": kind,
        });
        if !self.has(Quirk::WebhookWithoutContactId) {
            body["contact_id"] = json!(held.contact_id);
        }
        let status = event == "status_update";
        self.push(&body, Some(held.group_id), status);
    }

    /// Puts a body into the outbox, once for each subscription that asks for it.
    pub(super) fn push(&self, body: &Value, queue: Option<u64>, whatsapp_status: bool) {
        for subscription in &self.subscriptions {
            let switched_on = if whatsapp_status {
                subscription.whatsapp_status
            } else {
                subscription.new_activity
            };
            let in_queue = subscription.queues.is_empty()
                || queue.is_none_or(|queue| subscription.queues.contains(&queue));
            if switched_on && in_queue {
                let now = self.lab.now();
                self.lab
                    .deliver(Delivery::json(subscription.url.clone(), body, now));
            }
        }
    }
}

impl Sim {
    /// Adds a webhooks channel, as someone does on the vendor's screens: new activities of all
    /// service groups.
    pub fn subscribe(&self, url: impl Into<String>) {
        self.subscribe_with(Subscription::new(url));
    }

    /// Adds a webhooks channel with switches of its own.
    pub fn subscribe_with(&self, subscription: Subscription) {
        self.world().subscriptions.push(subscription);
    }

    /// Lets WhatsApp report that a message was delivered or read: the activity's `sending_status`
    /// changes and a `status_update` is sent. False when there is no such activity.
    pub fn whatsapp_status(&self, activity_id: &str, status: &str) -> bool {
        let mut world = self.world();
        let Ok(id) = activity_id.parse::<u64>() else {
            return false;
        };
        let Some(activity) = world.activities.iter_mut().find(|held| held.id == id) else {
            return false;
        };
        status.clone_into(&mut activity.sending_status);
        let case = activity.case_id;
        if let Some(case) = world.case_at(case) {
            world.tell("status_update", case, id, "whatsapp_status");
        }
        true
    }

    /// Sends a survey to the contact of a case: a `survey` event. False when there is no such case.
    pub fn send_survey(&self, case_id: &str) -> bool {
        let world = self.world();
        let Some(case) = case_id.parse().ok().and_then(|id| world.case_at(id)) else {
            return false;
        };
        let case = &world.cases[case];
        let n = self.lab.number("wisecx-survey");
        let url = format!(
            "https://surveys.example/pub/survey.html#?survey=sim{n:04}&gh=SIM001-{n}&c_resp={n}"
        );
        let body = json!({ "event": "survey", "case_id": case.id, "url_survey": url });
        world.push(&body, Some(case.group_id), false);
        true
    }

    /// Lets a contact answer a campaign: a case is opened with the answer in it, and reported as
    /// `nitro_new_case` too, in the place of an activity type, where the documentation lists it.
    /// Gives the identifier of the case.
    pub fn nitro_new_case(&self, contact_id: &str, text: &str) -> String {
        let case_id = self.seed_ticket(contact_id);
        let activity = self.receive_message(contact_id, text).parse().unwrap_or(0);
        let mut world = self.world();
        if let Some(case) = case_id.parse().ok().and_then(|id| world.case_at(id)) {
            world.tell("activity_new", case, activity, "nitro_new_case");
        }
        case_id
    }

    /// Reports a Mercado Libre order: `meli_new_order`, or `meli_order_updated`.
    pub fn meli_order(&self, id: u64, new: bool) {
        let event = if new {
            "meli_new_order"
        } else {
            "meli_order_updated"
        };
        self.world()
            .push(&json!({ "id": id, "event": event }), None, false);
    }
}
