//! Streams: pages turned into objects, with scripted pages beneath.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod scripted;

use futures_util::{StreamExt, TryStreamExt};
use helpdesk_core::{Contact, ContactQuery, Cursor, ErrorKind, PageRequest};
use scripted::{Script, Scripted, page};

#[tokio::test]
async fn an_object_that_moves_to_the_next_page_comes_out_once() {
    let desk = Scripted::new([
        ("first", page(&["a", "b"], Some("2"))),
        ("2", page(&["b", "c"], Some("3"))),
        ("3", page(&["a", "d"], None)),
    ]);
    for prefetch in [1, 4] {
        assert_eq!(desk.ids(prefetch).await.unwrap(), ["a", "b", "c", "d"]);
    }
}

#[tokio::test]
async fn an_empty_page_in_the_middle_goes_on() {
    let desk = Scripted::new([
        ("first", page(&[], Some("2"))),
        ("2", page(&["a"], Some("3"))),
        ("3", page(&[], Some("4"))),
        ("4", page(&[], Some("5"))),
        ("5", page(&["b"], None)),
    ]);
    assert_eq!(desk.ids(1).await.unwrap(), ["a", "b"]);
    assert_eq!(desk.asked(), ["first", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn a_cursor_that_stands_still_is_an_error() {
    let desk = Scripted::new([
        ("first", page(&["a"], Some("2"))),
        ("2", page(&["b"], Some("2"))),
    ]);
    let client = desk.client(1);
    let mut stream = client.contacts().stream(ContactQuery::all());
    assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), "a");
    assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), "b");
    assert_eq!(
        stream.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Decode
    );
    assert!(stream.next().await.is_none());
    assert_eq!(desk.asked(), ["first", "2"]);
}

#[tokio::test]
async fn pages_that_fly_side_by_side_land_in_order() {
    let script = |ids, next, turns| Script {
        ids,
        next,
        turns,
        ..Script::default()
    };
    let desk = Scripted::new([
        (
            "first",
            Script {
                ahead: &["3", "4", "5"],
                ..page(&["a"], Some("2"))
            },
        ),
        ("2", script(&["b"], Some("3"), 9)),
        ("3", script(&["c"], Some("4"), 5)),
        ("4", script(&["d"], Some("5"), 1)),
        ("5", script(&["e"], Some("6"), 0)),
        ("6", script(&["f"], None, 0)),
    ]);
    for prefetch in [1, 2, 3, 8] {
        desk.asked.lock().unwrap().clear();
        assert_eq!(
            desk.ids(prefetch).await.unwrap(),
            ["a", "b", "c", "d", "e", "f"]
        );
        assert_eq!(
            desk.asked(),
            ["first", "2", "3", "4", "5", "6"],
            "each page once"
        );
    }
}

#[tokio::test]
async fn as_many_pages_fly_as_prefetch_says() {
    let desk = Scripted::new([
        (
            "first",
            Script {
                ahead: &["3", "4", "5"],
                ..page(&["a"], Some("2"))
            },
        ),
        (
            "2",
            Script {
                turns: 1,
                ..page(&["b"], Some("3"))
            },
        ),
        ("3", page(&["c"], Some("4"))),
        ("4", page(&["d"], Some("5"))),
        ("5", page(&["e"], None)),
    ]);
    let mut stream = desk.client(3).contacts().stream(ContactQuery::all());
    assert!(
        desk.asked().is_empty(),
        "nothing is fetched before it is read"
    );
    stream.next().await.unwrap().unwrap();
    assert_eq!(desk.asked(), ["first"]);
    stream.next().await.unwrap().unwrap();
    assert_eq!(desk.asked(), ["first", "2", "3", "4"]);
}

#[tokio::test]
async fn the_line_is_filled_up_while_pages_are_out() {
    let desk = Scripted::new([
        (
            "first",
            Script {
                ahead: &["3"],
                ..page(&["a"], Some("2"))
            },
        ),
        (
            "2",
            Script {
                ahead: &["4"],
                ..page(&["b"], Some("3"))
            },
        ),
        (
            "3",
            Script {
                ahead: &["5"],
                turns: 9,
                ..page(&["c"], Some("4"))
            },
        ),
        ("4", page(&["d"], Some("5"))),
        ("5", page(&["e"], None)),
    ]);
    let mut stream = desk.client(2).contacts().stream(ContactQuery::all());
    for id in ["a", "b", "c"] {
        assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), id);
    }
    assert_eq!(desk.asked(), ["first", "2", "3", "4"]);
    for id in ["d", "e"] {
        assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), id);
    }
    assert!(stream.next().await.is_none());
    assert_eq!(desk.asked(), ["first", "2", "3", "4", "5"], "each once");
}

#[tokio::test]
async fn a_page_without_a_next_one_ends_the_list() {
    let desk = Scripted::new([
        (
            "first",
            Script {
                ahead: &["3", "4"],
                ..page(&["a"], Some("2"))
            },
        ),
        (
            "2",
            Script {
                turns: 1,
                ..page(&["b"], None)
            },
        ),
        ("3", page(&[], None)),
        ("4", page(&[], None)),
    ]);
    for (prefetch, asked) in [(1, 2), (2, 3), (8, 4)] {
        desk.asked.lock().unwrap().clear();
        assert_eq!(desk.ids(prefetch).await.unwrap(), ["a", "b"]);
        assert_eq!(desk.asked().len(), asked, "{prefetch} at once");
    }
}

#[tokio::test]
async fn an_error_ends_the_stream_after_the_objects_before_it() {
    let desk = Scripted::new([
        (
            "first",
            Script {
                ahead: &["3", "4"],
                ..page(&["a"], Some("2"))
            },
        ),
        (
            "2",
            Script {
                turns: 3,
                ..page(&["b"], Some("3"))
            },
        ),
        (
            "3",
            Script {
                fails: true,
                ..page(&[], None)
            },
        ),
        ("4", page(&["d"], None)),
    ]);
    for prefetch in [1, 2, 8] {
        let mut stream = desk.client(prefetch).contacts().stream(ContactQuery::all());
        assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), "a");
        assert_eq!(stream.next().await.unwrap().unwrap().id.as_str(), "b");
        assert_eq!(
            stream.next().await.unwrap().unwrap_err().kind(),
            ErrorKind::Unavailable
        );
        assert!(stream.next().await.is_none());
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn a_stream_begins_where_it_is_told_and_keeps_the_limit() {
    let desk = Scripted::new([("2", page(&["b"], Some("3"))), ("3", page(&["c"], None))]);
    let from = PageRequest::first().limit(7).after(Cursor::from_text("2"));
    let stream = desk
        .client(1)
        .contacts()
        .stream_from(ContactQuery::all(), from);
    let found: Vec<Contact> = stream.try_collect().await.unwrap();
    assert_eq!(found.len(), 2);
    let asked = desk.asked.lock().unwrap().clone();
    assert_eq!(
        asked,
        [("2".to_owned(), Some(7)), ("3".to_owned(), Some(7))]
    );
}

#[tokio::test]
async fn streams_can_be_sent_away_and_show_no_people() {
    fn movable<T: Send + Unpin + 'static>(_: &T) {}
    let desk = Scripted::new([("first", page(&["a"], None))]);
    let stream = desk
        .client(1)
        .contacts()
        .stream(ContactQuery::search("canary"));
    movable(&stream);
    assert!(!format!("{stream:?}").contains("canary"));
    let task = tokio::spawn(stream.count());
    assert_eq!(task.await.unwrap(), 1);
}
