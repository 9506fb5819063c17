//! Checks that keep a simulator strict: whatever is not documented becomes a violation.

use serde_json::Value;
use url::form_urlencoded;

use crate::Lab;

/// The decoded pairs of a query string, in the order in which they were sent.
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// Remembers a violation for each query key that is not in `known`. A known key that ends in `[`
/// stands for every key with that beginning (`where[` knows `where[data.number]`).
pub fn known_query(lab: &Lab, endpoint: &str, query: &str, known: &[&str]) {
    for (key, _) in query_pairs(query) {
        let fits = known
            .iter()
            .any(|k| *k == key || (k.ends_with('[') && key.starts_with(k)));
        if !fits {
            lab.violation(format!("{endpoint}: undocumented query parameter `{key}`"));
        }
    }
}

/// Remembers a violation for each member of a JSON object that is not in `known`, and for a body
/// that is not an object.
pub fn known_keys(lab: &Lab, endpoint: &str, body: &Value, known: &[&str]) {
    let Some(object) = body.as_object() else {
        lab.violation(format!("{endpoint}: the body is not a JSON object"));
        return;
    };
    for key in object.keys() {
        if !known.contains(&key.as_str()) {
            lab.violation(format!("{endpoint}: undocumented body member `{key}`"));
        }
    }
}
