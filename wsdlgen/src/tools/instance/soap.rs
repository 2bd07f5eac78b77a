//! Namespaces and media types of envelopes.

use wsdlgen_runtime::SoapVersion as Runtime;

use crate::model::SoapVersion;

/// The namespace of `xsi:type` and `xsi:nil`.
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The XML declaration at the start of every message.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Returns the namespace of an envelope.
pub(super) const fn namespace(version: SoapVersion) -> &'static str {
    of_runtime(version).namespace()
}

/// Returns the `Content-Type` of an envelope.
pub(crate) fn content_type(version: SoapVersion) -> String {
    format!("{}; charset=utf-8", of_runtime(version).media_type())
}

/// Returns the version whose envelopes are in a namespace.
pub(crate) fn version_of(uri: &str) -> Option<SoapVersion> {
    [SoapVersion::Soap11, SoapVersion::Soap12].into_iter().find(|one| namespace(*one) == uri)
}

/// Converts a version to the runtime's type.
pub(crate) const fn of_runtime(version: SoapVersion) -> Runtime {
    match version {
        SoapVersion::Soap11 => Runtime::Soap11,
        SoapVersion::Soap12 => Runtime::Soap12,
    }
}
