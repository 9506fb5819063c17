//! The people and matters that laws are tried on.

use helpdesk_core::{ChannelId, ContactId, DepartmentId, NewContact, NewTicket, redacted_debug};

/// A person whom a law needs as a contact.
///
/// Only what the desk's `contacts.create` holds is given: the mail address is `None` where the
/// vendor has no place for it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// A number that no other person of the same law has.
    pub n: u32,
    /// The name.
    pub name: Option<String>,
    /// A phone number.
    pub phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
    /// The number of an identity document.
    pub document: Option<String>,
}

redacted_debug!(Person {
    show: [n],
    hide: [name, phone, email, document]
});

impl Person {
    /// The person with all there is: a Brazilian mobile number, a mail address, a document.
    pub fn number(n: u32) -> Self {
        Self {
            n,
            name: Some(format!("Quirina Testperson {}", letters(n))),
            phone: Some(format!("+551198{:07}", 1_340_000 + n)),
            email: Some(format!("quirina.{n}@people.example")),
            document: Some(document(n)),
        }
    }

    /// The contact to create, with everything that is given.
    pub fn to_contact(&self) -> NewContact {
        let mut new = NewContact::new();
        new.name.clone_from(&self.name);
        new.phones.extend(self.phone.clone());
        new.emails.extend(self.email.clone());
        new.document.clone_from(&self.document);
        new
    }
}

/// A number in letters: names with digits in them are refused in places.
fn letters(n: u32) -> String {
    n.to_string()
        .bytes()
        .map(|digit| char::from(b'a' + (digit - b'0')))
        .collect()
}

/// A Brazilian CPF with the right check digits.
fn document(n: u32) -> String {
    let mut digits: Vec<u32> = format!("{:09}", 371_000_000 + n % 1_000_000)
        .bytes()
        .map(|digit| u32::from(digit - b'0'))
        .collect();
    for _ in 0..2 {
        let sum: u32 = digits
            .iter()
            .rev()
            .zip(2..)
            .map(|(digit, weight)| digit * weight)
            .sum();
        digits.push(match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        });
    }
    digits.iter().map(ToString::to_string).collect()
}

/// A matter that a law needs as a ticket.
///
/// Only what the desk's `tickets.create` holds is given.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matter {
    /// A number that no other matter of the same law has.
    pub n: u32,
    /// The contact it is about.
    pub contact: Option<ContactId>,
    /// What it is about, in a line.
    pub subject: Option<String>,
    /// What it is about, at length.
    pub text: Option<String>,
    /// A department of the world.
    pub department: Option<DepartmentId>,
    /// A channel of the world.
    pub channel: Option<ChannelId>,
}

redacted_debug!(Matter {
    show: [n, contact, department, channel],
    hide: [subject, text]
});

impl Matter {
    pub(crate) fn number(n: u32) -> Self {
        Self {
            n,
            contact: None,
            subject: Some(format!("Parcel that never came {}", letters(n))),
            text: Some(format!("It was promised for Tuesday {}", letters(n))),
            department: None,
            channel: None,
        }
    }

    /// The ticket to create, with everything that is given.
    pub fn to_ticket(&self) -> NewTicket {
        let mut new = NewTicket::new();
        new.contact.clone_from(&self.contact);
        new.subject.clone_from(&self.subject);
        new.text.clone_from(&self.text);
        new.department.clone_from(&self.department);
        new.channel = self.channel.clone().map(Into::into);
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_valid_and_differ() {
        assert_eq!(document(1).len(), 11);
        assert_ne!(document(1), document(2));
    }

    #[test]
    fn people_have_lines_of_their_own() {
        let (one, two) = (Person::number(1), Person::number(2));
        let (one, two) = (one.phone.unwrap(), two.phone.unwrap());
        assert!(helpdesk_core::phone::equivalent(&one, &one));
        assert!(!helpdesk_core::phone::equivalent(&one, &two));
    }
}
