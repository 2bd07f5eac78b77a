//! A security token service for tests.

use std::{
    convert::Infallible,
    future::{ready, Ready},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use http::{Request, Response};
use tower_service::Service;
use wsdlgen_runtime::{
    policy::SamlVersion,
    security::{Assertion, Certificate, Verifier},
    AnyElement, Payload,
};

use super::KEYS;

pub(crate) const ISSUER: &str = "https://sts.example";
const WST: &str = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
const SAML_ID: &str = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID";
const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// Issues SAML 2.0 assertions with the key of the service, to callers with a user name.
#[derive(Clone)]
pub(crate) struct TokenIssuer {
    pub(crate) verifier: Verifier,
    /// `true` if only the receiver can read the tokens.
    pub(crate) encrypts: bool,
    pub(crate) lifetime: Duration,
    /// The requests, as XML.
    pub(crate) requests: Arc<Mutex<Vec<AnyElement>>>,
}

impl TokenIssuer {
    pub(crate) fn new() -> Self {
        let verifier = Verifier::new().timestamp();
        let verifier = verifier.username(|user| (user == "grace").then(|| "hopper".into()));
        let lifetime = Duration::from_secs(300);
        Self { verifier, encrypts: false, lifetime, requests: Arc::default() }
    }

    fn answer(&self, request: &AnyElement) -> String {
        let kind = text_of(request, "RequestType");
        let response = match kind.rsplit('/').next() {
            Some("Issue") => return self.issue(request),
            Some("Renew") => self.token(Key::None),
            _ => {
                let target = find(request, "ValidateTarget").and_then(|one| one.elements().next());
                let is_known = target.is_some_and(|token| token.name.local() == "Assertion");
                let code = if is_known { "valid" } else { "invalid" };
                format!("<wst:Status><wst:Code>{WST}/status/{code}</wst:Code></wst:Status>")
            }
        };
        format!("<wst:RequestSecurityTokenResponse xmlns:wst='{WST}'>{response}</wst:RequestSecurityTokenResponse>")
    }

    fn issue(&self, request: &AnyElement) -> String {
        let key = match text_of(request, "KeyType").rsplit('/').next() {
            Some("SymmetricKey") => Key::Shared([7; 32]),
            Some("PublicKey") => {
                let holder = find(request, "X509Certificate").unwrap().text().into_owned();
                let pem =
                    format!("-----BEGIN CERTIFICATE-----\n{holder}\n-----END CERTIFICATE-----");
                Key::Public(Certificate::from_pem(pem.as_bytes()).unwrap())
            }
            _ => Key::None,
        };
        format!(
            "<wst:RequestSecurityTokenResponseCollection xmlns:wst='{WST}'><wst:RequestSecurityTokenResponse>{}\
             </wst:RequestSecurityTokenResponse></wst:RequestSecurityTokenResponseCollection>",
            self.token(key)
        )
    }

    /// Returns a token with what belongs to it.
    fn token(&self, key: Key) -> String {
        let builder = Assertion::builder(SamlVersion::V20, ISSUER, "grace").lifetime(self.lifetime);
        let service = KEYS.service.certificate();
        let mut proof = String::new();
        let builder = match key {
            Key::Shared(key) => {
                // The bytes of the key in base64.
                let secret = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
                proof = format!("<wst:RequestedProofToken><wst:BinarySecret>{secret}</wst:BinarySecret></wst:RequestedProofToken>");
                builder.holder_of_shared_key(&key, service).unwrap()
            }
            Key::Public(certificate) => builder.holder_of_key(&certificate),
            Key::None => builder.bearer(),
        };
        let assertion = builder.sign(KEYS.service.clone()).unwrap();
        let token = if self.encrypts {
            assertion.encrypted_for(service).unwrap()
        } else {
            assertion.element().clone()
        };
        let token = token.to_xml().unwrap();
        let reference = format!(
            "<wsse:SecurityTokenReference xmlns:wsse='{WSSE}'><wsse:KeyIdentifier ValueType='{SAML_ID}'>{}\
             </wsse:KeyIdentifier></wsse:SecurityTokenReference>",
            assertion.id()
        );
        let expires = SystemTime::now() + self.lifetime;
        let expires = wsdlgen_runtime::DateTime::from(expires);
        format!(
            "<wst:RequestedSecurityToken>{token}</wst:RequestedSecurityToken>\
             <wst:RequestedAttachedReference>{reference}</wst:RequestedAttachedReference>\
             <wst:RequestedUnattachedReference>{reference}</wst:RequestedUnattachedReference>{proof}\
             <wst:Lifetime><wsu:Expires xmlns:wsu='{WSU}'>{expires}</wsu:Expires></wst:Lifetime>"
        )
    }
}

enum Key {
    Shared([u8; 32]),
    Public(Certificate),
    None,
}

/// Returns the first descendant with this local name.
fn find<'e>(element: &'e AnyElement, local: &str) -> Option<&'e AnyElement> {
    if element.name.local() == local {
        return Some(element);
    }
    element.elements().find_map(|child| find(child, local))
}

fn text_of(element: &AnyElement, local: &str) -> String {
    find(element, local).map(|found| found.text().into_owned()).unwrap_or_default()
}

impl Service<Request<Payload>> for TokenIssuer {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Payload>, Infallible>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Infallible>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let text = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        let envelope: AnyElement = text.parse().unwrap();
        let soap = envelope.name.namespace().to_owned();
        let body = match self.verifier.verify(&text) {
            Ok(_) => {
                let request = find(&envelope, "RequestSecurityToken").unwrap();
                self.requests.lock().unwrap().push(request.clone());
                self.answer(request)
            }
            Err(_) => "<s:Fault><faultcode>s:Client</faultcode><faultstring>who are you?</faultstring></s:Fault>".to_owned(),
        };
        let envelope = format!("<s:Envelope xmlns:s='{soap}'><s:Body>{body}</s:Body></s:Envelope>");
        let response = Response::builder().header("content-type", "text/xml; charset=utf-8");
        ready(Ok(response.body(Payload::new(envelope)).unwrap()))
    }
}
