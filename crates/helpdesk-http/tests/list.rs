//! Lists of which each row is read once: nothing else may differ from reading them plainly.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::fmt;
use std::marker::PhantomData;

use helpdesk_core::{Field, Safety, not_sent};
use helpdesk_http::{Answer, Call, Kept, Listed, RowText, lenient};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use support::{Fake, answer, pipeline, scope};

#[derive(Debug, serde::Deserialize, PartialEq)]
struct Tag {
    #[serde(deserialize_with = "lenient::id")]
    id: String,
}

#[derive(Debug, serde::Deserialize, PartialEq)]
struct Row {
    #[serde(deserialize_with = "lenient::id")]
    id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    tags: Vec<Kept<Tag>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(bound = "R: Deserialize<'de>")]
struct Page<R = Kept<Row>> {
    #[serde(alias = "rows", deserialize_with = "lenient::list")]
    data: Vec<R>,
    #[serde(default)]
    total: Option<u64>,
}

impl Listed for Page {
    type Row = Row;
    type Texts<'de> = Page<RowText<'de>>;
    const ROWS: &'static str = "data";

    fn texts<'a>(list: &'a Page<RowText<'_>>) -> &'a [RowText<'a>] {
        &list.data
    }

    fn with_rows(list: Page<RowText<'_>>, rows: Vec<Kept<Row>>) -> Self {
        let total = list.total;
        Self { data: rows, total }
    }
}

/// An envelope, or none.
#[derive(Debug)]
enum Either<R = Kept<Row>> {
    Page(Page<R>),
    Bare(Vec<R>),
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Either<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<R>(PhantomData<R>);

        impl<'de, R: Deserialize<'de>> Visitor<'de> for Shape<R> {
            type Value = Either<R>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Either<R>, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(seq)).map(Either::Bare)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either<R>, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Either::Page)
            }
        }

        deserializer.deserialize_any(Shape(PhantomData))
    }
}

impl Listed for Either {
    type Row = Row;
    type Texts<'de> = Either<RowText<'de>>;
    const ROWS: &'static str = "data";

    fn texts<'a>(list: &'a Either<RowText<'_>>) -> &'a [RowText<'a>] {
        match list {
            Either::Page(page) => &page.data,
            Either::Bare(rows) => rows,
        }
    }

    fn with_rows(list: Either<RowText<'_>>, rows: Vec<Kept<Row>>) -> Self {
        match list {
            Either::Page(page) => Self::Page(Page::with_rows(page, rows)),
            Either::Bare(_) => Self::Bare(rows),
        }
    }

    fn bare(rows: Vec<Kept<Row>>) -> Option<Self> {
        Some(Self::Bare(rows))
    }
}

async fn given(body: &str) -> Answer {
    let fake = Fake::script([answer(200, body)]);
    let pipeline = pipeline(&fake);
    let call = Call::get(Safety::Safe, "/rows");
    pipeline.send(call, &scope(&pipeline)).await.unwrap()
}

/// All that one can see of an outcome.
fn seen<L: Listed>(
    outcome: helpdesk_core::Result<L>,
    parts: impl Fn(&L) -> (&Vec<Kept<Row>>, Option<u64>),
) -> String {
    match outcome {
        Ok(list) => {
            let (rows, total) = parts(&list);
            let rows: Vec<_> = rows
                .iter()
                .map(|row| (&row.wire.id, &row.wire.name, row.data.as_json()))
                .map(|row| format!("{row:?}"))
                .collect();
            format!("{rows:?} of {total:?}")
        }
        Err(error) => format!("{error} {:?} {:?}", error.kind(), error.delivery()),
    }
}

fn of_page(page: &Page) -> (&Vec<Kept<Row>>, Option<u64>) {
    (&page.data, page.total)
}

fn of_bare(rows: &Vec<Kept<Row>>) -> (&Vec<Kept<Row>>, Option<u64>) {
    (rows, None)
}

fn of_either(either: &Either) -> (&Vec<Kept<Row>>, Option<u64>) {
    match either {
        Either::Page(page) => of_page(page),
        Either::Bare(rows) => (rows, None),
    }
}

const ROW: &str =
    r#"{"id":1,"name":"a \"[}]\" é","tags":[{"id":"x"},{"id":2}],"more":{"data":[]}}"#;

/// The body with a row of another number at each place.
fn numbered(body: &str) -> String {
    let mut parts = body.split("ROW");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for (number, part) in (1..).zip(parts) {
        whole += &ROW.replace(r#""id":1"#, &format!(r#""id":{number}"#));
        whole += part;
    }
    whole
}

fn bodies() -> Vec<String> {
    let mut bodies: Vec<String> = [
        "",
        " ",
        "{}",
        "[]",
        "null",
        "7",
        "canary",
        r#"{"data":[]}"#,
        r#"{"data":[],"total":0}"#,
        r#"{"data":null}"#,
        r#"{"data":{"id":1}}"#,
        r#"{"data":"canary"}"#,
        r#"{"data":[7]}"#,
        r#"{"data":["canary"]}"#,
        r#"{"total":1}"#,
        r#"{"rows":[ROW],"total":1}"#,
        r#"{"rows":[ROW],"data":[ROW]}"#,
        r#"{"data":[ROW],"data":[ROW]}"#,
        r#"{"d\u0061ta":[ROW]}"#,
        r#"{"data":[ROW]}"#,
        r#"{"data":[ROW,ROW],"total":2}"#,
        r#"{"total":2,"data":[ROW,ROW]}"#,
        r#"{"note":"\"data\":[","data":[ROW],"total":1}"#,
        r#"{"note":{"data":[7]},"data":[ROW],"more":[[],{}]}"#,
        " {\n \"data\" :\t[ ROW ,\r\n ROW\n] , \"total\" : 3 } \n",
        r#"{"data":[ROW,null,ROW]}"#,
        r#"{"data":[null]}"#,
        r#"{"data":[ROW,{"id":null}]}"#,
        r#"{"data":[ROW,{"name":"canary"}]}"#,
        r#"{"data":[ROW,{"id":1,"tags":[{"id":1},{"id":["canary"]}]}]}"#,
        r#"{"data":[ROW,"canary"]}"#,
        r#"{"data":[ROW,[ROW]]}"#,
        r#"{"data":[ROW],"total":"canary"}"#,
        r#"{"data":[ROW]} canary"#,
        r#"{"data":[ROW],}"#,
        r#"{"data":[ROW,]}"#,
        r#"{"data":[,ROW]}"#,
        r#"{"data":[ROW ROW]}"#,
        r#"{"data":[ROW}"#,
        r#"{"data":[ROW]"#,
        r#"{"data":[ROW"#,
        r#"{"data":["#,
        r#"{"data" [ROW]}"#,
        r#"{"x":,"data":[ROW]}"#,
        r#"{"x":],"data":[ROW]}"#,
        r#"{"x":"1" 2,"data":[ROW]}"#,
        r#"{"data":[ROW]]}"#,
        "[ROW]",
        " [ ROW , ROW ] ",
        "[ROW,null]",
        r#"[ROW,{"id":{}}]"#,
        "[ROW] canary",
        "[[ROW],1]",
        "[ROW",
    ]
    .into_iter()
    .map(numbered)
    .collect();
    // Cut off anywhere.
    let whole = format!(r#"{{"x":"é\"","data":[{ROW},{ROW}],"total":2}}"#);
    bodies.extend((0..whole.len()).filter_map(|end| Some(whole.get(..end)?.to_owned())));
    bodies
}

#[tokio::test]
async fn a_list_is_what_it_is_when_read_plainly() {
    for body in bodies() {
        let answer = given(&body).await;
        let (list, json) = (answer.list(), answer.json());
        assert_eq!(seen(list, of_page), seen(json, of_page), "{body}");
        let (list, json) = (answer.list(), answer.json());
        assert_eq!(seen(list, of_either), seen(json, of_either), "{body}");
        let (list, json) = (answer.list(), answer.json());
        assert_eq!(seen(list, of_bare), seen(json, of_bare), "{body}");
    }
}

#[tokio::test]
async fn text_that_is_no_utf8_is_refused_alike() {
    let mut answer = given("").await;
    answer.body = b"{\"data\":[{\"id\":\"\xff\"}]}".to_vec().into();
    assert_eq!(seen(answer.list(), of_page), seen(answer.json(), of_page));
}

#[tokio::test]
async fn rows_are_kept_word_for_word() {
    let first = r#"{ "id":1 , "price":1.50, "big":12345678901234567890123 }"#;
    let body = format!("{{\"data\":[ {first} , {ROW}\n]}}");
    let page: Page = given(&body).await.list().unwrap();
    let kept: Vec<_> = page.data.iter().map(|row| row.data.as_json()).collect();
    assert_eq!(kept, [Some(first), Some(ROW)]);
    let tags: Vec<_> = page.data[1].wire.tags.iter().collect();
    assert_eq!(tags[0].data.as_json(), Some(r#"{"id":"x"}"#));
}

#[tokio::test]
async fn the_names_of_a_row_are_those_it_was_sent_with() {
    let escaped = r#"{"id":2,"n\u0061me":"x","tags":[]}"#;
    let body = format!(r#"{{"data":[{ROW},{escaped},{{"more":{{"x":1}},"id":3}}]}}"#);
    let answer = given(&body).await;
    let names = |page: &Page| -> Vec<Vec<String>> {
        let of = |row: &Kept<Row>| row.names.of(&row.data).map(str::to_owned).collect();
        page.data.iter().map(of).collect()
    };
    let page: Page = answer.list().unwrap();
    let expected = [
        vec!["id", "name", "tags", "more"],
        vec!["id", "n\\u0061me", "tags"],
        vec!["more", "id"],
    ];
    assert_eq!(names(&page), expected);
    assert_eq!(names(&answer.json().unwrap()), expected);
    assert_eq!(page.data[1].wire.name.as_deref(), Some("x"));
    // Noted or looked for, they are what they are.
    let noted = |at: usize| format!("{:?}", page.data[at].names);
    assert_eq!(
        (noted(0), noted(1)),
        ("Names(4)".into(), "Names(not noted)".into())
    );
}

/// Rows that have the names of the first one, more, fewer, others, and none.
const UNLIKE: &[&str] = &[
    r#"{"id":1,"name":"a","tags":[]}"#,
    r#"{"id":2,"name":null,"tags":null}"#,
    r#"{"id":3,"name":"c"}"#,
    r#"{"id":4,"name":"d","tags":[],"more":1}"#,
    r#"{"id":5,"more":1,"tags":[]}"#,
    r#"{"tags":[],"name":"f","id":6}"#,
    r#"{"id":7,"name":"g","t\u0061gs":[]}"#,
    r#"{"id":8,"name":"h","id2":8,"tags":[]}"#,
    r#"{"id":9,"names":"i","tags":[]}"#,
    r#"{"id":10}"#,
    r#"{"id":11,"name":"k","tags":[{"id":1,"name":"x"}]}"#,
    r#"{"id":12,"name":"l"}"#,
];

#[tokio::test]
async fn rows_with_other_names_than_the_first_keep_their_own() {
    for first in 0..UNLIKE.len() {
        let mut rows = UNLIKE.to_vec();
        rows.rotate_left(first);
        let answer = given(&format!(r#"{{"data":[{}]}}"#, rows.join(","))).await;
        let page: Page = answer.list().unwrap();
        assert_eq!(page.data.len(), rows.len());
        for row in &page.data {
            let noted: Vec<_> = row.names.of(&row.data).collect();
            let found: Vec<_> = row.data.keys().collect();
            assert_eq!(noted, found, "{first}");

            let sent = |name| found.contains(&name);
            let name = (!sent("name")).then_some(Field::Name);
            let tags = (!sent("tags")).then_some(Field::Tags);
            let id = (!sent("id")).then_some(Field::Number);
            // Two that ask of the same rows, in turn.
            let both = |names: &mut dyn Iterator<Item = &str>| -> Vec<Field> {
                not_sent!(names, { Name: ["name"], Tags: ["tags"] })
            };
            let one = |names: &mut dyn Iterator<Item = &str>| -> Vec<Field> {
                not_sent!(names, { Number: ["id"] })
            };
            let expected: Vec<_> = name.into_iter().chain(tags).collect();
            assert_eq!(row.names.not_sent(&row.data, both), expected, "{first}");
            let expected: Vec<_> = id.into_iter().collect();
            assert_eq!(row.names.not_sent(&row.data, one), expected, "{first}");
        }
    }
}

/// What was kept is read again: the text is shared, names stand in it, and a failure is that of any other
/// decoder.
#[test]
fn kept_data_is_read_again() {
    let data = helpdesk_core::VendorData::from_json(r#"{"id": 5, "name": null}"#);
    let kept = Kept::<std::collections::BTreeMap<String, serde_json::Value>>::of(&data).unwrap();
    assert_eq!(kept.data, data);
    assert_eq!(
        kept.names.of(&kept.data).collect::<Vec<_>>(),
        ["id", "name"]
    );

    let failed = Kept::<Vec<u8>>::of(&data).unwrap_err();
    let plain = data.decode::<Vec<u8>>().unwrap_err();
    assert_eq!(failed.to_string(), plain.to_string());
    let none = Kept::<Vec<u8>>::of(&helpdesk_core::VendorData::none());
    assert_eq!(none.unwrap_err().kind(), helpdesk_core::ErrorKind::NotFound);
}
