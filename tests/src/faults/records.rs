//! What a simulator's records say, and what became of them.
//!
//! The records are read off the simulator's `Debug`, which leaves nothing out: what an operation
//! does beside its task shows as well. Times, indexes, counters, tokens and switches do not count,
//! and neither do the numbers of new records.

use std::collections::{BTreeMap, BTreeSet};

/// Parts of a simulator that are no records of the vendor's: the bench, switches, counters, tokens,
/// and indexes that repeat the records.
const APART: &[&str] = &[
    "lab",
    "quirks",
    "token",
    "tokens",
    "used",
    "month",
    "sends",
    "gate",
    "limits",
    "limit",
    "window",
    "generation",
    "remembered",
    "lists",
    "access",
    "refresh",
    "by_phone",
    "by_client",
    "by_number",
    "by_user",
    "unique",
    "ids",
    "live",
    "references",
    "protocol",
    "ticket_at",
    "tickets_of",
    "messages_of",
    "messages_in",
    "cases_of",
    "dialogs_of",
    "phones",
    "personal_ids",
];

/// One part of the text.
#[derive(Debug, Default)]
struct Node {
    /// The name of a member, or the key of a map.
    key: Option<String>,
    /// What is there, when it has no parts of its own.
    value: Option<String>,
    parts: Vec<Node>,
}

impl Node {
    fn first_value(&self) -> Option<&str> {
        let own = self.value.as_deref();
        own.or_else(|| self.parts.iter().find_map(Self::first_value))
    }

    /// What tells it from its neighbours.
    fn id(&self) -> Option<&str> {
        let id = self
            .parts
            .iter()
            .find(|part| matches!(part.key.as_deref(), Some("id" | "number")))?;
        id.first_value()
    }
}

/// The records: where each value stands, what it is, and how often it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    values: BTreeMap<(String, String), usize>,
    ids: BTreeSet<String>,
}

/// What changed: `+` for what came and `-` for what went, where, and what, with how often.
pub type Changes = BTreeMap<String, usize>;

/// What became of the records, compared with what the operation does without faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// They are as they were before.
    None,
    /// They are as the operation leaves them.
    Once,
    /// Something of it happened.
    Part,
    /// Something is there that the operation does not leave: it happened more than once, or
    /// something else did.
    More(Vec<String>),
}

impl Records {
    /// The records in the pretty `Debug` of a simulator.
    pub fn of(text: &str) -> Self {
        let mut records = Self::default();
        records.take(&parsed(text), String::new());
        records
    }

    fn take(&mut self, node: &Node, mut path: String) {
        if let Some(place) = node.key.as_deref().or_else(|| node.id()) {
            path.push('/');
            path.push_str(place);
        }
        self.ids.extend(node.id().map(str::to_owned));
        if let Some(value) = &node.value {
            *self.values.entry((path, value.clone())).or_insert(0) += 1;
            return;
        }
        for part in &node.parts {
            self.take(part, path.clone());
        }
    }

    /// What is different after something happened.
    pub fn changes(&self, after: &Self) -> Changes {
        let mut changes = Changes::new();
        let keys: BTreeSet<_> = self.values.keys().chain(after.values.keys()).collect();
        for key in keys {
            let count = |records: &Self| records.values.get(key).copied().unwrap_or_default();
            let (was, is) = (count(self), count(after));
            if was == is {
                continue;
            }
            let sign = if is > was { '+' } else { '-' };
            let path: Vec<&str> = key
                .0
                .split('/')
                .map(|part| self.known(after, part, 1))
                .collect();
            let value = self.known(after, &key.1, 4);
            let change = format!("{sign} {} = {value}", path.join("/"));
            *changes.entry(change).or_insert(0) += is.abs_diff(was);
        }
        changes
    }

    /// The text, unless it is the identifier of a new record, at least so long: that says nothing.
    fn known<'a>(&self, after: &Self, text: &'a str, least: usize) -> &'a str {
        if text.len() >= least && after.ids.contains(text) && !self.ids.contains(text) {
            "<new>"
        } else {
            text
        }
    }
}

impl Effect {
    /// What happened, given what changed, and what changes without faults: after each of the
    /// operation's requests.
    pub fn of(changes: &Changes, then: &[Changes]) -> Self {
        if changes.is_empty() {
            return Self::None;
        }
        if then.last() == Some(changes) {
            return Self::Once;
        }
        let more: Vec<String> = changes
            .iter()
            .filter(|(change, times)| {
                let known = then.iter().filter_map(|changes| changes.get(*change)).max();
                known.is_none_or(|known| *times > known)
            })
            .map(|(change, times)| format!("{times}× {change}"))
            .collect();
        if more.is_empty() {
            Self::Part
        } else {
            Self::More(more)
        }
    }
}

/// The tree in a pretty `Debug`, without what is apart.
fn parsed(text: &str) -> Node {
    let mut open = vec![Node::default()];
    let mut apart: Option<usize> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        let depth = line.len() - bare.len();
        let closes = bare.starts_with(['}', ']', ')']);
        if let Some(limit) = apart {
            if depth > limit {
                continue;
            }
            apart = None;
            if closes && depth == limit {
                continue;
            }
        }
        if closes {
            close(&mut open);
            continue;
        }
        let bare = bare.strip_suffix(',').unwrap_or(bare);
        let (key, rest) = keyed(bare);
        if key.is_some_and(|key| APART.contains(&key)) {
            apart = Some(depth);
            continue;
        }
        let key = key.map(bare_value);
        if rest.ends_with(['{', '[', '(']) && !rest.starts_with('"') {
            open.push(Node {
                key,
                ..Node::default()
            });
        } else if !is_nothing(rest)
            && let Some(node) = open.last_mut()
        {
            node.parts.push(Node {
                key,
                value: Some(bare_value(rest)),
                parts: Vec::new(),
            });
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

fn close(open: &mut Vec<Node>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.parts.push(done);
    }
}

fn is_nothing(rest: &str) -> bool {
    matches!(rest, "None" | "Null" | ".." | "") || rest.ends_with(['}', ']']) || rest == "()"
}

/// The key of a line, and what is behind it.
fn keyed(line: &str) -> (Option<&str>, &str) {
    if let Some(quoted) = line.strip_prefix('"') {
        let mut escaped = false;
        let end = quoted.find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let after = end.and_then(|end| quoted[end + 1..].strip_prefix(": "));
        return match (end, after) {
            (Some(end), Some(rest)) => (Some(&quoted[..end]), rest),
            _ => (None, line),
        };
    }
    let is_key = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match line.split_once(": ") {
        Some((key, rest)) if is_key(key) => (Some(key), rest),
        _ => (None, line),
    }
}

/// A value without the quotes and names around it; an identifier of 128 bits as it is written.
fn bare_value(text: &str) -> String {
    let inner = text
        .strip_prefix("String(")
        .or_else(|| text.strip_prefix("Number("))
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(text);
    let inner = inner
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(inner);
    if inner.len() > 30
        && let Ok(id) = inner.parse::<u128>()
    {
        let hex = format!("{id:032x}");
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        return parts.join("-");
    }
    without_times(inner)
}

/// Replaces what looks like a time: a date, or a number of seconds or milliseconds of the years in
/// which the matrix is played.
fn without_times(text: &str) -> String {
    let bytes = text.as_bytes();
    let digits = |at: usize, count: usize| {
        (at..at + count).all(|at| bytes.get(at).is_some_and(u8::is_ascii_digit))
    };
    let dash = |at: usize| bytes.get(at) == Some(&b'-');
    let is_date = |at: usize| {
        digits(at, 4) && dash(at + 4) && digits(at + 5, 2) && dash(at + 7) && digits(at + 8, 2)
    };
    let is_epoch = |at: usize| {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        bytes[at..].starts_with(b"1935")
            && (at == 0 || !bytes[at - 1].is_ascii_digit())
            && matches!(length, 10 | 13)
    };
    let Some(at) = (0..bytes.len()).find(|at| is_date(*at) || is_epoch(*at)) else {
        return text.to_owned();
    };
    let of_time: &[char] = if is_date(at) {
        &['-', ':', '.', 'T', 'Z', ' ', '+']
    } else {
        &[]
    };
    let end = text[at..]
        .find(|c: char| !c.is_ascii_digit() && !of_time.contains(&c))
        .map_or(text.len(), |length| at + length);
    format!("{}<time>{}", &text[..at], without_times(&text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"World {
    used: 1,
    lab: Lab {
        x: 1,
    },
    contacts: [
        Some(
            Contact {
                id: 4001,
                name: "A: b",
                at: 2031-05-06T07:08:09Z,
                tags: {},
            },
        ),
    ],
}"#;

    fn with(more: &str) -> Records {
        Records::of(&BEFORE.replace("    ],\n}", &format!("{more}    ],\n}}")))
    }

    #[test]
    fn times_switches_and_the_numbers_of_new_records_do_not_count() {
        let before = Records::of(BEFORE);
        let same = BEFORE.replace("used: 1", "used: 2").replace("x: 1", "x: 2");
        let same = Records::of(&same.replace("07:08:09Z", "08:00:00.5Z"));
        assert_eq!(before.changes(&same), Changes::new());
        let new = |id: u32| {
            with(&format!(
                "        Contact {{\n            id: {id},\n            name: \"C\",\n        }},\n"
            ))
        };
        assert_eq!(before.changes(&new(4002)), before.changes(&new(4007)));
        assert_eq!(
            before.changes(&new(4002)).into_keys().collect::<Vec<_>>(),
            ["+ /contacts/<new>/id = <new>", "+ /contacts/<new>/name = C"]
        );
        assert_eq!(without_times("a 2031-01-02 03:04:05, b"), "a <time>, b");
        assert_eq!(without_times("1935817689213"), "<time>");
    }

    #[test]
    fn a_changed_value_is_known_by_its_record() {
        let before = Records::of(BEFORE);
        let after = Records::of(&BEFORE.replace("\"A: b\"", "String(\"Z\")"));
        let changes: Vec<_> = before.changes(&after).into_keys().collect();
        assert_eq!(
            changes,
            ["+ /contacts/4001/name = Z", "- /contacts/4001/name = A: b"]
        );
    }

    #[test]
    fn what_is_there_twice_is_more() {
        let before = Records::of(BEFORE);
        let one = |id: u32| {
            format!(
                "        Contact {{\n            id: {id},\n            name: \"C\",\n        }},\n"
            )
        };
        let named = "        Contact {\n            id: 4002,\n        },\n";
        let once = before.changes(&with(&one(4002)));
        let twice = before.changes(&with(&(one(4002) + &one(4003))));
        let part = before.changes(&with(named));
        let then = [once.clone()];
        assert_eq!(Effect::of(&Changes::new(), &then), Effect::None);
        assert_eq!(Effect::of(&once, &then), Effect::Once);
        assert_eq!(Effect::of(&part, &then), Effect::Part);
        assert!(matches!(Effect::of(&twice, &then), Effect::More(more) if more.len() == 2));
    }
}
