//! Faults about the envelope itself, and their header blocks (SOAP 1.2 part 1, §5.4.7 and §5.4.8).

use super::{Fault, FaultClass, FaultCode, NoDetail, SoapVersion};
use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName};

/// The maximum number of blocks that a `MustUnderstand` fault names.
const NAMED: usize = 8;

/// Creates the fault for unknown header blocks that must be understood (SOAP 1.1, §4.2.3). In SOAP 1.2,
/// the fault has a header block for each.
pub(crate) fn not_understood(version: SoapVersion, names: &[QName]) -> Fault<NoDetail> {
    let names = &names[..names.len().min(NAMED)];
    let list: Vec<String> = names.iter().map(QName::to_string).collect();
    let code = FaultCode::of(FaultClass::MustUnderstand);
    let mut fault = Fault::new(code, format!("not understood: {}", list.join(", ")));
    if version == SoapVersion::Soap12 {
        fault.headers = names
            .iter()
            .filter(|name| is_whole(name))
            .map(|name| named("NotUnderstood", name.namespace(), name.local()))
            .collect();
    }
    fault
}

/// Returns whether a name has not been truncated. A truncated name must not be sent.
fn is_whole(name: &QName) -> bool {
    !name.namespace().ends_with('…') && !name.local().ends_with('…')
}

/// Creates the fault for a message that is not an envelope of a supported version. It lists the
/// supported versions (part 1, appendix A).
pub(crate) fn version_mismatch(root: &str) -> Fault<NoDetail> {
    let code = FaultCode::of(FaultClass::VersionMismatch);
    let mut fault =
        Fault::new(code, format!("`{root}` is neither a SOAP 1.1 nor a SOAP 1.2 envelope"));
    let supported = [SoapVersion::Soap12, SoapVersion::Soap11];
    let mut upgrade = AnyElement::new(of_soap12("Upgrade"));
    let envelope =
        |version: SoapVersion| named("SupportedEnvelope", version.namespace(), "Envelope");
    upgrade.children = supported.map(envelope).map(AnyNode::Element).into();
    fault.headers.push(upgrade);
    fault
}

/// Creates a SOAP 1.2 element whose `qname` attribute is this name.
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
