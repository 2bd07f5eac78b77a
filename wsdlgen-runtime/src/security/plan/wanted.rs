//! The requirements on the messages of an operation.

use super::{Exchange, Plan, Side};
use crate::{
    policy::{
        Binding, PasswordType, Protection, ProtectionOrder, Requirements, SupportingToken, Token,
        TokenKind,
    },
    security::{
        check::{Wanted, WantedAssertion, WantedSigner, WantedToken, WantedUser},
        incoming::KeyOrigin,
    },
};

impl Plan {
    /// Returns the requirements of a policy on an incoming message of an operation.
    pub(super) fn wanted<'p>(
        &self,
        requirements: &'p Requirements,
        operation: usize,
        exchange: &'p Exchange,
    ) -> Wanted<'p> {
        let is_request = self.side == Side::Server;
        let protection: &Protection = if is_request {
            requirements.request(operation)
        } else {
            requirements.reply(operation)
        };
        let origin = if is_request { KeyOrigin::Message } else { KeyOrigin::Request };
        let signer = match &requirements.binding {
            Binding::None | Binding::Transport(_) => None,
            Binding::Symmetric(token) if is_request && token.is_assertion() => {
                Some(WantedSigner::Holder)
            }
            Binding::Symmetric(_) => Some(WantedSigner::Shared(origin)),
            Binding::Asymmetric { initiator, .. } if is_request => Some(signer_of(initiator)),
            Binding::Asymmetric { .. } => Some(WantedSigner::Certificate),
        };
        let signs_something = requirements.timestamp
            || !protection.signed.is_empty()
            || requirements.tokens_of(operation).any(|token| token.is_signed);
        let mut wanted = Wanted {
            signer: signer.filter(|_| signs_something),
            body: protection.signed.body,
            allows_attachments: protection.protects_attachments(),
            attachments: protection.signed.attachments,
            headers: &protection.signed.headers,
            required: &protection.required,
            timestamp: requirements.timestamp,
            encrypted: Some(&protection.encrypted),
            cipher: Some(requirements.suite.cipher),
            decrypted_first: requirements.order == ProtectionOrder::SignBeforeEncrypting,
            encrypted_signature: requirements.encrypt_signature,
            protected_token: requirements.protect_tokens,
            only_tokens_encrypted: !requirements.binding.protects_messages(),
            sent: if is_request { &[] } else { &exchange.keys.signatures },
            ..Wanted::default()
        };
        if is_request {
            add_tokens(&mut wanted, requirements, operation);
        } else if requirements.confirm_signatures {
            wanted.confirmed = Some(&exchange.keys.signatures);
        }
        wanted
    }
}

/// Adds the tokens of requests.
fn add_tokens(wanted: &mut Wanted<'_>, requirements: &Requirements, operation: usize) {
    let tokens: Vec<_> = requirements.tokens_of(operation).collect();
    let user = tokens.iter().find(|token| matches!(token.token.kind, TokenKind::Username(_)));
    wanted.user = user.map(|token| WantedUser {
        protection: wanted_token(token),
        // A digest is as good as text.
        form: match token.token.kind {
            TokenKind::Username(PasswordType::Text) => None,
            TokenKind::Username(form) => Some(form),
            _ => None,
        },
    });
    let is_bare =
        |token: &&&SupportingToken| token.token.kind == TokenKind::X509 && !token.is_endorsing;
    wanted.certificate = tokens.iter().find(is_bare).map(|token| wanted_token(token));
    wanted.assertion = wanted_assertion(requirements, &tokens, requirements.request(operation));
    let endorser = tokens.iter().find(|token| token.is_endorsing);
    wanted.endorser = endorser.map(|token| signer_of(&token.token));
    wanted.endorser_signed = tokens.iter().any(|token| token.is_endorsing && token.is_signed);
}

/// Returns the owner of the key of a token.
fn signer_of(token: &Token) -> WantedSigner {
    if token.is_assertion() { WantedSigner::Holder } else { WantedSigner::Certificate }
}

fn wanted_token(token: &SupportingToken) -> WantedToken {
    WantedToken { is_signed: token.is_signed, is_encrypted: token.is_encrypted }
}

/// Returns the assertion that requests must have: that of the binding or of a supporting token.
fn wanted_assertion(
    requirements: &Requirements,
    tokens: &[&SupportingToken],
    protection: &Protection,
) -> Option<WantedAssertion> {
    let of_binding = requirements.binding.protection_token().filter(|token| token.is_assertion());
    let supporting = tokens.iter().find(|token| token.token.is_assertion());
    let version = of_binding.or(supporting.map(|token| &token.token))?.required_version();
    let token = supporting.map(|token| wanted_token(token));
    let mut wanted = token.unwrap_or(WantedToken { is_signed: false, is_encrypted: false });
    wanted.is_signed |= protection.signed.assertions;
    wanted.is_encrypted |= protection.encrypted.assertions;
    Some(WantedAssertion { protection: wanted, version, holder_signs: false })
}
