//! Reading of the alternatives of a policy as requirements.

use wsdlgen_runtime::policy::{
    AlgorithmSuite, Binding, KeyReference, Protection, ProtectionOrder, Requirements, Token,
};

use super::{
    alternatives::{Alternative, Chosen},
    names::{addressing, is_mtom, is_protocol, is_security},
    parts, tokens,
};
use crate::{document::Span, model::Addressing};

/// The meaning of an alternative.
pub(crate) struct Reading {
    pub(crate) requirements: Requirements,
    /// The protection of the messages, to be added to that of every message.
    pub(crate) protection: Protection,
    pub(crate) addressing: Addressing,
    pub(crate) uses_mtom: bool,
    /// Assertions that cannot be met, with their spans.
    pub(crate) unsupported: Vec<(String, Span)>,
    /// Unknown assertions, with their spans.
    pub(crate) ignored: Vec<(String, Span)>,
    /// The algorithm suite, if it is unknown.
    unknown_suite: Option<(String, Span)>,
    /// The form of references to certificates, unless the token requires another.
    pub(super) default_reference: KeyReference,
}

impl Reading {
    /// Reads the assertions that are attached to an endpoint, an operation or a message.
    pub(crate) fn of(alternative: &Alternative<'_>) -> Self {
        let mut reading = Self {
            requirements: Requirements::of(Binding::None),
            protection: Protection::default(),
            addressing: Addressing::NotAsked,
            uses_mtom: false,
            unsupported: Vec::new(),
            ignored: Vec::new(),
            unknown_suite: None,
            default_reference: default_reference(alternative),
        };
        for chosen in alternative {
            reading.assertion(chosen);
        }
        let unknown =
            reading.unknown_suite.take().filter(|_| reading.requirements.uses_algorithms());
        reading.unsupported.extend(unknown);
        reading
    }

    pub(super) fn unsupported(&mut self, name: &str, chosen: &Chosen<'_>) {
        if self.unsupported.iter().all(|(known, _)| known != name) {
            self.unsupported.push((name.to_owned(), chosen.assertion.span));
        }
    }

    pub(super) fn ignored(&mut self, name: &str, chosen: &Chosen<'_>) {
        if self.ignored.iter().all(|(known, _)| known != name) {
            self.ignored.push((name.to_owned(), chosen.assertion.span));
        }
    }

    fn assertion(&mut self, chosen: &Chosen<'_>) {
        let local = chosen.local();
        if is_security(chosen.namespace()) {
            self.security(chosen);
        } else if addressing(chosen.namespace()) != Addressing::NotAsked {
            self.addressing = addressing(chosen.namespace());
        } else if is_mtom(chosen.namespace()) {
            self.uses_mtom = true;
        } else if is_protocol(local) {
            self.unsupported(local, chosen);
        } else if !chosen.assertion.is_ignorable {
            self.ignored(local, chosen);
        }
    }

    fn security(&mut self, chosen: &Chosen<'_>) {
        match chosen.local() {
            "TransportBinding" | "SymmetricBinding" | "AsymmetricBinding" => self.binding(chosen),
            "Wss10" | "Wss11" => {
                let mut options = chosen.nested.iter();
                self.requirements.confirm_signatures |=
                    options.any(|option| option.local() == "RequireSignatureConfirmation");
            }
            // Only issued tokens need these, and those are unsupported.
            "Trust10" | "Trust13" => {}
            name if name.ends_with("SupportingTokens") => {
                let tokens = tokens::supporting(chosen, self);
                self.requirements.tokens.extend(tokens);
            }
            name => match parts::protection(chosen, self) {
                Some(protection) => self.protection.merge(protection),
                None => self.unsupported(name, chosen),
            },
        }
    }

    /// Reads a security binding (§7).
    fn binding(&mut self, binding: &Chosen<'_>) {
        if binding.local() == "TransportBinding" {
            self.requirements.binding = Binding::tls();
        }
        let mut found: Vec<(&str, Token)> = Vec::new();
        for property in binding.nested.iter() {
            match property.local() {
                "IncludeTimestamp" => self.requirements.timestamp = true,
                "EncryptBeforeSigning" => {
                    self.requirements.order = ProtectionOrder::EncryptBeforeSigning;
                }
                "EncryptSignature" => self.requirements.encrypt_signature = true,
                "ProtectTokens" => self.requirements.protect_tokens = true,
                // Signatures cover whole header blocks and the whole body in any case.
                "SignBeforeEncrypting" | "OnlySignEntireHeadersAndBody" => {}
                "AlgorithmSuite" => self.suite(property),
                "Layout" => self.layout(property),
                "TransportToken" => self.transport_token(property),
                name if name.ends_with("Token") => {
                    let token =
                        property.nested.first().and_then(|token| tokens::token(token, self));
                    found.extend(token.map(|token| (name, token)));
                }
                name => self.unsupported(name, property),
            }
        }
        let take = |names: [&str; 3]| {
            names.iter().find_map(|name| {
                found.iter().find(|(known, _)| known == name).map(|(_, token)| token.clone())
            })
        };
        let read = match binding.local() {
            "SymmetricBinding" => take(["ProtectionToken", "SignatureToken", "EncryptionToken"])
                .map(Binding::Symmetric),
            "AsymmetricBinding" => {
                let initiator =
                    take(["InitiatorToken", "InitiatorSignatureToken", "InitiatorEncryptionToken"]);
                let recipient =
                    take(["RecipientToken", "RecipientEncryptionToken", "RecipientSignatureToken"]);
                initiator.zip(recipient).map(|(one, other)| Binding::asymmetric(one, other))
            }
            _ => return,
        };
        match read {
            Some(read) => self.requirements.binding = read,
            None if self.unsupported.is_empty() => {
                self.unsupported(&format!("{} without tokens", binding.local()), binding);
            }
            None => {}
        }
    }

    fn transport_token(&mut self, property: &Chosen<'_>) {
        for token in property.nested.iter() {
            if token.local() == "HttpsToken" {
                self.requirements.binding = Binding::tls_with(tokens::https(token));
            } else {
                self.unsupported(token.local(), token);
            }
        }
    }

    /// Reads an algorithm suite (§6.1) with its options.
    fn suite(&mut self, property: &Chosen<'_>) {
        for option in property.nested.iter() {
            let name = option.local();
            match AlgorithmSuite::named(name) {
                Some(suite) => self.requirements.suite = suite,
                // A server may accept these. Signatures need none of them.
                None if ["XPath10", "XPathFilter20", "AbsXPath", "STRTransform10"]
                    .contains(&name) => {}
                None => self.unknown_suite = Some((name.to_owned(), option.assertion.span)),
            }
        }
    }

    fn layout(&mut self, property: &Chosen<'_>) {
        // Security headers have a strict layout with the timestamp first, which meets all layouts but one.
        if let Some(last) = property.nested.iter().find(|one| one.local() == "LaxTsLast") {
            self.unsupported("LaxTsLast", last);
        }
    }
}

/// Returns how messages refer to certificates by default: the best form that the receiver has to support (§8.1, §8.2).
fn default_reference(alternative: &Alternative<'_>) -> KeyReference {
    let options = alternative.iter().filter(|chosen| matches!(chosen.local(), "Wss10" | "Wss11"));
    let names: Vec<&str> =
        options.flat_map(|chosen| chosen.nested.iter().map(Chosen::local)).collect();
    let forms = [
        ("MustSupportRefIssuerSerial", KeyReference::IssuerSerial),
        ("MustSupportRefThumbprint", KeyReference::Thumbprint),
        ("MustSupportRefKeyIdentifier", KeyReference::KeyIdentifier),
    ];
    let form = forms.into_iter().find(|(name, _)| names.contains(name));
    form.map_or(KeyReference::IssuerSerial, |(_, form)| form)
}
