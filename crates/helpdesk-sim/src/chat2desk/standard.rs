//! The world a fresh simulator starts with.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::{Map, Value, json};

use super::model::{AccessRight, Channel, Field, Group, Operator, Tag};
use super::state::World;

/// The id of the channel with WhatsApp.
pub(super) const WHATSAPP: u64 = 21_801;
const EXTERNAL: u64 = 21_802;

fn operator(id: u64, first: &str, last: &str, role: (&str, Option<u64>), online: bool) -> Operator {
    Operator {
        id,
        email: format!("{}@sim.example", first.to_lowercase()),
        phone: None,
        role: role.0.to_owned(),
        access_right: role.1,
        online,
        offline_type: None,
        avatar: None,
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        external_id: None,
        last_visit: None,
        status_id: 0,
        two_factor: false,
        status: "enabled".to_owned(),
        new_chats: true,
    }
}

/// An account with operators, groups, channels, custom fields and tags.
pub(super) fn standard() -> World {
    let mut admin = operator(277_101, "Quilla", "null", ("admin", None), true);
    admin.phone = Some(String::new());
    admin.avatar = Some("null".to_owned());
    admin.external_id = Some("null".to_owned());
    admin.two_factor = true;
    "admin".clone_into(&mut admin.status);
    let mut away = operator(
        277_104,
        "Wendel",
        "Frostad",
        ("operator", Some(111_412)),
        false,
    );
    away.external_id = Some(String::new());
    away.status_id = 2;
    away.offline_type = Some("break".to_owned());
    World {
        token: token(1),
        quirks: BTreeSet::new(),
        enforce: true,
        message_rate: 15,
        monthly_quota: 250_000,
        used: 0,
        month: String::new(),
        sends: VecDeque::new(),
        mode: "online".to_owned(),
        custom_info: Map::new(),
        clients: Vec::new(),
        by_phone: HashMap::new(),
        messages: Vec::new(),
        by_client: HashMap::new(),
        dialogs: Vec::new(),
        dialogs_of: HashMap::new(),
        requests: Vec::new(),
        tickets: BTreeMap::new(),
        tags: [
            ("Loyal", "Buys often"),
            ("Complaint", ""),
            ("Wholesale", ""),
        ]
        .iter()
        .zip(203_101..)
        .map(|((label, text), id)| Tag {
            id,
            label: (*label).to_owned(),
            description: Some((*text).to_owned()),
            group: 67_801,
        })
        .collect(),
        tag_groups: vec![(67_801, "Basics".to_owned())],
        operators: vec![
            admin,
            operator(
                277_102,
                "Berengar",
                "Oxley",
                ("supervisor", Some(55_611)),
                true,
            ),
            operator(
                277_103,
                "Tamsin",
                "Quade",
                ("operator", Some(111_412)),
                true,
            ),
            away,
        ],
        access_rights: [
            (55_611, "Supervisor", "supervisor", json!(true), true),
            (111_412, "Operator", "operator", json!(true), false),
            (153_713, "Night watch", "operator", Value::Null, false),
        ]
        .into_iter()
        .map(|(id, name, role, base, all)| AccessRight {
            id,
            name,
            role,
            base,
            all,
        })
        .collect(),
        groups: [
            (3_401, "Sales", vec![277_102, 277_103]),
            (3_402, "Support", vec![277_103, 277_104]),
            (3_403, "Accounts", vec![277_104]),
        ]
        .into_iter()
        .map(|(id, name, operators)| Group {
            id,
            name,
            operators,
        })
        .collect(),
        channels: vec![
            Channel {
                id: WHATSAPP,
                name: "Main line",
                phone: Some("999000111222"),
                transports: vec![
                    "whatsapp",
                    "wa_dialog",
                    "telegram",
                    "widget",
                    "sms",
                    "email",
                ],
            },
            Channel {
                id: EXTERNAL,
                name: "Shop app",
                phone: None,
                transports: vec!["external"],
            },
        ],
        fields: vec![
            Field {
                id: 1,
                name: "Contract",
                kind: "input",
                value: "",
                viewable: true,
            },
            Field {
                id: 2,
                name: "Plan",
                kind: "dropdown",
                value: "Bronze,Silver,Gold",
                viewable: true,
            },
            Field {
                id: 3,
                name: "Document",
                kind: "input",
                value: "",
                viewable: false,
            },
        ],
        webhooks: Vec::new(),
    }
}

/// The token of this generation.
pub(super) fn token(generation: u64) -> String {
    format!("sim-chat2desk-{generation}-token")
}
