//! Errors of declarations: where they point, and which type they name.

#[test]
fn errors_point_at_the_word_and_name_the_type() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
