//! Faults about the envelope itself, and the header blocks that say more (SOAP 1.2 part 1, §5.4.7 and §5.4.8).

use super::{Fault, FaultClass, FaultCode, NoDetail, SoapVersion};
use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName};

/// A fault for header blocks that must be understood and are not (SOAP 1.1, §4.2.3). In SOAP 1.2 each is
/// named by a block, too.
pub(crate) fn not_understood(version: SoapVersion, names: &[QName]) -> Fault<NoDetail> {
    let shown: Vec<String> = names.iter().map(QName::to_string).collect();
    let code = FaultCode::of(FaultClass::MustUnderstand);
    let mut fault = Fault::new(code, format!("not understood: {}", shown.join(", ")));
    if version == SoapVersion::Soap12 {
        fault.headers = names
            .iter()
            .filter(|name| is_whole(name))
            .map(|name| named("NotUnderstood", name.namespace(), name.local()))
            .collect();
    }
    fault
}

/// A name that is too long to be shown is none to send, either.
fn is_whole(name: &QName) -> bool {
    !name.namespace().ends_with('…') && !name.local().ends_with('…')
}

/// A fault for an envelope that is of no version, with those that may be sent (part 1, appendix A).
pub(crate) fn version_mismatch(root: &str) -> Fault<NoDetail> {
    let code = FaultCode::of(FaultClass::VersionMismatch);
    let mut fault =
        Fault::new(code, format!("{root} is neither a SOAP 1.1 nor a SOAP 1.2 envelope"));
    let supported = [SoapVersion::Soap12, SoapVersion::Soap11];
    let mut upgrade = AnyElement::new(of_soap12("Upgrade"));
    let envelope =
        |version: SoapVersion| named("SupportedEnvelope", version.namespace(), "Envelope");
    upgrade.children = supported.map(envelope).map(AnyNode::Element).into();
    fault.headers.push(upgrade);
    fault
}

/// An element of SOAP 1.2's whose attribute `qname` is a name.
fn named(element: &str, namespace: &str, local: &str) -> AnyElement {
    let mut element = AnyElement::new(of_soap12(element));
    let mut value = local.to_owned();
    if !namespace.is_empty() {
        element.declarations.push(("named".to_owned(), namespace.into()));
        value = format!("named:{local}");
    }
    element.attributes.push(AnyAttribute::new(QName::new("", "qname"), value));
    element
}

fn of_soap12(local: &str) -> QName {
    QName::new(SoapVersion::Soap12.namespace(), local).with_prefix("env")
}
