//! Requests.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::clients::ClientOnly;
use super::params::number;
use super::{Api, List};
use crate::wire;

/// Which request to close.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseRequest {
    /// This one.
    Request(String),
    /// Whichever this client has open.
    OfClient(String),
}

#[derive(Serialize)]
struct RequestOnly<'a> {
    #[serde(serialize_with = "number")]
    request_id: &'a str,
}

/// The parts of dialogs: `/v1/requests`.
#[derive(Debug, Clone)]
pub struct Requests {
    pub(super) api: Api,
}

impl Requests {
    /// `GET /v1/requests/{id}`: one request: its dialog and its tags. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Request>> {
        let call = Call::get(Safety::Safe, "/v1/requests/{id}")
            .name("requests.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `GET /v1/requests/{id}/messages`: all messages of a request, under other names than
    /// elsewhere, on one page. `NotFound`.
    pub async fn messages(&self, id: &str) -> Result<List<wire::RequestMessage>> {
        self.messages_as(id).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn messages_as<T: DeserializeOwned>(&self, id: &str) -> Result<List<T>> {
        let call = Call::get(Safety::Safe, "/v1/requests/{id}/messages")
            .name("requests.messages")
            .segment("id", id);
        self.api.many(call).await
    }

    /// `PUT /v1/requests/close`: closes a request. `NotFound`.
    ///
    /// By its identifier it is repeated after failures that may pass; by the client it is sent once,
    /// for the client may have begun another one meanwhile.
    pub async fn close(&self, which: &CloseRequest) -> Result<()> {
        let call = |safety| Call::put(safety, "/v1/requests/close").name("requests.close");
        let call = match which {
            CloseRequest::Request(id) => call(Safety::Safe).json(&RequestOnly { request_id: id }),
            CloseRequest::OfClient(id) => call(Safety::Once).json(&ClientOnly { client_id: id }),
        };
        self.api.done(call).await
    }
}
