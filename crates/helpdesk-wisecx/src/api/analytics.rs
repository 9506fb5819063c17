//! `/analytics`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::Api;
use crate::wire;

/// Exports of reports.
#[derive(Debug, Clone, Copy)]
pub struct Analytics<'a> {
    pub(super) api: &'a Api,
}

impl Analytics<'_> {
    /// `POST /analytics/export/{id}`: begins the export of a list report. Three may run at a time.
    /// Sent once only.
    pub async fn export(&self, id: u64, input: &wire::ExportInput) -> Result<Kept<wire::Export>> {
        let call = Call::post(Safety::Once, "/analytics/export/{id}")
            .name("analytics.export")
            .segment("id", id)
            .json(input);
        self.api.one(call).await
    }

    /// `GET /analytics/export/{export_id}/status`: how far an export has come.
    ///
    /// In its first seconds the status may be [`wire::ExportStatus::NotFoundYet`] (documented by a
    /// third party): ask again.
    pub async fn status(&self, export_id: &str) -> Result<Kept<wire::Export>> {
        let call = Call::get(Safety::Safe, "/analytics/export/{export_id}/status")
            .name("analytics.status")
            .segment("export_id", export_id);
        self.api.one(call).await
    }
}
