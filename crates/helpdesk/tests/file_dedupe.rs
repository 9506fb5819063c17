//! Seen events in a file: what survives a restart, a cut-off line, a second process, and the years.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use helpdesk::webhook::{Claim, DedupeStore};
use helpdesk::{Clock, ErrorKind, FileDedupe, FileDedupeOptions, Sleep, Timestamp};
use proptest::prelude::*;

/// A clock that stands still until it is moved.
#[derive(Debug, Clone, Default)]
struct Hand(Arc<Mutex<i64>>);

impl Hand {
    fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += seconds;
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(*self.0.lock().unwrap()).unwrap()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

struct Bench {
    folder: tempfile::TempDir,
    hand: Hand,
    capacity: usize,
}

impl Bench {
    fn new(capacity: usize) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            hand: Hand::default(),
            capacity,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("seen")
    }

    fn open(&self) -> FileDedupe {
        self.try_open().unwrap()
    }

    fn try_open(&self) -> helpdesk::Result<FileDedupe> {
        FileDedupeOptions::new()
            .capacity(self.capacity)
            .lifetime(Duration::from_secs(100))
            .clock(Arc::new(self.hand.clone()))
            .open(self.path())
    }

    fn lines(&self) -> usize {
        fs::read_to_string(self.path()).unwrap().lines().count()
    }
}

/// The store waits for nothing.
fn claim(store: &FileDedupe, key: &str) -> Claim {
    store.claim(key).now_or_never().unwrap().unwrap()
}

fn confirm(store: &FileDedupe, key: &str) {
    store.confirm(key).now_or_never().unwrap().unwrap();
}

fn release(store: &FileDedupe, key: &str) {
    store.release(key).now_or_never().unwrap().unwrap();
}

#[test]
fn what_was_handled_survives_a_restart_and_what_was_not_comes_again() {
    let bench = Bench::new(100);
    let store = bench.open();
    for key in ["handled", "in progress", "given up", "taken back"] {
        assert_eq!(claim(&store, key), Claim::First);
    }
    confirm(&store, "handled");
    confirm(&store, "taken back");
    release(&store, "given up");
    release(&store, "taken back");
    assert_eq!(claim(&store, "in progress"), Claim::InProgress);
    drop(store);

    let store = bench.open();
    assert_eq!(store.len(), 1);
    assert_eq!(claim(&store, "handled"), Claim::Handled);
    for key in ["in progress", "given up", "taken back"] {
        assert_eq!(claim(&store, key), Claim::First, "{key}");
    }
}

#[test]
fn what_is_taken_back_after_it_was_crowded_out_comes_again_after_a_restart() {
    let bench = Bench::new(2);
    let store = bench.open();
    for key in ["a", "b", "c"] {
        confirm(&store, key);
    }
    release(&store, "a");
    release(&store, "c");
    drop(store);
    let store = bench.open();
    assert_eq!(claim(&store, "a"), Claim::First);
    assert_eq!(claim(&store, "c"), Claim::First);
}

#[test]
fn time_goes_on_over_a_restart() {
    let bench = Bench::new(100);
    let store = bench.open();
    confirm(&store, "old");
    bench.hand.advance(60);
    confirm(&store, "young");
    drop(store);
    bench.hand.advance(39);
    assert_eq!(claim(&bench.open(), "old"), Claim::Handled);
    bench.hand.advance(1);
    let store = bench.open();
    assert_eq!(claim(&store, "old"), Claim::First);
    assert_eq!(claim(&store, "young"), Claim::Handled);
}

#[test]
fn a_second_process_is_kept_out_until_the_first_ends() {
    let bench = Bench::new(100);
    let store = bench.open();
    let twin = store.clone();
    let error = bench.try_open().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("another process"), "{error}");
    drop(store);
    assert!(bench.try_open().is_err(), "a clone still has it");
    drop(twin);
    bench.open();
}

#[test]
fn the_file_stays_bounded_and_holds_no_identifiers() {
    let bench = Bench::new(50);
    let store = bench.open();
    let mut longest = 0;
    for number in 0..5000 {
        let key = format!("chat2desk:inbox:client-4711:{number}");
        assert_eq!(claim(&store, &key), Claim::First);
        confirm(&store, &key);
        if number % 10 == 0 {
            release(&store, &key);
        }
        longest = longest.max(bench.lines());
        assert!(store.len() <= 50);
    }
    assert!(longest <= 2 * 50 + 260, "{longest} lines");
    assert!(!fs::read_to_string(bench.path()).unwrap().contains("4711"));
    drop(store);
    let store = bench.open();
    assert_eq!(
        bench.lines(),
        1 + store.len(),
        "written anew when it is opened"
    );
    assert_eq!(
        claim(&store, "chat2desk:inbox:client-4711:4999"),
        Claim::Handled
    );
    assert_eq!(
        claim(&store, "chat2desk:inbox:client-4711:4000"),
        Claim::First
    );
    let beside: HashSet<_> = fs::read_dir(bench.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        beside,
        HashSet::from(["seen".to_owned(), "seen.lock".to_owned()])
    );
}

#[test]
fn what_was_left_by_a_crash_while_writing_anew_does_no_harm() {
    let bench = Bench::new(50);
    confirm(&bench.open(), "a");
    fs::write(bench.folder.path().join("seen.new"), "half of som").unwrap();
    assert_eq!(claim(&bench.open(), "a"), Claim::Handled);
}

#[test]
fn damaged_lines_are_left_out_and_the_others_kept() {
    let bench = Bench::new(50);
    let store = bench.open();
    confirm(&store, "a");
    drop(store);
    let mut bytes = fs::read(bench.path()).unwrap();
    bytes.extend_from_slice(b"\0\0\0\0\n+not hex 17\n+\xff\xfe\n?\n\n");
    bytes.extend(std::iter::repeat_n(b'x', 5000));
    bytes.push(b'\n');
    fs::write(bench.path(), bytes).unwrap();
    let store = bench.open();
    assert_eq!((store.len(), bench.lines()), (1, 2));
    assert_eq!(claim(&store, "a"), Claim::Handled);
}

#[test]
fn a_file_that_is_not_ours_is_left_as_it_is() {
    let bench = Bench::new(50);
    for text in ["default = \"support\"\n", "helpdesk seen events 2\n", "x"] {
        fs::write(bench.path(), text).unwrap();
        let error = bench.try_open().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(fs::read_to_string(bench.path()).unwrap(), text);
    }
    let nowhere = Path::new("there/is/no/such/folder/seen");
    assert_eq!(
        FileDedupe::open(nowhere).unwrap_err().kind(),
        ErrorKind::Config
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(50);
    let _store = bench.open();
    let mode = fs::metadata(bench.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn its_debug_shows_how_much_not_what() {
    let bench = Bench::new(50);
    let store = bench.open();
    confirm(&store, "client-4711");
    let text = format!("{store:?}");
    assert!(text.contains("keys: 1") && !text.contains("4711"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Wherever the file is cut off: it opens, it knows some beginning of what was handled, it takes
    /// no other key for a repetition, and what is added after that is kept.
    #[test]
    fn it_can_be_cut_off_anywhere(
        keys in proptest::collection::vec("[a-z]{1,12}", 0..20),
        cut in any::<proptest::sample::Index>(),
    ) {
        let bench = Bench::new(1000);
        let store = bench.open();
        let mut handled: Vec<&String> = Vec::new();
        for key in &keys {
            confirm(&store, key);
            handled.retain(|other| *other != key);
            handled.push(key);
        }
        drop(store);
        let mut bytes = fs::read(bench.path()).unwrap();
        bytes.truncate(cut.index(bytes.len() + 1));
        fs::write(bench.path(), &bytes).unwrap();

        let store = bench.open();
        let known = store.len();
        prop_assert!(known <= handled.len());
        prop_assert_eq!(claim(&store, "A key of another kind"), Claim::First);
        let first_time: HashSet<&String> = keys.iter().filter(|key| claim(&store, key) == Claim::First).collect();
        prop_assert_eq!(first_time.len(), handled.len() - known);
        confirm(&store, "Added later");
        drop(store);
        let store = bench.open();
        prop_assert_eq!(claim(&store, "Added later"), Claim::Handled);
        prop_assert_eq!(store.len(), known + 1);
    }

    /// Restarts change nothing but that claims which nobody confirmed are open again.
    #[test]
    fn restarts_forget_only_what_was_in_progress(
        steps in proptest::collection::vec((0_u8..8, 0_u8..5), 0..80),
        capacity in 8_usize..12,
    ) {
        let bench = Bench::new(capacity);
        let mut store = bench.open();
        let mut model: Vec<(u8, bool)> = Vec::new();
        for (key, what) in steps {
            let name = key.to_string();
            match what {
                0 | 1 => {
                    let expected = match model.iter().find(|held| held.0 == key) {
                        Some((_, true)) => Claim::Handled,
                        Some((_, false)) => Claim::InProgress,
                        None => {
                            model.push((key, false));
                            Claim::First
                        }
                    };
                    prop_assert_eq!(claim(&store, &name), expected);
                }
                2 => {
                    confirm(&store, &name);
                    model.retain(|held| held.0 != key);
                    model.push((key, true));
                }
                3 => {
                    release(&store, &name);
                    model.retain(|held| held.0 != key);
                }
                _ => {
                    drop(store);
                    store = bench.open();
                    model.retain(|held| held.1);
                }
            }
            prop_assert_eq!(store.len(), model.len());
        }
    }
}
