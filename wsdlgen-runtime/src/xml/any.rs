//! Content that the contract leaves open, kept as a tree that can be inspected or written again.

mod capture;
mod value;
mod write;

use std::{borrow::Cow, str::FromStr, sync::Arc};

pub(crate) use capture::prefixes_in;
pub use value::AnyValue;

use super::{Cursor, Namespaces, QName, ReadElement, ReadError, ReadErrorKind, ReadOptions};

/// An element of any name, with its whole content. The type of an `xs:any` member.
///
/// ```
/// use wsdlgen_runtime::xml::{AnyElement, ReadOptions};
///
/// let element = AnyElement::parse("<a x='1'>text<b/></a>", &ReadOptions::default())?;
/// assert_eq!(element.name.local(), "a");
/// assert_eq!(element.attribute("x"), Some("1"));
/// assert_eq!(element.to_xml()?, r#"<a x="1">text<b/></a>"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnyElement {
    /// The element's name.
    pub name: QName,
    /// The namespaces declared on the element: prefix and URI. The outermost element also has the declarations of its
    /// ancestors that its names, text and attributes may use.
    pub declarations: Vec<(String, Arc<str>)>,
    /// The attributes, without namespace declarations.
    pub attributes: Vec<AnyAttribute>,
    /// Text and elements in document order.
    pub children: Vec<AnyNode>,
}

/// A part of an [`AnyElement`]'s content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyNode {
    /// A child element.
    Element(AnyElement),
    /// Text, with references resolved.
    Text(String),
}

/// Returns an id or a reference without the surrounding white space, which `xs:ID` and `xs:anyURI` collapse. Ids are
/// always compared in this form.
pub(crate) fn id_value(written: &str) -> &str {
    written.trim_matches([' ', '\t', '\n', '\r'])
}

/// An attribute of any name. The item type of an `xs:anyAttribute` member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyAttribute {
    /// The attribute's name.
    pub name: QName,
    /// The attribute's value, with references resolved.
    pub value: String,
}

impl AnyAttribute {
    /// Creates an attribute.
    pub fn new(name: QName, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }
}

impl From<AnyElement> for AnyNode {
    fn from(element: AnyElement) -> Self {
        Self::Element(element)
    }
}

impl From<&str> for AnyNode {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnyNode {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Reads a document with the default options: see [`AnyElement::parse`].
impl FromStr for AnyElement {
    type Err = ReadError;

    fn from_str(document: &str) -> Result<Self, ReadError> {
        Self::parse(document, &ReadOptions::default())
    }
}

impl AnyElement {
    /// Creates an element without content.
    pub fn new(name: QName) -> Self {
        Self { name, declarations: Vec::new(), attributes: Vec::new(), children: Vec::new() }
    }

    /// Creates an element that contains text.
    ///
    /// ```
    /// use wsdlgen_runtime::{AnyElement, QName};
    ///
    /// let name = AnyElement::with_text(QName::new("urn:example", "Name"), "Acme & Co");
    /// assert_eq!(name.text(), "Acme & Co");
    /// assert_eq!("<Name>Acme &amp; Co</Name>".parse::<AnyElement>()?.text(), name.text());
    /// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
    /// ```
    pub fn with_text(name: QName, text: impl Into<String>) -> Self {
        Self { children: vec![AnyNode::Text(text.into())], ..Self::new(name) }
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not well-formed.
    pub fn parse(document: &str, options: &ReadOptions) -> Result<Self, ReadError> {
        let mut cursor = Cursor::new(document, Namespaces::NONE, options)?;
        let element = cursor.capture()?;
        cursor.finish()?;
        Ok(element)
    }

    /// Parses an element that was written where these namespaces are in scope.
    pub(crate) fn within(declarations: &str, written: &str) -> Option<Self> {
        let document = ["<around", declarations, ">", written, "</around>"].concat();
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).ok()?;
        cursor.enter().ok()?;
        cursor.capture().ok()
    }

    /// Returns the value of the attribute with this local name and no namespace.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        let name = QName::new("", local);
        let attribute = self.attributes.iter().find(|attribute| attribute.name == name)?;
        Some(&attribute.value)
    }

    /// Returns the child elements in document order.
    pub fn elements(&self) -> impl Iterator<Item = &AnyElement> {
        self.children.iter().filter_map(|child| match child {
            AnyNode::Element(element) => Some(element),
            AnyNode::Text(_) => None,
        })
    }

    /// Returns the text of this element, without the text of its child elements.
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.children.iter().filter_map(|child| match child {
            AnyNode::Text(text) => Some(text.as_str()),
            AnyNode::Element(_) => None,
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(text), None) => Cow::Borrowed(text),
            (Some(first), Some(second)) => {
                Cow::Owned([first, second].into_iter().chain(texts).collect())
            }
        }
    }

    /// Decodes the element as a value of type `T`. The element's name is not checked.
    ///
    /// # Errors
    ///
    /// Returns an error if the content does not match the type.
    pub fn decode_as<T: ReadElement>(&self, options: &ReadOptions) -> Result<T, ReadError> {
        let text = self.to_xml().map_err(|error| {
            let what = error.to_string().into();
            ReadError::new(ReadErrorKind::Malformed(what), error.path().to_owned())
        })?;
        let mut cursor = Cursor::new(&text, T::NAMESPACES, options)?;
        cursor.enter()?;
        let value = T::read_element(&mut cursor)?;
        cursor.finish()?;
        Ok(value)
    }
}
