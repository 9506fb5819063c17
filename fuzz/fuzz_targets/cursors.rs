//! Whatever the text: no panic, and only what was sealed for a query opens with it.
#![no_main]

use helpdesk_core::{ContactQuery, Cursor, ErrorKind, Operation, Vendor};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const HERE: Vendor = Vendor::from_static("here");

fuzz_target!(|data: &[u8]| {
    let query = ContactQuery::all();
    let open = |cursor: &Cursor| cursor.open::<_, Value>(&HERE, Operation::ContactsList, &query);

    // As text, and as the bytes that stand in hexadecimal.
    let sealed: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
    for text in [String::from_utf8_lossy(data).into_owned(), sealed] {
        let cursor = Cursor::from_text(text);
        match open(&cursor) {
            Ok(position) => {
                let again = Cursor::seal(&HERE, Operation::ContactsList, &query, &position)
                    .expect("what was read can be written");
                assert_eq!(open(&again).expect("it is ours"), position);
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Invalid),
        }
        let other = ContactQuery::search("another");
        let elsewhere = cursor.open::<_, Value>(&HERE, Operation::ContactsSearch, &other);
        assert!(elsewhere.is_err() || open(&cursor).is_err());
    }

    // Any position and any query: it opens there and nowhere else.
    let text = String::from_utf8_lossy(data).into_owned();
    let search = ContactQuery::search(text.clone());
    let cursor = Cursor::seal(&HERE, Operation::ContactsSearch, &search, &text).expect("sealed");
    let back: String = cursor
        .open(&HERE, Operation::ContactsSearch, &search)
        .expect("opens");
    assert_eq!(back, text);
    assert!(open(&cursor).is_err());
});
