//! Agents, departments, channels, custom fields.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use helpdesk_core::{
    AgentId, CustomFieldEntity, DepartmentId, ErrorKind, Identified, Operation, Page, PageRequest,
};

use crate::{Bench, Check, Must};

/// Checks that no record comes twice, and that there is at least one.
fn each_once<T: Identified>(what: &str, records: &[T]) -> Check {
    let ids: BTreeSet<&str> = records.iter().map(Identified::identity).collect();
    ensure!(ids.len() == records.len(), "{what} come twice");
    ensure!(!ids.contains(""), "one of the {what} has no identifier");
    ensure!(!records.is_empty(), "there are no {what} in the world");
    Ok(())
}

/// A page of one thing has no more than one.
fn at_most_one<T>(what: &str, page: &Page<T>) -> Check {
    ensure!(
        page.items.len() <= 1,
        "a page of one has {} {what}",
        page.items.len()
    );
    Ok(())
}

pub(crate) async fn agents(bench: &Bench) -> Check {
    bench.need(&[Operation::AgentsList])?;
    let directory = bench.client().directory();
    let all: Vec<_> = directory
        .agents_stream()
        .try_collect()
        .await
        .must("listing agents")?;
    each_once("agents", &all)?;
    at_most_one(
        "agents",
        &directory
            .agents(&PageRequest::first().limit(1))
            .await
            .must("a page")?,
    )?;
    for agent in &bench.plan().agents {
        ensure!(
            all.iter().any(|one| one.id == *agent),
            "an agent of the plan is not in the list"
        );
    }
    if bench.supports(Operation::AgentsGet) {
        for agent in &all {
            let read = directory.agent(&agent.id).await.must("getting an agent")?;
            ensure!(
                read.id == agent.id && read.name == agent.name,
                "an agent is another one when it is got"
            );
        }
        let missing = AgentId::new(bench.plan().missing.agent.clone());
        let read = directory.agent(&missing).await;
        read.must_fail(&[ErrorKind::NotFound], "getting a missing agent")?;
    }
    Ok(())
}

pub(crate) async fn departments(bench: &Bench) -> Check {
    bench.need(&[Operation::DepartmentsList])?;
    let directory = bench.client().directory();
    let all: Vec<_> = directory
        .departments_stream()
        .try_collect()
        .await
        .must("listing departments")?;
    each_once("departments", &all)?;
    let page = directory.departments(&PageRequest::first().limit(1)).await;
    at_most_one("departments", &page.must("a page")?)?;
    for department in &bench.plan().departments {
        ensure!(
            all.iter().any(|one| one.id == *department),
            "a department of the plan is not in the list"
        );
    }
    if bench.supports(Operation::DepartmentsGet) {
        for department in &all {
            let read = directory
                .department(&department.id)
                .await
                .must("getting a department")?;
            ensure!(
                read.id == department.id && read.name == department.name,
                "a department is another one when it is got"
            );
        }
        let missing = DepartmentId::new(bench.plan().missing.department.clone());
        let read = directory.department(&missing).await;
        read.must_fail(&[ErrorKind::NotFound], "getting a missing department")?;
    }
    Ok(())
}

pub(crate) async fn channels(bench: &Bench) -> Check {
    bench.need(&[Operation::ChannelsList])?;
    let directory = bench.client().directory();
    let all: Vec<_> = directory
        .channels_stream()
        .try_collect()
        .await
        .must("listing channels")?;
    each_once("channels", &all)?;
    let page = directory.channels(&PageRequest::first().limit(1)).await;
    at_most_one("channels", &page.must("a page")?)?;
    for channel in &bench.plan().channels {
        ensure!(
            all.iter().any(|one| one.id == *channel),
            "a channel of the plan is not in the list"
        );
    }
    Ok(())
}

pub(crate) async fn custom_fields(bench: &Bench) -> Check {
    bench.need(&[Operation::CustomFieldsList])?;
    let directory = bench.client().directory();
    let all: Vec<_> = directory
        .custom_fields_stream()
        .try_collect()
        .await
        .must("listing custom fields")?;
    each_once("custom fields", &all)?;
    let page = directory
        .custom_fields(&PageRequest::first().limit(1))
        .await;
    at_most_one("custom fields", &page.must("a page")?)?;
    let keys = [
        (&bench.plan().contact_field, CustomFieldEntity::Contact),
        (&bench.plan().ticket_field, CustomFieldEntity::Ticket),
    ];
    for (field, entity) in keys {
        if let Some((key, _, _)) = field {
            ensure!(
                all.iter()
                    .any(|one| one.key == *key && one.entity == entity),
                "the custom field `{key}` of the plan is not in the list"
            );
        }
    }
    Ok(())
}
