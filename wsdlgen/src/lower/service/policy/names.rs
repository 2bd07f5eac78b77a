//! Namespaces of policy assertions.

use crate::model::Addressing;

/// Namespaces of WS-SecurityPolicy: 1.1, a draft of 1.2, 1.2 with 1.3, and the additions of 1.3.
const SECURITY: [&str; 4] = [
    "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy",
    "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200512",
    "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702",
    "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200802",
];

/// Extensions of WS-SecurityPolicy: the algorithm suites of Apache CXF, and the tokens of WCF.
const SECURITY_EXTENSIONS: [&str; 2] = [
    "http://cxf.apache.org/custom/security-policy",
    "http://schemas.microsoft.com/ws/2005/07/securitypolicy",
];

/// Namespaces of assertions that WS-Addressing 1.0 is used.
const ADDRESSING: [&str; 3] = [
    "http://www.w3.org/2006/05/addressing/wsdl",
    "http://www.w3.org/2006/02/addressing/wsdl",
    "http://www.w3.org/2007/05/addressing/metadata",
];

/// The namespace of the assertion that WS-Addressing of August 2004 is used.
const ADDRESSING_AUGUST_2004: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/policy";

/// Namespaces of assertions that MTOM is used.
const MTOM: [&str; 3] = [
    "http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization",
    "http://www.w3.org/2007/08/soap12-mtom-policy",
    "http://www.w3.org/2007/11/ws-mtom-policy",
];

/// Assertions of protocols that change messages.
const PROTOCOLS: [&str; 6] = [
    "RMAssertion",
    "ATAssertion",
    "BAAtomicOutcomeAssertion",
    "BAMixedOutcomeAssertion",
    "BinaryEncoding",
    "OneWay",
];

pub(crate) fn is_security(namespace: &str) -> bool {
    SECURITY.contains(&namespace) || SECURITY_EXTENSIONS.contains(&namespace)
}

/// Returns the use of WS-Addressing that an assertion in this namespace declares.
pub(crate) fn addressing(namespace: &str) -> Addressing {
    match namespace {
        ADDRESSING_AUGUST_2004 => Addressing::AskedAugust2004,
        _ if ADDRESSING.contains(&namespace) => Addressing::Asked,
        _ => Addressing::NotAsked,
    }
}

pub(crate) fn is_mtom(namespace: &str) -> bool {
    MTOM.contains(&namespace)
}

/// Returns whether a port that requires this assertion cannot be called without it.
pub(crate) fn is_protocol(local: &str) -> bool {
    PROTOCOLS.contains(&local)
}
