//! Every neutral operation.

use helpdesk::webhook::EventKind;
use helpdesk::{
    ChannelKind, Client, ContactPatch, ContactQuery, MessageTarget, NewContact, NewMessage,
    NewNote, NewTag, NewTicket, NewWebhook, PageRequest, StatusFilter, TagPatch, TagQuery,
    TagScope, TicketPatch, TicketQuery, WebhookPatch,
};

/// Pages that are read of each list: a vendor may answer each with another that follows.
const PAGES: usize = 3;

macro_rules! pages {
    ($good:ident, $before:ident, $page:ident, $call:expr) => {{
        $before();
        let mut $page = PageRequest::first();
        for _ in 0..PAGES {
            let Ok(listed) = $call.await else { break };
            $good += 1;
            let Some(next) = listed.next else { break };
            $page = PageRequest::first().after(next);
        }
    }};
}

macro_rules! each {
    ($good:ident, $before:ident, $($call:expr),+ $(,)?) => {{
        $(
            $before();
            $good += usize::from($call.await.is_ok());
        )+
    }};
}

/// Calls every neutral operation, on records of this identifier, and `before` each of them. Says how
/// many calls were good.
pub async fn call(desk: &Client, id: &str, before: impl Fn()) -> usize {
    let mut good = 0;
    let contacts = desk.contacts();
    let contact = id.into();
    pages!(
        good,
        before,
        page,
        contacts.list(&ContactQuery::all(), &page)
    );
    let search = ContactQuery::search("rosa@people.example");
    pages!(good, before, page, contacts.list(&search, &page));
    let new = NewContact::named("Rosa Exemplo")
        .phone("+5511987654321")
        .email("rosa@people.example")
        .document("52998224725")
        .channel(ChannelKind::WhatsApp);
    let patch = ContactPatch::new()
        .name("Rosa Lima".to_owned())
        .emails(vec!["rosa@people.example".to_owned()]);
    each!(
        good,
        before,
        contacts.get(&contact),
        contacts.find_by_phone("5511987654321"),
        contacts.find_by_email("rosa@people.example"),
        contacts.find_by_document("529.982.247-25"),
        contacts.create(&new),
        contacts.upsert(&new),
        contacts.update(&contact, &patch),
        contacts.block(&contact),
        contacts.delete(&contact),
    );

    let tickets = desk.tickets();
    let ticket = id.into();
    for query in [
        TicketQuery::all(),
        TicketQuery::all().status(StatusFilter::Any).contact(id),
        TicketQuery::all().status(StatusFilter::Closed),
    ] {
        pages!(good, before, page, tickets.list(&query, &page));
    }
    let new = NewTicket::for_contact(id)
        .subject("Invoice")
        .text("It is missing.")
        .channel(ChannelKind::WhatsApp)
        .department(id);
    let patch = TicketPatch::new().subject("Another".to_owned());
    each!(
        good,
        before,
        tickets.get(&ticket),
        tickets.create(&new),
        tickets.update(&ticket, &patch),
        tickets.assign(&ticket, &id.into()),
        tickets.unassign(&ticket),
        tickets.transfer(&ticket, &id.into()),
        tickets.close(&ticket),
        tickets.reopen(&ticket),
        tickets.delete(&ticket),
    );

    let tags = desk.tags();
    pages!(good, before, page, tags.list(&TagQuery::all(), &page));
    for tag in [
        id.to_owned(),
        format!("contact:{id}"),
        format!("ticket:{id}"),
    ] {
        let tag = tag.into();
        each!(
            good,
            before,
            tags.get(&tag),
            tags.update(&tag, &TagPatch::rename("B")),
            tags.attach(&tag, helpdesk::ContactId::new(id)),
            tags.detach(&tag, helpdesk::ContactId::new(id)),
            tags.attach(&tag, helpdesk::TicketId::new(id)),
            tags.detach(&tag, helpdesk::TicketId::new(id)),
            tags.delete(&tag),
        );
    }
    for scope in [TagScope::Contact, TagScope::Ticket] {
        each!(good, before, tags.create(&NewTag::named("A").scope(scope)));
    }

    let messages = desk.messages();
    for target in [
        MessageTarget::Contact(id.into()),
        MessageTarget::Ticket(id.into()),
    ] {
        pages!(good, before, page, messages.list(&target, &page));
        pages!(good, before, page, messages.notes(&target, &page));
        each!(
            good,
            before,
            messages.send(&NewMessage::text(target.clone(), "Hello")),
            messages.add_note(&NewNote::new(target.clone(), "Hello")),
        );
    }

    let directory = desk.directory();
    pages!(good, before, page, directory.agents(&page));
    pages!(good, before, page, directory.departments(&page));
    pages!(good, before, page, directory.channels(&page));
    pages!(good, before, page, directory.custom_fields(&page));
    each!(
        good,
        before,
        directory.agent(&id.into()),
        directory.department(&id.into()),
    );

    let webhooks = desk.webhooks();
    pages!(good, before, page, webhooks.list(&page));
    let new = NewWebhook::new("https://hooks.example.com/", [EventKind::MessageReceived]);
    let mut patch = WebhookPatch::new();
    patch.active = helpdesk::Patch::Set(false);
    each!(
        good,
        before,
        webhooks.get(&id.into()),
        webhooks.create(&new),
        webhooks.update(&id.into(), &patch),
        webhooks.delete(&id.into()),
        desk.check(),
    );
    good
}
