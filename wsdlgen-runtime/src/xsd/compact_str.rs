//! Fields with the string type of `compact_str`, which stores up to 24 bytes without allocating.

use ::compact_str::CompactString;

use super::{Lexical, ValueError, WhiteSpace};

/// `xs:string`: the unchanged text. The appended text is not escaped for XML.
///
/// Fields have this type if a generator setting selects it.
impl Lexical for CompactString {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Preserve;
    const MAY_HOLD_MARKUP: bool = true;

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        Ok(text.into())
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{CompactString, Lexical};

    #[test]
    fn keeps_text_unchanged() {
        for text in ["", " a\t\n b ", "<&>", "a text of more than twenty-four bytes"] {
            let value = CompactString::parse_lexical(text).unwrap();
            let mut out = Vec::new();
            value.append_lexical(&mut out);
            assert_eq!((value.as_text(), out.as_slice()), (Some(text), text.as_bytes()));
        }
    }
}
