//! Percent-encoding, one spelling for paths and queries.

/// Appends `text`, with everything but the unreserved characters of RFC 3986 encoded. What comes
/// out is one path segment, or one key or value of a query, whatever the text holds.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut from = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if !PLAIN[usize::from(byte)] {
            // What is encoded ends before this byte, and a character of several bytes is encoded whole.
            out.push_str(text.get(from..at).unwrap_or_default());
            from = at + 1;
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Which bytes stand for themselves.
const PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0);
    while byte < 128_u8 {
        plain[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    plain
};

/// Undoes percent-encoding; `None` when it is broken or no text.
pub(crate) fn percent_decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let (high, low) = (rest.next()?, rest.next()?);
            let digit = |hex: u8| char::from(hex).to_digit(16);
            bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        let mut out = String::new();
        push_encoded(&mut out, "a/b c?d=é&[x]~");
        assert_eq!(out, "a%2Fb%20c%3Fd%3D%C3%A9%26%5Bx%5D~");
        assert_eq!(percent_decoded(&out).as_deref(), Some("a/b c?d=é&[x]~"));
    }

    #[test]
    fn broken_encoding_is_not_guessed_at() {
        for text in ["%", "%4", "%4x", "%+1", "%ff"] {
            assert_eq!(percent_decoded(text), None, "{text}");
        }
    }
}
