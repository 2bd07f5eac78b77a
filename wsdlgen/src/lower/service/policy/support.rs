//! Requirements that neither clients nor servers can meet yet.

use wsdlgen_runtime::policy::{
    Binding, KeyTransport, ProtectionOrder, Requirements, Token, TokenKind, TransportAuthentication,
};

/// Returns the names of the assertions that cannot be met.
pub(super) fn unsupported(requirements: &Requirements) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut add = |is_required: bool, name: &'static str| {
        if is_required && !names.contains(&name) {
            names.push(name);
        }
    };
    let exceptions = &requirements.exceptions;
    let own = exceptions.iter().flat_map(|exception| &exception.tokens);
    let supporting: Vec<_> = requirements.tokens.iter().chain(own).collect();
    let of_binding: Vec<&Token> = match &requirements.binding {
        Binding::None => Vec::new(),
        Binding::Transport(authentication) => {
            add(*authentication == TransportAuthentication::Digest, "HttpDigestAuthentication");
            Vec::new()
        }
        Binding::Symmetric(token) => vec![token],
        Binding::Asymmetric { initiator, recipient } => vec![initiator, recipient],
    };
    for token in of_binding.iter().copied().chain(supporting.iter().map(|one| &one.token)) {
        add(matches!(token.kind, TokenKind::Saml(_)), "SamlToken");
        add(matches!(token.kind, TokenKind::Issued), "IssuedToken");
        add(matches!(token.kind, TokenKind::KeyValue), "KeyValueToken");
    }
    let protections = [&requirements.requests, &requirements.replies].into_iter();
    let protections = protections
        .chain(exceptions.iter().flat_map(|exception| [&exception.request, &exception.reply]));
    let is_bare = requirements.binding == Binding::None;
    let is_endorsed = supporting.iter().any(|token| token.is_endorsing);
    for protection in protections {
        add(
            is_bare && !is_endorsed && !protection.signed.is_empty(),
            "SignedParts without a binding",
        );
        add(is_bare && !protection.encrypted.is_empty(), "EncryptedParts without a binding");
        add(protection.signed.attachments, "signed Attachments");
        add(protection.encrypted.attachments, "encrypted Attachments");
    }
    let encrypts_signature = requirements.encrypt_signature
        && requirements.order == ProtectionOrder::EncryptBeforeSigning;
    add(encrypts_signature, "EncryptSignature with EncryptBeforeSigning");
    add(requirements.suite.key_transport == KeyTransport::Rsa15, "KwRsa15");
    names.into_iter().map(str::to_owned).collect()
}
