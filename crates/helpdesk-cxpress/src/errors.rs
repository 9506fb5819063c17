//! Refusals.
//!
//! The documentation shows none. All good answers have `message` and `code_cxpress`, so refusals are
//! expected to; which status means what, and the words, are open. So the status decides first, and
//! words correct it where a plain 400 or 500 would hide what a program has to know: that something
//! is missing, is there already, or is in use.

use std::time::Duration;

use helpdesk_core::{Clock, Delivery, Error, ErrorKind, Field, json};
use helpdesk_http::classify::{self, Classify, Verdict};
use helpdesk_http::{Budget, Call};
use http::HeaderMap;
use std::sync::Arc;

use crate::auth::Denials;
use crate::wire::Refusal;

/// How long the vendor blocks an address that sent too many requests.
pub(crate) const BLOCK: Duration = Duration::from_secs(10 * 60);

/// Tells good answers from bad ones.
#[derive(Debug)]
pub(crate) struct Errors {
    pub(crate) budget: Budget,
    pub(crate) denials: Arc<Denials>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Classify for Errors {
    fn classify(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict {
        let Some(plain) = classify::from_status(status, headers, body) else {
            return Verdict::Accepted;
        };
        let refusal: Refusal = json::from_bytes(body).unwrap_or_default();
        let said = refusal.message.as_deref().unwrap_or_default();
        let words = said.to_lowercase();
        if status == 429 || (status == 403 && any(&words, BLOCKED)) {
            return Verdict::Refused(self.blocked(&refusal, headers));
        }
        let error = refined(&plain, status, &words, &refusal);
        match status {
            401 => Verdict::AuthRejected(error),
            403 if error.kind() == ErrorKind::Forbidden
                && !self.denials.knows(&Denials::place(call)) =>
            {
                Verdict::AuthRejected(error)
            }
            _ => Verdict::Refused(error),
        }
    }
}

impl Errors {
    /// Too many requests from this address: every call before the block is over would be refused as
    /// well, so none is sent.
    fn blocked(&self, refusal: &Refusal, headers: &HeaderMap) -> Error {
        let wait = classify::retry_after(headers, Some(self.clock.now())).unwrap_or(BLOCK);
        self.budget.block_for(wait);
        let error = Error::new(
            ErrorKind::RateLimited,
            "too many requests from this IP address in a minute; the vendor blocks it for ten \
             minutes, and nothing is sent until then",
        );
        coded(error, refusal).with_retry_after(wait)
    }
}

/// Whether an answer refuses the token its permission, and nothing else.
pub(crate) fn lacks_permission(status: u16, body: &[u8]) -> bool {
    if status != 403 {
        return false;
    }
    let refusal: Refusal = json::from_bytes(body).unwrap_or_default();
    let words = refusal.message.unwrap_or_default().to_lowercase();
    let conflict = kind_of(&words).is_some_and(|(kind, _)| kind == ErrorKind::Conflict);
    !conflict && !any(&words, BLOCKED)
}

fn coded(error: Error, refusal: &Refusal) -> Error {
    match &refusal.code_cxpress {
        Some(code) => error.with_vendor_code(classify::vendor_sentence(code)),
        None => error,
    }
}

/// What the status says, corrected by what the words say.
fn refined(plain: &Error, status: u16, words: &str, refusal: &Refusal) -> Error {
    let by_words = match status {
        400 | 404 | 409 | 410 | 422 | 423 | 500 => kind_of(words),
        403 => kind_of(words).filter(|(kind, _)| *kind == ErrorKind::Conflict),
        _ => None,
    };
    let by_status = match status {
        409 => Some((ErrorKind::Conflict, EXISTS)),
        423 => Some((ErrorKind::Conflict, BUSY)),
        _ => None,
    };
    let spoken = refusal
        .message
        .as_deref()
        .map(classify::vendor_sentence)
        .filter(|text| !text.is_empty());
    let told = |text: &str| match &spoken {
        Some(spoken) => format!("{text}: “{spoken}”"),
        None => text.to_owned(),
    };
    let (kind, text, delivery) = match by_words.or(by_status) {
        Some((kind, text)) => (kind, told(text), Delivery::Answered),
        None => (plain.kind(), told(plain.message()), plain.delivery()),
    };
    let mut error = Error::new(kind, text)
        .with_status(status)
        .with_delivery(delivery);
    if let Some(wait) = plain.retry_after() {
        error = error.with_retry_after(wait);
    }
    if matches!(kind, ErrorKind::Invalid | ErrorKind::Conflict) {
        error = fields_in(words).into_iter().fold(error, |error, field| {
            error.with_field_error(field.as_str(), "the vendor names it")
        });
    }
    coded(error, refusal)
}

const EXISTS: &str = "it collides with what is there already";
const BUSY: &str = "it is in use just now; try again later";

/// What the words of a refusal mean, in the three languages of the vendor.
fn kind_of(words: &str) -> Option<(ErrorKind, &'static str)> {
    if any(words, BUSY_WORDS) {
        Some((ErrorKind::Conflict, BUSY))
    } else if any(words, EXISTS_WORDS) {
        Some((ErrorKind::Conflict, EXISTS))
    } else if any(words, MISSING_WORDS) {
        Some((ErrorKind::NotFound, "there is no such record"))
    } else {
        None
    }
}

fn any(words: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| words.contains(sign))
}

const BLOCKED: &[&str] = &[
    "too many requests",
    "rate limit",
    "is blocked",
    "been blocked",
    "temporarily blocked",
    "bloquead",
    "muitas requisi",
    "demasiadas solicitudes",
];

const MISSING_WORDS: &[&str] = &[
    "not found",
    "not exist",
    "doesn't exist",
    "no such",
    "não encontrad",
    "não existe",
    "inexistente",
    "no encontrad",
    "no existe",
];

const EXISTS_WORDS: &[&str] = &[
    "already exist",
    "already in use",
    "already registered",
    "already has",
    "duplicate",
    "must be unique",
    "another consumer",
    "another tag",
    "another sector",
    "já existe",
    "já cadastrad",
    "já está em uso",
    "ya existe",
    "ya está registrad",
    "ya está en uso",
];

const BUSY_WORDS: &[&str] = &[
    "handling",
    "being handled",
    "in attendance",
    "being attended",
    "ongoing ticket",
    "em atendimento",
    "tickets em andamento",
    "en atención",
    "siendo atendid",
    "tickets en curso",
];

/// The neutral fields whose names on the wire stand in a refusal.
fn fields_in(words: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (name, field) in [
        ("email", Field::Emails),
        ("phone", Field::Phones),
        ("whatsapp", Field::Phones),
        ("document_number", Field::Document),
        ("custom_field", Field::CustomFields),
        ("custom field", Field::CustomFields),
        ("employee_user_id", Field::Assignee),
        ("sector_id", Field::Department),
        ("channel_id", Field::Channel),
        ("status_id", Field::Status),
        ("subject", Field::Subject),
        ("tag_ids", Field::Tags),
    ] {
        if words.contains(name) && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}
