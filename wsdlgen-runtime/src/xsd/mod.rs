//! The simple types of XML Schema (XSD 1.0 part 2) as Rust values.
//!
//! Every type here keeps what the document said: nothing is rounded, and `==` compares values as
//! they were written. Reading and writing go through [`Lexical`].

mod boolean;
mod date_time;
mod number;
mod string;

use std::{borrow::Cow, fmt};

pub use date_time::{DateTime, Fraction, TimeZone};

/// A simple type that maps between its lexical space and a Rust value (XSD 1.0 part 2, §2.3).
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::Lexical;
///
/// assert_eq!(i32::parse_lexical("+007").unwrap(), 7);
/// let mut out = Vec::new();
/// true.append_lexical(&mut out);
/// assert_eq!(out, b"true");
/// ```
pub trait Lexical: Sized {
    /// What white space in a document means before [`parse_lexical`](Self::parse_lexical) sees the
    /// text (the `whiteSpace` facet, §4.3.6).
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    /// Whether a lexical form may hold characters that XML needs escaped.
    const MAY_HOLD_MARKUP: bool = false;

    /// The value that `text` stands for, white space already normalised.
    ///
    /// # Errors
    ///
    /// When `text` is not in the type's lexical space.
    fn parse_lexical(text: &str) -> Result<Self, ValueError>;

    /// Appends the lexical form, nothing escaped.
    fn append_lexical(&self, out: &mut Vec<u8>);
}

/// The `whiteSpace` facet (XSD 1.0 part 2, §4.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhiteSpace {
    /// Kept as it stands.
    Preserve,
    /// Tabs and line ends become spaces.
    Replace,
    /// Replaced, then runs become one space and both ends are trimmed.
    Collapse,
}

impl WhiteSpace {
    /// Applies the rule; borrows where nothing changes.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::WhiteSpace;
    ///
    /// assert_eq!(WhiteSpace::Collapse.apply(" a\t b "), "a b");
    /// assert_eq!(WhiteSpace::Replace.apply(" a\t b "), " a  b ");
    /// ```
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Preserve => Cow::Borrowed(text),
            Self::Replace => replace(text),
            Self::Collapse => collapse(text),
        }
    }
}

fn replace(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
        Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
    let mut previous = b'x';
    let settled = trimmed.bytes().all(|byte| {
        let fine = !matches!(byte, b'\t' | b'\n' | b'\r') && (byte != b' ' || previous != b' ');
        previous = byte;
        fine
    });
    if settled {
        return Cow::Borrowed(trimmed);
    }
    let words = trimmed.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// Text that is not in the lexical space of the type that the contract gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    expected: &'static str,
    reason: Cow<'static, str>,
}

impl ValueError {
    /// `expected` names the type (`xs:dateTime`), `reason` says what is wrong ("month 13").
    pub fn new(expected: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { expected, reason: reason.into() }
    }

    /// The name of the type that was expected.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid {}: {}", self.expected, self.reason)
    }
}

impl std::error::Error for ValueError {}

#[cfg(test)]
mod tests {
    use super::WhiteSpace;

    #[test]
    fn white_space_follows_the_facet() {
        let cases = [
            (WhiteSpace::Preserve, " a\t\r\nb ", " a\t\r\nb "),
            (WhiteSpace::Replace, " a\t\r\nb ", " a   b "),
            (WhiteSpace::Collapse, " a\t\r\nb ", "a b"),
            (WhiteSpace::Collapse, "a b", "a b"),
            (WhiteSpace::Collapse, "\n\t ", ""),
            // A no-break space is no XML white space.
            (WhiteSpace::Collapse, "\u{a0}a\u{a0}", "\u{a0}a\u{a0}"),
        ];
        for (rule, text, expected) in cases {
            assert_eq!(rule.apply(text), expected, "{rule:?} {text:?}");
        }
    }
}
