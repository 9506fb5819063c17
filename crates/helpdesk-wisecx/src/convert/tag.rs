//! Tags. WiseCX has two sets: groups of contacts, known by number, and tags of cases, known by name.

use helpdesk_core::{Field, Tag, TagId, TagRef, TagScope, not_sent};
use helpdesk_http::Kept;

use crate::wire;

const CONTACT: &str = "contact:";
const TICKET: &str = "ticket:";

const NEVER: &[Field] = &[Field::Group, Field::Color, Field::Active];

/// A tag by its identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TagKey {
    /// A group of contacts.
    Contact(u64),
    /// A tag of cases.
    Ticket(String),
}

impl TagKey {
    /// What an identifier names, or what is wrong with it.
    pub(crate) fn parse(id: &TagId) -> Result<Self, &'static str> {
        let text = id.as_str();
        if let Some(number) = text.strip_prefix(CONTACT) {
            return match number.parse() {
                Ok(number) if number > 0 => Ok(Self::Contact(number)),
                _ => Err("`contact:` is followed by the number of a contact group"),
            };
        }
        match text.strip_prefix(TICKET) {
            Some("") => Err("`ticket:` is followed by the name of a tag"),
            Some(name) => Ok(Self::Ticket(name.to_owned())),
            None => Err("identifiers of tags begin with `contact:` or `ticket:` here"),
        }
    }

    /// What it can be put on.
    pub(crate) fn scope(&self) -> TagScope {
        match self {
            Self::Contact(_) => TagScope::Contact,
            Self::Ticket(_) => TagScope::Ticket,
        }
    }
}

/// The identifier of a tag of cases.
pub(crate) fn ticket_id(name: &str) -> TagId {
    TagId::new([TICKET, name].concat())
}

/// The identifier of a group of contacts.
pub(crate) fn contact_id(id: u64) -> TagId {
    TagId::new(format!("{CONTACT}{id}"))
}

/// A tag of a case.
pub(crate) fn reference(name: String) -> TagRef {
    TagRef::by_id(ticket_id(&name)).named(name)
}

/// A tag of cases, as it comes.
pub(crate) fn of_case(kept: Kept<wire::CaseTag>) -> Tag {
    let Kept { wire, data, .. } = kept;
    let mut tag = Tag::new(ticket_id(&wire.name), wire.name, TagScope::Ticket);
    tag.not_sent = NEVER.to_vec();
    tag.vendor_data = data;
    tag
}

/// A group of contacts, as it comes.
pub(crate) fn of_group(kept: Kept<wire::ContactGroup>) -> Tag {
    let Kept { wire, data, names } = kept;
    let mut tag = Tag::new(
        contact_id(wire.id),
        wire.name.unwrap_or_default(),
        TagScope::Contact,
    );
    tag.not_sent = names.not_sent(
        &data,
        |names| not_sent!(names, { Group: [], Color: [], Active: [], Name: ["name"] }),
    );
    tag.vendor_data = data;
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_name_their_set() {
        let parse = |text: &str| TagKey::parse(&TagId::new(text));
        assert_eq!(parse("contact:7"), Ok(TagKey::Contact(7)));
        assert_eq!(parse("ticket:a: b"), Ok(TagKey::Ticket("a: b".into())));
        for bad in ["7", "ticket:", "contact:0", "contact:x", ""] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            TagKey::parse(&ticket_id("express")),
            Ok(TagKey::Ticket("express".into()))
        );
    }
}
