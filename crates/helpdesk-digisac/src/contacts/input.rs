//! What callers give, as Digisac takes it; checked before anything is sent.

use helpdesk_core::phone::PhoneNumber;
use helpdesk_core::{
    ChannelSelector, ContactPatch, Error, Field, Loss, NewContact, Operation, Patch, Problems,
    Result, TagId,
};
use serde_json::Value;

use crate::api::{CustomFieldInput, UpdateContact};
use crate::desk::{DeskSettings, refused};

/// A new contact, checked.
pub(crate) struct NewInput {
    pub number: PhoneNumber,
    pub channel: ChannelSelector,
    pub custom_fields: Vec<CustomFieldInput>,
    pub losses: Vec<Loss>,
}

/// Changes to a contact, checked.
pub(crate) struct Change {
    pub body: UpdateContact,
    pub tags: Option<Vec<TagId>>,
    pub losses: Vec<Loss>,
}

const ONE_NUMBER: &str = "Digisac keeps one number; the first one is taken";
const ONE_EMAIL: &str = "the custom field holds one address; the first one is taken";
const NO_CLEARING: &str = "no way to empty it is documented; set another value";
const AS_TEXT: &str = "Digisac keeps text; the value is sent as text";

/// Checks a new contact.
pub(crate) fn of_new(new: &NewContact, settings: &DeskSettings) -> Result<NewInput> {
    let mut problems = Problems::default();
    let mut losses = Vec::new();

    let mut number = None;
    for text in &new.phones {
        match PhoneNumber::parse(text) {
            Ok(parsed) => {
                number.get_or_insert(parsed);
            }
            Err(error) => problems.add("phones", error.to_string()),
        }
    }
    problems.add_if(
        new.phones.is_empty(),
        "phones",
        "Digisac knows contacts by their number; give one",
    );
    if new.phones.len() > 1 {
        losses.push(Loss::new(Field::Phones, ONE_NUMBER));
    }
    let channel = new
        .channel
        .clone()
        .or_else(|| settings.default_service.clone().map(ChannelSelector::Id));
    problems.add_if(
        channel.is_none(),
        "channel",
        "Digisac keeps one contact for each channel; name one, or set `default_service`",
    );
    problems.add_if(
        blank(new.name.as_deref()),
        "name",
        "is empty; give one, or leave it out",
    );
    problems.add_if(
        blank(new.document.as_deref()),
        "document",
        "is empty; give one, or leave it out",
    );

    let mut custom_fields = Vec::new();
    for (key, value) in &new.custom_fields {
        take_field(
            key,
            value,
            settings,
            &mut custom_fields,
            &mut problems,
            &mut losses,
        );
    }
    if settings.email_custom_field.is_some() {
        take_emails(
            &new.emails,
            settings,
            &mut custom_fields,
            &mut problems,
            &mut losses,
        );
    }
    problems
        .finish()
        .map_err(|error| refused(Operation::ContactsCreate, error))?;
    let (Some(number), Some(channel)) = (number, channel) else {
        return Err(refused(
            Operation::ContactsCreate,
            Error::invalid("phones", "a number and a channel are needed"),
        ));
    };
    Ok(NewInput {
        number,
        channel,
        custom_fields,
        losses,
    })
}

/// Checks changes.
pub(crate) fn of_patch(patch: &ContactPatch, settings: &DeskSettings) -> Result<Change> {
    let mut problems = Problems::default();
    let mut losses = Vec::new();
    let mut body = UpdateContact::default();

    match &patch.name {
        Patch::Keep => {}
        Patch::Clear => losses.push(Loss::new(Field::Name, NO_CLEARING)),
        Patch::Set(name) if blank(Some(name)) => {
            problems.add("name", "is empty; give one, or leave it as it is");
        }
        Patch::Set(name) => body.internal_name = Some(name.clone()),
    }
    for (key, value) in &patch.custom_fields {
        match value {
            Patch::Keep => {}
            Patch::Clear => losses.push(Loss::new(Field::CustomFields, NO_CLEARING)),
            Patch::Set(value) => take_field(
                key,
                value,
                settings,
                &mut body.custom_fields,
                &mut problems,
                &mut losses,
            ),
        }
    }
    if settings.email_custom_field.is_some() {
        match &patch.emails {
            Patch::Keep => {}
            Patch::Set(emails) if !emails.is_empty() => take_emails(
                emails,
                settings,
                &mut body.custom_fields,
                &mut problems,
                &mut losses,
            ),
            Patch::Clear | Patch::Set(_) => losses.push(Loss::new(Field::Emails, NO_CLEARING)),
        }
    }
    let tags = match &patch.tags {
        Patch::Keep => None,
        Patch::Clear => Some(Vec::new()),
        Patch::Set(tags) => Some(unique(tags)),
    };
    problems
        .finish()
        .map_err(|error| refused(Operation::ContactsUpdate, error))?;
    Ok(Change { body, tags, losses })
}

/// The tags, each once.
pub(crate) fn unique(tags: &[TagId]) -> Vec<TagId> {
    let mut once: Vec<TagId> = Vec::with_capacity(tags.len());
    for tag in tags {
        if !once.contains(tag) {
            once.push(tag.clone());
        }
    }
    once
}

fn blank(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim().is_empty())
}

fn take_field(
    key: &str,
    value: &Value,
    settings: &DeskSettings,
    out: &mut Vec<CustomFieldInput>,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) {
    let field = format!("custom_fields.{key}");
    if settings
        .email_custom_field
        .as_ref()
        .is_some_and(|own| own.as_str() == key)
    {
        problems.add(&field, "holds the mail address; give it in `emails`");
        return;
    }
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => {
            losses.push(Loss::new(Field::CustomFields, AS_TEXT));
            value.to_string()
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {
            problems.add(&field, "Digisac keeps text; give a text");
            return;
        }
    };
    out.push(
        CustomFieldInput::builder()
            .id(key)
            .value(Value::String(text))
            .build(),
    );
}

fn take_emails(
    emails: &[String],
    settings: &DeskSettings,
    out: &mut Vec<CustomFieldInput>,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) {
    for address in emails {
        let plain = address.trim();
        let (name, host) = plain.split_once('@').unwrap_or_default();
        problems.add_if(
            name.is_empty() || host.is_empty() || plain.contains(char::is_whitespace),
            "emails",
            "is no mail address; write it like `somebody@example.com`",
        );
    }
    if emails.len() > 1 {
        losses.push(Loss::new(Field::Emails, ONE_EMAIL));
    }
    if let (Some(address), Some(id)) = (emails.first(), &settings.email_custom_field) {
        out.push(
            CustomFieldInput::builder()
                .id(id.as_str())
                .value(Value::String(address.trim().to_owned()))
                .build(),
        );
    }
}
