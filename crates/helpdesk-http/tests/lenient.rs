//! What the lenient readers take, refuse, and say.
#![allow(
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    clippy::float_cmp,
    clippy::items_after_statements,
    reason = "tests only"
)]

use std::collections::BTreeMap;
use std::fmt::Debug;

use helpdesk_core::ContactId;
use helpdesk_http::{Kept, lenient};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A wire type with one field.
macro_rules! wire {
    ($name:ident: $type:ty = $with:literal) => {
        #[derive(Debug, Deserialize)]
        struct $name {
            #[serde(deserialize_with = $with)]
            it: $type,
        }
    };
}

wire!(Id: ContactId = "lenient::id");
wire!(OptId: Option<String> = "lenient::opt_id");
wire!(NonZero: Option<String> = "lenient::opt_id_nonzero");
wire!(Text: String = "lenient::text");
wire!(OptText: Option<String> = "lenient::opt_text");
wire!(OrEmpty: Option<String> = "lenient::opt_text_or_empty");
wire!(Int: u8 = "lenient::int");
wire!(OptInt: Option<i64> = "lenient::opt_int");
wire!(Float: f64 = "lenient::float");
wire!(OptFloat: Option<f64> = "lenient::opt_float");
wire!(Flag: bool = "lenient::flag");
wire!(OptFlag: Option<bool> = "lenient::opt_flag");
wire!(Time: helpdesk_core::Timestamp = "lenient::time");
wire!(OptTime: Option<helpdesk_core::Timestamp> = "lenient::opt_time");
wire!(Millis: helpdesk_core::Timestamp = "lenient::time_millis");
wire!(OptMillis: Option<helpdesk_core::Timestamp> = "lenient::opt_time_millis");
wire!(List: Vec<u8> = "lenient::list");
wire!(Rows: Vec<Kept<Id>> = "lenient::list");
wire!(Map: BTreeMap<String, u8> = "lenient::map");
wire!(Default: Vec<u8> = "lenient::or_default");

/// Reads the field from a text, from a value and from below a flattened struct.
fn read<T: DeserializeOwned + Debug>(json: &str) -> Result<T, String> {
    let text = format!(r#"{{"it":{json}}}"#);
    let direct = serde_json::from_str::<T>(&text).map_err(|error| error.to_string());

    #[derive(Deserialize)]
    struct Outer<T> {
        #[serde(flatten)]
        inner: T,
    }
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let others = [
        serde_json::from_value::<T>(value).map_err(|error| error.to_string()),
        serde_json::from_str::<Outer<T>>(&text)
            .map(|outer| outer.inner)
            .map_err(|error| error.to_string()),
    ];
    for other in others {
        assert_eq!(
            other.is_ok(),
            direct.is_ok(),
            "{json}: {other:?} {direct:?}"
        );
        if let (Ok(other), Ok(direct)) = (&other, &direct) {
            assert_eq!(format!("{other:?}"), format!("{direct:?}"));
        }
    }
    direct
}

macro_rules! table {
    ($name:ident: $($json:literal => $expected:expr),+ $(,)?) => {
        $({
            let it = read::<$name>($json).unwrap().it;
            assert_eq!(it, $expected, "{}", $json);
        })+
    };
}

/// None of these is taken, and no message repeats a value.
fn refused<T: DeserializeOwned + Debug>(all: &[&str]) {
    for json in all {
        let error = read::<T>(json).unwrap_err();
        for value in ["canary", "4711", "0815", "1999"] {
            assert!(!error.contains(value), "{json}: {error}");
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn identifiers() {
    table!(Id: r#""a-1""# => "a-1".into(), "7" => "7".into(), r#"" 7 ""# => "7".into(),
        "18446744073709551615" => "18446744073709551615".into(), "-1" => "-1".into(), "0" => "0".into());
    refused::<Id>(&[
        "null",
        r#""""#,
        r#""null""#,
        "true",
        "[]",
        "{}",
        r#"{"canary":4711}"#,
    ]);
    table!(OptId: "7" => some("7"), "0" => some("0"), r#""x""# => some("x"),
        "null" => None, r#""""# => None, r#""null""# => None);
    table!(NonZero: "7" => some("7"), "0" => None, r#""0""# => None, "null" => None, r#""00""# => some("00"));
}

#[test]
fn texts() {
    table!(Text: r#""a""# => "a", "7" => "7", "1.5" => "1.5", "true" => "true", r#""""# => "", r#""null""# => "null");
    refused::<Text>(&["null", r#"["canary"]"#, "{}"]);
    table!(OptText: r#"" a ""# => some(" a "), "7" => some("7"), "false" => some("false"),
        "null" => None, r#""""# => None, r#""null""# => None);
    table!(OrEmpty: r#""a""# => some("a"), r#""""# => some(""), "null" => None, r#""null""# => None);
}

#[test]
fn numbers() {
    table!(Int: "7" => 7, r#""7""# => 7, "7.0" => 7, r#"" 7 ""# => 7);
    refused::<Int>(&[
        "256",
        "4711",
        "-1",
        "7.5",
        r#""7.5""#,
        r#""canary""#,
        "null",
        r#""""#,
        "true",
        "[4711]",
    ]);
    table!(OptInt: "-9007199254740993" => Some(-9_007_199_254_740_993), r#""12""# => Some(12),
        "null" => None, r#""""# => None, r#""null""# => None);
    refused::<OptInt>(&["1e300", "9223372036854775808"]);
    table!(Float: "1" => 1.0, "1.5" => 1.5, r#""1.5""# => 1.5);
    refused::<Float>(&["null", r#""NaN""#, r#""inf""#, r#""canary""#]);
    table!(OptFloat: r#""""# => None, "2" => Some(2.0));
}

#[test]
fn flags() {
    table!(Flag: "true" => true, "1" => true, r#""1""# => true, r#""true""# => true, r#""True""# => true,
        "false" => false, "0" => false, r#""0""# => false, r#""false""# => false);
    refused::<Flag>(&["2", "-1", r#""yes""#, "null", r#""""#, "1.0", "[]"]);
    table!(OptFlag: "null" => None, r#""""# => None, r#""null""# => None, r#""0""# => Some(false));
    refused::<OptFlag>(&[r#""canary""#, "4711"]);
}

#[test]
fn moments() {
    let t = |text: &str| text.parse::<helpdesk_core::Timestamp>().unwrap();
    let noon = t("2031-05-06T07:08:09Z");
    table!(Time:
        r#""2031-05-06T07:08:09Z""# => noon,
        r#""2031-05-06t07:08:09z""# => noon,
        r#""2031-05-06T09:08:09+02:00""# => noon,
        r#""2031-05-06T07:08:09.123456Z""# => t("2031-05-06T07:08:09.123456Z"),
        r#""2031-05-06T07:08:09 UTC""# => noon,
        r#""2031-05-06T10:08:09 MSK""# => noon,
        r#""2031-05-06 07:08:09 GMT""# => noon,
        r#""2031-05-06 07:08:09""# => noon,
        r#""2031-05-06T07:08:09""# => noon,
        r#"" 2031-05-06 07:08:09 ""# => noon,
        r#""2031-05-06 07:08""# => t("2031-05-06T07:08:00Z"),
        r#""2031-05-06 09:08:09+02:00""# => noon,
        "1935910189" => t("2031-05-07T08:49:49Z"),
        r#""1935910189""# => t("2031-05-07T08:49:49Z"),
        "1935910189.25" => t("2031-05-07T08:49:49.25Z"),
    );
    refused::<Time>(&[
        r#""1999-05-06""#,
        r#""1999-13-06T07:08:09Z""#,
        r#""1999-05-06T07:08:09 CET""#,
        r#""1999-05-06T07:08:09 UTC canary""#,
        r#""1999-05-06T07:08:09 UTC MSK""#,
        r#""1999-05-06T07:08:09[Europe/Berlin]""#,
        r#""06/05/1999 07:08:09""#,
        r#""canary""#,
        "true",
        "1e300",
        "99999999999999999",
        "null",
        r#""1900-01-01T00:00:00""#,
    ]);
    table!(OptTime: "null" => None, r#""""# => None, r#""null""# => None,
        r#""1900-01-01T00:00:00""# => None, r#""1900-01-01 00:00:00""# => None,
        r#""1900-01-01T00:00:00Z""# => None,
        r#""1900-01-01T00:00:01Z""# => Some(t("1900-01-01T00:00:01Z")),
        "0" => Some(t("1970-01-01T00:00:00Z")));
    table!(Millis: "1935910189250" => t("2031-05-07T08:49:49.25Z"), r#""1935910189250""# => t("2031-05-07T08:49:49.25Z"),
        r#""2031-05-06T07:08:09Z""# => noon);
    table!(OptMillis: "null" => None);
}

#[test]
fn lists_and_maps() {
    table!(List: "[1,2]" => vec![1, 2], "[]" => Vec::<u8>::new(), "null" => Vec::<u8>::new(), "[null]" => Vec::<u8>::new(), "[1,null]" => vec![1]);
    refused::<List>(&["[300]", "4711", r#""canary""#, "true"]);
    table!(Map: r#"{"a":1}"# => BTreeMap::from([("a".to_owned(), 1)]), "{}" => BTreeMap::new(),
        "null" => BTreeMap::new(), "[]" => BTreeMap::new(), "[null]" => BTreeMap::new());
    refused::<Map>(&["[1]", "[null,1]", r#"{"a":300}"#, "4711"]);
    table!(Default: "[1]" => vec![1], "null" => Vec::<u8>::new());

    for (json, ids) in [
        (r#"[{"it":1},null,{"it":"b"}]"#, vec!["1", "b"]),
        (r#"{"it":1}"#, vec!["1"]),
        ("null", vec![]),
    ] {
        let rows = read::<Rows>(json).unwrap().it;
        let read: Vec<_> = rows.iter().map(|row| row.wire.it.as_str()).collect();
        assert_eq!(read, ids);
    }
}
