//! What an envelope is, as the runtime has it.

use wsdlgen_runtime::SoapVersion as Runtime;

use crate::model::SoapVersion;

/// Where `xsi:type` and `xsi:nil` are.
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What every message begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The namespace of an envelope.
pub(super) const fn namespace(version: SoapVersion) -> &'static str {
    of_runtime(version).namespace()
}

/// The `Content-Type` of an envelope.
pub(crate) fn content_type(version: SoapVersion) -> String {
    format!("{}; charset=utf-8", of_runtime(version).media_type())
}

/// The version whose envelopes are in this namespace.
pub(super) fn version_of(uri: &str) -> Option<SoapVersion> {
    [SoapVersion::Soap11, SoapVersion::Soap12].into_iter().find(|one| namespace(*one) == uri)
}

/// The runtime's word for a version.
pub(crate) const fn of_runtime(version: SoapVersion) -> Runtime {
    match version {
        SoapVersion::Soap11 => Runtime::Soap11,
        SoapVersion::Soap12 => Runtime::Soap12,
    }
}
