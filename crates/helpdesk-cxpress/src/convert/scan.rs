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

/// The members of an object, in their order. `None` when it is no object, when it is not closed, and
/// when it is written in a way that the vendor does not use: with control characters or line breaks,
/// or with other characters in its names than visible ones of ASCII without escapes.
pub(super) fn members(json: &str) -> Option<Vec<Member<'_>>> {
    // All of it is looked at, so that it takes few steps.
    let least = json.bytes().fold(u8::MAX, u8::min);
    if least < b' ' {
        return None;
    }
    let mut walk = Walk { json, at: 0 };
    let mut members = Vec::with_capacity(64);
    walk.expect(b'{')?;
    loop {
        walk.space();
        let begin = walk.at;
        let name = walk.text()?;
        let name = &name[1..name.len() - 1];
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        {
            return None;
        }
        walk.expect(b':')?;
        let value = walk.value()?;
        members.push(Member {
            name,
            value,
            written: &json[begin..walk.at],
        });
        walk.space();
        match walk.byte()? {
            b',' => walk.at += 1,
            b'}' => break,
            _ => return None,
        }
    }
    walk.at += 1;
    walk.space();
    (walk.at == json.len()).then_some(members)
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

    /// Goes over a text, and gives it with its quotation marks.
    fn text(&mut self) -> Option<&'a str> {
        let begin = self.at;
        (self.byte()? == b'"').then_some(())?;
        self.at += 1;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.json.get(begin..self.at)
    }

    /// Goes over a value of any kind.
    fn value(&mut self) -> Option<&'a str> {
        self.space();
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
                while !matches!(self.byte()?, b',' | b'}' | b']' | b' ') {
                    self.at += 1;
                }
            }
        }
        self.json.get(begin..self.at)
    }
}
