//! Scanning for imports, includes and declared namespaces.

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    namespaces::{WSDL, is_xsd},
    parse_xml, policy,
    versioning::is_included,
};
use crate::document::{Import, Relation};

/// Returns the imports and includes of a document, in order.
///
/// Returns none for a document that cannot be parsed: [`parse`](super::parse()) reports the error.
pub(crate) fn imports(text: &str) -> Vec<Import> {
    // Most documents import nothing, and a text search is cheaper than parsing.
    let has_policies = text.contains("PolicyReference");
    let words = ["import", "include", "redefine", "override"];
    if !has_policies && !words.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let Ok(document) = parse_xml(text) else { return Vec::new() };
    let root = document.root_element();
    let mut imports: Vec<Import> = imports_in(root).collect();
    if has_policies {
        imports.extend(root.descendants().filter_map(policy::external));
    }
    imports
}

/// Returns the imports and includes of a parsed document, in order.
pub(super) fn imports_in<'a>(root: Node<'a, '_>) -> impl Iterator<Item = Import> + 'a {
    // Imports are children of the root, of `wsdl:types`, or of a schema in `wsdl:types`.
    let types = root.children().filter(|child| child.tag_name().name() == "types");
    let inner = types.flat_map(|types| {
        let schemas = types.children().filter(is_schema);
        types.children().chain(schemas.flat_map(|schema| schema.children()))
    });
    let is_read = |node: &Node<'_, '_>| {
        node.is_element() && is_included(*node) && node.parent_element().is_none_or(is_included)
    };
    root.children().chain(inner).filter(is_read).filter_map(import)
}

fn is_schema(node: &Node<'_, '_>) -> bool {
    node.tag_name().name() == "schema" && node.tag_name().namespace().is_some_and(is_xsd)
}

fn import(node: Node<'_, '_>) -> Option<Import> {
    let (relation, attribute) = match (node.tag_name().namespace()?, node.tag_name().name()) {
        (WSDL, "import") => (Relation::Wsdl, "location"),
        (uri, "import") if is_xsd(uri) => (Relation::Import, "schemaLocation"),
        (uri, "include") if is_xsd(uri) => (Relation::Include, "schemaLocation"),
        (uri, "redefine") if is_xsd(uri) => (Relation::Redefine, "schemaLocation"),
        (uri, "override") if is_xsd(uri) => (Relation::Override, "schemaLocation"),
        _ => return None,
    };
    let attribute = node.own_attribute_node(attribute)?;
    let namespace = match relation {
        Relation::Wsdl | Relation::Import => node.own_attribute("namespace"),
        Relation::Include | Relation::Redefine | Relation::Override | Relation::Policy => {
            node.parent_element().and_then(|schema| schema.own_attribute("targetNamespace"))
        }
    };
    Some(Import {
        relation,
        location: attribute.value().trim().to_owned(),
        range: attribute.range_value(),
        namespace: namespace.unwrap_or_default().trim().into(),
    })
}

/// Returns the namespaces that a document declares, by a text search that may find too many.
pub(crate) fn declared_namespaces(text: &str) -> Vec<&str> {
    let declared = text.match_indices("xmlns").filter_map(|(start, _)| {
        let rest = &text[start..];
        let value = &rest[rest.find(['=', '<', '"', '\''])?..];
        let value = value.strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    });
    declared.collect()
}

#[cfg(test)]
mod tests {
    use super::{declared_namespaces, imports};
    use crate::document::Relation;

    #[test]
    fn finds_declared_namespaces() {
        let text = r#"<a xmlns="urn:a" xmlns:b = 'urn:b'>xmlns <c xmlns:c="urn:c"/> xmlns</a>"#;
        assert_eq!(declared_namespaces(text), ["urn:a", "urn:b", "urn:c"]);
    }

    #[test]
    fn finds_imports_with_their_namespaces() {
        let text = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
                xmlns:xs="http://www.w3.org/2001/XMLSchema">
            <import namespace="urn:w" location=" w.wsdl "/>
            <types>
              <xs:import namespace="urn:i" schemaLocation="i.xsd"/>
              <xs:schema targetNamespace="urn:s">
                <xs:include schemaLocation="s.xsd"/>
                <xs:redefine schemaLocation="r.xsd"/>
                <xs:import namespace="urn:nowhere"/>
              </xs:schema>
            </types>
            <other><xs:import schemaLocation="ignored.xsd"/></other>
          </definitions>"#;
        let found: Vec<_> = imports(text)
            .into_iter()
            .map(|import| {
                assert_eq!(text[import.range.clone()].trim(), import.location);
                (import.relation, import.location, import.namespace.to_string())
            })
            .collect();
        let expected = [
            (Relation::Wsdl, "w.wsdl", "urn:w"),
            (Relation::Import, "i.xsd", "urn:i"),
            (Relation::Include, "s.xsd", "urn:s"),
            (Relation::Redefine, "r.xsd", "urn:s"),
        ];
        let expected = expected.map(|(relation, location, namespace)| {
            (relation, location.to_owned(), namespace.to_owned())
        });
        assert_eq!(found, expected);
        assert!(imports("<a>import").is_empty());
    }
}
