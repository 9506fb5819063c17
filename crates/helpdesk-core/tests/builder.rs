//! Builders that `builder!` makes.
#![allow(missing_docs)]

use helpdesk_core::builder;

#[derive(Debug, PartialEq)]
struct Sheet(u32);

impl From<u32> for Sheet {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

/// One field of each kind.
#[derive(Debug, PartialEq)]
pub struct Letter {
    pages: u32,
    to: String,
    sheets: Vec<Sheet>,
    weight: Option<u64>,
    subject: Option<String>,
    enclosed: Option<Vec<Sheet>>,
    copies: Vec<String>,
    stamps: u8,
    city: String,
    sender: String,
    paper: &'static str,
    seal: Option<char>,
}

builder!(Letter, LetterBuilder {
    required: [pages: u32],
    required(into): [to: String],
    required(each): [sheets: Sheet],
    optional: [weight / maybe_weight: u64],
    optional(into): [subject / maybe_subject: String],
    optional(each): [enclosed / maybe_enclosed: Sheet],
    default: [copies: Vec<String>, stamps: u8 = 1],
    default(into): [city: String, sender: String = "Ana".to_owned()],
    internal: [paper: &'static str = "A4", seal: Option<char>],
});

impl<P, T, S> LetterBuilder<P, T, S> {
    fn sealed(mut self) -> Self {
        self.seal = Some('*');
        self
    }
}

fn bare() -> Letter {
    Letter {
        pages: 2,
        to: "Rui".to_owned(),
        sheets: vec![Sheet(1), Sheet(2)],
        weight: None,
        subject: None,
        enclosed: None,
        copies: vec![],
        stamps: 1,
        city: String::new(),
        sender: "Ana".to_owned(),
        paper: "A4",
        seal: None,
    }
}

fn full() -> Letter {
    Letter {
        weight: Some(20),
        subject: Some("Greetings".to_owned()),
        enclosed: Some(vec![Sheet(3)]),
        copies: vec!["Eva".to_owned()],
        stamps: 2,
        city: "Porto".to_owned(),
        sender: "Leo".to_owned(),
        seal: Some('*'),
        ..bare()
    }
}

#[test]
fn what_was_not_given_has_its_default() {
    let letter = Letter::builder().pages(2).to("Rui").sheets([1, 2]).build();
    assert_eq!(letter, bare());
}

#[test]
fn everything_given_is_there_whether_before_the_required_fields_or_after_them() {
    let before = Letter::builder()
        .weight(20)
        .subject("Greetings")
        .enclosed([3])
        .copies(vec!["Eva".to_owned()])
        .stamps(2)
        .city("Porto")
        .sender("Leo")
        .sealed()
        .pages(2)
        .to("Rui")
        .sheets([1, 2])
        .build();
    assert_eq!(before, full());
    let after = Letter::builder()
        .sheets([1, 2])
        .to("Rui")
        .pages(2)
        .sealed()
        .sender("Leo")
        .city("Porto")
        .stamps(2)
        .copies(vec!["Eva".to_owned()])
        .enclosed([3])
        .subject("Greetings")
        .weight(20)
        .build();
    assert_eq!(after, full());
}

#[test]
fn required_fields_come_in_any_order() {
    let start = Letter::builder;
    let (sheets, to) = ([1, 2], "Rui");
    assert_eq!(start().pages(2).to(to).sheets(sheets).build(), bare());
    assert_eq!(start().pages(2).sheets(sheets).to(to).build(), bare());
    assert_eq!(start().to(to).pages(2).sheets(sheets).build(), bare());
    assert_eq!(start().to(to).sheets(sheets).pages(2).build(), bare());
    assert_eq!(start().sheets(sheets).pages(2).to(to).build(), bare());
    assert_eq!(start().sheets(sheets).to(to).pages(2).build(), bare());
}

#[test]
fn an_optional_field_takes_an_option_as_well_and_the_last_call_counts() {
    let begun = || Letter::builder().pages(2).to("Rui").sheets([1, 2]);
    let given = begun()
        .maybe_weight(Some(20))
        .maybe_subject(Some("Greetings".to_owned()))
        .maybe_enclosed(Some(vec![Sheet(3)]))
        .build();
    assert_eq!(given.weight, Some(20));
    assert_eq!(given.subject.as_deref(), Some("Greetings"));
    assert_eq!(given.enclosed, Some(vec![Sheet(3)]));
    let taken_back = begun()
        .weight(20)
        .maybe_weight(None)
        .subject("Greetings")
        .maybe_subject(None)
        .enclosed([3])
        .maybe_enclosed(None)
        .build();
    assert_eq!(taken_back, bare());
    assert_eq!(begun().stamps(2).stamps(3).build().stamps, 3);
}
