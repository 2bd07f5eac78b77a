//! Comparison of policies with what a server has.

use super::{Legacy, Verifier};
use crate::policy::{Binding, Requirements, TokenKind, TransportAuthentication};

impl Verifier {
    /// Returns what the verifier lacks to check requests against requirements.
    pub(in crate::security) fn missing(&self, requirements: &Requirements) -> Vec<String> {
        let has_user = requirements
            .all_tokens()
            .any(|token| matches!(token.token.kind, TokenKind::Username(_)));
        let is_basic = requirements.binding == Binding::tls_with(TransportAuthentication::Basic);
        let is_asymmetric = matches!(
            &requirements.binding,
            Binding::Asymmetric { initiator, .. } if initiator.kind == TokenKind::X509
        );
        let mut tokens = requirements.all_tokens();
        let signs = is_asymmetric
            || tokens.any(|token| token.is_endorsing && token.token.kind == TokenKind::X509);
        let has_assertion = requirements.has_assertion();
        let needs = [
            (
                has_assertion && !self.wants_assertion(),
                "the issuers of assertions (`Verifier::assertion_issuer`)",
            ),
            (
                (has_user || is_basic) && self.lookup.is_none(),
                "the passwords of users (`Verifier::username`)",
            ),
            (
                signs && !self.wants_signature(),
                "the certificates of callers or their authority (`Verifier::root`, `Verifier::pinned`)",
            ),
            (
                requirements.uses_rsa15() && self.rsa15 == Legacy::Refused,
                "the acceptance of RSA 1.5, which is broken (`Verifier::rsa15_encryption`)",
            ),
            (
                requirements.binding.protects_messages() && self.identity.is_none(),
                "the certificate of the service with its private key (`Verifier::identity`)",
            ),
            (
                requirements.binding.protects_messages()
                    && !requirements.timestamp
                    && !self.without_timestamp,
                "the acceptance of messages without a timestamp, which can be replayed (`Verifier::signature_without_timestamp`)",
            ),
        ];
        needs.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what.to_owned()).collect()
    }
}
