//! JSON walked over without being decoded.

use crate::vendor_data::end_of_text;

/// Where the value of a member begins, in the text of an object; that of the first one if several
/// have the name. The name is compared as it is written, escapes and all.
///
/// Nothing is checked on the way: what is no JSON is for the decoder to find.
///
/// ```
/// let text = r#"{"total": 1, "data": [7]}"#;
/// let at = helpdesk_core::json::member(text, "data");
/// assert_eq!(at.map(|at| &text[at..]), Some("[7]}"));
/// ```
pub fn member(text: &str, name: &str) -> Option<usize> {
    let mut members = Members::of(text);
    loop {
        if members.name()? == name {
            return Some(members.at);
        }
        members.skip_value()?;
    }
}

/// The members of an object: their names as they were written.
pub(crate) struct Members<'a> {
    json: &'a str,
    /// In front of the object's bracket, of a value, or behind one.
    at: usize,
}

impl<'a> Members<'a> {
    pub(crate) fn of(json: &'a str) -> Self {
        Self { json, at: 0 }
    }

    /// The next byte that is no white space, and its place.
    fn token(&self, from: usize) -> Option<(usize, u8)> {
        let rest = self.json.as_bytes().get(from..)?;
        let offset = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        Some((from + offset, rest[offset]))
    }

    /// Goes over a name, up to its value.
    fn name(&mut self) -> Option<&'a str> {
        // In front of a member stands the object's bracket, or the comma behind the last one.
        let (mark, byte) = self.token(self.at)?;
        let expected = if self.at == 0 { b'{' } else { b',' };
        let (open, quote) = self.token(mark + 1)?;
        if byte != expected || quote != b'"' {
            return None;
        }
        let close = end_of_text(self.json.as_bytes(), open + 1)?;
        let (colon, _) = self.token(close + 1).filter(|(_, byte)| *byte == b':')?;
        (self.at, _) = self.token(colon + 1)?;
        self.json.get(open + 1..close)
    }

    /// Goes over a value, up to the comma or bracket behind it.
    fn skip_value(&mut self) -> Option<()> {
        let bytes = self.json.as_bytes();
        let mut depth = 0_u32;
        loop {
            match bytes.get(self.at)? {
                b'"' => self.at = end_of_text(bytes, self.at + 1)?,
                b'{' | b'[' => depth += 1,
                b',' | b'}' if depth == 0 => return Some(()),
                b'}' | b']' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            self.at += 1;
        }
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let name = self.name()?;
        self.skip_value()?;
        Some(name)
    }
}
