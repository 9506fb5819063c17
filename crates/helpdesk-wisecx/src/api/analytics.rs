//! `/analytics`.

use std::time::Duration;

use helpdesk_core::{Delivery, Error, ErrorKind, Result, Safety, builder};
use helpdesk_http::{Call, Download, Kept};
use tokio::io::AsyncWrite;

use super::Api;
use crate::wire::{self, ExportStatus};

/// Exports of reports: [`Analytics::export`] begins one, [`Analytics::finished`] waits for it, and
/// [`Analytics::download`] fetches it; [`Analytics::export_to`] does all three.
#[derive(Debug, Clone, Copy)]
pub struct Analytics<'a> {
    pub(super) api: &'a Api,
}

/// How an export is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Polling {
    /// The time between two questions. Each is a request.
    pub every: Duration,
    /// How long it is waited for in all; then it is a `Timeout`.
    pub at_most: Duration,
}

builder!(Polling, PollingBuilder {
    default: [
        every: Duration = Duration::from_secs(5),
        at_most: Duration = Duration::from_secs(15 * 60),
    ],
});

impl Default for Polling {
    fn default() -> Self {
        Self::builder().build()
    }
}

/// An export that is not there this long after it was begun is none.
const HIDDEN: Duration = Duration::from_secs(60);

impl Analytics<'_> {
    /// `POST /analytics/export/{id}`: begins the export of a list report (dashboards cannot be
    /// exported). Three may run at a time. `Invalid` names `filter.date_from` or `filter.date_to`
    /// before anything is sent. Sent once only.
    pub async fn export(&self, id: u64, input: &wire::ExportInput) -> Result<Kept<wire::Export>> {
        input.check()?;
        let call = Call::post(Safety::Once, "/analytics/export/{id}")
            .name("analytics.export")
            .segment("id", id)
            .json(input);
        self.api.wrote(call).await
    }

    /// `GET /analytics/export/{export_id}/status`: how far an export has come.
    ///
    /// In its first seconds the status may be [`wire::ExportStatus::NotFoundYet`] (documented by a
    /// third party): ask again. Repeated after failures that may pass.
    pub async fn status(&self, export_id: &str) -> Result<Kept<wire::Export>> {
        let call = Call::get(Safety::Safe, "/analytics/export/{export_id}/status")
            .name("analytics.status")
            .segment("export_id", export_id);
        self.api.one(call).await
    }

    /// Asks for the status of an export until it is done, and tells of each answer.
    ///
    /// `NotFound` when the vendor does not know the export a minute later, `Unavailable` when it says
    /// that the report could not be made, `Timeout` when it is not done in time; the export goes on
    /// then and can be waited for again. One request for each question.
    pub async fn finished(
        &self,
        export_id: &str,
        polling: &Polling,
        mut progress: impl FnMut(&wire::Export) + Send,
    ) -> Result<Kept<wire::Export>> {
        let clock = self.api.pipeline().clock();
        let begun = clock.instant();
        loop {
            let export = self.status(export_id).await?;
            progress(&export.wire);
            let waited = clock.instant().saturating_duration_since(begun);
            match &export.wire.status {
                Some(ExportStatus::Completed) => return Ok(export),
                Some(ExportStatus::Error) => {
                    let what = "the vendor could not make the report; begin another export";
                    return Err(failed(ErrorKind::Unavailable, what));
                }
                Some(ExportStatus::NotFoundYet) if waited >= HIDDEN => {
                    return Err(failed(ErrorKind::NotFound, "there is no such export"));
                }
                _ => {}
            }
            if waited.saturating_add(polling.every) > polling.at_most {
                let what = "the export is not done in time; it goes on at the vendor";
                return Err(failed(ErrorKind::Timeout, what));
            }
            clock.sleep(polling.every).await;
        }
    }

    /// The file of an export that is done, as it arrives. Its address is at another host and is asked
    /// unsigned. `Conflict` for an export that is not done. One request; a download that breaks off
    /// is not taken up again.
    pub async fn download(&self, export: &wire::Export) -> Result<Download> {
        let Some(url) = &export.report_url else {
            return Err(Error::new(ErrorKind::Conflict, "the export is not done")
                .with_vendor(crate::VENDOR)
                .with_operation("analytics.download")
                .with_delivery(Delivery::NotSent));
        };
        self.api.fetch(url).await
    }

    /// Begins an export, waits for it, and writes its file to a sink. Says how many bytes it was.
    ///
    /// The file is written as it arrives and never held as a whole. An error after the export has
    /// begun does not end it at the vendor, where it counts among the three that may run; `progress`
    /// was told its identifier.
    pub async fn export_to<W: AsyncWrite + Unpin + Send + ?Sized>(
        &self,
        id: u64,
        input: &wire::ExportInput,
        polling: &Polling,
        sink: &mut W,
        mut progress: impl FnMut(&wire::Export) + Send,
    ) -> Result<u64> {
        let begun = self.export(id, input).await?.wire;
        progress(&begun);
        let done = self.finished(&begun.export_id, polling, progress).await?;
        self.download(&done.wire).await?.write_to(sink).await
    }
}

fn failed(kind: ErrorKind, what: &'static str) -> Error {
    Error::new(kind, what)
        .with_vendor(crate::VENDOR)
        .with_operation("analytics.status")
        .with_attempts(1)
        .with_delivery(Delivery::Answered)
}
