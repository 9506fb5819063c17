//! What a call sent, to be taken out of what the vendor says about it.

use helpdesk_core::{Error, json};
use http::HeaderValue;
use serde_json::Value;

use crate::Call;
use crate::classify::in_one_line;

/// Shorter texts are words of any sentence.
const SHORTEST: usize = 4;

/// Values of so few words are names, of which each word tells something.
const NAME: usize = 4;

/// The longest word that is taken for one of a vendor's vocabulary.
const VOCABULARY: usize = 12;

/// The texts of one request. Vendors repeat them in their refusals, personal ones and secrets too.
///
/// Single short words in small letters stay, unless the call carries credentials: they are the values of
/// a vendor's vocabulary (`open`, `whatsapp`), and a refusal without them tells nothing.
pub(crate) struct SentTexts {
    texts: Vec<Vec<char>>,
    keeps_words: bool,
}

impl SentTexts {
    pub(crate) fn of(call: &Call, secrets: &[HeaderValue]) -> Self {
        let mut texts = Self {
            texts: Vec::new(),
            keeps_words: call.is_signed(),
        };
        for secret in secrets.iter().filter_map(|secret| secret.to_str().ok()) {
            texts.add(secret);
            texts.add(secret.rsplit(' ').next().unwrap_or_default());
        }
        call.each_value(|value| texts.add(value));
        if let Some(body) = call.body_bytes() {
            match json::from_bytes(body) {
                Some(json) => texts.add_json(&json),
                None => {
                    for (_, value) in url::form_urlencoded::parse(body) {
                        texts.add(&value);
                    }
                }
            }
        }
        // The longest first: what holds another one goes as a whole.
        texts
            .texts
            .sort_unstable_by_key(|text| std::cmp::Reverse(text.len()));
        texts.texts.dedup();
        texts
    }

    /// Takes the texts out of an error that repeats what the vendor said.
    pub(crate) fn scrub(&self, error: Error) -> Error {
        if self.texts.is_empty() {
            error
        } else {
            error.map_texts(|text| self.without(text))
        }
    }

    fn add_json(&mut self, json: &Value) {
        match json {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_json(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.add_json(field)),
            Value::Number(number) => self.add(&number.to_string()),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        if self.keeps_words && text.len() <= VOCABULARY && text.chars().all(plain) {
            return;
        }
        let words = || text.split_whitespace();
        let named = words().nth(1).is_some() && words().nth(NAME).is_none();
        let parts = named.then(words).into_iter().flatten();
        for part in std::iter::once(text.trim()).chain(parts) {
            // The vendor's sentence has lost its long numbers by now, and so have the texts in it.
            for form in [part, &in_one_line(part)] {
                let form: Vec<char> = form.chars().flat_map(char::to_lowercase).collect();
                if form.len() >= SHORTEST {
                    self.texts.push(form);
                }
            }
        }
    }

    fn without(&self, text: &str) -> String {
        let mut left: Vec<char> = text.chars().collect();
        for sent in &self.texts {
            let mut at = 0;
            while at < left.len() {
                let Some(length) = matched(&left[at..], sent) else {
                    at += 1;
                    continue;
                };
                let joined = |after: usize| {
                    after > 0
                        && left.get(after).is_some_and(|next| is_word(*next))
                        && is_word(left[after - 1])
                };
                let whole_word = !joined(at) && !joined(at + length);
                if whole_word {
                    left.splice(at..at + length, ['…']);
                }
                at += 1;
            }
        }
        self.cut_tail(&mut left);
        left.into_iter().collect()
    }

    /// A sentence that was cut may end in the beginning of a text.
    fn cut_tail(&self, line: &mut Vec<char>) {
        let Some(('…', said)) = line.split_last() else {
            return;
        };
        let begins = |length: &usize| {
            let tail = &said[said.len() - length..];
            self.texts
                .iter()
                .any(|sent| sent.len() > *length && matched(tail, &sent[..*length]).is_some())
        };
        let longest = (SHORTEST..=said.len()).rev().find(begins);
        if let Some(length) = longest {
            let end = said.len() - length;
            line.truncate(end);
            line.push('…');
        }
    }
}

/// How many characters at the beginning are this text, in whatever case.
fn matched(text: &[char], sent: &[char]) -> Option<usize> {
    let mut wanted = sent.iter();
    for (at, c) in text.iter().enumerate() {
        for lower in c.to_lowercase() {
            match wanted.next() {
                Some(next) if *next == lower => {}
                _ => return None,
            }
        }
        if wanted.as_slice().is_empty() {
            return Some(at + 1);
        }
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use helpdesk_core::{ErrorKind, Safety};
    use serde_json::json;

    use super::*;

    fn told(call: &Call, text: &str) -> String {
        let mut secret = HeaderValue::from_static("Bearer s3cret-token");
        secret.set_sensitive(true);
        let error = Error::new(ErrorKind::Invalid, text.to_owned());
        SentTexts::of(call, &[secret])
            .scrub(error)
            .message()
            .to_owned()
    }

    #[test]
    fn what_was_sent_is_not_repeated() {
        let call = Call::put(Safety::Safe, "/v1/{id}")
            .segment("id", "person-77")
            .query("q", "Zoë Quixote")
            .json(&json!({"text": "the blue lid is cracked again", "to": [{"n": 91_234}], "status": "open"}));
        for (text, expected) in [
            ("s3cret-token is no token", "… is no token"),
            ("no such person-77", "no such …"),
            ("ZOË QUIXOTE is known; ask quixote", "… is known; ask …"),
            ("bad: \"The blue lid is cracked again\"", "bad: \"…\""),
            ("number 91234", "number …"),
            ("the blue one", "the blue one"),
            // A word that only holds one of them stays.
            (
                "overquixote, quixote_all, quixote!",
                "overquixote, quixote_all, …!",
            ),
            // So does the vendor's vocabulary.
            ("open is no status", "open is no status"),
        ] {
            assert_eq!(told(&call, text), expected);
        }
        let form = Call::post(Safety::Once, "/").form(&[("password", "sesame")]);
        assert_eq!(told(&form.unsigned(), "not Sesame"), "not …");
    }

    #[test]
    fn what_the_sentence_has_lost_is_no_hiding_place() {
        let call = Call::post(Safety::Once, "/hooks")
            .json(&json!({"url": "https://crm.example/in?key=canary-0123456789ab-tail"}));
        let echoed = crate::classify::vendor_sentence(
            "https://crm.example/in?key=canary-0123456789ab-tail is taken",
        );
        assert!(echoed.contains("ab-tail"), "{echoed}");
        assert_eq!(told(&call, &echoed), "… is taken");
        assert_eq!(told(&call, "no: https://crm.example/in?key=can…"), "no: …");
        assert_eq!(told(&call, "no: htt…"), "no: htt…");
    }

    #[test]
    fn our_own_words_stay() {
        let call = Call::get(Safety::Safe, "/").query("q", "refused");
        let error = Error::new(ErrorKind::Invalid, "the vendor refused it");
        let error = SentTexts::of(&call, &[]).scrub(error);
        assert_eq!(error.message(), "the vendor refused it");
    }
}
