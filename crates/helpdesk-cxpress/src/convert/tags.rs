//! Tags. The vendor keeps two sets, so that identifiers carry the set they belong to.

use helpdesk_core::{Error, Field, Result, Tag, TagId, TagRef, TagScope};
use helpdesk_http::Kept;

use crate::wire;

/// One of the vendor's two sets of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TagSet {
    /// Tags of consumers.
    Contact,
    /// Tags of tickets.
    Ticket,
}

impl TagSet {
    const BOTH: [Self; 2] = [Self::Contact, Self::Ticket];

    pub(crate) fn scope(self) -> TagScope {
        match self {
            Self::Contact => TagScope::Contact,
            Self::Ticket => TagScope::Ticket,
        }
    }

    /// The sets whose tags can be put on this.
    pub(crate) fn covering(scope: Option<TagScope>) -> Vec<Self> {
        Self::BOTH
            .into_iter()
            .filter(|set| scope.is_none_or(|scope| set.scope().covers(scope)))
            .collect()
    }

    /// The neutral identifier of a tag in this set.
    pub(crate) fn id(self, id: &str) -> TagId {
        TagId::new([self.scope().as_str(), ":", id].concat())
    }

    /// The set a tag belongs to, and the vendor's identifier of it.
    ///
    /// `Invalid`, naming `field`, for an identifier without its set.
    pub(crate) fn read<'a>(id: &'a TagId, field: &str) -> Result<(Self, &'a str)> {
        Self::BOTH
            .into_iter()
            .find_map(|set| {
                let rest = id.as_str().strip_prefix(set.scope().as_str())?;
                Some((set, rest.strip_prefix(':').filter(|id| !id.is_empty())?))
            })
            .ok_or_else(|| {
                Error::invalid(
                    field,
                    "a tag of this vendor is `contact:…` or `ticket:…`, for it keeps two sets; \
                     take the identifier as a list of tags gives it",
                )
            })
    }

    /// The vendor's identifier of a tag in this set.
    ///
    /// `Invalid`, naming `field`, for an identifier without its set, or of the other one.
    pub(crate) fn own<'a>(self, id: &'a TagId, field: &str) -> Result<&'a str> {
        match Self::read(id, field)? {
            (set, id) if set == self => Ok(id),
            _ => Err(Error::invalid(
                field,
                match self {
                    Self::Contact => "this tag is one for tickets; take one for contacts",
                    Self::Ticket => "this tag is one for contacts; take one for tickets",
                },
            )),
        }
    }

    /// The vendor's identifiers of several tags in this set, each once.
    pub(crate) fn own_all(self, ids: &[TagId]) -> Result<Vec<String>> {
        let mut own: Vec<String> = Vec::with_capacity(ids.len());
        for id in ids {
            let id = self.own(id, Field::Tags.as_str())?;
            if !own.iter().any(|known| known == id) {
                own.push(id.to_owned());
            }
        }
        Ok(own)
    }

    /// A tag.
    pub(crate) fn tag(self, kept: Kept<wire::Tag>) -> Tag {
        let Kept { wire, data, .. } = kept;
        let mut tag = Tag::new(self.id(&wire.id), wire.name, self.scope());
        match wire.active {
            Some(active) => tag.active = active,
            None => tag.not_sent.push(Field::Active),
        }
        tag.vendor_data = data;
        tag
    }

    /// The tags on a record.
    pub(crate) fn refs(self, entries: Vec<wire::TagEntry>) -> Vec<TagRef> {
        entries
            .into_iter()
            .map(|entry| {
                let tag = TagRef::by_id(self.id(&entry.id));
                match entry.name {
                    Some(name) => tag.named(name),
                    None => tag,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use helpdesk_core::ErrorKind;

    use super::*;

    #[test]
    fn identifiers_carry_their_set() {
        let id = TagSet::Ticket.id("7");
        assert_eq!(id.as_str(), "ticket:7");
        assert_eq!(TagSet::read(&id, "tag").unwrap(), (TagSet::Ticket, "7"));
        assert_eq!(TagSet::Ticket.own(&id, "tag").unwrap(), "7");
    }

    #[test]
    fn a_bare_one_and_one_of_the_other_set_are_refused() {
        for id in ["7", "contact", "contact:", "tickets:7", ""] {
            let error = TagSet::read(&TagId::new(id), "tag").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            assert!(error.to_string().contains("contact:…"), "{error}");
        }
        let error = TagSet::Contact
            .own(&TagId::new("ticket:7"), "tag")
            .unwrap_err();
        assert_eq!(error.field_errors()[0].field, "tag");
        assert!(error.to_string().contains("for tickets"), "{error}");
    }
}
