//! `xs:boolean` (XSD 1.0 part 2, §3.2.2).

use super::{Lexical, ValueError};

/// `xs:boolean`: reads `true`, `false`, `1` and `0`, and writes `true` and `false`.
impl Lexical for bool {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(ValueError::new("xs:boolean", "expected `true`, `false`, `1` or `0`")),
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
    fn reads_all_four_literals() {
        for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false)] {
            assert_eq!(bool::parse_lexical(text), Ok(value), "{text:?}");
        }
    }

    #[test]
    fn rejects_other_text() {
        for text in ["", "TRUE", "True", "yes", "01", "00", "+1", "2", " true"] {
            assert!(bool::parse_lexical(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn writes_true_and_false() {
        let mut out = Vec::new();
        true.append_lexical(&mut out);
        false.append_lexical(&mut out);
        assert_eq!(out, b"truefalse");
    }
}
