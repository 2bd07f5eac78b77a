//! Reading of token assertions (WS-SecurityPolicy 1.3 §5).

use wsdlgen_runtime::{
    AnyElement,
    policy::{
        Inclusion, IssuedKey, KeyReference, PasswordType, SamlVersion, SupportingToken, Token,
        TokenKind, TokenTemplate, TransportAuthentication,
    },
};

use super::{alternatives::Chosen, reading::Reading};

/// The options of tokens that need no attention: versions, and what [`password`] and [`saml_version`] read.
const HARMLESS: [&str; 13] = [
    "HashPassword",
    "NoPassword",
    "RequireExternalReference",
    "RequireInternalReference",
    "WssSamlV11Token10",
    "WssSamlV11Token11",
    "WssSamlV20Token11",
    "WssUsernameToken10",
    "WssUsernameToken11",
    "WssX509V1Token11",
    "WssX509V3Token10",
    "WssX509V3Token11",
    "RequireKeyValue",
];

/// Reads a token, or reports an unsupported one.
pub(super) fn token(chosen: &Chosen<'_>, reading: &mut Reading) -> Option<Token> {
    let kind = match chosen.local() {
        "UsernameToken" => TokenKind::Username(password(chosen)),
        "X509Token" => TokenKind::X509,
        "SamlToken" => TokenKind::Saml(saml_version(chosen)),
        "IssuedToken" => TokenKind::Issued(template(chosen)),
        "KeyValueToken" | "RsaToken" => TokenKind::KeyValue,
        other => {
            reading.unsupported(other, chosen);
            return None;
        }
    };
    let mut token = Token::new(kind);
    token.inclusion = inclusion(chosen);
    token.reference = reading.default_reference;
    for option in chosen.nested.iter() {
        match option.local() {
            "RequireKeyIdentifierReference" => token.reference = KeyReference::KeyIdentifier,
            "RequireIssuerSerialReference" => token.reference = KeyReference::IssuerSerial,
            "RequireThumbprintReference" => token.reference = KeyReference::Thumbprint,
            "RequireDerivedKeys" | "RequireExplicitDerivedKeys" => token.derived_keys = true,
            // Digests have both.
            "Created" | "Nonce" if token.kind == TokenKind::Username(PasswordType::Digest) => {}
            name if HARMLESS.contains(&name) => {}
            name => reading.unsupported(name, option),
        }
    }
    let others = chosen.assertion.parameters.iter().filter(|parameter| {
        let is_known = ["Issuer", "RequestSecurityTokenTemplate"].contains(&&*parameter.name.local);
        !(is_known && matches!(token.kind, TokenKind::Issued(_)))
    });
    for parameter in others {
        reading.ignored(&parameter.name.local, chosen);
    }
    Some(token)
}

/// Reads what an `sp:IssuedToken` asks a security token service for (§5.4.2).
fn template(chosen: &Chosen<'_>) -> TokenTemplate {
    let mut read = TokenTemplate::default();
    for parameter in &chosen.assertion.parameters {
        for xml in &parameter.children {
            let Ok(child) = xml.parse::<AnyElement>() else { continue };
            let text = child.text().trim().to_owned();
            match (&*parameter.name.local, child.name.local()) {
                ("Issuer", "Address") => read.issuer = Some(text),
                ("RequestSecurityTokenTemplate", "TokenType") => read.token_type = Some(text),
                ("RequestSecurityTokenTemplate", "KeyType") => {
                    read.key = match text.rsplit('/').next() {
                        Some("PublicKey") => IssuedKey::Public,
                        Some("Bearer" | "NoProofKey") => IssuedKey::Bearer,
                        _ => IssuedKey::Symmetric,
                    };
                }
                ("RequestSecurityTokenTemplate", _) => read.parameters.push(xml.to_string()),
                _ => {}
            }
        }
    }
    // Without an issuer, the caller chooses it (§5.4.2).
    read.issuer = read.issuer.filter(|issuer| !issuer.ends_with("/anonymous"));
    read
}

fn password(chosen: &Chosen<'_>) -> PasswordType {
    let has = |name: &str| chosen.nested.iter().any(|option| option.local() == name);
    if has("HashPassword") {
        PasswordType::Digest
    } else if has("NoPassword") {
        PasswordType::None
    } else {
        PasswordType::Text
    }
}

fn saml_version(chosen: &Chosen<'_>) -> SamlVersion {
    let is_v20 = |option: &Chosen<'_>| option.local().starts_with("WssSamlV20");
    if chosen.nested.iter().any(is_v20) { SamlVersion::V20 } else { SamlVersion::V11 }
}

/// Reads `sp:IncludeToken` (§5.1.1), whose values are URIs that differ by version.
fn inclusion(chosen: &Chosen<'_>) -> Inclusion {
    let uri = chosen.assertion.attribute("IncludeToken").unwrap_or_default();
    match uri.rsplit('/').next().unwrap_or_default() {
        "Never" => Inclusion::Never,
        "Once" => Inclusion::Once,
        "AlwaysToRecipient" => Inclusion::AlwaysToRecipient,
        "AlwaysToInitiator" => Inclusion::AlwaysToInitiator,
        _ => Inclusion::Always,
    }
}

/// Reads an `sp:HttpsToken` (§5.4.10). In version 1.1, `RequireClientCertificate` is an attribute.
pub(super) fn https(chosen: &Chosen<'_>) -> TransportAuthentication {
    let has = |name: &str| chosen.nested.iter().any(|option| option.local() == name);
    let attribute = chosen.assertion.attribute("RequireClientCertificate");
    if has("RequireClientCertificate") || matches!(attribute, Some("true" | "1")) {
        TransportAuthentication::ClientCertificate
    } else if has("HttpBasicAuthentication") {
        TransportAuthentication::Basic
    } else if has("HttpDigestAuthentication") {
        TransportAuthentication::Digest
    } else {
        TransportAuthentication::None
    }
}

/// Reads an assertion of supporting tokens (§8). Its name says how the tokens are used.
pub(super) fn supporting(chosen: &Chosen<'_>, reading: &mut Reading) -> Vec<SupportingToken> {
    let mut tokens = Vec::new();
    for nested in chosen.nested.iter() {
        match nested.local() {
            "AlgorithmSuite" => {}
            name @ ("SignedParts"
            | "SignedElements"
            | "EncryptedParts"
            | "EncryptedElements"
            | "ContentEncryptedElements") => {
                reading.unsupported(&format!("{name} in {}", chosen.local()), nested);
            }
            _ => tokens.extend(token(nested, reading)),
        }
    }
    let name = chosen.local();
    let supporting = tokens.into_iter().map(|token| {
        let mut supporting = SupportingToken::from(token);
        supporting.is_signed = name.contains("Signed");
        supporting.is_endorsing = name.contains("Endorsing");
        supporting.is_encrypted = name.contains("Encrypted");
        supporting
    });
    supporting.collect()
}
