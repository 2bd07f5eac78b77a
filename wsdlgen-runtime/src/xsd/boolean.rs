//! `xs:boolean` (XSD 1.0 part 2, §3.2.2).

use super::{Lexical, ValueError};

/// `xs:boolean`: reads `true`, `false`, `1` and `0`, writes the words.
impl Lexical for bool {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(ValueError::new("xs:boolean", "neither true, false, 1 nor 0")),
        }
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

#[cfg(test)]
mod tests {
    use super::Lexical;

    #[test]
    fn the_four_literals_are_read() {
        for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false)] {
            assert_eq!(bool::parse_lexical(text), Ok(value), "{text:?}");
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in ["", "TRUE", "True", "yes", "01", "00", "+1", "2", " true"] {
            assert!(bool::parse_lexical(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn words_are_written() {
        let mut out = Vec::new();
        true.append_lexical(&mut out);
        false.append_lexical(&mut out);
        assert_eq!(out, b"truefalse");
    }
}
