//! Policies with what it takes to meet them: the security of one side of a port.

mod wanted;

use std::time::SystemTime;

use http::HeaderValue;

use super::{
    Authenticated, Certificate, Credentials, IssuedToken, SecurityCode, SecurityError, Verifier,
    basic,
    incoming::{Received, Signer},
    mime::MimePart,
    saml::Holder,
    sealing::{Direction, RequestKeys, SealedMessage, Sealing, seal},
    username::Username,
    verify::Admitted,
};
use crate::{
    policy::{Binding, Digest, Protection, Requirements, TokenKind, TransportAuthentication},
    xml::ReadOptions,
};

/// The security of one side of a port.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The alternatives of the policy that can be met. A client has chosen one.
    alternatives: Vec<Requirements>,
    credentials: Credentials,
    verifier: Verifier,
    side: Side,
}

/// The side of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Client,
    Server,
}

/// The keys and signatures of a request, for its reply.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchange {
    keys: RequestKeys,
    /// The token that a security token service has issued for the request.
    issued: Option<IssuedToken>,
    /// The index of the alternative that the request meets.
    alternative: usize,
}

impl Plan {
    /// Creates the security of a client, which meets `requirements` with its credentials.
    pub(crate) fn of_client(requirements: Requirements, credentials: Credentials) -> Self {
        let verifier = credentials.verifier(accepts_sha1(&requirements));
        Self { alternatives: vec![requirements], credentials, verifier, side: Side::Client }
    }

    /// Creates the security of a server, whose callers meet one of the alternatives.
    pub(crate) fn of_server(alternatives: Vec<Requirements>, verifier: Verifier) -> Self {
        let credentials = Credentials::of_server(&verifier);
        let verifier = if alternatives.iter().any(accepts_sha1) {
            verifier.sha1_signatures()
        } else {
            verifier
        };
        Self { alternatives, credentials, verifier, side: Side::Server }
    }

    /// Returns whether messages must be complete before their security header can be written.
    pub(crate) fn signs(&self) -> bool {
        self.alternatives.iter().any(|requirements| {
            requirements.binding.protects_messages()
                || requirements.all_tokens().any(|token| token.is_endorsing)
        })
    }

    /// Returns whether the attachments of an outgoing message of an operation are signed or encrypted.
    pub(super) fn protects_attachments(&self, operation: usize, exchange: &Exchange) -> bool {
        let is_request = self.side == Side::Client;
        self.alternatives.get(exchange.alternative).is_some_and(|one| {
            let protection = if is_request { one.request(operation) } else { one.reply(operation) };
            protection.protects_attachments()
        })
    }

    /// Returns whether incoming messages may have attachments, which the policy protects.
    pub(super) fn may_have_attachments(&self) -> bool {
        self.alternatives.iter().any(|one| {
            let own = one.exceptions.iter().flat_map(|own| [&own.request, &own.reply]);
            let mut all = [&one.requests, &one.replies].into_iter().chain(own);
            all.any(Protection::protects_attachments)
        })
    }

    /// Returns whether messages have a security header.
    pub(crate) fn seals(&self) -> bool {
        self.alternatives.iter().any(|requirements| self.has_header(requirements))
    }

    /// Returns whether messages have a security header if they meet these requirements.
    fn has_header(&self, requirements: &Requirements) -> bool {
        let has_tokens = !self.credentials.tokens.is_empty() || self.verifier.wants_tokens();
        requirements.has_header() || has_tokens
    }

    /// Returns whether replies are checked.
    pub(crate) fn verifies(&self) -> bool {
        self.side == Side::Server && self.seals() || self.signs()
    }

    /// Gets the token that the policy requires of a security token service, for the address `receiver`.
    pub(crate) async fn begin(&self, receiver: &str) -> Result<Exchange, SecurityError> {
        let Credentials { issued, source, .. } = &self.credentials;
        let template = self.alternatives.iter().find_map(Requirements::token_template);
        let source = source.as_ref().filter(|_| issued.is_none());
        let Some((source, template)) = source.zip(template) else {
            return Ok(Exchange::default());
        };
        let issued = source.token(template, receiver).await.map_err(|error| {
            let code = SecurityCode::SecurityTokenUnavailable;
            SecurityError::new(code, format!("there is no token: {}", chain(&*error)))
        })?;
        Ok(Exchange { issued: Some(issued), ..Exchange::default() })
    }

    /// Adds the security header to a message of an operation.
    pub(super) fn seal(
        &self,
        envelope: &str,
        attachments: Vec<MimePart>,
        operation: usize,
        exchange: &Exchange,
        now: SystemTime,
    ) -> Result<(SealedMessage, Exchange), SecurityError> {
        let Some(requirements) = self.alternatives.get(exchange.alternative) else {
            return Err(SecurityError::invalid("the policy has no such alternative"));
        };
        let is_request = self.side == Side::Client;
        if !self.has_header(requirements) {
            let text = envelope.to_owned();
            return Ok((SealedMessage { text, attachments }, Exchange::default()));
        }
        let tokens = requirements.tokens_of(operation).filter(|_| is_request).collect();
        let username = self.username(requirements);
        let sealing = Sealing {
            requirements,
            protection: if is_request {
                requirements.request(operation)
            } else {
                requirements.reply(operation)
            },
            tokens,
            direction: if is_request {
                Direction::Request
            } else {
                Direction::Reply(&exchange.keys)
            },
            username: username.as_ref(),
            assertion: self.credentials.assertion.as_ref(),
            issued: exchange.issued.as_ref().or(self.credentials.issued.as_ref()),
            attachments,
            others: if is_request { &self.credentials.tokens } else { &[] },
            identity: self.credentials.identity.as_ref(),
            receiver: if is_request {
                self.credentials.service.as_ref()
            } else {
                exchange.keys.sender.as_ref()
            },
            lifetime: self.credentials.lifetime,
            actor: None,
            now,
        };
        let (sealed, keys) = seal(envelope, &sealing)?;
        Ok((sealed, Exchange { keys, issued: None, alternative: exchange.alternative }))
    }

    /// Returns the value of `Authorization` if the policy requires HTTP Basic authentication.
    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        let requirements = self.alternatives.first().filter(|_| self.side == Side::Client)?;
        let (name, password) = self.credentials.username.as_ref()?;
        is_basic(requirements).then(|| basic::authorization(name, password)).flatten()
    }

    fn username(&self, requirements: &Requirements) -> Option<Username> {
        let form = requirements.all_tokens().find_map(|token| match token.token.kind {
            TokenKind::Username(form) => Some(form),
            _ => None,
        })?;
        let user = self.credentials.username.as_ref();
        user.map(|(name, password)| Username::new(name, password, form))
    }

    /// Decrypts an incoming message and verifies its signatures, but does not compare it with the policy.
    pub(super) fn open(
        &self,
        envelope: &str,
        attachments: Vec<MimePart>,
        exchange: &Exchange,
        options: &ReadOptions,
    ) -> Result<Received, SecurityError> {
        let of_request = exchange.keys.shared.as_ref();
        let of_request = of_request.filter(|_| self.side == Side::Client);
        let ciphers = self.alternatives.iter().map(|one| one.suite.cipher).collect();
        let wants_assertion =
            self.side == Side::Server && self.alternatives.iter().any(Requirements::has_assertion);
        let uses_rsa15 = self.alternatives.iter().any(Requirements::uses_rsa15);
        let accepted = (ciphers, wants_assertion, uses_rsa15);
        self.verifier.process(envelope, attachments, of_request, accepted, options)
    }

    /// Compares an incoming message of an operation with the policy.
    pub(super) fn admit(
        &self,
        received: &Received,
        operation: usize,
        exchange: &Exchange,
        transport: TransportEvidence<'_>,
        now: SystemTime,
    ) -> Result<(Authenticated, Exchange), SecurityError> {
        let mut first = None;
        for (alternative, requirements) in self.alternatives.iter().enumerate() {
            let caller = match self.caller(requirements, transport) {
                Ok(caller) => caller,
                Err(error) => {
                    first = first.or(Some(error));
                    continue;
                }
            };
            let lacks = self.may_lack_header(requirements, operation, received);
            if !self.has_header(requirements) || lacks {
                if !received.is_plain() {
                    let error = SecurityError::invalid("a part is encrypted that must not be");
                    return Err(received.masked(error));
                }
                return Ok((caller, Exchange { alternative, ..Exchange::default() }));
            }
            let mut wanted = self.wanted(requirements, operation, exchange);
            // With another binding, TLS may end at a proxy.
            let is_tls = matches!(requirements.binding, Binding::Transport(_));
            let tls = transport.tls.filter(|_| is_tls);
            wanted.tls = tls.map(|TlsCaller(certificate)| certificate);
            match self.verifier.examine(received, &wanted, now) {
                Ok(admitted) => {
                    // A message that was received before must not meet another alternative.
                    self.verifier.remember(&admitted, now)?;
                    let keys = reply_keys(received, &admitted);
                    let mut authenticated = admitted.authenticated;
                    authenticated.username = authenticated.username.or(caller.username);
                    authenticated.certificate = authenticated.certificate.or(caller.certificate);
                    return Ok((authenticated, Exchange { keys, issued: None, alternative }));
                }
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| SecurityError::invalid("the policy cannot be met")))
    }

    /// Returns the caller that HTTP or TLS has authenticated, if the policy requires one.
    fn caller(
        &self,
        requirements: &Requirements,
        transport: TransportEvidence<'_>,
    ) -> Result<Authenticated, SecurityError> {
        let Binding::Transport(authentication) = &requirements.binding else {
            return Ok(Authenticated::default());
        };
        match (self.side, authentication) {
            (Side::Server, TransportAuthentication::Basic) => {
                self.verifier.basic(transport.authorization)
            }
            (Side::Server, TransportAuthentication::ClientCertificate) => {
                let code = SecurityCode::FailedAuthentication;
                let missing = || SecurityError::new(code, "the caller presented no certificate");
                let TlsCaller(certificate) = transport.tls.ok_or_else(missing)?;
                let certificate = Some(certificate.clone());
                Ok(Authenticated { certificate, ..Authenticated::default() })
            }
            _ => Ok(Authenticated::default()),
        }
    }

    /// Returns whether a message lacks a security header and need not have one: a reply that TLS protects, which is better
    /// than a timestamp, or a reply that the policy leaves unprotected.
    fn may_lack_header(
        &self,
        requirements: &Requirements,
        operation: usize,
        received: &Received,
    ) -> bool {
        let Requirements { timestamp, confirm_signatures, .. } = requirements;
        let is_protected = requirements.binding.protects_messages()
            && (*timestamp || *confirm_signatures || !requirements.reply(operation).is_empty());
        self.side == Side::Client && received.security.is_none() && !is_protected
    }
}

/// The caller's certificate in TLS, which the HTTP server has verified.
///
/// A server whose policy requires a client certificate (`RequireClientCertificate`) accepts only requests with this extension. Middleware of
/// the server that terminates TLS inserts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsCaller(pub Certificate);

/// The authentication of a caller in HTTP and TLS.
#[derive(Clone, Copy, Default)]
pub(super) struct TransportEvidence<'r> {
    pub(super) authorization: Option<&'r HeaderValue>,
    pub(super) tls: Option<&'r TlsCaller>,
}

/// Returns the keys and signatures that the reply needs: the key of the required signature, since anyone can add another one.
fn reply_keys(received: &Received, admitted: &Admitted<'_>) -> RequestKeys {
    let signer = admitted.signature.map(|signature| &signature.signer);
    let shared = match signer {
        Some(Signer::Shared { base, .. }) => received.shared.get(*base),
        Some(_) => None,
        None => received.shared.iter().find(|brought| brought.is_base),
    };
    let sender = match signer {
        Some(
            Signer::Certificate(certificate, _)
            | Signer::Holder(Holder::Certificate(certificate), _),
        ) => Some(certificate.clone()),
        _ => None,
    };
    RequestKeys {
        shared: shared.map(|brought| brought.of_request(&admitted.authenticated)),
        signatures: received.signatures.iter().map(|signature| signature.value.clone()).collect(),
        sender,
    }
}

/// Returns an error with its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.extend([": ", &cause.to_string()]);
        next = cause.source();
    }
    text
}

fn is_basic(requirements: &Requirements) -> bool {
    requirements.binding == Binding::tls_with(TransportAuthentication::Basic)
}

fn accepts_sha1(requirements: &Requirements) -> bool {
    requirements.suite.digest == Digest::Sha1
}
