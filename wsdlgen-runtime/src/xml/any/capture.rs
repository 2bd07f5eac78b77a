//! Reading elements of any name into trees.

use super::{AnyElement, AnyNode};
use crate::{
    chars::is_name_character,
    xml::{Cursor, Event, Name, QName, ReadError, ReadErrorKind},
};
use std::sync::Arc;

impl Cursor<'_> {
    /// Reads the next element as a tree.
    ///
    /// ```
    /// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions};
    ///
    /// let document = "<a xmlns:p='urn:p' xmlns:q='urn:q'><p:b x='1'/></a>";
    /// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default())?;
    /// cursor.expect(&Name::unqualified("a"))?;
    /// let element = cursor.capture()?;
    /// assert_eq!(element.to_xml()?, r#"<p:b xmlns:p="urn:p" x="1"/>"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if there is no next element, or if it is not well-formed.
    pub fn capture(&mut self) -> Result<AnyElement, ReadError> {
        let mut element = self.capture_subtree()?;
        self.inherit_declarations(&mut element)?;
        Ok(element)
    }

    /// Adds the declarations in scope around an element that the element may rely on. The cursor is just after its
    /// end tag.
    fn inherit_declarations(&mut self, element: &mut AnyElement) -> Result<(), ReadError> {
        if self.scope.len() == 0 {
            return Ok(());
        }
        let mut around = self.scope.declarations_for(|mark| element.mention_prefixes(mark));
        let own = &mut element.declarations;
        around.retain(|(prefix, _)| own.iter().all(|(declared, _)| declared != prefix));
        let mut all = Vec::with_capacity(around.len() + own.len());
        all.append(&mut around);
        all.append(own);
        element.declarations = all;
        self.charge(element.declarations.iter().map(declaration_bytes).sum())
    }

    /// Charges the attributes and declarations of a start tag that is kept in a tree, without their text.
    fn charge_tag(&mut self, attributes: usize, outer_bindings: usize) -> Result<(), ReadError> {
        self.charge_attributes(attributes)?;
        let declarations = self.scope.len() - outer_bindings;
        self.charge(declarations * size_of::<(String, Arc<str>)>())
    }

    /// Reads the current element, whose attributes have not been taken yet, as a tree. Used for unknown types.
    ///
    /// # Errors
    ///
    /// Returns an error if the element is not well-formed.
    pub fn capture_entered(&mut self) -> Result<AnyElement, ReadError> {
        let name = self.current_name();
        let attributes = std::mem::take(&mut self.attributes);
        let first = self.outer_bindings();
        self.charge_tag(attributes.len(), first)?;
        let attributes = attributes.iter().map(|attribute| self.any_attribute(attribute)).collect();
        let own = self.scope.declarations_since(first);
        let mut element = AnyElement { name, declarations: own, attributes, children: Vec::new() };
        element.children = self.capture_children()?;
        self.inherit_declarations(&mut element)?;
        Ok(element)
    }

    /// Reads the current element as a boxed tree and charges the box: see [`capture_entered`](Self::capture_entered).
    ///
    /// # Errors
    ///
    /// See [`capture_entered`](Self::capture_entered).
    pub fn capture_boxed(&mut self) -> Result<Box<AnyElement>, ReadError> {
        self.charge(size_of::<AnyElement>())?;
        self.capture_entered().map(Box::new)
    }

    /// Reads the next element as a tree, with only its own declarations.
    fn capture_subtree(&mut self) -> Result<AnyElement, ReadError> {
        if self.peek()? != Event::Start {
            return Err(self.error(ReadErrorKind::MissingElement("any element")));
        }
        let Some(tag) = self.peeked else {
            return Err(self.malformed("expected a start tag"));
        };
        let uri = self.scope.shared_uri(tag.resolved, self.namespaces);
        let name = QName::new(uri, tag.local(self.input)).with_prefix(tag.prefix(self.input));
        self.charge_tag(self.attributes.len(), tag.outer_bindings)?;
        let declarations = self.scope.declarations_since(tag.outer_bindings);
        let attributes = std::mem::take(&mut self.attributes);
        self.enter_peeked()?;
        let attributes = attributes.iter().map(|attribute| self.any_attribute(attribute)).collect();
        let children = self.capture_children()?;
        Ok(AnyElement { name, declarations, attributes, children })
    }

    fn capture_children(&mut self) -> Result<Vec<AnyNode>, ReadError> {
        let mut children = Vec::new();
        loop {
            if let Some(text) = self.mixed_text()? {
                self.push(&mut children, AnyNode::Text(text.into_owned()))?;
            }
            match self.peek()? {
                Event::Start => {
                    let child = AnyNode::Element(self.capture_subtree()?);
                    self.push(&mut children, child)?;
                }
                Event::End => {
                    self.close()?;
                    // A vector starts with room for four nodes, but most elements contain only text.
                    if children.len() < 4 {
                        let spare = children.capacity() - children.len();
                        children.shrink_to_fit();
                        self.release(spare * size_of::<AnyNode>());
                    }
                    return Ok(children);
                }
                Event::Text => {}
            }
        }
    }

    /// Reads the next element as a tree if it is named `name`.
    ///
    /// # Errors
    ///
    /// See [`capture`](Self::capture).
    pub fn capture_if(&mut self, name: &Name) -> Result<Option<AnyElement>, ReadError> {
        if self.peek()? == Event::Start && self.peeked_is(name) {
            return self.capture().map(Some);
        }
        Ok(None)
    }
}

impl AnyElement {
    /// Calls `mark` with every prefix that a name in the tree has or a value in it may use.
    fn mention_prefixes(&self, mark: &mut dyn FnMut(&str)) {
        mark(self.name.prefix());
        for attribute in &self.attributes {
            mark(attribute.name.prefix());
            prefixes_in(&attribute.value).for_each(&mut *mark);
        }
        for child in &self.children {
            match child {
                AnyNode::Element(element) => element.mention_prefixes(mark),
                AnyNode::Text(text) => prefixes_in(text).for_each(&mut *mark),
            }
        }
    }
}

/// Returns the memory that a declaration in a tree takes, in bytes. Its URI is shared and does not count.
fn declaration_bytes((prefix, _): &(String, Arc<str>)) -> usize {
    size_of::<(String, Arc<str>)>() + prefix.len()
}

/// Returns the longest possible prefix before each colon in `text`.
pub(crate) fn prefixes_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(':').map(|(colon, _)| {
        let before = &text[..colon];
        let end = before.char_indices().rev().find(|(_, character)| !is_name_character(*character));
        &before[end.map_or(0, |(start, character)| start + character.len_utf8())..]
    })
}
