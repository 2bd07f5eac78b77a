//! Descriptions of policies in words.

use std::fmt;

use super::{
    Binding, HeaderSet, OperationProtection, Parts, PasswordType, ProtectionOrder, Requirements,
    SamlVersion, SecurityPolicy, SupportingToken, Token, TokenKind, TokenTemplate,
    TransportAuthentication,
};

impl fmt::Display for SecurityPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.unsupported.is_empty() {
            return write!(formatter, "{} (unsupported)", self.unsupported.join(", "));
        }
        let alternatives: Vec<String> = self.alternatives.iter().map(ToString::to_string).collect();
        formatter.write_str(&alternatives.join(" or else "))
    }
}

impl fmt::Display for Requirements {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut phrases = vec![binding(&self.binding)];
        phrases.extend(self.tokens.iter().map(supporting));
        if self.timestamp && !self.binding.protects_messages() {
            phrases.push("timestamp".to_owned());
        }
        phrases.extend(protections(self));
        phrases.extend(self.exceptions.iter().map(exception));
        phrases.push(list("required: ", self.requests.required.iter().map(headers)));
        let options = [
            (self.order == ProtectionOrder::EncryptBeforeSigning, "encrypted before signing"),
            (self.protect_tokens, "signatures cover their tokens"),
            (self.confirm_signatures, "replies confirm signatures"),
        ];
        let options = options.into_iter().filter(|(is_on, _)| *is_on);
        phrases.extend(options.map(|(_, words)| words.to_owned()));
        if self.uses_algorithms() {
            phrases.push(format!("algorithms {}", self.suite.name()));
        }
        phrases.retain(|phrase| !phrase.is_empty());
        if phrases.is_empty() {
            phrases.push("nothing".to_owned());
        }
        formatter.write_str(&phrases.join("; "))
    }
}

/// Returns phrases for the protected parts of requests, and of replies if they differ.
fn protections(requirements: &Requirements) -> Vec<String> {
    let Requirements { requests, replies, timestamp, encrypt_signature, .. } = requirements;
    let is_signed = *timestamp && requirements.binding.protects_messages();
    let only_if = |is_on: bool, name: &str| is_on.then(|| name.to_owned());
    let mut phrases = vec![
        list("signed: ", parts(&requests.signed).chain(only_if(is_signed, "timestamp"))),
        list(
            "encrypted: ",
            parts(&requests.encrypted).chain(only_if(*encrypt_signature, "signature")),
        ),
    ];
    if replies != requests && !replies.is_empty() {
        phrases.push(list("replies signed: ", parts(&replies.signed)));
        phrases.push(list("replies encrypted: ", parts(&replies.encrypted)));
    }
    phrases
}

fn exception(exception: &OperationProtection) -> String {
    let OperationProtection { operation, request, tokens, .. } = exception;
    let signed = parts(&request.signed).map(|part| format!("signed {part}"));
    let encrypted = parts(&request.encrypted).map(|part| format!("encrypted {part}"));
    let all = list("", tokens.iter().map(supporting).chain(signed).chain(encrypted));
    let all = if all.is_empty() { "not protected" } else { &all };
    format!("operation {operation}: {all}")
}

fn binding(binding: &Binding) -> String {
    match binding {
        Binding::None => String::new(),
        Binding::Transport(authentication) => match authentication {
            TransportAuthentication::None => "TLS".to_owned(),
            TransportAuthentication::Basic => "TLS with HTTP Basic authentication".to_owned(),
            TransportAuthentication::Digest => "TLS with HTTP Digest authentication".to_owned(),
            TransportAuthentication::ClientCertificate => {
                "TLS with a client certificate".to_owned()
            }
        },
        Binding::Symmetric(protection) => match protection.kind {
            TokenKind::X509 => {
                format!("the service's certificate{}", derived(protection))
            }
            _ => format!("{}{}", token(protection), derived(protection)),
        },
        Binding::Asymmetric { initiator, recipient } => {
            let service = match recipient.kind {
                TokenKind::X509 => "the service's certificate".to_owned(),
                _ => format!("{} of the service", token(recipient)),
            };
            format!("{}{}; {service}{}", token(initiator), derived(initiator), derived(recipient))
        }
    }
}

fn derived(token: &Token) -> &'static str {
    if token.derived_keys { " (derived keys)" } else { "" }
}

fn token(token: &Token) -> String {
    let text = match &token.kind {
        TokenKind::Username(PasswordType::Text) => "user name and password",
        TokenKind::Username(PasswordType::Digest) => "user name with digest",
        TokenKind::Username(PasswordType::None) => "user name without password",
        TokenKind::X509 => "X.509 certificate",
        TokenKind::Saml(SamlVersion::V11) => "SAML 1.1 assertion",
        TokenKind::Saml(SamlVersion::V20) => "SAML 2.0 assertion",
        TokenKind::Issued(TokenTemplate { issuer: Some(issuer), .. }) => {
            return format!("token of {issuer}");
        }
        TokenKind::Issued(_) => "token of a security token service",
        TokenKind::KeyValue => "public key",
    };
    text.to_owned()
}

fn supporting(supporting: &SupportingToken) -> String {
    let uses = [(supporting.is_endorsing, "endorsing"), (supporting.is_encrypted, "encrypted")];
    let uses: Vec<&str> =
        uses.into_iter().filter(|(is_used, _)| *is_used).map(|(_, name)| name).collect();
    let token = token(&supporting.token);
    if uses.is_empty() { token } else { format!("{token} ({})", uses.join(", ")) }
}

fn parts(parts: &Parts) -> impl Iterator<Item = String> {
    let flags = [
        (parts.body, "body"),
        (parts.attachments.is_some(), "attachments"),
        (parts.assertions, "SAML assertions"),
    ];
    let flags = flags.into_iter().filter(|(is_in, _)| *is_in).map(|(_, name)| name.to_owned());
    flags.chain(parts.headers.iter().map(headers))
}

fn headers(set: &HeaderSet) -> String {
    match (set.namespace.as_str(), &set.names[..]) {
        (namespace, _) if namespace.contains("/addressing") => "addressing".to_owned(),
        ("", []) => "all headers".to_owned(),
        (namespace, []) => format!("headers of {namespace}"),
        (_, names) => format!("headers {}", names.join(", ")),
    }
}

/// Joins names after a label, or returns an empty string if there are none.
fn list(label: &str, names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() { String::new() } else { format!("{label}{}", names.join(", ")) }
}
