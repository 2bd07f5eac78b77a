//! Tokens of a security token service in requests.

use std::{
    convert::Infallible,
    future::{ready, Ready},
    task::{Context, Poll},
    time::Duration,
};

use http::{Request, Response};
use tower_service::Service;
use wsdlgen_expectations::policies::EchoServer;
use wsdlgen_runtime::{
    policy::{Binding, IssuedKey, Protection, Requirements, SecurityPolicy, Token, TokenTemplate},
    security::{Credentials, Verifier},
    trust::{SecurityTokenService, TokenServiceClient},
    Payload, Port, SoapVersion, Transport,
};

use super::{
    asymmetric, call_with, never, port,
    sts::{TokenIssuer, ISSUER},
    support::now,
    symmetric, Mirror, Tampering, Wire, KEYS,
};

fn tls() -> Requirements {
    Requirements::of(Binding::tls()).timestamp()
}

/// The policy of the security token service.
fn policy_of_sts() -> SecurityPolicy {
    tls().token(Token::username().signed()).into()
}

fn token_service(issuer: &TokenIssuer, password: &str) -> TokenServiceClient {
    let port =
        Port::<SecurityTokenService>::new("Sts", "https://sts.example/", SoapVersion::Soap11, &[]);
    let credentials = Credentials::new().username("grace", password).identity(KEYS.caller.clone());
    let port = port.with_policy(policy_of_sts);
    TokenServiceClient::new(&port, Transport::new(issuer.clone()), credentials).unwrap()
}

fn issued(key: IssuedKey) -> Token {
    Token::issued(TokenTemplate::new(key))
}

fn verifier() -> Verifier {
    Verifier::new()
        .signature_without_timestamp()
        .assertion_issuer(ISSUER, KEYS.service.certificate().clone())
        .identity(KEYS.service.clone())
}

type Make = fn() -> Requirements;

static POLICIES: [Make; 8] = [
    || tls().token(issued(IssuedKey::Bearer).signed()),
    || tls().token(issued(IssuedKey::Public).endorsing()),
    || tls().token(issued(IssuedKey::Symmetric).endorsing()),
    || tls().token(issued(IssuedKey::Symmetric).with_derived_keys().endorsing()),
    || symmetric(issued(IssuedKey::Symmetric)).timestamp(),
    || {
        let token = issued(IssuedKey::Symmetric).with_derived_keys();
        symmetric(token).timestamp().confirm_signatures().encrypt_signature()
    },
    || asymmetric(issued(IssuedKey::Public), never()).timestamp(),
    || symmetric(never()).timestamp().token(issued(IssuedKey::Public).endorsing()),
];

#[test]
fn sends_issued_tokens_as_policies_require() {
    for encrypts in [false, true] {
        for (number, make) in POLICIES.into_iter().enumerate() {
            let requirements = make();
            let about = format!("{number}, {encrypts}: {requirements}");
            let is_encrypted = about.contains("encrypted: body");
            let port = port(requirements);
            let server = EchoServer::new(Mirror).into_service();
            let server = server.with_policy_of(&port, verifier()).unwrap();
            let wire = Wire::default();
            let service = Tampering { server, wire: Wire::clone(&wire), tamper: |text| text };
            let issuer = TokenIssuer { encrypts, ..TokenIssuer::new() };
            let sts = token_service(&issuer, "hopper");
            let credentials = Credentials::new()
                .token_source(sts)
                .identity(KEYS.caller.clone())
                .service(KEYS.service.certificate().clone());
            let transport = Transport::new(service);
            for _ in 0..2 {
                let reply = call_with(&port, transport.clone(), credentials.clone(), "hello");
                let wire = wire.lock().unwrap();
                assert_eq!(reply.as_deref(), Ok("hello of grace"), "{about}: {wire:?}");
                assert!(wire.iter().all(|text| text.contains("hello") != is_encrypted), "{about}");
            }
            let is_hidden = !wire.lock().unwrap()[0].contains("grace");
            assert_eq!(is_hidden, encrypts, "{about}");
            assert_eq!(issuer.requests.lock().unwrap().len(), 1, "{about}");
        }
    }
}

#[test]
fn asks_again_before_tokens_expire() {
    let issuer = TokenIssuer { lifetime: Duration::from_secs(30), ..TokenIssuer::new() };
    let sts = token_service(&issuer, "hopper").template(TokenTemplate::new(IssuedKey::Bearer));
    for _ in 0..2 {
        now(Box::pin(sts.cached_token())).unwrap();
    }
    assert_eq!(issuer.requests.lock().unwrap().len(), 2);
}

#[test]
fn renews_and_validates_tokens() {
    let issuer = TokenIssuer::new();
    let sts = token_service(&issuer, "hopper");
    let token = now(Box::pin(sts.issue())).unwrap();
    assert_eq!(token.assertion().unwrap().subject(), Some("grace"));
    let renewed = now(Box::pin(sts.renew(&token))).unwrap();
    assert!(renewed.expires() >= token.expires());
    assert_ne!(renewed.assertion().unwrap().id(), token.assertion().unwrap().id());
    assert!(now(Box::pin(sts.validate(&token))).unwrap());
    let other = wsdlgen_runtime::security::IssuedToken::new("<Ticket/>".parse().unwrap());
    assert!(!now(Box::pin(sts.validate(&other))).unwrap());
}

#[test]
fn writes_requests_for_tokens() {
    let issuer = TokenIssuer::new();
    let claims = "<c:Claims xmlns:c='urn:claims'/>";
    let template = TokenTemplate::new(IssuedKey::Public).token_type("urn:type").parameter(claims);
    let subject = "<s:Subject xmlns:s='urn:subject'/>".parse().unwrap();
    let sts = token_service(&issuer, "hopper")
        .applies_to("https://service.example/?a&b")
        .on_behalf_of(subject)
        .lifetime(Duration::from_secs(60))
        .template(template);
    now(Box::pin(sts.issue())).unwrap();
    let request = issuer.requests.lock().unwrap()[0].clone();
    let children: Vec<&str> = request.elements().map(|child| child.name.local()).collect();
    let expected = [
        "RequestType",
        "TokenType",
        "AppliesTo",
        "OnBehalfOf",
        "Lifetime",
        "KeyType",
        "UseKey",
        "SecondaryParameters",
    ];
    assert_eq!(children, expected);
    let address = request.elements().nth(2).unwrap().text().into_owned();
    assert_eq!(address, "");
    assert!(request.to_xml().unwrap().contains("https://service.example/?a&amp;b"));
}

#[test]
fn reports_why_there_is_no_token() {
    let port = port(tls().token(issued(IssuedKey::Bearer)));
    let server = EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier()).unwrap();
    let sts = token_service(&TokenIssuer::new(), "wrong");
    let credentials = Credentials::new().token_source(sts);
    let error = call_with(&port, Transport::new(server), credentials, "hello").unwrap_err();
    assert!(error.contains("the call of the security token service failed"), "{error}");
    assert!(error.contains("who are you?"), "{error}");
}

#[test]
fn rejects_requests_as_replies() {
    let requirements = Requirements::of(Binding::Symmetric(issued(IssuedKey::Symmetric)));
    let port = port(requirements.messages(Protection::default().sign_body()).timestamp());
    // Returns each request, without its token.
    let mirror = Answering(|text| {
        let start = text.find("<saml:Assertion").unwrap();
        let end = text.find("</saml:Assertion>").unwrap() + "</saml:Assertion>".len();
        [&text[..start], &text[end..]].concat()
    });
    let sts = token_service(&TokenIssuer::new(), "hopper");
    let credentials = Credentials::new().token_source(sts);
    let error = call_with(&port, Transport::new(mirror), credentials, "hello").unwrap_err();
    assert!(error.contains("the reply repeats a signature of the request"), "{error}");
}

#[test]
fn does_not_share_tokens_between_callers() {
    let issuer = TokenIssuer::new();
    let sts = token_service(&issuer, "hopper");
    now(Box::pin(sts.cached_token())).unwrap();
    now(Box::pin(sts.clone().cached_token())).unwrap();
    let other = sts.with_settings(wsdlgen_runtime::ClientSettings::default());
    now(Box::pin(other.cached_token())).unwrap();
    assert_eq!(issuer.requests.lock().unwrap().len(), 2);
}

#[test]
fn keeps_shared_keys_private() {
    let sts = |address: &'static str, policy: Option<fn() -> SecurityPolicy>| {
        let port = Port::<SecurityTokenService>::new("Sts", address, SoapVersion::Soap11, &[]);
        let port = match policy {
            Some(policy) => port.with_policy(policy),
            None => port,
        };
        let credentials = Credentials::new().username("grace", "hopper");
        TokenServiceClient::new(&port, Transport::new(TokenIssuer::new()), credentials)
    };
    let error = sts("https://sts.example/", None).unwrap_err().to_string();
    assert!(error.ends_with("(`Port::with_policy`)"), "{error}");
    // The policy asks for TLS.
    assert!(sts("http://sts.example/", Some(policy_of_sts)).is_err());
    let bare: fn() -> SecurityPolicy = || {
        let requirements = Requirements::of(Binding::None).timestamp();
        requirements.token(Token::username()).into()
    };
    let error = now(Box::pin(sts("http://sts.example/", Some(bare)).unwrap().issue()));
    let error = format!("{:?}", error.unwrap_err());
    assert!(error.contains("must not be sent in the clear"), "{error}");
}

/// A service that answers with a function of the request.
#[derive(Clone)]
struct Answering(fn(String) -> String);

impl Service<Request<Payload>> for Answering {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Payload>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let text = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        let response = Response::builder().header("content-type", "text/xml; charset=utf-8");
        ready(Ok(response.body(Payload::new((self.0)(text))).unwrap()))
    }
}
