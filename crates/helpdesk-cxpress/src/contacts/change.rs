//! What a change of a contact comes to.

use helpdesk_core::{ContactId, ContactPatch, Field, Handle, Loss, Patch, Result};

use crate::convert::contacts::{
    addresses, filled, handles as handles_of, split_name, written_handles,
};
use crate::convert::custom_fields;
use crate::convert::phones::{PhoneChange, lines};
use crate::convert::tags::TagSet;
use crate::row::Consumer;
use crate::wire::{CustomFieldValue, EditConsumer};

/// What a patch comes to, checked before anything is sent.
pub(super) struct Wanted {
    name: Option<String>,
    lines: Option<Vec<String>>,
    emails: Option<Vec<String>>,
    document: Option<String>,
    handles: Option<Vec<Handle>>,
    tags: Option<Vec<String>>,
    owner: Option<String>,
    pub(super) losses: Vec<Loss>,
}

impl Wanted {
    pub(super) fn of(patch: &ContactPatch) -> Result<Self> {
        let mut losses = Vec::new();
        let mut lose = |field: Field| {
            losses.push(Loss::new(
                field,
                "the vendor documents no way to empty it; it keeps its value",
            ));
        };
        let name = match &patch.name {
            Patch::Set(name) => Some(filled(&Field::Name, name)?),
            Patch::Clear => {
                lose(Field::Name);
                None
            }
            Patch::Keep => None,
        };
        let list = |patch: &Patch<Vec<String>>| match patch {
            Patch::Set(list) if !list.is_empty() => (Some(list.clone()), false),
            Patch::Keep => (None, false),
            Patch::Set(_) | Patch::Clear => (None, true),
        };
        let (phones, no_phones) = list(&patch.phones);
        let (emails, no_emails) = list(&patch.emails);
        let lines = phones.as_deref().map(lines).transpose()?;
        let emails = emails.as_deref().map(addresses).transpose()?;
        if no_phones {
            lose(Field::Phones);
        }
        if no_emails {
            lose(Field::Emails);
        }
        let document = match &patch.document {
            Patch::Set(document) => Some(filled(&Field::Document, document)?),
            Patch::Clear => {
                lose(Field::Document);
                None
            }
            Patch::Keep => None,
        };
        let handles = match &patch.handles {
            Patch::Set(handles) => Some(handles.clone()),
            Patch::Clear => Some(Vec::new()),
            Patch::Keep => None,
        };
        let tags = match &patch.tags {
            Patch::Set(tags) => Some(TagSet::Contact.own_all(tags)?),
            Patch::Clear => Some(Vec::new()),
            Patch::Keep => None,
        };
        let owner = match &patch.owner {
            Patch::Set(owner) => Some(owner.as_str().to_owned()),
            Patch::Clear => {
                lose(Field::Owner);
                None
            }
            Patch::Keep => None,
        };
        let (_, cleared) = custom_fields::change(&[], &patch.custom_fields)?;
        losses.extend(cleared);
        Ok(Self {
            name,
            lines,
            emails,
            document,
            handles,
            tags,
            owner,
            losses,
        })
    }

    /// The custom field values that are given.
    pub(super) fn given_fields(patch: &ContactPatch) -> Vec<CustomFieldValue> {
        custom_fields::change(&[], &patch.custom_fields).map_or(Vec::new(), |(given, _)| given)
    }

    /// What has to be written for a consumer to become what is wanted, `None` when nothing changes;
    /// and what is lost by it.
    pub(super) fn change(
        &self,
        id: &ContactId,
        there: &Consumer,
        patch: &ContactPatch,
    ) -> Result<(Option<EditConsumer>, Vec<Loss>)> {
        let mut losses = Vec::new();
        let mut change = EditConsumer::builder().id(id.as_str()).build();
        let mut changes = false;
        if let Some(name) = &self.name {
            let (name, lastname) = split_name(name, there.lastname.is_some());
            change.name = Some(name);
            change.lastname = lastname;
            changes = true;
        }
        if let Some(lines) = &self.lines {
            let phones = PhoneChange::to(lines, there.phone.as_deref(), there.whatsapp.as_deref());
            changes |= phones.phone.is_some() || phones.whatsapp.is_some();
            change.phone = phones.phone;
            change.whatsapp_numbers = phones.whatsapp;
        }
        if let Some(emails) = &self.emails {
            let same = match (emails.as_slice(), &there.email) {
                ([one], Some(own)) => one.eq_ignore_ascii_case(own),
                _ => false,
            };
            if !same {
                change.email_addresses = Some(emails.clone());
                changes = true;
            }
        }
        if let Some(document) = &self.document {
            change.document_number = Some(document.clone());
            changes = true;
        }
        if let Some(handles) = &self.handles {
            let own = handles_of(&mut there.clone());
            let (written, lost) = written_handles(handles, &own);
            changes |= written.twitter.is_some() || written.youtube.is_some();
            change.twitter = written.twitter;
            change.youtube = written.youtube;
            losses = lost;
        }
        if let Some(tags) = &self.tags {
            change.tags = Some(tags.clone());
            changes = true;
        }
        if let Some(owner) = &self.owner {
            change.employee_user_id = Some(owner.clone());
            changes = true;
        }
        if patch
            .custom_fields
            .values()
            .any(|patch| matches!(patch, Patch::Set(_)))
        {
            let own = there.custom_fields.as_deref().unwrap_or_default();
            let (all, _) = custom_fields::change(own, &patch.custom_fields)?;
            change.custom_fields = Some(all);
            changes = true;
        }
        Ok((changes.then(|| with_minimum(change, there)), losses))
    }
}

/// The vendor refuses a change that holds none of some fields, so the name is sent again.
pub(crate) fn with_minimum(mut change: EditConsumer, there: &Consumer) -> EditConsumer {
    if !change.has_minimum() {
        change.name.clone_from(&there.name);
        if change.name.is_none() {
            change.lastname.clone_from(&there.lastname);
            change.phone.clone_from(&there.phone);
            change.document_number.clone_from(&there.document_number);
        }
    }
    change
}
