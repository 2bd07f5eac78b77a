//! Needs of a caller that has to meet the requirements of a policy.

use std::fmt;

use super::{
    Binding, IssuedKey, Requirements, SamlVersion, Token, TokenKind, TransportAuthentication,
};

/// Something that a caller needs for a port with a security policy. Its `Display` form says where it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The feature `ws-security` of this crate.
    WsSecurity,
    /// The feature `ws-encryption` of this crate.
    WsEncryption,
    /// The acceptance of RSA 1.5.
    Rsa15,
    /// The name and the password of a user.
    UserName,
    /// A certificate with its private key.
    Identity,
    /// The certificate of the service.
    ServiceCertificate,
    /// The certificate of the service, or of the authority that issued it.
    ServiceOrAuthority,
    /// A SAML assertion of this version.
    Assertion(SamlVersion),
    /// A token of a security token service.
    IssuedToken,
    /// An address with TLS.
    Tls,
}

impl fmt::Display for Need {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::WsSecurity => "the feature `ws-security` of wsdlgen-runtime",
            Self::WsEncryption => "the feature `ws-encryption` of wsdlgen-runtime",
            Self::Rsa15 => "the acceptance of RSA 1.5, which is broken (`Credentials::rsa15_encryption`)",
            Self::UserName => "a user name and a password (`Credentials::username`)",
            Self::Identity => "a certificate with its private key (`Credentials::identity`)",
            Self::ServiceCertificate => "the certificate of the service (`Credentials::service`)",
            Self::ServiceOrAuthority => {
                "the certificate of the service, or of the authority that issued it (`Credentials::service`, `Credentials::authority`)"
            }
            Self::Assertion(SamlVersion::V11) => "a SAML 1.1 assertion (`Credentials::assertion`)",
            Self::Assertion(SamlVersion::V20) => "a SAML 2.0 assertion (`Credentials::assertion`)",
            Self::IssuedToken => {
                "a token of the security token service (`Credentials::issued_token`, `Credentials::token_source`)"
            }
            Self::Tls => "an address that begins with `https:` (`Port::at`)",
        })
    }
}

impl Requirements {
    /// Returns what a caller needs to meet the requirements.
    ///
    /// ```
    /// use wsdlgen_runtime::policy::{Binding, Need, Requirements, Token};
    ///
    /// let requirements = Requirements::of(Binding::tls()).token(Token::username().signed());
    /// assert_eq!(requirements.needs(), [Need::WsSecurity, Need::UserName, Need::Tls]);
    /// ```
    pub fn needs(&self) -> Vec<Need> {
        let mut needs = Needs(Vec::new());
        needs.add(self.has_header(), Need::WsSecurity);
        needs.add(self.encrypts(), Need::WsEncryption);
        needs.add(self.uses_rsa15(), Need::Rsa15);
        for supporting in self.all_tokens() {
            match supporting.token.kind {
                TokenKind::Username(_) => needs.add(true, Need::UserName),
                TokenKind::X509 => needs.add(true, Need::Identity),
                TokenKind::Saml(version) => {
                    needs.add(true, Need::Assertion(version));
                    needs.add(supporting.is_endorsing, Need::Identity);
                }
                TokenKind::Issued(_) => needs.add_issued(&supporting.token),
                TokenKind::KeyValue => {}
            }
        }
        self.add_needs_of_binding(&mut needs);
        needs.0
    }

    fn add_needs_of_binding(&self, needs: &mut Needs) {
        match &self.binding {
            Binding::Transport(authentication) => {
                needs.add(true, Need::Tls);
                let with_user = [TransportAuthentication::Basic, TransportAuthentication::Digest];
                needs.add(with_user.contains(authentication), Need::UserName);
            }
            Binding::Symmetric(token) if token.issued_key().is_some() => needs.add_issued(token),
            Binding::Symmetric(_) => needs.add(true, Need::ServiceCertificate),
            Binding::Asymmetric { initiator, .. } => {
                if let TokenKind::Saml(version) = initiator.kind {
                    needs.add(true, Need::Assertion(version));
                }
                needs.add_issued(initiator);
                needs.add(true, Need::Identity);
                // Only encryption needs the certificate itself.
                needs.add(self.encrypts(), Need::ServiceCertificate);
                needs.add(!self.encrypts(), Need::ServiceOrAuthority);
            }
            Binding::None => {}
        }
    }
}

/// The needs found so far, each once.
struct Needs(Vec<Need>);

impl Needs {
    fn add(&mut self, is_needed: bool, need: Need) {
        if is_needed && !self.0.contains(&need) {
            self.0.push(need);
        }
    }

    /// Adds the needs for a token if a security token service issues it.
    fn add_issued(&mut self, token: &Token) {
        if let Some(key) = token.issued_key() {
            self.add(true, Need::IssuedToken);
            self.add(key == IssuedKey::Public, Need::Identity);
        }
    }
}
