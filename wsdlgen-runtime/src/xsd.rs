//! The simple types of XML Schema (XSD 1.0 part 2) as Rust values.
//!
//! Every type here preserves the document's content: nothing is rounded, and `==` compares values as written.
//! [`Lexical`] reads and writes them.

mod as_written;
mod attachment;
mod binary;
mod boolean;
mod calendar;
#[cfg(feature = "compact_str")]
mod compact_str;
mod date;
mod date_time;
mod decimal;
mod duration;
mod enumeration;
mod error;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
mod foreign;
mod g_month;
mod g_year;
mod integer;
mod list;
mod number;
mod qname;
mod string;
mod time;
#[cfg(feature = "uuid")]
mod uuid;

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;

use crate::attachment::Attachment;

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
#[cfg(any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
pub(crate) use foreign::Foreign;
pub use g_month::{GDay, GMonth, GMonthDay};
pub use g_year::{GYear, GYearMonth};
pub use integer::Integer;
pub(crate) use list::words;
pub use qname::{DeclaredNames, QName};
pub(crate) use qname::{XML_NAMESPACE, same_namespace};
pub use string::Text;
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
    /// White space normalisation applied to document text before [`parse_lexical`](Self::parse_lexical)
    /// (the `whiteSpace` facet, §4.3.6).
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    /// `true` if lexical forms may contain characters that must be escaped in XML.
    const MAY_HOLD_MARKUP: bool = false;

    /// `true` if values contain qualified names, whose prefixes must be declared.
    const HOLDS_NAMES: bool = false;

    /// `true` if values keep the type that `xsi:type` names: see [`actual_type`](Self::actual_type).
    const KEEPS_TYPE: bool = false;

    /// `true` if values are binary data, which may be stored outside the document (XOP).
    const IS_BINARY: bool = false;

    /// The size of a list item in memory, or 0 if values are not lists. Before reading a list, readers charge this
    /// amount per item against [`Limits::memory_bytes`](crate::xml::Limits::memory_bytes).
    const ITEM_BYTES: usize = 0;

    /// Creates a value from bytes, or returns `None` if the type is not binary.
    fn from_octets(_bytes: Bytes) -> Option<Self> {
        None
    }

    /// Returns the value's bytes if they may be stored outside the document.
    fn octets(&self) -> Option<&Bytes> {
        None
    }

    /// Creates a value from an attachment, or returns `None` if the type is not binary or the content is a stream.
    fn from_attachment(attachment: Attachment) -> Option<Self> {
        Self::from_octets(attachment.bytes()?.clone())
    }

    /// Returns the attachment that the value is, if it is one.
    fn as_attachment(&self) -> Option<&Attachment> {
        None
    }

    /// Parses `text`, whose white space is already normalised.
    ///
    /// # Errors
    ///
    /// If `text` is not in the type's lexical space.
    fn parse_lexical(text: &str) -> Result<Self, ValueError>;

    /// Appends the lexical form without escaping anything.
    fn append_lexical(&self, out: &mut Vec<u8>);

    /// Parses a value that appears in a document, resolving the prefixes of qualified names.
    ///
    /// # Errors
    ///
    /// If `text` is not in the type's lexical space or uses an undeclared prefix.
    #[inline]
    fn parse_in(text: &str, _prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        Self::parse_lexical(text)
    }

    /// Appends the lexical form for a document whose declared prefixes are `names`.
    #[inline]
    fn append_in(&self, out: &mut Vec<u8>, _names: &DeclaredNames) {
        self.append_lexical(out);
    }

    /// Returns the lexical form if it is available without formatting.
    #[inline]
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// Reads the current element, which must be a leaf, and continues after its end tag.
    ///
    /// # Errors
    ///
    /// If the element has child elements, its text is not well-formed, or the text is not in the type's lexical
    /// space.
    #[inline]
    fn read_leaf<R: ReadLeaf>(reader: &mut R) -> Result<Self, R::Error> {
        reader.lexical_leaf()
    }

    /// Visits the qualified names in the value, whose prefixes must be declared.
    fn each_name(&self, _visit: &mut dyn FnMut(&QName)) {}

    /// Returns the actual type of the element that the value was read from, if `xsi:type` named it (XSD 1.0 part 1,
    /// §2.6.1).
    fn actual_type(&self) -> Option<&QName> {
        None
    }

    /// Sets the actual type of the element. Values that do not keep it ignore it.
    fn set_actual_type(&mut self, _name: QName) {}
}

/// A reader of elements that contain only text. [`Cursor`](crate::xml::Cursor) implements it.
pub trait ReadLeaf {
    /// The reader's error type.
    type Error;

    /// Reads the current element as a value and continues after its end tag.
    ///
    /// # Errors
    ///
    /// If the element has child elements, its text is not well-formed, or the text is not in the type's lexical
    /// space.
    fn lexical_leaf<T: Lexical>(&mut self) -> Result<T, Self::Error>;

    /// Reads the current element as an enumerated value and continues after its end tag.
    ///
    /// # Errors
    ///
    /// If the element has child elements, its text is not well-formed, or the text is not one of the enumerated
    /// values.
    fn enumerated_leaf<T: Enumeration>(&mut self) -> Result<T, Self::Error>;
}

/// The namespace declarations in scope at a position in a document.
pub trait Prefixes {
    /// Returns the namespace bound to `prefix`, if the prefix is declared. The empty string means no namespace.
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>>;
}

/// The `whiteSpace` facet (XSD 1.0 part 2, §4.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhiteSpace {
    /// The text is kept unchanged.
    Preserve,
    /// Tabs and line ends become spaces.
    Replace,
    /// Tabs and line ends become spaces, then runs of spaces become one and both ends are trimmed.
    Collapse,
}

impl WhiteSpace {
    /// Normalises `text`, borrowing it if nothing changes.
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

/// Returns the largest of `sizes`.
///
/// A union uses it for [`Lexical::ITEM_BYTES`], because its values may be lists of any member type.
pub const fn largest(sizes: &[usize]) -> usize {
    match sizes {
        [] => 0,
        [first, rest @ ..] => {
            let rest = largest(rest);
            if *first > rest { *first } else { rest }
        }
    }
}

/// Returns whether two document texts represent the same value of type `T`.
///
/// A text outside the type's lexical space equals nothing. NaN equals itself (XSD 1.0 part 2, §3.2.4.1), unlike in
/// Rust.
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

/// Parses document text as `T`, or returns `None` if it is not in the type's lexical space.
///
/// Unions use it to find the member type of a text (§2.5.1.3).
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

/// Parses a default or fixed value of the contract. For generated constructors and accessors.
///
/// # Panics
///
/// If `text` is not in the type's lexical space. The generator checks this.
pub fn parse_constraint<T: Lexical>(text: &str) -> T {
    member(text).expect("the generator checks defaults and fixed values")
}

/// Writes the lexical form of a value with the formatter's padding.
///
/// It implements `Display` for simple types.
///
/// # Errors
///
/// If the formatter fails to write.
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
    fn compares_texts_by_value() {
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
    fn normalises_white_space_of_each_member() {
        assert_eq!(member::<bool>("\t1\n"), Some(true));
        assert_eq!(member::<bool>("1 1"), None);
        assert_eq!(member::<String>(" a "), Some(" a ".to_owned()));
    }

    #[test]
    fn normalises_white_space_as_the_facet_says() {
        let cases = [
            (WhiteSpace::Preserve, " a\t\r\nb ", " a\t\r\nb "),
            (WhiteSpace::Replace, " a\t\r\nb ", " a   b "),
            (WhiteSpace::Collapse, " a\t\r\nb ", "a b"),
            (WhiteSpace::Collapse, "a b", "a b"),
            (WhiteSpace::Collapse, "\n\t ", ""),
            // A no-break space is not XML white space.
            (WhiteSpace::Collapse, "\u{a0}a\u{a0}", "\u{a0}a\u{a0}"),
        ];
        for (rule, text, expected) in cases {
            assert_eq!(rule.apply(text), expected, "{rule:?} {text:?}");
        }
    }
}
