//! Namespaces that contracts refer to without a document: what is known of them, in our own words.

use super::Scanner;
use crate::document::{FileId, Role, Sources};

/// A namespace, the name its schema has in messages, and the schema.
struct Known {
    namespace: &'static str,
    name: &'static str,
    text: &'static str,
}

macro_rules! known {
    ($($namespace:literal: $name:literal;)+) => {
        &[$(Known {
            namespace: $namespace,
            name: concat!("known/", $name),
            text: include_str!(concat!("known/", $name)),
        }),+]
    };
}

const KNOWN: &[Known] = known! {
    "http://www.w3.org/XML/1998/namespace": "xml.xsd";
    "http://www.w3.org/2001/XMLSchema": "schema.xsd";
    "http://schemas.xmlsoap.org/wsdl/": "wsdl.xsd";
    "http://schemas.xmlsoap.org/soap/encoding/": "soap-encoding.xsd";
    "http://schemas.xmlsoap.org/soap/envelope/": "soap11.xsd";
    "http://www.w3.org/2003/05/soap-envelope": "soap12.xsd";
    "http://www.w3.org/2005/08/addressing": "addressing-2005-08.xsd";
    "http://schemas.xmlsoap.org/ws/2004/08/addressing": "addressing-2004-08.xsd";
    "http://schemas.xmlsoap.org/ws/2003/03/addressing": "addressing-2003-03.xsd";
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd":
        "wsu.xsd";
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd":
        "wsse.xsd";
    "http://www.w3.org/2005/05/xmlmime": "xmlmime.xsd";
    "http://www.w3.org/2004/11/xmlmime": "xmlmime-2004.xsd";
    "http://www.w3.org/2004/08/xop/include": "xop.xsd";
    "http://ws-i.org/profiles/basic/1.1/xsd": "swaref.xsd";
    "http://schemas.microsoft.com/2003/10/Serialization/": "serialization.xsd";
    "http://www.w3.org/1999/xlink": "xlink.xsd";
    "http://xml.apache.org/xml-soap": "xml-soap.xsd";
    "http://schemas.xmlsoap.org/ws/2002/04/reference/": "dime-reference.xsd";
    "http://schemas.xmlsoap.org/ws/2002/04/content-type/": "dime-content.xsd";
    "http://www.w3.org/2000/09/xmldsig#": "xmldsig.xsd";
    "urn:oasis:names:tc:SAML:1.0:assertion": "saml1.xsd";
    "urn:oasis:names:tc:SAML:2.0:assertion": "saml2.xsd";
};

/// The one whose prefix needs no declaration.
const XML: &str = KNOWN[0].namespace;

const SOAP_ENCODING: &str = KNOWN[3].namespace;

/// The encoding of SOAP 1.2, which contracts describe with the definitions of SOAP 1.1.
const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// Returns whether the definitions of a namespace are built in.
pub(crate) fn is_known(namespace: &str) -> bool {
    KNOWN.iter().any(|known| known.namespace == namespace)
}

/// Adds what is known of the namespaces that the documents declare.
pub(super) fn add(sources: &mut Sources, scanner: Scanner) {
    let mut added = vec![false; KNOWN.len()];
    add_for(XML, &mut added, sources);
    let mut file = 0;
    while let Some(source) = sources.nth(file) {
        for namespace in (scanner.namespaces)(&source.text) {
            add_for(namespace, &mut added, sources);
        }
        file += 1;
    }
}

/// Adds what is known of all namespaces.
pub(super) fn add_all(sources: &mut Sources) {
    let mut added = vec![false; KNOWN.len()];
    for known in KNOWN {
        add_for(known.namespace, &mut added, sources);
    }
}

fn add_for(namespace: &str, added: &mut [bool], sources: &mut Sources) -> Option<FileId> {
    let namespace = if namespace == SOAP12_ENCODING { SOAP_ENCODING } else { namespace };
    let index = KNOWN.iter().position(|known| known.namespace == namespace)?;
    if std::mem::replace(&mut added[index], true) {
        return None;
    }
    let Known { name, text, .. } = KNOWN[index];
    Some(sources.add(name.to_owned(), text.to_owned(), Role::Known))
}

/// Every schema, for tests.
#[cfg(test)]
pub(crate) fn schemas() -> impl Iterator<Item = (&'static str, &'static str)> {
    KNOWN.iter().map(|known| (known.name, known.text))
}
