//! What is looked at before a body is parsed.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::Rejection;
use crate::json::end_of_text;

/// The content type, where there is one, is JSON, and there is only one.
#[inline]
pub(super) fn content_type(headers: &HeaderMap) -> Result<(), Rejection> {
    // Nearly all write it like this.
    let fits = |value: &HeaderValue| value == "application/json" || is_json(value);
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(()),
        (Some(value), None) if fits(value) => Ok(()),
        _ => Err(Rejection::ContentType),
    }
}

/// `application/json`, `text/json`, or a type that is written in JSON (`+json`), in any spelling.
fn is_json(content_type: &HeaderValue) -> bool {
    let Ok(content_type) = content_type.to_str() else {
        return false;
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let suffix = essence.len().checked_sub("+json".len());
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("text/json")
        || suffix
            .and_then(|at| essence.get(at..))
            .is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
}

/// Whether a JSON text has more brackets inside each other than this. Brackets within its texts do not
/// count, and nothing is decoded for it.
///
/// For authors of receivers, who look at it before they parse.
pub fn is_nested_deeper(json: &str, max_depth: usize) -> bool {
    let bytes = json.as_bytes();
    // Most texts have fewer brackets than that altogether, and counting them is cheap.
    if opening(bytes) <= max_depth {
        return false;
    }
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => match end_of_text(bytes, at + 1) {
                Some(end) => at = end,
                None => return false,
            },
            b'{' | b'[' => {
                depth += 1;
                if depth > max_depth {
                    return true;
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    false
}

/// How many opening brackets there are, those within texts too.
fn opening(bytes: &[u8]) -> usize {
    // In pieces that a byte can count: many bytes are then compared in one step.
    let within = |piece: &[u8]| {
        piece
            .iter()
            .fold(0_u8, |count, byte| count + u8::from(byte | 0x20 == b'{'))
    };
    bytes
        .chunks(255)
        .map(|piece| usize::from(within(piece)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_do_not_count() {
        assert!(!is_nested_deeper(r#"{"a":"[[[[{{{{\"[[[["}"#, 1));
        assert!(is_nested_deeper(r#"{"a":"\\","b":[[]]}"#, 2));
        assert!(!is_nested_deeper("[[],[],[]]", 2));
        assert!(!is_nested_deeper(r#"["a\"#, 1), "a text that does not end");
    }

    #[test]
    fn every_opening_bracket_is_counted() {
        let text = "[{]} ;K".repeat(1000);
        assert_eq!(opening(text.as_bytes()), 2000);
        assert_eq!(opening("[".repeat(999).as_bytes()), 999);
        assert!(is_nested_deeper(&"[".repeat(999), 998));
        assert!(!is_nested_deeper(&"[".repeat(999), 999));
        for byte in 0..=u8::MAX {
            assert_eq!(
                opening(&[byte]),
                usize::from(b"[{".contains(&byte)),
                "{byte}"
            );
        }
    }

    #[test]
    fn a_delivery_has_one_content_type_that_is_json_or_none() {
        let verdict = |types: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for content_type in types {
                headers.append(CONTENT_TYPE, HeaderValue::from_static(content_type));
            }
            content_type(&headers)
        };
        assert_eq!(verdict(&[]), Ok(()));
        assert_eq!(verdict(&["application/json"]), Ok(()));
        assert_eq!(verdict(&["application/json; charset=utf-8"]), Ok(()));
        for types in [
            &["text/plain"][..],
            &["application/json", "application/json"],
            &["application/json", "text/plain"],
            &["text/plain", "application/json"],
        ] {
            assert_eq!(verdict(types), Err(Rejection::ContentType), "{types:?}");
        }
    }

    #[test]
    fn content_types_are_json_in_any_spelling() {
        assert!(!is_json(&HeaderValue::from_bytes(b"\xff+json").unwrap()));
        for (content_type, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("text/json", true),
            ("application/vnd.desk+JSON", true),
            ("+json", true),
            ("json", false),
            ("text/html", false),
            ("", false),
        ] {
            let value = HeaderValue::from_static(content_type);
            assert_eq!(is_json(&value), expected, "{content_type}");
        }
    }
}
