//! Values whose type the contract leaves open: `xs:anyType`.

use super::{AnyElement, AnyNode};
use crate::{
    xml::{Cursor, Namespaces, QName, ReadElement, ReadError, ReadOptions, WriteElement, Writer},
    xsd::{Lexical, ValueError},
};

/// A value of any type: `xs:anyType`.
///
/// ```
/// use wsdlgen_runtime::xml::{AnyValue, QName};
///
/// let type_name = QName::new("http://www.w3.org/2001/XMLSchema", "string");
/// let value = AnyValue::of_text(type_name, "hello");
/// assert_eq!(value.element.text(), "hello");
/// ```
///
/// Two values are equal if they have the same type, attributes and content. The element's name does not count.
#[derive(Clone, Debug)]
pub struct AnyValue {
    /// The type named by the element's `xsi:type`.
    pub type_name: Option<QName>,
    /// The element. Its name is the one that it was read under, and is not written.
    pub element: AnyElement,
}

impl PartialEq for AnyValue {
    fn eq(&self, other: &Self) -> bool {
        self.type_name == other.type_name
            && self.element.attributes == other.element.attributes
            && self.element.children == other.element.children
    }
}

impl Eq for AnyValue {}

impl AnyValue {
    /// Creates a text value of the given type.
    pub fn of_text(type_name: QName, text: impl Into<String>) -> Self {
        let mut element = AnyElement::new(QName::default());
        element.children.push(AnyNode::Text(text.into()));
        Self { type_name: Some(type_name), element }
    }

    /// Parses the text of a simple value. Choose `T` by [`type_name`](Self::type_name), which is not checked.
    ///
    /// ```
    /// use wsdlgen_runtime::xml::{AnyValue, QName};
    ///
    /// let value = AnyValue::of_text(QName::new("http://www.w3.org/2001/XMLSchema", "int"), "7");
    /// assert_eq!(value.parse::<i32>()?, 7);
    /// # Ok::<(), wsdlgen_runtime::xsd::ValueError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a value of type `T`.
    pub fn parse<T: Lexical>(&self) -> Result<T, ValueError> {
        T::parse_lexical(&T::WHITE_SPACE.apply(&self.element.text()))
    }

    /// Decodes a value of a complex type as `T`. Choose `T` by [`type_name`](Self::type_name), which is not checked.
    ///
    /// # Errors
    ///
    /// Returns an error if the content does not match the type.
    pub fn decode_as<T: ReadElement>(&self, options: &ReadOptions) -> Result<T, ReadError> {
        self.element.decode_as(options)
    }
}

impl ReadElement for AnyValue {
    const NAMESPACES: &'static Namespaces = Namespaces::NONE;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        let type_name = cursor.take_type_name()?;
        let element = cursor.capture_entered()?;
        Ok(Self { type_name, element })
    }
}

impl WriteElement for AnyValue {
    fn write_attributes(&self, writer: &mut Writer) {
        if let Some(name) = &self.type_name {
            writer.declare_name(name);
            writer.raw(" xsi:type=\"");
            writer.name(name);
            writer.raw("\"");
        }
        self.element.write_attributes(writer);
    }

    fn write_content(&self, writer: &mut Writer) {
        self.element.write_content(writer);
    }
}
