//! Tags.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Delivery, Error, ErrorKind, Field, NewTag, Operation, Page, PageRequest, Problems,
    Result, Tag, TagId, TagPatch, TagQuery, TagTarget, Tags, Written,
};
use helpdesk_http::Kept;

use crate::api::{self, Api, AssigneeType, LONGEST_LABEL};
use crate::convert::tags::tag;
use crate::convert::words::ticket_number;
use crate::errors::missing_at;
use crate::paging::{Offsets, given_out, named};
use crate::{Chat2Desk, VENDOR, row, wire};

#[async_trait]
impl Tags for Chat2Desk {
    /// A read: repeated after failures that may pass.
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>> {
        // Every tag can be put on contacts and on tickets, so a scope leaves nothing out.
        let api = self.start(Operation::TagsList, options)?;
        let at = Offsets::open(Operation::TagsList, query, page)?;
        let rows = api.tags().list(at.request()).await?;
        at.close(rows, |row| &row.id, |row| Some(tag(row)))
    }

    /// A read: repeated after failures that may pass.
    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag> {
        let api = self.start_at(Operation::TagsGet, id.as_str(), options)?;
        Ok(tag(api.tags().get(id.as_str()).await?))
    }

    /// Never sent twice blindly: after an unknown delivery all tags are read, and one of the same word in
    /// the same group is it. Where that cannot be told, the caller gets `Delivery::Unknown`.
    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        let operation = Operation::TagsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let color = check(new).map_err(|error| named(error, operation))?;
        let api = self.begin(operation, options);
        let known = all(&api).await?;
        let call = self
            .new_tag(new, color, &known)
            .map_err(|error| named(error, operation).with_delivery(Delivery::Answered))?;
        let made = api
            .tags()
            .create_or_find(&call, || just_made(&api, &call))
            .await?;
        Ok(Written::new(tag(made)).with_losses(losses))
    }

    async fn update(
        &self,
        _id: &TagId,
        _patch: &TagPatch,
        _options: &CallOptions,
    ) -> Result<Written<Tag>> {
        self.table().require(Operation::TagsUpdate)?;
        Err(Error::unsupported(
            &VENDOR,
            Operation::TagsUpdate,
            "the vendor has no call for it",
        ))
    }

    async fn delete(&self, _id: &TagId, _options: &CallOptions) -> Result<()> {
        self.table().require(Operation::TagsDelete)?;
        Err(Error::unsupported(
            &VENDOR,
            Operation::TagsDelete,
            "the vendor has no call for it",
        ))
    }

    /// Repeated after failures that may pass: putting a tag on twice changes nothing.
    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Ticket(_) => Operation::TagsAttachTicket,
            _ => Operation::TagsAttachContact,
        };
        self.table().require(operation)?;
        known_ids(tag, target, operation)?;
        let api = self.begin(operation, options);
        // The vendor ignores tags that do not exist.
        api.tags().get(tag.as_str()).await?;
        let (kind, id) = self.tagged(&api, target).await?;
        api.tags()
            .assign_to(&[tag.as_str().to_owned()], kind, &id)
            .await
            .map_err(|error| missing_at(error, &["assignee_id", "client", "request"], "record"))
    }

    /// Repeated after failures that may pass. When the vendor finds nothing to take off, it is seen
    /// whether contact, ticket and tag are there: then it is off, and that is what was asked for.
    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Ticket(_) => Operation::TagsDetachTicket,
            _ => Operation::TagsDetachContact,
        };
        self.table().require(operation)?;
        known_ids(tag, target, operation)?;
        let api = self.begin(operation, options);
        let (kind, id) = self.tagged(&api, target).await?;
        self.take_off(&api, tag, kind, &id).await
    }
}

impl Chat2Desk {
    /// What a tag is really put on: a client, or the request behind a ticket.
    async fn tagged(&self, api: &Api, target: &TagTarget) -> Result<(AssigneeType, String)> {
        match target {
            TagTarget::Contact(id) => Ok((AssigneeType::Client, id.as_str().to_owned())),
            TagTarget::Ticket(id) => Ok((
                AssigneeType::Request,
                self.request_behind(api, id.as_str()).await?,
            )),
            _ => Err(Error::new(
                ErrorKind::Unsupported,
                "the vendor puts tags on contacts and tickets only",
            )
            .with_vendor(VENDOR)),
        }
    }

    /// Takes a tag off. The vendor answers alike for a tag that was not there, a tag that does not
    /// exist, and a client or request that does not: the first is as good as done.
    pub(crate) async fn take_off(
        &self,
        api: &Api,
        tag: &TagId,
        kind: AssigneeType,
        id: &str,
    ) -> Result<()> {
        let taken = api
            .tags()
            .delete_from(tag.as_str(), kind, id)
            .await
            .map_err(|error| {
                missing_at(
                    error,
                    &["client_id", "request_id", "client", "request"],
                    "record",
                )
            });
        match taken {
            Err(error) if error.is_not_found() => {
                match kind {
                    AssigneeType::Client => {
                        drop(api.clients().get_as::<row::Client>(id).await?);
                    }
                    AssigneeType::Request => drop(api.requests().get(id).await?),
                }
                api.tags().get(tag.as_str()).await.map(drop)
            }
            other => other,
        }
    }

    /// A tag to create, if none of these is of the same word and group.
    fn new_tag(
        &self,
        new: &NewTag,
        color: Option<String>,
        known: &[Kept<wire::Tag>],
    ) -> Result<api::NewTag> {
        let call = api::NewTag::builder()
            .tag_group_id(self.group(new, known)?)
            .tag_label(new.name.trim())
            .maybe_tag_bg_color(color)
            .build();
        match same(known, &call) {
            Some(at) => Err(
                Error::new(ErrorKind::Conflict, "there is a tag of this name already")
                    .with_existing_id(known[at].wire.id.as_str()),
            ),
            None => Ok(call),
        }
    }

    /// The group a new tag goes into: the caller's, the configuration's, or the only one there is.
    fn group(&self, new: &NewTag, known: &[Kept<wire::Tag>]) -> Result<String> {
        if let Some(group) = new.group.as_ref().or(self.options.tag_group.as_ref()) {
            let group = group.trim();
            let found = known.iter().find(|tag| {
                tag.wire.group_id.as_deref() == Some(group)
                    || tag.wire.group_name.as_deref() == Some(group)
            });
            if let Some(id) = found.and_then(|tag| tag.wire.group_id.clone()) {
                return Ok(id);
            }
            if !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(group.to_owned());
            }
            return Err(Error::invalid(
                Field::Group.as_str(),
                "no tag is in a group of this name, and groups cannot be listed; give the group's \
                 number, or make one with `api().tag_groups().create()`",
            ));
        }
        let mut groups = known.iter().filter_map(|tag| tag.wire.group_id.as_deref());
        match groups.next() {
            Some(only) if groups.all(|group| group == only) => Ok(only.to_owned()),
            _ => Err(Error::invalid(
                Field::Group.as_str(),
                "is missing, and a tag needs one; give it, or configure `default_tag_group`",
            )),
        }
    }
}

/// Refuses identifiers that the vendor can never have given out.
fn known_ids(tag: &TagId, target: &TagTarget, operation: Operation) -> Result<()> {
    given_out(tag.as_str(), operation)?;
    match target {
        TagTarget::Contact(id) => given_out(id.as_str(), operation),
        TagTarget::Ticket(id) => given_out(ticket_number(id.as_str()), operation),
        _ => Ok(()),
    }
}

/// All tags.
async fn all(api: &Api) -> Result<Vec<Kept<wire::Tag>>> {
    api.tags().rows().all().await
}

/// The tag that a create of unknown outcome has made, if it has.
async fn just_made(api: &Api, call: &api::NewTag) -> Result<Option<Kept<wire::Tag>>> {
    let mut known = all(api).await?;
    Ok(same(&known, call).map(|at| known.swap_remove(at)))
}

/// Where the tag of the same word in the same group stands.
fn same(known: &[Kept<wire::Tag>], call: &api::NewTag) -> Option<usize> {
    known.iter().position(|tag| {
        tag.wire.label.as_ref() == Some(&call.tag_label)
            && tag.wire.group_id.as_ref() == Some(&call.tag_group_id)
    })
}

/// Checks a new tag, and gives its colour back as the vendor takes it.
fn check(new: &NewTag) -> Result<Option<String>> {
    let mut wrong = Problems::default();
    let length = new.name.trim().chars().count();
    wrong.add_if(length == 0, Field::Name.as_str(), "is empty");
    wrong.add_if(
        length > LONGEST_LABEL,
        Field::Name.as_str(),
        "is longer than 20 characters; shorten it",
    );
    let color = new.color.as_ref().map(|color| {
        let digits = color.trim().trim_start_matches('#');
        digits.to_ascii_lowercase()
    });
    if let Some(digits) = &color
        && (digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        wrong.add(
            Field::Color.as_str(),
            "is no colour; write it like `#5b9ee6`",
        );
    }
    wrong.finish()?;
    Ok(color)
}
