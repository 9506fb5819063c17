//! The conformance suite against the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use bytes::Bytes;
use helpdesk_core::webhook::Inbound;
use helpdesk_core::{Client, ContactId, NewContact, RawRequest};
use helpdesk_sim::digisac::{MessageKind, Sim};
use helpdesk_sim::{Delivery, Lab};
use helpdesk_testkit::{Desk, Plan, Recorded, StoredMessage};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method};

use common::HOOK_SECRET;

fn hook_url() -> String {
    format!("https://hooks.example/digisac?key={HOOK_SECRET}")
}

fn inbound(headers: HeaderMap, body: Bytes, url: &str) -> Inbound {
    Inbound::new(headers, body).with_uri(&url.parse().unwrap())
}

fn delivered(delivery: Delivery) -> Inbound {
    inbound(delivery.headers, delivery.body, &delivery.url)
}

/// A delivery of an event that does not exist.
fn unheard_of() -> Inbound {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let body = r#"{"event":"tea.brewed","data":{"id":"1"},"webhookId":"2","timestamp":"2031-05-06T07:08:09.000Z"}"#;
    inbound(headers, Bytes::from_static(body.as_bytes()), &hook_url())
}

/// Whether a request sends its text to the contact.
fn is_public(request: &Recorded) -> bool {
    request.method == "POST"
        && request.path.ends_with("/messages")
        && request
            .json()
            .is_some_and(|body| body["type"].as_str() != Some("comment"))
}

fn stored(sim: &Sim) -> Vec<StoredMessage> {
    sim.messages()
        .into_iter()
        .map(|message| {
            let text = message.text.unwrap_or_default();
            if message.kind == MessageKind::Internal {
                StoredMessage::internal(text)
            } else {
                StoredMessage::public(text)
            }
        })
        .collect()
}

fn plan(sim: &Sim, lab: &Lab) -> Plan {
    let (seeding, receiving, looking, delivering) =
        (sim.clone(), sim.clone(), sim.clone(), lab.clone());
    sim.subscribe(&hook_url());
    Plan::new()
        .missing_id("00000000-0000-4000-8000-00000000dead")
        .contact_field(sim.custom_fields()[1].as_str(), "Porto Norte", "Vila Sul")
        .agents(sim.agents().iter().map(String::as_str))
        .departments(sim.departments().iter().map(String::as_str))
        .channels([sim.channels()[0].as_str()])
        .without_identity(NewContact::named("Ninguém de Verdade"))
        .secret(sim.token())
        .secret(HOOK_SECRET)
        .raw(RawRequest::new(Method::GET, "/departments"))
        .seed_contacts(move |count| {
            let before = seeding.contact_count();
            seeding.seed_contacts(usize::try_from(count).unwrap());
            let ids = seeding.contact_ids().split_off(before);
            std::future::ready(ids.into_iter().map(ContactId::new).collect())
        })
        .receive(move |contact, text| {
            receiving.receive_message(contact.as_str(), &text);
            std::future::ready(())
        })
        .stored_messages(move || std::future::ready(stored(&looking)))
        .public_request(is_public)
        .deliveries(move || {
            let deliveries = delivering.take_deliveries();
            std::future::ready(deliveries.into_iter().map(delivered).collect())
        })
        .unknown_delivery(|| std::future::ready(unheard_of()))
        .skip(
            "contact_lists.empty_middle_page_goes_on",
            "pages are numbered, and the vendor's last page is where an empty one comes",
        )
        .skip(
            "ticket_values.unknown_words_survive",
            "a ticket is open or not; there is no word for its status, and no priority",
        )
}

fn desk_of(account: common::Account, change: impl FnOnce(Plan) -> Plan) -> Desk {
    let (sim, lab) = (account.sim().clone(), account.running.lab().clone());
    let plan = change(plan(&sim, &lab));
    Desk::recorded(Client::new(account.desk), plan, &account.recorder)
        .violations(move || lab.violations())
        .keep(account.running)
}

/// Everything as it is usually seen, with a personal token.
mod usual {
    use super::*;

    async fn desk() -> Desk {
        desk_of(common::account().await, |plan| plan)
    }

    helpdesk_testkit::conformance!(desk);
}

/// Wherever sources contradict each other, the other form; with a login; with small pages.
mod other_forms {
    use helpdesk_digisac::Credentials;
    use helpdesk_sim::digisac::Quirk;

    use super::*;

    async fn desk() -> Desk {
        let running = helpdesk_sim::Running::<Sim>::start().await.unwrap();
        let sim = running.sim().clone();
        for quirk in [
            Quirk::KeepNinthDigit,
            Quirk::TagIdsAdd,
            Quirk::OfflineChannelAccepts,
            Quirk::ActionsAnswerRecord,
            Quirk::BracketFlagsOnMessages,
            Quirk::MissingIsServerError,
            Quirk::LimitAndSkipWork,
            Quirk::LowercaseDontOpenIgnored,
            Quirk::CloseAnswersError,
            Quirk::RefreshTokenStays,
            Quirk::ServiceIsArchivedFlag,
            Quirk::MetricsWhileOpen,
            Quirk::IsOpenAsText,
        ] {
            sim.set_quirk(quirk);
        }
        sim.set_per_page_cap(Some(5));
        let account = common::account_on(running, |mut config| {
            config.credentials = Credentials::Password(common::login(&sim));
            config
        });
        let login = sim.password_login();
        desk_of(account, |plan| {
            plan.secret(login.password).secret(login.username)
        })
    }

    helpdesk_testkit::conformance!(desk);
}
