//! The conformance suite against the simulator: as configured in full, with no configuration at all,
//! against a server that gives its answers in their other forms, and with dialogs in the place of
//! tickets.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use helpdesk_chat2desk::{Chat2Desk, Config, TicketSource, WebhookKey};
use helpdesk_core::webhook::{EventKind, Inbound};
use helpdesk_core::{ChannelKind, Client, NewTag, NewWebhook, RawRequest, TicketId, Timestamp};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::{Quirk, Sim, Visibility};
use helpdesk_testkit::{Desk, Plan, Recorder, StoredMessage};
use http::{HeaderMap, HeaderValue, Method};

struct World {
    running: Running<Sim>,
    recorder: Recorder,
}

async fn world() -> World {
    let running = Running::<Sim>::start().await.unwrap();
    running.sim().set_message_rate(100_000);
    let transport = ReqwestTransport::builder().proxy(false).build().unwrap();
    let world = World {
        running,
        recorder: Recorder::new(Arc::new(transport.clone())),
    };
    // A subscription from before, so that the vendor delivers.
    let config = world.config().with_transport(Arc::new(transport));
    let hook = NewWebhook::new(
        "https://hooks.sim.example/deliveries",
        [
            EventKind::MessageReceived,
            EventKind::ContactCreated,
            EventKind::ConversationCreated,
        ],
    );
    let client = Client::new(Chat2Desk::new(config).unwrap());
    client.webhooks().create(&hook).await.unwrap();
    world
}

impl World {
    fn config(&self) -> Config {
        Config::new(self.running.sim().token())
            .with_base_url(self.running.base_url())
            .with_messages_per_second(1000)
            .with_transport(self.recorder.transport())
    }

    fn desk(self, config: Config, plan: Plan) -> Desk {
        let client = Client::new(Chat2Desk::new(config).unwrap());
        let lab = self.running.lab().clone();
        Desk::recorded(client, plan, &self.recorder)
            .violations(move || lab.violations())
            .keep(self.running)
    }

    /// What holds however the desk is configured.
    fn plan(&self) -> Plan {
        let sim = self.running.sim().clone();
        let group = sim.tag_groups()[0].clone();
        let seeding = sim.clone();
        let receiving = sim.clone();
        let stored = sim.clone();
        let unknown = sim.clone();
        let delivering = self.running.lab().clone();
        Plan::new()
            .contact(|person| person.to_contact().channel(ChannelKind::WhatsApp))
            .tag(move |name, scope| {
                let name = &name[name.len().saturating_sub(20)..];
                NewTag::named(name.trim()).scope(scope).group(group.clone())
            })
            .webhook(|n| {
                NewWebhook::new(
                    format!("https://hooks.sim.example/conformance/{n}"),
                    [EventKind::MessageReceived, EventKind::ContactUpdated],
                )
                .name(format!("Conformance {n}"))
            })
            .missing_id("999999999")
            .agents(sim.agents())
            .departments(sim.departments())
            .channels(sim.channels())
            .list_size(23)
            .raw(RawRequest::new(Method::GET, "/v1/help/tickets"))
            .seed_contacts(move |n| {
                let ids = (0..n)
                    .map(|at| {
                        seeding
                            .seed_contact(&format!("99944{at:07}"), &format!("Seeded {at}"))
                            .into()
                    })
                    .collect();
                std::future::ready(ids)
            })
            .receive(move |contact, text| {
                receiving.receive_message(contact.as_str(), &text);
                std::future::ready(())
            })
            .stored_messages(move || {
                let messages = stored.messages().into_iter();
                let messages = messages
                    .map(|message| match message.visibility {
                        Visibility::Internal | Visibility::System => {
                            StoredMessage::internal(message.text)
                        }
                        _ => StoredMessage::public(message.text),
                    })
                    .collect();
                std::future::ready(messages)
            })
            .public_request(|request| {
                request.method == "POST"
                    && request.path.ends_with("/messages")
                    && !String::from_utf8_lossy(&request.body).contains("\"type\":\"comment\"")
            })
            .deliveries(move || {
                let deliveries = delivering.take_deliveries().into_iter();
                let inbound = deliveries
                    .map(|delivery| Inbound::new(delivery.headers, delivery.body))
                    .collect();
                std::future::ready(inbound)
            })
            .unknown_delivery(move || {
                let body =
                    r#"{"id":7,"hook_type":"moon_phase","event_time":"2031-05-06T07:08:09Z"}"#;
                let now = Timestamp::now().as_second();
                let mut headers = HeaderMap::new();
                for (name, value) in [
                    ("content-type", "application/json".to_owned()),
                    ("x-timestamp", now.to_string()),
                    ("x-signature", unknown.signature(body.as_bytes(), now)),
                ] {
                    headers.insert(name, HeaderValue::from_str(&value).unwrap());
                }
                std::future::ready(Inbound::new(headers, body))
            })
            .secret(sim.token())
            .skip(
                "contact_lists.search_finds",
                "the vendor searches by phone number only; tests/neutral has it",
            )
            .skip(
                "contact_lists.empty_middle_page_goes_on",
                "pages begin at an offset; an empty one is the end",
            )
            .skip(
                "contacts.update_changes_only_what_it_says",
                "the messenger's own number cannot be replaced; tests/neutral has the other fields",
            )
            .skip(
                "ticket_values.unknown_words_survive",
                "the simulator holds no numbers outside the vendor's own; tests/decode.rs has them",
            )
    }
}

/// Everything configured.
async fn configured() -> Desk {
    let world = world().await;
    let sim = world.running.sim().clone();
    let fields = sim.custom_fields();
    let config = world
        .config()
        .with_email_custom_field(fields[0].as_str())
        .with_document_custom_field(fields[2].as_str());
    let seeding = sim.clone();
    let plan = world
        .plan()
        .contact_field(&fields[1], "Silver", "Gold")
        .ticket(move |matter| {
            // A contact that never wrote has nothing a ticket could be linked to.
            if let Some(contact) = &matter.contact {
                seeding.seed_request(contact.as_str());
            }
            matter.to_ticket()
        });
    world.desk(config, plan.skip(TICKET_TAGS.0, TICKET_TAGS.1))
}

/// The vendor's tickets have no tags of their own to be seen.
const TICKET_TAGS: (&str, &str) = (
    "tags.ticket_tags_are_idempotent",
    "a ticket does not tell the tags of its request; tests/neutral asks the request",
);

/// Nothing configured but the token.
async fn plain() -> Desk {
    let world = world().await;
    let sim = world.running.sim().clone();
    let fields = sim.custom_fields();
    let config = world.config();
    let seeding = sim.clone();
    let plan = world
        .plan()
        .contact_field(&fields[0], "one", "another")
        .ticket(move |matter| {
            if let Some(contact) = &matter.contact {
                seeding.seed_request(contact.as_str());
            }
            matter.to_ticket()
        });
    world.desk(config, plan.skip(TICKET_TAGS.0, TICKET_TAGS.1))
}

/// A server that gives every answer in its other known form.
async fn other_forms() -> Desk {
    let world = world().await;
    let sim = world.running.sim().clone();
    for quirk in [
        Quirk::Unauthorized401,
        Quirk::TotalAsText,
        Quirk::ClientPhoneAsText,
        Quirk::ClientUpdateAsList,
        Quirk::DuplicateWithoutS,
        Quirk::WrappedRequest,
        Quirk::MessageCountAsText,
        Quirk::WebhookAsObject,
        Quirk::TagCreateAsObject,
        Quirk::OldOperatorRows,
        Quirk::TicketLimitRefused,
        Quirk::TicketStatusKept,
        Quirk::RawSigningKey,
        Quirk::CompanyInUtc,
    ] {
        sim.set_quirk(quirk);
    }
    let fields = sim.custom_fields();
    let config = world.config().with_webhook_key(WebhookKey::Either);
    let seeding = sim.clone();
    let plan = world
        .plan()
        .contact_field(&fields[0], "one", "another")
        .ticket(move |matter| {
            if let Some(contact) = &matter.contact {
                seeding.seed_request(contact.as_str());
            }
            matter.to_ticket()
        });
    world.desk(config, plan.skip(TICKET_TAGS.0, TICKET_TAGS.1))
}

/// Dialogs in the place of tickets.
async fn dialogs() -> Desk {
    let world = world().await;
    let sim = world.running.sim().clone();
    let fields = sim.custom_fields();
    let config = world.config().with_ticket_source(TicketSource::Requests);
    let opening = sim.clone();
    let plan = world
        .plan()
        .contact_field(&fields[0], "one", "another")
        .make_ticket(move |contact| {
            opening.seed_request(contact.as_str());
            let (dialog, _) = opening.open_dialog(contact.as_str()).unwrap();
            std::future::ready(TicketId::new(dialog))
        })
        .skip(
            "tickets.transfer_hands_it_over",
            "a dialog does not tell its group; tests/neutral looks at its operator",
        );
    world.desk(config, plan)
}

mod with_everything {
    use super::configured;
    helpdesk_testkit::conformance!(configured);
}

mod with_nothing {
    use super::plain;
    helpdesk_testkit::conformance!(plain);
}

mod with_other_forms {
    use super::other_forms;
    helpdesk_testkit::conformance!(other_forms);
}

mod with_dialogs {
    use super::dialogs;
    helpdesk_testkit::conformance!(dialogs);
}
