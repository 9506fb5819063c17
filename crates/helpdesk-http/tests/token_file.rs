//! Tokens in a file: private, whole, locked, and never overwritten when damaged.
#![allow(clippy::unwrap_used, reason = "tests only")]

use std::time::Duration;

use helpdesk_core::ErrorKind;
use helpdesk_http::{FileTokenStore, TokenStore, Tokens};
use secrecy::{ExposeSecret, SecretString};

#[tokio::test]
async fn the_file_is_private_and_whole() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.json");
    let store = FileTokenStore::new(&path);
    assert!(store.load().await.unwrap().is_none());
    let end = "2031-05-06T07:08:09Z".parse().unwrap();
    for access in ["one", "two"] {
        let tokens = Tokens::new(SecretString::from(access))
            .with_refresh(SecretString::from("again"))
            .with_expires_at(end);
        store.save(&tokens).await.unwrap();
        let read = store.load().await.unwrap().unwrap();
        assert_eq!(read.access.expose_secret(), access);
        assert_eq!(read.refresh.unwrap().expose_secret(), "again");
        assert_eq!((read.expires_at, read.issued_at), (Some(end), None));
    }
    drop(store.lock().await.unwrap());
    let mut names: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["tokens.json", "tokens.json.lock"]);
    #[cfg(unix)]
    for name in names {
        use std::os::unix::fs::PermissionsExt;
        let file = std::fs::metadata(directory.path().join(&name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_named_and_left_alone() {
    for text in [
        "",
        "{canary",
        r#"{"version":2,"access":"canary"}"#,
        r#"{"version":1,"access":""}"#,
        r#"{"version":1,"access":"canary","more":1}"#,
    ] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tokens.json");
        std::fs::write(&path, text).unwrap();
        let store = FileTokenStore::new(&path);
        let tokens = Tokens::new(SecretString::from("new"));
        for error in [
            store.load().await.unwrap_err(),
            store.save(&tokens).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Config);
            assert_eq!(error.field_errors()[0].field, "token_store");
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[tokio::test(start_paused = true)]
async fn the_lock_is_exclusive_and_patience_ends() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.json");
    let one = FileTokenStore::new(&path);
    let other = FileTokenStore::new(&path).with_patience(Duration::from_secs(5));
    let guard = one.lock().await.unwrap();
    let start = tokio::time::Instant::now();
    let error = other.lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert!(start.elapsed() >= Duration::from_secs(5));
    drop(guard);
    other.lock().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_replaced_and_not_followed() {
    let directory = tempfile::tempdir().unwrap();
    let (path, other) = (
        directory.path().join("tokens.json"),
        directory.path().join("other.json"),
    );
    let before = r#"{"version":1,"access":"other"}"#;
    std::fs::write(&other, before).unwrap();
    std::os::unix::fs::symlink(&other, &path).unwrap();
    let store = FileTokenStore::new(&path);
    let tokens = Tokens::new(SecretString::from("new"));
    store.save(&tokens).await.unwrap();
    assert!(std::fs::symlink_metadata(&path).unwrap().is_file());
    assert_eq!(std::fs::read_to_string(&other).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn what_could_not_be_put_in_place_is_not_left_behind() {
    let directory = tempfile::tempdir().unwrap();
    // The name of a folder, where no file can go.
    let store = FileTokenStore::new(directory.path().join("tokens.json/"));
    let tokens = Tokens::new(SecretString::from("canary"));
    let error = store.save(&tokens).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}
