//! Compile errors in declarations point at the wrong word.
//!
//! Errors that mention types are not tested, because the compiler's output for types depends on the enabled features.

#[test]
fn points_at_the_wrong_word() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
