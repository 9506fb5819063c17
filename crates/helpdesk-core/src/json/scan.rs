//! JSON walked over without being decoded.

use std::sync::OnceLock;

use memchr::memmem::Finder;

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
            let at = text.len() - text[members.at..].trim_ascii_start().len();
            return (at < text.len()).then_some(at);
        }
        members.skip_value()?;
    }
}

/// The names of an object's members, as they were written. Nothing is checked on the way.
pub fn members(text: &str) -> impl Iterator<Item = &str> {
    Members::of(text)
}

/// Words to look for in many texts, in quick search: for a first look at long answers.
///
/// ```
/// use helpdesk_core::json::Words;
///
/// static ERROR: Words = Words::new("error");
///
/// let text = br#"{"channel": {"error" : null}, "error": "None"}"#;
/// assert!(ERROR.are_in(text));
/// let texts = ERROR.values(text).filter(|value| value.starts_with(b"\""));
/// assert_eq!(texts.count(), 1);
/// ```
#[derive(Debug)]
pub struct Words {
    words: &'static str,
    /// Made ready when it is first needed.
    finder: OnceLock<Finder<'static>>,
}

impl Words {
    /// These words.
    pub const fn new(words: &'static str) -> Self {
        Self {
            words,
            finder: OnceLock::new(),
        }
    }

    /// Whether a text holds them anywhere.
    pub fn are_in(&self, json: &[u8]) -> bool {
        self.finder().find(json).is_some()
    }

    /// What stands behind each mention of the words as a member's name, wherever in a text and however
    /// deep: a colon and the value, unless the mention is a text itself.
    pub fn values<'a>(&self, json: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let mentions = self.finder().find_iter(json);
        mentions.filter_map(move |at| {
            let quoted = json[..at].ends_with(b"\"");
            let behind = json[at + self.words.len()..].strip_prefix(b"\"")?;
            let value = behind.trim_ascii_start().strip_prefix(b":")?;
            quoted.then_some(value.trim_ascii_start())
        })
    }

    fn finder(&self) -> &Finder<'static> {
        self.finder.get_or_init(|| Finder::new(self.words))
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

    /// Goes over a name, up to its value.
    #[inline]
    fn name(&mut self) -> Option<&'a str> {
        let bytes = self.json.as_bytes();
        // In front of a member stands the object's bracket, or the comma behind the last one.
        let expected = if self.at == 0 { b'{' } else { b',' };
        let open = behind(bytes, behind(bytes, self.at, expected)?, b'"')?;
        // Names are short, and hardly ever have escapes.
        let mark = |byte: &u8| matches!(byte, b'"' | b'\\');
        let mut close = open + bytes[open..].iter().position(mark)?;
        if bytes[close] != b'"' {
            close = end_of_text(bytes, close)?;
        }
        self.at = behind(bytes, close + 1, b':')?;
        self.json.get(open..close)
    }

    /// Goes over a value, up to the comma or bracket behind it.
    #[inline]
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

/// The place of the quotation mark that ends the text which begins here.
pub(crate) fn end_of_text(json: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', json.get(at..)?)?;
        match json[at] {
            b'"' => return Some(at),
            _ => at += 2,
        }
    }
}

/// The place behind this byte, which is the next but for white space.
#[inline]
fn behind(bytes: &[u8], from: usize, expected: u8) -> Option<usize> {
    let mut at = from;
    loop {
        match *bytes.get(at)? {
            byte if byte == expected => return Some(at + 1),
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => return None,
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

#[cfg(test)]
mod tests {
    use super::member;

    #[test]
    fn a_member_is_found_at_the_first_level_only() {
        let text = r#" {"a":{"b":1},"c" : "\"b\":2", "b":
            [3],"d":4}"#;
        let value = |name| member(text, name).map(|at| &text[at..=at]);
        assert_eq!(value("b"), Some("["));
        assert_eq!(value("c"), Some("\""));
        assert_eq!(value("d"), Some("4"));
        assert_eq!(value("x"), None);
        for text in [
            "",
            "[]",
            r#"["b"]"#,
            "{}",
            r#"{"b"}"#,
            r#"{"b":"#,
            r#"{"a":[}"#,
        ] {
            assert_eq!(member(text, "b"), None, "{text}");
        }
    }
}
