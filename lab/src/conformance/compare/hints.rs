//! Hints from schemas for the comparison of texts.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::values::{self, Precision};
use crate::conformance::documents::parse;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// Maximum length of a derivation chain. A longer chain is considered a cycle.
const DEPTH: usize = 20;

/// The kind of node that has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::conformance) enum Kind {
    Element,
    Attribute,
}

/// Types and defaults by local name. If a name is declared several times, all declarations apply.
#[derive(Debug, Default)]
pub(in crate::conformance) struct Hints {
    builtins: BTreeMap<(Kind, String), BTreeSet<String>>,
    defaults: BTreeMap<(Kind, String), BTreeSet<String>>,
    /// The declared types of elements.
    element_types: BTreeMap<String, BTreeSet<String>>,
    /// Elements whose order is insignificant, that is, those in `xs:all`.
    unordered: BTreeSet<String>,
    /// Types that restrict SOAP's array type.
    arrays: BTreeSet<String>,
}

impl Hints {
    /// Reads hints from schemas, or from WSDL documents with embedded schemas. Malformed documents are ignored.
    pub(in crate::conformance) fn read(documents: &[impl AsRef<str>]) -> Self {
        let mut bases = BTreeMap::new();
        let mut declared = Vec::new();
        let mut hints = Self::default();
        for document in documents.iter().filter_map(|text| parse(text.as_ref()).ok()) {
            for node in document.root().descendants().filter(is_declaration) {
                hints.component(node, &mut bases, &mut declared);
            }
        }
        for (key, type_name) in declared {
            if let Some(builtin) = builtin(type_name, &bases) {
                hints.builtins.entry(key).or_default().insert(builtin);
            }
        }
        hints
    }

    /// Collects the hints of a component: the base of a named type, or the type and default of an element or
    /// attribute.
    fn component(
        &mut self,
        node: Node<'_, '_>,
        bases: &mut BTreeMap<String, TypeName>,
        declared: &mut Vec<((Kind, String), TypeName)>,
    ) {
        if node.tag_name().name() == "all" {
            self.unordered.extend(node.children().filter_map(element_name));
        }
        let Some(name) = node.attribute("name") else { return };
        if node.descendants().any(is_array) && node.tag_name().name() == "complexType" {
            self.arrays.insert(name.to_owned());
        }
        let kind = match node.tag_name().name() {
            "simpleType" | "complexType" => {
                bases.extend(base(node).map(|base| (name.to_owned(), base)));
                return;
            }
            "element" | "part" => Kind::Element,
            "attribute" => Kind::Attribute,
            _ => return,
        };
        let key = (kind, name.to_owned());
        let type_name = node.attribute("type").map(|text| type_name(node, text));
        if let (Kind::Element, Some(ty)) = (kind, node.attribute("type")) {
            let local = ty.trim().rsplit(':').next().unwrap_or_default().to_owned();
            self.element_types.entry(name.to_owned()).or_default().insert(local);
        }
        let anonymous = || node.children().filter(is_schema_component).find_map(base);
        declared.extend(type_name.or_else(anonymous).map(|it| (key.clone(), it)));
        for default in ["default", "fixed"].iter().filter_map(|it| node.attribute(*it)) {
            self.defaults.entry(key.clone()).or_default().insert(default.to_owned());
        }
    }

    /// Returns whether an element with this name is declared with a type of that name.
    pub(super) fn is_declared_as(&self, element: &str, ty: &str) -> bool {
        self.element_types.get(element).is_some_and(|types| types.contains(ty))
    }

    /// Returns whether a type is a SOAP-encoded array.
    pub(super) fn is_array(&self, ty: &str) -> bool {
        self.arrays.contains(ty)
    }

    /// Returns whether an element with this name is declared as a SOAP-encoded array.
    pub(super) fn is_declared_as_array(&self, element: &str) -> bool {
        let types = self.element_types.get(element);
        types.is_some_and(|types| types.iter().any(|it| self.is_array(it)))
    }

    /// Returns whether the order of these elements is insignificant.
    pub(super) fn are_unordered<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        names.all(|name| self.unordered.contains(name))
    }

    /// Returns whether the values are qualified names.
    pub(super) fn is_qualified_name(&self, kind: Kind, name: &str) -> bool {
        self.is(kind, name, "QName") || self.is(kind, name, "NOTATION")
    }

    pub(super) fn precision(&self, kind: Kind, name: &str) -> Precision {
        match (self.is(kind, name, "float"), self.is(kind, name, "double")) {
            (true, _) => Precision::Float,
            (false, true) => Precision::Double,
            (false, false) => Precision::Exact,
        }
    }

    pub(super) fn is_default(&self, kind: Kind, name: &str, text: &str) -> bool {
        let is_same = |default: &String| {
            default == text || values::are_same(default, text, self.precision(kind, name))
        };
        self.defaults.get(&(kind, name.to_owned())).is_some_and(|it| it.iter().any(is_same))
    }

    fn is(&self, kind: Kind, name: &str, builtin: &str) -> bool {
        self.builtins.get(&(kind, name.to_owned())).is_some_and(|it| it.contains(builtin))
    }
}

/// A reference to a type by name.
#[derive(Clone, Debug)]
enum TypeName {
    Builtin(String),
    Declared(String),
}

/// Returns the local name of the element that a particle declares or refers to.
fn element_name(particle: Node<'_, '_>) -> Option<String> {
    let name = particle.attribute("name").or_else(|| particle.attribute("ref"))?;
    Some(name.rsplit(':').next().unwrap_or(name).to_owned())
}

/// Returns whether a node is a declaration: a schema component, or a message part, which becomes an element in
/// SOAP-encoded messages.
fn is_declaration(node: &Node<'_, '_>) -> bool {
    is_schema_component(node) || node.tag_name() == (WSDL, "part").into()
}

/// Returns whether a derivation restricts SOAP's array type.
fn is_array(derivation: Node<'_, '_>) -> bool {
    let base = derivation.attribute("base").and_then(|base| base.split_once(':'));
    base.is_some_and(|(prefix, local)| {
        local == "Array" && derivation.lookup_namespace_uri(Some(prefix)) == Some(SOAP_ENCODING)
    })
}

fn is_schema_component(node: &Node<'_, '_>) -> bool {
    node.tag_name().namespace() == Some(XSD)
}

/// Returns the base of a type with simple content.
fn base(type_node: Node<'_, '_>) -> Option<TypeName> {
    let has_value =
        |node: &Node<'_, '_>| matches!(node.tag_name().name(), "restriction" | "extension");
    let content = type_node.children().find(|node| node.tag_name().name() == "simpleContent");
    let derivation = content.unwrap_or(type_node).children().find(has_value)?;
    Some(type_name(derivation, derivation.attribute("base")?))
}

fn type_name(node: Node<'_, '_>, text: &str) -> TypeName {
    let (prefix, local) = match text.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, text),
    };
    match node.lookup_namespace_uri(prefix) {
        Some(XSD) => TypeName::Builtin(local.to_owned()),
        _ => TypeName::Declared(local.to_owned()),
    }
}

fn builtin(mut name: TypeName, bases: &BTreeMap<String, TypeName>) -> Option<String> {
    for _ in 0..DEPTH {
        match name {
            TypeName::Builtin(name) => return Some(name),
            TypeName::Declared(declared) => name = bases.get(&declared)?.clone(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_types_to_builtins() {
        let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t'>\
            <xs:simpleType name='A'><xs:restriction base='t:B'/></xs:simpleType>\
            <xs:simpleType name='B'><xs:restriction base='xs:double'/></xs:simpleType>\
            <xs:simpleType name='C'><xs:restriction base='t:C'/></xs:simpleType>\
            <xs:complexType name='D'><xs:simpleContent><xs:extension base='xs:float'/></xs:simpleContent></xs:complexType>\
            <xs:element name='a' type='t:A'/><xs:element name='c' type='t:C'/><xs:element name='d' type='t:D'/>\
            <xs:attribute name='q'><xs:simpleType><xs:restriction base='xs:QName'/></xs:simpleType></xs:attribute>\
            </xs:schema>";
        let hints = Hints::read(&[schema, "no document"]);
        assert_eq!(hints.precision(Kind::Element, "a"), Precision::Double);
        assert_eq!(hints.precision(Kind::Attribute, "a"), Precision::Exact);
        assert_eq!(hints.precision(Kind::Element, "c"), Precision::Exact);
        assert_eq!(hints.precision(Kind::Element, "d"), Precision::Float);
        assert!(hints.is_qualified_name(Kind::Attribute, "q"));
        assert!(!hints.is_qualified_name(Kind::Element, "a"));
    }
}
