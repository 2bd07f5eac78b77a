//! Prefixes and the place of namespace declarations, for services that do not process namespaces.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::xml::{AnyElement, AnyNode, QName, ReadError, ReadOptions, is_ncname, prefixes_in};

/// The prefixes of a request and the place of their declarations.
///
/// All styles mean the same to a service that conforms to Namespaces in XML. Some services compare prefixes, or expect
/// declarations where another client writes them.
///
/// An envelope beyond [`Limits::CLIENT`](crate::xml::Limits::CLIENT) is not sent: the call returns
/// [`EncodeError::Style`](crate::message::EncodeError::Style).
///
/// Prefixes in values (`xsi:type="tns:Order"`) keep their declarations. Do not set a style if a header block or the content of a
/// wildcard has a signature of its own: a style may invalidate it.
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
    /// As default namespaces, so that elements in the body and the header have no prefixes: `<Find xmlns="urn:example">`. A
    /// qualified name without a prefix in a value is then in that namespace.
    Default,
}

impl EnvelopeStyle {
    /// Sets the prefix of a namespace. Others keep those of generated code. A prefix that is not a valid
    /// `NCName` is ignored. So is one that a value in the envelope uses for another namespace.
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

    /// Writes an envelope in this style.
    pub(crate) fn apply(&self, envelope: &[u8]) -> Result<Vec<u8>, ReadError> {
        let text = String::from_utf8_lossy(envelope);
        let mut envelope = AnyElement::parse(&text, &ReadOptions::default())?;
        let mut values = Values::default();
        values.collect(&envelope);
        self.restyle(&mut envelope, 0, &values, &mut Vec::new());
        let own = declaration(&envelope.name);
        envelope.declarations.retain(|one| Some(one) != own.as_ref());
        envelope.declarations.splice(0..0, own);
        if self.declarations != Declarations::FirstUse {
            let mut declared = std::mem::take(&mut envelope.declarations);
            add_names(&envelope, &mut declared);
            envelope.declarations = declared;
        }
        let text = envelope.to_xml().expect("text that was read can be written");
        Ok(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{text}").into_bytes())
    }

    /// Renames the prefixes of an element, and removes the declarations that only names need. The writer adds those that are
    /// then missing.
    fn restyle(
        &self,
        element: &mut AnyElement,
        depth: usize,
        values: &Values,
        scope: &mut Vec<Declaration>,
    ) {
        let outer = scope.len();
        let is_prefixed = depth < 2 || self.declarations != Declarations::Default;
        element.declarations.retain(|(prefix, _)| values.prefixes.contains(prefix));
        element.name = self.renamed(&element.name, is_prefixed, values);
        scope.extend(element.declarations.iter().cloned());
        scope.extend(declaration(&element.name));
        for attribute in &mut element.attributes {
            attribute.name = self.renamed(&attribute.name, true, values);
            let declaration = declaration(&attribute.name);
            let is_missing = |one: &Declaration| !scope.contains(one);
            if let Some(declaration) = declaration.filter(is_missing)
                && self.declarations == Declarations::FirstUse
            {
                scope.push(declaration.clone());
                element.declarations.push(declaration);
            }
        }
        for child in &mut element.children {
            if let AnyNode::Element(child) = child {
                self.restyle(child, depth + 1, values, scope);
            }
        }
        scope.truncate(outer);
    }

    /// Returns a name with its new prefix, unless values have that prefix for another namespace.
    fn renamed(&self, name: &QName, is_prefixed: bool, values: &Values) -> QName {
        let plain = QName::new(name.namespace(), name.local());
        let chosen = self.prefixes.get(name.namespace());
        match chosen.filter(|prefix| values.allow(prefix, name.namespace())) {
            _ if !is_prefixed => plain,
            Some(prefix) => plain.with_prefix(prefix.as_str()),
            None => plain.with_prefix(name.prefix()),
        }
    }
}

/// A prefix and its namespace.
type Declaration = (String, Arc<str>);

/// Prefixes that text and attribute values may use. Their declarations stay where they are.
#[derive(Default)]
struct Values {
    prefixes: HashSet<String>,
    /// All declarations of the envelope.
    declared: Vec<Declaration>,
}

impl Values {
    fn collect(&mut self, element: &AnyElement) {
        for declaration in &element.declarations {
            if !self.declared.contains(declaration) {
                self.declared.push(declaration.clone());
            }
        }
        let mut mention = |value: &str| {
            self.prefixes.extend(prefixes_in(value).map(str::to_owned));
        };
        element.attributes.iter().for_each(|attribute| mention(&attribute.value));
        for child in &element.children {
            if let AnyNode::Text(text) = child {
                mention(text);
            }
        }
        element.elements().for_each(|child| self.collect(child));
    }

    /// Returns whether names of a namespace may have a prefix.
    fn allow(&self, prefix: &str, namespace: &str) -> bool {
        let mut bound = self.declared.iter().filter(|(declared, _)| declared == prefix);
        !self.prefixes.contains(prefix) || bound.all(|(_, uri)| **uri == *namespace)
    }
}

/// Returns the declaration that a name with a prefix needs.
fn declaration(name: &QName) -> Option<Declaration> {
    let is_needed = !matches!(name.prefix(), "" | "xml");
    is_needed.then(|| (name.prefix().to_owned(), name.namespace().into()))
}

/// Adds the declarations of the names that have a prefix, unless the prefix has another namespace already.
fn add_names(element: &AnyElement, declared: &mut Vec<Declaration>) {
    let names = element.attributes.iter().map(|attribute| &attribute.name);
    for name in std::iter::once(&element.name).chain(names) {
        if declared.iter().all(|(prefix, _)| prefix != name.prefix()) {
            declared.extend(declaration(name));
        }
    }
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
        let styled = String::from_utf8(style.apply(envelope.as_bytes()).unwrap()).unwrap();
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
             <h:Key xmlns:h=\"urn:h\" soap:mustUnderstand=\"1\">k</h:Key></soap:Header>\
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
    fn keeps_the_meaning_of_values() {
        let envelope = "<s:E xmlns:s='urn:s'><s:B><a xmlns:q='urn:a'>q:A</a><b xmlns:q='urn:b'>q:B</b>\
            <c xmlns:x='urn:x' xmlns:y='urn:y'>x:1 (/y:2)</c><t:d xmlns:t='urn:t'/></s:B></s:E>";
        let style = EnvelopeStyle::default().prefix("urn:t", "q");
        let styled = String::from_utf8(style.apply(envelope.as_bytes()).unwrap()).unwrap();
        let expected = "<s:E xmlns:s=\"urn:s\" xmlns:t=\"urn:t\"><s:B><a xmlns:q=\"urn:a\">q:A</a>\
            <b xmlns:q=\"urn:b\">q:B</b><c xmlns:x=\"urn:x\" xmlns:y=\"urn:y\">x:1 (/y:2)</c><t:d/></s:B></s:E>";
        assert!(styled.ends_with(expected), "{styled}");
    }

    #[test]
    fn rejects_what_it_cannot_write() {
        let style = EnvelopeStyle::default().prefix("urn:t", "a b");
        assert_eq!(style, EnvelopeStyle::default());
        let deep = "<a>".repeat(200) + &"</a>".repeat(200);
        let error = style.apply(deep.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("more than 128 nested elements"), "{error}");
    }
}
