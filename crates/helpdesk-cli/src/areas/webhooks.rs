//! `helpdesk webhooks …`

mod listen;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use helpdesk::webhook::{Event, EventKind, Inbound, Rejection, Verification, Verified};
use helpdesk::{Client, NewWebhook, Timestamp, WebhookId, WebhookPatch};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::{Format, Printer};
use crate::session::Session;

/// What to do with webhooks.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists subscriptions
    List {
        /// At most this many
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Shows a subscription
    Get {
        /// The subscription
        id: String,
    },
    /// Creates a subscription
    Create {
        /// The URL to be called
        #[arg(long)]
        url: String,
        /// An event, neutral (`message.received`) or the vendor's own; repeat for more
        #[arg(long, required = true)]
        event: Vec<String>,
        /// The name
        #[arg(long)]
        name: Option<String>,
    },
    /// Changes a subscription; events that are given replace all events
    Update {
        /// The subscription
        id: String,
        /// The URL to be called
        #[arg(long)]
        url: Option<String>,
        /// An event; repeat for more
        #[arg(long)]
        event: Vec<String>,
        /// The name
        #[arg(long)]
        name: Option<String>,
        /// Whether it is in use
        #[arg(long)]
        active: Option<bool>,
    },
    /// Removes a subscription
    Delete {
        /// The subscription
        id: String,
    },
    /// Checks whether a recorded delivery comes from the vendor
    Verify {
        /// A file with a header a line, `Name: value`; the first line may be `POST /path?query`
        #[arg(long, value_name = "FILE")]
        headers: PathBuf,
        /// A file with the body, byte for byte
        #[arg(long, value_name = "FILE")]
        body: PathBuf,
        /// The path and query that was called, where a shared secret stands in it
        #[arg(long, value_name = "PATH")]
        path: Option<String>,
    },
    /// Reads a recorded delivery as neutral events, without checking where it comes from
    Parse {
        /// A file with the body, byte for byte
        #[arg(long, value_name = "FILE")]
        body: PathBuf,
    },
    /// Receives deliveries, and prints each event once, as a JSON object a line, until Ctrl-C
    Listen(listen::Asked),
}

/// Carries it out.
pub async fn run(session: &Session, verb: Verb) -> Result<ExitCode, Failure> {
    let client = session.client()?;
    let webhooks = client.webhooks();
    let printer = &session.printer;
    match verb {
        Verb::List { limit } => printer.stream(webhooks.stream(), limit).await?,
        Verb::Get { id } => printer.object(&webhooks.get(&WebhookId::new(id)).await?)?,
        Verb::Create { url, event, name } => {
            let mut new = NewWebhook::new(url, event.into_iter().map(EventKind::from));
            new.name = name;
            printer.written(&webhooks.create(&new).await?)?;
        }
        Verb::Update {
            id,
            url,
            event,
            name,
            active,
        } => {
            let mut patch = WebhookPatch::new();
            patch.url = url.into();
            patch.name = name.into();
            patch.active = active.into();
            if !event.is_empty() {
                patch = patch.events(event.into_iter().map(EventKind::from));
            }
            if patch.fields().is_empty() {
                return Err(Failure::Usage("nothing to change; give a field".to_owned()));
            }
            printer.written(&webhooks.update(&WebhookId::new(id), &patch).await?)?;
        }
        Verb::Delete { id } => {
            webhooks.delete(&WebhookId::new(&*id)).await?;
            printer.done(
                &json!({"id": id, "deleted": true}),
                &format!("deleted {id}"),
            )?;
        }
        Verb::Verify {
            headers,
            body,
            path,
        } => return verify(session, &client, &headers, &body, path),
        Verb::Parse { body } => {
            let inbound = Inbound::new(http::HeaderMap::new(), read(&body)?);
            let unproven = Verified::vouch(
                inbound,
                client.vendor().clone(),
                Verification::None,
                Timestamp::now(),
            )?;
            let events = client.parse_webhook(&unproven)?;
            print_events(printer, &events)?;
        }
        Verb::Listen(asked) => return listen::run(client, &asked).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(
    session: &Session,
    client: &Client,
    headers: &Path,
    body: &Path,
    path: Option<String>,
) -> Result<ExitCode, Failure> {
    let headers = String::from_utf8_lossy(&read(headers)?).into_owned();
    let mut inbound = Inbound::recorded(&headers, read(body)?)?;
    if let Some(path) = path {
        let uri: http::Uri = path.parse().map_err(|_| {
            Failure::Usage("--path must be a path, with its query if there is one".to_owned())
        })?;
        inbound = inbound.with_uri(&uri);
    }
    match client.verify_webhook(inbound) {
        Ok(verified) => {
            let by = serde_json::to_value(verified.by()).unwrap_or(Value::Null);
            let word = by.as_str().unwrap_or_default().to_owned();
            session.printer.done(
                &json!({"verified": by, "reason": null, "answer": null}),
                &format!("verified by: {word}"),
            )?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            if let Some(rejection) = Rejection::of(&error) {
                session.printer.done(
                    &json!({"verified": null, "reason": rejection.to_string(), "answer": rejection.http_status()}),
                    &format!("refused: {rejection}"),
                )?;
            }
            Err(error.into())
        }
    }
}

fn print_events(printer: &Printer, events: &[Event]) -> Result<(), Failure> {
    let or_dash = |id: Option<String>| id.unwrap_or_else(|| "–".to_owned());
    if printer.format() == Format::Table {
        return printer.table(
            &[
                "id",
                "kind",
                "occurred",
                "contact",
                "ticket",
                "message",
                "completeness",
            ],
            events.iter().map(|event| {
                vec![
                    event.id.to_string(),
                    event.kind.to_string(),
                    or_dash(event.occurred_at.map(|at| at.to_string())),
                    or_dash(event.contact.as_ref().map(ToString::to_string)),
                    or_dash(event.ticket.as_ref().map(ToString::to_string)),
                    or_dash(event.message.as_ref().map(ToString::to_string)),
                    json!(event.completeness)
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                ]
            }),
        );
    }
    let rows = events.iter().map(|event| json!(event)).collect();
    printer.rows(json!({}), "events", rows)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        Failure::Usage(format!(
            "{} cannot be read: {}",
            path.display(),
            error.kind()
        ))
    })
}
