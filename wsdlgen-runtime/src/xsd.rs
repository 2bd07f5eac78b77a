//! The simple types of XML Schema (XSD 1.0 part 2) as Rust values.
//!
//! Every type here keeps what the document said: nothing is rounded, and `==` compares values as
//! they were written. Reading and writing go through [`Lexical`].

mod as_written;
mod binary;
mod boolean;
mod calendar;
mod date;
mod date_time;
mod decimal;
mod duration;
mod enumeration;
mod error;
mod g_month;
mod g_year;
mod integer;
mod list;
mod number;
mod qname;
mod string;
mod time;

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;

pub use as_written::AsWritten;
pub use binary::{Base64Binary, HexBinary};
pub use calendar::{Fraction, TimeZone};
pub use date::Date;
pub use date_time::DateTime;
pub use decimal::Decimal;
pub use duration::Duration;
pub use enumeration::{Enumeration, IsSame, TextTable, enumerated, same_text, text_position};
pub(crate) use enumeration::{Listed, position};
pub use error::ValueError;
pub use g_month::{GDay, GMonth, GMonthDay};
pub use g_year::{GYear, GYearMonth};
pub use integer::Integer;
pub(crate) use list::words;
pub use qname::{DeclaredNames, QName};
pub(crate) use qname::{XML_NAMESPACE, same_namespace};
pub use time::Time;

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

    /// Whether values hold names, whose prefixes have to be declared.
    const HOLDS_NAMES: bool = false;

    /// Whether values are octets, which may stand outside of a document (XOP).
    const IS_BINARY: bool = false;

    /// The size of an item in memory, if values are lists. Readers charge it for each item before they read the
    /// list, in [`Limits::memory_bytes`](crate::xml::Limits::memory_bytes).
    const ITEM_BYTES: usize = 0;

    /// The value with these octets, where values are octets.
    fn from_octets(_octets: Bytes) -> Option<Self> {
        None
    }

    /// The value's octets, where it consists of some that may stand outside of a document.
    fn octets(&self) -> Option<&Bytes> {
        None
    }

    /// The value that `text` stands for, white space already normalised.
    ///
    /// # Errors
    ///
    /// When `text` is not in the type's lexical space.
    fn parse_lexical(text: &str) -> Result<Self, ValueError>;

    /// Appends the lexical form, nothing escaped.
    fn append_lexical(&self, out: &mut Vec<u8>);

    /// The value of a text in a document: the same, but for names, which mean nothing without
    /// their prefixes' declarations.
    ///
    /// # Errors
    ///
    /// As [`parse_lexical`](Self::parse_lexical), and when a prefix is not declared.
    #[inline]
    fn parse_in(text: &str, _prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        Self::parse_lexical(text)
    }

    /// Appends the lexical form in a document that declares these names' prefixes.
    #[inline]
    fn append_in(&self, out: &mut Vec<u8>, _names: &DeclaredNames) {
        self.append_lexical(out);
    }

    /// The lexical form, where the value has it at hand.
    #[inline]
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// Reads the current element, which must be a leaf, and goes behind its end tag.
    ///
    /// # Errors
    ///
    /// When there is an element inside, the text is not well-formed, or it is not in the type's
    /// lexical space.
    #[inline]
    fn read_leaf<R: ReadLeaf>(reader: &mut R) -> Result<Self, R::Error> {
        reader.lexical_leaf()
    }

    /// Shows the names in the value, whose prefixes have to be declared.
    fn each_name(&self, _visit: &mut dyn FnMut(&QName)) {}
}

/// A reader of elements that contain text alone. [`Cursor`](crate::xml::Cursor) implements it.
pub trait ReadLeaf {
    /// The error of the reader.
    type Error;

    /// Reads the current element as a value, and continues after its end tag.
    ///
    /// # Errors
    ///
    /// If there is an element inside, the text is not well-formed, or it is not in the type's lexical space.
    fn lexical_leaf<T: Lexical>(&mut self) -> Result<T, Self::Error>;

    /// Reads the current element as an enumerated value, and continues after its end tag.
    ///
    /// # Errors
    ///
    /// If there is an element inside, the text is not well-formed, or it is not one of the enumerated values.
    fn enumerated_leaf<T: Enumeration>(&mut self) -> Result<T, Self::Error>;
}

/// The namespace declarations in force at a place of a document.
pub trait Prefixes {
    /// The namespace that a prefix stands for, if it is declared; the empty text is none.
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>>;
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

/// The largest of some sizes: [`Lexical::ITEM_BYTES`] of a union, whose values may be lists of any member type.
pub const fn largest(sizes: &[usize]) -> usize {
    match sizes {
        [] => 0,
        [first, rest @ ..] => {
            let rest = largest(rest);
            if *first > rest { *first } else { rest }
        }
    }
}

/// Whether two texts in documents stand for the same value of a type.
///
/// A text that the type does not have stands for nothing. NaN is NaN here (XSD 1.0 part 2,
/// §3.2.4.1), other than in Rust.
///
/// ```
/// use wsdlgen_runtime::xsd::same_value;
///
/// assert!(same_value::<i32>("+7", " 7 "));
/// assert!(same_value::<f64>("NaN", "NaN"));
/// assert!(!same_value::<String>("+7", "7"));
/// assert!(!same_value::<i32>("seven", "seven"));
/// ```
pub fn same_value<T: Lexical + PartialEq>(left: &str, right: &str) -> bool {
    match (member::<T>(left), member::<T>(right)) {
        (Some(left_value), Some(right_value)) => {
            left_value == right_value || T::WHITE_SPACE.apply(left) == T::WHITE_SPACE.apply(right)
        }
        _ => false,
    }
}

/// The value that a text in a document stands for in this type, if it is in its lexical space: how
/// the member type of a union is found (§2.5.1.3).
///
/// ```
/// use wsdlgen_runtime::xsd::member;
///
/// assert_eq!(member::<i32>(" 7 "), Some(7));
/// assert_eq!(member::<i32>("unbounded"), None);
/// ```
pub fn member<T: Lexical>(text: &str) -> Option<T> {
    T::parse_lexical(&T::WHITE_SPACE.apply(text)).ok()
}

/// Writes the lexical form of a value, padded as the formatter says: what `Display` is for simple
/// types.
///
/// # Errors
///
/// When the formatter has none to write to any more.
///
/// ```
/// use std::fmt;
/// use wsdlgen_runtime::xsd::display;
///
/// struct Size(u8);
///
/// impl fmt::Display for Size {
///     fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
///         display(&self.0, formatter)
///     }
/// }
///
/// assert_eq!(format!("{:>4}", Size(42)), "  42");
/// ```
pub fn display<T: Lexical>(value: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    formatter.pad(&String::from_utf8_lossy(&out))
}

#[cfg(test)]
mod tests {
    use super::{Lexical, WhiteSpace, member, same_value};

    #[test]
    fn texts_are_compared_by_their_values() {
        fn check<T: Lexical + PartialEq>(left: &str, right: &str, expected: bool) {
            assert_eq!(same_value::<T>(left, right), expected, "{left:?} {right:?}");
        }
        check::<i8>("007", "\n+7", true);
        check::<i8>("7", "8", false);
        check::<i8>("1000", "1000", false);
        check::<i8>("7", "", false);
        check::<bool>("1", "true", true);
        check::<f32>("NaN", " NaN ", true);
        check::<f32>("NaN", "1", false);
        check::<f32>("INF", "-INF", false);
        check::<f32>("0", "-0", true);
        check::<f32>("nan", "nan", false);
        check::<String>("a", "a", true);
        check::<String>("a", " a", false);
    }

    #[test]
    fn a_member_follows_its_own_white_space() {
        assert_eq!(member::<bool>("\t1\n"), Some(true));
        assert_eq!(member::<bool>("1 1"), None);
        assert_eq!(member::<String>(" a "), Some(" a ".to_owned()));
    }

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
