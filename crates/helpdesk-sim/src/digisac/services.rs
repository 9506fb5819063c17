//! Actions on services (connections). The services themselves are documents.

use serde_json::{Value, json};

use super::body::{Kind, check, flag};
use super::gate::Routes;
use super::model::Row;
use super::records::stamp;
use super::reply::{Call, Reply, empty, ok};
use super::state::World;
use super::{Quirk, Sim};

pub(super) fn routes(routes: &mut Routes) {
    routes.add("POST", "/services/{id}/start", |s, c| connect(s, c, true));
    routes.add("POST", "/services/{id}/restart", |s, c| connect(s, c, true));
    routes.add("POST", "/services/{id}/shutdown", |s, c| {
        connect(s, c, false)
    });
    routes.add("POST", "/services/{id}/logout", |s, c| connect(s, c, false));
    routes.add("POST", "/services/{id}/archive", archive);
    routes.add(
        "POST",
        "/departments/{id}/archive",
        archive_other("departments"),
    );
    routes.add("POST", "/users/{id}/archive", archive_other("users"));
}

impl Sim {
    /// Changes a service and tells the subscribers.
    pub(super) fn change_service(
        &self,
        world: &mut World,
        id: &str,
        change: impl FnOnce(&mut Value),
    ) -> Option<Value> {
        world.changed();
        let now = stamp(self.lab.now());
        let doc = world.table_mut("services").get_mut(id)?;
        change(doc);
        doc["updatedAt"] = json!(now);
        let doc = doc.clone();
        let shown = world.show(Row::Doc(&doc));
        self.emit(world, "service.updated", &shown);
        Some(shown)
    }
}

/// Sets the connection flags of a service.
pub(super) fn set_connected(doc: &mut Value, connected: bool) {
    let state = if connected { "NORMAL" } else { "TIMEOUT" };
    doc["data"]["status"]["isConnected"] = json!(connected);
    doc["data"]["status"]["isStarted"] = json!(connected);
    doc["data"]["status"]["isWebConnected"] = json!(connected);
    doc["data"]["status"]["state"] = json!(state);
}

fn connect(sim: &Sim, call: &Call, connected: bool) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, &[], &[])?;
    let mut world = sim.world();
    let done = sim.change_service(&mut world, call.param("id"), |doc| {
        set_connected(doc, connected);
    });
    match done {
        Some(shown) if world.quirk(Quirk::ActionsAnswerRecord) => Ok(ok(shown)),
        Some(_) => Ok(empty()),
        None => Err(world.missing()),
    }
}

fn archive(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [("archive", Kind::Flag), ("type", Kind::Text)];
    check(sim, call, &body, &members, &["archive"])?;
    let at = flag(&body, "archive").then(|| stamp(sim.lab.now()));
    let mut world = sim.world();
    let done = sim.change_service(&mut world, call.param("id"), |doc| {
        doc["archivedAt"] = json!(at);
    });
    match done {
        Some(_) => Ok(empty()),
        None => Err(world.missing()),
    }
}

fn archive_other(
    table: &'static str,
) -> impl Fn(&Sim, &Call) -> Reply + Clone + Send + Sync + 'static {
    move |sim, call| {
        call.query_keys(sim, &[]);
        let body = call.json(sim)?;
        check(sim, call, &body, &[("archive", Kind::Flag)], &[])?;
        let wanted = body["archive"] != false;
        let now = stamp(sim.lab.now());
        let mut world = sim.world();
        world.changed();
        let Some(doc) = world.table_mut(table).get_mut(call.param("id")) else {
            return Err(world.missing());
        };
        doc["archivedAt"] = if wanted { json!(now) } else { Value::Null };
        doc["updatedAt"] = json!(now);
        Ok(empty())
    }
}
