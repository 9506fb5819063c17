//! What is looked at before a body is parsed.

use super::{Inbound, Rejection};
use crate::vendor_data::end_of_text;

/// The content type, where there is one, is JSON. Some vendors do not document that they send one;
/// whether it may be missing is for the receiver to say.
pub(super) fn content_type(inbound: &Inbound) -> Result<(), Rejection> {
    if !inbound.headers.contains_key(http::header::CONTENT_TYPE) {
        return Ok(());
    }
    let essence = inbound
        .header(http::header::CONTENT_TYPE.as_str())
        .and_then(|value| value.split(';').next())
        .map(|mime| mime.trim().to_ascii_lowercase());
    let is_json = essence.is_some_and(|mime| {
        mime == "application/json" || mime == "text/json" || mime.ends_with("+json")
    });
    if is_json {
        Ok(())
    } else {
        Err(Rejection::ContentType)
    }
}

/// The body is UTF-8, and its brackets are not nested deeper than this.
pub(super) fn body(body: &[u8], max_depth: usize) -> Result<(), Rejection> {
    let text = std::str::from_utf8(body).map_err(|_| Rejection::NotUtf8)?;
    if is_nested_deeper(text, max_depth) {
        return Err(Rejection::TooDeep);
    }
    Ok(())
}

/// Whether a JSON text has more brackets inside each other than this. Brackets within its texts do not
/// count, and nothing is decoded for it.
///
/// For authors of receivers, who look at it before they parse.
pub fn is_nested_deeper(json: &str, max_depth: usize) -> bool {
    let bytes = json.as_bytes();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_do_not_count() {
        assert_eq!(body(br#"{"a":"[[[[{{{{\"[[[["}"#, 1), Ok(()));
        assert_eq!(body(br#"{"a":"\\","b":[[]]}"#, 2), Err(Rejection::TooDeep));
        assert_eq!(body(br"[[],[],[]]", 2), Ok(()));
        assert_eq!(body(br#"["a\"#, 1), Ok(()), "a text that does not end");
        assert_eq!(body(&[b'[', 0xff], 9), Err(Rejection::NotUtf8));
    }
}
