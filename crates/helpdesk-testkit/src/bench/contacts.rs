//! Contacts for laws.

use helpdesk_core::{Contact, ContactId, Field, NewContact, Operation};

use crate::check::fact;
use crate::{Bench, Check, Must, Person, Stop};

/// Contacts.
impl Bench {
    /// A new person, with what `contacts.create` holds.
    pub fn person(&self) -> Person {
        let mut person = Person::number(self.number());
        let held = |field| self.holds(Operation::ContactsCreate, &field);
        person.name = person.name.filter(|_| held(Field::Name));
        person.phone = person.phone.filter(|_| held(Field::Phones));
        person.email = person.email.filter(|_| held(Field::Emails));
        person.document = person.document.filter(|_| held(Field::Document));
        person
    }

    /// The contact to create for a person.
    pub fn new_contact(&self, person: &Person) -> NewContact {
        match &self.plan().contact {
            Some(make) => make(person),
            None => person.to_contact(),
        }
    }

    /// A contact of this person, just created.
    ///
    /// # Errors
    /// When contacts cannot be created.
    pub async fn contact_of(&self, person: &Person) -> Check<Contact> {
        self.need(&[Operation::ContactsCreate])?;
        let new = self.new_contact(person);
        let written = self.client().contacts().create(&new).await;
        Ok(written.must("creating a contact")?.value)
    }

    /// A contact, just created.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn contact(&self) -> Check<Contact> {
        if self.supports(Operation::ContactsCreate) {
            return self.contact_of(&self.person()).await;
        }
        self.need(&[Operation::ContactsGet])?;
        let Some(seed) = &self.plan().seed_contacts else {
            return Err(Stop::Unsupported(Operation::ContactsCreate));
        };
        let ids = seed(1).await;
        let id = fact(ids.first(), "seed_contacts")?;
        self.client()
            .contacts()
            .get(id)
            .await
            .must("getting a seeded contact")
    }

    /// Several contacts.
    ///
    /// # Errors
    /// When they cannot be had.
    pub async fn contacts(&self, count: u32) -> Check<Vec<ContactId>> {
        if let Some(seed) = &self.plan().seed_contacts {
            return Ok(seed(count).await);
        }
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(self.contact().await?.id);
        }
        Ok(ids)
    }
}
