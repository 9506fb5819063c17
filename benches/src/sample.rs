//! Pages of rows, made from the fixtures.

use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;

/// The vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// Cxpress.
    Cxpress,
    /// Digisac.
    Digisac,
    /// WiseCX.
    WiseCx,
    /// Chat2Desk.
    Chat2Desk,
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Contacts.
    Contacts,
    /// Tickets.
    Tickets,
}

impl Desk {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cxpress, Self::Digisac, Self::WiseCx, Self::Chat2Desk];

    /// The vendor's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cxpress => "cxpress",
            Self::Digisac => "digisac",
            Self::WiseCx => "wisecx",
            Self::Chat2Desk => "chat2desk",
        }
    }

    /// How many rows the adapter asks for in one page.
    pub fn page_size(self) -> u64 {
        match self {
            Self::Cxpress | Self::Digisac | Self::WiseCx => 100,
            Self::Chat2Desk => 200,
        }
    }
}

/// Rows of one kind, from which pages are made.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Whose they are.
    pub desk: Desk,
    /// What they are.
    pub rows: Rows,
    patterns: Vec<Pattern>,
}

/// A row with its identifier left open.
#[derive(Debug, Clone)]
struct Pattern {
    before: String,
    id: String,
    after: String,
}

#[derive(Deserialize)]
struct Fixture<'a> {
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(Deserialize)]
struct Listed<'a> {
    #[serde(borrow, alias = "consumers", alias = "tickets")]
    data: Vec<&'a RawValue>,
}

/// Reads the body of a fixture, as it stands but for white space.
pub fn fixture(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let text = std::fs::read_to_string(root.join(path)).expect("a fixture");
    let fixture: Fixture<'_> = serde_json::from_str(&text).expect("a fixture");
    compact(fixture.body.get())
}

/// Takes the white space between tokens out, and leaves the order of members.
fn compact(json: &str) -> String {
    let (mut text, mut inside, mut escaped) = (String::new(), false, false);
    for c in json.chars() {
        if inside || !c.is_ascii_whitespace() {
            text.push(c);
        }
        inside ^= c == '"' && !escaped;
        escaped = inside && c == '\\' && !escaped;
    }
    text
}

fn listed(path: &str) -> Vec<String> {
    let body = fixture(path);
    let rows = match serde_json::from_str::<Vec<&RawValue>>(&body) {
        Ok(rows) => rows,
        Err(_) => {
            serde_json::from_str::<Listed<'_>>(&body)
                .expect("a list")
                .data
        }
    };
    rows.into_iter().map(|row| row.get().to_owned()).collect()
}

/// The same row without these members, and with these instead.
fn changed(row: &str, without: &[&str], with: &str) -> String {
    let mut text = row.to_owned();
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(row).expect("an object");
    for name in without {
        if let Some(value) = members.get(*name) {
            text = text.replacen(&format!(",\"{name}\":{}", value.get()), "", 1);
        }
    }
    text.truncate(text.len() - 1);
    format!("{text},{with}}}").replace(",}", "}")
}

impl Sample {
    /// Rows as the vendor's list sends them when the adapter asks.
    pub fn new(desk: Desk, rows: Rows) -> Self {
        // What lists send beside the fixture's members, because the adapter asks for it.
        let included = r#""tags":[],"customFieldValues":[],"service":{"id":"c87be0cf-f33c-4c77-a0ae-fcc8e8421347","name":"WhatsApp Lunar","type":"whatsapp"},"person":null"#;
        let texts: Vec<String> = match (desk, rows) {
            (Desk::Cxpress, Rows::Contacts) => listed("cxpress/consumers/list.json"),
            (Desk::Cxpress, Rows::Tickets) => listed("cxpress/tickets/list_with_tag_objects.json"),
            (Desk::Digisac, Rows::Contacts) => {
                let whole = fixture("digisac/contacts/get_with_includes.json");
                let extra = ["avatar", "thumbAvatar", "currentTicket", "lastMessage"];
                let mut texts = vec![changed(&whole, &extra, "")];
                texts.extend(
                    listed("digisac/contacts/list_first_page.json")
                        .iter()
                        .map(|row| changed(row, &[], included)),
                );
                texts
            }
            (Desk::Digisac, Rows::Tickets) => listed("digisac/tickets/list.json"),
            (Desk::WiseCx, Rows::Contacts) => {
                let one = fixture("wisecx/contacts/get.json");
                let more = r#""phone":"5500955500001","guid":"","last_update":"2031-05-05 17:00:00","organization_id":0,"address":"""#;
                vec![
                    changed(&one, &[], more),
                    changed(
                        &one,
                        &["custom_fields"],
                        &format!("\"custom_fields\":[],{more}"),
                    ),
                ]
            }
            (Desk::WiseCx, Rows::Tickets) => vec![fixture("wisecx/cases/get_all_fields.json")],
            (Desk::Chat2Desk, Rows::Contacts) => listed("chat2desk/clients/list.json"),
            (Desk::Chat2Desk, Rows::Tickets) => listed("chat2desk/tickets/list.json"),
        };
        let key = match (desk, rows) {
            (Desk::Cxpress, Rows::Contacts) => "user_id",
            _ => "id",
        };
        let patterns = texts.iter().map(|text| Pattern::new(text, key)).collect();
        Self {
            desk,
            rows,
            patterns,
        }
    }

    /// All samples.
    pub fn all() -> impl Iterator<Item = Self> {
        Desk::ALL
            .into_iter()
            .flat_map(|desk| [Rows::Contacts, Rows::Tickets].map(|rows| Self::new(desk, rows)))
    }

    /// What it is, for tables.
    pub fn name(&self) -> String {
        let rows = match self.rows {
            Rows::Contacts => "contacts",
            Rows::Tickets => "tickets",
        };
        format!("{} {rows}", self.desk.name())
    }

    /// A row by its number.
    pub fn row(&self, number: u64) -> String {
        let index = usize::try_from(number).expect("a small number") % self.patterns.len();
        let mut text = String::new();
        self.patterns[index].write(number, &mut text);
        text
    }

    /// Rows from `first` on, `size` of them or as many as there are of `total`, in the vendor's
    /// envelope.
    pub fn page(&self, first: u64, size: u64, total: u64) -> Vec<u8> {
        let mut rows = String::new();
        for number in first..total.min(first + size) {
            if number > first {
                rows.push(',');
            }
            let index = usize::try_from(number).expect("a small number") % self.patterns.len();
            self.patterns[index].write(number, &mut rows);
        }
        let (page, last) = (first / size + 1, total.div_ceil(size).max(1));
        let next = if page < last {
            (page + 1).to_string()
        } else {
            "null".to_owned()
        };
        let text = match (self.desk, self.rows) {
            (Desk::Cxpress, what) => {
                let rows_key = if what == Rows::Contacts {
                    "consumers"
                } else {
                    "tickets"
                };
                format!(
                    r#"{{"message":"successfully.","{rows_key}":[{rows}],"code_cxpress":1400,"pagination":{{"total":{total},"lastPage":{last},"prevPage":null,"nextPage":{next},"perPage":{size},"currentPage":{page},"from":{first},"to":{}}}}}"#,
                    first + size
                )
            }
            (Desk::Digisac, _) => format!(
                r#"{{"data":[{rows}],"total":{total},"limit":{size},"skip":{first},"currentPage":{page},"lastPage":{last},"from":{first},"to":{}}}"#,
                first + size
            ),
            (Desk::WiseCx, Rows::Contacts) => format!(
                r#"{{"data":[{rows}],"paging":{{"next":"","page":{page},"limit":{size}}}}}"#
            ),
            (Desk::WiseCx, Rows::Tickets) => format!("[{rows}]"),
            (Desk::Chat2Desk, _) => format!(
                r#"{{"data":[{rows}],"meta":{{"total":{total},"limit":{size},"offset":{first}}},"status":"success"}}"#
            ),
        };
        text.into_bytes()
    }

    /// The answer for one contact, in the vendor's envelope.
    pub fn one(&self, number: u64) -> Vec<u8> {
        let row = self.row(number);
        match self.desk {
            Desk::Cxpress => {
                format!(r#"{{"message":"successfully.","consumers":[{row}],"code_cxpress":1400}}"#)
            }
            Desk::Digisac | Desk::WiseCx => row,
            Desk::Chat2Desk => format!(r#"{{"data":{row},"status":"success"}}"#),
        }
        .into_bytes()
    }

    /// The identifier of a row.
    pub fn id(&self, number: u64) -> String {
        let index = usize::try_from(number).expect("a small number") % self.patterns.len();
        self.patterns[index].numbered(number)
    }
}

impl Pattern {
    fn new(row: &str, key: &str) -> Self {
        let members: std::collections::BTreeMap<String, &RawValue> =
            serde_json::from_str(row).expect("an object");
        let id = members[key].get().to_owned();
        let at = row
            .find(&format!("\"{key}\":{id}"))
            .expect("its identifier")
            + key.len()
            + 3;
        Self {
            before: row[..at].to_owned(),
            after: row[at + id.len()..].to_owned(),
            id,
        }
    }

    fn write(&self, number: u64, text: &mut String) {
        text.push_str(&self.before);
        if self.id.starts_with('"') {
            text.push('"');
            text.push_str(&self.numbered(number));
            text.push('"');
        } else {
            text.push_str(&self.numbered(number));
        }
        text.push_str(&self.after);
    }

    /// The identifier with its end replaced by the number, in the vendor's form.
    fn numbered(&self, number: u64) -> String {
        let id = self.id.trim_matches('"');
        match id.rsplit_once('-') {
            Some((before, end)) if end.len() == 12 => format!("{before}-{number:012x}"),
            Some((before, _)) => format!("{before}-{}", number + 1),
            None => (10_000_000 + number).to_string(),
        }
    }
}
