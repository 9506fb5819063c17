//! Decoding answers: the path of every failure, and the rows as they were sent.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use helpdesk_core::{ErrorKind, Result, Safety};
use helpdesk_http::{Answer, Call, Kept, lenient};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use support::{Fake, answer, pipeline, scope};

#[derive(Debug, Deserialize, PartialEq)]
struct Tag {
    #[serde(deserialize_with = "lenient::id")]
    id: String,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    at: Option<helpdesk_core::Timestamp>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Row {
    #[serde(default, deserialize_with = "lenient::list")]
    tags: Vec<Tag>,
    #[serde(default)]
    one: Option<Kept<Tag>>,
}

#[derive(Debug, Deserialize)]
struct Page<T> {
    data: Vec<T>,
}

async fn given(body: &str) -> Answer {
    let fake = Fake::script([answer(200, body)]);
    let pipeline = pipeline(&fake);
    let call = Call::get(Safety::Safe, "/rows");
    pipeline.send(call, &scope(&pipeline)).await.unwrap()
}

async fn message<T: DeserializeOwned>(body: &str) -> String {
    let outcome: Result<T> = given(body).await.json();
    let Err(error) = outcome else {
        panic!("it fits: {body}")
    };
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status(), Some(200));
    assert!(
        !format!("{error} {error:?}").contains("canary"),
        "{error:?}"
    );
    error.message().to_owned()
}

#[tokio::test]
async fn the_path_is_complete_within_rows_and_rows_of_rows() {
    let fits_not = "the answer does not have the expected form at ";
    for (body, path) in [
        (
            r#"{"data":[{},{"tags":[{"id":["canary"]}]}]}"#,
            "data[1].tags[0].id",
        ),
        (r#"{"data":[{"tags":{"id":true}}]}"#, "data[0].tags.id"),
        (
            r#"{"data":[{"tags":[{"id":1,"at":"canary"}]}]}"#,
            "data[0].tags[0].at",
        ),
        (r#"{"data":[{"one":{"id":null}}]}"#, "data[0].one.id"),
        (r#"{"data":[{"one":{}}]}"#, "data[0].one"),
        (r#"{"data":["canary"]}"#, "data[0]"),
        (r#"{"data":"canary"}"#, "data"),
    ] {
        let expected = format!("{fits_not}`{path}`");
        assert_eq!(message::<Page<Kept<Row>>>(body).await, expected);
        assert_eq!(message::<Page<Row>>(body).await, expected);
    }
    assert_eq!(
        message::<Vec<Kept<Vec<Kept<u8>>>>>(r#"[[1],[2,"canary"]]"#).await,
        format!("{fits_not}`[1][1]`")
    );
}

#[tokio::test]
async fn what_is_no_json_or_has_another_root() {
    assert_eq!(message::<u8>("").await, "the answer is empty");
    for body in ["canary", "[1", "[]", "1 canary"] {
        let expected = "the answer does not have the expected form";
        assert!(message::<u8>(body).await.starts_with(expected));
    }
}

#[tokio::test]
async fn keys_that_may_be_personal_are_not_in_the_path() {
    type Map = std::collections::BTreeMap<String, u8>;
    for key in ["+canary", "canary@example.com", "5511987654321", "a canary"] {
        let body = format!(r#"[{{"{key}":"x"}}]"#);
        let message = message::<Vec<Map>>(&body).await;
        assert!(message.ends_with("`[0].?`"), "{message}");
    }
}

#[tokio::test]
async fn rows_are_kept_word_for_word() {
    let first = r#"{ "id":1 , "price":1.50, "big":12345678901234567890123 }"#;
    let body = format!(r#"{{"data":[{first},{{"id":"b","x":{{"y":[]}}}}]}}"#);
    let page: Page<Kept<Tag>> = given(&body).await.json().unwrap();
    assert_eq!(page.data[0].data.as_json(), Some(first));
    assert_eq!(page.data[0].wire.id, "1");
    assert_eq!(
        page.data[1].data.to_value()["x"]["y"],
        serde_json::json!([])
    );
    let id = page.data.into_iter().next().unwrap().map(|tag| tag.id);
    assert_eq!((id.wire.as_str(), id.data.as_json()), ("1", Some(first)));
}

#[test]
fn rows_can_be_read_from_everything() {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Page { data: Vec<Kept<Tag>> },
        Bare(Vec<Kept<Tag>>),
    }
    #[derive(Deserialize)]
    struct Flat {
        #[serde(flatten)]
        page: Page<Kept<Tag>>,
    }

    let text = r#"{"data":[{"id":7,"x":[1,"a",null,true,1.5]}]}"#;
    let bare = r#"[{"id":7,"x":[1,"a",null,true,1.5]}]"#;
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let rows = [
        serde_json::from_reader::<_, Page<_>>(text.as_bytes())
            .unwrap()
            .data,
        serde_json::from_value::<Page<_>>(value).unwrap().data,
        serde_json::from_str::<Flat>(text).unwrap().page.data,
    ];
    let either = [text, bare].map(|text| match serde_json::from_str(text).unwrap() {
        Either::Page { data } | Either::Bare(data) => data,
    });
    for rows in rows.iter().chain(&either) {
        assert_eq!(rows[0].wire.id, "7");
        let kept = rows[0].data.to_value();
        assert_eq!(kept, serde_json::json!({"id":7,"x":[1,"a",null,true,1.5]}));
    }
}

#[test]
fn every_kind_of_value_can_be_kept() {
    for text in [
        "null",
        "true",
        "-1",
        "18446744073709551615",
        "1.5",
        r#""a""#,
        "[]",
        "{}",
    ] {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let kept: Kept<serde_json::Value> = serde_json::from_str(text).unwrap();
        assert_eq!((&kept.wire, kept.data.as_json()), (&value, Some(text)));
        let kept: Kept<serde_json::Value> = serde_json::from_value(value.clone()).unwrap();
        assert_eq!((&kept.wire, kept.data.as_json()), (&value, Some(text)));
    }
    let none: Option<Kept<u8>> = serde_json::from_str("null").unwrap();
    assert!(none.is_none());
}

/// What was read, or why it was not: the row with its own text, or the message.
fn told(read: Result<Kept<Tag>>) -> std::result::Result<(Tag, String, Vec<String>), String> {
    let kept = read.map_err(|error| error.to_string())?;
    let names = kept.names.of(&kept.data).map(str::to_owned).collect();
    let text = kept.data.as_json().unwrap_or_default().to_owned();
    Ok((kept.wire, text, names))
}

#[tokio::test]
async fn one_row_is_read_as_the_plain_way_reads_it() {
    for (body, fits) in [
        (r#"{"id":1}"#, true),
        (" {\"at\": null, \"id\" : \"x\"}\r\n\t ", true),
        (r#"{"id":"é","more":[{"id":2}],"\u0061t":null}"#, true),
        ("\u{c}{\"id\":1}", false),
        (r#"{"id":1}x"#, false),
        (r#"{"id":1}{"id":2}"#, false),
        (r#"{"id":1,"id":2}"#, false),
        (r#"{"id":1"#, false),
        (r#"{"at":null}"#, false),
        (r#"[{"id":1}]"#, false),
        (r#"{"id":1,"at":"canary"}"#, false),
        ("null", false),
        ("", false),
    ] {
        let answer = given(body).await;
        let read = told(answer.kept());
        assert_eq!(read, told(answer.json()), "{body}");
        assert_eq!(read.is_ok(), fits, "{body}");
    }
}

#[tokio::test]
async fn a_row_in_a_member_is_read_as_the_plain_way_reads_it() {
    #[derive(Deserialize)]
    struct Envelope {
        data: Kept<Tag>,
    }
    for (body, fits) in [
        (r#"{"data":{"id":1}}"#, true),
        (
            r#" { "status" : "ok" , "data" : {"id":"é", "more":{}} , "meta":[1] } "#,
            true,
        ),
        (r#"{"data":{"id":1},"more":{"data":{"id":2}}}"#, true),
        // Left to the plain way, which may make something of it.
        (r#"{"data":{"id":1},"data":{"id":2}}"#, false),
        (r#"{"data":{"id":1},"data": {"id":2}}"#, false),
        (r#"{"data":[{"id":1}]}"#, false),
        (r#"{"data":{"at":null}}"#, false),
        (r#"{"data":{"id":1},}"#, false),
        (r#"{"data":{"id":1}"#, false),
        (r#"{"data":{"id":1}}x"#, false),
        (r#"{"data":{"id":1} "meta":1}"#, false),
        (r#"{"id":1}"#, false),
        (r#"{"data":null}"#, false),
        ("", false),
    ] {
        let answer = given(body).await;
        let read = answer.kept_in("data").map(|row| told(Ok(row)));
        assert_eq!(read.is_some(), fits, "{body}");
        if let Some(read) = read {
            let plain = answer.json::<Envelope>().map(|envelope| envelope.data);
            assert_eq!(read, told(plain), "{body}");
        }
    }
}
