//! Content that the contract leaves open: kept as a tree, to be looked at or written again.

use std::borrow::Cow;

use super::{
    Cursor, Event, Name, Namespaces, QName, ReadElement, ReadError, ReadErrorKind, ReadOptions,
    Writer,
};

/// An element of any name with everything in it: what `xs:any` reads into.
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
    /// The namespaces declared on the element: prefix and URI. Of the outermost element, all that
    /// were in force, since text and attributes may use them.
    pub declarations: Vec<(String, String)>,
    /// The attributes, namespace declarations aside.
    pub attributes: Vec<AnyAttribute>,
    /// Text and elements in their order.
    pub children: Vec<AnyNode>,
}

/// A part of an [`AnyElement`]'s content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyNode {
    /// A child element.
    Element(AnyElement),
    /// Text, references resolved.
    Text(String),
}

/// An attribute of any name: what `xs:anyAttribute` reads into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyAttribute {
    /// The attribute's name.
    pub name: QName,
    /// Its value, references resolved.
    pub value: String,
}

impl AnyAttribute {
    /// An attribute.
    pub fn new(name: QName, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }

    /// Writes a wildcard's attributes onto a start tag. Each brings its own prefix, so that none
    /// can redeclare one that the tag uses.
    pub fn write_all(attributes: &[Self], writer: &mut Writer) {
        for (index, attribute) in attributes.iter().enumerate() {
            let local = attribute.name.local();
            match attribute.name.namespace() {
                "" => writer.attribute(local, &attribute.value),
                "http://www.w3.org/XML/1998/namespace" => {
                    writer.attribute(&format!("xml:{local}"), &attribute.value);
                }
                uri => {
                    writer.attribute(&format!("xmlns:any{index}"), uri);
                    writer.attribute(&format!("any{index}:{local}"), &attribute.value);
                }
            }
        }
    }
}

impl AnyElement {
    /// An element without content.
    pub fn new(name: QName) -> Self {
        Self { name, declarations: Vec::new(), attributes: Vec::new(), children: Vec::new() }
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// When it is not well-formed.
    pub fn parse(document: &str, options: &ReadOptions) -> Result<Self, ReadError> {
        let mut cursor = Cursor::new(document, Namespaces::NONE, options)?;
        let element = cursor.capture()?;
        cursor.finish()?;
        Ok(element)
    }

    /// The value of an attribute in no namespace.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        let name = QName::new("", local);
        let attribute = self.attributes.iter().find(|attribute| attribute.name == name)?;
        Some(&attribute.value)
    }

    /// The child elements in their order.
    pub fn elements(&self) -> impl Iterator<Item = &AnyElement> {
        self.children.iter().filter_map(|child| match child {
            AnyNode::Element(element) => Some(element),
            AnyNode::Text(_) => None,
        })
    }

    /// The text of this element, its children's left out.
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

    /// The element as a typed value, once its name has told which type that is.
    ///
    /// # Errors
    ///
    /// When the content is not what the type requires.
    pub fn decode_as<T: ReadElement>(&self, options: &ReadOptions) -> Result<T, ReadError> {
        let text = self.to_xml().map_err(|error| {
            let what = error.to_string().into();
            ReadError::new(ReadErrorKind::Malformed(what), error.path().to_owned(), "", 0)
        })?;
        let mut cursor = Cursor::new(&text, T::NAMESPACES, options)?;
        cursor.enter()?;
        let value = T::read_element(&mut cursor)?;
        cursor.finish()?;
        Ok(value)
    }

    /// The element as a document of its own.
    ///
    /// # Errors
    ///
    /// When it holds a character that XML cannot carry.
    pub fn to_xml(&self) -> Result<String, super::WriteError> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish_text()
    }

    /// Writes the element with its tags.
    pub fn write(&self, writer: &mut Writer) {
        let mut scope = Vec::new();
        self.write_in(writer, &mut scope);
    }

    fn write_in<'a>(&'a self, writer: &mut Writer, scope: &mut Vec<(&'a str, &'a str)>) {
        let outer = scope.len();
        scope.extend(self.declarations.iter().map(|(prefix, uri)| (&**prefix, &**uri)));
        let tag = element_tag(&self.name, scope);
        writer.raw("<");
        writer.raw(&tag);
        for (prefix, uri) in &scope[outer..] {
            let name = if prefix.is_empty() { "xmlns" } else { &format!("xmlns:{prefix}") };
            writer.attribute(name, uri);
        }
        self.write_attributes_in(writer, scope);
        if self.children.is_empty() {
            writer.raw("/>");
        } else {
            writer.raw(">");
            for child in &self.children {
                match child {
                    AnyNode::Element(element) => element.write_in(writer, scope),
                    AnyNode::Text(text) => writer.text(text),
                }
            }
            writer.raw("</");
            writer.raw(&tag);
            writer.raw(">");
        }
        scope.truncate(outer);
    }

    fn write_attributes_in(&self, writer: &mut Writer, scope: &[(&str, &str)]) {
        let mut homeless = Vec::new();
        for attribute in &self.attributes {
            let name = &attribute.name;
            let is_xml = name.namespace() == "http://www.w3.org/XML/1998/namespace";
            let prefix = if is_xml { Some("xml") } else { attribute_prefix(name, scope) };
            match prefix {
                Some("") => writer.attribute(name.local(), &attribute.value),
                Some(prefix) => {
                    writer.attribute(&format!("{prefix}:{}", name.local()), &attribute.value);
                }
                None => homeless.push(attribute.clone()),
            }
        }
        AnyAttribute::write_all(&homeless, writer);
    }
}

/// What a prefix stands for in a scope.
fn lookup<'a>(scope: &[(&'a str, &'a str)], prefix: &str) -> &'a str {
    let found = scope.iter().rev().find(|(declared, _)| *declared == prefix);
    found.map_or("", |(_, uri)| *uri)
}

/// The tag for an element, after putting its namespace in scope under its own prefix where it is
/// not there yet.
fn element_tag<'a>(name: &'a QName, scope: &mut Vec<(&'a str, &'a str)>) -> String {
    // A name in no namespace has no prefix, whatever it claims.
    let prefix = if name.namespace().is_empty() { "" } else { name.prefix() };
    let known = lookup(scope, prefix) == name.namespace();
    // Without a scope the surroundings declare no default namespace: the writer never does.
    if !known {
        scope.retain(|(declared, _)| *declared != prefix);
        scope.push((prefix, name.namespace()));
    }
    if prefix.is_empty() { name.local().to_owned() } else { format!("{prefix}:{}", name.local()) }
}

/// The prefix for an attribute: its own where that is in scope, or any other that is; none where
/// the namespace has to be declared.
fn attribute_prefix<'a>(name: &'a QName, scope: &[(&'a str, &'a str)]) -> Option<&'a str> {
    if name.namespace().is_empty() {
        return Some("");
    }
    if !name.prefix().is_empty() && lookup(scope, name.prefix()) == name.namespace() {
        return Some(name.prefix());
    }
    scope
        .iter()
        .map(|(prefix, _)| *prefix)
        .find(|prefix| !prefix.is_empty() && lookup(scope, prefix) == name.namespace())
}

impl Cursor<'_> {
    /// Takes the next element as a tree.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not well-formed.
    pub fn capture(&mut self) -> Result<AnyElement, ReadError> {
        self.capture_since(0)
    }

    /// `outer` is how many declarations the tree above has taken already.
    fn capture_since(&mut self, outer: usize) -> Result<AnyElement, ReadError> {
        if self.peek()? != Event::Start {
            return Err(self.error(ReadErrorKind::MissingElement("any element")));
        }
        let Some(tag) = self.peeked else {
            return Err(self.malformed("a start tag was expected"));
        };
        let uri = self.scope.uri(tag.resolved, self.namespaces);
        let name = QName::new(uri, tag.local(self.input)).with_prefix(tag.prefix(self.input));
        let declarations = self.scope.declarations_since(outer);
        let attributes = self.attributes.iter().map(|one| self.any_attribute(one)).collect();
        self.enter_peeked()?;
        self.attributes.clear();
        let children = self.capture_children()?;
        Ok(AnyElement { name, declarations, attributes, children })
    }

    fn capture_children(&mut self) -> Result<Vec<AnyNode>, ReadError> {
        let in_force = self.scope.len();
        let mut children = Vec::new();
        loop {
            if let Some(text) = self.mixed_text()? {
                children.push(AnyNode::Text(text.into_owned()));
            }
            match self.peek()? {
                Event::Start => children.push(AnyNode::Element(self.capture_since(in_force)?)),
                Event::End => {
                    self.close()?;
                    return Ok(children);
                }
                Event::Text => {}
            }
        }
    }

    /// Takes the next element as a tree if it is called `name`.
    ///
    /// # Errors
    ///
    /// As [`capture`](Self::capture).
    pub fn capture_if(&mut self, name: &Name) -> Result<Option<AnyElement>, ReadError> {
        if self.peek()? == Event::Start && self.peeked_is(name) {
            return self.capture().map(Some);
        }
        Ok(None)
    }
}
