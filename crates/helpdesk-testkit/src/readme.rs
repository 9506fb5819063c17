//! A README that is held against the desk it describes.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use helpdesk_core::{Capabilities, Operation, Support};

const BEGIN: &str = "<!-- capabilities: generated; UPDATE_DOCS=1";
const END: &str = "<!-- end of capabilities -->";

/// The README of an adapter.
///
/// ```no_run
/// use helpdesk_core::{Helpdesk, memory::MemoryDesk};
/// use helpdesk_testkit::Readme;
///
/// let readme = Readme::of(env!("CARGO_MANIFEST_DIR"));
/// readme.assert_capabilities(MemoryDesk::new().capabilities());
/// assert_eq!(readme.documented_endpoints(), 35);
/// ```
#[derive(Debug)]
pub struct Readme(PathBuf);

impl Readme {
    /// The README in this folder, which is the crate's.
    pub fn of(folder: &str) -> Self {
        Self(PathBuf::from(folder).join("README.md"))
    }

    /// Asserts that the table between the marks is what the desk says of itself: a comment that begins
    /// with `<!-- capabilities: generated; UPDATE_DOCS=1`, and `<!-- end of capabilities -->`.
    ///
    /// With the environment variable `UPDATE_DOCS` the table is written anew.
    ///
    /// # Panics
    ///
    /// When the table is another one, or there are no marks.
    pub fn assert_capabilities(&self, capabilities: &Capabilities) {
        let text = self.text();
        let marked = || {
            let (head, rest) = text.split_once(BEGIN)?;
            let (command, rest) = rest.split_once('\n')?;
            let (_, tail) = rest.split_once(END)?;
            Some((head, command, tail))
        };
        let Some((head, command, tail)) = marked() else {
            panic!("{} has no marks for the table", self.0.display());
        };
        let table = table(capabilities);
        let expected = format!("{head}{BEGIN}{command}\n\n{table}\n{END}{tail}");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&self.0, &expected)
                .unwrap_or_else(|error| panic!("{}: {error}", self.0.display()));
        }
        assert!(
            self.text() == expected,
            "{} is stale; UPDATE_DOCS=1 writes it anew",
            self.0.display()
        );
    }

    /// The sum of the last column of the table below `## Areas`: how many endpoints are described.
    ///
    /// # Panics
    ///
    /// When there is no such heading.
    pub fn documented_endpoints(&self) -> u32 {
        let text = self.text();
        let Some((_, areas)) = text.split_once("\n## Areas\n") else {
            panic!("{} has no areas", self.0.display());
        };
        let count = |line: &str| -> Option<u32> {
            line.strip_prefix("| `")?
                .trim_end_matches([' ', '|'])
                .rsplit(' ')
                .next()?
                .parse()
                .ok()
        };
        let areas = areas.split("\n## ").next().unwrap_or_default();
        areas.lines().filter_map(count).sum()
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap_or_else(|error| panic!("{}: {error}", self.0.display()))
    }
}

fn table(capabilities: &Capabilities) -> String {
    let mut text = String::from("| Operation | | How |\n|---|:-:|---|\n");
    for operation in Operation::ALL {
        let (mark, how) = match &capabilities.get(*operation).support {
            Support::Native => ("●", String::new()),
            Support::Emulated { how } => ("◐", how.to_string()),
            Support::Unsupported { why } => ("–", why.to_string()),
            _ => ("?", String::new()),
        };
        let _ = writeln!(text, "| `{operation}` | {mark} | {how} |");
    }
    text.push_str("\n● a call of the vendor's, ◐ composed of several, – not at all\n");
    text
}

#[cfg(test)]
mod tests {
    use helpdesk_core::Helpdesk;
    use helpdesk_core::memory::MemoryDesk;

    use super::*;

    fn readme(table: &str) -> (tempfile::TempDir, Readme) {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "# X\n\n## Areas\n\n| `a` | list | 3 |\n| `b`, `c` | all | 12 |\n\n## More\n\n| `d` | 9 |\n\n\
             {BEGIN} cargo test -->\n\n{table}\n{END}\nend\n"
        );
        fs::write(folder.path().join("README.md"), text).unwrap();
        let readme = Readme::of(folder.path().to_str().unwrap());
        (folder, readme)
    }

    #[test]
    fn the_desks_own_table_is_accepted_and_no_other() {
        let desk = MemoryDesk::new();
        let own = table(desk.capabilities());
        readme(&own).1.assert_capabilities(desk.capabilities());
        let other = own.replacen('●', "–", 1);
        let (_folder, stale) = readme(&other);
        if std::env::var_os("UPDATE_DOCS").is_none() {
            let held =
                std::panic::AssertUnwindSafe(|| stale.assert_capabilities(desk.capabilities()));
            assert!(std::panic::catch_unwind(held).is_err());
        }
    }

    #[test]
    fn endpoints_are_counted_below_their_heading_only() {
        assert_eq!(readme("").1.documented_endpoints(), 15);
    }
}
