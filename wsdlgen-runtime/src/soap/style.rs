//! Prefixes and the place of namespace declarations, for services that do not process namespaces.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName, ReadOptions, is_ncname};

/// The prefixes of a request and the place of their declarations.
///
/// All styles mean the same to a service that conforms to Namespaces in XML. Some services compare prefixes, or expect
/// declarations where another client writes them.
///
/// ```
/// use wsdlgen_runtime::{ClientSettings, soap::{Declarations, EnvelopeStyle}};
///
/// // The style of SoapUI.
/// let style = EnvelopeStyle::default()
///     .prefix("http://schemas.xmlsoap.org/soap/envelope/", "soapenv")
///     .prefix("urn:example:orders", "urn");
/// // The style of .NET.
/// let style = EnvelopeStyle::default().declarations(Declarations::Default);
/// let settings = ClientSettings::default().envelope_style(style);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvelopeStyle {
    /// The prefixes by namespace.
    prefixes: HashMap<String, String>,
    declarations: Declarations,
}

/// The place of the namespace declarations in an envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Declarations {
    /// On the envelope.
    #[default]
    Envelope,
    /// On the outermost element with a name of the namespace.
    FirstUse,
    /// As default namespaces, so that elements in the body and the header have no prefixes: `<Find xmlns="urn:example">`.
    Default,
}

impl EnvelopeStyle {
    /// Sets the prefix of a namespace. Others keep those of generated code. A prefix that is not a valid `NCName` is ignored.
    #[must_use]
    pub fn prefix(mut self, namespace: impl Into<String>, prefix: impl Into<String>) -> Self {
        let prefix = prefix.into();
        if is_ncname(&prefix) {
            self.prefixes.insert(namespace.into(), prefix);
        }
        self
    }

    /// Sets the place of the declarations.
    #[must_use]
    pub fn declarations(mut self, declarations: Declarations) -> Self {
        self.declarations = declarations;
        self
    }

    /// Writes an envelope in this style. Text that is not well-formed is returned unchanged.
    pub(crate) fn apply(&self, envelope: Vec<u8>) -> Vec<u8> {
        let styled = std::str::from_utf8(&envelope).ok().and_then(|text| self.styled(text));
        styled.map_or(envelope, String::into_bytes)
    }

    fn styled(&self, envelope: &str) -> Option<String> {
        let mut envelope = AnyElement::parse(envelope, &ReadOptions::default()).ok()?;
        // Prefixes in values stay declared on the envelope.
        let mut declared = Vec::new();
        let mut mentioned = HashSet::new();
        collect(&envelope, &mut declared, &mut mentioned);
        declared.retain(|(prefix, _)| mentioned.contains(prefix));
        self.restyle(&mut envelope, 0);
        if self.declarations != Declarations::FirstUse {
            add_names(&envelope, &mut declared);
        }
        let own = (envelope.name.prefix().to_owned(), envelope.name.namespace().into());
        declared.retain(|(prefix, _)| *prefix != own.0);
        declared.insert(0, own);
        let mut seen = HashSet::new();
        declared.retain(|(prefix, _)| seen.insert(prefix.clone()));
        envelope.declarations = declared;
        let text = envelope.to_xml().ok()?;
        Some(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{text}"))
    }

    /// Renames the prefixes of an element and removes its declarations. The writer adds those that are missing.
    fn restyle(&self, element: &mut AnyElement, depth: usize) {
        element.declarations.clear();
        let is_prefixed = depth < 2 || self.declarations != Declarations::Default;
        element.name = self.renamed(&element.name, is_prefixed);
        for attribute in &mut element.attributes {
            attribute.name = self.renamed(&attribute.name, true);
            if self.declarations == Declarations::FirstUse {
                element.declarations.extend(declaration(&attribute.name));
            }
        }
        for child in &mut element.children {
            if let AnyNode::Element(child) = child {
                self.restyle(child, depth + 1);
            }
        }
    }

    fn renamed(&self, name: &QName, is_prefixed: bool) -> QName {
        let plain = QName::new(name.namespace(), name.local());
        match self.prefixes.get(name.namespace()) {
            _ if !is_prefixed => plain,
            Some(prefix) => plain.with_prefix(prefix.as_str()),
            None => plain.with_prefix(name.prefix()),
        }
    }
}

/// A prefix and its namespace.
type Declaration = (String, Arc<str>);

/// Returns the declaration that a name with a prefix needs.
fn declaration(name: &QName) -> Option<Declaration> {
    let is_needed = !matches!(name.prefix(), "" | "xml");
    is_needed.then(|| (name.prefix().to_owned(), name.namespace().into()))
}

/// Collects declarations, and the prefixes that values may contain.
fn collect(element: &AnyElement, declared: &mut Vec<Declaration>, mentioned: &mut HashSet<String>) {
    declared.extend(element.declarations.iter().cloned());
    let mut mention = |value: &str| {
        mentioned.extend(value.split_once(':').map(|(prefix, _)| prefix.trim().to_owned()));
    };
    element.attributes.iter().for_each(|attribute: &AnyAttribute| mention(&attribute.value));
    for child in &element.children {
        match child {
            AnyNode::Text(text) => mention(text),
            AnyNode::Element(_) => {}
        }
    }
    element.elements().for_each(|child| collect(child, declared, mentioned));
}

/// Adds the declarations of the names that have a prefix.
fn add_names(element: &AnyElement, declared: &mut Vec<Declaration>) {
    let names = element.attributes.iter().map(|attribute| &attribute.name);
    declared.extend(std::iter::once(&element.name).chain(names).filter_map(declaration));
    for child in element.elements() {
        add_names(child, declared);
    }
}

#[cfg(test)]
mod tests {
    use super::{Declarations, EnvelopeStyle};

    const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";

    fn styled(style: &EnvelopeStyle) -> String {
        let envelope = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"{SOAP11}\" \
             xmlns:tns=\"urn:t\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soap:Header>\
             <h:Key xmlns:h=\"urn:h\" soap:mustUnderstand=\"1\">k</h:Key></soap:Header><soap:Body><tns:Find>\
             <name>a</name><tns:what xsi:type=\"tns:Thing\"> b </tns:what></tns:Find></soap:Body></soap:Envelope>"
        );
        let styled = String::from_utf8(style.apply(envelope.into_bytes())).unwrap();
        styled.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>").unwrap().to_owned()
    }

    #[test]
    fn renames_prefixes_and_keeps_those_in_values() {
        let style = EnvelopeStyle::default().prefix(SOAP11, "soapenv").prefix("urn:t", "web");
        let expected = format!(
            "<soapenv:Envelope xmlns:soapenv=\"{SOAP11}\" xmlns:tns=\"urn:t\" xmlns:h=\"urn:h\" \
             xmlns:web=\"urn:t\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Header>\
             <h:Key soapenv:mustUnderstand=\"1\">k</h:Key></soapenv:Header><soapenv:Body><web:Find>\
             <name>a</name><web:what xsi:type=\"tns:Thing\"> b </web:what></web:Find></soapenv:Body></soapenv:Envelope>"
        );
        assert_eq!(styled(&style), expected);
    }

    #[test]
    fn declares_namespaces_at_their_first_use() {
        let style = EnvelopeStyle::default().declarations(Declarations::FirstUse);
        let expected = format!(
            "<soap:Envelope xmlns:soap=\"{SOAP11}\" xmlns:tns=\"urn:t\"><soap:Header>\
             <h:Key xmlns:soap=\"{SOAP11}\" xmlns:h=\"urn:h\" soap:mustUnderstand=\"1\">k</h:Key></soap:Header>\
             <soap:Body><tns:Find><name>a</name><tns:what \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"tns:Thing\"> b </tns:what>\
             </tns:Find></soap:Body></soap:Envelope>"
        );
        assert_eq!(styled(&style), expected);
    }

    #[test]
    fn writes_default_namespaces_as_dotnet_does() {
        let style = EnvelopeStyle::default().declarations(Declarations::Default);
        let expected = format!(
            "<soap:Envelope xmlns:soap=\"{SOAP11}\" xmlns:tns=\"urn:t\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soap:Header>\
             <Key xmlns=\"urn:h\" soap:mustUnderstand=\"1\">k</Key></soap:Header><soap:Body><Find xmlns=\"urn:t\">\
             <name xmlns=\"\">a</name><what xsi:type=\"tns:Thing\"> b </what></Find></soap:Body></soap:Envelope>"
        );
        assert_eq!(styled(&style), expected);
    }

    #[test]
    fn leaves_other_text_alone() {
        let style = EnvelopeStyle::default().prefix("urn:t", "a b");
        assert_eq!(style, EnvelopeStyle::default());
        assert_eq!(EnvelopeStyle::default().apply(b"<a".to_vec()), b"<a");
    }
}
