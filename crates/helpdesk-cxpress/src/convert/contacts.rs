//! Consumers.

use helpdesk_core::phone;
use helpdesk_core::{
    AgentRef, Contact, Error, Field, Handle, Loss, NewContact, Phone, PhoneKind, Problems, Result,
    not_sent,
};
use helpdesk_http::Kept;

use super::phones::lines;
use super::tags::TagSet;
use super::{custom_fields, full_name};
use crate::row::Consumer;
use crate::wire::{self, NewConsumer};

/// A consumer in any of its forms.
pub(crate) fn contact(kept: Kept<Consumer>) -> Contact {
    let Kept {
        mut wire,
        data,
        names,
    } = kept;
    let mut contact = Contact::new(std::mem::take(&mut wire.user_id));
    contact.name = full_name(wire.name.take(), wire.lastname.take());
    contact.phones = phones(&wire);
    contact.emails = emails(&mut wire);
    contact.handles = handles(&mut wire);
    contact.tags = wire
        .tags
        .map(|tags| TagSet::Contact.refs(tags))
        .unwrap_or_default();
    contact.custom_fields = wire
        .custom_fields
        .map(custom_fields::values)
        .unwrap_or_default();
    contact.document = wire.document_number;
    contact.owner = wire.employee_user_id.map(AgentRef::by_id);
    contact.created_at = wire.created_at;
    contact.updated_at = wire.updated_at;
    contact.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Name: ["name"],
            Phones: ["phone", "whatsapp", "whatsapp_numbers"],
            Emails: ["email", "email_addresses"],
            Document: ["document_number"],
            Handles: ["twitter", "youtube", "instagram"],
            Tags: ["tags"],
            CustomFields: ["custom_fields"],
            Owner: ["employee_user_id"],
            CreatedAt: ["created_at"],
            UpdatedAt: ["updated_at"],
        })
    });
    contact.vendor_data = data;
    contact
}

/// Each line once. One that is the phone number and a WhatsApp number is listed as the latter.
fn phones(wire: &Consumer) -> Vec<Phone> {
    let whatsapp = wire.whatsapp.iter().chain(
        wire.whatsapp_numbers
            .iter()
            .flatten()
            .map(|whatsapp| &whatsapp.number),
    );
    let most = wire.whatsapp_numbers.as_ref().map_or(0, Vec::len)
        + usize::from(wire.whatsapp.is_some())
        + usize::from(wire.phone.is_some());
    let mut lines: Vec<Phone> = Vec::with_capacity(most);
    let all = whatsapp
        .map(|number| Phone::new(number, PhoneKind::WhatsApp))
        .chain(
            wire.phone
                .iter()
                .map(|number| Phone::new(number, PhoneKind::Phone)),
        );
    for line in all {
        let known =
            |own: &Phone| own.number == line.number || phone::equivalent(&own.number, &line.number);
        if !lines.iter().any(known) {
            lines.push(line);
        }
    }
    lines
}

fn emails(wire: &mut Consumer) -> Vec<String> {
    let mut emails: Vec<String> = wire.email.take().into_iter().collect();
    for email in wire.email_addresses.take().into_iter().flatten() {
        if !emails
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&email))
        {
            emails.push(email);
        }
    }
    emails
}

/// The names in networks, which are taken out.
pub(crate) fn handles(wire: &mut Consumer) -> Vec<Handle> {
    let mut handles = Vec::new();
    for (network, value) in [
        ("instagram", &mut wire.instagram_user),
        ("instagram", &mut wire.instagram),
        ("facebook", &mut wire.facebook_user),
        ("facebook", &mut wire.facebook),
        ("twitter", &mut wire.twitter),
        ("youtube", &mut wire.youtube),
        ("webchat", &mut wire.webchat),
    ] {
        handles.extend(value.take().map(|value| Handle::new(network, value)));
    }
    handles
}

/// Mail addresses as they are written, each once. One that surely is none is refused.
pub(crate) fn addresses(emails: &[String]) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::with_capacity(emails.len());
    for email in emails.iter().map(|email| email.trim()) {
        let good = !email.contains(char::is_whitespace)
            && email
                .rsplit_once('@')
                .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        if !good {
            return Err(Error::invalid(
                Field::Emails.as_str(),
                "one of them is no mail address",
            ));
        }
        if !all.iter().any(|known| known.eq_ignore_ascii_case(email)) {
            all.push(email.to_owned());
        }
    }
    Ok(all)
}

/// A text that must not be empty.
pub(crate) fn filled(field: &Field, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(
            field.as_str(),
            "is empty; give it a text, or leave it out",
        ));
    }
    Ok(text.to_owned())
}

/// The two networks whose names can be written, and the names to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenHandles {
    pub twitter: Option<String>,
    pub youtube: Option<String>,
}

/// Names in networks as far as they can be written, and the others as losses. Names that are there
/// already need no writing.
pub(crate) fn written_handles(wanted: &[Handle], there: &[Handle]) -> (WrittenHandles, Vec<Loss>) {
    let (mut written, mut losses) = (WrittenHandles::default(), Vec::new());
    let mut lose = |why: &'static str| losses.push(Loss::new(Field::Handles, why));
    for handle in wanted.iter().filter(|handle| !there.contains(handle)) {
        let slot = match handle.network.to_ascii_lowercase().as_str() {
            "twitter" | "x" => &mut written.twitter,
            "youtube" => &mut written.youtube,
            _ => {
                lose(
                    "only names on twitter and youtube can be written; the vendor learns the others \
                     when the person writes in",
                );
                continue;
            }
        };
        if slot.replace(handle.value.clone()).is_some() {
            lose("the vendor holds one name in each network; the last one is kept");
        }
    }
    let replaced = |network: &str| match network {
        "twitter" => written.twitter.is_some(),
        "youtube" => written.youtube.is_some(),
        _ => false,
    };
    if there
        .iter()
        .any(|own| !wanted.contains(own) && !replaced(&own.network))
    {
        lose("the vendor documents no way to take a name away; those that are there stay");
    }
    (written, losses)
}

/// A consumer to create. What cannot be held has been taken out or listed before.
pub(crate) fn new_consumer(new: &NewContact) -> Result<(NewConsumer, Vec<Loss>)> {
    let mut problems = Problems::default();
    let name = match &new.name {
        Some(name) => filled(&Field::Name, name),
        None => Err(Error::invalid(
            Field::Name.as_str(),
            "the vendor needs a name; give one",
        )),
    };
    let name = problems.take(name).unwrap_or_default();
    let lines = problems.take(lines(&new.phones)).unwrap_or_default();
    let emails = problems.take(addresses(&new.emails)).unwrap_or_default();
    let document = new
        .document
        .as_deref()
        .and_then(|text| problems.take(filled(&Field::Document, text)));
    let tags = problems
        .take(TagSet::Contact.own_all(&new.tags))
        .unwrap_or_default();
    let fields = problems
        .take(custom_fields::write_all(&new.custom_fields))
        .unwrap_or_default();
    problems.finish()?;
    let (handles, losses) = written_handles(&new.handles, &[]);
    let consumer = NewConsumer {
        name,
        lastname: None,
        document_number: document,
        email_addresses: (!emails.is_empty()).then_some(emails),
        phone: lines.first().cloned(),
        twitter: handles.twitter,
        observations: None,
        youtube: handles.youtube,
        address: None,
        whatsapp_numbers: (!lines.is_empty()).then_some(lines),
        custom_fields: (!fields.is_empty()).then_some(fields),
        employee_user_id: new.owner.as_ref().map(ToString::to_string),
        tags: (!tags.is_empty()).then_some(tags),
        direct_attendance_n2: None,
    };
    Ok((consumer, losses))
}

/// First name and surname for a new whole name: a consumer with a surname gets both written, so that
/// the old surname does not stay behind the new name.
pub(crate) fn split_name(name: &str, has_lastname: bool) -> (String, Option<String>) {
    if !has_lastname {
        return (name.to_owned(), None);
    }
    match name.split_once(char::is_whitespace) {
        Some((first, rest)) => (first.to_owned(), Some(rest.trim().to_owned())),
        None => (name.to_owned(), Some(String::new())),
    }
}

/// The name of a person in a ticket.
pub(crate) fn requester_name(person: wire::PersonName) -> Option<String> {
    full_name(person.name, person.lastname)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_networks_are_written_where_that_is_possible() {
        let there = [Handle::new("instagram", "a"), Handle::new("twitter", "b")];
        let wanted = [
            Handle::new("instagram", "a"),
            Handle::new("twitter", "c"),
            Handle::new("youtube", "d"),
        ];
        let (written, losses) = written_handles(&wanted, &there);
        assert_eq!(written.twitter.as_deref(), Some("c"));
        assert_eq!(written.youtube.as_deref(), Some("d"));
        assert!(losses.is_empty(), "{losses:?}");

        let (_, losses) = written_handles(&[Handle::new("telegram", "e")], &there);
        assert_eq!(
            losses.len(),
            2,
            "one cannot be written, and two cannot be taken away"
        );
    }

    #[test]
    fn a_line_is_listed_once() {
        let wire: Consumer = serde_json::from_value(serde_json::json!({
            "user_id": "1", "phone": "551187654321", "whatsapp": "5511987654321",
            "whatsapp_numbers": [{ "number": "5511987654321" }, { "number": "5521987650000" }]
        }))
        .unwrap();
        let lines = phones(&wire);
        let kinds: Vec<&str> = lines.iter().map(|line| line.kind.as_str()).collect();
        assert_eq!(kinds, ["whatsapp", "whatsapp"]);
    }

    #[test]
    fn several_mistakes_are_named_at_once() {
        let new = NewContact::new()
            .phone("not a phone")
            .email("not a mail")
            .tag("ticket:7");
        let error = new_consumer(&new).unwrap_err();
        let fields: Vec<&str> = error
            .field_errors()
            .iter()
            .map(|f| f.field.as_str())
            .collect();
        assert_eq!(fields, ["name", "phones", "emails", "tags"]);
    }

    #[test]
    fn a_surname_does_not_stay_behind() {
        assert_eq!(split_name("Ana Lima", false), ("Ana Lima".to_owned(), None));
        assert_eq!(
            split_name("Ana de Lima", true),
            ("Ana".to_owned(), Some("de Lima".to_owned()))
        );
        assert_eq!(
            split_name("Ana", true),
            ("Ana".to_owned(), Some(String::new()))
        );
    }
}
