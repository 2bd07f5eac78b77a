//! Keys that `ds:KeyInfo` refers to (SOAP Message Security 1.1, §7).

use super::{BroughtKey, Keys, Received, reference_in};
use crate::{
    security::{
        Certificate, Identity, SecurityCode, SecurityError, WSSE,
        message::{attribute, base64_bytes, is, only, text_of},
        saml::{self, Holder},
        token,
        tree::{self, Path},
        uris::{DS, ENCRYPTED_KEY_SHA1, KEY_IDENTIFIER, SAML_ASSERTION_ID, SAML_ID, THUMBPRINT},
    },
    xml::AnyElement,
};

/// A key that a message refers to.
pub(super) enum NamedKey<'r> {
    Certificate(Certificate, Option<Path>),
    /// The keys of the subject of an assertion.
    Assertion(Vec<Holder>, Path),
    Shared(&'r BroughtKey),
    /// The message does not contain the key, and does not say which of the known ones it is.
    Unknown,
}

impl Received {
    /// Finds the key that a `ds:KeyInfo` refers to.
    pub(super) fn named<'r>(
        &'r self,
        key_info: &AnyElement,
        keys: &Keys<'_>,
    ) -> Result<NamedKey<'r>, SecurityError> {
        let reference = reference_in(key_info)?;
        if let Some(direct) = only(reference, WSSE, "Reference")? {
            return self.direct(direct);
        }
        if let Some(identifier) = only(reference, WSSE, "KeyIdentifier")? {
            return self.identified(identifier, keys);
        }
        if let Some(embedded) = only(reference, WSSE, "Embedded")? {
            let token = only(embedded, WSSE, "BinarySecurityToken")?;
            let certificate = token.map(token::read).transpose()?;
            return Ok(
                certificate.map_or(NamedKey::Unknown, |one| NamedKey::Certificate(one, None))
            );
        }
        if let Some(data) = only(reference, DS, "X509Data")? {
            return by_data(data, keys);
        }
        Ok(NamedKey::Unknown)
    }

    /// Finds the token of the security header that a `wsse:Reference` refers to (§7.1).
    fn direct(&self, reference: &AnyElement) -> Result<NamedKey<'_>, SecurityError> {
        let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
        self.by_id(id.ok_or_else(|| unsupported("the token is outside the message"))?)
    }

    /// Finds the token of the security header with this id.
    fn by_id(&self, id: &str) -> Result<NamedKey<'_>, SecurityError> {
        if let Some(brought) = self.shared.iter().find(|brought| brought.id.as_deref() == Some(id))
        {
            return Ok(NamedKey::Shared(brought));
        }
        let path = tree::by_id(&self.tree, id)?;
        let is_in_header = path.split_last().is_some_and(|(_, parent)| {
            self.security.as_deref().is_some_and(|security| security == parent)
        });
        let token = tree::at(&self.tree, &path).filter(|_| is_in_header);
        let token = token.ok_or_else(|| unsupported("the key is not in the security header"))?;
        if is(token, WSSE, "BinarySecurityToken") {
            Ok(NamedKey::Certificate(token::read(token)?, Some(path)))
        } else if saml::version(token).is_some() {
            Ok(NamedKey::Assertion(saml::holders(token)?, path))
        } else {
            Err(unsupported("the key is neither a certificate nor in an assertion"))
        }
    }

    /// Finds the key with a `wsse:KeyIdentifier` (§7.3).
    fn identified(
        &self,
        identifier: &AnyElement,
        keys: &Keys<'_>,
    ) -> Result<NamedKey<'_>, SecurityError> {
        let value_type = attribute(identifier, "", "ValueType").unwrap_or_default();
        if [SAML_ASSERTION_ID, SAML_ID].contains(&value_type) {
            return self.by_id(&text_of(identifier));
        }
        let Some(bytes) = base64_bytes(identifier) else { return Ok(NamedKey::Unknown) };
        let of_certificate = |matches: &dyn Fn(&Certificate) -> bool| {
            let found = known(keys).find(|certificate| matches(certificate));
            let missing = || unavailable("the certificate is unknown");
            found.cloned().map(|one| NamedKey::Certificate(one, None)).ok_or_else(missing)
        };
        match value_type {
            ENCRYPTED_KEY_SHA1 => {
                let mut shared = self.shared.iter().filter(|brought| brought.is_base);
                let brought = shared.find(|brought| brought.sha1 == bytes);
                brought.map(NamedKey::Shared).ok_or_else(|| unavailable("the key is unknown"))
            }
            THUMBPRINT => of_certificate(&|certificate| certificate.thumbprint() == bytes),
            KEY_IDENTIFIER => {
                of_certificate(&|certificate| certificate.key_identifier().as_ref() == Some(&bytes))
            }
            _ => Ok(NamedKey::Unknown),
        }
    }

    /// Returns the shared key that a security token reference refers to.
    pub(super) fn shared_key(&self, reference: &AnyElement) -> Result<&BroughtKey, SecurityError> {
        match self.named(reference, &Keys::default())? {
            NamedKey::Shared(brought) => Ok(brought),
            _ => Err(unavailable("the shared key is unknown")),
        }
    }
}

/// Finds the certificate in, or described by, a `ds:X509Data` (XML Signature 1.1, §4.5.4).
fn by_data<'r>(data: &AnyElement, keys: &Keys<'_>) -> Result<NamedKey<'r>, SecurityError> {
    if let Some(certificate) = only(data, DS, "X509Certificate")? {
        return Ok(NamedKey::Certificate(token::decoded(certificate)?, None));
    }
    let serial = only(data, DS, "X509IssuerSerial")?;
    let serial = serial.map(|serial| only(serial, DS, "X509SerialNumber")).transpose()?.flatten();
    let serial = serial.map(text_of);
    let identifier = only(data, DS, "X509SKI")?.and_then(base64_bytes);
    let is_meant = |certificate: &&Certificate| match (&serial, &identifier) {
        (Some(serial), _) => certificate.has_serial(serial),
        (None, Some(identifier)) => certificate.key_identifier().as_ref() == Some(identifier),
        (None, None) => false,
    };
    let found = known(keys).find(is_meant).cloned();
    let missing = || unavailable("the certificate is unknown");
    found.map(|certificate| NamedKey::Certificate(certificate, None)).ok_or_else(missing)
}

/// Returns the certificates that messages may refer to.
fn known<'k>(keys: &Keys<'k>) -> impl Iterator<Item = &'k Certificate> {
    let own = keys.identity.map(Identity::certificate);
    own.into_iter().chain(keys.certificates.clone())
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedSecurityToken, reason)
}

fn unavailable(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::SecurityTokenUnavailable, reason)
}
