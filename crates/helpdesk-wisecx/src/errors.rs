//! What WiseCX's answers mean.
//!
//! The documentation lists statuses (200, 400, 403, 501) and no error bodies. What the bodies are
//! looked through for is a third party's word: `{"message": …}`, sometimes a plain text, and HTTP 400
//! where something is not found.

use helpdesk_core::{Delivery, Error, ErrorKind};
use helpdesk_http::Call;
use helpdesk_http::classify::{self, Classify, Verdict};
use http::HeaderMap;
use serde_json::Value;

/// The path that tokens come from.
pub(crate) const AUTHENTICATE: &str = "/authenticate";

/// Bodies larger than this are no error messages.
const LARGEST: usize = 16 * 1024;

/// The members that an error has. A record has others.
const OF_A_MESSAGE: [&str; 4] = ["message", "error", "status", "code"];

/// Classifies the vendor's answers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Errors;

impl Classify for Errors {
    fn classify(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict {
        let Some(plain) = classify::from_status(status, headers, body) else {
            if !may_be_only_a_message(body) {
                return Verdict::Accepted;
            }
            return match Said::of(body).disguised() {
                Some(error) => Verdict::Refused(error),
                None => Verdict::Accepted,
            };
        };
        let said = Said::of(body);
        let kind = kind(call, status, plain.kind(), &said);
        let error = if kind == plain.kind() && said.sentence().is_none() {
            plain
        } else {
            let error = Error::new(kind, said.line(text(kind, plain.message())))
                .with_delivery(delivery(status, kind, &plain));
            match plain.retry_after() {
                Some(wait) => error.with_retry_after(wait),
                None => error,
            }
        };
        let error = said.complete(error);
        let is_login = call.template() == AUTHENTICATE;
        match kind {
            ErrorKind::Unauthorized | ErrorKind::Forbidden
                if matches!(status, 401 | 403) && !is_login =>
            {
                Verdict::AuthRejected(error)
            }
            _ => Verdict::Refused(error),
        }
    }
}

fn kind(call: &Call, status: u16, plain: ErrorKind, said: &Said) -> ErrorKind {
    match status {
        429 | 403 if said.is_about_limits() || status == 429 => {
            if said.has(&["per day", "daily", "day limit", "por día", "diari"]) {
                ErrorKind::QuotaExhausted
            } else {
                ErrorKind::RateLimited
            }
        }
        401 | 403 if call.template() == AUTHENTICATE => ErrorKind::Unauthorized,
        501 => ErrorKind::Unsupported,
        400 | 404 | 422 | 500 if said.is_not_found() => ErrorKind::NotFound,
        400 | 409 | 422 | 500 if said.is_duplicate() => ErrorKind::Conflict,
        _ => plain,
    }
}

fn text(kind: ErrorKind, plain: &str) -> &str {
    match kind {
        ErrorKind::NotFound => "there is no such record",
        ErrorKind::Conflict => "it is there already",
        ErrorKind::Unsupported => "the vendor has not implemented this",
        ErrorKind::RateLimited => "too many requests just now",
        ErrorKind::QuotaExhausted => "the requests of the day are used up",
        ErrorKind::Unauthorized => "the credentials were refused",
        _ => plain,
    }
}

/// Whoever says that something is missing, is there already or is not implemented, has done nothing.
/// After a failure of the vendor's own only the first is believed.
fn delivery(status: u16, kind: ErrorKind, plain: &Error) -> Delivery {
    match kind {
        ErrorKind::NotFound => Delivery::Answered,
        _ if status >= 500 && status != 501 => Delivery::Unknown,
        ErrorKind::Conflict
        | ErrorKind::Unsupported
        | ErrorKind::RateLimited
        | ErrorKind::QuotaExhausted => Delivery::Answered,
        _ => plain.delivery(),
    }
}

/// What a body says.
#[derive(Default)]
struct Said {
    /// The vendor's sentence, from JSON.
    message: Option<String>,
    /// A word such as `EXPORT_NOT_FOUND`.
    code: Option<String>,
    /// The record that is in the way.
    id: Option<String>,
    /// All of it in lower case, to look for words.
    words: String,
    /// Whether it is JSON without anything but a message.
    only_message: bool,
    /// Whether `status` says that it failed.
    failed: bool,
}

impl Said {
    fn of(body: &[u8]) -> Self {
        if body.is_empty() || body.len() > LARGEST || classify::is_web_page(body) {
            return Self::default();
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return Self::default();
        };
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Self::of_members(&members),
            Ok(Value::String(text)) => Self::of_text(&text),
            Ok(_) => Self::default(),
            Err(_) => Self::of_text(text),
        }
    }

    fn of_members(members: &serde_json::Map<String, Value>) -> Self {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let message = text("message").or_else(|| text("error"));
        let code = text("code").or_else(|| message.filter(|message| is_code(message)));
        let id = ["id", "contact_id", "case_id"]
            .iter()
            .find_map(|key| members.get(*key).and_then(Value::as_u64));
        Self {
            message: message.filter(|text| !is_code(text)).map(str::to_owned),
            code: code.filter(|code| is_code(code)).map(str::to_owned),
            id: id.map(|id| id.to_string()),
            words: words(message.unwrap_or_default()),
            only_message: message.is_some()
                && members
                    .keys()
                    .all(|key| OF_A_MESSAGE.contains(&key.as_str())),
            failed: text("status").is_some_and(|status| {
                status.eq_ignore_ascii_case("error") || status.eq_ignore_ascii_case("fail")
            }),
        }
    }

    /// A plain text is looked through and not repeated: nothing says what it may hold.
    fn of_text(text: &str) -> Self {
        let text = text.trim();
        Self {
            code: is_code(text).then(|| text.to_owned()),
            words: words(text),
            ..Self::default()
        }
    }

    /// An error that came as a good answer.
    fn disguised(&self) -> Option<Error> {
        if !self.only_message {
            return None;
        }
        let kind = if self.is_not_found() {
            ErrorKind::NotFound
        } else if self.failed {
            ErrorKind::Invalid
        } else {
            return None;
        };
        let plain = text(kind, "the vendor refused the input");
        Some(self.complete(Error::new(kind, self.line(plain)).with_delivery(Delivery::Answered)))
    }

    fn sentence(&self) -> Option<String> {
        let sentence = classify::vendor_sentence(self.message.as_deref()?);
        (!sentence.is_empty()).then_some(sentence)
    }

    fn line(&self, plain: &str) -> String {
        match self.sentence() {
            Some(sentence) => format!("{plain}; the vendor says: {sentence}"),
            None => plain.to_owned(),
        }
    }

    fn complete(&self, mut error: Error) -> Error {
        if let Some(code) = &self.code {
            error = error.with_vendor_code(code.clone());
        }
        if error.kind() == ErrorKind::Conflict
            && let Some(id) = &self.id
        {
            error = error.with_existing_id(id.clone());
        }
        error
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|word| self.words.contains(word))
    }

    fn is_not_found(&self) -> bool {
        self.has(&[
            "not found",
            "not exist",
            "doesn't exist",
            "no existe",
            "no encontrad",
            "no se encontr",
        ])
    }

    fn is_duplicate(&self) -> bool {
        self.has(&["already", "duplicate", "duplicad", "ya existe"])
    }

    fn is_about_limits(&self) -> bool {
        self.has(&["rate limit", "limit exceeded", "too many"])
    }
}

/// Whether the first member of an object is one that an error has. Good answers need not be read for
/// it.
fn may_be_only_a_message(body: &[u8]) -> bool {
    let Some(members) = body.trim_ascii_start().strip_prefix(b"{") else {
        return false;
    };
    let Some(name) = members.trim_ascii_start().strip_prefix(b"\"") else {
        return false;
    };
    OF_A_MESSAGE.iter().any(|own| {
        name.strip_prefix(own.as_bytes())
            .is_some_and(|rest| rest.starts_with(b"\""))
    })
}

fn words(text: &str) -> String {
    text.replace('_', " ").to_lowercase()
}

/// Whether a text is a code and not a sentence: `EXPORT_NOT_FOUND`.
fn is_code(text: &str) -> bool {
    (3..=60).contains(&text.len())
        && text.contains('_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
