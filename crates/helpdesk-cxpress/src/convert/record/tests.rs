use proptest::prelude::*;

use super::*;

#[test]
fn names_are_plain_or_not_all_the_way_down() {
    for json in [
        r#"{"id":"1","a_b":[{"c-d":"x y"}],"e":1}"#,
        r#" { "id" : "a b" , "text" : "say \"x y\": \\" } "#,
        "{\n  \"id\": 1,\n\t\"name\": \"é\",\r\n  \"n\": null\n}",
        r#"{"text":"é ü","other":"\u00e9"}"#,
        "null",
        r#""a b""#,
        "{}",
    ] {
        assert!(has_plain_names(json), "{json}");
    }
    for json in [
        r#"{"updated at":1}"#,
        r#"{"a":[{"b":1},{"c d":2}]}"#,
        r#"{"a":"é ü","b c" : 1}"#,
        r#"{"a":"b\\","c d":1}"#,
        r#"{"a b\"c":1}"#,
        r#"{"\u0069d":1}"#,
        r#"{"é":1}"#,
        "{\"\u{a0}id\":1}",
        "{\"id\u{3000}\":1}",
        "{\"id\u{7f}\":1}",
    ] {
        assert!(!has_plain_names(json), "{json}");
    }
    let long = format!(r#"{{"text":"{}","a b":1}}"#, "x".repeat(200));
    assert!(!has_plain_names(&long));
    assert!(has_plain_names(&long.replace("a b", "a_b")));
}

#[test]
fn members_are_found_by_their_name() {
    for json in [
        r#"{"c":"\u0078","a_b":"y","d":null,"n":7,"t":"2031-05-06T07:08:09Z"}"#,
        r#" {"c":1, "n":"x", "c" : "\u0078", "a_b":"y" ,"d": null,"n" :7,"t":"2031-05-06T07:08:09Z"} "#,
        // A name with escapes is none that is noted.
        r#"{"c":"x","\"":1,"a_b":"y","d":null,"n":7,"t":"2031-05-06T07:08:09Z"}"#,
    ] {
        let kept = Unread::of(json);
        let members = Members::of(&kept);
        assert_eq!(members.text("c").as_deref(), Some("x"), "{json}");
        assert_eq!(members.text("a_b").as_deref(), Some("y"), "{json}");
        assert_eq!((members.text("d"), members.text("n")), (None, None));
        assert_eq!((members.text("a"), members.time("a_b")), (None, None));
        assert!(members.time("t").is_some() && members.time("n").is_some());
        assert!(members.has("n") && !members.has("d") && !members.has("x"));
        assert!(members.are_many(), "{json}");
    }
    for json in [
        "null",
        "[]",
        r#"["a","b","c"]"#,
        "7",
        "{}",
        r#"{"a":1,"b":2}"#,
        r#"{"a":1,"b":2,"a":3,"b":4}"#,
    ] {
        let kept = Unread::of(json);
        let members = Members::of(&kept);
        assert!(!members.are_many() && !members.has("c"), "{json}");
    }
    assert!(Members::of(&Unread::of(r#"{"a":1,"a":2,"b":3,"c":4}"#)).are_many());
}

/// Any JSON, as it may be written by others.
pub(in crate::convert) fn json() -> impl Strategy<Value = Value> {
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

    /// Plain names stay as they are.
    #[test]
    fn a_record_with_plain_names_has_no_others(value in json(), pretty: bool) {
        let json = if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        };
        if has_plain_names(&json) {
            prop_assert_eq!(underscored(value.clone()), value);
        }
    }
}
