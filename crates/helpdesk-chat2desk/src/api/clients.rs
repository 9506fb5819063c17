//! Clients, and the definitions of their custom fields.

use std::collections::BTreeMap;

use helpdesk_core::{Error, Patch, Problems, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::params::{is_day_first, number, opt_number};
use super::rows::{Reading, Row};
use super::{Api, ExternalService, List, ListPage, Order, Rows, Transport};
use crate::{row, wire};

/// Which clients to list.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListClients {
    /// The address in the messenger, exactly: digits without plus for phone numbers, a mail address,
    /// `[tg_user] …`.
    pub phone: Option<String>,
    /// The phone number that the client or an operator gave.
    pub client_phone: Option<String>,
    /// Clients with at least one of these tags.
    pub tags: Vec<String>,
    /// A custom field, and what to look for in it.
    pub custom_field: Option<(String, String)>,
    /// Clients made after this time, in seconds since 1970.
    pub created_after: Option<i64>,
    /// In which order; the oldest first when not given.
    pub order: Option<Order>,
    /// The page.
    pub page: ListPage,
}

builder!(ListClients, ListClientsBuilder {
    optional: [
        custom_field / maybe_custom_field: (String, String),
        created_after / maybe_created_after: i64,
    ],
    optional(into): [
        phone / maybe_phone: String,
        client_phone / maybe_client_phone: String,
        order / maybe_order: Order,
    ],
    default: [tags: Vec<String>, page: ListPage],
});

redacted_debug!(ListClients {
    show: [tags, created_after, order, page],
    hide: [phone, client_phone, custom_field]
});

impl ListClients {
    fn call(&self, page: ListPage) -> Call {
        let mut call = Call::get(Safety::Safe, "/v1/clients")
            .name("clients.list")
            .query_opt("phone", self.phone.as_deref())
            .query_opt("client_phone", self.client_phone.as_deref())
            .query_opt("created_after", self.created_after)
            .query_opt("order", self.order.as_ref());
        if !self.tags.is_empty() {
            call = call.query("tags", self.tags.join(","));
        }
        if let Some((id, text)) = &self.custom_field {
            call = call
                .query("custom_field[id]", id)
                .query("custom_field[text]", text);
        }
        page.of(call)
    }
}

/// A client to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewClient {
    /// The phone number with its country code, digits only; a mail address for `email`.
    pub phone: String,
    /// The messenger. The documentation names WhatsApp, Viber, Viber Business, External, mail and SMS.
    pub transport: Transport,
    /// The channel; the company's first one when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The name that operators see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// A further phone number, for information only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_phone: Option<String>,
}

builder!(NewClient, NewClientBuilder {
    required(into): [phone: String, transport: Transport],
    optional(into): [
        channel_id / maybe_channel_id: String,
        nickname / maybe_nickname: String,
        assigned_phone / maybe_assigned_phone: String,
    ],
});

impl NewClient {
    /// A phone number for the messengers that go by one, a mail address for mail.
    fn check(&self) -> Result<()> {
        let by_number = matches!(
            self.transport,
            Transport::Whatsapp | Transport::Viber | Transport::ViberBusiness | Transport::Sms
        );
        let digits = !self.phone.is_empty() && self.phone.bytes().all(|b| b.is_ascii_digit());
        let wrong = if self.phone.trim().is_empty() {
            "is empty; a client is made from a phone number or a mail address"
        } else if by_number && !digits {
            "is no phone number; write it with its country code, digits only"
        } else if self.transport == Transport::Email && !self.phone.contains('@') {
            "is no mail address, which a client of the mail transport is made from"
        } else {
            return Ok(());
        };
        Err(Error::invalid("phone", wrong))
    }
}

redacted_debug!(NewClient {
    show: [transport, channel_id],
    hide: [phone, nickname, assigned_phone]
});

/// Changes to a client. What is kept is not sent.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateClient {
    /// The name that operators see; clearing it brings the messenger's own back.
    pub nickname: Patch<String>,
    /// The further phone number. That it can be cleared is not documented.
    pub assigned_phone: Patch<String>,
    /// Custom fields, by their identifier. Whether fields that are not named stay is not documented.
    pub custom_fields: BTreeMap<String, Value>,
    /// The identifier in another system.
    pub external_id: Option<String>,
    /// The other system.
    pub external_service: Option<ExternalService>,
    /// Whether the client is on the blacklist.
    pub ban_status: Option<bool>,
}

builder!(UpdateClient, UpdateClientBuilder {
    optional: [ban_status / maybe_ban_status: bool],
    optional(into): [
        external_id / maybe_external_id: String,
        external_service / maybe_external_service: ExternalService,
    ],
    default: [custom_fields: BTreeMap<String, Value>],
    default(into): [nickname: Patch<String>, assigned_phone: Patch<String>],
});

redacted_debug!(UpdateClient {
    show: [external_service, ban_status],
    hide: [nickname, assigned_phone, custom_fields, external_id]
});

impl Serialize for UpdateClient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        for (key, patch) in [
            ("nickname", &self.nickname),
            ("assigned_phone", &self.assigned_phone),
        ] {
            match patch {
                Patch::Keep => {}
                Patch::Set(text) => body.serialize_entry(key, text)?,
                Patch::Clear => body.serialize_entry(key, &())?,
            }
        }
        if !self.custom_fields.is_empty() {
            body.serialize_entry("custom_fields", &self.custom_fields)?;
        }
        if let Some(id) = &self.external_id {
            body.serialize_entry("external_id", id)?;
        }
        if let Some(service) = &self.external_service {
            body.serialize_entry("external_service", service)?;
        }
        if let Some(banned) = self.ban_status {
            body.serialize_entry("ban_status", &i32::from(banned))?;
        }
        body.end()
    }
}

/// People: `/v1/clients`.
#[derive(Debug, Clone)]
pub struct Clients {
    pub(super) api: Api,
}

impl Clients {
    /// `GET /v1/clients`: a page of clients. Rows hold neither tags nor channels.
    ///
    /// A name or free text cannot be searched for: the vendor ignores such parameters and gives
    /// everybody.
    pub async fn list(&self, query: &ListClients) -> Result<List<wire::Client>> {
        self.list_as(query).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn list_as<T: DeserializeOwned>(
        &self,
        query: &ListClients,
    ) -> Result<List<T>> {
        self.api.many(query.call(query.page)).await
    }

    /// The clients that [`Self::list`] gives, page by page.
    #[inline]
    pub fn stream(&self, query: &ListClients) -> Rows<wire::Client> {
        self.rows(query).stream()
    }

    /// The same one by one, of which only so much is read.
    #[inline]
    pub(crate) fn rows<T: Row>(&self, query: &ListClients) -> Reading<T> {
        let query = query.clone();
        self.api.rows(query.page, move |page| query.call(page))
    }

    /// `GET /v1/clients/{id}`: one client, with tags and channels on current servers. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Client>> {
        self.get_as(id).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(&self, id: &str) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/v1/clients/{id}")
            .name("clients.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/clients`: makes a client, so that one may write first.
    ///
    /// The company needs the paid option *Write first*. A client who is there already is a
    /// `Conflict` with the existing identifier. After an unknown delivery nothing is sent again: look
    /// for the phone number first.
    pub async fn create(&self, new: &NewClient) -> Result<Kept<wire::Client>> {
        self.api.allow("clients.create", new.check())?;
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewClient,
        lookup: L,
    ) -> Result<Kept<row::Client>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<row::Client>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewClient) -> Call {
        Call::post(Safety::VerifyFirst, "/v1/clients")
            .name("clients.create")
            .json(new)
    }

    /// `PUT /v1/clients/{id}`: changes a client, also puts one on the blacklist and takes one off it.
    /// `NotFound`. Repeating it changes nothing, so it is repeated after failures that may pass.
    ///
    /// Gives back what the vendor tells of the client, which the documentation does not show and
    /// programs in the field have seen in two forms; nothing where it tells nothing.
    pub async fn update(
        &self,
        id: &str,
        update: &UpdateClient,
    ) -> Result<Option<Kept<wire::UpdatedClient>>> {
        self.api.told(Self::update_call(id, update)).await
    }

    /// The same, without a look at what the vendor tells.
    pub(crate) async fn change(&self, id: &str, update: &UpdateClient) -> Result<()> {
        self.api.done(Self::update_call(id, update)).await
    }

    fn update_call(id: &str, update: &UpdateClient) -> Call {
        Call::put(Safety::Safe, "/v1/clients/{id}")
            .name("clients.update")
            .segment("id", id)
            .json(update)
    }

    /// `GET /v1/clients/{id}/transport`: the messengers by which a client can be reached, channel by
    /// channel. `NotFound`.
    pub async fn transport(&self, id: &str) -> Result<List<wire::ClientTransports>> {
        let call = Call::get(Safety::Safe, "/v1/clients/{id}/transport")
            .name("clients.transport")
            .segment("id", id);
        self.api.many(call).await
    }

    /// `GET /v1/clients/{id}/dialogs`: the dialogs of a client, without messages. `NotFound`.
    pub async fn dialogs(&self, id: &str) -> Result<List<wire::Dialog>> {
        self.dialogs_as(id).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn dialogs_as<T: DeserializeOwned>(&self, id: &str) -> Result<List<T>> {
        let call = Call::get(Safety::Safe, "/v1/clients/{id}/dialogs")
            .name("clients.dialogs")
            .segment("id", id);
        self.api.many(call).await
    }

    /// `GET /v1/clients/{id}/questions`: the items of the self-service menu that a client got between
    /// two days, `dd-mm-yyyy`. `NotFound`; `Invalid` for a day that is written otherwise.
    pub async fn questions(
        &self,
        id: &str,
        start_date: Option<&str>,
        finish_date: Option<&str>,
    ) -> Result<List<wire::Question>> {
        let mut wrong = Problems::default();
        for (field, day) in [("start_date", start_date), ("finish_date", finish_date)] {
            wrong.add_if(
                day.is_some_and(|day| !is_day_first(day)),
                field,
                "is no day; write it as `dd-mm-yyyy`",
            );
        }
        self.api.allow("clients.questions", wrong.finish())?;
        let call = Call::get(Safety::Safe, "/v1/clients/{id}/questions")
            .name("clients.questions")
            .segment("id", id)
            .query_opt("start_date", start_date)
            .query_opt("finish_date", finish_date);
        self.api.many(call).await
    }

    /// `GET /v1/clients/{id}/last_question`: the last item of the self-service menu that a client
    /// got. `NotFound`.
    pub async fn last_question(&self, id: &str) -> Result<Kept<wire::Question>> {
        let call = Call::get(Safety::Safe, "/v1/clients/{id}/last_question")
            .name("clients.last_question")
            .segment("id", id);
        self.api.one(call).await
    }
}

/// The definitions of custom fields: `/v1/custom_client_fields`.
#[derive(Debug, Clone)]
pub struct CustomClientFields {
    pub(super) api: Api,
}

impl CustomClientFields {
    /// `GET /v1/custom_client_fields`: all of them, on one page.
    pub async fn list(&self) -> Result<List<wire::CustomClientField>> {
        self.api.many(fields_call()).await
    }

    /// All of them, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<wire::CustomClientField> {
        self.api.whole(fields_call())
    }
}

fn fields_call() -> Call {
    Call::get(Safety::Safe, "/v1/custom_client_fields").name("custom_client_fields.list")
}

/// An identifier in a body of its own.
#[derive(Serialize)]
pub(super) struct ClientOnly<'a> {
    #[serde(serialize_with = "number")]
    pub client_id: &'a str,
}
