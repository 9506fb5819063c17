//! What an answer means.

use std::fmt;
use std::time::Duration;

use helpdesk_core::{Delivery, Error, ErrorKind, Timestamp};
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::SignedDuration;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::Call;

/// The longest wait that is believed; a server that asks for more is told off with this much.
pub const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What an answer means.
#[derive(Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// It is what was asked for.
    Accepted,
    /// The credentials it was signed with are not (or no longer) good. The pipeline signs anew and
    /// sends once more, if the authenticator has anything better; otherwise this is the error.
    AuthRejected(Error),
    /// It is an error.
    Refused(Error),
}

/// Tells good answers from bad ones: the place where an adapter knows its vendor's status codes and
/// error bodies.
///
/// Begin with [`from_status`], and refine. Vendor, operation, status, attempts, request id,
/// `Retry-After` and delivery are filled in by the pipeline where the error does not have them. Not
/// asked for statuses that the call accepts by [`Call::accept_status`].
pub trait Classify: Send + Sync + fmt::Debug {
    /// What this answer means.
    fn classify(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict;
}

/// [`Classify`] by the HTTP status alone, for vendors without error bodies of interest.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByStatus;

impl Classify for ByStatus {
    fn classify(&self, _call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict {
        match from_status(status, headers, body) {
            None => Verdict::Accepted,
            Some(error) if status == 401 => Verdict::AuthRejected(error),
            Some(error) => Verdict::Refused(error),
        }
    }
}

/// What the status alone says; `None` for a good answer.
///
/// A web page (anything that begins like HTML) is an error even with status 200: a proxy, a login
/// page or a wrong base URL answered instead of the vendor's interface. No text of the body gets
/// into the message.
pub fn from_status(status: u16, headers: &HeaderMap, body: &[u8]) -> Option<Error> {
    let page = is_web_page(body);
    let (kind, text) = match status {
        200..=299 if page => (
            ErrorKind::Decode,
            "a web page came instead of data; check the base URL and what stands in between",
        ),
        200..=299 => return None,
        401 => (ErrorKind::Unauthorized, "the credentials were refused"),
        402 => (ErrorKind::Forbidden, "the plan does not include this"),
        403 => (
            ErrorKind::Forbidden,
            "the credentials do not allow this, or access is blocked",
        ),
        404 | 410 if page => (
            ErrorKind::NotFound,
            "there is nothing at this address; a web page says so, so check the base URL",
        ),
        404 | 410 => (ErrorKind::NotFound, "there is no such record or address"),
        409 => (
            ErrorKind::Conflict,
            "it collides with what is there already",
        ),
        408 => (
            ErrorKind::Unavailable,
            "the vendor gave up waiting for the request",
        ),
        425 => (
            ErrorKind::Unavailable,
            "the vendor was not ready for the request",
        ),
        429 => (ErrorKind::RateLimited, "too many requests just now"),
        300..=399 => (
            ErrorKind::Config,
            "the answer is a redirect, and those are not followed; check the base URL",
        ),
        400..=499 => (ErrorKind::Invalid, "the vendor refused the input"),
        _ => (ErrorKind::Unavailable, "the vendor failed"),
    };
    let mut error = Error::new(kind, text).with_status(status);
    error = error.with_delivery(match status {
        200..=299 | 408 | 500.. => Delivery::Unknown,
        _ => Delivery::Answered,
    });
    if matches!(
        kind,
        ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Forbidden
    ) && let Some(wait) = retry_after(headers, None)
    {
        error = error.with_retry_after(wait);
    }
    Some(error)
}

/// Whether a body is HTML instead of data, whatever its content type says.
pub fn is_web_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let start = body.trim_ascii_start();
    let start = &start[..start.len().min(15)];
    let is =
        |lead: &[u8]| start.len() >= lead.len() && start[..lead.len()].eq_ignore_ascii_case(lead);
    is(b"<!doctype html") || is(b"<html") || is(b"<head") || is(b"<body") || is(b"<!--")
}

/// The wait a `Retry-After` header asks for, in seconds or as a date, at most [`LONGEST_WAIT`].
///
/// A date is compared with the answer's own `Date`, so that a wrong clock does no harm, or else with
/// `now`. A date in the past is no wait. What cannot be read is `None`.
pub fn retry_after(headers: &HeaderMap, now: Option<Timestamp>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = text.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST_WAIT));
    }
    let until = http_date(text)?;
    let here = headers
        .get(DATE)
        .and_then(|date| http_date(date.to_str().ok()?))
        .or(now)?;
    let wait = until.duration_since(here).max(SignedDuration::ZERO);
    Some(wait.unsigned_abs().min(LONGEST_WAIT))
}

fn http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

/// A sentence of the vendor's, fit for an error message: one line, at most 200 characters, without
/// control characters, mail addresses and numbers of six digits or more.
///
/// Pass it short messages that the vendor's documentation lists; never a whole body.
pub fn vendor_sentence(text: &str) -> String {
    let mut line = in_one_line(text);
    if line.chars().count() > 200 {
        line = line.chars().take(199).chain(['…']).collect();
    }
    line
}

/// A text as it stands in a sentence, however long.
pub(crate) fn in_one_line(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .map(|word| if word.contains('@') { "…" } else { word })
        .collect();
    without_long_numbers(&words.join(" "))
}

/// Replaces runs of six digits and more, with the spaces and signs people write between them.
fn without_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let mut digits = 0;
    let flush = |run: &mut String, digits: &mut usize, out: &mut String| {
        if *digits >= 6 {
            out.push('…');
            let kept = run.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
            out.push_str(&run[kept..]);
        } else {
            out.push_str(run);
        }
        run.clear();
        *digits = 0;
    };
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            run.push(c);
        } else if digits > 0 && matches!(c, ' ' | '-' | '.' | '(' | ')' | '/') {
            run.push(c);
        } else {
            flush(&mut run, &mut digits, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut digits, &mut out);
    out
}

/// The vendor's identifier of a request, from the usual headers.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-request-id", "request-id", "x-correlation-id", "cf-ray"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
        .filter(|id| (1..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn retry_after_is_read_in_both_forms_and_clamped() {
        let now: Timestamp = "2031-05-06T07:08:09Z".parse().unwrap();
        let later = "Tue, 06 May 2031 07:08:19 GMT";
        for (pairs, seconds) in [
            (vec![("retry-after", "0")], Some(0)),
            (vec![("retry-after", " 120 ")], Some(120)),
            (vec![("retry-after", "999999999")], Some(86_400)),
            (
                vec![("retry-after", "99999999999999999999999")],
                Some(86_400),
            ),
            (vec![("retry-after", later)], Some(10)),
            (
                vec![("retry-after", "Mon, 05 May 2031 07:08:19 GMT")],
                Some(0),
            ),
            (
                vec![("retry-after", "Tue, 06 May 2036 07:08:19 GMT")],
                Some(86_400),
            ),
            (
                vec![
                    ("retry-after", later),
                    ("date", "Tue, 06 May 2031 07:08:16 GMT"),
                ],
                Some(3),
            ),
            (vec![("retry-after", "-1")], None),
            (vec![("retry-after", "1.5")], None),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "")], None),
            (vec![], None),
        ] {
            let wait = retry_after(&headers(&pairs), Some(now));
            assert_eq!(wait, seconds.map(Duration::from_secs), "{pairs:?}");
        }
        assert_eq!(retry_after(&headers(&[("retry-after", later)]), None), None);
    }

    #[test]
    fn web_pages_are_recognised_by_their_text() {
        for page in [
            "<!DOCTYPE html>",
            " \r\n<HTML lang=de>",
            "\u{feff}<html>",
            "<!-- x --><p>",
        ] {
            assert!(is_web_page(page.as_bytes()), "{page}");
        }
        for data in ["", "{}", "<", "<htm", "\"<html>\"", "<?xml version='1.0'?>"] {
            assert!(!is_web_page(data.as_bytes()), "{data}");
        }
    }

    #[test]
    fn an_answer_by_status_knows_whether_the_vendor_may_have_acted() {
        for (status, delivery) in [
            (400, Delivery::Answered),
            (408, Delivery::Unknown),
            (429, Delivery::Answered),
            (500, Delivery::Unknown),
            (503, Delivery::Unknown),
        ] {
            let error = from_status(status, &HeaderMap::new(), b"{}").unwrap();
            assert_eq!(error.delivery(), delivery, "{status}");
        }
        assert!(from_status(204, &HeaderMap::new(), b"").is_none());
        let wait = from_status(429, &headers(&[("retry-after", "3")]), b"").unwrap();
        assert_eq!(wait.retry_after(), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_vendors_sentence_loses_what_may_be_personal() {
        for (text, expected) in [
            ("Token is invalid", "Token is invalid"),
            ("code 12345 at line 3", "code 12345 at line 3"),
            ("phone 123456 exists", "phone … exists"),
            ("phone +55 (11) 91234-5678 exists", "phone +… exists"),
            ("  two\n\tlines\u{0} ", "two lines"),
            ("mail a.b@example.com taken", "mail … taken"),
            ("<a@b.c>, x", "… x"),
            ("id=98765432109", "id=…"),
            ("", ""),
        ] {
            assert_eq!(vendor_sentence(text), expected);
        }
        let long = vendor_sentence(&"word ".repeat(100));
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with('…'));
    }
}
