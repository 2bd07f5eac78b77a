//! Namespaces of WSDL and XML Schema, including those of XML Schema drafts.

pub(super) const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
pub(super) const SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
pub(super) const SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
pub(super) const MIME: &str = "http://schemas.xmlsoap.org/wsdl/mime/";
/// The namespace of HTTP bindings.
pub(super) const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

const OLD_XSD: [&str; 3] = [
    "http://www.w3.org/1999/XMLSchema",
    "http://www.w3.org/2000/08/XMLSchema",
    "http://www.w3.org/2000/10/XMLSchema",
];

/// Types of XML Schema drafts with their final names.
const RENAMED: [(&str, &str); 16] = [
    ("CDATA", "normalizedString"),
    ("binary", "base64Binary"),
    ("month", "gYearMonth"),
    ("non-negative-integer", "nonNegativeInteger"),
    ("non-positive-integer", "nonPositiveInteger"),
    ("negative-integer", "negativeInteger"),
    ("positive-integer", "positiveInteger"),
    ("recurringDate", "gMonthDay"),
    ("recurringDay", "gDay"),
    ("timeDuration", "duration"),
    ("timeInstant", "dateTime"),
    ("unsigned-int", "unsignedInt"),
    ("ur-type", "anyType"),
    ("uri", "anyURI"),
    ("uriReference", "anyURI"),
    ("year", "gYear"),
];

pub(super) fn is_xsd(uri: &str) -> bool {
    uri == XSD || is_old_xsd(uri)
}

pub(super) fn is_old_xsd(uri: &str) -> bool {
    OLD_XSD.contains(&uri)
}

/// Returns the final name of a type of an XML Schema draft.
pub(crate) fn renamed(local: &str) -> &str {
    RENAMED.iter().find(|(old, _)| *old == local).map_or(local, |(_, new)| new)
}

/// Namespaces by the prefixes that contracts commonly use for them.
const PREFIXES: [(&str, &str); 17] = [
    ("SOAP-ENC", "http://schemas.xmlsoap.org/soap/encoding/"),
    ("http", HTTP),
    ("mime", MIME),
    ("s", XSD),
    ("soap", SOAP11),
    ("soap12", SOAP12),
    ("soapenc", "http://schemas.xmlsoap.org/soap/encoding/"),
    ("wsa", "http://www.w3.org/2005/08/addressing"),
    ("wsdl", WSDL),
    ("wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
    ("wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("xmime", "http://www.w3.org/2005/05/xmlmime"),
    ("xop", "http://www.w3.org/2004/08/xop/include"),
    ("xs", XSD),
    ("xsd", XSD),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// Returns the usual namespace of a prefix.
pub(super) fn well_known(prefix: &str) -> Option<&'static str> {
    PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, uri)| *uri)
}

/// Namespaces of the versions of WS-Policy.
const POLICY: [&str; 4] = [
    "http://www.w3.org/ns/ws-policy",
    "http://schemas.xmlsoap.org/ws/2004/09/policy",
    "http://schemas.xmlsoap.org/ws/2002/12/policy",
    "http://www.w3.org/2006/07/ws-policy",
];

pub(super) fn is_policy(uri: &str) -> bool {
    POLICY.contains(&uri)
}

/// Returns whether a namespace belongs to a standard whose schemas contracts import unchanged.
pub(super) fn is_standard(uri: &str) -> bool {
    const OWNERS: [&str; 4] = [
        "http://www.w3.org/",
        "http://schemas.xmlsoap.org/",
        "http://docs.oasis-open.org/",
        "urn:oasis:names:tc:",
    ];
    OWNERS.iter().any(|owner| uri.starts_with(owner))
}

/// Namespaces of the elements with which bindings and policies declare WS-Addressing 1.0.
pub(super) const ADDRESSING_METADATA: [&str; 3] = [
    "http://www.w3.org/2006/05/addressing/wsdl",
    "http://www.w3.org/2006/02/addressing/wsdl",
    "http://www.w3.org/2007/05/addressing/metadata",
];

/// The namespaces of the versions of Describing Media Content of Binary Data in XML.
pub(super) const XMIME: [&str; 2] =
    ["http://www.w3.org/2005/05/xmlmime", "http://www.w3.org/2004/11/xmlmime"];
