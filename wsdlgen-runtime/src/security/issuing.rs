//! Requests for tokens of a security token service, and responses to them (WS-Trust 1.4, §3 and §4).

use std::time::{Duration, SystemTime};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, IssuedToken, SecurityError, WSSE,
    keys::{SHORTEST, SharedKey},
    message::{base64_bytes, is, text_of},
    provider, saml, timestamp,
    uris::WSU,
};
use crate::{
    policy::{IssuedKey, TokenTemplate},
    xml::{AnyAttribute, AnyElement, AnyNode, QName},
};

/// The namespace of WS-Trust 1.3 and 1.4.
pub(crate) const WST: &str = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
/// The namespace of the additions of WS-Trust 1.4.
pub(crate) const WST14: &str = "http://docs.oasis-open.org/ws-sx/ws-trust/200802";
/// The namespaces of `wsp:AppliesTo` and of its content.
const WSP: &str = "http://schemas.xmlsoap.org/ws/2004/09/policy";
const WSA: &str = "http://www.w3.org/2005/08/addressing";
/// The length of symmetric keys, in bytes.
const KEY: usize = 32;

/// The part of requests that does not depend on the binding.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TokenRequest {
    pub(crate) receiver: Option<String>,
    pub(crate) template: Option<TokenTemplate>,
    pub(crate) on_behalf_of: Option<AnyElement>,
    pub(crate) act_as: Option<AnyElement>,
    pub(crate) lifetime: Option<Duration>,
    /// The certificate whose key the token confirms.
    pub(crate) own: Option<Certificate>,
}

/// The binding of a request: what is done with a token.
pub(crate) enum Purpose<'p> {
    Issue(Option<&'p Entropy>),
    Renew(&'p IssuedToken),
    Validate(&'p IssuedToken),
}

/// The caller's part of a shared key.
pub(crate) struct Entropy(Vec<u8>);

impl Entropy {
    pub(crate) fn new() -> Result<Self, SecurityError> {
        Ok(Self(provider::random::<KEY>()?.to_vec()))
    }
}

impl TokenRequest {
    pub(crate) fn new(own: Option<Certificate>) -> Self {
        Self {
            receiver: None,
            template: None,
            on_behalf_of: None,
            act_as: None,
            lifetime: None,
            own,
        }
    }

    /// Returns whether the token confirms a key that the service shares with the caller.
    pub(crate) fn wants_key(&self) -> bool {
        self.template.as_ref().is_none_or(|template| template.key == IssuedKey::Symmetric)
    }

    /// Returns the `wst:RequestSecurityToken`.
    pub(crate) fn write(
        &self,
        purpose: &Purpose<'_>,
        now: SystemTime,
    ) -> Result<AnyElement, SecurityError> {
        let binding = match purpose {
            Purpose::Issue(_) => "Issue",
            Purpose::Renew(_) => "Renew",
            Purpose::Validate(_) => "Validate",
        };
        let mut request = node("RequestSecurityToken");
        request.declarations.push(("wst".to_owned(), WST.into()));
        add(&mut request, text("RequestType", &format!("{WST}/{binding}")));
        match purpose {
            Purpose::Issue(entropy) => self.issue(&mut request, *entropy, now)?,
            Purpose::Renew(token) => {
                add(&mut request, around("RenewTarget", token.element().clone()));
                self.lifetime(&mut request, now);
            }
            Purpose::Validate(token) => {
                // The answer is a status, and not a token.
                add(&mut request, text("TokenType", &format!("{WST}/RSTR/Status")));
                add(&mut request, around("ValidateTarget", token.element().clone()));
            }
        }
        Ok(request)
    }

    /// Adds the elements of a request for a new token (§4.1, §9).
    fn issue(
        &self,
        request: &mut AnyElement,
        entropy: Option<&Entropy>,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let template = self.template.clone().unwrap_or_default();
        let TokenTemplate { key, token_type, parameters, .. } = &template;
        if let Some(token_type) = token_type {
            add(request, text("TokenType", token_type));
        }
        if let Some(receiver) = &self.receiver {
            add(request, applies_to(receiver));
        }
        for (name, namespace, token) in
            [("OnBehalfOf", WST, &self.on_behalf_of), ("ActAs", WST14, &self.act_as)]
        {
            if let Some(token) = token {
                let mut holder = AnyElement::new(QName::new(namespace, name).with_prefix("t"));
                add(&mut holder, token.clone());
                add(request, holder);
            }
        }
        self.lifetime(request, now);
        match key {
            IssuedKey::Symmetric => {
                add(request, text("KeyType", &format!("{WST}/SymmetricKey")));
                add(request, text("KeySize", &(8 * KEY).to_string()));
                if let Some(Entropy(bytes)) = entropy {
                    let mut secret = text("BinarySecret", &STANDARD.encode(bytes));
                    set(&mut secret, "Type", &format!("{WST}/Nonce"));
                    add(request, around("Entropy", secret));
                }
                add(request, text("ComputedKeyAlgorithm", &format!("{WST}/CK/PSHA1")));
            }
            IssuedKey::Public => {
                add(request, text("KeyType", &format!("{WST}/PublicKey")));
                let missing = || {
                    SecurityError::invalid(
                        "the token needs a public key (`TokenServiceClient::use_key`)",
                    )
                };
                let own = self.own.as_ref().ok_or_else(missing)?;
                add(request, around("UseKey", saml::key_info(own)));
            }
            IssuedKey::Bearer => add(request, text("KeyType", &format!("{WST}/Bearer"))),
        }
        if !parameters.is_empty() {
            let mut secondary = node("SecondaryParameters");
            for xml in parameters {
                let unreadable =
                    |_| SecurityError::invalid("a parameter of the template is not XML");
                add(&mut secondary, xml.parse().map_err(unreadable)?);
            }
            add(request, secondary);
        }
        Ok(())
    }

    fn lifetime(&self, request: &mut AnyElement, now: SystemTime) {
        let until = self.lifetime.and_then(|lifetime| now.checked_add(lifetime));
        let Some(until) = until else { return };
        let mut lifetime = node("Lifetime");
        for (name, time) in [("Created", now), ("Expires", until)] {
            let name = QName::new(WSU, name).with_prefix("wsu");
            add(&mut lifetime, AnyElement::with_text(name, timestamp::written(time)));
        }
        add(request, lifetime);
    }
}

/// Returns the token in a response, with its key.
pub(crate) fn token_in(
    reply: &AnyElement,
    entropy: Option<&Entropy>,
) -> Result<IssuedToken, SecurityError> {
    let response = response(reply)?;
    let requested = child(response, "RequestedSecurityToken").and_then(|one| one.elements().next());
    let token =
        requested.ok_or_else(|| SecurityError::invalid("the response contains no token"))?;
    let mut token = token.clone();
    saml::declare_inherited(&mut token, &[reply, response]);
    let mut issued = IssuedToken::new(token);
    let reference = |name| {
        let found = child(response, name)?;
        found.elements().find(|one| is(one, WSSE, "SecurityTokenReference")).cloned()
    };
    issued = issued.with_references(
        reference("RequestedAttachedReference"),
        reference("RequestedUnattachedReference"),
    );
    // Without entropy, the caller has a key of its own, or needs none.
    if let Some(entropy) = entropy
        && let Some(key) = key_in(response, entropy)?
    {
        if key.len() < SHORTEST {
            return Err(SecurityError::invalid("the key of the token is too short"));
        }
        issued = issued.with_key(key);
    }
    let expires = child(response, "Lifetime")
        .and_then(|lifetime| lifetime.elements().find(|one| is(one, WSU, "Expires")));
    Ok(match expires.and_then(|expires| timestamp::time(&text_of(expires)).ok()) {
        Some(time) => issued.with_expiry(time),
        None => issued,
    })
}

/// Returns the shared key that a response confirms (§4.4.4 to §4.4.6).
fn key_in(
    response: &AnyElement,
    Entropy(ours): &Entropy,
) -> Result<Option<Vec<u8>>, SecurityError> {
    let secret = |holder: &AnyElement| child(holder, "BinarySecret").and_then(base64_bytes);
    let Some(proof) = child(response, "RequestedProofToken") else { return Ok(None) };
    if let Some(key) = secret(proof) {
        return Ok(Some(key));
    }
    let is_computed = child(proof, "ComputedKey")
        .is_some_and(|algorithm| algorithm.text().trim().ends_with("/CK/PSHA1"));
    let theirs = child(response, "Entropy").and_then(secret);
    match theirs.filter(|_| is_computed) {
        Some(theirs) => {
            let length =
                child(response, "KeySize").and_then(|size| size.text().trim().parse().ok());
            let length = length.map_or(KEY, |bits: usize| bits / 8).clamp(16, 64);
            let key = SharedKey::new(ours.clone()).derived(&theirs, 0, length);
            Ok(Some(key.bytes().to_vec()))
        }
        None => Err(SecurityError::invalid("the proof of the token is of an unknown kind")),
    }
}

/// Returns whether a response says that a token is valid (§7).
pub(crate) fn is_valid(reply: &AnyElement) -> Result<bool, SecurityError> {
    let code = child(response(reply)?, "Status").and_then(|status| child(status, "Code"));
    let code = code.ok_or_else(|| SecurityError::invalid("the response contains no status"))?;
    Ok(code.text().trim() == format!("{WST}/status/valid"))
}

/// Returns the response in a reply: the first one of a collection.
fn response(reply: &AnyElement) -> Result<&AnyElement, SecurityError> {
    let name = "RequestSecurityTokenResponse";
    let inner = reply.elements().find(|one| is(one, WST, name));
    let response = if is(reply, WST, name) { Some(reply) } else { inner };
    response.ok_or_else(|| SecurityError::invalid("the reply is not a response of WS-Trust 1.3"))
}

fn applies_to(receiver: &str) -> AnyElement {
    let node = |namespace, prefix: &str, local: &str| {
        AnyElement::new(QName::new(namespace, local).with_prefix(prefix))
    };
    let mut address = node(WSA, "wsa", "Address");
    address.children.push(AnyNode::Text(receiver.to_owned()));
    let [mut reference, mut applies_to] =
        [node(WSA, "wsa", "EndpointReference"), node(WSP, "wsp", "AppliesTo")];
    add(&mut reference, address);
    add(&mut applies_to, reference);
    applies_to
}

fn child<'e>(element: &'e AnyElement, local: &str) -> Option<&'e AnyElement> {
    element.elements().find(|child| is(child, WST, local))
}

fn node(local: &str) -> AnyElement {
    AnyElement::new(QName::new(WST, local).with_prefix("wst"))
}

fn text(local: &str, text: &str) -> AnyElement {
    let mut element = node(local);
    element.children.push(AnyNode::Text(text.to_owned()));
    element
}

fn around(local: &str, inner: AnyElement) -> AnyElement {
    let mut element = node(local);
    add(&mut element, inner);
    element
}

fn add(element: &mut AnyElement, child: AnyElement) {
    element.children.push(AnyNode::Element(child));
}

fn set(element: &mut AnyElement, name: &str, value: &str) {
    element.attributes.push(AnyAttribute::new(QName::new("", name), value));
}

#[cfg(test)]
mod tests {
    use super::{Entropy, WST, token_in};

    #[test]
    fn computes_keys_of_both_parts() {
        let response = |more: &str| {
            format!(
                "<t:RequestSecurityTokenResponse xmlns:t='{WST}'><t:RequestedSecurityToken><a/>\
                 </t:RequestedSecurityToken>{more}</t:RequestSecurityTokenResponse>"
            )
        };
        let secret = |bytes: &str| format!("<t:BinarySecret>{bytes}</t:BinarySecret>");
        let proof = |proof: &str| format!("<t:RequestedProofToken>{proof}</t:RequestedProofToken>");
        let computed = format!("<t:ComputedKey>{WST}/CK/PSHA1</t:ComputedKey>");
        let unknown = computed.replace("PSHA1", "HASH");
        let entropy = ["<t:Entropy>", &secret("c2VydmVy"), "</t:Entropy>"].concat();
        // P_SHA1 of the secret `client` and the seed `server` (RFC 2246, §5).
        let expected = "50becff2c185d5c6c562ff994504a86d";
        let cases = [
            (proof(&secret("QUFBQUFBQUFBQUFBQUFBQQ==")), Some("41".repeat(16))),
            (proof(&computed) + &entropy + "<t:KeySize>128</t:KeySize>", Some(expected.to_owned())),
            (String::new(), None),
        ];
        let short = proof(&secret("QUJD"));
        let ours = Entropy(b"client".to_vec());
        let token = |more: &str| token_in(&response(more).parse().unwrap(), Some(&ours));
        for (more, expected) in cases {
            let key = token(&more).unwrap().key;
            let hex = |byte: &u8| format!("{byte:02x}");
            let key = key.map(|key| key.bytes().iter().map(hex).collect::<String>());
            assert_eq!(key, expected, "{more}");
        }
        let error = token(&short).unwrap_err().to_string();
        assert_eq!(error, "InvalidSecurity: the key of the token is too short");
        for more in [proof(&unknown), proof(&computed)] {
            let error = token(&more).unwrap_err().to_string();
            assert_eq!(error, "InvalidSecurity: the proof of the token is of an unknown kind");
        }
    }
}
