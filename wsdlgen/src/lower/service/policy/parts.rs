//! Reading of protection assertions (WS-SecurityPolicy 1.3 §4).

use wsdlgen_runtime::policy::{AttachmentCoverage, HeaderSet, Parts, Protection};

use super::{alternatives::Chosen, reading::Reading};
use crate::syntax::policy::Parameter;

/// The namespaces of SOAP envelopes.
const ENVELOPES: [&str; 2] =
    ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];

const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// Reads a protection assertion. Returns `None` for other assertions.
pub(super) fn protection(chosen: &Chosen<'_>, reading: &mut Reading) -> Option<Protection> {
    let mut protection = Protection::default();
    match chosen.local() {
        "SignedParts" => protection.signed = parts(chosen, reading),
        "EncryptedParts" => protection.encrypted = parts(chosen, reading),
        "RequiredParts" => protection.required = parts(chosen, reading).headers,
        "SignedElements" => protection.signed = elements(chosen, reading),
        "EncryptedElements" => protection.encrypted = elements(chosen, reading),
        "ContentEncryptedElements" => protection.encrypted = contents(chosen, reading),
        "RequiredElements" => reading.ignored("RequiredElements", chosen),
        _ => return None,
    }
    Some(protection)
}

/// Reads the parts that an assertion lists. Without a list, they are the body and, for `SignedParts`, all header blocks (§4.1.1, §4.2.1).
fn parts(chosen: &Chosen<'_>, reading: &mut Reading) -> Parts {
    let mut parts = Parts::default();
    for parameter in &chosen.assertion.parameters {
        match &*parameter.name.local {
            "Body" => parts.body = true,
            "Attachments" => {
                let mut children = parameter.children.iter();
                let is_content = children.any(|child| child.contains("ContentSignatureTransform"));
                // Signatures cover the headers unless the policy says otherwise.
                let is_complete = chosen.local() == "SignedParts" && !is_content;
                parts.attachments = Some(if is_complete {
                    AttachmentCoverage::Complete
                } else {
                    AttachmentCoverage::Content
                });
            }
            "Header" => {
                let namespace = parameter.attribute("Namespace").unwrap_or_default();
                let names = parameter.attribute("Name").map(str::to_owned);
                if names.iter().any(|name| !wsdlgen_runtime::xml::is_ncname(name)) {
                    reading.unsupported("Header with a bad name", chosen);
                    continue;
                }
                let set = HeaderSet::new(namespace, names);
                let mut one = Parts::default();
                one.headers.push(set);
                parts.merge(one);
            }
            other => reading.unsupported(other, chosen),
        }
    }
    if chosen.assertion.parameters.is_empty() {
        parts.body = true;
        if chosen.local() == "SignedParts" {
            parts.headers.push(HeaderSet::new("", [""; 0]));
        }
    }
    parts
}

/// Reads paths that select whole elements (§4.1.2, §4.2.2).
fn elements(chosen: &Chosen<'_>, reading: &mut Reading) -> Parts {
    let mut parts = Parts::default();
    for parameter in &chosen.assertion.parameters {
        match selected(parameter) {
            Some(Selected::Body) if chosen.local() == "SignedElements" => parts.body = true,
            Some(Selected::Header(set)) => parts.headers.push(set),
            Some(Selected::Assertion) => parts.assertions = true,
            _ => reading.unsupported(&format!("{} `{}`", chosen.local(), parameter.text), chosen),
        }
    }
    parts
}

/// Reads paths that select elements whose content is encrypted (§4.2.3).
fn contents(chosen: &Chosen<'_>, reading: &mut Reading) -> Parts {
    let mut parts = Parts::default();
    for parameter in &chosen.assertion.parameters {
        match selected(parameter) {
            Some(Selected::Body) => parts.body = true,
            _ => reading.unsupported(&format!("{} `{}`", chosen.local(), parameter.text), chosen),
        }
    }
    parts
}

/// The elements that a path selects.
enum Selected {
    Body,
    Header(HeaderSet),
    /// The SAML assertions in the security header.
    Assertion,
}

/// Returns the elements that a path such as `/s:Envelope/s:Header/p:Name` selects, or `None` for another expression.
fn selected(path: &Parameter) -> Option<Selected> {
    let absolute = path.text.strip_prefix('/')?;
    let steps: Option<Vec<(&str, &str)>> = absolute
        .trim_start_matches('/')
        .split('/')
        .map(|step| expanded(step.trim(), path))
        .collect();
    let steps = steps?;
    let of_soap = |(namespace, _): &(&str, &str)| ENVELOPES.contains(namespace);
    match *steps {
        [envelope, body @ (_, "Body")] if of_soap(&envelope) && of_soap(&body) => {
            Some(Selected::Body)
        }
        [envelope, header @ (_, "Header"), (namespace, name)]
            if of_soap(&envelope) && of_soap(&header) =>
        {
            Some(Selected::Header(HeaderSet::new(namespace, [name])))
        }
        [.., (WSSE, "Security"), (namespace, "Assertion")] | [(namespace, "Assertion")]
            if namespace.starts_with("urn:oasis:names:tc:SAML:") =>
        {
            Some(Selected::Assertion)
        }
        _ => None,
    }
}

/// Returns the namespace and the local name of a step with a prefix.
fn expanded<'p>(step: &'p str, path: &'p Parameter) -> Option<(&'p str, &'p str)> {
    let (prefix, local) = step.split_once(':')?;
    let is_name = wsdlgen_runtime::xml::is_ncname(local);
    let namespace = path.namespaces.iter().find(|(known, _)| **known == *prefix);
    namespace.filter(|_| is_name).map(|(_, uri)| (&**uri, local))
}
