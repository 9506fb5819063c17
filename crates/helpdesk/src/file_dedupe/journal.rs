//! The file of seen events: a line for each that was handled.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use helpdesk_core::webhook::SeenKeys;
use helpdesk_core::{Error, Result, Timestamp};

use super::failed;

/// The first line.
const HEAD: &[u8] = b"helpdesk seen events 1\n";

/// The longest line that is one of ours, generously.
const LONGEST: u64 = 128;

/// Lines beyond twice the capacity before the file is written anew, so that small stores are not
/// written anew all the time.
const SLACK: usize = 256;

/// The file, open for appending.
pub(super) struct Journal {
    file: File,
    lines: usize,
    /// A write failed halfway: the next one begins a line of its own.
    ragged: bool,
}

/// The line of a key that was handled.
pub(super) fn kept(key: &str, until: Timestamp) -> String {
    format!("+{key} {}\n", until.as_second())
}

/// The line of a key that was forgotten.
pub(super) fn dropped(key: &str) -> String {
    format!("-{key}\n")
}

impl Journal {
    /// Reads what is remembered, and writes the file anew: without what is over, and without what
    /// was cut off.
    pub(super) fn open(path: &Path, seen: &mut SeenKeys, now: Timestamp) -> Result<Self> {
        match File::open(path) {
            Ok(file) => read(file, seen, now)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("the file of seen events cannot be read", error)),
        }
        rewrite(path, seen).map_err(|error| {
            failed(
                "the file of seen events cannot be written; does its folder exist?",
                error,
            )
        })
    }

    /// Adds a line, in one write.
    pub(super) fn append(&mut self, line: &str) -> io::Result<()> {
        let written = if self.ragged {
            self.file.write_all(format!("\n{line}").as_bytes())
        } else {
            self.file.write_all(line.as_bytes())
        };
        self.ragged = written.is_err();
        self.lines += 1;
        written
    }

    /// Writes the file anew when it holds much that is over.
    pub(super) fn compact_if_long(&mut self, path: &Path, seen: &SeenKeys) -> io::Result<()> {
        if self.lines > 2 * seen.capacity() + SLACK {
            *self = rewrite(path, seen)?;
        }
        Ok(())
    }
}

/// Writes the file beside itself and puts it in its place, so that at every moment there is a whole
/// one. The caller holds the lock.
fn rewrite(path: &Path, seen: &SeenKeys) -> io::Result<Journal> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut lines = 0;
    let mut out = BufWriter::new(options.open(&beside)?);
    out.write_all(HEAD)?;
    for (key, until) in seen.confirmed() {
        out.write_all(kept(key, until).as_bytes())?;
        lines += 1;
    }
    out.flush()?;
    drop(out);
    fs::rename(&beside, path)?;
    Ok(Journal {
        file: OpenOptions::new().append(true).open(path)?,
        lines,
        ragged: false,
    })
}

fn read(file: File, seen: &mut SeenKeys, now: Timestamp) -> Result<()> {
    let cannot = |error| failed("the file of seen events cannot be read", error);
    let mut input = BufReader::new(file);
    let mut head = Vec::new();
    let longest = u64::try_from(HEAD.len()).unwrap_or(LONGEST);
    (&mut input)
        .take(longest)
        .read_to_end(&mut head)
        .map_err(cannot)?;
    if head != HEAD {
        // Cut off while it was begun, which leaves a beginning of the first line; else not ours.
        return if HEAD.starts_with(&head) {
            Ok(())
        } else {
            Err(Error::config(
                "dedupe",
                "the file is not one of seen events; it is left as it is. Name another",
            ))
        };
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        let some = (&mut input)
            .take(LONGEST)
            .read_until(b'\n', &mut line)
            .map_err(cannot)?;
        if some == 0 {
            return Ok(());
        }
        // A line that was cut off or damaged is left out: its event may come again, once.
        if let Some(line) = line.strip_suffix(b"\n") {
            recall(line, seen, now);
        }
    }
}

fn recall(line: &[u8], seen: &mut SeenKeys, now: Timestamp) -> Option<()> {
    let text = std::str::from_utf8(line).ok()?;
    if let Some(key) = text.strip_prefix('-') {
        seen.release(key);
        return Some(());
    }
    let (key, until) = text.strip_prefix('+')?.split_once(' ')?;
    let until = Timestamp::from_second(until.parse().ok()?).ok()?;
    let whole = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if whole && until > now {
        seen.restore(key, until, now);
    }
    Some(())
}
