//! The security that a port requires (WS-SecurityPolicy 1.3).
//!
//! Generated code describes the policy of a port with a [`SecurityPolicy`]. Each of its alternatives is a set of
//! [`Requirements`]. Their `Display` form says in words what a caller needs.
//!
//! ```
//! use wsdlgen_runtime::policy::{AlgorithmSuite, Binding, Requirements, Token};
//!
//! let requirements = Requirements::of(Binding::tls())
//!     .algorithms(AlgorithmSuite::BASIC_256_SHA_256)
//!     .timestamp()
//!     .token(Token::username().signed());
//! assert_eq!(
//!     requirements.to_string(),
//!     "TLS; user name and password; timestamp"
//! );
//! ```

mod display;
mod issued;
mod missing;
mod needs;
mod protection;
mod suite;
mod token;

pub use self::{
    issued::{IssuedKey, TokenTemplate},
    missing::PolicyError,
    needs::Need,
    protection::{AttachmentCoverage, HeaderSet, Parts, Protection},
    suite::{AlgorithmSuite, Cipher, Digest, KeyTransport},
    token::{
        Inclusion, KeyReference, PasswordType, SamlVersion, SupportingToken, Token, TokenKind,
    },
};

#[cfg_attr(not(feature = "soap"), allow(unused_imports, reason = "ports belong to SOAP"))]
pub(crate) use missing::Supplied;

/// The security policy of a port (WS-Policy 1.5, §3.4). A caller has to meet one of its alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityPolicy {
    alternatives: Vec<Requirements>,
    unsupported: Vec<String>,
}

impl SecurityPolicy {
    /// Creates a policy from its alternatives, in the order of preference.
    pub fn any_of(alternatives: impl IntoIterator<Item = Requirements>) -> Self {
        Self { alternatives: alternatives.into_iter().collect(), unsupported: Vec::new() }
    }

    /// Creates a policy that cannot be met, since it requires the named assertions.
    pub fn unsupported<'a>(assertions: impl IntoIterator<Item = &'a str>) -> Self {
        let unsupported = assertions.into_iter().map(str::to_owned).collect();
        Self { alternatives: Vec::new(), unsupported }
    }

    /// Returns the alternatives that can be met.
    pub fn alternatives(&self) -> &[Requirements] {
        &self.alternatives
    }

    /// Returns the names of the required assertions that cannot be met.
    pub fn unsupported_assertions(&self) -> impl Iterator<Item = &str> {
        self.unsupported.iter().map(String::as_str)
    }
}

impl From<Requirements> for SecurityPolicy {
    fn from(requirements: Requirements) -> Self {
        Self::any_of([requirements])
    }
}

/// One alternative of a [`SecurityPolicy`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is an assertion of the specification")]
pub struct Requirements {
    /// The security binding (§7).
    pub binding: Binding,
    /// The algorithms (§6.1).
    pub suite: AlgorithmSuite,
    /// `true` if messages have a timestamp (§6.2).
    pub timestamp: bool,
    /// The order of signing and encrypting (§6.3).
    pub order: ProtectionOrder,
    /// `true` if signatures are encrypted (§6.4).
    pub encrypt_signature: bool,
    /// `true` if signatures cover the token of their key (§6.5).
    pub protect_tokens: bool,
    /// `true` if replies confirm the signatures of requests (§8.2, `RequireSignatureConfirmation`).
    pub confirm_signatures: bool,
    /// The tokens that accompany requests, in addition to those of the binding (§8).
    pub tokens: Vec<SupportingToken>,
    /// The protection of requests.
    pub requests: Protection,
    /// The protection of replies.
    pub replies: Protection,
    /// The operations whose messages are protected in another way.
    pub exceptions: Vec<OperationProtection>,
}

/// The protection of the messages of one operation, in place of that of the other operations.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationProtection {
    /// The index of the operation in the contract ([`Operation::INDEX`](crate::Operation::INDEX)).
    pub index: usize,
    /// The name of the operation.
    pub operation: String,
    /// The protection of its requests.
    pub request: Protection,
    /// The protection of its replies.
    pub reply: Protection,
    /// The tokens that accompany its requests, in addition to those of every request.
    pub tokens: Vec<SupportingToken>,
}

/// The order of signing and encrypting (§6.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtectionOrder {
    /// `SignBeforeEncrypting`: signatures cover plain text.
    #[default]
    SignBeforeEncrypting,
    /// `EncryptBeforeSigning`: signatures cover cipher text.
    EncryptBeforeSigning,
}

/// The security binding: how messages are protected as a whole (§7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// No binding: only the supporting tokens are required.
    None,
    /// `TransportBinding` (§7.3): TLS protects messages. The authentication is that of its `sp:HttpsToken`.
    Transport(TransportAuthentication),
    /// `SymmetricBinding` (§7.4): a key that the caller creates and sends for this token protects both directions.
    Symmetric(Token),
    /// `AsymmetricBinding` (§7.5): each side has a key pair.
    Asymmetric {
        /// The token with which the caller signs requests, and for which replies are encrypted.
        initiator: Token,
        /// The token with which the server signs replies, and for which requests are encrypted.
        recipient: Token,
    },
}

/// The authentication of the caller in HTTP or TLS (§5.4.10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransportAuthentication {
    /// None.
    #[default]
    None,
    /// `HttpBasicAuthentication`.
    Basic,
    /// `HttpDigestAuthentication`.
    Digest,
    /// `RequireClientCertificate`.
    ClientCertificate,
}

impl Binding {
    /// Creates a transport binding without authentication of the caller.
    pub fn tls() -> Self {
        Self::Transport(TransportAuthentication::None)
    }

    /// Creates a transport binding with authentication of the caller.
    pub fn tls_with(authentication: TransportAuthentication) -> Self {
        Self::Transport(authentication)
    }

    /// Creates an asymmetric binding.
    pub fn asymmetric(initiator: Token, recipient: Token) -> Self {
        Self::Asymmetric { initiator, recipient }
    }

    /// Returns whether the binding protects messages by itself, without TLS.
    pub fn protects_messages(&self) -> bool {
        matches!(self, Self::Symmetric(_) | Self::Asymmetric { .. })
    }

    /// Returns the token that protects requests: the initiator token of an asymmetric binding, or the protection token of a
    /// symmetric one.
    pub fn protection_token(&self) -> Option<&Token> {
        match self {
            Self::Asymmetric { initiator: token, .. } | Self::Symmetric(token) => Some(token),
            _ => None,
        }
    }
}

impl Requirements {
    /// Creates the requirements of a binding, with the algorithms of `Basic256Sha256` and without a timestamp.
    pub fn of(binding: Binding) -> Self {
        Self {
            binding,
            suite: AlgorithmSuite::BASIC_256_SHA_256,
            timestamp: false,
            order: ProtectionOrder::default(),
            encrypt_signature: false,
            protect_tokens: false,
            confirm_signatures: false,
            tokens: Vec::new(),
            requests: Protection::default(),
            replies: Protection::default(),
            exceptions: Vec::new(),
        }
    }

    /// Sets the algorithms (§6.1).
    #[must_use]
    pub fn algorithms(mut self, suite: AlgorithmSuite) -> Self {
        self.suite = suite;
        self
    }

    /// Requires a timestamp (§6.2).
    #[must_use]
    pub fn timestamp(mut self) -> Self {
        self.timestamp = true;
        self
    }

    /// Requires that messages are encrypted before they are signed (§6.3).
    #[must_use]
    pub fn encrypt_before_signing(mut self) -> Self {
        self.order = ProtectionOrder::EncryptBeforeSigning;
        self
    }

    /// Requires that signatures are encrypted (§6.4).
    #[must_use]
    pub fn encrypt_signature(mut self) -> Self {
        self.encrypt_signature = true;
        self
    }

    /// Requires that signatures cover the token of their key (§6.5).
    #[must_use]
    pub fn protect_tokens(mut self) -> Self {
        self.protect_tokens = true;
        self
    }

    /// Requires that replies confirm the signatures of requests (§8.2).
    #[must_use]
    pub fn confirm_signatures(mut self) -> Self {
        self.confirm_signatures = true;
        self
    }

    /// Adds a supporting token (§8).
    #[must_use]
    pub fn token(mut self, token: impl Into<SupportingToken>) -> Self {
        self.tokens.push(token.into());
        self
    }

    /// Sets the protection of requests and replies.
    #[must_use]
    pub fn messages(mut self, protection: Protection) -> Self {
        self.requests = protection.clone();
        self.replies = protection;
        self
    }

    /// Sets the protection of requests.
    #[must_use]
    pub fn requests(mut self, protection: Protection) -> Self {
        self.requests = protection;
        self
    }

    /// Sets the protection of replies.
    #[must_use]
    pub fn replies(mut self, protection: Protection) -> Self {
        self.replies = protection;
        self
    }

    /// Sets the protection of the messages of one operation, given by its index in the contract and its name, and the
    /// tokens that accompany its requests in addition to those of every request.
    #[must_use]
    pub fn operation(
        mut self,
        (index, name): (usize, &str),
        request: Protection,
        reply: Protection,
        tokens: Vec<SupportingToken>,
    ) -> Self {
        let operation = name.to_owned();
        self.exceptions.push(OperationProtection { index, operation, request, reply, tokens });
        self
    }

    /// Returns the protection of the requests of the operation with this index.
    pub fn request(&self, operation: usize) -> &Protection {
        self.exception(operation).map_or(&self.requests, |exception| &exception.request)
    }

    /// Returns the protection of the replies of the operation with this index.
    pub fn reply(&self, operation: usize) -> &Protection {
        self.exception(operation).map_or(&self.replies, |exception| &exception.reply)
    }

    /// Returns the supporting tokens of the requests of the operation with this index.
    pub fn tokens_of(&self, operation: usize) -> impl Iterator<Item = &SupportingToken> {
        let own = self.exception(operation).map_or(&[][..], |exception| &exception.tokens);
        self.tokens.iter().chain(own)
    }

    /// Returns whether messages are signed or encrypted, so that the algorithms matter.
    pub fn uses_algorithms(&self) -> bool {
        let is_bare = self.binding == Binding::None;
        self.binding.protects_messages()
            || self.all_tokens().any(|token| token.is_endorsing || token.is_encrypted && is_bare)
    }

    fn exception(&self, operation: usize) -> Option<&OperationProtection> {
        self.exceptions.iter().find(|exception| exception.index == operation)
    }
}
