//! The conformance suite, on the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use helpdesk_core::webhook::Inbound;
use helpdesk_core::{ChannelKind, Client, ContactId, RawRequest};
use helpdesk_cxpress::Cxpress;
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::cxpress::{Quirk, Sim};
use helpdesk_testkit::{Desk, Plan, Recorder, StoredMessage};
use http::{HeaderMap, Method};
use std::sync::Arc;

/// A tenant that behaves as the documentation says first.
async fn desk() -> Desk {
    desk_with(&[]).await
}

/// A tenant that behaves in every other way the documentation leaves open, where that is not a way
/// of its own: reopening by `PUT` and refresh tokens that can be used again change nothing here.
async fn odd_desk() -> Desk {
    desk_with(&[
        Quirk::ExpiredTokenIs403,
        Quirk::BlockIs403,
        Quirk::ConflictsAre400,
        Quirk::EmailsTakeBearer,
        Quirk::AssignerKey,
        Quirk::TagsIdsKey,
        Quirk::TagObjects,
        Quirk::CreateEchoesAddresses,
        Quirk::SpacedWebhookKeys,
        Quirk::TidyPagination,
    ])
    .await
}

/// The desk of a simulator, and what its client sends.
async fn desk_with(quirks: &[Quirk]) -> Desk {
    let running = Running::<Sim>::start().await.unwrap();
    let (sim, lab) = (running.sim().clone(), running.lab().clone());
    for quirk in quirks {
        sim.set_quirk(*quirk);
    }
    sim.enforce_limits(false);
    sim.subscribe(
        "https://hooks.example/cxpress?key=0123456789abcdef0123456789abcdef0123456789abcdef",
    );
    let reqwest = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(reqwest));
    let config = support::config(&running)
        .with_webhook_secret(support::webhook_secret())
        .with_transport(recorder.transport());
    let client = Client::new(Cxpress::new(config).unwrap());

    let plan = plan(&sim, &lab);
    Desk::recorded(client, plan, &recorder)
        .violations(move || lab.violations())
        .keep(running)
}

fn plan(sim: &Sim, lab: &helpdesk_sim::Lab) -> Plan {
    const NOBODY: &str = "00000000-0000-4000-8000-00000000dead";
    let fields = sim.custom_fields();
    let (seeded, received, messages, delivered) =
        (sim.clone(), sim.clone(), sim.clone(), lab.clone());
    Plan::new()
        // A ticket takes a kind of channel, and the person has a number on it.
        .ticket(|matter| matter.to_ticket().channel(ChannelKind::WhatsApp))
        .missing_id(NOBODY)
        .missing_tag(&format!("contact:{NOBODY}"))
        .contact_field(fields[0].as_str(), "um valor", "outro valor")
        .ticket_field(fields[1].as_str(), "um valor", "outro valor")
        .agents(sim.agents())
        .departments(sim.departments())
        .raw(RawRequest::new(Method::GET, "/external/sector"))
        .secret("sim-cxpress-api-token")
        .secret("sim-cxpress-refresh-token")
        .secret(support::WEBHOOK_SECRET)
        .seed_contacts(move |n| {
            let sim = seeded.clone();
            async move {
                (0..n)
                    .map(|n| {
                        let phone = format!("55119{:08}", 76_000_000 + n);
                        ContactId::new(sim.seed_contact(&phone, &format!("Seeded {n}")))
                    })
                    .collect()
            }
        })
        .receive(move |contact, text| {
            received.receive_message(contact.as_str(), &text);
            std::future::ready(())
        })
        .stored_messages(move || {
            let stored = messages
                .messages()
                .into_iter()
                .map(|message| match message.kind {
                    helpdesk_sim::cxpress::MessageKind::Internal => {
                        StoredMessage::internal(message.text)
                    }
                    _ => StoredMessage::public(message.text),
                })
                .collect();
            std::future::ready(stored)
        })
        .deliveries(move || {
            let inbound = delivered
                .take_deliveries()
                .into_iter()
                .map(|delivery| {
                    Inbound::new(delivery.headers, delivery.body)
                        .with_uri(&delivery.url.parse().unwrap())
                })
                .collect();
            std::future::ready(inbound)
        })
        .unknown_delivery(|| {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", "application/json".parse().unwrap());
            let body = r#"{"entity":"invoice","type":"create","data":{"id":"1"}}"#;
            let uri = format!("https://hooks.example/cxpress?key={}", support::WEBHOOK_SECRET);
            std::future::ready(Inbound::new(headers, body).with_uri(&uri.parse().unwrap()))
        })
        .skip(
            "ticket_values.unknown_words_survive",
            "the vendor has a fixed set of statuses and no priorities, so none can be brought about; \
             `decode.rs` reads an unknown one",
        )
        .skip(
            "tags.unknown_tag_or_target",
            "a tag belongs to one of two sets, so one missing tag cannot be missing in both; \
             `neutral.rs` tries one of each",
        )
        .skip(
            "webhooks.deliveries_become_events",
            "the vendor notifies of tickets and contacts, not of messages; `webhooks.rs` reads what \
             it sends",
        )
        .skip(
            "contact_lists.empty_middle_page_goes_on",
            "pages are numbered and their number is known: none in the middle is empty",
        )
}

helpdesk_testkit::conformance!(desk);

mod odd {
    helpdesk_testkit::conformance!(crate::odd_desk);
}
