//! `xs:string` (XSD 1.0 part 2, §3.2.1).

use std::borrow::Cow;

use super::{Lexical, ValueError, WhiteSpace};

/// A string type: `String`, or the one that a generator setting selects.
pub trait Text: Lexical + for<'a> From<&'a str> + for<'a> From<Cow<'a, str>> {}

impl<T: Lexical + for<'a> From<&'a str> + for<'a> From<Cow<'a, str>>> Text for T {}

/// `xs:string`: the unchanged text. The appended text is not escaped for XML.
impl Lexical for String {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Preserve;
    const MAY_HOLD_MARKUP: bool = true;

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        Ok(text.to_owned())
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
    use super::{Lexical, WhiteSpace};

    #[test]
    fn keeps_text_unchanged() {
        assert_eq!(String::WHITE_SPACE, WhiteSpace::Preserve);
        for text in ["", " a\t\n b ", "<&>", "é\u{1f600}"] {
            let value = String::parse_lexical(text).unwrap();
            let mut out = Vec::new();
            value.append_lexical(&mut out);
            assert_eq!((value.as_str(), out.as_slice()), (text, text.as_bytes()));
        }
    }
}
