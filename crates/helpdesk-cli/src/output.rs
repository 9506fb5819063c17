//! Answers: tables for people, JSON for programs.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use futures_util::StreamExt;
use helpdesk::{
    Agent, Channel, Contact, CustomField, Department, Identified, ListStream, Loss, Message, Tag,
    Ticket, VendorData, Webhook, Written,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table, for people
    Table,
    /// One JSON document
    Json,
    /// One JSON object a line, as pages arrive
    Jsonl,
}

impl Format {
    /// A table on a terminal, JSON elsewhere.
    pub fn by_terminal() -> Self {
        if std::io::stdout().is_terminal() {
            Self::Table
        } else {
            Self::Json
        }
    }
}

/// An object that can be shown.
pub trait Shown: Serialize {
    /// The heads of its columns.
    const COLUMNS: &'static [&'static str];

    /// Its cells, one a column.
    fn cells(&self) -> Vec<String>;

    /// The vendor's own JSON.
    fn vendor_data(&self) -> &VendorData;

    /// Takes what may be a secret out of its JSON. `--raw` leaves it in.
    fn redact(&self, _json: &mut Map<String, Value>) {}
}

/// Writes answers in the chosen form.
#[derive(Debug, Clone)]
pub struct Printer {
    format: Format,
    with_vendor_data: bool,
    with_losses: bool,
}

impl Printer {
    /// A printer.
    pub fn new(format: Format, with_vendor_data: bool, with_losses: bool) -> Self {
        Self {
            format,
            with_vendor_data,
            with_losses,
        }
    }

    /// The form in which it writes.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Writes a list as it arrives, up to a limit.
    pub async fn stream<T>(
        &self,
        stream: ListStream<T>,
        limit: Option<usize>,
    ) -> Result<(), Failure>
    where
        T: Shown + Identified + Send + Unpin + 'static,
    {
        let mut stream = stream.take(limit.unwrap_or(usize::MAX));
        let mut items = Vec::new();
        while let Some(item) = stream.next().await {
            let item = item?;
            if self.format == Format::Jsonl {
                write_line(&self.value(&item).to_string())?;
            } else {
                items.push(item);
            }
        }
        if self.format == Format::Jsonl {
            Ok(())
        } else {
            self.list(&items)
        }
    }

    /// Writes a list that is complete.
    pub fn list<T: Shown>(&self, items: &[T]) -> Result<(), Failure> {
        match self.format {
            Format::Table => self.table(T::COLUMNS, items.iter().map(Shown::cells)),
            Format::Json => self.json(&Value::Array(
                items.iter().map(|item| self.value(item)).collect(),
            )),
            Format::Jsonl => items
                .iter()
                .try_for_each(|item| write_line(&self.value(item).to_string())),
        }
    }

    /// Writes one object.
    pub fn object<T: Shown>(&self, item: &T) -> Result<(), Failure> {
        match self.format {
            Format::Table => self.table(T::COLUMNS, [item.cells()]),
            Format::Json | Format::Jsonl => self.json(&self.value(item)),
        }
    }

    /// Writes what a write gave back, with its losses where they were allowed.
    pub fn written<T: Shown>(&self, written: &Written<T>) -> Result<(), Failure> {
        self.changed(&written.value, &written.losses)
    }

    /// Writes an object that was changed, with the losses where they were allowed.
    pub fn changed<T: Shown>(&self, item: &T, losses: &[Loss]) -> Result<(), Failure> {
        if self.format == Format::Table {
            self.object(item)?;
            for loss in losses {
                say(format_args!("lost: {}: {}", loss.field, loss.reason));
            }
            return Ok(());
        }
        let mut value = self.value(item);
        if let (true, Some(object)) = (self.with_losses, value.as_object_mut()) {
            object.insert("losses".to_owned(), json!(losses));
        }
        self.json(&value)
    }

    /// Writes rows that belong to something: one object that holds them under `key`, or an object a
    /// line.
    pub fn rows(&self, head: Value, key: &str, rows: Vec<Value>) -> Result<(), Failure> {
        if self.format == Format::Jsonl {
            return rows.iter().try_for_each(|row| self.json(row));
        }
        let mut whole = head;
        whole[key] = Value::Array(rows);
        self.json(&whole)
    }

    /// Writes a JSON value, whatever it is; over several lines unless it is to be one a line.
    pub fn json(&self, value: &Value) -> Result<(), Failure> {
        let text = if self.format == Format::Jsonl {
            value.to_string()
        } else {
            serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
        };
        write_line(&text)
    }

    /// Writes that something was done to a record: as an object for programs, a line for people.
    pub fn done(&self, value: &Value, line: &str) -> Result<(), Failure> {
        if self.format == Format::Table {
            write_line(line)
        } else {
            self.json(value)
        }
    }

    /// Writes a table.
    #[allow(clippy::unused_self, reason = "all writing goes through the printer")]
    pub fn table(
        &self,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Result<(), Failure> {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(columns.to_vec());
        for row in rows {
            table.add_row(row);
        }
        write_line(&table.to_string())
    }

    fn value<T: Shown>(&self, item: &T) -> Value {
        let mut value = serde_json::to_value(item).unwrap_or(Value::Null);
        if let Some(object) = value.as_object_mut() {
            if self.with_vendor_data {
                object.insert("vendor_data".to_owned(), item.vendor_data().to_value());
            } else {
                item.redact(object);
            }
        }
        value
    }
}

/// Writes a line. A reader that is gone is a failure here, never a panic.
pub fn write_line(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Tells a person something on standard error. Nobody may be reading there, and that is no failure.
pub fn say(what: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{what}");
}

fn or_dash(text: Option<impl ToString>) -> String {
    text.map_or_else(|| "–".to_owned(), |text| text.to_string())
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn named<I: ToString>(reference: Option<&helpdesk::Ref<I>>) -> String {
    or_dash(reference.and_then(|r| {
        r.name
            .clone()
            .or_else(|| r.id.as_ref().map(ToString::to_string))
    }))
}

macro_rules! shown {
    ($type:ty, $columns:expr, |$item:ident| $cells:expr) => {
        impl Shown for $type {
            const COLUMNS: &'static [&'static str] = &$columns;

            fn cells(&self) -> Vec<String> {
                let $item = self;
                $cells
            }

            fn vendor_data(&self) -> &VendorData {
                &self.vendor_data
            }
        }
    };
}

shown!(
    Contact,
    ["id", "name", "phones", "emails", "document", "tags"],
    |contact| vec![
        contact.id.to_string(),
        or_dash(contact.name.as_ref()),
        joined(contact.phones.iter().map(|phone| &phone.number)),
        joined(&contact.emails),
        or_dash(contact.document.as_ref()),
        joined(contact.tags.iter().map(|tag| named(Some(tag)))),
    ]
);
shown!(
    Ticket,
    [
        "id",
        "number",
        "status",
        "subject",
        "contact",
        "assignee",
        "department",
        "updated"
    ],
    |ticket| vec![
        ticket.id.to_string(),
        or_dash(ticket.number.as_ref()),
        ticket.status.value.to_string(),
        or_dash(ticket.subject.as_ref()),
        named(ticket.contact.as_ref()),
        named(ticket.assignee.as_ref()),
        named(ticket.department.as_ref()),
        or_dash(ticket.updated_at),
    ]
);
shown!(Tag, ["id", "name", "scope", "group", "active"], |tag| vec![
    tag.id.to_string(),
    tag.name.clone(),
    tag.scope.as_str().to_owned(),
    or_dash(tag.group.as_ref()),
    tag.active.to_string(),
]);
shown!(
    Message,
    ["id", "sent", "direction", "author", "kind", "text"],
    |message| vec![
        message.id.to_string(),
        or_dash(message.sent_at),
        message.direction.to_string(),
        message
            .author
            .name
            .clone()
            .unwrap_or_else(|| message.author.kind.to_string()),
        message.kind.to_string(),
        or_dash(message.text.as_ref()),
    ]
);
shown!(
    Agent,
    ["id", "name", "email", "role", "active", "online"],
    |agent| vec![
        agent.id.to_string(),
        agent.name.clone(),
        or_dash(agent.email.as_ref()),
        or_dash(agent.role.as_ref()),
        agent.active.to_string(),
        or_dash(agent.online),
    ]
);
shown!(
    Department,
    ["id", "name", "active", "agents"],
    |department| vec![
        department.id.to_string(),
        department.name.clone(),
        department.active.to_string(),
        department.agents.len().to_string(),
    ]
);
shown!(
    Channel,
    ["id", "name", "kinds", "address", "connected", "active"],
    |channel| vec![
        channel.id.to_string(),
        or_dash(channel.name.as_ref()),
        joined(&channel.kinds),
        or_dash(channel.address.as_ref()),
        or_dash(channel.connected),
        channel.active.to_string(),
    ]
);
shown!(
    CustomField,
    ["id", "key", "name", "entity", "type", "required"],
    |field| vec![
        field.id.to_string(),
        field.key.clone(),
        field.name.clone(),
        field.entity.to_string(),
        field.value_type.to_string(),
        field.required.to_string(),
    ]
);

impl Shown for Webhook {
    const COLUMNS: &'static [&'static str] = &["id", "name", "url", "events", "active"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            or_dash(self.name.as_ref()),
            without_secret(&self.url),
            joined(&self.raw_events),
            self.active.to_string(),
        ]
    }

    fn vendor_data(&self) -> &VendorData {
        &self.vendor_data
    }

    fn redact(&self, json: &mut Map<String, Value>) {
        let shown = without_secret(&self.url);
        let errors = self.last_errors.iter();
        let errors: Vec<_> = errors.map(|text| text.replace(&self.url, &shown)).collect();
        json.insert("url".to_owned(), json!(shown));
        json.insert("last_errors".to_owned(), json!(errors));
    }
}

/// Where a URL leads, without the parts that a shared secret may stand in: user, path and query.
fn without_secret(url: &str) -> String {
    let Ok(parts) = url.parse::<http::Uri>() else {
        return "[redacted]".to_owned();
    };
    let (Some(scheme), Some(host)) = (parts.scheme_str(), parts.host()) else {
        return "[redacted]".to_owned();
    };
    let port = parts
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let rest = match parts.path_and_query().map_or("/", |rest| rest.as_str()) {
        "/" => "/",
        _ => "/[redacted]",
    };
    format!("{scheme}://{host}{port}{rest}")
}

#[cfg(test)]
mod tests {
    use super::without_secret;

    #[test]
    fn a_url_is_shown_without_what_may_be_a_secret() {
        for (url, shown) in [
            ("https://example.com", "https://example.com/"),
            ("https://example.com/", "https://example.com/"),
            (
                "https://example.com/s3cret",
                "https://example.com/[redacted]",
            ),
            (
                "http://example.com:8080/?key=s3cret",
                "http://example.com:8080/[redacted]",
            ),
            ("https://user:s3cret@example.com/", "https://example.com/"),
            (
                "http://[::1]:80/s3cret?key=s3cret#s3cret",
                "http://[::1]:80/[redacted]",
            ),
            ("/hooks/s3cret", "[redacted]"),
            ("s3cret", "[redacted]"),
            ("https://exa mple.com/s3cret", "[redacted]"),
            ("", "[redacted]"),
        ] {
            assert_eq!(without_secret(url), shown);
        }
    }
}
