//! The differences between SOAP 1.1 and SOAP 1.2.

use std::fmt;

use crate::xml::NamespaceId;

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SoapVersion {
    /// [SOAP 1.1](https://www.w3.org/TR/2000/NOTE-SOAP-20000508/).
    Soap11,
    /// [SOAP 1.2](https://www.w3.org/TR/soap12-part1/).
    Soap12,
}

impl SoapVersion {
    /// Returns the namespace of the envelope.
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::Soap11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::Soap12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    /// Returns the media type of a message, without parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml",
            Self::Soap12 => "application/soap+xml",
        }
    }

    /// Returns the `Content-Type` of an envelope.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml; charset=utf-8",
            Self::Soap12 => "application/soap+xml; charset=utf-8",
        }
    }

    pub(crate) const fn namespace_id(self) -> NamespaceId {
        match self {
            Self::Soap11 => NamespaceId::SOAP11,
            Self::Soap12 => NamespaceId::SOAP12,
        }
    }
}

impl fmt::Display for SoapVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Soap11 => "SOAP 1.1",
            Self::Soap12 => "SOAP 1.2",
        })
    }
}
