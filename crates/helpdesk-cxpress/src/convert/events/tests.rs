use helpdesk_core::VendorData;
use helpdesk_core::webhook::{Inbound, Verification};
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::record::tests::json;
use super::*;

#[test]
fn names_of_entities_are_read_in_every_spelling() {
    for (name, entity) in [
        ("consumer", Entity::Contact),
        ("Consumer Tags", Entity::Tag(TagSet::Contact)),
        ("ticket-tag", Entity::Tag(TagSet::Ticket)),
        ("Sector", Entity::Department),
        (" custom_fields", Entity::CustomField),
    ] {
        assert_eq!(Entity::of(&plain(name)), Some(entity), "{name}");
    }
    assert_eq!(Entity::of("invoice"), None);
}

fn verified(body: String) -> Verified {
    let inbound = Inbound::new(HeaderMap::new(), body);
    let at = Timestamp::UNIX_EPOCH;
    Verified::vouch(inbound, VENDOR.clone(), Verification::None, at).unwrap()
}

/// The event of a delivery that is read as a whole, and the one that comes out.
fn both(body: &str) -> [StdResult<Event, String>; 2] {
    let verified = verified(body.to_owned());
    let whole = json::from_str::<wire::Delivery>(body).map_err(|misfit| misfit.path);
    let whole = whole.and_then(|delivery| {
        let envelope: Envelope<'_> = serde_json::from_str(body).unwrap();
        let sent = envelope.data.map_or("null", RawValue::get);
        let notification = Notification::of(&envelope, sent, &verified);
        notification.event(&underscored(delivery.data).to_string())
    });
    [whole, read(body, &verified)].map(|event| {
        event.map(|mut event| {
            // How the record is written makes no difference.
            let data = match &mut event.record {
                Some(Record::Contact(own)) => &mut own.vendor_data,
                Some(Record::Ticket(own)) => &mut own.vendor_data,
                Some(Record::Tag(own)) => &mut own.vendor_data,
                _ => return event,
            };
            *data = VendorData::from_value(&data.to_value());
            event
        })
    })
}

#[test]
fn what_is_written_unusually_is_read_as_a_whole() {
    let deep = |brackets: usize| {
        let (open, close) = ("[".repeat(brackets), "]".repeat(brackets));
        format!(r#"{{"entity":"ticket","type":"create","data":{{"x":{open}{close}}}}}"#)
    };
    for body in [
        r#"{"entity":"ticket","type":"update","data":{"id":"1","id":"2","status_id":"x","a":1}}"#,
        r#"{"entity":"ticket","type":"update","data":{"id":"1","status_id":"x","status_id":null}}"#,
        r#"{"entity":"ticket","type":"update","data":{"id":"1","status_id":null,"status_id":"x"}}"#,
        r#"{"entity":"ticket","type":"update","data":{"id":"1","status id":"x","created at":null}}"#,
        r#"{"entity":"ticket","type":"update","data":{"id":"1","status_id":"x"}}"#,
        r#"{"entity":"consumer","type":"update","data":{"user_id":"1","tags":[{"tag id":"7"}]}}"#,
        r#"{"entity":"task","type":"update","data":{"id":"1","id":"2","ticket_id":"a\/b"}}"#,
        r#"{"entity":"task","type":"update","data":{"a":1,"a":2,"b":3}}"#,
        r#"{"entity":"task","type":"update","data":{"id":"1"},"x":[1e999]}"#,
        r#"["ticket","create",{"id":"1","status_id":"x"}]"#,
        r#"{"entity":"tag","type":"create","data":{"id":7,"name":"x","created_at":"2031-05-06T07:08:09Z"}}"#,
        r#"{"entity":"tag","type":"create"}"#,
        r#"{"entity":"tag","type":"create","data":{"id":"7","name":"x"},"attempt":{"a":1}}"#,
        r#"{"data":{"id":"7","name":"x"},"entity":"tag","type":"create"}"#,
        r#"{"x":{"data":{"id":"8"}},"entity":"tag","type":"create","data":{"id":"7","name":"x"}}"#,
        " {\"entity\":\"task\",\"type\":\"create\",\n\"data\": {\"id\":\"7\"}\t} \r\n",
        r#"{"entity":"tag","type":"create","data":[{"a b":1}]}"#,
        &deep(125),
    ] {
        let [whole, own] = both(body);
        assert!(whole.is_ok(), "{body}");
        assert_eq!(whole, own, "{body}");
    }
    for body in [
        r#"{"entity":"ticket","type":"create","type":"create","data":{}}"#,
        r#"{"entity":"ticket","type":"create","data":{},"data":{}}"#,
        r#"{"entity":"task","type":"create","d\u0061ta":{},"data":{}}"#,
        r#"{"entity":"task","type":"create","data":{}"#,
        r#"{"entity":"task","type":"create","data":{}}}"#,
        r#"{"entity":"task","type":"create","data":{},}"#,
        r#"{"entity":"task","data":{}}"#,
        r#"{"entity":"task","type":"create" "data":{}}"#,
        "{\"entity\":\"task\",\"type\":\"create\",\"data\":{}\u{c}}",
        "{\"entity\":\"task\",\"type\":\"create\",\"data\":\u{c}{}}",
        r#"{"entity":"ticket","type":"create","data":{"z":{"b":1,"a":tru}}}"#,
        r#"{"entity":"ticket","type":"create","data":{"a":[1,],"b":2}}"#,
        r#"{"entity":"ticket","type":"create","data":{"status_id":"x","id":"1","updated_at":"x","created_at":"y"}}"#,
        r#"{"entity":"ticket","type":"create","data":{"id":"1","status id":{}}}"#,
        r#"{"entity":null,"type":"create","data":{}}"#,
        &deep(126),
        &deep(200),
    ] {
        let [whole, own] = both(body);
        assert!(whole.is_err(), "{body}");
        assert_eq!(whole, own, "{body}");
    }
}

/// A record as one of the entities has it, more or less.
fn records() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        4 => proptest::sample::select(vec![
            "id", "user_id", "status_id", "sector_id", "ticket_id", "name", "tags", "updated_at",
            "created_at", "finished_at", "custom_fields", "subject", "whatsapp",
        ]).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["updated at", "status id", " id", "created	at"])
            .prop_map(str::to_owned),
        1 => "[a-c_ ]{1,4}",
    ];
    let value = prop_oneof![
        4 => "[a-z0-9]{1,3}".prop_map(Value::from),
        2 => Just(Value::from("2031-05-06T07:08:09.5Z")),
        1 => Just(Value::Null),
        1 => any::<u32>().prop_map(Value::from),
        1 => json(),
    ];
    proptest::collection::vec((name, value), 0..12)
        .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// How a record is read makes no difference.
    #[test]
    fn a_record_is_read_from_its_text_as_from_a_value(
        record in prop_oneof![5 => records(), 1 => json()],
        entity in proptest::sample::select(vec![
            "ticket", "consumer", "ticket_tag", "task", "sector", "invoice",
        ]),
        kind in proptest::sample::select(vec!["create", "update", "other"]),
        pretty: bool,
    ) {
        let record = if pretty {
            serde_json::to_string_pretty(&record).unwrap()
        } else {
            record.to_string()
        };
        let body = format!(r#"{{"entity":"{entity}","type":"{kind}","data":{record}}}"#);
        let [whole, own] = both(&body);
        prop_assert_eq!(whole, own);
    }
}
