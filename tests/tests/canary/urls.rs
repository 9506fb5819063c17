//! What stands in the URLs that were called.

use std::fmt::Write;

use helpdesk_sim::strict::query_pairs;

use crate::desks::{self, Stage};
use crate::shown::Shown;

/// Where a vendor's interface wants something personal in a URL: vendor, end of the path, parameter,
/// and what documents it. No interface has another way to look people up.
const DOCUMENTED: &[(&str, &str, &str, &str)] = &[
    (
        "cxpress",
        "/external/consumer",
        "search",
        "List Consumers: `search` is applied to name, email, document_number, phone, whatsapp",
    ),
    (
        "digisac",
        "/contacts",
        "where[data.number][$iLike]",
        "not documented; other programs look numbers up so",
    ),
    (
        "digisac",
        "/contacts",
        "query",
        "Contacts: `?query={\"include\":[…],\"where\":{…}}`",
    ),
    (
        "digisac",
        "/people",
        "query",
        "the same parameter on every list; `document` is a member of a person",
    ),
    (
        "wisecx",
        "/contacts",
        "filtering",
        "Introduction: `/cases?filtering=[{'field':…,'operator':…,'value':…}]`, on every list",
    ),
    (
        "chat2desk",
        "/v1/clients",
        "phone",
        "clients (GET): the client's phone filter",
    ),
    (
        "chat2desk",
        "/v1/clients",
        "client_phone",
        "clients (GET): the real phone number",
    ),
    (
        "chat2desk",
        "/v1/clients",
        "custom_field[text]",
        "clients (GET): text to search in the field `custom_field[id]`",
    ),
];

/// Looks at every URL that the desk called. Credentials are in none, and what is personal where it is
/// documented only.
pub fn look(stage: &Stage, shown: &mut Shown) {
    let Some(lab) = &stage.lab else { return };
    let vendor = stage.client.vendor().as_str();
    for request in lab.requests() {
        if request.path.ends_with(desks::RAW_PATH) {
            // The caller's own address.
            continue;
        }
        let mut url = decoded(&request.path);
        for (key, value) in query_pairs(&request.query) {
            let documented = DOCUMENTED.iter().any(|(own, path, parameter, _)| {
                *own == vendor && request.path.ends_with(path) && *parameter == key
            });
            if documented {
                for secret in stage
                    .credentials
                    .iter()
                    .chain([&desks::HOOK_SECRET.to_owned()])
                {
                    assert!(!value.contains(secret.as_str()), "a credential in `{key}`");
                }
            } else {
                write!(url, " {key}={value}").expect("a text takes it");
            }
        }
        shown.text("a URL", &url);
    }
}

fn decoded(path: &str) -> String {
    let pairs = query_pairs(&format!("path={}", path.replace('+', "%2B")));
    pairs.into_iter().map(|(_, path)| path).collect()
}
