//! Changes to a contact, in the vendor's terms.

use std::collections::BTreeMap;

use helpdesk_core::phone;
use helpdesk_core::{ContactPatch, Error, ErrorKind, Field, Loss, Patch, Problems, Result, TagId};
use serde_json::Value;

use super::draft::{alias, custom_field};
use super::{mail_address, readable};
use crate::api::UpdateClient;
use crate::convert::contacts::Address;
use crate::desk::Options;
use crate::row;

/// Changes to a contact, in the vendor's terms.
pub(super) struct Revision {
    pub(super) update: UpdateClient,
    pub(super) tags_on: Vec<TagId>,
    pub(super) tags_off: Vec<TagId>,
    pub(super) losses: Vec<Loss>,
}

impl Revision {
    /// What can be said against a patch without a look at the contact.
    pub(super) fn check(patch: &ContactPatch, options: &Options) -> Result<()> {
        let mut wrong = Problems::default();
        if let Patch::Set(name) = &patch.name
            && name.trim().is_empty()
        {
            wrong.add(Field::Name.as_str(), "is empty; clear it instead");
        }
        for number in patch.phones.value().into_iter().flatten() {
            wrong.take(readable(number));
        }
        for address in patch.emails.value().into_iter().flatten() {
            wrong.take(mail_address(address));
        }
        for (key, value) in &patch.custom_fields {
            let value = value.value().unwrap_or(&Value::Null);
            wrong.take(custom_field(key, value));
        }
        wrong.take(fields(patch, options));
        wrong.finish()
    }

    /// The changes, from what the contact is now.
    pub(super) fn of(
        patch: &ContactPatch,
        before: &row::Client,
        options: &Options,
    ) -> Result<Self> {
        let mut losses = Vec::new();
        let mut update = UpdateClient {
            nickname: patch.name.clone(),
            ..UpdateClient::default()
        };
        let messenger = before.phone.as_deref().map(Address::of);
        update.assigned_phone = assigned_phone(patch, before, messenger.as_ref(), &mut losses)?;

        let mut changed = fields(patch, options)?;
        mail(
            patch,
            messenger.as_ref(),
            options,
            &mut changed,
            &mut losses,
        )?;
        if !changed.is_empty() {
            // Whether fields that are not named stay is not documented, so all of them are sent.
            for (key, value) in &before.custom_fields {
                if !changed.contains_key(key) && key.bytes().all(|byte| byte.is_ascii_digit()) {
                    changed.insert(key.clone(), value.clone());
                }
            }
            update.custom_fields = changed;
        }

        let (mut tags_on, mut tags_off) = (Vec::new(), Vec::new());
        let wanted = match &patch.tags {
            Patch::Keep => None,
            Patch::Set(tags) => Some(tags.as_slice()),
            Patch::Clear => Some(&[][..]),
        };
        if let Some(wanted) = wanted {
            let Some(own) = &before.tags else {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    "this server does not show a contact's tags, so they cannot be replaced; attach \
                     and detach them one by one",
                )
                .with_field_error(Field::Tags.as_str(), "cannot be replaced here"));
            };
            for tag in wanted {
                let there = own.iter().any(|own| own.id == tag.as_str());
                if !there && !tags_on.contains(tag) {
                    tags_on.push(tag.clone());
                }
            }
            for own in own {
                if !wanted.iter().any(|tag| tag.as_str() == own.id) {
                    tags_off.push(TagId::new(own.id.as_str()));
                }
            }
        }
        Ok(Self {
            update,
            tags_on,
            tags_off,
            losses,
        })
    }
}

/// The custom fields that a patch names, itself or by what they stand for.
fn fields(patch: &ContactPatch, options: &Options) -> Result<BTreeMap<String, Value>> {
    let mut fields = BTreeMap::new();
    for (key, change) in &patch.custom_fields {
        match change {
            Patch::Keep => {}
            Patch::Set(value) => {
                fields.insert(key.clone(), value.clone());
            }
            Patch::Clear => {
                fields.insert(key.clone(), Value::Null);
            }
        }
    }
    if let Some(field) = &options.aliases.document {
        match &patch.document {
            Patch::Keep => {}
            Patch::Set(document) => {
                let document = document.trim().to_owned();
                alias(&mut fields, field, document, &Field::Document)?;
            }
            Patch::Clear => {
                fields.insert(field.clone(), Value::Null);
            }
        }
    }
    Ok(fields)
}

/// The number in the card: the messenger's own stays as it is.
fn assigned_phone(
    patch: &ContactPatch,
    before: &row::Client,
    messenger: Option<&Address>,
    losses: &mut Vec<Loss>,
) -> Result<Patch<String>> {
    let wanted = match &patch.phones {
        Patch::Keep => return Ok(Patch::Keep),
        Patch::Set(numbers) => numbers.as_slice(),
        Patch::Clear => &[],
    };
    let own = match messenger {
        Some(Address::Phone(number)) => Some(number.as_str()),
        _ => None,
    };
    let is_own = |number: &str| own.is_some_and(|own| phone::equivalent(own, number));
    if own.is_some() && !wanted.iter().any(|number| is_own(number)) {
        losses.push(Loss::new(
            Field::Phones,
            "the messenger's own number cannot be changed; it stays",
        ));
    }
    let mut others = wanted.iter().filter(|number| !is_own(number));
    let Some(first) = others.next() else {
        let there = before
            .client_phone
            .as_deref()
            .is_some_and(|number| !is_own(number));
        return Ok(if there { Patch::Clear } else { Patch::Keep });
    };
    if others.any(|number| !phone::equivalent(number, first)) {
        losses.push(Loss::new(
            Field::Phones,
            "the vendor holds the messenger's number and one more; the others are left out",
        ));
    }
    let same = before
        .client_phone
        .as_deref()
        .is_some_and(|number| phone::equivalent(number, first));
    Ok(if same {
        Patch::Keep
    } else {
        Patch::Set(readable(first)?.digits().to_owned())
    })
}

/// The mail address: that of a client of the mail transport stays as it is, another one is kept in
/// the custom field.
fn mail(
    patch: &ContactPatch,
    messenger: Option<&Address>,
    options: &Options,
    fields: &mut BTreeMap<String, Value>,
    losses: &mut Vec<Loss>,
) -> Result<()> {
    // Without a place for addresses, screening has dealt with them.
    let Some(field) = &options.aliases.email else {
        return Ok(());
    };
    let wanted = match &patch.emails {
        Patch::Keep => return Ok(()),
        Patch::Set(addresses) => addresses.as_slice(),
        Patch::Clear => &[],
    };
    let own = match messenger {
        Some(Address::Email(address)) => Some(address.as_str()),
        _ => None,
    };
    let is_own = |address: &str| own.is_some_and(|own| own.eq_ignore_ascii_case(address.trim()));
    if own.is_some() && !wanted.iter().any(|address| is_own(address)) {
        losses.push(Loss::new(
            Field::Emails,
            "the address of a client of the mail transport cannot be changed; it stays",
        ));
    }
    let mut others = wanted.iter().filter(|address| !is_own(address));
    match others.next() {
        Some(address) => alias(
            fields,
            field,
            mail_address(address)?.to_owned(),
            &Field::Emails,
        )?,
        None => {
            fields.insert(field.clone(), Value::Null);
        }
    }
    if others.next().is_some() {
        losses.push(Loss::new(
            Field::Emails,
            "the vendor holds one mail address in the custom field; the others are left out",
        ));
    }
    Ok(())
}
