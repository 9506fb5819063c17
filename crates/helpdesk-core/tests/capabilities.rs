//! The capability table: what is refused, what is lost, what two desks differ in.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use helpdesk_core::{
    Capabilities, Capability, Delivery, ErrorKind, Field, Loss, LossPolicy, Operation, Safety,
    Support, Vendor,
};

fn table() -> Capabilities {
    Capabilities::new(Vendor::from_static("acme"))
        .with(
            Operation::ContactsCreate,
            Capability::native()
                .fields(&[Field::Name, Field::Phones])
                .safety(Safety::VerifyFirst),
        )
        .with(
            Operation::TicketsList,
            Capability::emulated("two calls").fields(&[Field::Contact]),
        )
        .with(
            Operation::ContactsDelete,
            Capability::unsupported("close the account on its screens"),
        )
}

#[test]
fn a_new_table_can_do_nothing() {
    let table = Capabilities::new(Vendor::from_static("acme"));
    assert_eq!(table.iter().count(), Operation::ALL.len());
    for operation in Operation::ALL {
        assert!(!table.supports(*operation));
        assert_eq!(table.get(*operation).support.as_str(), "unsupported");
        assert_eq!(Operation::from_name(operation.as_str()), Some(*operation));
    }
    assert_eq!(Operation::from_name("contacts.fly"), None);
}

#[test]
fn require_refuses_with_the_reason() {
    table().require(Operation::ContactsCreate).unwrap();
    let error = table().require(Operation::ContactsDelete).unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(
        error.to_string(),
        "acme contacts.delete: close the account on its screens"
    );
}

#[test]
fn screen_names_each_field_without_a_place() {
    let given = [Field::Name, Field::Document, Field::Handles];
    let error = table()
        .screen(Operation::ContactsCreate, &given, LossPolicy::Refuse)
        .unwrap_err();
    assert!(error.is_unsupported());
    let named: Vec<&str> = error.field_errors().iter().map(|own| &*own.field).collect();
    assert_eq!(named, ["document", "handles"]);

    let losses = table()
        .screen(Operation::ContactsCreate, &given, LossPolicy::Allow)
        .unwrap();
    let lost: Vec<Field> = losses.into_iter().map(|loss| loss.field).collect();
    assert_eq!(lost, [Field::Document, Field::Handles]);

    let held = table().screen(
        Operation::ContactsCreate,
        &[Field::Name],
        LossPolicy::Refuse,
    );
    assert_eq!(held.unwrap(), []);
    let gone = table().screen(Operation::ContactsDelete, &[], LossPolicy::Allow);
    assert!(
        gone.unwrap_err().is_unsupported(),
        "allowing loss makes nothing possible"
    );
}

#[test]
fn settle_takes_values_that_are_only_approximated() {
    let losses = || vec![Loss::new(Field::Priority, "became high")];
    let error = table()
        .settle(Operation::ContactsCreate, losses(), LossPolicy::Refuse)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.field_errors()[0].message, "became high");
    let kept = table()
        .settle(Operation::ContactsCreate, losses(), LossPolicy::Allow)
        .unwrap();
    assert_eq!(kept, losses());
    assert_eq!(
        table()
            .settle(Operation::ContactsCreate, vec![], LossPolicy::Refuse)
            .unwrap(),
        []
    );
}

#[test]
fn filters_are_refused_whatever_is_allowed() {
    table()
        .require_filters(Operation::TicketsList, &[Field::Contact])
        .unwrap();
    table()
        .require_filters(Operation::TicketsList, &[])
        .unwrap();
    let filters = [Field::Contact, Field::Tags, Field::UpdatedAt];
    let error = table()
        .require_filters(Operation::TicketsList, &filters)
        .unwrap_err();
    assert!(error.is_unsupported());
    let named: Vec<&str> = error.field_errors().iter().map(|own| &*own.field).collect();
    assert_eq!(named, ["tags", "updated_at"]);
    assert!(
        table()
            .require_filters(Operation::ContactsDelete, &[])
            .is_err()
    );
}

#[test]
fn a_field_of_an_operation_that_is_missing_is_not_held() {
    let table = table().with(
        Operation::ContactsUpdate,
        Capability::unsupported("no").fields(&[Field::Name]),
    );
    assert!(table.holds(Operation::ContactsCreate, &Field::Name));
    assert!(!table.holds(Operation::ContactsCreate, &Field::Document));
    assert!(!table.holds(Operation::ContactsUpdate, &Field::Name));
}

#[test]
fn moving_shows_what_is_lost() {
    let there = Capabilities::new(Vendor::from_static("other"))
        .with(
            Operation::ContactsCreate,
            Capability::emulated("by hand").fields(&[Field::Phones]),
        )
        .with(Operation::ContactsDelete, Capability::native());
    let lost = table().lost_at(&there);
    assert_eq!(lost.len(), 2);
    assert_eq!(lost[0].operation, Operation::ContactsCreate);
    assert_eq!(
        (lost[0].gone, &lost[0].fields[..]),
        (false, &[Field::Name][..])
    );
    assert_eq!(lost[0].why, "by hand");
    assert_eq!(lost[1].operation, Operation::TicketsList);
    assert_eq!((lost[1].gone, lost[1].fields.len()), (true, 0));
    assert_eq!(lost[1].why, "this desk does not have it");
    assert_eq!(table().lost_at(&table()), []);
}

#[test]
fn the_table_as_json() {
    let json = serde_json::to_value(table()).unwrap();
    assert_eq!(json["vendor"], "acme");
    assert_eq!(json["operations"]["contacts.create"]["support"], "native");
    assert_eq!(
        json["operations"]["contacts.create"]["safety"],
        "verify_first"
    );
    assert_eq!(json["operations"]["contacts.create"]["fields"][1], "phones");
    assert_eq!(json["operations"]["tickets.list"]["support"], "emulated");
    assert_eq!(json["operations"]["tickets.list"]["how"], "two calls");
    assert_eq!(Support::Native.note(), "");
}
