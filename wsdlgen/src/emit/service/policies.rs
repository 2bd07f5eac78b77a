//! Security policies: a function for each that differs from the others.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};
use wsdlgen_runtime::policy::{
    AlgorithmSuite, AttachmentCoverage, Binding, HeaderSet, Inclusion, KeyReference,
    OperationProtection, Parts, PasswordType, Protection, ProtectionOrder, Requirements,
    SamlVersion, SecurityPolicy, SupportingToken, Token, TokenKind, TokenTemplate,
    TransportAuthentication,
};

use crate::emit::{InterfaceItem, text::paths::word};

/// The policies of all ports without duplicates, each with the name of its function.
pub(super) struct Policies<'a>(Vec<(&'a SecurityPolicy, Ident)>);

impl<'a> Policies<'a> {
    pub(super) fn of(interfaces: &'a [InterfaceItem<'_>]) -> Self {
        let mut policies: Vec<(&SecurityPolicy, Ident)> = Vec::new();
        for item in interfaces {
            for (port, name) in item.interface.ports.iter().zip(&item.names.ports) {
                let Some(policy) = &port.policy else { continue };
                if policies.iter().all(|(known, _)| *known != policy) {
                    let name = name.bare().to_lowercase();
                    policies.push((policy, format_ident!("{name}_policy")));
                }
            }
        }
        Self(policies)
    }

    /// Returns the call that gives a port its policy.
    pub(super) fn setter(&self, policy: Option<&SecurityPolicy>) -> TokenStream {
        let name = self.0.iter().find(|(known, _)| Some(*known) == policy);
        name.map_or_else(TokenStream::new, |(_, name)| quote!(.with_policy(#name)))
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = TokenStream> {
        self.0.iter().map(|(policy, name)| {
            let body = self::policy(policy);
            let mut used = BTreeSet::new();
            add_types(body.clone(), &mut used);
            let used = used.into_iter().map(|name| word(&name));
            quote! {
                fn #name() -> rt::policy::SecurityPolicy {
                    use rt::policy::{#(#used),*};
                    #body
                }
            }
        })
    }
}

fn policy(policy: &SecurityPolicy) -> TokenStream {
    let unsupported: Vec<&str> = policy.unsupported_assertions().collect();
    let alternatives = policy.alternatives().iter().map(requirements);
    match (&*unsupported, policy.alternatives()) {
        ([], [only]) => {
            let only = requirements(only);
            quote!(#only.into())
        }
        ([], _) => quote!(SecurityPolicy::any_of([#(#alternatives),*])),
        _ => quote!(SecurityPolicy::unsupported([#(#unsupported),*])),
    }
}

/// Adds the types that an expression uses: the first names of paths.
fn add_types(expression: TokenStream, used: &mut BTreeSet<String>) {
    let mut is_inner = false;
    for tree in expression {
        match tree {
            TokenTree::Group(group) => add_types(group.stream(), used),
            TokenTree::Ident(name) if !is_inner => {
                let name = name.to_string();
                used.extend(Some(name).filter(|name| name.starts_with(char::is_uppercase)));
            }
            TokenTree::Punct(punct) => {
                is_inner = punct.as_char() == ':';
                continue;
            }
            _ => {}
        }
        is_inner = false;
    }
}

fn requirements(requirements: &Requirements) -> TokenStream {
    let mut calls = binding(&requirements.binding);
    calls = quote!(Requirements::of(#calls));
    if requirements.uses_algorithms() && requirements.suite != AlgorithmSuite::BASIC_256_SHA_256 {
        let suite = suite(requirements.suite);
        calls.extend(quote!(.algorithms(#suite)));
    }
    let options = [
        (requirements.timestamp, "timestamp"),
        (requirements.order == ProtectionOrder::EncryptBeforeSigning, "encrypt_before_signing"),
        (requirements.encrypt_signature, "encrypt_signature"),
        (requirements.protect_tokens, "protect_tokens"),
        (requirements.confirm_signatures, "confirm_signatures"),
    ];
    for (_, name) in options.into_iter().filter(|(is_on, _)| *is_on) {
        let name = word(name);
        calls.extend(quote!(.#name()));
    }
    for token in &requirements.tokens {
        let token = supporting(token);
        calls.extend(quote!(.token(#token)));
    }
    let (requests, replies) = (&requirements.requests, &requirements.replies);
    let protections = if requests == replies {
        vec![("messages", requests)]
    } else {
        vec![("requests", requests), ("replies", replies)]
    };
    for (name, protection) in protections {
        if !protection.is_empty() {
            let (name, protection) = (word(name), self::protection(protection));
            calls.extend(quote!(.#name(#protection)));
        }
    }
    calls.extend(requirements.exceptions.iter().map(exception));
    calls
}

fn exception(exception: &OperationProtection) -> TokenStream {
    let name = &exception.operation;
    let index = proc_macro2::Literal::usize_unsuffixed(exception.index);
    let (request, reply) = (protection(&exception.request), protection(&exception.reply));
    let tokens = exception.tokens.iter().map(supporting);
    quote!(.operation((#index, #name), #request, #reply, vec![#(#tokens.into()),*]))
}

fn binding(binding: &Binding) -> TokenStream {
    match binding {
        Binding::None => quote!(Binding::None),
        Binding::Transport(authentication) => {
            let name = match authentication {
                TransportAuthentication::None => return quote!(Binding::tls()),
                TransportAuthentication::Basic => "Basic",
                TransportAuthentication::Digest => "Digest",
                TransportAuthentication::ClientCertificate => "ClientCertificate",
            };
            let name = word(name);
            quote!(Binding::tls_with(TransportAuthentication::#name))
        }
        Binding::Symmetric(token) => {
            let token = self::token(token);
            quote!(Binding::Symmetric(#token))
        }
        Binding::Asymmetric { initiator, recipient } => {
            let (initiator, recipient) = (token(initiator), token(recipient));
            quote!(Binding::asymmetric(#initiator, #recipient))
        }
    }
}

fn suite(suite: AlgorithmSuite) -> TokenStream {
    if let Some(name) = suite.constant() {
        let name = word(name);
        return quote!(AlgorithmSuite::#name);
    }
    let variant = |value: &dyn std::fmt::Debug| word(&format!("{value:?}"));
    let (cipher, digest) = (variant(&suite.cipher), variant(&suite.digest));
    let transport = variant(&suite.key_transport);
    quote!(AlgorithmSuite::new(Cipher::#cipher, Digest::#digest, KeyTransport::#transport))
}

fn token(token: &Token) -> TokenStream {
    let mut calls = match &token.kind {
        TokenKind::X509 => quote!(Token::x509()),
        TokenKind::Username(PasswordType::Text) => quote!(Token::username()),
        TokenKind::Username(PasswordType::Digest) => {
            quote!(Token::new(TokenKind::Username(PasswordType::Digest)))
        }
        TokenKind::Username(PasswordType::None) => {
            quote!(Token::new(TokenKind::Username(PasswordType::None)))
        }
        TokenKind::Saml(SamlVersion::V11) => quote!(Token::saml(SamlVersion::V11)),
        TokenKind::Saml(SamlVersion::V20) => quote!(Token::saml(SamlVersion::V20)),
        TokenKind::Issued(template) => {
            let template = issued(template);
            quote!(Token::issued(#template))
        }
        _ => quote!(Token::new(TokenKind::KeyValue)),
    };
    let default = match &token.kind {
        TokenKind::Username(PasswordType::Text) | TokenKind::Saml(_) | TokenKind::Issued(_) => {
            Inclusion::AlwaysToRecipient
        }
        _ => Inclusion::Always,
    };
    if token.inclusion != default {
        let inclusion = word(&format!("{:?}", token.inclusion));
        calls.extend(quote!(.included(Inclusion::#inclusion)));
    }
    if token.reference != KeyReference::default() {
        let reference = word(&format!("{:?}", token.reference));
        calls.extend(quote!(.referred_by(KeyReference::#reference)));
    }
    if token.derived_keys {
        calls.extend(quote!(.with_derived_keys()));
    }
    calls
}

/// Writes what a policy asks a security token service for.
fn issued(template: &TokenTemplate) -> TokenStream {
    let key = word(&format!("{:?}", template.key));
    let mut calls = quote!(TokenTemplate::new(IssuedKey::#key));
    let texts = template.issuer.iter().map(|text| ("issuer", text));
    let texts = texts.chain(template.token_type.iter().map(|text| ("token_type", text)));
    let texts = texts.chain(template.parameters.iter().map(|text| ("parameter", text)));
    for (name, text) in texts {
        let name = word(name);
        calls.extend(quote!(.#name(#text)));
    }
    calls
}

fn supporting(supporting: &SupportingToken) -> TokenStream {
    let mut calls = token(&supporting.token);
    let uses = [
        (supporting.is_signed, "signed"),
        (supporting.is_endorsing, "endorsing"),
        (supporting.is_encrypted, "encrypted"),
    ];
    for (_, name) in uses.into_iter().filter(|(is_used, _)| *is_used) {
        let name = word(name);
        calls.extend(quote!(.#name()));
    }
    calls
}

fn protection(protection: &Protection) -> TokenStream {
    let mut calls = quote!(Protection::default());
    for (verb, parts) in [("sign", &protection.signed), ("encrypt", &protection.encrypted)] {
        calls.extend(parts_of(verb, parts));
    }
    calls.extend(protection.required.iter().map(|set| headers("require", set)));
    calls
}

fn parts_of(verb: &str, parts: &Parts) -> TokenStream {
    let flags = [
        (parts.body, "body"),
        (parts.attachments == Some(AttachmentCoverage::Content), "attachments"),
        (parts.attachments == Some(AttachmentCoverage::Complete), "attachments_with_headers"),
        (parts.assertions, "assertions"),
    ];
    let flags = flags.into_iter().filter(|(is_in, _)| *is_in).map(|(_, name)| {
        let name = format_ident!("{verb}_{name}");
        quote!(.#name())
    });
    flags.chain(parts.headers.iter().map(|set| headers(verb, set))).collect()
}

fn headers(verb: &str, set: &HeaderSet) -> TokenStream {
    let (name, namespace) = (format_ident!("{verb}_headers"), &set.namespace);
    let names = &set.names;
    quote!(.#name(#namespace, &[#(#names),*]))
}
