//! Errors of declarations that do not compile point at the word that is wrong.
//!
//! Errors that mention types are not here: how the compiler writes types depends on the features
//! that are enabled.

#[test]
fn errors_point_at_the_word() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
