//! `helpdesk contacts …`

use std::process::ExitCode;

use clap::{Args, Subcommand};
use helpdesk::{
    ChannelSelector, ContactId, ContactKey, ContactPatch, ContactQuery, NewContact, Patch, TagId,
};
use serde_json::{Value, json};

use crate::args::key_value;
use crate::failure::Failure;
use crate::session::Session;

/// What to do with contacts.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists contacts
    List {
        /// Only those that match this text
        #[arg(long)]
        search: Option<String>,
        /// Only those with this tag
        #[arg(long, value_name = "ID")]
        tag: Option<String>,
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Finds contacts by a phone in any spelling, a mail address or a document
    Find(Key),
    /// Shows a contact
    Get {
        /// The contact
        id: String,
    },
    /// Creates a contact
    Create(Given),
    /// Finds a contact by its phones, document or mails and brings it up to date, or creates it
    Upsert(Given),
    /// Changes a contact; lists that are given replace the whole list
    Update {
        /// The contact
        id: String,
        /// What it is to be
        #[command(flatten)]
        given: Given,
        /// Clears a field: name, phones, emails, document, handles, tags, owner, organization, or KEY of a custom field
        #[arg(long, value_name = "FIELD")]
        clear: Vec<String>,
    },
    /// Blocks a contact
    Block {
        /// The contact
        id: String,
    },
    /// Lets a blocked contact in again
    Unblock {
        /// The contact
        id: String,
    },
    /// Removes a contact
    Delete {
        /// The contact
        id: String,
    },
}

/// What to find by.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Key {
    /// A phone number, in any of its spellings
    #[arg(long)]
    phone: Option<String>,
    /// A mail address
    #[arg(long)]
    email: Option<String>,
    /// The number of an identity document
    #[arg(long)]
    document: Option<String>,
}

/// What a contact is to be.
#[derive(Debug, Args)]
pub struct Given {
    /// The name
    #[arg(long)]
    name: Option<String>,
    /// A phone number; repeat for more
    #[arg(long)]
    phone: Vec<String>,
    /// A mail address; repeat for more
    #[arg(long)]
    email: Vec<String>,
    /// The number of an identity document
    #[arg(long)]
    document: Option<String>,
    /// The channel, by its identifier or its kind
    #[arg(long, value_name = "ID-or-kind")]
    channel: Option<String>,
    /// A tag; repeat for more
    #[arg(long, value_name = "ID")]
    tag: Vec<String>,
    /// A custom field; repeat for more
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    field: Vec<(String, String)>,
}

impl Given {
    fn into_new(self) -> NewContact {
        let mut new = NewContact::new();
        new.name = self.name;
        new.phones = self.phone;
        new.emails = self.email;
        new.document = self.document;
        new.channel = self.channel.map(|text| selector(&text));
        new.tags = self.tag.into_iter().map(TagId::new).collect();
        new.custom_fields = self
            .field
            .into_iter()
            .map(|(key, value)| (key, Value::String(value)))
            .collect();
        new
    }

    fn into_patch(self, clear: Vec<String>) -> Result<ContactPatch, Failure> {
        if self.channel.is_some() {
            return Err(Failure::Usage(
                "a contact cannot be moved to another channel; create one there".to_owned(),
            ));
        }
        let mut patch = ContactPatch::new().name(self.name).document(self.document);
        if !self.phone.is_empty() {
            patch = patch.phones(self.phone);
        }
        if !self.email.is_empty() {
            patch = patch.emails(self.email);
        }
        if !self.tag.is_empty() {
            patch = patch.tags(self.tag.into_iter().map(TagId::new).collect::<Vec<_>>());
        }
        for (key, value) in self.field {
            patch = patch.custom_field(key, Value::String(value));
        }
        for field in clear {
            match field.as_str() {
                "name" => clear_only(&mut patch.name, &field)?,
                "phones" | "phone" => clear_only(&mut patch.phones, &field)?,
                "emails" | "email" => clear_only(&mut patch.emails, &field)?,
                "document" => clear_only(&mut patch.document, &field)?,
                "handles" => clear_only(&mut patch.handles, &field)?,
                "tags" | "tag" => clear_only(&mut patch.tags, &field)?,
                "owner" => clear_only(&mut patch.owner, &field)?,
                "organization" => clear_only(&mut patch.organization, &field)?,
                _ => {
                    let slot = patch.custom_fields.entry(field.clone()).or_default();
                    clear_only(slot, &field)?;
                }
            }
        }
        if patch.is_empty() {
            return Err(Failure::Usage(
                "nothing to change; give a field, or --clear one".to_owned(),
            ));
        }
        Ok(patch)
    }
}

/// Clears a field, unless it is set by the same command.
pub(super) fn clear_only<T>(patch: &mut Patch<T>, field: &str) -> Result<(), Failure> {
    if matches!(patch, Patch::Set(_)) {
        return Err(Failure::Usage(format!(
            "{field} is both given and cleared; choose one"
        )));
    }
    *patch = Patch::Clear;
    Ok(())
}

/// A channel by its kind's name or its identifier.
pub(super) fn selector(text: &str) -> ChannelSelector {
    match text.parse() {
        Ok(selector) => selector,
        Err(never) => match never {},
    }
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let contacts = session.client()?.contacts();
    let printer = &session.printer;
    match verb {
        Verb::List { search, tag, limit } => {
            let mut query = search.map_or_else(ContactQuery::all, ContactQuery::search);
            query.tag = tag.map(TagId::new);
            printer.stream(contacts.stream(query), limit).await?;
        }
        Verb::Find(Key {
            phone: Some(phone), ..
        }) => {
            printer.list(&contacts.find(&ContactKey::Phone(phone)).await?)?;
        }
        Verb::Find(Key {
            email: Some(email), ..
        }) => {
            printer.list(&contacts.find(&ContactKey::Email(email)).await?)?;
        }
        Verb::Find(Key { document, .. }) => {
            printer.list(
                &contacts
                    .find(&ContactKey::Document(document.unwrap_or_default()))
                    .await?,
            )?;
        }
        Verb::Get { id } => printer.object(&contacts.get(&ContactId::new(id)).await?)?,
        Verb::Create(given) => printer.written(&contacts.create(&given.into_new()).await?)?,
        Verb::Upsert(given) => {
            let done = contacts.upsert(&given.into_new()).await?;
            printer.changed(&done.contact, &done.losses)?;
        }
        Verb::Update { id, given, clear } => {
            let patch = given.into_patch(clear)?;
            printer.written(&contacts.update(&ContactId::new(id), &patch).await?)?;
        }
        Verb::Block { id } => {
            contacts.block(&ContactId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "blocked": true}),
                &format!("blocked {id}"),
            )?;
        }
        Verb::Unblock { id } => {
            contacts.unblock(&ContactId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "blocked": false}),
                &format!("unblocked {id}"),
            )?;
        }
        Verb::Delete { id } => {
            contacts.delete(&ContactId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "deleted": true}),
                &format!("deleted {id}"),
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
