//! `helpdesk raw`

use std::io::Write;
use std::process::ExitCode;

use helpdesk::{Delivery, Error, ErrorKind, RawRequest, Safety};

use crate::args::RawCall;
use crate::failure::Failure;
use crate::session::Session;

/// Sends a call of the vendor's own interface and prints the answer.
pub async fn run(session: &Session, call: RawCall) -> Result<ExitCode, Failure> {
    let method =
        call.method.to_ascii_uppercase().parse().map_err(|_| {
            Failure::Usage("the method must be an HTTP method, such as GET".to_owned())
        })?;
    let mut request = RawRequest::new(method, call.path);
    for (key, value) in call.query {
        request = request.query(key, value);
    }
    if let Some(body) = call.json {
        let body = serde_json::from_str(&body).map_err(|error| {
            Failure::Usage(format!(
                "--json is not JSON: line {}, column {}",
                error.line(),
                error.column()
            ))
        })?;
        request = request.json(body);
    }
    if call.repeatable {
        request = request.safety(Safety::Safe);
    }
    let client = session.client()?;
    let answer = client.raw(request).await?;
    match answer.json() {
        Some(value) => session.printer.json(&value)?,
        None => write_bytes(&answer.body)?,
    }
    match kind_of(answer.status) {
        None => Ok(ExitCode::SUCCESS),
        Some(kind) => Err(Error::new(kind, "the vendor refused the call")
            .with_vendor(client.vendor().clone())
            .with_operation("raw")
            .with_status(answer.status)
            .with_delivery(Delivery::Answered)
            .with_attempts(1)
            .into()),
    }
}

fn write_bytes(body: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(body)?;
    out.flush()
}

fn kind_of(status: u16) -> Option<ErrorKind> {
    Some(match status {
        200..=299 => return None,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Invalid,
        500..=599 => ErrorKind::Unavailable,
        _ => ErrorKind::Internal,
    })
}
