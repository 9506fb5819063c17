//! Messages and comments.

use helpdesk_core::{Problems, Result, Safety, builder};
use helpdesk_http::{Call, Kept};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::params::is_day_first;
use super::rows::{Step, refused};
use super::{
    Api, ImportMessages, InboxMessage, List, MESSAGES, MessageStatus, NewMessage, Order, Rows,
    Transport,
};
use crate::row;
use crate::wire::{self, MessageType};

/// Which messages to list.
///
/// `start_id` takes the place of an offset, which the vendor ignores here: the first identifier to
/// give. It must not stand beside the dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListMessages {
    /// Of this client.
    pub client_id: Option<String>,
    /// Of this dialog.
    pub dialog_id: Option<String>,
    /// On this channel.
    pub channel_id: Option<String>,
    /// By this operator.
    pub operator_id: Option<String>,
    /// By this messenger.
    pub transport: Option<Transport>,
    /// Of this type: `to_client`, `from_client`, `autoreply`, `system`. Comments cannot be asked for.
    pub kind: Option<MessageType>,
    /// From this day on, `dd-mm-yyyy`, in the company's time zone.
    pub start_date: Option<String>,
    /// Before this day, `dd-mm-yyyy`.
    pub finish_date: Option<String>,
    /// From this message on.
    pub start_id: Option<String>,
    /// How many rows; 20 when not given, 200 at most.
    pub limit: Option<u32>,
    /// In which order; the newest first gives the newest page only.
    pub order: Option<Order>,
    /// Whether rows come from later to earlier.
    pub direction_reverse: Option<bool>,
}

builder!(ListMessages, ListMessagesBuilder {
    optional: [limit / maybe_limit: u32, direction_reverse / maybe_direction_reverse: bool],
    optional(into): [
        client_id / maybe_client_id: String,
        dialog_id / maybe_dialog_id: String,
        channel_id / maybe_channel_id: String,
        operator_id / maybe_operator_id: String,
        transport / maybe_transport: Transport,
        kind / maybe_kind: MessageType,
        start_date / maybe_start_date: String,
        finish_date / maybe_finish_date: String,
        start_id / maybe_start_id: String,
        order / maybe_order: Order,
    ],
});

impl ListMessages {
    fn check(&self) -> Result<()> {
        let mut wrong = Problems::default();
        for (field, day) in [
            ("start_date", &self.start_date),
            ("finish_date", &self.finish_date),
        ] {
            let Some(day) = day else {
                continue;
            };
            wrong.add_if(
                !is_day_first(day),
                field,
                "is no day; write it as `dd-mm-yyyy`",
            );
            wrong.add_if(
                self.start_id.is_some(),
                field,
                "stands beside `start_id`; the vendor takes one or the other",
            );
        }
        wrong.add_if(
            matches!(
                self.kind,
                Some(MessageType::Comment | MessageType::In | MessageType::Out)
            ),
            "type",
            "cannot be asked for; the vendor filters by `to_client`, `from_client`, `autoreply` and \
             `system`",
        );
        wrong.finish()
    }

    fn call(&self) -> Call {
        Call::get(Safety::Safe, "/v1/messages")
            .name("messages.list")
            .query_opt("client_id", self.client_id.as_deref())
            .query_opt("dialog_id", self.dialog_id.as_deref())
            .query_opt("channel_id", self.channel_id.as_deref())
            .query_opt("operator_id", self.operator_id.as_deref())
            .query_opt("transport", self.transport.as_ref())
            .query_opt("type", self.kind.as_ref())
            .query_opt("start_date", self.start_date.as_deref())
            .query_opt("finish_date", self.finish_date.as_deref())
            .query_opt("start_id", self.start_id.as_deref())
            .query_opt("limit", self.limit)
            .query_opt("order", self.order.as_ref())
            .query_opt("direction_reverse", self.direction_reverse)
    }
}

/// Messages and comments: `/v1/messages`.
#[derive(Debug, Clone)]
pub struct Messages {
    pub(super) api: Api,
}

impl Messages {
    /// `GET /v1/messages`: a page of messages, oldest first.
    ///
    /// The next page begins at the highest identifier plus one, until a page brings nothing new. The
    /// vendor asks not to poll with this: webhooks cost nothing.
    pub async fn list(&self, query: &ListMessages) -> Result<List<wire::Message>> {
        self.list_as(query).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn list_as<T: DeserializeOwned>(
        &self,
        query: &ListMessages,
    ) -> Result<List<T>> {
        self.api.allow("messages.list", query.check())?;
        self.api.many(query.call()).await
    }

    /// The messages of a query, oldest first and page by page, from `start_id` on if it is given.
    ///
    /// `Invalid` for a query by days, which the vendor gives one page of, and for another order: there
    /// is no way to ask for their next page.
    #[inline]
    pub fn stream(&self, query: &ListMessages) -> Rows<wire::Message> {
        let mut wrong = Problems::default();
        wrong.take(query.check());
        for (field, is_there) in [
            ("start_date", query.start_date.is_some()),
            ("finish_date", query.finish_date.is_some()),
        ] {
            wrong.add_if(
                is_there,
                field,
                "cannot be read page by page; list one page, or begin at a `start_id`",
            );
        }
        wrong.add_if(
            query
                .order
                .as_ref()
                .is_some_and(|order| *order != Order::Asc),
            "order",
            "cannot be read page by page; leave it out",
        );
        wrong.add_if(
            query.direction_reverse == Some(true),
            "direction_reverse",
            "cannot be read page by page; leave it out",
        );
        let start = match query.start_id.as_deref().map(str::parse) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => {
                wrong.add(
                    "start_id",
                    "is no identifier; identifiers of messages are numbers",
                );
                None
            }
        };
        if let Err(error) = self.api.allow("messages.list", wrong.finish()) {
            return refused(error);
        }
        let query = query.clone();
        self.api
            .reading(query.limit, Step::StartId(start), move |page| {
                let mut query = query.clone();
                query.limit = page.limit;
                query.start_id = page.offset.map(|id| id.to_string());
                query.call()
            })
            .stream()
    }

    /// `GET /v1/messages/{id}`: one message or comment. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Message>> {
        self.get_as(id).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(&self, id: &str) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/v1/messages/{id}")
            .name("messages.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/messages`: sends a message, or adds a comment. Answers identifiers only.
    ///
    /// The client sees all but comments and system messages. A file goes by its public address; the
    /// vendor takes no bytes. `Invalid` at `text` when there is neither a text nor a file. A closed dialog is opened unless `open_dialog` is false. Some 15 messages a second are
    /// allowed; the desk's budget waits for its turn. After an unknown delivery nothing is sent
    /// again: with an `external_id`, look for it among the client's messages first.
    pub async fn create(&self, new: &NewMessage) -> Result<Kept<wire::SentMessage>> {
        self.api.allow("messages.create", new.check())?;
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewMessage,
        lookup: L,
    ) -> Result<Kept<row::SentMessage>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<row::SentMessage>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewMessage) -> Call {
        let safety = if new.external_id.is_some() {
            Safety::VerifyFirst
        } else {
            Safety::Once
        };
        Call::post(safety, "/v1/messages")
            .name("messages.create")
            .charge(MESSAGES)
            .json(new)
    }

    /// `POST /v1/messages/inbox`: hands in a message from a client by an external channel. It may
    /// make a client, open a dialog, and set bots off. What it answers is not documented. Sent once.
    pub async fn inbox(&self, message: &InboxMessage) -> Result<Value> {
        self.api.allow("messages.inbox", message.check())?;
        let call = Call::post(Safety::Once, "/v1/messages/inbox")
            .name("messages.inbox")
            .json(message);
        self.api.data(call).await
    }

    /// `POST /v1/messages/import`: puts messages of the past into a client's dialog, with their own
    /// times. Neither bots nor the webhooks for messages are set off, and the client sees nothing of
    /// it. Sent once.
    ///
    /// `Invalid` before anything is sent for no message and for more than 10, for one with neither text
    /// nor file, and for one of a type that cannot be imported.
    pub async fn import(&self, messages: &ImportMessages) -> Result<()> {
        self.api.allow("messages.import", messages.check())?;
        let call = Call::post(Safety::Once, "/v1/messages/import")
            .name("messages.import")
            .json(messages);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/transfer`: gives the dialog of a message to an operator. A GET that
    /// writes, so it is sent once.
    ///
    /// Without `force_assign` the vendor takes it for true, which passes over queues, limits and
    /// absence. The operator is told, and a system message is written into the dialog. `Conflict` when the operator cannot take it; `NotFound` for the message.
    pub async fn transfer(
        &self,
        id: &str,
        operator_id: &str,
        force_assign: Option<bool>,
    ) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/transfer")
            .name("messages.transfer")
            .segment("id", id)
            .query("operator_id", operator_id)
            .query_opt("force_assign", force_assign);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/transfer_to_group`: gives the dialog of a message to a group, where the
    /// vendor picks an operator. A GET that writes, so it is sent once.
    ///
    /// Gives back the operator, where the vendor tells. The operator is told, and a system message is
    /// written into the dialog. `Conflict` when nobody is free; `NotFound` for the message or the group. A third party's client
    /// sends `force` in place of `force_assign`; which one works was never shown.
    pub async fn transfer_to_group(
        &self,
        id: &str,
        group_id: &str,
        force_assign: Option<bool>,
    ) -> Result<Option<Kept<wire::Transferred>>> {
        let call = Self::to_group_call(id, group_id).query_opt("force_assign", force_assign);
        self.api.told(call).await
    }

    /// The same, without a look at what the vendor tells.
    pub(crate) async fn hand_to_group(&self, id: &str, group_id: &str) -> Result<()> {
        self.api.done(Self::to_group_call(id, group_id)).await
    }

    fn to_group_call(id: &str, group_id: &str) -> Call {
        Call::get(Safety::Once, "/v1/messages/{id}/transfer_to_group")
            .name("messages.transfer_to_group")
            .segment("id", id)
            .query("group_id", group_id)
    }

    /// `GET /v1/messages/{id}/read`: marks a message as read. A GET that writes, so it is sent once.
    /// The documentation's example shows the path of [`Self::unread`] here.
    pub async fn read(&self, id: &str) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/read")
            .name("messages.read")
            .segment("id", id);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/unread`: marks a message as not read. A GET that writes, so it is sent
    /// once.
    pub async fn unread(&self, id: &str) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/unread")
            .name("messages.unread")
            .segment("id", id);
        self.api.done(call).await
    }

    /// `PUT /v1/messages/{message_id}/status/{status}`: tells how far a message of an external
    /// channel has come. Repeated after failures that may pass.
    pub async fn set_status(&self, message_id: &str, status: MessageStatus) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/messages/{message_id}/status/{status}")
            .name("messages.set_status")
            .segment("message_id", message_id)
            .segment("status", status);
        self.api.done(call).await
    }
}
