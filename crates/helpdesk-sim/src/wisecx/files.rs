//! Files of activities: sent as a link or in base64, given back as a relative link.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::Sim;
use super::check::{Ask, Kind, Reason, Refusal, text};
use super::state::Attachment;
use crate::strict;

const LIMIT: usize = 5 * 1024 * 1024;

/// The relative link that the vendor gives for a file.
pub(super) fn link(file: &str) -> String {
    format!("/FileAdm/DownloadFile.aspx?file={file}&e=9&t=20501")
}

/// `GET /FileAdm/DownloadFile.aspx`, at the root of the host.
pub(super) async fn download(State(sim): State<Sim>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    strict::known_query(
        &sim.lab,
        "GET /FileAdm/DownloadFile.aspx",
        &query,
        &["file", "e", "t"],
    );
    let pairs = strict::query_pairs(&query);
    let wanted = pairs.iter().find(|(key, _)| key == "file");
    let world = sim.world();
    let found = wanted.and_then(|(_, file)| {
        world
            .activities
            .iter()
            .flat_map(|activity| &activity.attachments)
            .find(|held| held.file == *file)
    });
    match found {
        Some(held) => held.bytes.clone().into_response(),
        None => Refusal::new(Reason::NoPath, "File Not Found").into_response(),
    }
}

/// Refuses a request whose files are more than 5 MB together.
pub(super) fn within_limit<'a>(files: impl Iterator<Item = &'a Attachment>) -> Result<(), Refusal> {
    if files.map(|file| file.bytes.len()).sum::<usize>() > LIMIT {
        return Err(Refusal::bad("The attachments exceed 5MB"));
    }
    Ok(())
}

impl Sim {
    /// The `attachments` of an activity.
    pub(super) fn attachments_in(
        &self,
        ask: &Ask,
        object: &Map<String, Value>,
    ) -> Result<Vec<Attachment>, Refusal> {
        let items = object.get("attachments").and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .map(|item| self.attachment(ask, item))
            .collect()
    }

    fn attachment(&self, ask: &Ask, item: &Value) -> Result<Attachment, Refusal> {
        let object = self.object(
            &ask.endpoint,
            item,
            &[
                ("filename", Kind::Text, true),
                ("url", Kind::Text, false),
                ("content", Kind::Text, false),
            ],
        )?;
        let bytes = match (text(object, "content"), text(object, "url")) {
            (Some(content), _) => decoded(&content)
                .ok_or_else(|| self.violated(&ask.endpoint, "`content` is not base64"))?,
            (None, Some(url)) => format!("the file at {url}").into_bytes(),
            (None, None) => return Err(Refusal::bad("The field url or content is required")),
        };
        Ok(Attachment {
            filename: text(object, "filename").unwrap_or_default(),
            file: self.lab.uuid().replace('-', ""),
            bytes,
        })
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    Some(bytes)
}
