//! Element trees and their serialization.

use std::sync::Arc;

use wsdlgen_runtime::alternatives::TestedAttribute;

use crate::{
    lower::SOAP_ENCODING,
    model::{Model, Name, NamespaceId},
};

/// An element with its attributes and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tree {
    pub(crate) name: Name,
    /// The type named by `xsi:type`, if any.
    pub(crate) type_name: Option<TypeName>,
    /// The type of the items, if this is an array in SOAP encoding.
    pub(crate) array_of: Option<Name>,
    pub(crate) attributes: Vec<(Name, String)>,
    pub(crate) content: Vec<Node>,
    pub(crate) is_nil: bool,
    /// Additional attributes, as written in the start tag.
    pub(crate) notes: String,
}

/// A type that `xsi:type` can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeName {
    /// A built-in type of XML Schema.
    Builtin(&'static str),
    Defined(Name),
}

/// The attribute that marks an element as nil.
const NIL: &str = " xsi:nil=\"true\"";

/// A node in the content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Tree),
    /// In a form: a sequence or a choice, all of whose branches are there.
    Group(Group),
    Text(String),
    /// An element of this namespace that a wildcard accepts.
    Any {
        uri: Arc<str>,
        notes: String,
    },
    /// Verbatim XML.
    Xml(String),
}

/// A model group (XML Schema 1.1 Part 1, §3.8) in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) compositor: Compositor,
    pub(crate) notes: String,
    pub(crate) content: Vec<Node>,
}

/// The compositor of a model group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compositor {
    Sequence,
    /// Each node is a branch, and the first one is the default.
    Choice,
}

impl Tree {
    pub(crate) fn new(name: Name) -> Self {
        Self {
            name,
            type_name: None,
            array_of: None,
            attributes: Vec::new(),
            content: Vec::new(),
            is_nil: false,
            notes: String::new(),
        }
    }

    /// Returns the number of elements and groups, this element included.
    pub(super) fn count(&self) -> usize {
        1 + count(&self.content)
    }

    /// Returns the attributes as the tests of alternatives see them.
    pub(crate) fn tested_attributes<'a>(&'a self, model: &'a Model) -> Vec<TestedAttribute<'a>> {
        let tested = |(name, value): &'a (Name, String)| {
            TestedAttribute::new(&*model.namespace(name.namespace).uri, &name.local, value)
        };
        self.attributes.iter().map(tested).collect()
    }

    /// Returns the element as XML without line breaks.
    ///
    /// Prefixes are those of the model. They must be declared by `declarations` or by a surrounding
    /// element, which must also declare `xsi`.
    pub(crate) fn compact(&self, model: &Model, declarations: &str) -> String {
        let mut out = String::new();
        self.write_compact(model, declarations, &mut out);
        out
    }

    fn write_compact(&self, model: &Model, declarations: &str, out: &mut String) {
        let tag = model.tag(&self.name);
        push(out, &["<", &tag, declarations]);
        match &self.type_name {
            Some(TypeName::Defined(name)) => push(out, &[" xsi:type=\"", &model.tag(name), "\""]),
            Some(TypeName::Builtin(name)) => {
                push(out, &[" xsi:type=\"xsd:", name, "\" xmlns:xsd=\"", XSD, "\""]);
            }
            None => {}
        }
        if let Some((name, value)) = self.array_type(model) {
            push(out, &[" ", &model.tag(&name), "=\"", &value, "\""]);
        }
        for (name, value) in &self.attributes {
            push(out, &[" ", &model.tag(name), "=\"", &quoted(value), "\""]);
        }
        out.push_str(if self.is_nil { NIL } else { "" });
        out.push('>');
        for node in &self.content {
            match node {
                Node::Element(tree) => tree.write_compact(model, "", out),
                Node::Text(text) => out.push_str(&escaped(text)),
                Node::Xml(xml) => out.push_str(xml),
                Node::Any { uri, notes } => out.push_str(&thing(uri, notes)),
                // Only forms have groups, and they are indented.
                Node::Group(_) => {}
            }
        }
        push(out, &["</", &tag, ">"]);
    }

    /// Returns the attribute with the type and the number of the items (SOAP 1.1 §5.4.2).
    fn array_type(&self, model: &Model) -> Option<(Name, String)> {
        let item = self.array_of.as_ref()?;
        let index = model.namespaces.iter().position(|known| &*known.uri == SOAP_ENCODING)?;
        let namespace = NamespaceId(u32::try_from(index).ok()?);
        let name = Name { namespace, local: "arrayType".into() };
        Some((name, format!("{}[{}]", model.tag(item), self.content.len())))
    }

    /// Returns the element as indented XML, in the style of ASP.NET's help pages.
    ///
    /// Names have no prefixes. An element whose namespace differs from that of its parent declares a
    /// default namespace.
    pub(crate) fn indented(&self, model: &Model, indent: usize) -> String {
        let mut out = String::new();
        self.write_indented(model, indent, NamespaceId::NONE, &mut out);
        out
    }

    fn write_indented(&self, model: &Model, indent: usize, around: NamespaceId, out: &mut String) {
        let margin = "  ".repeat(indent);
        push(out, &[&margin, "<", &self.name.local, &self.attributes_in_lines(model, around)]);
        let only_text = |node: &Node| matches!(node, Node::Text(_));
        if self.content.is_empty() {
            return out.push_str(" />\n");
        }
        out.push('>');
        if self.content.iter().all(only_text) {
            self.content.iter().for_each(|node| out.push_str(&node.text()));
        } else {
            out.push('\n');
            for node in &self.content {
                node.write_indented(model, indent + 1, self.name.namespace, out);
            }
            out.push_str(&margin);
        }
        push(out, &["</", &self.name.local, ">\n"]);
    }

    fn attributes_in_lines(&self, model: &Model, around: NamespaceId) -> String {
        let mut out = String::new();
        let mut declared: Vec<NamespaceId> = Vec::new();
        if let Some(TypeName::Defined(name)) = &self.type_name {
            declared.push(name.namespace);
            push(&mut out, &[" xsi:type=\"", &model.tag(name), "\""]);
        }
        if let (Some(item), Some((name, value))) = (&self.array_of, self.array_type(model)) {
            declared.extend([item.namespace, name.namespace]);
            push(&mut out, &[" ", &model.tag(&name), "=\"", &value, "\""]);
        }
        for (name, value) in &self.attributes {
            declared.push(name.namespace);
            push(&mut out, &[" ", &model.tag(name), "=\"", &quoted(value), "\""]);
        }
        declared.sort_unstable();
        declared.dedup();
        let prefixes: String = declared.iter().map(|id| declaration(model, *id)).collect();
        let default = match self.name.namespace {
            own if own == around => String::new(),
            own => format!(" xmlns=\"{}\"", escaped(&model.namespace(own).uri)),
        };
        default + &prefixes + &out + &self.notes
    }
}

impl Node {
    /// Returns the notes of a node that can have some.
    pub(super) fn notes(&mut self) -> Option<&mut String> {
        match self {
            Self::Element(Tree { notes, .. })
            | Self::Group(Group { notes, .. })
            | Self::Any { notes, .. } => Some(notes),
            Self::Text(_) | Self::Xml(_) => None,
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Element(tree) => tree.count(),
            Self::Group(group) => 1 + count(&group.content),
            Self::Any { .. } | Self::Xml(_) => 1,
            Self::Text(_) => 0,
        }
    }

    fn write_indented(&self, model: &Model, indent: usize, around: NamespaceId, out: &mut String) {
        let margin = "  ".repeat(indent);
        match self {
            Self::Element(tree) => tree.write_indented(model, indent, around, out),
            Self::Group(Group { compositor, notes, content }) => {
                let name = match compositor {
                    Compositor::Sequence => "f:sequence",
                    Compositor::Choice => "f:choice",
                };
                push(out, &[&margin, "<", name, notes, ">\n"]);
                for node in content {
                    node.write_indented(model, indent + 1, around, out);
                }
                push(out, &[&margin, "</", name, ">\n"]);
            }
            other => push(out, &[&margin, &other.text(), "\n"]),
        }
    }

    /// Returns the text of a node that is not an element.
    fn text(&self) -> String {
        match self {
            Self::Text(text) => escaped(text),
            Self::Xml(xml) => xml.clone(),
            Self::Any { uri, notes } => thing(uri, notes),
            Self::Element(_) | Self::Group(_) => String::new(),
        }
    }
}

fn count(content: &[Node]) -> usize {
    content.iter().map(Node::count).sum()
}

/// Returns a sample element of a namespace.
fn thing(uri: &str, notes: &str) -> String {
    match uri {
        // A different default namespace may be in scope.
        "" => format!("<thing xmlns=\"\"{notes}/>"),
        uri => format!("<any:thing xmlns:any=\"{}\"{notes}/>", escaped(uri)),
    }
}

pub(crate) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Returns the declaration of a namespace's prefix, preceded by a space.
pub(crate) fn declaration(model: &Model, id: NamespaceId) -> String {
    let namespace = model.namespace(id);
    if id == NamespaceId::NONE || namespace.prefix == "xml" {
        return String::new();
    }
    format!(" xmlns:{}=\"{}\"", namespace.prefix, escaped(&namespace.uri))
}

fn push(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied());
}

/// Escapes text between tags, including carriage returns, which XML would normalize (XML 1.0 §2.11).
pub(crate) fn escaped(text: &str) -> String {
    let marks = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\r', "&#13;")];
    marks.iter().fold(text.to_owned(), |text, (mark, escaped)| text.replace(*mark, escaped))
}

/// Escapes an attribute value, including white space, which XML would normalize (XML 1.0 §3.3.3).
pub(super) fn quoted(value: &str) -> String {
    escaped(value).replace('\n', "&#10;").replace('\t', "&#9;")
}
