//! What a simulator's records say, and what became of them.

use std::collections::HashMap;

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
    "references",
];

/// The lines of a simulator's records, times left out, each with how often it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest(HashMap<String, usize>);

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

impl Digest {
    /// The records in the pretty `Debug` of a simulator.
    pub fn of(text: &str) -> Self {
        let mut lines = HashMap::new();
        let mut apart: Option<usize> = None;
        for line in text.lines() {
            let bare = line.trim_start();
            let depth = line.len() - bare.len();
            if let Some(limit) = apart {
                if depth > limit {
                    continue;
                }
                apart = None;
                if depth == limit && bare.starts_with(['}', ']', ')']) {
                    continue;
                }
            }
            if let Some((name, _)) = bare.split_once(':')
                && APART.contains(&name)
            {
                apart = Some(depth);
                continue;
            }
            *lines.entry(without_times(bare)).or_insert(0) += 1;
        }
        Self(lines)
    }

    /// The lines that are in one and not as often in the other.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .0
            .keys()
            .chain(other.0.keys())
            .filter(|line| self.0.get(*line) != other.0.get(*line))
            .cloned()
            .collect();
        lines.sort();
        lines.dedup();
        lines
    }

    /// What happened, given the records before the operation, and those after each of its requests
    /// without faults.
    pub fn effect(&self, before: &Self, then: &[Self]) -> Effect {
        if self == before {
            return Effect::None;
        }
        if then.last() == Some(self) {
            return Effect::Once;
        }
        let known = |line: &str| {
            let counts = then
                .iter()
                .chain([before])
                .filter_map(|digest| digest.0.get(line));
            counts.max().copied().unwrap_or_default()
        };
        let mut more: Vec<String> = self
            .0
            .iter()
            .filter(|(line, found)| **found > known(line))
            .map(|(line, _)| line.clone())
            .filter(|line| line.chars().any(char::is_alphanumeric))
            .collect();
        more.sort();
        if more.is_empty() {
            Effect::Part
        } else {
            Effect::More(more)
        }
    }
}

/// Replaces what looks like a time: a date, or a number of seconds or milliseconds of the years in
/// which the matrix is played.
fn without_times(line: &str) -> String {
    let bytes = line.as_bytes();
    let digits = |at: usize, count: usize| {
        (at..at + count).all(|at| bytes.get(at).is_some_and(u8::is_ascii_digit))
    };
    let dash = |at: usize| bytes.get(at) == Some(&b'-');
    let is_date = |at: usize| {
        digits(at, 4) && dash(at + 4) && digits(at + 5, 2) && dash(at + 7) && digits(at + 8, 2)
    };
    let is_epoch = |at: usize| {
        let begins =
            bytes[at..].starts_with(b"1935") && (at == 0 || !bytes[at - 1].is_ascii_digit());
        begins
            && matches!(
                bytes[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count(),
                10 | 13
            )
    };
    let Some(at) = (0..bytes.len()).find(|at| is_date(*at) || is_epoch(*at)) else {
        return line.to_owned();
    };
    let of_time: &[char] = if is_date(at) {
        &['-', ':', '.', 'T', 'Z', ' ', '+']
    } else {
        &[]
    };
    let end = line[at..]
        .find(|c: char| !c.is_ascii_digit() && !of_time.contains(&c))
        .map_or(line.len(), |length| at + length);
    format!("{}<time>{}", &line[..at], without_times(&line[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_switches_are_left_out() {
        let one = Digest::of(
            "World {\n    used: 1,\n    lab: Lab {\n        x: 1,\n    },\n    at: 2026-01-02T03:04:05Z,\n}",
        );
        let two = Digest::of(
            "World {\n    used: 2,\n    lab: Lab {\n        x: 2,\n    },\n    at: 2027-01-02T03:04:05.5Z,\n}",
        );
        assert_eq!(one, two);
        assert_eq!(without_times("a 2026-01-02 03:04:05, b"), "a <time>, b");
        assert_eq!(
            without_times("at: 1935817689213, n: 19358"),
            "at: <time>, n: 19358"
        );
    }

    #[test]
    fn what_is_there_twice_is_more() {
        let before = Digest::of("[\n]");
        let once = Digest::of("[\n    name: \"a\",\n    id: 1,\n]");
        let twice = Digest::of("[\n    name: \"a\",\n    id: 1,\n    name: \"a\",\n    id: 2,\n]");
        let then = [once.clone()];
        assert_eq!(before.effect(&before, &then), Effect::None);
        assert_eq!(once.effect(&before, &then), Effect::Once);
        assert!(matches!(twice.effect(&before, &then), Effect::More(lines) if lines.len() == 2));
        let part = Digest::of("[\n    name: \"a\",\n]");
        assert_eq!(part.effect(&before, &then), Effect::Part);
    }
}
