//! Tags: two sets, one of contacts and one of tickets.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Error, ErrorKind, Field, NewTag, Operation, Page, PageRequest, Patch, Result, Tag,
    TagId, TagPatch, TagQuery, TagScope, TagTarget, Tags, Written,
};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::{AnyTags, Api, ListTags};
use crate::contacts::{conflict, with_minimum};
use crate::convert::contacts::filled;
use crate::convert::tags::TagSet;
use crate::desk::not_carried_out;
use crate::paging::{Listing, located};
use crate::row::Consumer;
use crate::wire::{self, EditConsumer, EditTag, EditTicket};

#[async_trait]
impl Tags for Cxpress {
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>> {
        let operation = Operation::TagsList;
        self.table().require(operation)?;
        let sets = TagSet::covering(query.scope);
        let listing = Listing::open(operation, query, page, sets.len())?;
        let Some(set) = sets.get(listing.list()).copied() else {
            return Ok(Page::last(Vec::new()));
        };
        let api = self.begin(operation, options);
        let query = ListTags {
            paging: listing.paging(),
            ..ListTags::default()
        };
        let found = set.calls(&api).list(&query).await?;
        listing.close(found, |row| &row.id, |row| Some(set.tag(row)))
    }

    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag> {
        let operation = Operation::TagsGet;
        self.table().require(operation)?;
        let (set, own) = TagSet::read(id, "tag").map_err(|error| located(error, operation))?;
        let api = self.begin(operation, options);
        let found = set
            .calls(&api)
            .by_id(own)
            .await?
            .ok_or_else(|| missing(&api, operation))?;
        Ok(set.tag(found))
    }

    /// After an unknown delivery a tag of this name that is no older than the call is looked for:
    /// found, it is the answer; surely not there, it is sent once more, and one that had the name
    /// before is a `Conflict`. When looking fails, it is `Unknown`.
    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        let operation = Operation::TagsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let set = match new.scope {
            Some(TagScope::Contact) => TagSet::Contact,
            Some(TagScope::Ticket) => TagSet::Ticket,
            None => {
                return Err(located(
                    Error::invalid(
                        Field::Scope.as_str(),
                        "the vendor keeps tags of contacts and tags of tickets apart; say which",
                    ),
                    operation,
                ));
            }
            Some(_) => {
                return Err(Error::unsupported(
                    &crate::VENDOR,
                    operation,
                    "the vendor keeps tags of contacts and tags of tickets apart; create one of each",
                )
                .with_field_error(Field::Scope.as_str(), "must be contact or ticket"));
            }
        };
        let name = filled(&Field::Name, &new.name).map_err(|error| located(error, operation))?;

        let api = self.begin(operation, options);
        let body = wire::NewTag::builder()
            .active(true)
            .name(name.as_str())
            .build();
        let created = match set.calls(&api).create(&body).await {
            Ok(created) => created,
            Err(error) => return Err(in_the_way(&api, set, &name, error).await),
        };
        let tag = match created {
            Some(tag) => tag,
            // The answer does not hold it.
            None => set
                .calls(&api)
                .named(&name)
                .await?
                .ok_or_else(|| missing(&api, operation))?,
        };
        Ok(Written::new(set.tag(tag)).with_losses(losses))
    }

    /// Writes an absolute state, which is repeated. When that does not help, it is `Unknown`; when the
    /// tag has another name afterwards, a `Conflict`.
    async fn update(
        &self,
        id: &TagId,
        patch: &TagPatch,
        options: &CallOptions,
    ) -> Result<Written<Tag>> {
        let operation = Operation::TagsUpdate;
        let losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let (set, own) = TagSet::read(id, "tag").map_err(|error| located(error, operation))?;
        let name = match &patch.name {
            Patch::Keep => None,
            Patch::Set(name) => Some(filled(&Field::Name, name)),
            Patch::Clear => Some(filled(&Field::Name, "")),
        };
        let name = name
            .transpose()
            .map_err(|error| located(error, operation))?;

        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "tag", id.as_str(), operation).await?;
        let there = set
            .calls(&api)
            .by_id(own)
            .await?
            .ok_or_else(|| missing(&api, operation))?;
        let Some(name) = name.filter(|name| *name != there.wire.name) else {
            return Ok(Written::new(set.tag(there)).with_losses(losses));
        };
        let change = EditTag::builder()
            .id(own)
            .name(name.as_str())
            .active(there.wire.active.unwrap_or(true))
            .build();
        let changed = match set.calls(&api).edit(&change).await {
            Ok(changed) => changed,
            Err(error) => return Err(in_the_way(&api, set, &name, error).await),
        };
        let tag = match changed {
            Some(tag) => tag,
            None => set
                .calls(&api)
                .by_id(own)
                .await?
                .ok_or_else(|| missing(&api, operation))?,
        };
        if tag.wire.name != name {
            return Err(not_carried_out(
                &api,
                operation,
                "the vendor took the change of the tag and did not carry it out",
                &Field::Name,
                "is another one",
            ));
        }
        Ok(Written::new(set.tag(tag)).with_losses(losses))
    }

    /// Writes an absolute state, which is repeated. When that does not help, it is `Unknown`; when the
    /// answer shows the tag in use, a `Conflict`.
    async fn delete(&self, id: &TagId, options: &CallOptions) -> Result<()> {
        let operation = Operation::TagsDelete;
        self.table().require(operation)?;
        let (set, own) = TagSet::read(id, "tag").map_err(|error| located(error, operation))?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "tag", id.as_str(), operation).await?;
        let there = set
            .calls(&api)
            .by_id(own)
            .await?
            .ok_or_else(|| missing(&api, operation))?;
        if there.wire.active == Some(false) {
            return Err(missing(&api, operation));
        }
        let change = EditTag::builder()
            .id(own)
            .name(there.wire.name)
            .active(false)
            .build();
        let changed = set.calls(&api).edit(&change).await?;
        if changed.is_some_and(|tag| tag.wire.active == Some(true)) {
            return Err(not_carried_out(
                &api,
                operation,
                "the vendor took the change of the tag and did not carry it out",
                &Field::Active,
                "it is still in use",
            ));
        }
        Ok(())
    }

    /// Writes the whole list, which is repeated, and reads it again. When that does not help, it is
    /// `Unknown`; when the list is another afterwards, a `Conflict`.
    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Ticket(_) => Operation::TagsAttachTicket,
            _ => Operation::TagsAttachContact,
        };
        self.retag(operation, tag, target, true, options).await
    }

    /// As [`attach`](Tags::attach).
    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Ticket(_) => Operation::TagsDetachTicket,
            _ => Operation::TagsDetachContact,
        };
        self.retag(operation, tag, target, false, options).await
    }
}

impl TagSet {
    /// The calls of this set.
    fn calls(self, api: &Api) -> AnyTags<'_> {
        match self {
            Self::Contact => AnyTags::of_consumers(api),
            Self::Ticket => AnyTags::of_tickets(api),
        }
    }
}

fn missing(api: &Api, operation: Operation) -> Error {
    located(api.failure(Error::not_found("tag")), operation)
}

/// Says which tag has the name already, if one has.
async fn in_the_way(api: &Api, set: TagSet, name: &str, error: Error) -> Error {
    if !matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid) {
        return error;
    }
    match set.calls(api).named(name).await {
        Ok(Some(existing)) => conflict(
            &error,
            "another tag has this name already",
            &Field::Name,
            "another tag has it",
        )
        .with_existing_id(set.id(&existing.wire.id).as_str()),
        _ => error,
    }
}

impl Cxpress {
    /// Puts a tag on something, or takes it off.
    async fn retag(
        &self,
        operation: Operation,
        tag: &TagId,
        target: &TagTarget,
        attach: bool,
        options: &CallOptions,
    ) -> Result<()> {
        self.table().require(operation)?;
        let set = match target {
            TagTarget::Ticket(_) => TagSet::Ticket,
            _ => TagSet::Contact,
        };
        let own = set
            .own(tag, "tag")
            .map_err(|error| located(error, operation))?;
        let api = self.begin(operation, options);
        let outcome = match target {
            TagTarget::Contact(id) => {
                self.retag_contact(&api, operation, own, id.as_str(), attach)
                    .await
            }
            TagTarget::Ticket(id) => self.retag_ticket(&api, operation, own, id, attach).await,
            _ => Err(Error::invalid("target", "is not known here")),
        };
        let error = match outcome {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        // Was it refused, or not carried out, because there is no such tag?
        let perhaps = attach
            && matches!(
                error.kind(),
                ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::NotFound
            );
        if perhaps && let Ok(None) = set.calls(&api).by_id(own).await {
            return Err(missing(&api, operation));
        }
        Err(error)
    }

    async fn retag_contact(
        &self,
        api: &Api,
        operation: Operation,
        tag: &str,
        id: &str,
        attach: bool,
    ) -> Result<()> {
        let _turn = self.hold(api, "contact", id, operation).await?;
        let there: Kept<Consumer> = api.consumers().get_as(id).await?;
        let own = there.wire.tags.as_deref().unwrap_or_default();
        let Some(tags) = with_or_without(own, tag, attach) else {
            return Ok(());
        };
        let mut change = EditConsumer::builder().id(id).build();
        change.tags = Some(tags);
        let change = with_minimum(change, &there.wire);
        self.write_consumer(api, operation, &change).await.map(drop)
    }

    async fn retag_ticket(
        &self,
        api: &Api,
        operation: Operation,
        tag: &str,
        id: &helpdesk_core::TicketId,
        attach: bool,
    ) -> Result<()> {
        let _turn = self.hold(api, "ticket", id.as_str(), operation).await?;
        let there = self.find_ticket(api, operation, id).await?;
        let Some(own) = there.wire.tags.as_deref() else {
            let error = Error::new(
                ErrorKind::Conflict,
                "the ticket is finished, and the vendor neither shows nor changes its tags",
            );
            let error = error.with_field_error(Field::Tags.as_str(), "cannot be changed any more");
            return Err(located(api.failure(error), operation));
        };
        let Some(tags) = with_or_without(own, tag, attach) else {
            return Ok(());
        };
        let fields = there.wire.custom_fiejds.unwrap_or_default();
        let required: Vec<_> = match self.definitions(api).await? {
            Some(definitions)
                if crate::convert::custom_fields::required(&definitions)
                    .next()
                    .is_some() =>
            {
                fields
            }
            _ => Vec::new(),
        };
        let change = EditTicket {
            custom_fields: (!required.is_empty()).then_some(required),
            ..EditTicket::default()
        };
        self.write_tags(api, operation, id, change, &tags)
            .await
            .map(drop)
    }
}

/// The tags with one more or one less; `None` when that changes nothing.
fn with_or_without(own: &[wire::TagEntry], tag: &str, attach: bool) -> Option<Vec<String>> {
    let there = own.iter().any(|entry| entry.id == tag);
    if there == attach {
        return None;
    }
    let mut tags: Vec<String> = own.iter().map(|entry| entry.id.clone()).collect();
    if attach {
        tags.push(tag.to_owned());
    } else {
        tags.retain(|own| own != tag);
    }
    Some(tags)
}
