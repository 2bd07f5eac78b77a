//! Requirements that neither clients nor servers can meet yet.

use wsdlgen_runtime::policy::{
    Binding, Inclusion, IssuedKey, PasswordType, ProtectionOrder, Requirements, SupportingToken,
    Token, TokenKind, TransportAuthentication,
};

/// Returns the names of the assertions that cannot be met.
pub(super) fn unsupported(requirements: &Requirements) -> Vec<String> {
    let mut names = Names::default();
    names.of_binding(requirements);
    names.of_supporting_tokens(requirements);
    names.of_protections(requirements);
    names.0.into_iter().map(str::to_owned).collect()
}

fn is_assertion(token: &SupportingToken) -> bool {
    is_saml(&token.token) || issued_key(&token.token).is_some()
}

fn issued_key(token: &Token) -> Option<IssuedKey> {
    match &token.kind {
        TokenKind::Issued(template) => Some(template.key),
        _ => None,
    }
}

fn is_saml(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Saml(_))
}

/// Names of assertions, without repetitions.
#[derive(Default)]
struct Names(Vec<&'static str>);

impl Names {
    fn add(&mut self, is_required: bool, name: &'static str) {
        if is_required && !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    fn of_binding(&mut self, requirements: &Requirements) {
        match &requirements.binding {
            Binding::None => {}
            Binding::Transport(authentication) => {
                let is_digest = *authentication == TransportAuthentication::Digest;
                self.add(is_digest, "HttpDigestAuthentication");
            }
            Binding::Symmetric(token) => {
                self.of_token(token);
                self.add(is_saml(token), "a SamlToken that protects messages");
                let has_other_key =
                    issued_key(token).is_some_and(|key| key != IssuedKey::Symmetric);
                self.add(
                    has_other_key,
                    "an IssuedToken without a symmetric key that protects messages",
                );
            }
            Binding::Asymmetric { initiator, recipient } => {
                self.of_token(initiator);
                self.of_token(recipient);
                let is_ours = is_saml(recipient) || issued_key(recipient).is_some();
                self.add(is_ours, "a SamlToken or IssuedToken of the service");
                let has_other_key =
                    issued_key(initiator).is_some_and(|key| key != IssuedKey::Public);
                self.add(has_other_key, "an IssuedToken of the initiator without a public key");
            }
        }
        let encrypts_signature = requirements.encrypt_signature
            && requirements.order == ProtectionOrder::EncryptBeforeSigning;
        self.add(encrypts_signature, "EncryptSignature with EncryptBeforeSigning");
    }

    fn of_token(&mut self, token: &Token) {
        let is_derived = is_saml(token) && token.derived_keys;
        self.add(is_derived, "a SamlToken with derived keys");
        self.add(matches!(token.kind, TokenKind::KeyValue), "KeyValueToken");
    }

    fn of_supporting_tokens(&mut self, requirements: &Requirements) {
        let exceptions = requirements.exceptions.iter();
        let own = exceptions.flat_map(|exception| &exception.tokens);
        let tokens: Vec<_> = requirements.tokens.iter().chain(own).collect();
        let is_user = |token: &SupportingToken| matches!(token.token.kind, TokenKind::Username(_));
        let is_x509 = |token: &SupportingToken| token.token.kind == TokenKind::X509;
        let are_several = |of_kind: &dyn Fn(&SupportingToken) -> bool| {
            tokens.iter().filter(|token| of_kind(token)).count() > 1
        };
        let several = are_several(&is_user) || are_several(&is_x509) || are_several(&is_assertion);
        self.add(several, "several supporting tokens of one kind");
        self.add(are_several(&|token| token.is_endorsing), "several endorsing tokens");
        self.of_assertions(requirements, &tokens);
        let is_transport = matches!(requirements.binding, Binding::Transport(_));
        let vouches = match &requirements.binding {
            Binding::Asymmetric { initiator, .. } => initiator.kind == TokenKind::X509,
            Binding::Transport(authentication) => {
                *authentication == TransportAuthentication::ClientCertificate
            }
            _ => false,
        };
        for token in &tokens {
            self.of_token(&token.token);
            let is_hidden = is_x509(token) && token.is_endorsing && token.is_encrypted;
            self.add(is_hidden, "an encrypted X509Token that endorses");
            let is_absent = token.token.inclusion == Inclusion::Never;
            let is_unsignable = is_x509(token) && token.is_signed && is_absent;
            self.add(is_unsignable, "a signed X509Token that is not included");
            self.add(is_user(token) && token.is_endorsing, "a UsernameToken that endorses");
            let has_no_password = token.token.kind == TokenKind::Username(PasswordType::None);
            let is_vouched = vouches && (token.is_signed || is_transport);
            self.add(
                has_no_password && !is_vouched,
                "NoPassword without a signature of the caller",
            );
        }
        let endorses = tokens.iter().any(|token| token.is_endorsing);
        let is_something = requirements.binding.protects_messages() || requirements.timestamp;
        self.add(endorses && !is_something, "an endorsement of nothing");
        let is_bare = requirements.binding == Binding::None;
        self.add(endorses && is_bare, "an endorsement without a binding");
    }

    fn of_assertions(&mut self, requirements: &Requirements, tokens: &[&SupportingToken]) {
        let assertions = tokens.iter().filter(|token| is_assertion(token));
        let of_binding = requirements.binding.protection_token();
        let of_binding = of_binding.is_some_and(|token| is_assertion(&token.clone().into()));
        let is_first = requirements.order == ProtectionOrder::EncryptBeforeSigning;
        for token in assertions {
            self.add(of_binding, "an assertion in addition to that of the binding");
            let key = issued_key(&token.token);
            let has_no_key = token.is_endorsing && key == Some(IssuedKey::Bearer);
            self.add(has_no_key, "an endorsing IssuedToken without a key");
            let is_hidden = token.is_endorsing && token.is_encrypted && is_first;
            self.add(is_hidden, "an encrypted SamlToken that endorses with EncryptBeforeSigning");
        }
    }

    fn of_protections(&mut self, requirements: &Requirements) {
        let is_bare = requirements.binding == Binding::None;
        let exceptions = requirements.exceptions.iter();
        let own = exceptions.flat_map(|exception| [&exception.request, &exception.reply]);
        for protection in [&requirements.requests, &requirements.replies].into_iter().chain(own) {
            self.add(is_bare && !protection.signed.is_empty(), "SignedParts without a binding");
            let is_encrypted = !protection.encrypted.is_empty();
            self.add(is_bare && is_encrypted, "EncryptedParts without a binding");
            let are_both = protection.signed.attachments.is_some()
                && protection.encrypted.attachments.is_some();
            let is_first = requirements.order == ProtectionOrder::EncryptBeforeSigning;
            self.add(
                are_both && is_first,
                "attachments that are encrypted and signed with EncryptBeforeSigning",
            );
        }
    }
}
