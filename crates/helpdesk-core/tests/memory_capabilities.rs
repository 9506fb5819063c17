//! What the in-memory desk can do, and what a poorer one refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ana, assert_kind, assert_untouched, field, ticket};
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    Capabilities, Capability, ChannelKind, ContactPatch, ContactQuery, Delivery, ErrorKind, Field,
    Helpdesk, MessageTarget, NewAttachment, NewContact, NewMessage, NewNote, NewTag, NewTicket,
    NewWebhook, Operation, PageRequest, Patch, Support, TagId, TagPatch, Template, TicketPatch,
    TicketPriority, TicketQuery, TicketStatus, Timestamp, Vendor, WebhookPatch,
};

#[test]
fn everything_is_native_and_says_when_it_may_be_repeated() {
    let desk = MemoryDesk::new();
    for (operation, capability) in desk.capabilities().iter() {
        assert_eq!(capability.support, Support::Native, "{operation}");
        assert!(capability.safety.is_some(), "{operation}");
    }
}

/// The table lists exactly the fields that a full input names, so that a new field of the model
/// cannot be forgotten here.
#[test]
fn the_table_names_every_field_of_every_input() {
    let contact = NewContact::named("a")
        .phone("1")
        .email("a")
        .document("1")
        .handle("a", "b")
        .channel(ChannelKind::WhatsApp)
        .tag("t")
        .custom_field("a", 1)
        .owner("a")
        .organization("o");
    let contact_patch = ContactPatch::new()
        .name("a".to_owned())
        .phones(Patch::Clear)
        .emails(Patch::Clear)
        .document(Patch::Clear)
        .handles(Patch::Clear)
        .tags(Patch::Clear)
        .custom_field("a", Patch::Clear)
        .owner(Patch::Clear)
        .organization(Patch::Clear);
    let now = Timestamp::UNIX_EPOCH;
    let ticket = NewTicket::for_contact("c")
        .subject("s")
        .text("t")
        .channel(ChannelKind::WhatsApp)
        .department("d")
        .assignee("a")
        .status(TicketStatus::Open)
        .priority(TicketPriority::Low)
        .tag("t")
        .custom_field("a", 1)
        .due_at(now);
    let ticket_patch = TicketPatch::new()
        .subject(Patch::Clear)
        .description(Patch::Clear)
        .status(TicketStatus::Open)
        .priority(Patch::Clear)
        .tags(Patch::Clear)
        .custom_field("a", Patch::Clear)
        .due_at(Patch::Clear);
    let tickets = TicketQuery::all()
        .contact("c")
        .assignee("a")
        .department("d")
        .tag("t")
        .updated_since(now);
    let mut tag_patch = TagPatch::rename("t");
    tag_patch.color = Patch::Clear;
    let mut message = NewMessage::text(MessageTarget::Contact("c".into()), "t")
        .attach(NewAttachment::url("a", "b", "c"))
        .author("a")
        .reply_to("m")
        .external_id("e");
    message.template = Some(Template::new("t"));
    let note = NewNote::new(MessageTarget::Contact("c".into()), "t").author("a");
    let webhook = NewWebhook::new("u", [EventKind::TagCreated])
        .name("n")
        .channel("c");
    let webhook_patch = WebhookPatch::new()
        .url("u")
        .events([])
        .name("n")
        .active(true);
    let contacts = ContactQuery::all().with_tag("t");

    let desk = MemoryDesk::new();
    for (operation, fields) in [
        (Operation::ContactsList, contacts.fields()),
        (Operation::ContactsSearch, contacts.fields()),
        (Operation::ContactsCreate, contact.fields()),
        (Operation::ContactsUpdate, contact_patch.fields()),
        (Operation::TicketsList, tickets.fields()),
        (Operation::TicketsCreate, ticket.fields()),
        (Operation::TicketsUpdate, ticket_patch.fields()),
        (
            Operation::TagsCreate,
            NewTag::named("t").group("g").color("c").fields(),
        ),
        (Operation::TagsUpdate, tag_patch.fields()),
        (Operation::MessagesSend, message.fields()),
        (Operation::NotesAdd, note.fields()),
        (Operation::WebhooksCreate, webhook.fields()),
        (Operation::WebhooksUpdate, webhook_patch.fields()),
    ] {
        let mut listed = desk.capabilities().get(operation).fields.clone();
        let mut given = fields;
        listed.sort();
        given.sort();
        assert_eq!(listed, given, "{operation}");
    }
}

#[tokio::test]
async fn a_poorer_desk_refuses_and_sends_nothing() {
    let desk = MemoryDesk::builder()
        .without(Operation::ContactsDelete)
        .without(Operation::TagsAttachTicket)
        .without(Operation::WebhooksParse)
        .without(Operation::AccountCheck)
        .build();
    let client = desk.client();
    let ana = ana(&desk).await;
    let ticket = ticket(&desk, &ana).await;
    let tag = client
        .tags()
        .create(&NewTag::named("t"))
        .await
        .unwrap()
        .value;
    let before = desk.journal().len();
    let refusals = [
        client.contacts().delete(&ana.id).await.unwrap_err(),
        client.tags().attach(&tag.id, ticket.id).await.unwrap_err(),
        client.check().await.unwrap_err(),
    ];
    for error in refusals {
        assert!(error.is_unsupported());
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.operation().is_some());
    }
    assert_untouched(&desk, before);
    client.contacts().get(&ana.id).await.unwrap();
    client.tags().attach(&tag.id, ana.id).await.unwrap();
}

#[tokio::test]
async fn an_area_that_is_missing_as_a_whole_is_none() {
    let table = Capabilities::new(Vendor::new("poor"))
        .with(Operation::ContactsGet, Capability::native())
        .with(Operation::WebhooksVerify, Capability::native());
    let desk = MemoryDesk::builder().with_capabilities(table).build();
    assert!(desk.contacts().is_some() && desk.receiver().is_some());
    assert!(desk.tickets().is_none() && desk.tags().is_none() && desk.messages().is_none());
    assert!(desk.directory().is_none() && desk.webhooks().is_none());
    let error = desk
        .client()
        .tags()
        .get(&TagId::new("t"))
        .await
        .unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(error.vendor().unwrap().as_str(), "poor");
}

#[tokio::test]
async fn a_field_without_a_place_is_refused_or_listed_as_lost() {
    let desk = MemoryDesk::builder()
        .without_field(Operation::ContactsCreate, &Field::Document)
        .without_field(Operation::TicketsCreate, &Field::Subject)
        .without_field(Operation::TicketsList, &Field::Tags)
        .without_field(Operation::NotesAdd, &Field::Author)
        .build();
    let client = desk.client();
    let new = NewContact::named("Ana").document("77");
    let error = client.contacts().create(&new).await.unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(field(&error), "document");
    assert_untouched(&desk, 0);

    let written = client.allow_loss().contacts().create(&new).await.unwrap();
    assert_eq!(written.losses.len(), 1);
    assert_eq!(written.losses[0].field, Field::Document);
    assert_eq!(written.value.document, None);

    let new = NewTicket::for_contact(&written.value.id)
        .subject("s")
        .text("t");
    let written = client.allow_loss().tickets().create(&new).await.unwrap();
    assert_eq!(written.losses[0].field, Field::Subject);
    assert_eq!(written.value.subject, None);
    assert_eq!(written.value.description.as_deref(), Some("t"));
    let note = NewNote::new(written.value.id, "n").author("agent-1");
    let written = client
        .allow_loss()
        .messages()
        .add_note(&note)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Author);
    assert_eq!(written.value.author.id, None);

    let query = TicketQuery::all().tag("t");
    let first = PageRequest::first();
    assert_kind(
        client.allow_loss().tickets().list(&query, &first).await,
        ErrorKind::Unsupported,
    );
}
