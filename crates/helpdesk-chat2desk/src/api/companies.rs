//! The company, and single calls that belong nowhere else.

use std::collections::BTreeMap;

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Api, WorkingMode};
use crate::wire;

/// The company and its quota: `/v1/companies`.
#[derive(Debug, Clone)]
pub struct Companies {
    pub(super) api: Api,
}

impl Companies {
    /// `GET /v1/companies/api_info`: the level of access and the requests of this month.
    pub async fn api_info(&self) -> Result<Kept<wire::ApiInfo>> {
        self.api_info_as().await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn api_info_as<T: DeserializeOwned>(&self) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/v1/companies/api_info").name("companies.api_info");
        self.api.one(call).await
    }

    /// `GET /v1/companies/info`: the name, the working hours and the time zone.
    pub async fn info(&self) -> Result<Kept<wire::CompanyInfo>> {
        let call = Call::get(Safety::Safe, "/v1/companies/info").name("companies.info");
        self.api.one(call).await
    }

    /// `PUT /v1/companies`: stores texts about the company, in the fields `1`, `2` and `3`.
    /// [`Self::api_info`] reads them back as `custom_info`. Repeated after failures that may pass.
    pub async fn update(&self, custom_fields: &BTreeMap<String, String>) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/companies")
            .name("companies.update")
            .json(&json!({ "custom_fields": custom_fields }));
        self.api.done(call).await
    }

    /// `PUT /v1/companies/switch_mode`: says whether the company is at work, which decides about the
    /// automatic answers that clients get. Repeated after failures that may pass.
    pub async fn switch_mode(&self, mode: WorkingMode) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/companies/switch_mode")
            .name("companies.switch_mode")
            .json(&json!({ "mode": mode }));
        self.api.done(call).await
    }
}

/// Pictures of QR codes: `/v1/qr_decode`.
#[derive(Debug, Clone)]
pub struct QrDecode {
    pub(super) api: Api,
}

impl QrDecode {
    /// `POST /v1/qr_decode`: reads the QR code in a public picture. It changes nothing, so it is
    /// repeated after failures that may pass. What it answers is not documented.
    pub async fn create(&self, image_path: &str) -> Result<Value> {
        let call = Call::post(Safety::Safe, "/v1/qr_decode")
            .name("qr_decode.create")
            .json(&json!({ "image_path": image_path }));
        self.api.data(call).await
    }
}

/// Messages on their way out: `/v1/gateway`.
#[derive(Debug, Clone)]
pub struct Gateway {
    pub(super) api: Api,
}

impl Gateway {
    /// `GET /v1/gateway/delete_outbox`: throws away all messages of the company that have not gone
    /// out yet, whoever wrote them. A GET that writes, so it is sent once.
    pub async fn delete_outbox(&self) -> Result<()> {
        let call =
            Call::get(Safety::Once, "/v1/gateway/delete_outbox").name("gateway.delete_outbox");
        self.api.done(call).await
    }
}
