//! How messages, dialogs and requests move together.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::hooks;
use super::model::{Dialog, Message, Request};
use super::state::{DIALOG_BASE, Desk, MESSAGE_BASE, REQUEST_BASE, next_id};

/// A message that is about to be stored.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: &'static str,
    pub text: Option<String>,
    pub channel: u64,
    pub transport: &'static str,
    pub operator: Option<u64>,
    pub attachments: Vec<Value>,
    pub extra: Map<String, Value>,
    /// Whether a closed dialog opens again.
    pub open: bool,
}

impl Draft {
    /// A plain text.
    pub fn text(kind: &'static str, text: &str, channel: u64, transport: &'static str) -> Self {
        Self {
            kind,
            text: Some(text.to_owned()),
            channel,
            transport,
            operator: None,
            attachments: Vec::new(),
            extra: Map::new(),
            open: true,
        }
    }
}

/// What became of a draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    pub message: u64,
    pub new_request: bool,
    pub new_client: bool,
}

impl Desk<'_> {
    /// The dialog of a client on a channel; closed and empty when it is new.
    pub fn dialog_on(&mut self, client: u64, channel: u64, transport: &'static str) -> u64 {
        let known = self.world.dialogs_of.get(&client).into_iter().flatten();
        let found = known
            .copied()
            .find(|id| self.world.dialog(*id).is_some_and(|d| d.channel == channel));
        if let Some(id) = found {
            return id;
        }
        let id = next_id(DIALOG_BASE, self.world.dialogs.len());
        self.world.dialogs.push(Dialog {
            id,
            client,
            channel,
            transport,
            begin: self.now,
            end: None,
            updated: self.now,
            open: false,
            operator: None,
            request: None,
            messages: Vec::new(),
        });
        self.world.dialogs_of.entry(client).or_default().push(id);
        id
    }

    /// Where a message to the client goes when nothing is said: the way of the last message from
    /// the client, else the way the client was created with.
    pub fn last_way(&self, client: u64) -> Option<(u64, &'static str)> {
        let person = self.world.client(client)?;
        let list = self.world.by_client.get(&client).into_iter().flatten();
        let last = list
            .rev()
            .filter_map(|id| self.world.message(*id))
            .find(|message| message.kind == "from_client");
        Some(last.map_or((person.channel, person.transport), |m| {
            (m.channel, m.transport)
        }))
    }

    /// Opens a dialog, with a new request when none runs. True when the request is new.
    fn open_dialog(&mut self, dialog: u64, first_message: u64, by_client: bool) -> bool {
        let now = self.now;
        let id = next_id(REQUEST_BASE, self.world.requests.len());
        let Some(entry) = self.world.dialog_mut(dialog) else {
            return false;
        };
        entry.open = true;
        entry.end = None;
        entry.updated = now;
        if entry.request.is_some() {
            return false;
        }
        entry.request = Some(id);
        if by_client {
            entry.operator = None;
        }
        let request = Request {
            id,
            dialog,
            client: entry.client,
            channel: entry.channel,
            transport: entry.transport,
            created: now,
            updated: now,
            open: true,
            tags: std::collections::BTreeSet::new(),
            messages: Vec::new(),
        };
        self.world.requests.push(request);
        hooks::new_request(self, id, first_message, by_client);
        true
    }

    /// Stores a message with everything that follows from it, and sends the events for it.
    pub fn post(&mut self, client: u64, draft: Draft) -> Stored {
        let inbound = draft.kind == "from_client";
        let new_client = inbound && !self.world.by_client.contains_key(&client);
        let dialog = self.dialog_on(client, draft.channel, draft.transport);
        let id = next_id(MESSAGE_BASE, self.world.messages.len());
        if let Some(entry) = self.world.dialog_mut(dialog) {
            entry.transport = draft.transport;
        }
        let closed = self.world.dialog(dialog).is_some_and(|d| !d.open);
        let new_request = if draft.kind != "system" && draft.open {
            self.open_dialog(dialog, id, inbound)
        } else {
            false
        };
        if let Some(entry) = self.world.dialog_mut(dialog) {
            if closed && !entry.open && entry.end.is_none() {
                entry.end = Some(entry.begin);
            }
            if draft.kind == "to_client" && entry.operator.is_none() {
                entry.operator = draft.operator;
            }
        }
        let (request, operator) = self
            .world
            .dialog(dialog)
            .map_or((None, None), |d| (d.request, d.operator));
        let operator = match draft.kind {
            "from_client" => operator,
            "comment" => draft.operator.or(operator),
            _ => draft.operator,
        };
        if draft.kind == "to_client" {
            self.mark_dialog_read(dialog);
        }
        self.store(Message {
            id,
            kind: draft.kind,
            text: draft.text,
            client,
            dialog,
            request,
            operator,
            channel: draft.channel,
            transport: draft.transport,
            created: self.now,
            read: !inbound,
            recipient_status: None,
            attachments: draft.attachments,
            extra: draft.extra,
        });
        let stored = Stored {
            message: id,
            new_request,
            new_client,
        };
        hooks::message(self, stored);
        stored
    }

    /// Puts a message into the lists it belongs to.
    pub fn store(&mut self, message: Message) {
        let (id, client, created) = (message.id, message.client, message.created);
        let way = (message.channel, message.transport);
        let now = self.now;
        if let Some(dialog) = self.world.dialog_mut(message.dialog) {
            dialog.messages.push(id);
            dialog.updated = now;
        }
        if let Some(request) = message.request.and_then(|r| self.world.request_mut(r)) {
            request.messages.push(id);
            request.updated = now;
        }
        self.world.by_client.entry(client).or_default().push(id);
        let inbound = message.kind == "from_client";
        self.world.messages.push(message);
        if let Some(person) = self.world.client_mut(client) {
            let home = (person.channel, person.transport);
            if way != home && !person.card_mut().routes.contains(&way) {
                person.card_mut().routes.push(way);
            }
            if inbound {
                person.card_mut().last_message = Some(created);
            }
        }
    }

    fn mark_dialog_read(&mut self, dialog: u64) {
        let Some(entry) = self.world.dialog(dialog) else {
            return;
        };
        let mut unread = Vec::new();
        for id in entry.messages.iter().rev() {
            match self.world.message(*id) {
                Some(message) if message.kind == "from_client" && message.read => break,
                Some(message) if !message.read => unread.push(*id),
                _ => {}
            }
        }
        for id in unread {
            if let Some(message) = self.world.message_mut(id) {
                message.read = true;
            }
        }
    }

    /// Closes a dialog and the request that runs in it.
    pub fn close_dialog(&mut self, dialog: u64) {
        let now = self.now;
        let Some(entry) = self.world.dialog_mut(dialog) else {
            return;
        };
        entry.open = false;
        entry.end = Some(now);
        entry.updated = now;
        let request = entry.request.take();
        if let Some(request) = request.and_then(|id| self.world.request_mut(id)) {
            request.open = false;
            request.updated = now;
        }
        if let Some(request) = request {
            hooks::close_request(self, request);
        }
        hooks::close_dialog(self, dialog, request);
    }

    /// Opens a dialog by hand, with a request.
    pub fn reopen_dialog(&mut self, dialog: u64) {
        let first = next_id(MESSAGE_BASE, self.world.messages.len());
        self.open_dialog(dialog, first, false);
    }

    /// Gives a dialog to an operator. The system message about it is part of the dialog.
    pub fn assign(&mut self, dialog: u64, operator: u64) {
        let Some(entry) = self.world.dialog_mut(dialog) else {
            return;
        };
        let before = entry.operator.replace(operator);
        let (client, channel, transport) = (entry.client, entry.channel, entry.transport);
        let mut draft = Draft::text(
            "system",
            &format!("Chat was transferred to operator {operator}"),
            channel,
            transport,
        );
        draft.operator = Some(operator);
        self.post(client, draft);
        hooks::dialog_transferred(self, dialog, before);
    }

    /// Whether the usual rules let this operator have one more chat.
    pub fn available(&self, operator: u64) -> bool {
        self.world
            .operator(operator)
            .is_some_and(|o| o.online && o.new_chats && o.status != "deleted")
    }

    /// How many open dialogs the operator has.
    pub fn opened_dialogs(&self, operator: u64) -> usize {
        let all = self.world.dialogs.iter();
        all.filter(|d| d.open && d.operator == Some(operator))
            .count()
    }

    /// Stores a message from the past. No dialog opens and nothing but the import event is sent.
    pub fn import(&mut self, client: u64, draft: Draft, created: Timestamp) -> u64 {
        let dialog = self.dialog_on(client, draft.channel, draft.transport);
        let id = next_id(MESSAGE_BASE, self.world.messages.len());
        if let Some(entry) = self.world.dialog_mut(dialog) {
            if !entry.open && entry.end.is_none() {
                entry.end = Some(entry.begin);
            }
            entry.begin = entry.begin.min(created);
        }
        let request = self.world.dialog(dialog).and_then(|d| d.request);
        self.store(Message {
            id,
            kind: draft.kind,
            text: draft.text,
            client,
            dialog,
            request,
            operator: draft.operator,
            channel: draft.channel,
            transport: draft.transport,
            created,
            read: true,
            recipient_status: None,
            attachments: draft.attachments,
            extra: draft.extra,
        });
        hooks::imported(self, id);
        id
    }
}
