//! Messages for laws.

use helpdesk_core::{MessageTarget, NewMessage, NewNote, Operation};

use crate::{Bench, Check, Stop};

/// Messages.
impl Bench {
    /// The message to send.
    pub fn new_message(&self, target: &MessageTarget, text: &str) -> NewMessage {
        match &self.plan().message {
            Some(make) => make(target, text),
            None => NewMessage::text(target.clone(), text),
        }
    }

    /// The note to add.
    pub fn new_note(&self, target: &MessageTarget, text: &str) -> NewNote {
        match &self.plan().note {
            Some(make) => make(target, text),
            None => NewNote::new(target.clone(), text),
        }
    }

    /// A text that was not used before.
    pub fn words(&self, about: &str) -> String {
        format!("{about} number {} of the conformity suite", self.number())
    }

    /// What an operation can be aimed at: a contact with an open ticket, or that ticket, or each.
    ///
    /// The capability table's fields `contact` and `ticket` tell; where it names neither, both are
    /// given that exist.
    ///
    /// # Errors
    /// When neither can be had.
    pub async fn targets(&self, operation: Operation) -> Check<Vec<MessageTarget>> {
        let contact = self.contact().await?;
        let ticket = match self.ticket_of(&contact.id).await {
            Ok(ticket) => Some(ticket),
            Err(Stop::Unsupported(_)) => None,
            Err(broken) => return Err(broken),
        };
        if let Some(receive) = &self.plan().receive {
            receive((contact.id.clone(), self.words("Hello"))).await;
        }
        let mut targets: Vec<MessageTarget> = vec![contact.id.into()];
        targets.extend(ticket.map(|ticket| ticket.id.into()));
        let named = |target: &MessageTarget| self.holds(operation, &target.field());
        if targets.iter().any(named) {
            targets.retain(named);
        }
        Ok(targets)
    }
}
