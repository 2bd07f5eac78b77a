//! The sample messages.

use wsdlgen_runtime::SoapVersion;

/// A sample message.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) version: SoapVersion,
    pub(crate) xml: &'static str,
}

/// The request in both SOAP versions.
pub(crate) const REQUESTS: [Sample; 2] = [
    Sample { version: SoapVersion::Soap11, xml: include_str!("request11.xml") },
    Sample { version: SoapVersion::Soap12, xml: include_str!("request12.xml") },
];

/// The response in both SOAP versions.
pub(crate) const RESPONSES: [Sample; 2] = [
    Sample { version: SoapVersion::Soap11, xml: include_str!("response11.xml") },
    Sample { version: SoapVersion::Soap12, xml: include_str!("response12.xml") },
];

impl Sample {
    /// Returns the name of the message's benchmarks.
    pub(crate) fn name(&self) -> &'static str {
        match self.version {
            SoapVersion::Soap11 => "SOAP 1.1",
            SoapVersion::Soap12 => "SOAP 1.2",
        }
    }
}
