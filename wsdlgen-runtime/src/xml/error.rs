//! What can go wrong with a document, and where.

use std::{borrow::Cow, fmt};

use super::REDACTED;
use crate::xsd::ValueError;

/// A document that could not be read, with the place and the reason.
///
/// ```
/// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions};
///
/// let document = "<a>\n  <b>x</c>\n</a>";
/// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default()).unwrap();
/// cursor.expect(&Name::unqualified("a")).unwrap();
/// cursor.expect(&Name::unqualified("b")).unwrap();
/// let error = cursor.text().unwrap_err();
/// assert_eq!(error.path(), "/a/b");
/// assert_eq!((error.line(), error.column()), (2, 7));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    kind: ReadErrorKind,
    path: String,
    offset: usize,
    line: usize,
    column: usize,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// Not well-formed XML, or not well-formed as to namespaces.
    Malformed(Cow<'static, str>),
    /// The document ended inside an element.
    Truncated,
    /// A document type declaration: refused, since it can make a small document large.
    Doctype,
    /// Text that is not of its type; the text is left out where it may be a secret.
    Value {
        /// What the type's parser said.
        error: ValueError,
        /// The text, shortened.
        text: Option<String>,
    },
    /// An element that the contract requires is not there.
    MissingElement(&'static str),
    /// An attribute that the contract requires is not there.
    MissingAttribute(&'static str),
    /// An element that has no place here.
    UnexpectedElement(String),
    /// Another element was expected here.
    ExpectedElement {
        /// The name that was expected.
        expected: &'static str,
        /// What stands there instead.
        found: String,
    },
    /// An attribute that the contract does not know.
    UnexpectedAttribute(String),
    /// Text where only elements may stand.
    UnexpectedText,
    /// A single element that stands there again.
    RepeatedElement(&'static str),
    /// An element that stands in the wrong order.
    MisplacedElement(&'static str),
    /// An element with a namespace of the contract where it has none, or without the one that it has
    /// (XML Schema part 1, §3.3.2: `form`).
    OtherForm(&'static str),
    /// `xsi:nil` on an element that may not be nil.
    UnexpectedNil(&'static str),
    /// `xsi:type` names a type that may not stand here, or that the contract does not know.
    UnknownType(String),
    /// An element of an abstract type that names no other type.
    AbstractType,
    /// A limit of [`Limits`](super::Limits) was exceeded.
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The field of [`Limits`](super::Limits).
        setting: &'static str,
        /// How much was allowed.
        limit: usize,
    },
}

impl ReadError {
    pub(crate) fn new(kind: ReadErrorKind, path: String, document: &str, offset: usize) -> Self {
        let before = document.get(..offset).unwrap_or(document);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        Self(Box::new(Details { kind, path, offset, line, column }))
    }

    /// The same error in a larger document that has `base` bytes before this one.
    pub(super) fn moved(mut self, base: usize) -> Self {
        self.0.offset += base;
        self
    }

    /// Why.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// The elements around the place, from the root: `/Envelope/Body/…`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Bytes from the start of the document.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column in characters, from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }
}

impl ReadErrorKind {
    /// The same for an element whose text must not be shown: without anything it may quote.
    pub(super) fn without_content(self) -> Self {
        match self {
            Self::Malformed(Cow::Owned(_)) => Self::Malformed("where it must not be shown".into()),
            Self::Value { error, .. } => {
                let error = ValueError::new(error.expected(), "the text must not be shown");
                Self::Value { error, text: None }
            }
            Self::ExpectedElement { expected, .. } => {
                Self::ExpectedElement { expected, found: REDACTED.to_owned() }
            }
            Self::UnexpectedElement(_) => Self::UnexpectedElement(REDACTED.to_owned()),
            Self::UnexpectedAttribute(_) => Self::UnexpectedAttribute(REDACTED.to_owned()),
            other => other,
        }
    }
}

/// As much of something in the document as helps in an error.
pub(crate) fn shorten(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ReadError({self})")
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { kind, path, line, column, .. } = &*self.0;
        let path = if path.is_empty() { "/" } else { path };
        write!(formatter, "{path} (line {line}, column {column}): {kind}")
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(formatter, "not well-formed: {what}"),
            Self::Truncated => formatter.write_str("the document ends here, inside an element"),
            Self::Doctype => formatter.write_str("a document type declaration is not accepted"),
            Self::Value { error, text: Some(text) } => write!(formatter, "{text:?} is {error}"),
            Self::Value { error, text: None } => write!(formatter, "the text is {error}"),
            Self::MissingElement(name) => write!(formatter, "the element {name} is missing"),
            Self::MissingAttribute(name) => write!(formatter, "the attribute {name} is missing"),
            Self::UnexpectedElement(name) => {
                write!(formatter, "the element {name} has no place here")
            }
            Self::ExpectedElement { expected, found } => {
                write!(formatter, "expected the element {expected}, found {found}")
            }
            Self::UnexpectedAttribute(name) => {
                write!(formatter, "the attribute {name} has no place here")
            }
            Self::UnexpectedText => formatter.write_str("text where only elements may stand"),
            Self::RepeatedElement(name) => {
                write!(formatter, "the element {name} may stand here only once")
            }
            Self::MisplacedElement(name) => {
                write!(formatter, "the element {name} stands behind elements that must follow it")
            }
            Self::OtherForm(name) => write!(
                formatter,
                "the element {name} has a namespace and should have none, or the other way round"
            ),
            Self::UnexpectedNil(name) => write!(formatter, "the element {name} may not be nil"),
            Self::UnknownType(name) => write!(formatter, "the type {name} may not stand here"),
            Self::AbstractType => {
                formatter.write_str("the element's type is abstract, and it names no other")
            }
            Self::Limit { what, setting, limit } => {
                write!(formatter, "more than {limit} {what} (the limit is `Limits::{setting}`)")
            }
        }
    }
}

/// A deviation from the contract that lenient reading accepted.
///
/// ```
/// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions};
///
/// let document = "<a><new/></a>";
/// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default())?;
/// cursor.expect(&Name::unqualified("a"))?;
/// cursor.leave()?;
/// assert_eq!(cursor.finish()?[0].to_string(), "/a: the element new has no place here");
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The error of strict reading.
    pub kind: ReadErrorKind,
    /// The path of the element, from the root.
    pub path: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.kind)
    }
}

/// A value that XML cannot carry: a character that is forbidden in any document (§2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    pub(super) character: char,
    pub(super) path: String,
}

impl WriteError {
    /// The character.
    pub fn character(&self) -> char {
        self.character
    }

    /// The elements around the value, from the root.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, path } = self;
        write!(formatter, "{path}: XML cannot carry the character {character:?}; remove it")
    }
}

impl std::error::Error for WriteError {}
