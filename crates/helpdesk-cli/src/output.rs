//! Answers: tables for people, JSON for programs.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use futures_util::StreamExt;
use helpdesk::{Identified, ListStream, Loss, VendorData, Written};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::failure::Failure;

mod objects;

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
