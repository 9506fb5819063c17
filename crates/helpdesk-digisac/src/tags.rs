//! Tags, which are put on contacts.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Delivery, Error, ErrorKind, Field, Loss, NewTag, Operation, Page, PageRequest,
    Patch, Problems, Result, Tag, TagId, TagPatch, TagQuery, TagScope, TagTarget, Tags, Written,
};
use helpdesk_http::Kept;
use serde_json::json;

use crate::api::{Api, ListRequest, TagInput, record_in};
use crate::contacts::by_age;
use crate::desk::refused;
use crate::{Digisac, convert, paging, wire};

const CONTACTS_ONLY: &str = "Digisac's tags are for contacts; choose that scope, or none";

impl Digisac {
    async fn whole_tag(&self, api: &Api, id: &str) -> Result<Kept<wire::Tag>> {
        let row = api.identified(api.tags().get(id).await?)?;
        if row.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such tag"));
        }
        Ok(row)
    }

    /// The tag with a name.
    async fn tag_named(&self, api: &Api, name: &str) -> Result<Option<Kept<wire::Tag>>> {
        let request = ListRequest::builder()
            .filter(json!({ "label": name }))
            .page(1)
            .per_page(paging::LARGEST)
            .build();
        let rows = api.tags().list(&request).await?.items;
        Ok(rows
            .into_iter()
            .find(|row| row.wire.deleted_at.is_none() && row.wire.label.as_deref() == Some(name)))
    }

    /// Fails when another tag has the name.
    async fn name_is_free(&self, api: &Api, name: &str, own: Option<&str>) -> Result<()> {
        match self.tag_named(api, name).await? {
            Some(other) if Some(other.wire.id.as_str()) != own => Err(api
                .seen(ErrorKind::Conflict, "there is a tag of this name already")
                .with_existing_id(other.wire.id)),
            _ => Ok(()),
        }
    }

    /// Whether a contact has a tag.
    async fn has_tag(&self, api: &Api, contact: &str, tag: &TagId) -> Result<bool> {
        let contact = self.whole_contact(api, contact).await?;
        Ok(contact.tags.iter().any(|own| own.id.as_ref() == Some(tag)))
    }
}

fn is_color(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn check(problems: &mut Problems, name: Option<&str>, color: Option<&str>) {
    problems.add_if(
        name.is_some_and(|name| name.trim().is_empty()),
        "name",
        "is empty; give the tag a name",
    );
    problems.add_if(
        color.is_some_and(|color| !is_color(color)),
        "color",
        "write it as `#rrggbb`",
    );
}

#[async_trait]
impl Tags for Digisac {
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Tag>> {
        let operation = Operation::TagsList;
        self.table().require(operation)?;
        let at = paging::wanted(operation, query, page)?;
        if query.scope == Some(TagScope::Ticket) {
            return Ok(Page::last(Vec::new()).with_total(Some(0)));
        }
        let api = self.scoped(operation, options);
        let request = ListRequest::builder()
            .order(by_age())
            .page(at.page)
            .per_page(at.per)
            .build();
        let list = api.tags().list(&request).await?;
        paging::page(&api, operation, query, at, list, |row| {
            row.wire.deleted_at.is_none().then(|| convert::tag(row))
        })
    }

    async fn get(&self, id: &TagId, options: &CallOptions) -> Result<Tag> {
        self.table().require(Operation::TagsGet)?;
        let api = self.scoped(Operation::TagsGet, options);
        Ok(convert::tag(self.whole_tag(&api, id.as_str()).await?))
    }

    /// Looks for a tag of that name, then creates one. After an unknown delivery it is looked for by
    /// its name.
    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        let operation = Operation::TagsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        if !matches!(new.scope, None | Some(TagScope::Contact)) {
            return Err(refused(
                operation,
                Error::loss(&Field::Scope, CONTACTS_ONLY),
            ));
        }
        let name = new.name.trim();
        let mut problems = Problems::default();
        check(&mut problems, Some(name), new.color.as_deref());
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;

        let api = self.scoped(operation, options);
        let _alone = self.turn(&api, "tag-name", name).await?;
        self.name_is_free(&api, name, None).await?;
        let request = TagInput::builder()
            .label(name)
            .maybe_background_color(new.color.clone())
            .build();
        let by_name = || async { Ok(self.tag_named(&api, name).await?.map(Some)) };
        let created: Option<Kept<wire::Tag>> = api
            .pipeline()
            .create(
                crate::api::Tags::create_call(&request),
                &api.scope(),
                record_in,
                by_name,
            )
            .await?;
        let row = match created {
            Some(row) => row,
            None => by_name().await?.flatten().ok_or_else(|| {
                api.seen(
                    ErrorKind::Unavailable,
                    "the vendor answered that the tag was created, and it is not there",
                )
                .with_delivery(Delivery::Unknown)
            })?,
        };
        Ok(Written::new(convert::tag(row)).with_losses(losses))
    }

    /// Reads the tag and sends all of it, for it is not documented what becomes of members that are
    /// left out. It is sent again after an unknown delivery, for it sets a state.
    async fn update(
        &self,
        id: &TagId,
        patch: &TagPatch,
        options: &CallOptions,
    ) -> Result<Written<Tag>> {
        let operation = Operation::TagsUpdate;
        let mut losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let name = patch.name.value().map(|name| name.trim());
        let mut problems = Problems::default();
        check(&mut problems, name, patch.color.value().map(String::as_str));
        problems.add_if(
            patch.name.is_clear(),
            "name",
            "a tag needs a name; give another one",
        );
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;
        let lost = match patch.color {
            Patch::Clear => vec![Loss::new(
                Field::Color,
                "no way to take a colour away is documented; set another one",
            )],
            _ => Vec::new(),
        };
        losses.extend(self.table().settle(operation, lost, options.loss)?);

        let api = self.scoped(operation, options);
        let _alone = self.turn(&api, "tag", id.as_str()).await?;
        let before = self.whole_tag(&api, id.as_str()).await?;
        if let Some(name) = name
            && before.wire.label.as_deref() != Some(name)
        {
            self.name_is_free(&api, name, Some(id.as_str())).await?;
        }
        let color = patch.color.value().cloned();
        if name.is_some() || color.is_some() {
            let request = TagInput::builder()
                .label(name.or(before.wire.label.as_deref()).unwrap_or_default())
                .maybe_background_color(color.or(before.wire.background_color))
                .build();
            api.tags().update(id.as_str(), &request).await?;
        }
        let tag = convert::tag(self.whole_tag(&api, id.as_str()).await?);
        Ok(Written::new(tag).with_losses(losses))
    }

    /// Looks whether the tag is there, and removes it. After an unknown delivery it is sent again; when
    /// it is gone then, it is done.
    async fn delete(&self, id: &TagId, options: &CallOptions) -> Result<()> {
        self.table().require(Operation::TagsDelete)?;
        let api = self.scoped(Operation::TagsDelete, options);
        let _alone = self.turn(&api, "tag", id.as_str()).await?;
        // See the same for contacts: a missing record is told from a failure by looking first.
        self.whole_tag(&api, id.as_str()).await?;
        match api.tags().delete(id.as_str()).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => match api.tags().get(id.as_str()).await {
                Ok(row) if row.wire.deleted_at.is_none() => Err(api
                    .seen(ErrorKind::Unavailable, "the vendor failed")
                    .with_delivery(Delivery::Unknown)),
                _ => Ok(()),
            },
            Err(error) => Err(error),
        }
    }

    /// Puts the tag on unless it is there, and looks afterwards. It is sent again after an unknown
    /// delivery, for it sets a state.
    async fn attach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let TagTarget::Contact(contact) = target else {
            return Err(self.cannot(Operation::TagsAttachTicket));
        };
        self.table().require(Operation::TagsAttachContact)?;
        let api = self.scoped(Operation::TagsAttachContact, options);
        let contact = contact.as_str();
        let _alone = self.turn(&api, "contact", contact).await?;
        if self.has_tag(&api, contact, tag).await? {
            return Ok(());
        }
        self.whole_tag(&api, tag.as_str()).await?;
        api.tags().add_contacts(tag.as_str(), &[contact]).await?;
        if self.has_tag(&api, contact, tag).await? {
            Ok(())
        } else {
            Err(api.seen(
                ErrorKind::Conflict,
                "the tag is not on the contact afterwards; somebody else may have taken it off",
            ))
        }
    }

    /// Takes the tag off if it is there, and looks afterwards. It is sent again after an unknown
    /// delivery, for it sets a state.
    async fn detach(&self, tag: &TagId, target: &TagTarget, options: &CallOptions) -> Result<()> {
        let TagTarget::Contact(contact) = target else {
            return Err(self.cannot(Operation::TagsDetachTicket));
        };
        self.table().require(Operation::TagsDetachContact)?;
        let api = self.scoped(Operation::TagsDetachContact, options);
        let contact = contact.as_str();
        let _alone = self.turn(&api, "contact", contact).await?;
        if !self.has_tag(&api, contact, tag).await? {
            return Ok(());
        }
        api.tags().remove_contacts(tag.as_str(), &[contact]).await?;
        if self.has_tag(&api, contact, tag).await? {
            Err(api.seen(
                ErrorKind::Conflict,
                "the tag is on the contact afterwards; somebody else may have put it there",
            ))
        } else {
            Ok(())
        }
    }
}
