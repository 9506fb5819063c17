//! The standard account that a fresh simulator starts with. All of it is invented.

use std::collections::HashMap;

use super::Quirks;
use super::people::People;
use super::state::{Channel, Limits, Queue, Template, User, World};
use crate::Lab;

/// Documented: requests per minute.
const PER_MINUTE: u64 = 5000;
/// Documented: requests per day.
const PER_DAY: u64 = 150_000;

/// Agents, a bot, service groups, channels, templates, types, tags and custom fields.
pub(super) fn standard(lab: Lab, quirks: Quirks) -> World {
    let now = lab.now();
    let user = |id, nick: &str, first: &str, last: &str, is_bot| User {
        id,
        login: format!("{}@desk.example", nick.to_lowercase()),
        nick: nick.to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        is_bot,
        created_at: now,
        last_login: (!is_bot).then_some(now),
    };
    let queue = |id, name: &str, users: &[(u64, bool)]| Queue {
        id,
        name: name.to_owned(),
        users: users.iter().copied().collect(),
    };
    World {
        quirks,
        limits: Limits {
            enforced: true,
            per_minute: PER_MINUTE,
            per_day: PER_DAY,
            minute: (0, 0),
            day: (0, 0),
        },
        tokens: HashMap::new(),
        users: vec![
            user(6101, "Zita", "Zita", "Fictional", false),
            user(6102, "Bruno", "Bruno", "Invented", false),
            user(6103, "Mara", "Mara", "Notreal", false),
            user(6190, "Robo", "Robo", "Helper", true),
        ],
        queues: vec![
            queue(701, "Front Desk", &[(6101, true), (6102, false)]),
            queue(702, "Workshop", &[(6102, true), (6103, true)]),
            queue(703, "Bookkeeping", &[]),
        ],
        channels: vec![
            Channel {
                id: "20501",
                name: "Invented WhatsApp",
                source: "incoming_whatsapp",
            },
            Channel {
                id: "20502",
                name: "Invented Web Chat",
                source: "chat",
            },
        ],
        templates: vec![
            Template {
                id: 81,
                name: "pickup_ready",
                content: "Order {{1}} waits for you at counter {{2}}",
            },
            Template {
                id: 82,
                name: "hello_again",
                content: "We would like to go on with your request",
            },
        ],
        types: vec![(31, "Repair", 0), (32, "Warranty", 31), (33, "Billing", 0)],
        tags: vec![
            (11, "fragile".to_owned()),
            (12, "express".to_owned()),
            (13, "refund".to_owned()),
        ],
        custom_fields: vec!["loyalty_level", "shoe_size"],
        organizations: Vec::new(),
        contact_groups: Vec::new(),
        people: People::default(),
        cases: Vec::new(),
        cases_of: HashMap::new(),
        activities: Vec::new(),
        subscriptions: Vec::new(),
        exports: HashMap::new(),
        lab,
    }
}
