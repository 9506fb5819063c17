//! Contacts.

use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    Contact, ContactPatch, Field, Loss, NewContact, OrganizationId, OrganizationRef, Patch, Phone,
    PhoneKind, not_sent,
};
use helpdesk_http::Kept;

use super::custom_fields;
use crate::input::Problems;
use crate::wire;

/// A contact as it comes.
pub(crate) fn read(kept: Kept<wire::Contact>) -> Contact {
    let Kept { wire, data, names } = kept;
    let mut contact = Contact::new(wire.id.to_string());
    contact.name = wire.name;
    contact.phones = wire
        .phone
        .iter()
        .map(|number| Phone::new(number, PhoneKind::Phone))
        .collect();
    contact.emails = wire.email.into_iter().collect();
    contact.document = wire.personal_id;
    contact.custom_fields = custom_fields::read(wire.custom_fields);
    contact.organization = wire
        .organization_id
        .filter(|id| *id > 0)
        .map(|id| OrganizationRef::by_id(OrganizationId::new(id.to_string())));
    contact.updated_at = wire.last_update;
    contact.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            // Its groups can be changed and not read.
            Tags: [],
            Handles: [],
            Owner: [],
            Channel: [],
            Blocked: [],
            Deliverable: [],
            CreatedAt: [],
            Name: ["name"],
            Phones: ["phone"],
            Emails: ["email"],
            Document: ["personal_id"],
            CustomFields: ["custom_fields"],
            Organization: ["organization_id"],
            UpdatedAt: ["last_update"],
        })
    });
    contact.vendor_data = data;
    contact
}

/// A contact to create.
pub(crate) fn create(
    new: &NewContact,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> wire::ContactInput {
    let input = wire::ContactInput {
        name: new.name.clone().filter(|name| !name.trim().is_empty()),
        phone: phone(&new.phones, problems, losses),
        email: email(&new.emails, problems, losses),
        personal_id: new.document.as_deref().and_then(|d| document(d, problems)),
        custom_fields: custom_fields::write(&new.custom_fields, problems, losses),
        organization_id: new
            .organization
            .as_ref()
            .map(|id| organization(id, problems)),
        ..wire::ContactInput::default()
    };
    if new.phones.is_empty() && new.emails.is_empty() && new.document.is_none() {
        for field in [Field::Phones, Field::Emails, Field::Document] {
            problems.add(
                &field,
                "a contact needs a phone, a mail address or a document",
            );
        }
    }
    input
}

/// What a patch says about everything but custom fields, which have to be merged.
pub(crate) fn patch(
    patch: &ContactPatch,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> wire::ContactInput {
    let listed = |texts: &Patch<Vec<String>>| match texts {
        Patch::Set(texts) if texts.is_empty() => Patch::Clear,
        texts => texts.clone(),
    };
    wire::ContactInput {
        name: match &patch.name {
            Patch::Keep => None,
            Patch::Set(name) => Some(name.clone()),
            Patch::Clear => Some(String::new()),
        },
        phone: match listed(&patch.phones) {
            Patch::Keep => None,
            Patch::Set(numbers) => phone(&numbers, problems, losses),
            Patch::Clear => Some(String::new()),
        },
        email: match listed(&patch.emails) {
            Patch::Keep => None,
            Patch::Set(addresses) => email(&addresses, problems, losses),
            Patch::Clear => Some(String::new()),
        },
        personal_id: match &patch.document {
            Patch::Keep => None,
            Patch::Set(text) => document(text, problems),
            Patch::Clear => Some(String::new()),
        },
        organization_id: match &patch.organization {
            Patch::Keep => None,
            Patch::Set(id) => Some(organization(id, problems)),
            Patch::Clear => Some(-1),
        },
        ..wire::ContactInput::default()
    }
}

/// The vendor wants one identity with every update: the one it knows is given again where the update
/// has none of its own. Without any left the update is refused.
pub(crate) fn identify(
    input: &mut wire::ContactInput,
    own: &wire::Contact,
    problems: &mut Problems,
) {
    let given = |value: &Option<String>| value.as_deref().is_some_and(|text| !text.is_empty());
    if given(&input.phone) || given(&input.email) || given(&input.personal_id) {
        return;
    }
    if input.personal_id.is_none() && own.personal_id.is_some() {
        input.personal_id.clone_from(&own.personal_id);
    } else if input.email.is_none() && own.email.is_some() {
        input.email.clone_from(&own.email);
    } else if input.phone.is_none() && own.phone.is_some() {
        input.phone.clone_from(&own.phone);
    } else {
        let cleared = [
            (&input.phone, Field::Phones),
            (&input.email, Field::Emails),
            (&input.personal_id, Field::Document),
        ];
        for (_, field) in cleared.iter().filter(|(value, _)| value.is_some()) {
            problems.add(
                field,
                "a contact needs a phone, a mail address or a document; leave it one",
            );
        }
    }
}

/// Numbers as the vendor has them: digits that begin with the country code.
fn phone(numbers: &[String], problems: &mut Problems, losses: &mut Vec<Loss>) -> Option<String> {
    let mut read = Vec::new();
    for number in numbers {
        match PhoneNumber::parse(number) {
            Ok(number) => read.push(number),
            Err(error) => problems.add(&Field::Phones, error.to_string()),
        }
    }
    let first = read.first()?;
    if read.iter().any(|other| !other.same_line(first)) {
        losses.push(Loss::new(
            Field::Phones,
            "a contact has one phone number; the first is kept",
        ));
    }
    Some(first.digits().to_owned())
}

fn email(addresses: &[String], problems: &mut Problems, losses: &mut Vec<Loss>) -> Option<String> {
    for address in addresses {
        if !is_address(address.trim()) {
            problems.add(&Field::Emails, "not a mail address");
        }
    }
    let first = addresses.first()?.trim();
    if addresses
        .iter()
        .any(|other| !other.trim().eq_ignore_ascii_case(first))
    {
        losses.push(Loss::new(
            Field::Emails,
            "a contact has one mail address; the first is kept",
        ));
    }
    Some(first.to_owned())
}

/// Whether a text can be a mail address, without judging further.
pub(crate) fn is_address(text: &str) -> bool {
    let halves = text.split_once('@');
    !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && halves
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
}

fn document(text: &str, problems: &mut Problems) -> Option<String> {
    let text = text.trim();
    if text.chars().any(char::is_alphanumeric) {
        return Some(text.to_owned());
    }
    problems.add(&Field::Document, "has neither letters nor digits");
    None
}

fn organization(id: &OrganizationId, problems: &mut Problems) -> i64 {
    let number = problems.number(Field::Organization.as_str(), id.as_str());
    i64::try_from(number).unwrap_or(i64::MAX)
}
