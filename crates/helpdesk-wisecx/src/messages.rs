//! Messages and notes, in neutral terms.

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, Delivery, Error, ErrorKind, Field, Message, MessageTarget, Messages,
    NewMessage, NewNote, Operation, Page, PageRequest, Result, Written,
};

use crate::WiseCx;
use crate::api::{Api, Filter, ListRequest, Sort};
use crate::convert::message;
use crate::input::Problems;
use crate::paging::{Pages, Place};
use crate::wire::{self, ActivityKind, CaseStatus, NewActivity, Recipient, SourceChannel};

#[async_trait]
impl Messages for WiseCx {
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let operation = Operation::MessagesList;
        self.activities(operation, target, page, options, |_| true)
            .await
    }

    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let operation = Operation::NotesList;
        self.activities(operation, target, page, options, message::is_note)
            .await
    }

    /// Sent once. After an unknown delivery nothing is looked for: the caller is told
    /// `Delivery::Unknown`, and the ticket's messages show whether it went out.
    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::MessagesSend;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        self.run(operation, async {
            let mut problems = Problems::default();
            let target = Target::read(&new.target, &mut problems);
            let attachments = message::attachments(&new.attachments, &mut problems);
            let template = new
                .template
                .as_ref()
                .map(|template| message::template(template, &mut problems));
            let text = new.text.clone().filter(|text| !text.trim().is_empty());
            match (&text, &template) {
                (Some(_), Some(_)) => problems.add(
                    &Field::Text,
                    "a template brings its own text; give one of the two",
                ),
                (None, None) if attachments.is_empty() => {
                    problems.add(&Field::Text, "is needed: there is nothing to send");
                }
                _ => {}
            }
            let author = match (self.author(new.author.as_ref(), &mut problems), &template) {
                (Some(author), _) => author,
                // The vendor takes templates of nobody; an answer to one enters the queue.
                (None, Some(_)) => 0,
                (None, None) => {
                    problems.add(&Field::Author, AUTHOR_NEEDED);
                    0
                }
            };
            problems.check()?;

            let api = self.api.scoped(operation, options);
            let case = target.case(&api).await?.wire;
            let contact = case.contact_id.filter(|id| *id > 0).ok_or_else(|| {
                Error::new(ErrorKind::Conflict, "the ticket has no contact to write to")
                    .with_delivery(Delivery::NotSent)
            })?;
            let whatsapp = case.source_channel == Some(SourceChannel::Whatsapp);
            if whatsapp && text.is_none() && template.is_none() {
                return Err(Error::invalid(
                    Field::Text.as_str(),
                    "is needed with files on WhatsApp, or a template",
                ));
            }
            let reply = NewActivity::builder()
                .kind(ActivityKind::UserReply)
                .user_id(author)
                .maybe_channel(case.source_channel)
                .maybe_content(text)
                .maybe_template(template)
                .contacts_to(vec![Recipient::by_id(contact)])
                .attachments(attachments)
                .build();
            let message = add(&api, case.id, reply).await?;
            Ok(Written::new(message).with_losses(losses))
        })
        .await
    }

    /// Sent once. After an unknown delivery nothing is looked for: the caller is told
    /// `Delivery::Unknown`, and the ticket's notes show whether it is there.
    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::NotesAdd;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        self.run(operation, async {
            let mut problems = Problems::default();
            let target = Target::read(&new.target, &mut problems);
            if new.text.trim().is_empty() {
                problems.add(&Field::Text, "is needed: the note is empty");
            }
            let author = self.author(new.author.as_ref(), &mut problems);
            if author.is_none() {
                problems.add(&Field::Author, AUTHOR_NEEDED);
            }
            problems.check()?;

            let api = self.api.scoped(operation, options);
            let case = match target {
                Target::Case(id) => id,
                Target::Contact(_) => target.case(&api).await?.wire.id,
            };
            let note = NewActivity::builder()
                .kind(ActivityKind::Note)
                .maybe_user_id(author)
                .content(&new.text)
                .build();
            let message = add(&api, case, note).await?;
            Ok(Written::new(message).with_losses(losses))
        })
        .await
    }
}

const AUTHOR_NEEDED: &str = "is needed: name an agent, or set `default_user`";

/// Adds an activity, and reads it back.
async fn add(api: &Api, case: u64, activity: NewActivity) -> Result<Message> {
    let written = api.cases().add_activity(case, activity).await?.wire;
    let id = written.activities.last().map(|added| added.id);
    let id = id.ok_or_else(|| {
        Error::new(
            ErrorKind::Decode,
            "it was written, but the vendor does not say under which identifier",
        )
        .with_delivery(Delivery::Unknown)
    })?;
    let now = api.cases().activity(case, id).await?;
    Ok(message::read(now, case))
}

/// Where a message or note goes.
#[derive(Clone, Copy)]
enum Target {
    Case(u64),
    Contact(u64),
}

impl Target {
    fn read(target: &MessageTarget, problems: &mut Problems) -> Self {
        let field = target.field();
        match target {
            MessageTarget::Ticket(id) => Self::Case(problems.number(field.as_str(), id.as_str())),
            MessageTarget::Contact(id) => {
                Self::Contact(problems.number(field.as_str(), id.as_str()))
            }
            _ => {
                problems.add(&field, "is neither a ticket nor a contact");
                Self::Case(0)
            }
        }
    }

    /// The case: the one that is named, or the newest of the contact that is not closed.
    async fn case(self, api: &Api) -> Result<helpdesk_http::Kept<wire::Case>> {
        let contact = match self {
            Self::Case(id) => return api.cases().get(id).await,
            Self::Contact(contact) => contact,
        };
        let open = [CaseStatus::Opened, CaseStatus::Pending, CaseStatus::Hold];
        let request = ListRequest::builder()
            .filters(vec![
                Filter::equal("case.contact_id", contact),
                Filter::is_in("case.status", &open),
            ])
            .sort(Sort::descending("id"))
            .limit(10)
            .page(1)
            .build();
        let cases = api.cases().list(&request).await?.items;
        let newest = cases.into_iter().find(|kept| {
            kept.wire.contact_id == Some(contact)
                && kept.wire.deleted != Some(true)
                && kept
                    .wire
                    .status
                    .as_ref()
                    .is_some_and(|own| open.contains(own))
        });
        if let Some(case) = newest {
            return Ok(case);
        }
        // Nobody, or nothing open: the one is not found, the other can be helped.
        api.contacts().get(contact).await?;
        Err(Error::new(
            ErrorKind::Conflict,
            "the contact has no open ticket, and WiseCX keeps messages and notes in tickets; \
             create one",
        )
        .with_field_error(Field::Contact.as_str(), "has no open ticket"))
    }
}

impl WiseCx {
    fn author(&self, author: Option<&AgentId>, problems: &mut Problems) -> Option<u64> {
        match author {
            Some(id) => Some(problems.number(Field::Author.as_str(), id.as_str())),
            None => self.defaults().user,
        }
    }

    async fn activities(
        &self,
        operation: Operation,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
        wanted: impl Fn(&wire::Activity) -> bool + Send + Sync,
    ) -> Result<Page<Message>> {
        self.table().require_filters(operation, &[target.field()])?;
        self.run(operation, async {
            let mut problems = Problems::default();
            let whose = Target::read(target, &mut problems);
            problems.check()?;
            let mut pages = Pages::open(operation, target, page)?;
            let api = self.api.scoped(operation, options);
            let (case, after) = match whose {
                Target::Case(id) => (id, None),
                Target::Contact(contact) => {
                    let cases = cases_of(&api, contact).await?;
                    let from = pages.place.part;
                    let mut rest = cases.into_iter().skip_while(|id| *id < from);
                    let Some(case) = rest.next() else {
                        return Ok(Page::last(Vec::new()));
                    };
                    if case != from {
                        pages.place = Place::default();
                    }
                    pages.place.part = case;
                    (case, rest.next())
                }
            };
            let fetch = |number, limit| {
                let api = &api;
                async move {
                    let request = ListRequest::page(number, limit);
                    api.cases().activities(case, &request).await
                }
            };
            let mut rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            rows.items.retain(|row| wanted(&row.wire));
            if let (None, Some(next)) = (&rows.next, after) {
                rows.next = Some(Place {
                    part: next,
                    ..Place::default()
                });
            }
            pages.page(rows, |row| message::read(row, case))
        })
        .await
    }
}

/// The cases of a contact, oldest first.
async fn cases_of(api: &Api, contact: u64) -> Result<Vec<u64>> {
    let fetch = |page| {
        let mut request = ListRequest::page(page, crate::api::LARGEST_PAGE);
        request.fields = vec!["id".into(), "contact_id".into(), "deleted".into()];
        request.filters = vec![Filter::equal("case.contact_id", contact)];
        request.sort = Some(Sort::ascending("id"));
        async move { api.cases().list(&request).await }
    };
    let cases = crate::api::all(fetch, |case| case.id.to_string(), |_| false).await?;
    let mut ids: Vec<u64> = cases
        .into_iter()
        .filter(|kept| kept.wire.contact_id == Some(contact) && kept.wire.deleted != Some(true))
        .map(|kept| kept.wire.id)
        .collect();
    ids.sort_unstable();
    Ok(ids)
}
