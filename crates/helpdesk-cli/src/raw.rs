//! `helpdesk raw`

use std::io::Write;
use std::process::ExitCode;

use helpdesk::{RawRequest, Safety};

use crate::args::RawCall;
use crate::failure::{Failure, exit};
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
    let answer = session.client()?.raw(request).await?;
    match answer.json() {
        Some(value) => session.printer.json(&value)?,
        None => std::io::stdout().lock().write_all(&answer.body)?,
    }
    if !(200..300).contains(&answer.status) {
        eprintln!("helpdesk: HTTP {}", answer.status);
    }
    Ok(ExitCode::from(code_of(answer.status)))
}

fn code_of(status: u16) -> u8 {
    match status {
        200..=299 => 0,
        401 | 403 => exit::UNAUTHORIZED,
        404 | 410 => exit::NOT_FOUND,
        429 => exit::LIMITED,
        400..=499 => exit::REFUSED,
        500..=599 => exit::UNREACHABLE,
        _ => exit::OTHER,
    }
}
