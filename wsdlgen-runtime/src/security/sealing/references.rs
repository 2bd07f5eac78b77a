//! References to keys (SOAP Message Security 1.1, §7).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    policy::{KeyReference, SamlVersion},
    security::{
        Certificate, SecurityCode, SecurityError,
        uris::{
            BASE64, DS, ENCRYPTED_KEY, ENCRYPTED_KEY_SHA1, KEY_IDENTIFIER, SAML_ASSERTION_ID,
            SAML_ID, SAML11, SAML20, THUMBPRINT, WSSE11, X509V3,
        },
    },
    xml::Writer,
};

/// A reference to a key.
#[derive(Clone, Debug)]
pub(in crate::security) enum Reference {
    /// A certificate in the message, by its id.
    Certificate(String),
    /// An encrypted key in the message, by its id.
    EncryptedKey(String),
    /// A derived key in the message, by its id.
    DerivedKey(String),
    /// The encrypted key of the request, by its digest.
    OfRequest(Vec<u8>),
    /// An assertion in the message, by its version and id.
    Assertion(SamlVersion, String),
    /// A reference that a security token service has written.
    Attached(String),
    IssuerSerial(String, String),
    Thumbprint(Vec<u8>),
    KeyIdentifier(Vec<u8>),
}

impl Reference {
    /// Returns a reference to a certificate that the message does not contain.
    pub(super) fn to_certificate(
        certificate: &Certificate,
        form: KeyReference,
    ) -> Result<Self, SecurityError> {
        let reference = match form {
            KeyReference::IssuerSerial => certificate
                .issuer_serial()
                .map(|(issuer, serial)| Self::IssuerSerial(issuer, serial)),
            KeyReference::Thumbprint => Some(Self::Thumbprint(certificate.thumbprint())),
            KeyReference::KeyIdentifier => certificate.key_identifier().map(Self::KeyIdentifier),
        };
        let code = SecurityCode::InvalidSecurityToken;
        reference.ok_or_else(|| SecurityError::new(code, "the certificate cannot be read"))
    }

    /// Returns the `wsse:SecurityTokenReference`.
    pub(super) fn xml(&self) -> String {
        self.xml_with_id(None)
    }

    /// Returns the `wsse:SecurityTokenReference` for a place where its prefix is not declared.
    #[cfg(feature = "ws-encryption")]
    pub(super) fn standalone(&self) -> String {
        let xml = self.xml();
        if matches!(self, Self::Attached(_)) {
            return xml;
        }
        let start =
            format!("<wsse:SecurityTokenReference xmlns:wsse=\"{}\"", crate::security::WSSE);
        xml.replacen("<wsse:SecurityTokenReference", &start, 1)
    }

    /// Returns the `wsse:SecurityTokenReference` with an id, by which signatures refer to it.
    pub(super) fn xml_with_id(&self, id: Option<&str>) -> String {
        if let Self::Attached(xml) = self {
            return xml.clone();
        }
        let identifier = |value_type: &str, bytes: &[u8]| {
            format!(
                "<wsse:KeyIdentifier EncodingType=\"{BASE64}\" ValueType=\"{value_type}\">{}</wsse:KeyIdentifier>",
                base64(bytes)
            )
        };
        let mut token_type = None;
        let inner = match self {
            Self::Attached(_) => String::new(),
            Self::Certificate(id) => {
                format!("<wsse:Reference URI=\"#{id}\" ValueType=\"{X509V3}\"/>")
            }
            Self::EncryptedKey(id) => {
                token_type = Some(ENCRYPTED_KEY);
                format!("<wsse:Reference URI=\"#{id}\"/>")
            }
            Self::DerivedKey(id) => format!("<wsse:Reference URI=\"#{id}\"/>"),
            Self::OfRequest(sha1) => {
                token_type = Some(ENCRYPTED_KEY);
                identifier(ENCRYPTED_KEY_SHA1, sha1)
            }
            Self::IssuerSerial(issuer, serial) => {
                let issuer = escaped(issuer);
                format!(
                    "<ds:X509Data xmlns:ds=\"{DS}\"><ds:X509IssuerSerial><ds:X509IssuerName>{issuer}\
                     </ds:X509IssuerName><ds:X509SerialNumber>{serial}</ds:X509SerialNumber>\
                     </ds:X509IssuerSerial></ds:X509Data>"
                )
            }
            Self::Assertion(version, id) => {
                let (kind, value_type) = match version {
                    SamlVersion::V11 => (SAML11, SAML_ASSERTION_ID),
                    SamlVersion::V20 => (SAML20, SAML_ID),
                };
                token_type = Some(kind);
                let id = escaped(id);
                format!("<wsse:KeyIdentifier ValueType=\"{value_type}\">{id}</wsse:KeyIdentifier>")
            }
            Self::Thumbprint(bytes) => identifier(THUMBPRINT, bytes),
            Self::KeyIdentifier(bytes) => identifier(KEY_IDENTIFIER, bytes),
        };
        let token_type = token_type.map_or_else(String::new, |uri| {
            format!(" xmlns:wsse11=\"{WSSE11}\" wsse11:TokenType=\"{uri}\"")
        });
        let id = id.map_or_else(String::new, |id| format!(" wsu:Id=\"{id}\""));
        format!(
            "<wsse:SecurityTokenReference{token_type}{id}>{inner}</wsse:SecurityTokenReference>"
        )
    }
}

/// Returns a text with its special characters escaped.
fn escaped(text: &str) -> String {
    let mut writer = Writer::default();
    writer.text(text);
    writer.finish_text().unwrap_or_default()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
