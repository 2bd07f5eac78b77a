//! Writing trees, whether read through a wildcard or built by the user.

use super::{AnyAttribute, AnyElement, AnyNode};
use crate::{
    xml::{QName, WriteContent, WriteElement, WriteError, Writer},
    xsd::{XML_NAMESPACE, same_namespace},
};

/// The declarations in scope, innermost last.
type Scope<'a> = Vec<(&'a str, &'a str)>;

impl AnyElement {
    /// Writes the element as a document of its own.
    ///
    /// # Errors
    ///
    /// Returns an error if the element contains a character that is not allowed in XML.
    pub fn to_xml(&self) -> Result<String, WriteError> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish_text()
    }

    /// Writes the element, including its tags.
    pub fn write(&self, writer: &mut Writer) {
        self.write_in(writer, &mut Scope::new());
    }

    /// Adds the declarations that do not conflict with the open start tag to the scope. A default namespace always
    /// conflicts, since the tag may be unprefixed.
    fn declare_on_open_tag<'a>(&'a self, writer: &Writer, scope: &mut Scope<'a>) {
        for (prefix, uri) in &self.declarations {
            if is_declarable(prefix, uri) && !prefix.is_empty() && !writer.tag_uses(prefix) {
                declare(scope, 0, prefix, uri);
            }
        }
    }

    fn write_in<'a>(&'a self, writer: &mut Writer, scope: &mut Scope<'a>) {
        let outer = scope.len();
        for (prefix, uri) in &self.declarations {
            if is_declarable(prefix, uri) {
                declare(scope, outer, prefix, uri);
            }
        }
        let tag = element_tag(&self.name, scope, outer);
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

    fn write_attributes_in(&self, writer: &mut Writer, scope: &Scope<'_>) {
        // A generated prefix must not redeclare one that the tag uses.
        let is_free = |prefix: &String| scope.iter().all(|(declared, _)| declared != prefix);
        let mut free = (0..).map(|number: u32| format!("any{number}")).filter(is_free);
        for attribute in &self.attributes {
            match attribute_prefix(&attribute.name, scope) {
                Some(prefix) => attribute.write_with(prefix, writer),
                None => attribute.write_declared(&free.next().unwrap_or_default(), writer),
            }
        }
    }
}

/// Writes the element as a part of content, in place of a wildcard.
impl WriteContent for AnyElement {
    fn write_content(&self, writer: &mut Writer) {
        self.write(writer);
    }
}

/// Writes the attributes and content of an element of unknown type under the name of the member that holds it.
impl WriteElement for AnyElement {
    fn write_attributes(&self, writer: &mut Writer) {
        let mut scope = Scope::new();
        self.declare_on_open_tag(writer, &mut scope);
        for (prefix, uri) in &scope {
            writer.attribute(&format!("xmlns:{prefix}"), uri);
        }
        self.write_attributes_in(writer, &scope);
    }

    fn write_content(&self, writer: &mut Writer) {
        let mut scope = Scope::new();
        for (prefix, uri) in &self.declarations {
            if is_declarable(prefix, uri) && !prefix.is_empty() {
                declare(&mut scope, 0, prefix, uri);
            }
        }
        for child in &self.children {
            match child {
                AnyNode::Element(element) => element.write_in(writer, &mut scope),
                AnyNode::Text(text) => writer.text(text),
            }
        }
    }
}

impl AnyAttribute {
    /// Writes a wildcard's attributes onto a start tag. Each qualified attribute gets a prefix of its own, so that it
    /// cannot redeclare one that the tag uses.
    pub fn write_all(attributes: &[Self], writer: &mut Writer) {
        for (index, attribute) in attributes.iter().enumerate() {
            match attribute_prefix(&attribute.name, &Scope::new()) {
                Some(prefix) => attribute.write_with(prefix, writer),
                None => attribute.write_declared(&format!("any{index}"), writer),
            }
        }
    }

    fn write_with(&self, prefix: &str, writer: &mut Writer) {
        let local = self.name.local();
        let name = if prefix.is_empty() { local } else { &format!("{prefix}:{local}") };
        writer.attribute(name, &self.value);
    }

    fn write_declared(&self, prefix: &str, writer: &mut Writer) {
        writer.attribute(&format!("xmlns:{prefix}"), self.name.namespace());
        self.write_with(prefix, writer);
    }
}

/// Returns whether a declaration may be written at all (Namespaces in XML 1.0, §3 and §5).
fn is_declarable(prefix: &str, uri: &str) -> bool {
    !matches!(prefix, "xml" | "xmlns") && (prefix.is_empty() || !uri.is_empty())
}

/// Returns the namespace that a prefix is bound to in a scope, or `""` for none.
fn lookup<'a>(scope: &[(&'a str, &'a str)], prefix: &str) -> &'a str {
    let found = scope.iter().rev().find(|(declared, _)| *declared == prefix);
    found.map_or(if prefix == "xml" { XML_NAMESPACE } else { "" }, |(_, uri)| *uri)
}

/// Declares a prefix on the element whose declarations begin at `outer`.
fn declare<'a>(scope: &mut Scope<'a>, outer: usize, prefix: &'a str, uri: &'a str) {
    match scope[outer..].iter_mut().find(|(declared, _)| *declared == prefix) {
        Some(own) => own.1 = uri,
        None => scope.push((prefix, uri)),
    }
}

/// Returns the qualified name for an element's tag, and declares its prefix unless that is already in scope for the
/// element's namespace.
fn element_tag<'a>(name: &'a QName, scope: &mut Scope<'a>, outer: usize) -> String {
    let prefix = match (name.namespace(), name.prefix()) {
        // A name in no namespace has no prefix; a stored one is ignored.
        ("", _) | (_, "xml" | "xmlns") => "",
        (_, prefix) => prefix,
    };
    let prefix = if name.namespace() == XML_NAMESPACE { "xml" } else { prefix };
    // An empty scope means that no default namespace is declared, since the writer never declares one.
    if !same_namespace(lookup(scope, prefix), name.namespace()) {
        declare(scope, outer, prefix, name.namespace());
    }
    if prefix.is_empty() { name.local().to_owned() } else { format!("{prefix}:{}", name.local()) }
}

/// Returns a prefix in scope for an attribute, preferably its own, or `None` if its namespace has to be declared.
fn attribute_prefix<'a>(name: &'a QName, scope: &[(&'a str, &'a str)]) -> Option<&'a str> {
    let prefix = name.prefix();
    match name.namespace() {
        "" => Some(""),
        XML_NAMESPACE => Some("xml"),
        uri if !prefix.is_empty() && same_namespace(lookup(scope, prefix), uri) => Some(prefix),
        uri => scope
            .iter()
            .map(|(prefix, _)| *prefix)
            .find(|prefix| !prefix.is_empty() && same_namespace(lookup(scope, prefix), uri)),
    }
}
