//! Open enumerations keep what they do not know, and write it back unchanged.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::HashSet;

use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    AuthorKind, ChannelKind, ChannelSelector, CustomFieldEntity, CustomFieldType, DeliveryState,
    Direction, Field, MessageKind, PhoneKind, Status, StatusCategory, TicketPriority, TicketStatus,
};
use proptest::prelude::*;

macro_rules! round_trips {
    ($($name:ident: $type:ty),+ $(,)?) => {$(
        #[test]
        fn $name() {
            let mut seen = HashSet::new();
            for value in <$type>::KNOWN {
                assert!(value.is_known());
                assert!(seen.insert(value.as_str()), "{value} is there twice");
                assert_eq!(<$type>::from(value.as_str()), *value);
                assert_eq!(<$type>::from(value.to_string()), *value);
                let json = serde_json::to_string(value).unwrap();
                assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), *value);
            }
            let other = <$type>::from("Something Else");
            assert!(!other.is_known());
            assert_eq!(other.as_str(), "Something Else");
            let json = serde_json::to_string(&other).unwrap();
            assert_eq!(json, "\"Something Else\"");
            assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), other);
        }
    )+};
}

round_trips!(
    ticket_status: TicketStatus,
    ticket_priority: TicketPriority,
    phone_kind: PhoneKind,
    channel_kind: ChannelKind,
    author_kind: AuthorKind,
    direction: Direction,
    message_kind: MessageKind,
    delivery_state: DeliveryState,
    custom_field_entity: CustomFieldEntity,
    custom_field_type: CustomFieldType,
    event_kind: EventKind,
    field: Field,
);

proptest! {
    #[test]
    fn any_text_comes_back_unchanged(text in ".*") {
        let status = TicketStatus::from(text.as_str());
        prop_assert_eq!(status.as_str(), &text);
        let json = serde_json::to_string(&status).unwrap();
        let back: TicketStatus = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back, status);
    }
}

#[test]
fn an_unknown_status_is_in_no_category_unless_the_vendor_tells() {
    assert_eq!(
        Status::new("odd".into(), "odd").category,
        StatusCategory::Unknown
    );
    let known = Status::in_category(StatusCategory::Waiting, "parked");
    assert_eq!((known.value.as_str(), &*known.raw), ("parked", "parked"));
    for status in TicketStatus::KNOWN {
        assert_ne!(status.category(), StatusCategory::Unknown);
    }
}

#[test]
fn a_channel_is_named_by_kind_or_by_identifier() {
    let kind: ChannelSelector = "whatsapp".parse().unwrap();
    assert_eq!(kind, ChannelSelector::Kind(ChannelKind::WhatsApp));
    let id: ChannelSelector = "channel-7".parse().unwrap();
    assert_eq!(id, ChannelSelector::Id("channel-7".into()));
}
