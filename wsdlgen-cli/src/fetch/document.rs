//! Inspection of downloaded documents: their kind, and the locations they import.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use roxmltree::{Node, ParsingOptions};

use super::Problem;

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The kind of a document, determined by its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Wsdl,
    Schema,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inspected {
    pub(super) role: Role,
    /// The imports, in document order.
    pub(super) locations: Vec<Location>,
}

/// The location of an imported document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Location {
    /// The location as written.
    pub(super) written: String,
    /// `true` if the generator has its own schema for the imported namespace.
    pub(super) is_built_in: bool,
}

impl Inspected {
    /// Returns an error unless the document is a WSDL, as the entry document must be.
    pub(super) fn expect_wsdl(self) -> Result<Self, Problem> {
        match self.role {
            Role::Wsdl => Ok(self),
            Role::Schema => Err(Problem::Root {
                found: format!("{{{XSD}}}schema"),
                expected: "`definitions` of WSDL 1.1",
            }),
        }
    }
}

/// Checks a document and collects the locations of its imports.
pub(super) fn inspect(bytes: &[u8]) -> Result<Inspected, Problem> {
    let text = decode(bytes)?;
    if wsdlgen::tools::expands_too_much(&text) {
        return Err(Problem::NotXml { reason: "entity expansion is too large".to_owned() });
    }
    // Published schemas such as the one for XML Signature have a DTD.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let tree = roxmltree::Document::parse_with_options(&text, options)
        .map_err(|error| Problem::NotXml { reason: error.to_string() })?;
    let locations = tree.descendants().filter_map(import_location).collect();
    Ok(Inspected { role: role(tree.root_element())?, locations })
}

fn role(root: Node<'_, '_>) -> Result<Role, Problem> {
    if root.has_tag_name((WSDL, "definitions")) {
        return Ok(Role::Wsdl);
    }
    if root.has_tag_name((XSD, "schema")) {
        return Ok(Role::Schema);
    }
    let name = root.tag_name();
    let found = match name.namespace() {
        Some(namespace) => format!("{{{namespace}}}{}", name.name()),
        None => name.name().to_owned(),
    };
    Err(Problem::Root { found, expected: "`definitions` of WSDL 1.1 or `schema` of XSD 1.0" })
}

fn import_location(node: Node<'_, '_>) -> Option<Location> {
    let parent = node.parent()?;
    let location = if parent.has_tag_name((XSD, "schema")) {
        ["import", "include", "redefine", "override"]
            .iter()
            .find(|name| node.has_tag_name((XSD, **name)))?;
        own_attribute(node, "schemaLocation")?
    } else if parent.has_tag_name((WSDL, "definitions")) && node.has_tag_name((WSDL, "import")) {
        own_attribute(node, "location")?
    } else {
        return None;
    };
    // A blank location or a fragment such as `#types` refers to the document itself.
    let written = location.trim();
    let namespace = own_attribute(node, "namespace").unwrap_or_default().trim();
    let is_built_in = node.has_tag_name((XSD, "import")) && wsdlgen::tools::is_built_in(namespace);
    let is_other = !written.is_empty() && !written.starts_with('#');
    is_other.then(|| Location { written: written.to_owned(), is_built_in })
}

/// Returns the value of an attribute without a namespace.
fn own_attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    let found = attributes.find(|one| one.namespace().is_none() && one.name() == name)?;
    Some(found.value())
}

/// Decodes a document based on its byte order mark or XML declaration. The HTTP header is ignored because it is
/// not stored with the file.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    let encoding = encoding_of(bytes)?;
    let (text, encoding, malformed) = encoding.decode(bytes);
    if malformed {
        return Err(Problem::NotXml { reason: format!("invalid {}", encoding.name()) });
    }
    Ok(text)
}

fn encoding_of(bytes: &[u8]) -> Result<&'static Encoding, Problem> {
    // A byte order mark takes precedence and is handled by `decode`.
    match bytes {
        [0, b'<', ..] => return Ok(UTF_16BE),
        [b'<', 0, ..] => return Ok(UTF_16LE),
        _ => {}
    }
    let Some(label) = declared_encoding(bytes) else { return Ok(UTF_8) };
    Encoding::for_label(label).ok_or_else(|| Problem::NotXml {
        reason: format!("unknown encoding `{}`", label.escape_ascii()),
    })
}

/// Returns the value of `encoding` in the XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<&[u8]> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|pair| pair == b"?>")?;
    let declaration = &declaration[..end];
    let name = b"encoding";
    let after = declaration.windows(name.len()).position(|it| it == name)? + name.len();
    let value = declaration[after..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    value.split(|byte| byte == quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_excessive_entity_expansion() {
        let document = |references: usize| {
            let entity = "x".repeat(20_000);
            let references = "&e;".repeat(references);
            format!(
                "<!DOCTYPE a [<!ENTITY e '{entity}'>]><s:schema xmlns:s='{XSD}'>{references}</s:schema>"
            )
        };
        assert!(inspect(document(10).as_bytes()).is_ok());
        let error = inspect(document(200).as_bytes()).unwrap_err();
        assert!(matches!(error, Problem::NotXml { .. }), "{error:?}");
    }

    #[test]
    fn finds_imports_in_schemas_and_definitions() {
        let wsdl = r##"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema">
            <documentation><import location="in-prose.wsdl"/></documentation>
            <import namespace="urn:a" location=" a.wsdl "/>
            <types><s:schema>
              <s:import namespace="urn:none"/><s:import schemaLocation=""/><s:include schemaLocation="#types"/>
              <s:import schemaLocation="b.xsd"/><s:include schemaLocation="c.xsd"/><s:redefine schemaLocation="d.xsd"/>
            </s:schema></types></definitions>"##;
        let inspected = inspect(wsdl.as_bytes()).unwrap();
        assert_eq!(inspected.role, Role::Wsdl);
        let written: Vec<&str> = inspected.locations.iter().map(|it| &*it.written).collect();
        assert_eq!(written, ["a.wsdl", "b.xsd", "c.xsd", "d.xsd"]);
    }

    #[test]
    fn decodes_declared_encodings() {
        let schema = "<?xml version='1.0' encoding='ENC'?><schema id='é' xmlns='http://www.w3.org/2001/XMLSchema'/>";
        let latin: Vec<u8> = schema
            .replace("ENC", "iso-8859-1")
            .chars()
            .map(|it| u8::try_from(u32::from(it)).unwrap())
            .collect();
        let utf16: Vec<u8> =
            schema.replace("ENC", "utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let expected = Inspected { role: Role::Schema, locations: Vec::new() };
        assert_eq!(inspect(&latin).unwrap(), expected);
        assert_eq!(inspect(&utf16).unwrap(), expected);
        assert_eq!(inspect(&[b"\xFF\xFE", &*utf16].concat()).unwrap(), expected);
    }

    #[test]
    fn rejects_malformed_and_unknown_encodings() {
        let problem = inspect(b"<schema id='\xE9'/>").unwrap_err();
        assert_eq!(problem.to_string(), "not well-formed XML: invalid UTF-8");
        let problem = inspect(b"<?xml version='1.0' encoding='klingon'?><a/>").unwrap_err();
        assert_eq!(problem.to_string(), "not well-formed XML: unknown encoding `klingon`");
    }
}
