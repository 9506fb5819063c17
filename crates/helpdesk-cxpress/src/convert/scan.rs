//! Objects taken apart without being decoded.

/// A member of an object, as it is written.
pub(super) struct Member<'a> {
    /// The name, without its quotation marks.
    pub(super) name: &'a str,
    /// The value. It may still turn out to be no JSON.
    pub(super) value: &'a str,
    /// Both, from the quotation mark on.
    pub(super) written: &'a str,
}

/// An object taken apart.
pub(super) struct Object<'a> {
    /// Its members, in their order.
    pub(super) members: Vec<Member<'a>>,
    /// The members of the member that was asked for, which is then not among the others.
    pub(super) inner: Option<Vec<Member<'a>>>,
}

/// Takes an object apart, and the object in it that has this name.
///
/// `None` when it is no object, when it is not closed, and when it is written in a way that the vendor
/// does not use: with control characters or line breaks, or with other characters in its names than
/// visible ones of ASCII without escapes.
pub(super) fn object<'a>(json: &'a str, inner: &str) -> Option<Object<'a>> {
    // All of it is looked at, so that it takes few steps.
    let least = json.bytes().fold(u8::MAX, u8::min);
    if least < b' ' {
        return None;
    }
    let mut walk = Walk { json, at: 0 };
    let object = walk.object(Some(inner))?;
    walk.space();
    (walk.at == json.len()).then_some(object)
}

struct Walk<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn byte(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.byte()? == byte).then(|| self.at += 1)
    }

    fn object(&mut self, inner: Option<&str>) -> Option<Object<'a>> {
        let mut object = Object {
            members: Vec::with_capacity(if inner.is_some() { 4 } else { 64 }),
            inner: None,
        };
        self.expect(b'{')?;
        loop {
            self.space();
            let begin = self.at;
            let name = self.text()?;
            let name = &name[1..name.len() - 1];
            if !name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            {
                return None;
            }
            self.expect(b':')?;
            self.space();
            if inner == Some(name) && self.byte()? == b'{' {
                let members = self.object(None)?.members;
                if object.inner.replace(members).is_some() {
                    return None;
                }
            } else {
                let value = self.value()?;
                object.members.push(Member {
                    name,
                    value,
                    written: &self.json[begin..self.at],
                });
            }
            self.space();
            match self.byte()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(object)
    }

    /// Goes over a text, and gives it with its quotation marks.
    fn text(&mut self) -> Option<&'a str> {
        let (begin, bytes) = (self.at, self.json.as_bytes());
        (self.byte()? == b'"').then_some(())?;
        let mut at = begin + 1;
        loop {
            let mark = |byte: &u8| matches!(byte, b'"' | b'\\');
            at += bytes.get(at..)?.iter().position(mark)?;
            if bytes[at] == b'"' {
                break;
            }
            at += 2;
        }
        self.at = at + 1;
        self.json.get(begin..self.at)
    }

    /// Goes over a value of any kind.
    fn value(&mut self) -> Option<&'a str> {
        let begin = self.at;
        match self.byte()? {
            b'"' => return self.text(),
            b'{' | b'[' => {
                let mut depth = 0_usize;
                loop {
                    match self.byte()? {
                        b'"' => {
                            self.text()?;
                            continue;
                        }
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
            _ => {
                let end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ');
                self.at += self.json.as_bytes()[begin..].iter().position(end)?;
            }
        }
        self.json.get(begin..self.at)
    }
}
