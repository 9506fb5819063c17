//! Percent-encoding, one spelling for paths and queries.

/// Appends `text`, with everything but the unreserved characters of RFC 3986 encoded. What comes
/// out is one path segment, or one key or value of a query, whatever the text holds.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        let mut out = String::new();
        push_encoded(&mut out, "a/b c?d=é&[x]~");
        assert_eq!(out, "a%2Fb%20c%3Fd%3D%C3%A9%26%5Bx%5D~");
    }
}
