use proptest::prelude::*;

use super::*;

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn sent(json: &str) -> Option<String> {
    let body = format!(r#"{{"entity":"a","type":"b","data":{json}}}"#);
    Some(Notification::of(&body)?.data.text)
}

#[test]
fn a_record_has_one_form() {
    for (json, expected) in [
        (r#"{"b":1,"a":"x"}"#, r#"{"a":"x","b":1}"#),
        (r#" { "b" : 1 , "a": [ ] } "#, r#"{"a":[],"b":1}"#),
        ("{\n\"b\" :\t1,\r\n\"a\": 2}", r#"{"a":2,"b":1}"#),
        ("{}", "{}"),
        ("{\"a\":[1,\n2],\"b\": {}}", r#"{"a":[1,2],"b":{}}"#),
        (
            r#"{"a":-0,"b":1.50,"c":1e2,"d":18446744073709551615,"e":-7}"#,
            r#"{"a":-0.0,"b":1.5,"c":100.0,"d":18446744073709551615,"e":-7}"#,
        ),
        (
            r#"{"a":"\u00e9\/é","abcdefghi":"\"","abcdefgh":null}"#,
            r#"{"a":"é/é","abcdefgh":null,"abcdefghi":"\""}"#,
        ),
        (
            r#"{"a":[{"c d":1},{ }],"e":{"f":"]}"}}"#,
            r#"{"a":[{"c_d":1},{}],"e":{"f":"]}"}}"#,
        ),
    ] {
        assert_eq!(sent(json).as_deref(), Some(expected), "{json}");
        assert_eq!(Record::of(value(json)).text, expected, "{json}");
    }
    for (json, expected) in [
        (
            r#"{"a b":[{"c d":1}],"e":{}}"#,
            r#"{"a_b":[{"c_d":1}],"e":{}}"#,
        ),
        (r#"{"\u0062":1,"c\"":null}"#, r#"{"b":1,"c\"":null}"#),
        // The last one counts, and an underscore counts more than a space.
        (r#"{"a_b":1,"a b":2,"c":3,"c":4}"#, r#"{"a_b":1,"c":4}"#),
        (r#"[{"a b":1}]"#, r#"[{"a_b":1}]"#),
        ("1.50", "1.5"),
        ("null", "null"),
        (r#""a b""#, r#""a b""#),
    ] {
        assert_eq!(sent(json), None, "{json}");
        assert_eq!(Record::of(value(json)).text, expected, "{json}");
    }
}

#[test]
fn what_is_no_json_or_has_a_name_twice_is_not_taken() {
    for json in [
        "01",
        "-",
        "1.",
        "tru",
        r#""a"#,
        r#""\x""#,
        "1 2",
        "[1,]",
        "[}",
        "{1}",
        "[[]",
        "",
        "+1",
        r#"1,"b":2,"b":2"#,
        r#"1,"a":1"#,
        "1,",
        "1}",
        r#"1;"b":2"#,
        r#"1 "b":2"#,
        r#"1,"b" 2"#,
    ] {
        assert_eq!(sent(&format!(r#"{{"a":{json}}}"#)), None, "{json}");
        let body = format!(r#"{{"entity":"a","type":"b","data":{{"a":1}},"x":{json}}}"#);
        // Members beside the record may have any names, as long as they are none of these three.
        if !json.contains("\"b\":2,") && !json.contains("\"a\":1") {
            assert!(Notification::of(&body).is_none(), "{json}");
        }
    }
    let whole = r#"{"entity":"a","type":"b","data":{"a":1}}"#;
    assert!(Notification::of(whole).is_some());
    for body in [
        whole.replace("}}", r#"},"data":{"b":1}}"#),
        whole.replace("}}", r#"},"data":1}"#),
        whole.replace("}}", r#"},"type":"b"}"#),
        whole.replace(r#""a","#, "7,"),
        whole.replace(r#""a","#, r#""\u0061","#),
        format!("{whole}x"),
        format!("{whole}}}"),
        whole[..whole.len() - 1].to_owned(),
    ] {
        assert!(Notification::of(&body).is_none(), "{body}");
    }
}

#[test]
fn members_are_found_by_their_name() {
    let json = r#"{"c":"\u0078","a_b":"y","d":null,"n":7}"#;
    let body = format!(r#"{{"data":{json},"entity":"a","type":"b"}}"#);
    let sent = Notification::of(&body).unwrap().data;
    for record in [sent, Record::of(value(json))] {
        assert_eq!(record.text("c").as_deref(), Some("x"));
        assert_eq!(record.text("a_b").as_deref(), Some("y"));
        assert_eq!(record.get("d"), Some("null"));
        assert_eq!(record.get("n"), Some("7"));
        assert_eq!((record.text("d"), record.get("x")), (None, None));
        assert_eq!(record.len(), 4);
    }
}

/// Any JSON, as it may be written by others.
fn json() -> impl Strategy<Value = Value> {
    let text = "[ -~\u{e9}\u{a0}\u{2028}\n\"\\\\]{0,8}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let key = prop_oneof![6 => "[a-c_]{1,12}", 1 => "[a-c _]{1,4}", 1 => text];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        let member = (key.clone(), inner.clone());
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            proptest::collection::vec(member, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is taken from the body as it stands is what a `Value` of it gives, and where that
    /// does not read it, it is not taken.
    #[test]
    fn the_form_is_that_of_a_value(
        value in json(),
        cut in proptest::option::weighted(0.3, any::<prop::sample::Index>()),
        put in "[-{}\\[\\],:\" \\\\a0-9.e\n]{0,2}",
    ) {
        let mut json = value.to_string();
        if let Some(cut) = cut {
            let places: Vec<usize> = json.char_indices().map(|(at, _)| at).collect();
            let at = *cut.get(&places);
            let end = at + json[at..].chars().next().map_or(0, char::len_utf8);
            json.replace_range(at..end, &put);
        }
        let read = serde_json::from_str::<Value>(&json).ok();
        if let Some(text) = sent(&json) {
            prop_assert_eq!(Some(text), read.clone().map(|value| underscored(value).to_string()));
        }
        let body = format!(r#"{{"entity":"a","x":{json},"type":"b","data":{{"a":{json}}}}}"#);
        if let Some(own) = Notification::of(&body) {
            prop_assert!(read.is_some());
            let delivery: Delivery = serde_json::from_str(&body).unwrap();
            let other = Notification::of_delivery(delivery);
            prop_assert_eq!(own.data.text, other.data.text);
            prop_assert_eq!((own.entity, own.kind), (other.entity, other.kind));
        }
    }
}
