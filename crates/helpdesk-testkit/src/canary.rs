//! Strings that must never be seen again.

use std::sync::atomic::{AtomicU64, Ordering};

/// Strings that are planted somewhere and must show up nowhere else: secrets in a log, names in a
/// `Debug`.
///
/// ```
/// use helpdesk_testkit::Canary;
///
/// let mut canary = Canary::new();
/// let token = canary.plant("token");
/// canary.assert_absent("GET /contacts 200");
/// assert_eq!(canary.found_in(&format!("Authorization: {token}")), Some("token"));
/// ```
#[derive(Clone, Default)]
pub struct Canary {
    planted: Vec<(String, String)>,
}

impl Canary {
    /// No strings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new string that is like no other, to be planted where the label says.
    pub fn plant(&mut self, label: &str) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mixed =
            (number ^ (u64::from(std::process::id()) << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let text = format!("canary{mixed:016x}");
        self.watch(label, &text);
        text
    }

    /// Watches for a string that exists already. Strings of fewer than four characters are not
    /// watched: they turn up by chance.
    pub fn watch(&mut self, label: &str, text: &str) {
        if text.chars().count() >= 4 {
            self.planted
                .push((label.to_owned(), text.to_ascii_lowercase()));
        }
    }

    /// Watches for a phone number: its last eight digits, so that no spelling gets by.
    pub fn watch_phone(&mut self, label: &str, number: &str) {
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        let tail: String = digits[digits.len().saturating_sub(8)..].iter().collect();
        self.watch(label, &tail);
    }

    /// The label of the first string that shows in a text. Case does not matter.
    pub fn found_in(&self, text: &str) -> Option<&str> {
        let text = text.to_ascii_lowercase();
        self.planted
            .iter()
            .find(|(_, planted)| text.contains(planted.as_str()))
            .map(|(label, _)| label.as_str())
    }

    /// Fails the test when one of the strings shows in a text.
    ///
    /// # Panics
    /// When one does. The message gives the label, not the string.
    #[track_caller]
    pub fn assert_absent(&self, text: &str) {
        let found = self.found_in(text);
        assert!(
            found.is_none(),
            "the {} shows where it must not",
            found.unwrap_or_default()
        );
    }
}

impl std::fmt::Debug for Canary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.planted.iter().map(|(label, _)| label))
            .finish()
    }
}
