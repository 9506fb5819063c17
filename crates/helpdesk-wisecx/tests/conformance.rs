//! The conformance suite against the simulator: as the documentation has it, and with everything
//! turned round that the documentation leaves open or that sources disagree on.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use helpdesk_core::webhook::{Inbound, SharedSecret, UnsignedPolicy};
use helpdesk_core::{ChannelKind, Client, ContactId, NewContact, RawRequest};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::wisecx::{MessageKind, Quirk, Sim};
use helpdesk_sim::{Delivery, Running};
use helpdesk_testkit::{Desk, Plan, Recorder, StoredMessage};
use helpdesk_wisecx::{Config, WiseCx};
use http::{HeaderMap, HeaderValue, Method};

const SECRET: &str = "conformance-secret-0123456789abcdef";

fn inbound(delivery: Delivery) -> Inbound {
    Inbound::new(delivery.headers, delivery.body).with_uri(&delivery.url.parse().unwrap())
}

async fn desk() -> Desk {
    desk_with(&[]).await
}

async fn odd_desk() -> Desk {
    desk_with(&[
        Quirk::ApiKeyOnlyAtAuthenticate,
        Quirk::ExpiredTokenIs401,
        Quirk::NotFoundIs404,
        Quirk::EnvelopedLists,
        Quirk::RateLimitIs403,
        Quirk::UnknownTagsIgnored,
        Quirk::DuplicateContactRefused,
        Quirk::CasesNewestFirst,
        Quirk::EmptyDatesAsSentinel,
        Quirk::WebhookWithoutContactId,
    ])
    .await
}

async fn terse_desk() -> Desk {
    desk_with(&[Quirk::PlainTextErrors, Quirk::EmptyDatesAsText]).await
}

async fn desk_with(quirks: &[Quirk]) -> Desk {
    let running = Running::<Sim>::start().await.unwrap();
    let sim = running.sim().clone();
    for quirk in quirks {
        sim.set_quirk(*quirk);
    }
    let url = format!("https://hooks.sim.example/wisecx?key={SECRET}");
    sim.subscribe(&url);
    let transport = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(transport));
    let (key, user) = sim.credentials();
    let number = |id: &String| id.parse::<u64>().unwrap();
    let config = Config::new(key.into(), user)
        .with_base_url(running.base_url())
        .with_default_group(number(&sim.departments()[0]))
        .with_default_user(number(&sim.agents()[0]))
        .with_default_channel("whatsapp")
        .with_webhooks(UnsignedPolicy::Secret(
            SharedSecret::new(SECRET.into()).unwrap(),
        ))
        .with_transport(recorder.transport());
    let client = Client::new(WiseCx::new(config).unwrap());

    let tags = sim.tags();
    let field = sim.custom_fields()[0].clone();
    let (seeding, receiving, stored) = (sim.clone(), sim.clone(), sim.clone());
    let lab = running.lab().clone();
    let delivering = lab.clone();
    let plan = Plan::new()
        .ticket(|matter| matter.to_ticket().channel(ChannelKind::WhatsApp))
        .contact_field(field.clone(), "one value", "another value")
        .ticket_field(field, "one value", "another value")
        .agents(sim.agents())
        .departments(sim.departments())
        .channels(sim.channels())
        .ticket_tag(format!("ticket:{}", tags[0]))
        .ticket_tag(format!("ticket:{}", tags[1]))
        .without_identity(NewContact::named("Only a name"))
        .missing_tag("contact:987654321")
        .secret(key)
        .secret(SECRET)
        .raw(RawRequest::new(Method::GET, "/business_hours/is_open"))
        .search(|contact| contact.emails[0].clone())
        .seed_contacts(move |n| {
            let ids = seeding.seed_contacts(n as usize).into_iter();
            let ids = ids.map(ContactId::new).collect();
            std::future::ready(ids)
        })
        .receive(move |contact, text| {
            receiving.receive_message(contact.as_str(), &text);
            std::future::ready(())
        })
        .stored_messages(move || {
            let messages = stored.messages().into_iter();
            let messages = messages
                .map(|message| match message.kind {
                    MessageKind::Internal => StoredMessage::internal(message.text),
                    _ => StoredMessage::public(message.text),
                })
                .collect();
            std::future::ready(messages)
        })
        .public_request(|request| {
            request.method == "PUT"
                && request.path.contains("/cases/")
                && request.text().contains("user_reply")
        })
        .deliveries(move || {
            let deliveries = delivering.take_deliveries().into_iter();
            std::future::ready(deliveries.map(inbound).collect())
        })
        .unknown_delivery(move || {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static("application/json"));
            let body = r#"{"event":"moon_phase","case_id":7,"phase":"full"}"#;
            std::future::ready(Inbound::new(headers, body).with_uri(&url.parse().unwrap()))
        })
        .skip(
            "contact_lists.empty_middle_page_goes_on",
            "pages are numbered; an empty one is the end at this vendor",
        )
        .skip(
            "contact_lists.search_finds",
            "a text that is no identity is refused, not answered with nobody; tests/neutral \
             finds by what can be found",
        )
        .skip(
            "tags.contact_tags_are_idempotent",
            "the groups of a contact are in no answer; tests/neutral looks at the requests",
        )
        .skip(
            "tags.unknown_tag_or_target",
            "an identifier names the set it is of, so none is missing in both; tests/neutral \
             tries one of each",
        )
        .skip(
            "ticket_values.unknown_words_survive",
            "the simulator holds no words outside the documentation; tests/decode.rs has them",
        );
    Desk::recorded(client, plan, &recorder)
        .violations(move || lab.violations())
        .keep(running)
}

helpdesk_testkit::conformance!(desk);

mod odd {
    use super::odd_desk;

    helpdesk_testkit::conformance!(odd_desk);
}

mod terse {
    use super::terse_desk;

    helpdesk_testkit::conformance!(terse_desk);
}
