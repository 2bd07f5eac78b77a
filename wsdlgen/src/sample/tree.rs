//! An element with everything in it, and how it is written.

use std::sync::Arc;

use crate::model::{Model, Name, NamespaceId};

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tree {
    pub(crate) name: Name,
    /// What it says its type is.
    pub(crate) type_name: Option<TypeName>,
    pub(crate) attributes: Vec<(Name, String)>,
    pub(crate) content: Vec<Node>,
    pub(crate) is_nil: bool,
}

/// A type as `xsi:type` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeName {
    /// One of XML Schema's own.
    Builtin(&'static str),
    Defined(Name),
}

/// The attribute that says that an element is nil.
const NIL: &str = " xsi:nil=\"true\"";

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Tree),
    Text(String),
    /// An element of this namespace that a wildcard takes.
    Any(Arc<str>),
    /// XML that somebody gave.
    Xml(String),
}

impl Tree {
    pub(crate) fn new(name: Name) -> Self {
        Self { name, type_name: None, attributes: Vec::new(), content: Vec::new(), is_nil: false }
    }

    /// Without a line break. The prefixes are the model's, which are declared around it or by
    /// `declarations`; `xsi` is declared around it.
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
                Node::Any(uri) => out.push_str(&thing(uri)),
            }
        }
        push(out, &["</", &tag, ">"]);
    }

    /// In lines, as ASP.NET's help pages show messages: names without prefixes, each element that is
    /// in another namespace than the one around it with a default namespace of its own.
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
                match node {
                    Node::Element(tree) => {
                        tree.write_indented(model, indent + 1, self.name.namespace, out);
                    }
                    other => push(out, &[&margin, "  ", &other.text(), "\n"]),
                }
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
        default + &prefixes + &out
    }
}

impl Node {
    /// What is no element, for people.
    fn text(&self) -> String {
        match self {
            Self::Text(text) => escaped(text),
            Self::Xml(xml) => xml.clone(),
            Self::Any(uri) => thing(uri),
            Self::Element(_) => String::new(),
        }
    }
}

/// An element of a namespace, whatever it is.
fn thing(uri: &str) -> String {
    match uri {
        // The default namespace may be another one.
        "" => "<thing xmlns=\"\"/>".to_owned(),
        uri => format!("<any:thing xmlns:any=\"{}\"/>", escaped(uri)),
    }
}

pub(crate) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// What declares the prefix of a namespace, with a space before it.
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

/// Text as it stands between tags, whatever XML makes of the ends of lines (XML 1.0, §2.11).
pub(crate) fn escaped(text: &str) -> String {
    let marks = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\r', "&#13;")];
    marks.iter().fold(text.to_owned(), |text, (mark, escaped)| text.replace(*mark, escaped))
}

/// The same between quotes, where every white space would become a space (§3.3.3).
fn quoted(value: &str) -> String {
    escaped(value).replace('\n', "&#10;").replace('\t', "&#9;")
}
