//! Parsing of references: qualified names in attributes.

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    context::Context,
    namespaces::{XSD, is_old_xsd, renamed, well_known},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean, nearest},
    document::Span,
    settings::Strictness,
    syntax::{QName, Reference, xsd::Literal},
};

impl Context<'_> {
    /// Parses a reference in a required attribute.
    pub(super) fn reference<T>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> Option<Reference<T>> {
        if node.own_attribute_node(attribute).is_none() {
            self.missing(node, attribute);
        }
        self.optional_reference(node, attribute)
    }

    /// Parses a reference in an optional attribute.
    pub(super) fn optional_reference<T>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> Option<Reference<T>> {
        let found = node.own_attribute_node(attribute)?;
        let span = self.value_span(found);
        self.reference_to(node, found.value().trim(), span)
    }

    /// Creates a reference to a name, as written.
    pub(super) fn reference_to<T>(
        &mut self,
        node: Node<'_, '_>,
        written: &str,
        span: Span,
    ) -> Option<Reference<T>> {
        let name = match self.qname(node, written) {
            Some(name) => name,
            None => self.without_namespace(node, written, span)?,
        };
        Some(self.reference_named(name, span))
    }

    /// Reports an undeclared prefix. Returns the name in the usual namespace of the prefix. If no
    /// namespace can be guessed, undefined names are skipped, and the prefix is treated as the URI of a namespace without
    /// definitions.
    fn without_namespace(
        &mut self,
        node: Node<'_, '_>,
        written: &str,
        span: Span,
    ) -> Option<QName> {
        let (prefix, local) = written.split_once(':')?;
        let message = format!("the prefix `{prefix}` is not declared");
        let target = || node.ancestors().find_map(|node| node.own_attribute("targetNamespace"));
        let uri = if prefix == "tns" { target() } else { well_known(prefix) };
        let (diagnostic, namespace) = match (self.strictness, uri) {
            (Strictness::Strict | Strictness::Repair, Some(uri)) => {
                let guess = format!("the namespace `{uri}` is assumed");
                (Diagnostic::mistake(Code::UndeclaredPrefix, message, guess), Some(uri))
            }
            (Strictness::Strict, None) => {
                (Diagnostic::error(Code::UndeclaredPrefix, message), None)
            }
            (Strictness::SkipUnresolved | Strictness::Repair, _) => {
                (Diagnostic::warning(Code::UndeclaredPrefix, message), Some(prefix))
            }
        };
        let declared = node.namespaces().filter_map(roxmltree::Namespace::name);
        let nearest =
            nearest(prefix, declared).map(|known| did_you_mean(&format!("{known}:{local}")));
        let diagnostic = diagnostic.label(span, "used here");
        self.report.add(nearest.into_iter().fold(diagnostic, Diagnostic::help));
        let namespace = self.uri(namespace?);
        Some(QName { namespace, local: local.into() })
    }

    /// Creates a reference to a definition in the target namespace of a WSDL.
    pub(super) fn reference_within<T>(
        &mut self,
        node: Node<'_, '_>,
        local: &str,
        span: Span,
    ) -> Reference<T> {
        let root = node.document().root_element();
        let namespace = self.uri(root.own_attribute("targetNamespace").unwrap_or_default().trim());
        self.reference_named(QName { namespace, local: local.into() }, span)
    }

    /// Creates a reference to a built-in type.
    pub(super) fn reference_to_builtin<T>(&mut self, local: &str, span: Span) -> Reference<T> {
        let namespace = self.uri(XSD);
        self.reference_named(QName { namespace, local: local.into() }, span)
    }

    fn reference_named<T>(&mut self, name: QName, span: Span) -> Reference<T> {
        let slot = self.shared.next_slot;
        self.shared.next_slot += 1;
        Reference::new(name, span, slot)
    }

    /// Returns the name in an attribute, if its prefix is declared.
    pub(super) fn name_in(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<QName> {
        self.qname(node, node.own_attribute(attribute)?.trim())
    }

    /// Resolves a name with an optional prefix, or returns `None` if the prefix is not declared.
    pub(super) fn qname(&mut self, node: Node<'_, '_>, written: &str) -> Option<QName> {
        let (prefix, local) = match written.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, written),
        };
        let found = match prefix {
            // Bound by definition (Namespaces in XML, §3).
            Some("xml") => Some(roxmltree::NS_XML_URI),
            _ => node.lookup_namespace_uri(prefix),
        };
        let namespace = match (prefix, found) {
            (Some(_), None) => return None,
            (None, None | Some("")) => self.scope.unprefixed.clone(),
            (_, Some(uri)) => self.uri(uri),
        };
        let local = if found.is_some_and(is_old_xsd) { renamed(local) } else { local };
        Some(QName { namespace, local: local.into() })
    }

    /// Returns the value of an optional attribute.
    pub(super) fn value(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Literal> {
        let found = node.own_attribute_node(attribute)?;
        let text = found.value();
        let parts = text.trim().split(':').map(wsdlgen_runtime::xml::is_ncname);
        let is_name = parts.clone().count() <= 2 && parts.clone().all(|part| part);
        // An adopted namespace applies only to references, not to values.
        let adopted = std::mem::take(&mut self.scope.unprefixed);
        let name = is_name.then(|| self.qname(node, text.trim())).flatten();
        self.scope.unprefixed = adopted;
        Some(Literal { text: text.into(), name, span: self.value_span(found) })
    }
}
