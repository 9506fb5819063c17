//! The world that every simulator starts with. All names are invented.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::Lab;

use super::records::stamp;
use super::state::World;

/// The personal token of the account's owner.
pub(super) const TOKEN: &str = "sim-digisac-personal-token";

/// What a new user holds besides what was sent.
pub(super) fn fresh_user() -> Value {
    json!({
        "phoneNumber": null,
        "branch": null,
        "isSuperAdmin": false,
        "isClientUser": false,
        "isFirstLogin": true,
        "otpAuthActive": false,
        "isActiveInternalChat": true,
        "internalChatToken": "sim-internal-chat-token",
        "active": true,
        "status": "offline",
        "clientsStatus": {"app": "offline", "web": "offline"},
        "language": "pt-BR",
        "timetableId": null,
        "data": {},
        "archivedAt": null,
        "deletedAt": null,
    })
}

/// What a new service holds besides what was sent: a WhatsApp connection that is up.
pub(super) fn fresh_service() -> Value {
    json!({
        "_service": true,
        "botId": null,
        "defaultDepartmentId": null,
        "archivedAt": null,
        "deletedAt": null,
        "settings": {
            "widget": {},
            "readReceipts": true,
            "markComposingBeforeSend": false,
            "shouldOpenTicketForGroups": false,
        },
        "data": {
            "myId": null,
            "error": null,
            "status": {
                "mode": "MAIN",
                "state": "NORMAL",
                "myId": null,
                "myName": null,
                "myNumber": null,
                "waVersion": null,
                "batteryLevel": null,
                "qrCodeUrl": null,
                "qrCodeExpiresAt": null,
                "isConnected": true,
                "isStarted": true,
                "isStarting": false,
                "isLoading": false,
                "isOnQrPage": false,
                "isOnChatPage": true,
                "isPhoneConnected": true,
                "isWebConnected": true,
                "isConflicted": false,
                "isInMultiDeviceMode": true,
            },
            "syncCount": 1,
            "lastSyncAt": null,
            "lastShutdownAt": null,
        },
    })
}

/// Adds a document with id, account and dates, and answers its id.
fn add(lab: &Lab, world: &mut World, table: &'static str, mut doc: Value, more: &Value) -> String {
    let now = stamp(lab.now());
    let id = lab.uuid();
    for (name, value) in more.as_object().into_iter().flatten() {
        doc[name] = value.clone();
    }
    doc["id"] = json!(id);
    doc["accountId"] = json!(world.account);
    doc["createdAt"] = json!(now);
    doc["updatedAt"] = json!(now);
    world.add_doc(table, doc);
    id
}

/// A world with an account, four users, three departments, three channels, custom fields, tags,
/// topics, roles, one organization with one person, and no contacts.
pub(super) fn world(lab: &Lab) -> World {
    let mut world = World {
        account: lab.uuid(),
        account_name: "Oficina Lunar".to_owned(),
        enforce_limits: true,
        ..World::default()
    };
    let departments: Vec<String> = ["Recepção", "Assistência", "Cobrança"]
        .iter()
        .map(|name| {
            let fresh = json!({"distributionId": null, "archivedAt": null});
            add(
                lab,
                &mut world,
                "departments",
                fresh,
                &json!({"name": name}),
            )
        })
        .collect();
    let role = add(
        lab,
        &mut world,
        "roles",
        json!({"isAdmin": false}),
        &json!({"displayName": "Atendente"}),
    );
    let people = [
        ("Aurora Teste", "aurora", 0, true),
        ("Bento Fictício", "bento", 1, false),
        ("Celina Exemplo", "celina", 2, false),
        ("Davi Inventado", "davi", 0, false),
    ];
    for (name, mail, department, admin) in people {
        let id = add(
            lab,
            &mut world,
            "users",
            fresh_user(),
            &json!({
                "name": name,
                "email": format!("{mail}@oficina-lunar.example"),
                "isSuperAdmin": admin,
                "isFirstLogin": false,
                "status": if admin { "online" } else { "offline" },
                "_departmentsId": [departments[department]],
                "_rolesId": [role],
            }),
        );
        if admin {
            world.owner = id;
        }
    }
    let channels = [
        ("WhatsApp Lunar", "whatsapp", Some("552030000001")),
        ("WhatsApp Solar", "whatsapp-business", Some("552030000002")),
        ("Correio Lunar", "email", None),
    ];
    for (name, kind, number) in channels {
        let mut service = fresh_service();
        let my_id = number.map(|number| format!("{number}@c.us"));
        service["data"]["myId"] = json!(my_id);
        service["data"]["status"]["myId"] = json!(my_id);
        service["data"]["status"]["myNumber"] = json!(number);
        service["data"]["status"]["myName"] = json!(name);
        let more = json!({
            "name": name,
            "type": kind,
            "defaultDepartmentId": departments[0],
        });
        add(lab, &mut world, "services", service, &more);
    }
    for name in ["Documento fiscal", "Cidade"] {
        let fresh = json!({"type": "text", "allowed": "contacts"});
        add(
            lab,
            &mut world,
            "custom-fields",
            fresh,
            &json!({"name": name}),
        );
    }
    for (label, color) in [("Prioritário", Some("#336699")), ("Revenda", None)] {
        let more = json!({"label": label, "backgroundColor": color});
        add(lab, &mut world, "tags", json!({"deletedAt": null}), &more);
    }
    for name in ["Dúvida", "Reclamação"] {
        let fresh = json!({"archivedAt": null});
        add(
            lab,
            &mut world,
            "ticket-topics",
            fresh,
            &json!({"name": name}),
        );
    }
    let organization = add(
        lab,
        &mut world,
        "organizations",
        json!({}),
        &json!({"name": "Cometa Comércio"}),
    );
    let person = json!({
        "name": "Elisa Imaginária",
        "document": "00000000191",
        "_organizationIds": [organization],
    });
    add(lab, &mut world, "people", json!({}), &person);
    let token = json!({
        "name": "Integração",
        "accessToken": TOKEN,
        "userId": world.owner,
    });
    add(lab, &mut world, "me/tokens", json!({}), &token);
    super::generic::seed(&mut world);
    world
}

/// The first channel, shared by all seeded contacts.
pub(super) fn first_channel(world: &World) -> Arc<str> {
    world
        .doc_ids("services")
        .first()
        .map_or_else(|| Arc::from(""), |id| Arc::from(id.as_str()))
}
