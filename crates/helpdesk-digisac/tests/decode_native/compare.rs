//! Whether what was decoded is all that was sent.

use helpdesk_core::Timestamp;
use serde_json::Value;

/// Members that are left out on purpose.
fn is_apart(at: &str, key: &str, value: &Value) -> bool {
    match key {
        // Secrets are not written.
        "internalChatToken" => true,
        // Numbers of the envelope that say nothing new.
        "skip" | "from" | "to" => value.is_number(),
        // Made up by the fixture: nobody has seen these columns.
        "relatedId" => at.contains(".customFieldValues["),
        "ticketId" => at.contains(".ticketTransfers["),
        _ => false,
    }
}

/// Panics when members of an answer were lost or changed on the way.
pub fn nothing_is_lost(name: &str, sent: &Value, decoded: &Value) {
    if decoded.is_string() && !sent.is_string() {
        return;
    }
    if decoded["access_token"].is_string() {
        return;
    }
    let mut wrong = Vec::new();
    compare(name, sent, decoded, &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn compare(at: &str, sent: &Value, decoded: &Value, wrong: &mut Vec<String>) {
    match (sent, decoded) {
        (Value::Object(sent), Value::Object(decoded)) => {
            for (key, value) in sent {
                if value.is_null() || is_apart(at, key, value) {
                    continue;
                }
                match decoded.get(key) {
                    Some(found) => compare(&format!("{at}.{key}"), value, found, wrong),
                    None => wrong.push(format!("{at}.{key} is lost")),
                }
            }
        }
        (Value::Array(sent), Value::Array(decoded)) if sent.len() == decoded.len() => {
            for (index, (value, found)) in sent.iter().zip(decoded).enumerate() {
                compare(&format!("{at}[{index}]"), value, found, wrong);
            }
        }
        (Value::Array(sent), Value::Null) if sent.is_empty() => {}
        _ if same(sent, decoded) => {}
        _ => wrong.push(format!("{at}: {sent} became {decoded}")),
    }
}

/// Whether two values say the same: `2`, `2.0` and `"2"` do, and so do two spellings of a moment.
fn same(sent: &Value, decoded: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (sent, decoded) = (text(sent), text(decoded));
    if sent == decoded {
        return true;
    }
    if let (Ok(sent), Ok(decoded)) = (sent.parse::<Timestamp>(), decoded.parse::<Timestamp>()) {
        return sent == decoded;
    }
    if let (Ok(sent), Ok(decoded)) = (sent.parse::<i64>(), decoded.parse::<Timestamp>()) {
        return decoded.as_millisecond() == sent;
    }
    matches!((sent.parse::<f64>(), decoded.parse::<f64>()), (Ok(sent), Ok(decoded))
        if (sent - decoded).abs() < f64::EPSILON)
}

/// Takes out members that are not there.
pub fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

#[test]
fn a_lost_member_shows() {
    let sent = serde_json::json!({"a": {"b": "2"}, "c": null});
    nothing_is_lost("x", &sent, &serde_json::json!({"a": {"b": 2.0}}));
    let lost = std::panic::catch_unwind(|| {
        nothing_is_lost("x", &sent, &serde_json::json!({"a": {}}));
    });
    assert!(lost.is_err());
}
