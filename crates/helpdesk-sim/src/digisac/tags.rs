//! Putting tags on contacts and taking them off. The tags themselves are documents.

use super::Sim;
use super::body::where_ids;
use super::gate::Routes;
use super::reply::{Call, Reply, bad_request, empty};

pub(super) fn routes(routes: &mut Routes) {
    routes.add("POST", "/tags/{id}/contacts", |sim, call| {
        tag_contacts(sim, call, true)
    });
    routes.add("DELETE", "/tags/{id}/contacts", |sim, call| {
        tag_contacts(sim, call, false)
    });
}

fn tag_contacts(sim: &Sim, call: &Call, put: bool) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let ids = where_ids(sim, call, &body)?;
    let tag = call.param("id").to_owned();
    let now = sim.lab.now().as_millisecond();
    let mut world = sim.world();
    if world.doc("tags", &tag).is_none() {
        return Err(world.missing());
    }
    if ids.iter().any(|id| world.contacts.get(id).is_none()) {
        return Err(bad_request("The contact was not found"));
    }
    world.changed();
    for id in &ids {
        if let Some(contact) = world.contacts.get_mut(id) {
            contact.updated_at = now;
            let tags = &mut contact.more_mut().tags;
            if !put {
                tags.retain(|(old, _)| *old != tag);
            } else if !tags.iter().any(|(old, _)| *old == tag) {
                tags.push((tag.clone(), now));
            }
        }
        sim.emit_contact(&world, "contact.updated", id);
    }
    Ok(empty())
}
