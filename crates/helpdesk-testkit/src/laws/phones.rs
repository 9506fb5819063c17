//! Finding people by what they are reached by.

use helpdesk_core::{ContactKey, ErrorKind, Field, Operation, phone};

use super::compare;
use super::contact_upserts::count_of;
use crate::check::{fact, named, names};
use crate::{Bench, Check, Must, Person, Stop};

/// A person with this number.
fn with_phone(bench: &Bench, number: &str) -> Person {
    let mut person = bench.person();
    person.phone = Some(number.to_owned());
    person
}

/// Stores each spelling as a contact of its own account's world, and finds it by every other.
async fn spellings(bench: &Bench, lines: &[&[&str]]) -> Check {
    bench.need(&[Operation::ContactsFindByPhone, Operation::ContactsCreate])?;
    let contacts = bench.client().contacts();
    for spellings in lines {
        let (stored, others) = spellings.split_first().unwrap_or((&"", &[]));
        let contact = bench.contact_of(&with_phone(bench, stored)).await?;
        for wanted in std::iter::once(stored).chain(others) {
            let found = contacts
                .find_by_phone(*wanted)
                .await
                .must("finding by phone")?;
            ensure!(
                found.iter().any(|one| one.id == contact.id),
                "a contact stored as {stored} is not found as {wanted}"
            );
            ensure!(
                found.len() == 1,
                "{wanted} finds {} contacts where there is one",
                found.len()
            );
            ensure!(
                found
                    .iter()
                    .all(|one| { one.not_sent.contains(&Field::Phones) || one.has_phone(wanted) }),
                "{wanted} finds a contact that does not have it"
            );
        }
    }
    Ok(())
}

pub(crate) async fn find_brazil(bench: &Bench) -> Check {
    spellings(
        bench,
        &[
            &[
                "+55 11 98341-2201",
                "551183412201",
                "5511983412201",
                "+55 (11) 8341-2201",
            ],
            &["552187342202", "5521987342202", "+55 21 98734-2202"],
        ],
    )
    .await
}

pub(crate) async fn find_argentina(bench: &Bench) -> Check {
    spellings(
        bench,
        &[
            &[
                "+54 9 11 2341-5678",
                "541123415678",
                "5491123415678",
                "+54 11 15-2341-5678",
            ],
            &["541123419999", "+54 9 11 2341 9999"],
        ],
    )
    .await
}

pub(crate) async fn find_mexico(bench: &Bench) -> Check {
    spellings(
        bench,
        &[
            &["+52 55 2341 6789", "5215523416789", "+52 1 55 2341 6789"],
            &["5215523411111", "525523411111"],
        ],
    )
    .await
}

pub(crate) async fn find_russia(bench: &Bench) -> Check {
    spellings(
        bench,
        &[&["+7 912 341-67-89", "89123416789", "8 (912) 341-67-89"]],
    )
    .await
}

pub(crate) async fn find_elsewhere(bench: &Bench) -> Check {
    spellings(
        bench,
        &[&["+34 612 341 678", "34612341678", "0034612341678"]],
    )
    .await
}

pub(crate) async fn other_line_is_not_found(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsFindByPhone, Operation::ContactsCreate])?;
    let contacts = bench.client().contacts();
    bench
        .contact_of(&with_phone(bench, "+55 11 98341-2211"))
        .await?;
    for other in ["+55 21 98341-2211", "+55 11 98341-2212", "+351 983 412 211"] {
        let found = contacts
            .find_by_phone(other)
            .await
            .must("finding by phone")?;
        ensure!(
            found.is_empty(),
            "{other} finds somebody whose number only ends alike"
        );
    }
    Ok(())
}

pub(crate) async fn unknown_is_empty(bench: &Bench) -> Check {
    let keys = [
        ContactKey::Phone("+55 11 98341-9001".to_owned()),
        ContactKey::Email("nobody@people.example".to_owned()),
        ContactKey::Document("52998224725".to_owned()),
    ];
    let mut tried = 0;
    for key in keys
        .into_iter()
        .filter(|key| bench.supports(key.operation()))
    {
        let what = format!("finding by an unknown {}", key.field());
        let found = bench.client().contacts().find(&key).await.must(&what)?;
        ensure!(found.is_empty(), "{what} finds somebody");
        tried += 1;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::ContactsFindByPhone));
    }
    Ok(())
}

pub(crate) async fn no_number_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsFindByPhone])?;
    for text in ["nobody", "", "12"] {
        let before = bench.sent();
        let what = format!("finding by the phone {text:?}");
        let refused = bench.client().contacts().find_by_phone(text).await;
        let error = refused.must_fail(&[ErrorKind::Invalid], &what)?;
        ensure!(
            names(&error, "phone") || names(&error, "phones"),
            "{what} names {}, not `phones`",
            named(&error)
        );
        bench.nothing_sent(before, &what)?;
    }
    Ok(())
}

pub(crate) async fn find_by_email(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsFindByEmail, Operation::ContactsCreate])?;
    let person = bench.person();
    let email = fact(person.email.as_ref(), "contacts that hold a mail address")?;
    let contact = bench.contact_of(&person).await?;
    bench.contact().await?;
    for wanted in [email.clone(), email.to_uppercase(), format!(" {email} ")] {
        let found = bench.client().contacts().find_by_email(wanted).await;
        let found = found.must("finding by mail address")?;
        ensure!(
            found.len() == 1 && found[0].id == contact.id,
            "a mail address finds {} contacts, or another one",
            found.len()
        );
    }
    Ok(())
}

pub(crate) async fn find_by_document(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsFindByDocument, Operation::ContactsCreate])?;
    let person = bench.person();
    let document = fact(person.document.as_ref(), "contacts that hold a document")?;
    let contact = bench.contact_of(&person).await?;
    bench.contact().await?;
    let dotted = format!(
        "{}.{}.{}-{}",
        &document[..3],
        &document[3..6],
        &document[6..9],
        &document[9..]
    );
    for wanted in [document.clone(), dotted] {
        let found = bench.client().contacts().find_by_document(wanted).await;
        let found = found.must("finding by document")?;
        ensure!(
            found.len() == 1 && found[0].id == contact.id,
            "a document finds {} contacts, or another one",
            found.len()
        );
    }
    Ok(())
}

pub(crate) async fn other_spelling_makes_no_second(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsFindByPhone, Operation::ContactsCreate])?;
    let contacts = bench.client().contacts();
    for (stored, typed) in [
        ("+55 11 98341-2221", "551183412221"),
        ("541123412222", "+54 9 11 2341-2222"),
        ("5215523412223", "+52 55 2341 2223"),
    ] {
        ensure!(
            phone::equivalent(stored, typed),
            "the suite itself is wrong"
        );
        let person = with_phone(bench, stored);
        let first = bench.contact_of(&person).await?;
        let mut again = bench.new_contact(&with_phone(bench, typed));
        again.emails.clear();
        again.document = None;
        let found = contacts
            .find_or_create(&again)
            .await
            .must("find_or_create")?;
        ensure!(
            !found.created && found.contact.id == first.id,
            "{typed} makes a second contact beside {stored}"
        );
        if bench.supports(Operation::ContactsUpdate)
            && bench.holds(Operation::ContactsUpdate, &Field::Name)
        {
            let merged = contacts.upsert(&again).await.must("upsert")?;
            ensure!(
                !merged.created && merged.contact.id == first.id,
                "upserting {typed} makes a second contact beside {stored}"
            );
            ensure!(
                merged.contact.phones.len() <= first.phones.len().max(1),
                "upserting another spelling adds it as a second phone; the contact has {}",
                compare::list(&[Field::Phones])
            );
        }
        let count = count_of(bench, &again).await?;
        ensure!(count == Some(1), "{typed} finds {count:?} contacts now");
    }
    Ok(())
}
