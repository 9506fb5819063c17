//! One contact as a client of one vendor alone would hand it out: written by hand, for the answers of
//! the benches, without anything of the library but the neutral types.
//!
//! The same neutral contact comes out, the vendor's own text and the fields that were not sent
//! included. What the vendor is not known to send is not read, and nothing is said of an answer that
//! does not fit but that it does not.

mod chat2desk;
mod cxpress;
mod digisac;
mod wisecx;

use helpdesk_core::{Contact, Field, TagRef};
use serde::Deserialize;
use serde::de::Deserializer;

use crate::sample::Desk;

/// Why there is no contact.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The contact in an answer.
pub fn contact(desk: Desk, body: &[u8]) -> Result<Contact, Failure> {
    match desk {
        Desk::Cxpress => cxpress::contact(body),
        Desk::Digisac => digisac::contact(body),
        Desk::WiseCx => wisecx::contact(body),
        Desk::Chat2Desk => chat2desk::contact(body),
    }
}

/// A member that was sent, null or not. One that was not is `None`, by default.
type Sent<T> = Option<Option<T>>;

fn sent<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Sent<T>, D::Error> {
    Option::deserialize(from).map(Some)
}

fn filled(text: Sent<String>) -> Option<String> {
    text.flatten().filter(|text| !text.is_empty())
}

/// The fields of which nothing was sent.
fn missing<const N: usize>(fields: [(bool, Field); N]) -> Vec<Field> {
    let missing = fields.into_iter().filter(|(sent, _)| !sent);
    missing.map(|(_, field)| field).collect()
}

#[derive(Deserialize)]
struct Label {
    id: String,
    #[serde(alias = "label")]
    name: Option<String>,
}

impl Label {
    fn tag(self) -> Option<TagRef> {
        TagRef::from_parts(Some(self.id), self.name)
    }
}
