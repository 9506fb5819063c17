//! Tags, in neutral terms: groups of contacts, and tags of cases.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Delivery, Error, ErrorKind, Field, NewTag, Operation, Page, PageRequest, Result,
    Tag, TagId, TagPatch, TagQuery, TagScope, TagTarget, Tags, Written,
};
use helpdesk_http::Kept;

use crate::WiseCx;
use crate::api::{Api, ListRequest};
use crate::convert::tag::{self, TagKey};
use crate::input::{Problems, lost};
use crate::paging::{Pages, Place};
use crate::wire::{self, CaseUpdate};

/// Contact groups are listed first, tags of cases second.
const CASE_TAGS: u64 = 1;

#[async_trait]
impl Tags for WiseCx {
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>> {
        let operation = Operation::TagsList;
        self.run(operation, async {
            let mut pages = Pages::open(operation, query, page)?;
            let api = self.api.scoped(operation, options);
            let wanted = query.scope.unwrap_or(TagScope::Both);
            if wanted == TagScope::Ticket {
                pages.place.part = CASE_TAGS;
            }
            if pages.place.part == CASE_TAGS {
                let fetch = |number, limit| {
                    let api = &api;
                    async move { api.cases().tags(&ListRequest::page(number, limit)).await }
                };
                let rows = pages.rows(fetch, |row| row.name.clone()).await?;
                return pages.page(rows, tag::of_case);
            }
            let fetch = |number, limit| {
                let api = &api;
                async move {
                    let request = ListRequest::page(number, limit);
                    api.contact_groups().list(&request).await
                }
            };
            let mut rows = pages.rows(fetch, |row| row.id.to_string()).await?;
            if rows.next.is_none() && wanted == TagScope::Both {
                rows.next = Some(Place {
                    part: CASE_TAGS,
                    ..Place::default()
                });
            }
            pages.page(rows, tag::of_group)
        })
        .await
    }

    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag> {
        let operation = Operation::TagsGet;
        self.run(operation, async {
            let key = key(id, "id")?;
            let api = self.api.scoped(operation, options);
            match key {
                TagKey::Contact(id) => {
                    let found = api.contact_groups().find(|group| group.id == id).await?;
                    found.map(tag::of_group).ok_or_else(no_tag)
                }
                TagKey::Ticket(name) => {
                    let found = case_tag(&api, &name).await?;
                    found.map(tag::of_case).ok_or_else(no_tag)
                }
            }
        })
        .await
    }

    /// After an unknown delivery a group of this name is looked for before anything is sent again.
    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        let operation = Operation::TagsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        self.run(operation, async {
            if !matches!(new.scope, None | Some(TagScope::Contact)) {
                return Err(Error::unsupported(
                    &crate::VENDOR,
                    operation,
                    "WiseCX makes tags of tickets on its screens only; tags of contacts can be made",
                )
                .with_field_error(Field::Scope.as_str(), "must be `contact`"));
            }
            let name = new.name.trim();
            if name.is_empty() {
                return Err(Error::invalid(Field::Name.as_str(), "must not be empty"));
            }
            let api = self.api.scoped(operation, options);
            let same = |group: &wire::ContactGroup| group.name.as_deref() == Some(name);
            if let Some(known) = api.contact_groups().find(same).await? {
                return Err(
                    Error::new(ErrorKind::Conflict, "there is a tag of this name already")
                        .with_field_error(Field::Name.as_str(), "is another tag's")
                        .with_existing_id(tag::contact_id(known.wire.id).as_str()),
                );
            }
            let group = wire::NewGroup::builder().name(name).build();
            let id = api.contact_groups().create(&group).await?.wire.id;
            let found = api
                .contact_groups()
                .find(|group| group.id == id)
                .await?
                .ok_or_else(|| {
                    lost(operation, "the tag was made and is not in the list")
                        .with_existing_id(tag::contact_id(id).as_str())
                })?;
            Ok(Written::new(tag::of_group(found)).with_losses(losses))
        })
        .await
    }

    async fn update(&self, _: &TagId, _: &TagPatch, _: &CallOptions) -> Result<Written<Tag>> {
        Err(self.lacking(Operation::TagsUpdate))
    }

    async fn delete(&self, _: &TagId, _: &CallOptions) -> Result<()> {
        Err(self.lacking(Operation::TagsDelete))
    }

    /// Repeated after failures that may pass, for it sets a state; a failure that is left has
    /// `Delivery::Unknown` where the vendor may have acted.
    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsAttachContact,
            _ => Operation::TagsAttachTicket,
        };
        self.run(operation, async {
            let edit = Edit::read(tag, target)?;
            let api = self.api.scoped(operation, options);
            match edit {
                Edit::Contact { group, contact } => {
                    api.contact_groups().add_contact(contact, group).await?;
                    Ok(())
                }
                Edit::Case { name, case } => {
                    case_tag(&api, &name).await?.ok_or_else(no_tag)?;
                    self.edit_tags(&api, operation, case, &name, true).await
                }
            }
        })
        .await
    }

    /// Repeated after failures that may pass, for it sets a state. That the membership is gone
    /// although the answer to an earlier attempt was lost counts as success; a failure that is left
    /// has `Delivery::Unknown` where the vendor may have acted.
    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsDetachContact,
            _ => Operation::TagsDetachTicket,
        };
        self.run(operation, async {
            let edit = Edit::read(tag, target)?;
            let api = self.api.scoped(operation, options);
            match edit {
                Edit::Contact { group, contact } => {
                    match api.contact_groups().remove_contact(contact, group).await {
                        // The contact, the group or the membership, and nothing was lost before it:
                        // only the first is a failure.
                        Err(error) if error.is_not_found() => {
                            api.contacts().get(contact).await.map(drop)
                        }
                        done => done.map(drop),
                    }
                }
                Edit::Case { name, case } => {
                    self.edit_tags(&api, operation, case, &name, false).await
                }
            }
        })
        .await
    }
}

/// What is put on what.
enum Edit {
    Contact { group: u64, contact: u64 },
    Case { name: String, case: u64 },
}

impl Edit {
    fn read(tag: &TagId, target: &TagTarget) -> Result<Self> {
        let mut problems = Problems::default();
        let edit = match (TagKey::parse(tag), target) {
            (Ok(TagKey::Contact(group)), TagTarget::Contact(id)) => Some(Self::Contact {
                group,
                contact: problems.number(Field::Contact.as_str(), id.as_str()),
            }),
            (Ok(TagKey::Ticket(name)), TagTarget::Ticket(id)) => Some(Self::Case {
                name,
                case: problems.number(Field::Ticket.as_str(), id.as_str()),
            }),
            (Ok(key), _) => {
                let message = match key.scope() {
                    TagScope::Contact => "is a contact group; only contacts can be in it",
                    _ => "is a tag of tickets; it can be put on tickets only",
                };
                problems.add(&Field::Scope, message);
                None
            }
            (Err(why), _) => {
                problems.add(&Field::Tags, why);
                None
            }
        };
        problems.check()?;
        edit.ok_or_else(|| Error::invalid(Field::Tags.as_str(), "cannot be read"))
    }
}

impl WiseCx {
    /// Reads the tags of a case, changes one and writes all; one edit of a case at a time.
    async fn edit_tags(
        &self,
        api: &Api,
        operation: Operation,
        case: u64,
        name: &str,
        on: bool,
    ) -> Result<()> {
        let _turn = self.turn(api, "case", case).await?;
        let mut tags = api.cases().get(case).await?.wire.tags;
        if tags.iter().any(|own| own == name) == on {
            return Ok(());
        }
        if on {
            tags.push(name.to_owned());
        } else {
            tags.retain(|own| own != name);
        }
        let update = CaseUpdate::builder().tags(tags.clone()).build();
        api.cases().update(case, &update).await?;
        let now = api.cases().get(case).await?.wire.tags;
        // Somebody may have added others meanwhile; none of these may be gone.
        if tags.iter().all(|tag| now.contains(tag)) && now.iter().any(|own| own == name) == on {
            return Ok(());
        }
        Err(lost(
            operation,
            "the ticket has other tags than were written; somebody else changed them at the same \
             time, or the vendor adds tags and takes none away",
        )
        .with_field_error(Field::Tags.as_str(), "were not all kept"))
    }
}

fn key(id: &TagId, name: &str) -> Result<TagKey> {
    TagKey::parse(id).map_err(|why| Error::invalid(name, why))
}

async fn case_tag(api: &Api, name: &str) -> Result<Option<Kept<wire::CaseTag>>> {
    let fetch = |page| async move { api.cases().tags(&ListRequest::page(page, 100)).await };
    let rows = crate::api::all(fetch, |tag| tag.name.clone(), |tag| tag.wire.name == name).await?;
    Ok(rows.into_iter().find(|tag| tag.wire.name == name))
}

fn no_tag() -> Error {
    // The list was answered, and it is not in it.
    Error::not_found("tag")
        .with_attempts(1)
        .with_delivery(Delivery::Answered)
}
