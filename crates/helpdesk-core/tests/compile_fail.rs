//! What must not compile.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[test]
fn an_unverified_delivery_cannot_be_parsed() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/parse_unverified.rs");
}

#[test]
fn a_builder_needs_each_required_field_once() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/builder_*.rs");
}
