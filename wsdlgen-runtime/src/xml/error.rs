//! Errors and deviations, with their positions in the document.

use std::{borrow::Cow, fmt};

use super::{REDACTED, WSSE, cursor::Location};
use crate::xsd::ValueError;

/// An error from reading a document, with its position and reason.
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

/// The reason why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The document is not well-formed (XML 1.0) or not namespace-well-formed (Namespaces in XML 1.0).
    Malformed(Cow<'static, str>),
    /// The document ended inside an element or other markup.
    Truncated,
    /// A document type declaration, which is rejected since it can expand a small document into a large one.
    Doctype,
    /// A text that is not a valid value of its type.
    Value {
        /// The error from parsing the text.
        error: ValueError,
        /// The text, shortened, or `None` if it may be secret.
        text: Option<String>,
    },
    /// An element that the contract requires is missing.
    MissingElement(&'static str),
    /// An attribute that the contract requires is missing.
    MissingAttribute(&'static str),
    /// An element that is not allowed here.
    UnexpectedElement(String),
    /// Something other than the expected element.
    ExpectedElement {
        /// The name of the expected element.
        expected: &'static str,
        /// A description of what occurs instead.
        found: String,
    },
    /// An attribute that is not allowed here.
    UnexpectedAttribute(String),
    /// Text where only elements are allowed.
    UnexpectedText,
    /// A second occurrence of an element that may occur only once.
    RepeatedElement(&'static str),
    /// An element that occurs after elements that must follow it.
    MisplacedElement(&'static str),
    /// An element that is qualified although the contract declares it unqualified, or the other way round (XML Schema
    /// part 1, §3.3.2: `form`).
    OtherForm(&'static str),
    /// `xsi:nil` on an element that is not nillable.
    UnexpectedNil(&'static str),
    /// `xsi:type` names a type that is not allowed here or that the contract does not define.
    UnknownType(String),
    /// An element whose type is abstract, without an `xsi:type` that names a concrete one.
    AbstractType,
    /// An element whose attributes select the type `xs:error`, which has no valid values (XML Schema 1.1 part 1, §3.12).
    ErrorType,
    /// References in SOAP encoding that form a cycle, which is described. Values are trees, so that a
    /// cycle has none.
    CyclicReference(String),
    /// Content that the schema allows to be read in several ways, and that takes too many attempts to read.
    Ambiguous,
    /// The document violates its schema: see [`Schema::assess`](crate::schema::Schema::assess).
    Invalid(String),
    /// A header block that the sender requires to be understood (SOAP 1.1, §4.2.3), but that is unknown.
    NotUnderstood(String),
    /// An exceeded limit of [`Limits`](super::Limits).
    Limit {
        /// A description of what exceeds the limit.
        what: &'static str,
        /// The name of the field in [`Limits`](super::Limits).
        setting: &'static str,
        /// The value of the limit.
        limit: usize,
    },
}

impl ReadError {
    /// Creates an error at the start of a document.
    pub(crate) fn new(kind: ReadErrorKind, path: String) -> Self {
        Self::at(kind, path, 0, Location::START)
    }

    pub(super) fn at(
        kind: ReadErrorKind,
        path: String,
        offset: usize,
        Location { line, column, .. }: Location,
    ) -> Self {
        Self(Box::new(Details { kind, path, offset, line, column }))
    }

    /// Moves the error's offset by the `base` bytes that precede this part in a larger document.
    pub(super) fn moved(mut self, base: usize) -> Self {
        self.0.offset += base;
        self
    }

    /// Returns the reason.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// Returns the path of the elements around the error, from the root: `/Envelope/Body/…`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the offset from the start of the document, in bytes.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the line, starting at 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Returns the column in characters, starting at 1.
    pub fn column(&self) -> usize {
        self.0.column
    }
}

impl ReadErrorKind {
    /// Removes everything quoted from the document, for an element whose text must not be shown.
    pub(super) fn without_content(self) -> Self {
        match self {
            Self::Malformed(Cow::Owned(_)) => Self::Malformed("details are redacted".into()),
            Self::Value { error, .. } => {
                let error = ValueError::new(error.expected(), "details are redacted");
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

/// Shortens a quotation from the document to at most `characters` characters and an ellipsis.
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
            Self::Truncated => formatter.write_str("unexpected end of document"),
            Self::Doctype => formatter.write_str("document type declarations are not allowed"),
            Self::Value { error, text: Some(text) } => write!(formatter, "{text:?} is {error}"),
            Self::Value { error, text: None } => write!(formatter, "the text is {error}"),
            // Content of any name is described, not named.
            Self::MissingElement(content) if content.contains(' ') => {
                write!(formatter, "missing {content}")
            }
            Self::MissingElement(name) => write!(formatter, "missing element `{name}`"),
            Self::MissingAttribute(name) => write!(formatter, "missing attribute `{name}`"),
            Self::UnexpectedElement(name) => write!(formatter, "unexpected element `{name}`"),
            Self::ExpectedElement { expected, found } => {
                write!(formatter, "expected element `{expected}`, found {found}")
            }
            Self::UnexpectedAttribute(name) => write!(formatter, "unexpected attribute `{name}`"),
            Self::UnexpectedText => formatter.write_str("unexpected text, expected only elements"),
            Self::RepeatedElement(name) => write!(formatter, "duplicate element `{name}`"),
            Self::MisplacedElement(name) => {
                write!(formatter, "element `{name}` occurs after elements that must follow it")
            }
            Self::OtherForm(name) => write!(
                formatter,
                "element `{name}` is qualified but must be unqualified, or the other way round"
            ),
            Self::UnexpectedNil(name) => write!(formatter, "element `{name}` is not nillable"),
            Self::UnknownType(name) => write!(formatter, "type `{name}` is not allowed here"),
            Self::AbstractType => {
                formatter.write_str("the element's type is abstract, expected `xsi:type`")
            }
            Self::ErrorType => {
                formatter.write_str("no content is valid with these attributes (`xs:error`)")
            }
            Self::CyclicReference(path) => write!(formatter, "cyclic references: {path}"),
            Self::Ambiguous => {
                formatter.write_str("the content is ambiguous and takes too many attempts to read")
            }
            Self::Invalid(violations) => write!(formatter, "invalid: {violations}"),
            Self::NotUnderstood(name) => {
                write!(formatter, "header block `{name}` must be understood, but is unknown; ")?;
                formatter.write_str(if *name == security_header() {
                    "`ClientSettings::reply_security` verifies it, and `ClientSettings::security` accepts a \
                     timestamp alone"
                } else {
                    "`ClientSettings::understands` accepts it"
                })
            }
            Self::Limit { what, setting, limit } => {
                write!(formatter, "more than {limit} {what} (the limit is `Limits::{setting}`)")
            }
        }
    }
}

fn security_header() -> String {
    format!("{{{WSSE}}}Security")
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
/// assert_eq!(cursor.finish()?[0].to_string(), "/a: unexpected element `new`");
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The error that strict reading would return.
    pub kind: ReadErrorKind,
    /// The path of the current element, from the root.
    pub path: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.kind)
    }
}

/// A value contains a character that is not allowed in XML (§2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    pub(super) character: char,
    pub(super) path: String,
}

impl WriteError {
    /// Returns the character.
    pub fn character(&self) -> char {
        self.character
    }

    /// Returns the path of the elements around the value, from the root.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, path } = self;
        write!(formatter, "{path}: character {character:?} is not allowed in XML")
    }
}

impl std::error::Error for WriteError {}
