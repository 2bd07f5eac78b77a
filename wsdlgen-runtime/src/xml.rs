//! Reading and writing XML 1.0 with namespaces, for generated code.
//!
//! [`Cursor`] is the reader. Generated code asks for the element that it expects next. If the document is in
//! order, a single in-place comparison answers. [`Writer`] is the writer; tags are static text. Types implement
//! [`ReadElement`], [`ReadContent`], [`WriteElement`] and [`WriteContent`].

mod any;
mod attempts;
mod attribute;
mod bytes;
mod countdown;
mod cursor;
mod document;
mod encoded_name;
mod encoding;
mod error;
mod field_sink;
mod included;
mod instance;
mod leaf;
mod memory;
mod name;
mod nil;
mod options;
mod part;
mod qname;
mod read_record;
mod record;
mod redact;
mod scope;
mod slot;
mod slot_table;
mod splitter;
mod stack;
mod table;
mod tag;
mod text;
mod writer;

pub use crate::chars::is_ncname;
pub(crate) use crate::chars::{is_name, is_nmtoken};
pub use crate::xsd::{DeclaredNames, QName};
pub use any::{AnyAttribute, AnyElement, AnyNode, AnyValue};
pub(crate) use any::{id_value, prefixes_in};
pub use attempts::Attempts;
pub use attribute::Attribute;
pub(crate) use attribute::TARGET_ATTRIBUTES;
pub use countdown::Countdown;
use cursor::Compared;
pub use cursor::{Cursor, Event};
pub use document::Document;
pub use encoded_name::{decode_name, encode_name};
pub(crate) use encoding::TextDecoder;
pub use encoding::decode_text;
pub(crate) use error::shorten;
pub use error::{Deviation, ReadError, ReadErrorKind, WriteError};
pub use field_sink::{FieldSink, FromNillable, MayBeAbsent};
pub(crate) use included::Collected;
pub use included::Included;
pub(crate) use name::WSSE;
pub use name::{Assessor, DocumentKind, Name, NamespaceId, Namespaces};
pub(crate) use name::{SOAP_ENCODING, SOAP12_ENCODING};
pub use nil::{Nillable, Optional};
pub use options::{Limits, ReadOptions, Reading};
pub use part::{First, Wildcard};
pub use read_record::{Extension, ReadBase, Step, no_extension};
pub use record::Record;
pub use redact::{REDACTED, Redacted, debug_record, redact, redact_elements};
pub use slot::Slot;
pub use slot_table::Slots;
pub(crate) use splitter::Splitter;
pub use table::NameTable;
pub use writer::Writer;

/// A type read from a whole element: its attributes and its content up to the end tag.
///
/// The cursor is after the element's start tag when [`read_element`](Self::read_element) is called, and after its
/// end tag when it returns. The caller checks the element's name, since one type may be used under many names.
pub trait ReadElement: Sized {
    /// The namespaces that the type's names refer to.
    const NAMESPACES: &'static Namespaces;

    /// Reads the attributes, the content and the end tag.
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not well-formed or does not match the type.
    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError>;

    /// Reads a document whose root element is named `name`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`read_element`](Self::read_element), and an error if the root has another name or is
    /// followed by anything other than comments and processing instructions.
    fn read_document(
        document: &str,
        name: &Name,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let mut cursor = Cursor::new(document, Self::NAMESPACES, options)?;
        cursor.expect(name)?;
        let value = Self::read_element(&mut cursor)?;
        cursor.finish()?;
        Ok(value)
    }
}

/// A part of an element's content that has no tag of its own: a choice, a group or a base type.
///
/// It is read from the parent's cursor. The parent's end tag is not consumed.
pub trait ReadContent: Sized {
    /// The elements that the part may begin with.
    const FIRST: First;

    /// Reads the part if it begins at the cursor. Returns `None` otherwise, without moving the cursor.
    ///
    /// # Errors
    ///
    /// Returns an error if the part begins here but does not match the type.
    fn read_content(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError>;
}

/// The body of a message without parts.
impl ReadContent for () {
    const FIRST: First = First::of(&[]);

    fn read_content(_cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        Ok(Some(()))
    }
}

impl WriteContent for () {
    fn write_content(&self, _writer: &mut Writer) {}
}

/// A type written as a whole element, in two steps: attributes, then content.
///
/// The caller writes the tag's name before the attributes, the `>` between the two steps, and the end tag after
/// the content. These are static text, which generated code merges with its neighbours.
pub trait WriteElement {
    /// Writes the attributes, each preceded by a space.
    fn write_attributes(&self, _writer: &mut Writer) {}

    /// Writes the content between the start tag and the end tag.
    fn write_content(&self, writer: &mut Writer);
}

impl<T: ReadElement> ReadElement for Box<T> {
    const NAMESPACES: &'static Namespaces = T::NAMESPACES;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        cursor.charge(size_of::<T>())?;
        cursor.read_with(T::read_element).map(Self::new)
    }
}

impl<T: ReadContent> ReadContent for Box<T> {
    const FIRST: First = T::FIRST;

    fn read_content(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        let content = cursor.read_with(T::read_content)?;
        cursor.charge(size_of::<T>() * usize::from(content.is_some()))?;
        Ok(content.map(Self::new))
    }
}

impl<T: WriteElement> WriteElement for Box<T> {
    fn write_attributes(&self, writer: &mut Writer) {
        T::write_attributes(self, writer);
    }

    fn write_content(&self, writer: &mut Writer) {
        T::write_content(self, writer);
    }
}

/// A part of an element's content that has no tag of its own. See also [`ReadContent`].
pub trait WriteContent {
    /// Writes the part.
    fn write_content(&self, writer: &mut Writer);
}

impl<T: WriteContent> WriteContent for Box<T> {
    fn write_content(&self, writer: &mut Writer) {
        T::write_content(self, writer);
    }
}
