//! One small program, unchanged, on five configurations.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use futures_util::TryStreamExt;
use helpdesk::{
    ChannelKind, Client, ContactPatch, ContactQuery, Message, NewContact, NewNote, NewTicket,
    Operation, Result, StatusFilter, TicketQuery,
};
use helpdesk_e2e::{DESKS, World};

/// What the program reports: the same on every desk.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    found_by_other_spelling: bool,
    made_a_second_contact: bool,
    renamed: bool,
    listed: bool,
    missing_is_not_found: bool,
    assigned_and_closed: bool,
    listed_as_closed: bool,
    note_is_internal: Option<bool>,
}

/// The program. It knows the neutral contract and nothing of any vendor.
async fn program(desk: &Client) -> Result<Report> {
    let contacts = desk.contacts();
    let rosa = NewContact::named("Rosa Exemplo").phone("+55 11 98765-0001");
    let rosa = contacts.upsert(&rosa).await?.contact;
    let found = contacts.find_by_phone("551187650001").await?;
    let again = contacts
        .upsert(&NewContact::named("Rosa Exemplo").phone("551187650001"))
        .await?;
    let renamed = contacts
        .update(&rosa.id, &ContactPatch::new().name("Rosa Lima".to_owned()))
        .await?;
    let listed: Vec<_> = contacts.stream(ContactQuery::all()).try_collect().await?;
    let missing = contacts
        .get(&"00000000-0000-4000-8000-00000000dead".into())
        .await;

    let agents: Vec<_> = desk.directory().agents_stream().try_collect().await?;
    let agent = agents
        .into_iter()
        .find(|agent| agent.active && !agent.bot)
        .expect("an agent");
    let departments: Vec<_> = desk.directory().departments_stream().try_collect().await?;
    let department = departments
        .into_iter()
        .find(|department| department.active)
        .expect("a department");

    let tickets = desk.tickets();
    let new = NewTicket::for_contact(&rosa.id)
        .subject("Invoice of March")
        .text("The invoice of March is missing.")
        .channel(ChannelKind::WhatsApp)
        .department(&department.id);
    let ticket = tickets.create(&new).await?.value;
    let assigned = tickets.assign(&ticket.id, &agent.id).await?;
    let note_is_internal = if desk.supports(Operation::NotesAdd) {
        let note = NewNote::new(rosa.id.clone(), "Paid on the 3rd.").author(&agent.id);
        Some(Message::is_internal(
            &desk.messages().add_note(&note).await?.value,
        ))
    } else {
        None
    };
    let closed = tickets.close(&ticket.id).await?;
    let query = TicketQuery::all().status(StatusFilter::Closed);
    let all_closed: Vec<_> = tickets.stream(query).try_collect().await?;

    Ok(Report {
        found_by_other_spelling: found.iter().any(|contact| contact.id == rosa.id),
        made_a_second_contact: again.created || again.contact.id != rosa.id,
        renamed: renamed.value.name.as_deref() == Some("Rosa Lima"),
        listed: listed
            .iter()
            .filter(|contact| contact.id == rosa.id)
            .count()
            == 1,
        missing_is_not_found: missing.is_err_and(|error| error.is_not_found()),
        assigned_and_closed: assigned.id == ticket.id && closed.is_closed(),
        listed_as_closed: all_closed.iter().any(|one| one.id == ticket.id),
        note_is_internal,
    })
}

#[tokio::test]
async fn the_program_does_the_same_on_every_desk() {
    let world = World::start().await;
    let mut wrong = Vec::new();
    for name in DESKS {
        let desk = world.desk(name).allow_loss();
        let expected = Report {
            found_by_other_spelling: true,
            made_a_second_contact: false,
            renamed: true,
            listed: true,
            missing_is_not_found: true,
            assigned_and_closed: true,
            listed_as_closed: true,
            note_is_internal: desk.supports(Operation::NotesAdd).then_some(true),
        };
        match program(&desk).await {
            Ok(report) if report == expected => {}
            Ok(report) => wrong.push(format!("{name}: {report:?}")),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    world.assert_documented();
}
